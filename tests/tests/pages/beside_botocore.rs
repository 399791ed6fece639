//! The paginated operations of the models beside botocore's paginators.

use std::fs;

use aws_operation_tests::generated::{leave_out, models, nothing_matches};
use aws_operation_tests::pagination;

/// Compares what the generator declares for all paginated operations of the models with botocore's
/// paginators: how many are equal, and how many differ.
///
/// # Errors
/// A model cannot be planned, or Python fails.
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
        // A word may choose scripted cases alone.
        return match filter {
            Some(_) => Ok((0, 0)),
            None => Err(nothing_matches("model", None)),
        };
    }
    let declared = files.iter().map(|file| pagination::generated(file));
    let declared: Vec<_> = declared.collect::<Result<_, _>>()?;
    let services: Vec<&str> = declared.iter().map(|(service_id, _)| &**service_id).collect();
    let botocore = pagination::of_botocore(&services)?;
    let (mut equal, mut differ, mut unknown) = (0, 0, 0);
    for (service_id, operations) in &declared {
        for (name, ours) in operations {
            match botocore.get(service_id).and_then(|service| service.get(name)) {
                None => unknown += 1,
                Some(theirs) => match pagination::compare(ours, theirs) {
                    Ok(()) => equal += 1,
                    Err(difference) => {
                        println!("{service_id} {name} failed: {difference}");
                        differ += 1;
                    }
                },
            }
        }
    }
    if equal + differ == 0 && unknown > 0 && filter.is_none() {
        return Err(format!("botocore has no paginator for any of {unknown} operations"));
    }
    println!(
        "{equal} of the models' paginated operations are declared as botocore reads them; {unknown} \
         have no paginator in botocore"
    );
    Ok((equal, differ))
}
