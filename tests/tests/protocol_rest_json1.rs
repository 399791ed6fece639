//! The official protocol tests of restJson1: what another client of the same service would send and
//! understand, ours does too.
//!
//! A word after `--` chooses the cases whose names have it.

use std::fs;
use std::process::ExitCode;

use aws_operation_codegen::model::Model;
use aws_operation_tests::generated::protocol::{Case, Test, cases};
use aws_operation_tests::generated::{Package, leave_out, modules, test, vectors};

/// Cases that cannot pass, three at most, each with what the Smithy specification says.
const LISTED: &[(&str, &str)] = &[];
const _: () = assert!(LISTED.len() <= 3);

const PROTOCOL: &str = "aws.protocols#restJson1";

fn main() -> ExitCode {
    test(run)
}

fn run(filter: Option<&str>) -> Result<bool, String> {
    let path = vectors().join("protocol/restJson1.json");
    let Ok(text) = fs::read_to_string(&path) else {
        return leave_out("the official protocol tests of restJson1", &path).map(|()| true);
    };
    let model = Model::parse(&text).map_err(|error| error.to_string())?;
    let modules = modules(&model, PROTOCOL)?;
    let mut cases = cases(&model, PROTOCOL, &modules)?;
    let unknown = LISTED.iter().filter(|(id, _)| !cases.iter().any(|case| case.id() == *id));
    let mut failed = 0;
    for (id, _) in unknown {
        println!("{id} is listed, but there is no such case; remove it from the list");
        failed += 1;
    }
    if cases.is_empty() {
        return Err(format!("{} has no cases of {PROTOCOL}", path.display()));
    }
    cases.retain(|case| filter.is_none_or(|word| case.id().contains(word)));
    if cases.is_empty() {
        return Ok(true);
    }

    let package = Package::build("protocol-rest-json-1", &modules)?;
    let questions: Vec<Vec<_>> = cases.iter().map(Case::questions).collect();
    let answers = package.run(true, &questions.concat())?;
    let mut answers = answers.as_slice();
    let (mut passed, mut listed) = (0, 0);
    for (case, questions) in cases.iter().zip(&questions) {
        let (own, rest) = answers.split_at(questions.len());
        answers = rest;
        let reason = LISTED.iter().find(|(id, _)| *id == case.id()).map(|(_, reason)| reason);
        match (case.check(own), reason) {
            (Ok(()), None) => passed += 1,
            (Err(_), Some(reason)) => {
                println!("{} ({}) listed: {reason}", case.id(), case.operation);
                listed += 1;
            }
            (Ok(()), Some(_)) => {
                println!("{} is listed, but passes; remove it from the list", case.id());
                failed += 1;
            }
            (Err(wrong), None) => {
                println!("{} ({}) failed:\n  {}", case.id(), case.operation, indent(&wrong));
                failed += 1;
            }
        }
    }
    let requests = cases.iter().filter(|case| matches!(case.test, Test::Request(_))).count();
    println!("{requests} requests and {} responses", cases.len() - requests);
    println!("{passed} passed, {failed} failed, {listed} listed");
    Ok(failed == 0)
}

fn indent(text: &str) -> String {
    text.replace('\n', "\n  ")
}
