//! The command-line tool `aws-operation`.

use std::process::ExitCode;

fn main() -> ExitCode {
    aws_operation_codegen::cli::run()
}
