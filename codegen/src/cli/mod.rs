//! The command-line tool: reads arguments, prints text and returns an exit code.

mod add;
mod arguments;
mod generate;
mod list;
mod models;
mod progress;
mod project;
mod update;
mod whoami;

use std::io::{self, Write};
use std::process::ExitCode;

use arguments::{Arguments, Command};
use clap::Parser;

use crate::Error;

/// Runs the tool with the process's arguments.
pub fn run() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Add(arguments) => add::run(arguments).map(|text| (text, true)),
        Command::Update(arguments) => update::run(&arguments.models, arguments.check),
        Command::Check(arguments) => update::run(&arguments.models, true),
        Command::List(arguments) => list::run(&arguments).map(|text| (text, true)),
        Command::Generate(arguments) => generate::run(arguments).map(|text| (text, true)),
        Command::Whoami(arguments) => whoami::run(arguments),
    };
    match result.and_then(|(output, good)| print(&output).map(|()| good)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            print_error(&error);
            ExitCode::FAILURE
        }
    }
}

/// Prints to standard output. A closed pipe is not an error.
fn print(text: &str) -> Result<(), Error> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Error::new(format!("cannot write to standard output: {error}")))
        }
        _ => Ok(()),
    }
}

/// Prints an error to standard error, one line for each problem.
fn print_error(error: &Error) {
    for line in error.lines() {
        let _ = writeln!(io::stderr(), "error: {line}");
    }
}

/// Prints notes to standard error. A closed standard error is not a failure.
fn note<'a>(notes: impl IntoIterator<Item = &'a String>) {
    for note in notes {
        let _ = writeln!(io::stderr(), "note: {note}");
    }
}
