//! Times the signing of requests: the limit, aws-operation and its peers, side by side.

mod agree;
mod cases;
mod peers;
mod report;
mod timing;

use std::process::ExitCode;
use std::time::Duration;

use serde_json::json;

use crate::cases::Case;
use crate::peers::{Key, Peer};
use crate::report::Row;
use crate::timing::Effort;

const USAGE: &str = "\
usage: signing [--case NAME]... [--rounds N] [--turn MILLISECONDS] [--json] [--check]
       signing --list
       signing --count CASE KEY PEER N

--case     only this one; all without
--rounds   how often each peer has its turn (51)
--turn     how long a turn is (4)
--json     for other programs
--check    exit with 1 when a goal is missed
--list     all that --count can count, as JSON
--count    sign N times, and say nothing: for instructions.py";

enum Job {
    Time { names: Vec<String>, effort: Effort, json: bool, check: bool },
    List,
    Count { case: String, key: String, peer: String, times: u32 },
}

fn main() -> ExitCode {
    let cases = cases::all();
    let done = parse(std::env::args().skip(1)).and_then(|job| match job {
        Job::Time { names, effort, json, check } => time(&cases, &names, effort, json, check),
        Job::List => {
            println!("{}", list(&cases));
            Ok(true)
        }
        Job::Count { case, key, peer, times } => count(&cases, &case, &key, &peer, times),
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

fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Job, String> {
    let mut names = Vec::new();
    let mut effort = Effort { rounds: 51, turn: Duration::from_millis(4) };
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
            "--list" => return Ok(Job::List),
            "--count" => {
                let (case, key, peer, times) = (next()?, next()?, next()?, number(next()?)?);
                return Ok(Job::Count { case, key, peer, times });
            }
            _ => return Err(USAGE.to_owned()),
        }
    }
    Ok(Job::Time { names, effort, json, check })
}

fn find<'a>(cases: &'a [Case], name: &str) -> Result<&'a Case, String> {
    cases.iter().find(|case| case.name == name).ok_or_else(|| {
        let names: Vec<_> = cases.iter().map(|case| case.name).collect();
        format!("there is no case {name}; there are {}", names.join(", "))
    })
}

/// Returns whether all goals are met. Always `true` without `check`.
fn time(
    cases: &[Case],
    names: &[String],
    effort: Effort,
    json: bool,
    check: bool,
) -> Result<bool, String> {
    let cases: Vec<&Case> = match names {
        [] => cases.iter().collect(),
        _ => names.iter().map(|name| find(cases, name)).collect::<Result<_, _>>()?,
    };
    for case in &cases {
        agree::check(case);
    }
    let mut rows = Vec::new();
    for case in cases {
        for key in Key::ALL {
            rows.push(Row { case, key, timings: timing::measure(case, key, effort) });
            eprintln!("{}, {} key: done", case.title, key.name());
        }
    }
    let (goals, holds) = report::goals(&rows);
    if json {
        println!("{:#}", report::json(&rows));
    } else {
        println!("{}\n{goals}", report::table(&rows));
    }
    match report::disturbed(&rows) {
        0 => {}
        count => eprintln!(
            "The machine was not quiet: {count} medians are more than 1.2 times what one batch in \
             ten took. Measure again when it is."
        ),
    }
    Ok(holds || !check)
}

fn list(cases: &[Case]) -> serde_json::Value {
    let mut all = Vec::new();
    for case in cases {
        agree::check(case);
        for key in Key::ALL {
            for peer in Peer::ALL.into_iter().filter(|peer| peer.can_sign(case)) {
                all.push(json!({
                    "case": case.name,
                    "title": case.title,
                    "key": key.name(),
                    "peer": peer.name(),
                    "takes_a_key": peer.takes_a_key(),
                    "large": case.large,
                }));
            }
        }
    }
    json!(all)
}

fn count(cases: &[Case], case: &str, key: &str, peer: &str, times: u32) -> Result<bool, String> {
    let case = find(cases, case)?;
    let key = Key::ALL.into_iter().find(|it| it.name() == key).ok_or(USAGE)?;
    let peer = Peer::ALL.into_iter().find(|it| it.name() == peer).ok_or(USAGE)?;
    let sign = peer.prepare(case, key);
    for _ in 0..times {
        let mut request = case.build();
        std::hint::black_box(sign(&mut request));
    }
    Ok(true)
}
