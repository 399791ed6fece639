//! Compares every operation of the given models with botocore:
//! `differential MODEL… [--cases N] [--seed S] [--protocol P] [--every N] [--server-only]`.
//!
//! `--protocol` selects a protocol. A protocol without HTTP bindings works even if the model does
//! not list it. `--every N` compares only one of `N` operations. With `--server-only` no code is
//! generated: the test's service reads botocore's requests, and botocore reads the service's
//! responses.

use std::env;
use std::path::PathBuf;
use std::process::ExitCode;

use aws_operation_tests::generated::differential::{Options, RULES, run};
use aws_operation_tests::generated::protocols::Protocol;

const USAGE: &str =
    "usage: differential MODEL… [--cases N] [--seed S] [--protocol P] [--every N] [--server-only]";

fn main() -> ExitCode {
    let (models, options) = match arguments() {
        Ok(arguments) => arguments,
        Err(problem) => {
            eprintln!("{problem}\n{USAGE}");
            return ExitCode::FAILURE;
        }
    };
    println!("{} cases of each operation, seed {}", options.cases, options.seed);
    let mut passed = true;
    for model in models {
        match run(&model, options) {
            Ok(report) => {
                print!("{report}");
                passed &= report.passed();
            }
            Err(problem) => {
                println!("{problem}");
                passed = false;
            }
        }
    }
    println!("The rules for known differences, where ours follows the specification:");
    for rule in RULES {
        println!("  {}: {}", rule.name, rule.source);
    }
    if passed { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn arguments() -> Result<(Vec<PathBuf>, Options), String> {
    let mut models = Vec::new();
    let mut every = 1;
    let mut options = Options { cases: 30, seed: 1, protocol: None, every: 1, server_only: false };
    let mut words = env::args().skip(1);
    while let Some(word) = words.next() {
        let slot = match word.as_str() {
            "--cases" => &mut options.cases,
            "--seed" => &mut options.seed,
            "--every" => &mut every,
            "--server-only" => {
                options.server_only = true;
                continue;
            }
            "--protocol" => {
                let name = words.next().unwrap_or_default();
                let names = Protocol::ALL.map(Protocol::name).join(", ");
                options.protocol = Some(
                    Protocol::named(&name)
                        .ok_or_else(|| format!("unknown protocol {name:?}; use one of {names}"))?,
                );
                continue;
            }
            flag if flag.starts_with('-') => return Err(format!("unknown option {flag}")),
            model => {
                models.push(model.into());
                continue;
            }
        };
        let value = words.next().ok_or_else(|| format!("{word} needs a number"))?;
        *slot = value.parse().map_err(|_| format!("{word} needs a number, not {value}"))?;
    }
    options.every = usize::try_from(every).map_err(|error| error.to_string())?;
    if models.is_empty() {
        return Err("no model".to_owned());
    }
    Ok((models, options))
}
