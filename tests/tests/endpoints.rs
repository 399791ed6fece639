//! Endpoint rules: every case of every rule set, and random parameters, by the generator's compiler
//! and the runtime.
//!
//! A word after `--` chooses the rule sets whose names have it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::ExitCode;

use aws_operation::Service;
use aws_operation::internals::{Variant, resolve};
use aws_operation_codegen::endpoint_rules::is_standard;
use aws_operation_tests::endpoint_rules::{
    Compiled, Followed, Interpreter, Outcome, Partitions, RuleSet, Source, Values, in_models,
    in_vectors,
};
use aws_operation_tests::generated::{leave_out, models, nothing_matches, test, vectors};
use aws_operation_tests::random::Random;
use serde_json::Value;

fn main() -> ExitCode {
    test(run)
}

fn run(filter: Option<&str>) -> Result<bool, String> {
    let folder = vectors().join("endpoints/2026");
    let partitions = folder.join("partitions.json");
    if !partitions.is_file() {
        return leave_out("the endpoint rules of AWS's services", &partitions).map(|()| true);
    }
    let partitions = Partitions::read(&partitions)?;
    let mut report = Report::default();
    for rule_set in of_filter(in_vectors(&folder)?, filter) {
        check(&rule_set, &partitions, Origin::Vectors, &mut report)?;
    }
    if models().is_dir() {
        for rule_set in of_filter(in_models(&models())?, filter) {
            check(&rule_set, &partitions, Origin::Models, &mut report)?;
        }
    } else {
        leave_out("the endpoint rules of AWS's models", Path::new(&models()))?;
    }
    if report.rule_sets == 0 {
        return Err(nothing_matches("rule set", filter));
    }
    println!("{report}");
    Ok(report.failed == 0)
}

fn of_filter(rule_sets: Vec<RuleSet>, filter: Option<&str>) -> impl Iterator<Item = RuleSet> {
    let is_chosen =
        move |rule_set: &RuleSet| filter.is_none_or(|word| rule_set.name.contains(word));
    rule_sets.into_iter().filter(is_chosen).collect::<Vec<_>>().into_iter()
}

/// Where a rule set is from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Origin {
    /// Its cases and the partitions belong together.
    Vectors,
    /// Its cases may be older than the partitions.
    Models,
}

#[derive(Default)]
struct Report {
    rule_sets: usize,
    standard: usize,
    passed: usize,
    failed: usize,
    random: usize,
    /// How many of the random ones have no result.
    exhausted: usize,
    /// Rule sets that were compared with the interpreter; some stand in several files.
    compared: BTreeSet<String>,
    listed: BTreeMap<&'static str, usize>,
}

impl std::fmt::Display for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (reason, count) in &self.listed {
            writeln!(f, "{count} listed: {reason}")?;
        }
        writeln!(f, "{} of {} rule sets are standard", self.standard, self.rule_sets)?;
        let Self { random, exhausted, .. } = self;
        writeln!(
            f,
            "{random} random sets of parameters compared; {exhausted} of them have no result"
        )?;
        let listed: usize = self.listed.values().sum();
        write!(f, "{} passed, {} failed, {listed} listed", self.passed, self.failed)
    }
}

fn check(
    rule_set: &RuleSet,
    partitions: &Partitions,
    origin: Origin,
    report: &mut Report,
) -> Result<(), String> {
    let name = &rule_set.name;
    let at = |error: String| format!("{name}: {error}");
    let compiled = Compiled::new(rule_set).map_err(at)?;
    let interpreter = Interpreter { partitions, rules: &rule_set.rules };
    let is_standard = is_standard(&rule_set.rules, &rule_set.endpoint_prefix);
    let mut counts = [0, 0, 0];
    for case in &rule_set.cases {
        let title = case["documentation"].as_str().unwrap_or("a case without a name");
        let values = RuleSet::values(case);
        let followed = interpreter.follow(&values).map_err(at)?.outcome;
        let expected = Outcome::expected(case, followed.as_ref()).map_err(at)?;
        let expected = expected.signed_by(rule_set);
        let mut outcomes = vec![compiled.resolve(&values)];
        if is_standard {
            outcomes.push(by_the_standard_rules(rule_set, &values, &expected));
        }
        let outcomes = outcomes.into_iter().map(|ours| ours.signed_by(rule_set));
        let Some(ours) = outcomes.into_iter().find(|ours| *ours != expected) else {
            counts[0] += 1;
            continue;
        };
        let is_followed = followed.is_some_and(|followed| followed.signed_by(rule_set) == ours);
        let all = interpreter.results(&values).map_err(at)?;
        match contradiction(rule_set, origin, case, &expected, &all).filter(|_| is_followed) {
            Some(reason) => {
                *report.listed.entry(reason).or_default() += 1;
                counts[2] += 1;
            }
            None => {
                println!("{name}: {title} failed: ours is {ours:?}\n  and should be {expected:?}");
                counts[1] += 1;
            }
        }
    }
    let is_new = report.compared.insert(rule_set.rules.to_string());
    let runs = if is_new { FOR_EACH_RULE * count_results(&rule_set.rules["rules"]) } else { 0 };
    let Compared { different, exhausted, reached } =
        compare(rule_set, &compiled, &interpreter, runs)?;
    let random = match is_new {
        true => format!("{runs} random ones reached {reached} rules"),
        false => "the rule set of another file".to_owned(),
    };
    let texts = &compiled.texts;
    let bytes = |texts: &[String]| texts.iter().map(String::len).sum::<usize>();
    let [passed, failed, listed] = counts;
    println!(
        "{name}: {passed} passed, {failed} failed, {listed} listed; {random}; {} conditions of {} bytes, \
         {} results of {} bytes, {} nodes{}",
        texts.conditions.len(),
        bytes(&texts.conditions),
        texts.results.len(),
        bytes(&texts.results),
        texts.nodes.len(),
        if is_standard { "; standard" } else { "" },
    );
    report.rule_sets += 1;
    report.standard += usize::from(is_standard);
    report.passed += passed;
    report.failed += failed + different;
    report.random += runs;
    report.exhausted += exhausted;
    Ok(())
}

/// Cases of a service that are older than its rule set.
struct Older {
    service: &'static str,
    is_older: fn(&Value) -> bool,
    /// What is new in the rule set.
    reason: &'static str,
}

const OLDER: [Older; 1] = [Older {
    service: "dynamodb",
    is_older: |params| {
        let regions = ["cn-north-1", "cn-northwest-1", "us-gov-east-1", "us-gov-west-1"];
        let region = params["Region"].as_str().unwrap_or_default();
        params["AccountIdEndpointMode"] == "preferred" && regions.contains(&region)
    },
    reason: "DynamoDB's rules name the regions of China and GovCloud among those with hosts of accounts; \
             the case expects no such host there",
}];

/// Why a case contradicts its own rule set. The interpreter has to give the same as ours.
fn contradiction(
    rule_set: &RuleSet,
    origin: Origin,
    case: &Value,
    expected: &Outcome,
    all: &[Outcome],
) -> Option<&'static str> {
    if !all.iter().any(|result| result.says_the_same(expected)) {
        return Some("no rule gives what the case expects");
    }
    let is_unsupported = match expected {
        Outcome::Error(error) => error.contains("does not support"),
        Outcome::Endpoint { .. } => false,
    };
    if origin == Origin::Models && is_unsupported {
        return Some("the model is older than FIPS or dual-stack hosts of the case's partition");
    }
    let is_older = |it: &&Older| it.service == rule_set.name && (it.is_older)(&case["params"]);
    OLDER.iter().find(is_older).map(|older| older.reason)
}

/// What the runtime gives without rules of the service's own. All errors are the expected one.
fn by_the_standard_rules(rule_set: &RuleSet, values: &Values, expected: &Outcome) -> Outcome {
    let prefix: &'static str = Box::leak(rule_set.endpoint_prefix.clone().into_boxed_str());
    let service = Service::new("test").endpoint_prefix(prefix);
    let flag = |name: &str| values.get(name) == Some(&Value::Bool(true));
    let text = |name: &str| values.get(name).and_then(Value::as_str);
    let variant = Variant { fips: flag("UseFIPS"), dual_stack: flag("UseDualStack") };
    let configured = text("Endpoint").map(str::parse).transpose();
    let endpoint = configured
        .and_then(|configured| resolve(&service, text("Region"), variant, configured.as_ref()));
    match (endpoint, expected) {
        (Ok(endpoint), _) => Outcome::Endpoint {
            url: endpoint.to_string(),
            headers: Vec::new(),
            schemes: Vec::new(),
        },
        (Err(_), Outcome::Error(_)) => expected.clone(),
        (Err(error), _) => Outcome::Error(error.to_string()),
    }
}

/// How many random values a rule set is given for each of its rules.
const FOR_EACH_RULE: usize = 40;

/// What compiled rules say where no rule has a result.
const NO_RESULT: &str = "The endpoint rules have no result for these parameters";

/// What came of random values.
struct Compared {
    /// How many gave something else than the interpreter.
    different: usize,
    /// How many came to the end of a list of rules.
    exhausted: usize,
    /// How many rules were reached, of how many.
    reached: String,
}

/// Compares with the interpreter, for random values.
fn compare(
    rule_set: &RuleSet,
    compiled: &Compiled,
    interpreter: &Interpreter<'_>,
    runs: usize,
) -> Result<Compared, String> {
    let source = Source::new(rule_set, interpreter.partitions);
    let all = count_results(&rule_set.rules["rules"]);
    let (mut different, mut exhausted) = (0, 0);
    let mut reached = BTreeSet::new();
    for index in 0..runs {
        let mut random = Random::of_case(1, &rule_set.name, index as u64);
        let values = source.values(&mut random);
        let Followed { rule, outcome } = interpreter.follow(&values)?;
        exhausted += usize::from(outcome.is_none());
        let expected = outcome.unwrap_or_else(|| Outcome::Error(NO_RESULT.to_owned()));
        let ours = compiled.resolve(&values);
        if ours != expected {
            if different < 5 {
                println!(
                    "{}: {values:?} failed: ours is {ours:?}\n  and should be {expected:?}",
                    rule_set.name
                );
            }
            different += 1;
        }
        reached.extend(rule);
    }
    let reached = format!("{} of {all}", reached.len());
    Ok(Compared { different, exhausted, reached })
}

/// How many rules have a result.
fn count_results(rules: &Value) -> usize {
    let rules = rules.as_array().into_iter().flatten();
    rules.map(|rule| if rule["type"] == "tree" { count_results(&rule["rules"]) } else { 1 }).sum()
}
