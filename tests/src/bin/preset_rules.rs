//! Writes the endpoint rules of the runtime's own services to `runtime/src/services/rules.rs`.

use std::fs;
use std::process::ExitCode;

use aws_operation_tests::presets;

fn main() -> ExitCode {
    let written = presets::render()
        .and_then(|text| fs::write(presets::path(), text).map_err(|error| error.to_string()));
    match written {
        Ok(()) => {
            println!("{}", presets::path().display());
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}
