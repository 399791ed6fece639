//! Runs the official protocol tests of a protocol.

use std::fs;

use aws_operation_codegen::model::Model;
use serde_json::{Value, json};

use super::{Case, Test, cases};
use crate::generated::program::{leave_out, nothing_matches};
use crate::generated::protocols::Protocol;
use crate::generated::schema::Schema;
use crate::generated::{Package, modules, vectors};

/// The official cases in a file of vectors.
#[derive(Debug, Clone, Copy)]
pub struct Suite {
    /// The protocol of the cases.
    pub protocol: Protocol,
    /// The path of the file in the folder of the protocols' vectors.
    pub file: &'static str,
    /// The name of the generated crate.
    pub package: &'static str,
    /// The expected number of cases.
    pub counts: Counts,
}

/// The official cases of all protocols.
pub const SUITES: [Suite; 8] = [
    suite(Protocol::RestJson1, "restJson1.json", "protocol-rest-json-1", 142, 108),
    suite(Protocol::AwsJson10, "awsJson1_0.json", "protocol-aws-json-1-0", 29, 41),
    suite(Protocol::AwsJson11, "awsJson1_1.json", "protocol-aws-json-1-1", 57, 62),
    suite(Protocol::AwsQuery, "awsQuery.json", "protocol-aws-query", 38, 39),
    suite(Protocol::Ec2Query, "ec2Query.json", "protocol-ec2-query", 30, 29),
    suite(Protocol::RestXml, "restXml.json", "protocol-rest-xml", 108, 83),
    suite(Protocol::RestXml, "restXmlWithNamespace.json", "protocol-rest-xml-namespace", 1, 1),
    suite(Protocol::RpcV2Cbor, "rpcv2Cbor.json", "protocol-rpc-v2-cbor", 31, 45),
];

/// Cases that do not pass, with the relevant text of the Smithy specification.
const LISTED: &[(Protocol, &str, &str)] = &[(
    Protocol::AwsJson11,
    "MachinelearningPredictEndpoint",
    "a member is the host: AWS customizations, \"Machine Learning\", for one operation of one \
         service; configure it as the endpoint",
)];

const _: () = assert!(LISTED.len() <= 3);

const fn suite(
    protocol: Protocol,
    file: &'static str,
    package: &'static str,
    requests: usize,
    responses: usize,
) -> Suite {
    Suite { protocol, file, package, counts: Counts { requests, responses } }
}

/// The number of cases for requests and for responses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// The number of request cases.
    pub requests: usize,
    /// The number of response cases.
    pub responses: usize,
}

impl Counts {
    fn of(cases: &[Case]) -> Self {
        let requests = cases.iter().filter(|case| matches!(case.test, Test::Request(_))).count();
        Self { requests, responses: cases.len() - requests }
    }
}

/// The numbers of passed, failed and listed cases.
#[derive(Default)]
struct Tally {
    passed: usize,
    failed: usize,
    listed: usize,
}

impl Suite {
    /// The model and its cases. `None` if the vectors are not installed.
    ///
    /// # Errors
    ///
    /// The vectors do not have the form that Smithy defines, or have another number of cases. In
    /// CI, missing vectors are also an error.
    pub fn cases(&self) -> Result<Option<(Model, Vec<Case>)>, String> {
        let path = vectors().join("protocol").join(self.file);
        let Ok(text) = fs::read_to_string(&path) else {
            let what = format!("the official protocol tests of {}", self.protocol.name());
            return leave_out(&what, &path).map(|()| None);
        };
        let text = with_endpoint_rules(text)?;
        let model = Model::parse(&text).map_err(|error| error.to_string())?;
        let cases = cases(&model, self.protocol)?;
        let counts = Counts::of(&cases);
        if counts != self.counts {
            return Err(format!("{} has {counts:?}, not {:?}", path.display(), self.counts));
        }
        Ok(Some((model, cases)))
    }

    fn run(&self, model: &Model, cases: &[Case], tally: &mut Tally) -> Result<(), String> {
        let modules = modules(model, self.protocol.id())?;
        let package = Package::build(self.package, &modules)?;
        let questions: Vec<Vec<_>> = cases.iter().map(Case::questions).collect();
        let answers = package.run(true, &questions.concat())?;
        let mut answers = answers.as_slice();
        let schema = Schema::new(model, self.protocol);
        for (case, questions) in cases.iter().zip(&questions) {
            let (own, rest) = answers.split_at(questions.len());
            answers = rest;
            let (id, operation) = (case.id(), &case.operation);
            let reason = listed(self.protocol).find(|(listed, _)| *listed == id);
            match (case.check(schema, own), reason) {
                (Ok(()), None) => tally.passed += 1,
                (Err(_), Some((_, reason))) => {
                    println!("{id} ({operation}) listed: {reason}");
                    tally.listed += 1;
                }
                (Ok(()), Some(_)) => {
                    println!("{id} is listed, but passes; remove it from the list");
                    tally.failed += 1;
                }
                (Err(wrong), None) => {
                    println!("{id} ({operation}) failed:\n  {}", wrong.replace('\n', "\n  "));
                    tally.failed += 1;
                }
            }
        }
        Ok(())
    }
}

/// Adds the endpoint rules of S3 to the model, because the cases need them and the model does not
/// have them. Also adds the endpoint parameters that requests set.
fn with_endpoint_rules(text: String) -> Result<String, String> {
    const SERVICE: &str = "com.amazonaws.s3#AmazonS3";

    if !text.contains(SERVICE) {
        return Ok(text);
    }
    let mut model: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let path = vectors().join("endpoints/2026/s3.json");
    let rules = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut rules: Value = serde_json::from_str(&rules).map_err(|error| error.to_string())?;
    model["shapes"][SERVICE]["traits"]["smithy.rules#endpointRuleSet"] = rules["ruleSet"].take();
    let shapes = model["shapes"].as_object_mut().into_iter().flatten();
    for (_, shape) in shapes.filter(|(id, _)| id.starts_with("com.amazonaws.s3#")) {
        let members = shape.get_mut("members").and_then(Value::as_object_mut);
        for (name, member) in members.into_iter().flatten() {
            let is_label = member["traits"].get("smithy.api#httpLabel").is_some();
            if is_label && ["Bucket", "Key"].contains(&name.as_str()) {
                member["traits"]["smithy.rules#contextParam"] = json!({ "name": name });
            }
        }
    }
    Ok(model.to_string())
}

/// The listed cases of a protocol, with the reason for each.
fn listed(protocol: Protocol) -> impl Iterator<Item = (&'static str, &'static str)> {
    let listed = LISTED.iter().filter(move |(of, _, _)| *of == protocol);
    listed.map(|(_, id, reason)| (*id, *reason))
}

/// Runs the suites of a protocol, and returns whether all cases passed. A filter selects cases by
/// name.
///
/// # Errors
///
/// The vectors cannot be read, the generated code does not compile, or the filter matches no case.
pub fn run(protocol: Protocol, filter: Option<&str>) -> Result<bool, String> {
    let mut suites = Vec::new();
    for suite in SUITES.iter().filter(|suite| suite.protocol == protocol) {
        let Some((model, cases)) = suite.cases()? else { return Ok(true) };
        suites.push((suite, model, cases));
    }
    let mut tally = Tally::default();
    for (id, _) in listed(protocol) {
        if !suites.iter().any(|(_, _, cases)| cases.iter().any(|case| case.id() == id)) {
            println!("{id} is listed, but there is no such case; remove it from the list");
            tally.failed += 1;
        }
    }
    for (_, _, cases) in &mut suites {
        cases.retain(|case| filter.is_none_or(|word| case.id().contains(word)));
    }
    suites.retain(|(_, _, cases)| !cases.is_empty());
    if suites.is_empty() {
        return Err(nothing_matches("case", filter));
    }
    for (suite, model, cases) in &suites {
        suite.run(model, cases, &mut tally)?;
        let Counts { requests, responses } = Counts::of(cases);
        println!("{}: {requests} requests and {responses} responses", suite.file);
    }
    let Tally { passed, failed, listed } = tally;
    println!("{passed} passed, {failed} failed, {listed} listed");
    Ok(failed == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_official_case_is_found_and_its_body_read() {
        for suite in SUITES {
            let (protocol, file) = (suite.protocol, suite.file);
            if let Some((model, cases)) = suite.cases().expect("the vectors are complete") {
                let schema = Schema::new(&model, protocol);
                // A service must read in each request the values that the client was given.
                for case in cases {
                    if let (Test::Request(test), Some(input)) = (&case.test, &case.input) {
                        let problems = test.body_problems(schema, input);
                        assert_eq!(problems, [""; 0], "{file} {}", case.id());
                    }
                }
            }
        }
    }

    #[test]
    fn another_number_of_cases_is_an_error() {
        let mut suite = SUITES[0];
        let is_here = suite.cases().expect("the vectors are complete").is_some();
        suite.counts.responses -= 1;
        assert_eq!(suite.cases().is_err(), is_here);
    }

    #[test]
    fn a_filter_that_matches_nothing_fails() {
        if SUITES[0].cases().expect("the vectors are complete").is_some() {
            let result = run(Protocol::RestJson1, Some("no-such-case"));
            assert_eq!(result, Err("no case has \"no-such-case\" in its name".to_owned()));
        }
    }
}
