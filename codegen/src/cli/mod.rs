//! The command-line tool: reads arguments, prints text and returns an exit code.

mod generate;
mod list;
mod whoami;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

use crate::{Docs, Error};

/// Generates Rust structs with `#[aws_operation]` from the Smithy models that AWS publishes
/// (github.com/aws/api-models-aws).
#[derive(Debug, Parser)]
#[command(name = "aws-operation", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    List(List),
    Generate(Generate),
    Whoami(Whoami),
}

/// Lists the operations of a model.
#[derive(Debug, clap::Args)]
struct List {
    /// The model: a Smithy JSON AST.
    model: PathBuf,
    /// List only operations whose name or URI contains this word (case-insensitive).
    #[arg(long, value_name = "WORD")]
    filter: Option<String>,
    /// List only operations of the service with this shape name.
    #[arg(long, value_name = "NAME")]
    service: Option<String>,
}

/// Generates structs, enums and errors for operations.
#[derive(Debug, clap::Args)]
struct Generate {
    /// The model: a Smithy JSON AST.
    model: PathBuf,
    /// The operation to generate; can be repeated.
    #[arg(long = "operation", value_name = "NAME")]
    operations: Vec<String>,
    /// Generate all operations.
    #[arg(long, conflicts_with = "operations")]
    all: bool,
    /// The file to write [default: standard output]. A file that this tool did not generate, or
    /// that was changed since, is not replaced.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace the file even if this tool did not generate it, or if it was changed since.
    #[arg(long, requires = "out")]
    force: bool,
    /// How much documentation to write [default: full].
    #[arg(long, value_enum, value_name = "HOW MUCH")]
    docs: Option<Docs>,
    /// Keep the operations that the file already has.
    #[arg(long, requires = "out")]
    add: bool,
    /// The shape name of the service, if the model has several services.
    #[arg(long, value_name = "NAME")]
    service: Option<String>,
    /// The protocol, if the service supports several [default: the one that makes the smallest
    /// program].
    #[arg(long, value_name = "NAME")]
    protocol: Option<String>,
}

/// Shows which region, endpoint and credentials a program uses here, where they come from, and why
/// other sources have none. Does not print secrets.
#[derive(Debug, clap::Args)]
struct Whoami {
    /// The profile; overrides AWS_PROFILE.
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// The region; overrides AWS_REGION.
    #[arg(long, value_name = "REGION")]
    region: Option<String>,
    /// The service whose endpoint is shown [default: sts].
    #[arg(long, value_name = "NAME")]
    service: Option<String>,
}

impl ValueEnum for Docs {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Full, Self::Summary, Self::None]
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(self.word()))
    }
}

/// Runs the tool with the process's arguments.
pub fn run() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::List(arguments) => list::run(&arguments).map(|text| (text, true)),
        Command::Generate(arguments) => generate::run(arguments).map(|text| (text, true)),
        Command::Whoami(arguments) => whoami::run(arguments),
    };
    match result.and_then(|(output, good)| print(&output).map(|()| good)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            for line in error.lines() {
                let _ = writeln!(io::stderr(), "error: {line}");
            }
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
