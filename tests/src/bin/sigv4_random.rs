//! Signs random requests and compares the signatures with other signers: `sigv4_random [--count N]
//! [--botocore N] [--seed S]`.

use std::env;
use std::process::ExitCode;

use aws_operation_tests::signing::compare::{with_botocore, with_smithy};
use aws_operation_tests::signing::rules::RULES;

const USAGE: &str = "usage: sigv4_random [--count N] [--botocore N] [--seed S]";

struct Options {
    /// How many requests are compared with the `aws-sigv4` crate.
    count: u64,
    /// How many requests are compared with botocore.
    botocore: u64,
    /// The seed of the random requests.
    seed: u64,
}

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<bool, String> {
    let Options { count, botocore, seed } =
        arguments().map_err(|problem| format!("{problem}\n{USAGE}"))?;
    println!("seed {seed}");
    let mut passed = true;
    if count > 0 {
        let report = with_smithy(count, seed);
        println!("{report}");
        passed &= report.passed();
    }
    if botocore > 0 {
        let report = with_botocore(botocore, seed)?;
        println!("{report}");
        passed &= report.passed();
    }
    println!("The rules, and what the specification says:");
    for rule in RULES {
        let peers: Vec<&str> = rule.peers.iter().map(|peer| peer.name()).collect();
        println!("  {} ({}): {}", rule.name, peers.join(", "), rule.source);
    }
    Ok(passed)
}

fn arguments() -> Result<Options, String> {
    let mut options = Options { count: 100_000, botocore: 2_000, seed: 1 };
    let mut words = env::args().skip(1);
    while let Some(word) = words.next() {
        let slot = match word.as_str() {
            "--count" => &mut options.count,
            "--botocore" => &mut options.botocore,
            "--seed" => &mut options.seed,
            other => return Err(format!("unknown argument {other}")),
        };
        let value = words.next().ok_or_else(|| format!("{word} needs a number"))?;
        *slot = value.parse().map_err(|_| format!("{word} needs a number, not {value}"))?;
    }
    Ok(options)
}
