//! Makes mixed calls to a server with faults: `soak [--seconds S] [--concurrency N] [--faults F]
//! [--seed S]`.

use std::alloc::System;
use std::env;
use std::process::ExitCode;
use std::str::FromStr;

use aws_operation_tests::faults::soak::{Options, soak};
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const USAGE: &str = "usage: soak [--seconds S] [--concurrency N] [--faults 0.2] [--seed S]";

fn main() -> ExitCode {
    let options = match arguments() {
        Ok(options) => options,
        Err(problem) => {
            eprintln!("{problem}\n{USAGE}");
            return ExitCode::FAILURE;
        }
    };
    println!("{options:?}");
    let report = soak(options);
    print!("{report}");
    if report.violations().is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn arguments() -> Result<Options, String> {
    let mut options = Options { seconds: 30.0, concurrency: 32, faults: 0.2, seed: 1 };
    let mut words = env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{word} needs a number"));
        match word.as_str() {
            "--seconds" => options.seconds = number(&word, &value()?)?,
            "--concurrency" => options.concurrency = number(&word, &value()?)?,
            "--faults" => options.faults = number(&word, &value()?)?,
            "--seed" => options.seed = number(&word, &value()?)?,
            other => return Err(format!("unknown argument {other}")),
        }
    }
    let is_possible = (0.0..=1e6).contains(&options.seconds) && options.concurrency > 0;
    match is_possible && (0.0..=1.0).contains(&options.faults) {
        true => Ok(options),
        false => Err(
            "`--seconds` must be 0 to 1000000, `--concurrency` at least 1, and `--faults` 0 to 1"
                .into(),
        ),
    }
}

fn number<T: FromStr>(word: &str, text: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("{word} needs a number, not {text}"))
}
