//! Compares every operation of models with botocore: `differential MODEL… [--cases N] [--seed S]`.

use std::env;
use std::path::PathBuf;
use std::process::ExitCode;

use aws_operation_tests::generated::differential::{Options, RULES, run};

const USAGE: &str = "usage: differential MODEL… [--cases N] [--seed S]";

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
    println!("The rules, where the specification is on our side:");
    for rule in RULES {
        println!("  {}: {}", rule.name, rule.source);
    }
    if passed { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn arguments() -> Result<(Vec<PathBuf>, Options), String> {
    let mut models = Vec::new();
    let mut options = Options { cases: 30, seed: 1 };
    let mut words = env::args().skip(1);
    while let Some(word) = words.next() {
        let slot = match word.as_str() {
            "--cases" => &mut options.cases,
            "--seed" => &mut options.seed,
            flag if flag.starts_with('-') => return Err(format!("unknown option {flag}")),
            model => {
                models.push(model.into());
                continue;
            }
        };
        let value = words.next().ok_or_else(|| format!("{word} needs a number"))?;
        *slot = value.parse().map_err(|_| format!("{word} needs a number, not {value}"))?;
    }
    if models.is_empty() {
        return Err("no model".to_owned());
    }
    Ok((models, options))
}
