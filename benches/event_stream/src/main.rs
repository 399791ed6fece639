//! Times reading and writing the messages of event streams: aws-operation and its peers, side by side.

mod cases;
mod job;
mod peers;
mod report;
mod timing;

use std::process::ExitCode;
use std::time::Duration;

use crate::cases::Case;
use crate::peers::jobs;
use crate::timing::Effort;

const USAGE: &str = "\
usage: event_stream [--case NAME]... [--rounds N] [--turn MILLISECONDS] [--python PROGRAM] [--json]
                    [--check]

--case     run only this stream; the default is all
--rounds   how many turns each peer has (31)
--turn     how long a turn is (10)
--python   a Python that has botocore (python3); without botocore, this peer is left out
--json     print JSON
--check    exit with 1 if a goal is missed";

struct Options {
    names: Vec<String>,
    effort: Effort,
    python: String,
    json: bool,
    check: bool,
}

fn main() -> ExitCode {
    match parse(std::env::args().skip(1)).and_then(|options| time(&options)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(wrong) => {
            eprintln!("{wrong}");
            ExitCode::from(2)
        }
    }
}

fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Options, String> {
    let effort = Effort { rounds: 31, turn: Duration::from_millis(10) };
    let python = "python3".to_owned();
    let mut options = Options { names: Vec::new(), effort, python, json: false, check: false };
    while let Some(argument) = arguments.next() {
        let mut next = || arguments.next().ok_or(USAGE);
        let number = |text: String| text.parse().ok().filter(|n: &u32| *n > 0).ok_or(USAGE);
        match argument.as_str() {
            "--case" => options.names.push(next()?),
            "--rounds" => options.effort.rounds = number(next()?)? as usize,
            "--turn" => options.effort.turn = Duration::from_millis(number(next()?)?.into()),
            "--python" => options.python = next()?,
            "--json" => options.json = true,
            "--check" => options.check = true,
            _ => return Err(USAGE.to_owned()),
        }
    }
    Ok(options)
}

/// Runs the benchmark. Returns whether all goals are met; always `true` without `--check`.
fn time(options: &Options) -> Result<bool, String> {
    let mut cases = cases::all();
    if let Some(unknown) =
        options.names.iter().find(|name| cases.iter().all(|case| case.name != **name))
    {
        let names: Vec<_> = cases.iter().map(|case| case.name).collect();
        return Err(format!("there is no case {unknown}; there are {}", names.join(", ")));
    }
    cases.retain(|case| options.names.is_empty() || options.names.iter().any(|it| it == case.name));
    if !peers::botocore::is_installed(&options.python) {
        eprintln!("left out: botocore, which {} does not have", options.python);
    }
    let cases: Vec<(Case, Vec<job::Job>)> = cases
        .into_iter()
        .map(|case| {
            let jobs = jobs(&case, &options.python);
            (case, jobs)
        })
        .collect();
    let mut rows = Vec::new();
    for (case, jobs) in &cases {
        rows.extend(timing::measure(case, jobs, options.effort));
        eprintln!("{}: done", case.title);
    }
    let (goals, holds) = report::goals(&rows);
    if options.json {
        println!("{:#}", report::json(&rows));
    } else {
        println!("{}\n{goals}", report::table(&rows));
    }
    match rows.iter().filter(|row| row.median > row.tenth * 1.2).count() {
        0 => {}
        count => eprintln!(
            "The machine was busy: {count} medians are more than 1.2 times the time of the fastest \
             tenth of the runs. Measure again when it is idle."
        ),
    }
    Ok(holds || !options.check)
}
