//! Times the decoding and encoding of documents: aws-operation and its peers, side by side.

mod documents;
mod job;
mod random;
mod report;
mod timing;

use std::process::ExitCode;
use std::time::Duration;

use crate::documents::Case;
use crate::timing::Effort;

const USAGE: &str = "\
usage: documents [--case NAME]... [--rounds N] [--turn MILLISECONDS] [--json] [--check]
       documents --count CASE DIRECTION PEER TYPES N

--case     only this one; all without
--rounds   how often each peer has its turn (31)
--turn     how long a turn is (20)
--json     for other programs
--check    exit with 1 when a goal is missed
--count    run N times, and say nothing: for a profiler";

enum Work {
    Time { names: Vec<String>, effort: Effort, json: bool, check: bool },
    Count { case: String, which: [String; 3], times: u32 },
}

fn main() -> ExitCode {
    let done = parse(std::env::args().skip(1)).and_then(|work| match work {
        Work::Time { names, effort, json, check } => time(&names, effort, json, check),
        Work::Count { case, which, times } => count(&case, &which, times),
    });
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(wrong) => {
            eprintln!("{wrong}");
            ExitCode::from(2)
        }
    }
}

fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Work, String> {
    let mut names = Vec::new();
    let mut effort = Effort { rounds: 31, turn: Duration::from_millis(20) };
    let (mut json, mut check) = (false, false);
    while let Some(argument) = arguments.next() {
        let mut next = || arguments.next().ok_or(USAGE);
        let number = |text: String| text.parse().ok().filter(|n: &u32| *n > 0).ok_or(USAGE);
        match argument.as_str() {
            "--case" => names.push(next()?),
            "--rounds" => effort.rounds = number(next()?)? as usize,
            "--turn" => effort.turn = Duration::from_millis(number(next()?)?.into()),
            "--json" => json = true,
            "--check" => check = true,
            "--count" => {
                let case = next()?;
                let which = [next()?, next()?, next()?];
                return Ok(Work::Count { case, which, times: number(next()?)? });
            }
            _ => return Err(USAGE.to_owned()),
        }
    }
    Ok(Work::Time { names, effort, json, check })
}

fn find(name: &str) -> Result<Case, String> {
    match documents::ALL.iter().find(|(known, _)| *known == name) {
        Some((_, make)) => Ok(make()),
        None => {
            let names = documents::ALL.map(|(name, _)| name);
            Err(format!("there is no case {name}; there are {}", names.join(", ")))
        }
    }
}

/// Returns whether all goals are met. Always `true` without `check`.
fn time(names: &[String], effort: Effort, json: bool, check: bool) -> Result<bool, String> {
    let cases: Vec<Case> = match names {
        [] => documents::ALL.iter().map(|(_, make)| make()).collect(),
        _ => names.iter().map(|name| find(name)).collect::<Result<_, _>>()?,
    };
    let mut rows = Vec::new();
    for case in &cases {
        rows.extend(timing::measure(case, effort));
        eprintln!("{}: done", case.title);
    }
    let (goals, holds) = report::goals(&rows);
    if json {
        println!("{:#}", report::json(&rows));
    } else {
        println!("{}\n{goals}", report::table(&rows));
    }
    match rows.iter().filter(|row| row.median > row.tenth * 1.2).count() {
        0 => {}
        count => eprintln!(
            "The machine was not quiet: {count} medians are more than 1.2 times what one run in \
             ten took. Measure again when it is."
        ),
    }
    Ok(holds || !check)
}

fn count(case: &str, which: &[String; 3], times: u32) -> Result<bool, String> {
    let [direction, peer, types] = which;
    let case = find(case)?;
    let job = case
        .jobs
        .iter()
        .find(|job| job.direction.name() == direction && job.peer == peer && job.types == types)
        .ok_or(USAGE)?;
    for _ in 0..times {
        job.time();
    }
    Ok(true)
}
