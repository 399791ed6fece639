//! The arguments of the command-line tool.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use crate::Docs;

/// Generates Rust structs with `#[aws_operation]` from the Smithy models that AWS publishes
/// (github.com/aws/api-models-aws).
#[derive(Debug, Parser)]
#[command(name = "aws-operation", version)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Add(Add),
    Update(Update),
    Check(Check),
    List(List),
    Generate(Generate),
    Whoami(Whoami),
}

/// Adds operations of a service to the package in this folder: generates them in `src/aws`, adds
/// the module and what Cargo.toml needs, and prints what to write in `main`.
#[derive(Debug, clap::Args)]
pub struct Add {
    /// The service, such as `s3`, `DynamoDB`, `secrets-manager` or `logs`.
    pub service: String,
    /// The operations, such as `GetObject`, separated by spaces or commas. Operations that the file
    /// already has are kept.
    #[arg(required_unless_present = "all", conflicts_with = "all", value_delimiter = ',')]
    pub operations: Vec<String>,
    /// Add all operations of the service.
    #[arg(long)]
    pub all: bool,
    #[command(flatten)]
    pub models: ModelsArgument,
    /// Change Cargo.toml without asking.
    #[arg(long, short)]
    pub yes: bool,
    /// The folder of the generated files, below the package's folder.
    #[arg(long, value_name = "DIR", default_value = "src/aws")]
    pub out: PathBuf,
    /// How much documentation to write [default: that of the file, or full].
    #[arg(long, value_enum, value_name = "HOW MUCH")]
    pub docs: Option<Docs>,
    /// The shape name of the service, if the model has several services.
    #[arg(long = "service", value_name = "NAME")]
    pub shape: Option<String>,
    /// The protocol, if the service supports several [default: the one that makes the smallest
    /// program].
    #[arg(long, value_name = "NAME")]
    pub protocol: Option<String>,
    /// Replace the file even if this tool did not generate it, or if it was changed since.
    #[arg(long)]
    pub force: bool,
}

/// Where models are found.
#[derive(Debug, clap::Args)]
pub struct ModelsArgument {
    /// A folder of models, a model, or the URL of a folder that has an `index.json` [default: the
    /// environment variable AWS_OPERATION_MODELS, or the models that AWS publishes]. Downloads are
    /// kept in AWS_OPERATION_CACHE, by default in the user's cache folder.
    #[arg(long, value_name = "DIR|URL")]
    pub models: Option<String>,
}

/// Generates all generated files below this folder again, by the commands in their headers, and
/// shows what changed.
#[derive(Debug, clap::Args)]
pub struct Update {
    #[command(flatten)]
    pub models: ModelsArgument,
    /// Change nothing; fail if a file is not up to date.
    #[arg(long)]
    pub check: bool,
}

/// Fails if a generated file below this folder is not up to date. Changes nothing.
#[derive(Debug, clap::Args)]
pub struct Check {
    #[command(flatten)]
    pub models: ModelsArgument,
}

/// Lists the operations of a service.
#[derive(Debug, clap::Args)]
pub struct List {
    /// The service, such as `s3` or `logs`, or a model file.
    #[arg(value_name = "SERVICE|MODEL")]
    pub service_or_model: String,
    #[command(flatten)]
    pub models: ModelsArgument,
    /// List only operations whose name or URI contains this word (case-insensitive).
    #[arg(long, value_name = "WORD")]
    pub filter: Option<String>,
    /// List only operations of the service with this shape name.
    #[arg(long, value_name = "NAME")]
    pub service: Option<String>,
}

/// Generates structs, enums and errors for operations.
#[derive(Debug, clap::Args)]
pub struct Generate {
    /// The model: a Smithy JSON AST.
    pub model: PathBuf,
    /// The operation to generate; can be repeated.
    #[arg(long = "operation", value_name = "NAME")]
    pub operations: Vec<String>,
    /// Generate all operations.
    #[arg(long, conflicts_with = "operations")]
    pub all: bool,
    /// The file to write [default: standard output]. A file that this tool did not generate, or
    /// that was changed since, is not replaced.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Replace the file even if this tool did not generate it, or if it was changed since.
    #[arg(long, requires = "out")]
    pub force: bool,
    /// How much documentation to write [default: full].
    #[arg(long, value_enum, value_name = "HOW MUCH")]
    pub docs: Option<Docs>,
    /// Keep the operations that the file already has.
    #[arg(long, requires = "out")]
    pub add: bool,
    /// The shape name of the service, if the model has several services.
    #[arg(long, value_name = "NAME")]
    pub service: Option<String>,
    /// The protocol, if the service supports several [default: the one that makes the smallest
    /// program].
    #[arg(long, value_name = "NAME")]
    pub protocol: Option<String>,
}

/// Shows which region, endpoint and credentials a program uses here, where they come from, and why
/// other sources have none. Does not print secrets.
#[derive(Debug, clap::Args)]
pub struct Whoami {
    /// The profile; overrides AWS_PROFILE.
    #[arg(long, value_name = "NAME")]
    pub profile: Option<String>,
    /// The region; overrides AWS_REGION.
    #[arg(long, value_name = "REGION")]
    pub region: Option<String>,
    /// The service whose endpoint is shown [default: sts].
    #[arg(long, value_name = "NAME")]
    pub service: Option<String>,
}

impl ValueEnum for Docs {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Full, Self::Summary, Self::None]
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(self.word()))
    }
}
