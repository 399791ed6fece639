//! The official suites of configuration: what AWS's own programs read from files and variables,
//! and the endpoints that they find, ours does too.
//!
//! A word after `--` chooses the cases whose names have it.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use aws_operation_tests::configuration::{
    Case, Outcome, chains, endpoints, metadata, profiles, run as cases, urls,
};
use aws_operation_tests::endpoint_rules::Partitions;
use aws_operation_tests::generated::{leave_out, nothing_matches, test, vectors};

fn main() -> ExitCode {
    test(run)
}

fn run(filter: Option<&str>) -> Result<bool, String> {
    let mut report = Report { filter, total: Counts::default(), listed: BTreeMap::new() };
    let (config, endpoints) = (vectors().join("config"), vectors().join("endpoints"));
    if !config.is_dir() && !endpoints.is_dir() {
        let what = "the official suites of configuration and endpoints";
        return leave_out(what, &vectors()).map(|()| true);
    }
    match config.is_dir() {
        true => files_and_variables(&config, &mut report)?,
        false => leave_out("the official suite of configuration", &config)?,
    }
    match endpoints.is_dir() {
        true => services(&endpoints, &mut report)?,
        false => leave_out("the official suite of endpoints", &endpoints)?,
    }
    for (reason, count) in &report.listed {
        println!("{count} listed: {reason}");
    }
    let Counts { passed, failed, listed } = report.total;
    if passed + failed + listed == 0 {
        return Err(nothing_matches("case", filter));
    }
    println!("{}", report.total);
    Ok(report.total.failed == 0)
}

fn files_and_variables(folder: &Path, report: &mut Report<'_>) -> Result<(), String> {
    let file = |name: &str| folder.join(name);
    let run = cases(
        &file("profile-parser-tests.json"),
        "/tests",
        |case| &case["name"],
        profiles::check_files,
    )?;
    report.add("profile files", run);
    let run = cases(
        &file("file-location-tests.json"),
        "/tests",
        |case| &case["name"],
        profiles::check_locations,
    )?;
    report.add("file locations", run);
    let run = cases(&file("assume-role-tests.json"), "", |case| &case["docs"], chains::check)?;
    report.add("role chains", run);
    let run =
        cases(&file("ecs-tests.json"), "/tests", |case| &case["docs"], metadata::check_container)?;
    report.add("containers", run);
    let run = cases(
        &file("imds-endpoint-tests.json"),
        "/tests",
        |case| &case["docs"],
        metadata::check_instance,
    )?;
    report.add("instance metadata", run);
    report.add("endpoint URLs", urls::run(&file("endpoint-url-tests.json"))?);
    report.add("regions of partitions", endpoints::run_partitions(&file("partitions.json"))?);
    Ok(())
}

fn services(folder: &Path, report: &mut Report<'_>) -> Result<(), String> {
    for (name, service) in endpoints::SERVICES {
        let run = endpoints::run(&folder.join(format!("{name}.json")), &service)?;
        report.add(&format!("endpoints of {name}"), run);
    }
    let folder = folder.join("2026");
    if !folder.is_dir() {
        return leave_out("the endpoints of the presets", &folder);
    }
    let partitions = Partitions::read(&folder.join("partitions.json"))?;
    for (name, service) in endpoints::PRESETS {
        let file = folder.join(format!("{name}.json"));
        let run = endpoints::run_preset(&file, &service, &partitions)?;
        report.add(&format!("endpoints of the preset {name}"), run);
    }
    Ok(())
}

struct Report<'a> {
    filter: Option<&'a str>,
    total: Counts,
    listed: BTreeMap<&'static str, usize>,
}

#[derive(Default)]
struct Counts {
    passed: usize,
    failed: usize,
    listed: usize,
}

impl Report<'_> {
    fn add(&mut self, suite: &str, cases: Vec<Case>) {
        let mut counts = Counts::default();
        for Case { name, outcome } in cases {
            if self.filter.is_some_and(|word| !name.contains(word)) {
                continue;
            }
            match outcome {
                Outcome::Passed => counts.passed += 1,
                Outcome::Failed(wrong) => {
                    println!("{suite}: {name} failed: {}", wrong.replace('\n', "\n  "));
                    counts.failed += 1;
                }
                Outcome::Listed(reason) => {
                    *self.listed.entry(reason).or_default() += 1;
                    counts.listed += 1;
                }
            }
        }
        println!("{suite}: {counts}");
        self.total.passed += counts.passed;
        self.total.failed += counts.failed;
        self.total.listed += counts.listed;
    }
}

impl std::fmt::Display for Counts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { passed, failed, listed } = self;
        write!(f, "{passed} passed, {failed} failed, {listed} listed")
    }
}
