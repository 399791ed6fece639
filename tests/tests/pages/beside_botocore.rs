//! The paginated operations of the models beside botocore's paginators.

use std::collections::BTreeMap;
use std::fs;

use aws_operation_tests::generated::{leave_out, models, nothing_matches};
use aws_operation_tests::pagination::{self, Service};
use serde_json::Value;

type Paginators = BTreeMap<String, BTreeMap<String, Value>>;

/// Compares all paginated operations of the models with botocore's paginators: first what the
/// generator declares, then the requests and pages of random scripts. Returns how many comparisons
/// passed, and how many failed.
///
/// # Errors
/// A model cannot be planned, generated code does not compile, Python fails, or nothing was compared.
pub fn check(filter: Option<&str>) -> Result<(usize, usize), String> {
    let folder = models();
    let Ok(entries) = fs::read_dir(&folder) else {
        return leave_out("botocore's paginators", &folder).map(|()| (0, 0));
    };
    let mut files: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        name.ends_with(".json") && filter.is_none_or(|word| name.contains(word))
    });
    files.sort();
    if files.is_empty() {
        // The word may be for scripted cases.
        return match filter {
            Some(_) => Ok((0, 0)),
            None => Err(nothing_matches("model", None)),
        };
    }
    let services = files.iter().map(|file| Service::load(file));
    let services: Vec<_> = services.collect::<Result<_, _>>()?;
    let ids: Vec<&str> = services.iter().map(|service| &*service.id).collect();
    let botocore = pagination::of_botocore(&ids)?;
    let declared = declared(&services, &botocore);
    let pages = pages(&services, &botocore, filter)?;
    // A word may choose models without paginated operations.
    if filter.is_none() && [declared, pages].contains(&(0, 0)) {
        return Err("no paginated operation was compared with botocore".to_owned());
    }
    Ok((declared.0 + pages.0, declared.1 + pages.1))
}

/// Compares what the generator declares.
fn declared(services: &[Service], botocore: &Paginators) -> (usize, usize) {
    let (mut equal, mut differ, mut unknown) = (0, 0, 0);
    for service in services {
        let known = botocore.get(&service.id);
        for (name, ours) in &service.declared {
            match known.and_then(|known| known.get(name)) {
                None => unknown += 1,
                Some(theirs) => match pagination::compare(ours, theirs) {
                    Ok(()) => equal += 1,
                    Err(difference) => {
                        println!("{} {name} failed: {difference}", service.file);
                        differ += 1;
                    }
                },
            }
        }
    }
    println!(
        "{equal} of the models' paginated operations are declared as botocore reads them; {unknown} \
         have no paginator in botocore"
    );
    (equal, differ)
}

/// Compares the requests and pages.
fn pages(
    services: &[Service],
    botocore: &Paginators,
    filter: Option<&str>,
) -> Result<(usize, usize), String> {
    let label = filter.map(|word| format!("{word}-")).unwrap_or_default();
    let label = label.replace(|c: char| !c.is_ascii_alphanumeric(), "-").to_lowercase();
    let report = pagination::run(services, botocore, &label)?;
    println!("{report}");
    for service in services {
        for line in pagination::not_declared(service, botocore.get(&service.id)) {
            println!("  not declared: {line}");
        }
    }
    Ok((report.equal, report.differ))
}
