//! From `cargo new` to the first response of a server, with only the commands of the guide.

mod tool;

use std::path::{Path, PathBuf};
use std::process::{self, Command};
use std::time::Instant;
use std::{env, fs};

use tool::{Run, Server, folder, zoo};

/// A folder that no other package contains: `cargo new` would add the new package to the workspace of
/// that package.
struct Outside(PathBuf);

impl Outside {
    fn new() -> Self {
        let place = env::temp_dir().join(format!("aws-operation-first-call-{}", process::id()));
        let _ = fs::remove_dir_all(&place);
        fs::create_dir_all(&place).expect("a folder");
        Self(place)
    }
}

impl Drop for Outside {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Runs a command in a folder. Fails with its standard error if it fails.
fn run(folder: &Path, command: &mut Command) -> String {
    let output = command.current_dir(folder).output().expect("it runs");
    let run = Run::from(output);
    assert_eq!(run.code, Some(0), "{command:?}: {}{}", run.out, run.err);
    run.out
}

#[test]
fn the_printed_code_compiles_and_calls_a_server() {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let outside = Outside::new();
    let place = &outside.0;
    fs::create_dir_all(place.join("models")).expect("a folder");
    fs::write(place.join("models/zoo.json"), zoo("Zoo", "zoo", "2020-02-20")).expect("a model");
    let server = Server::start(|_| (200, r#"{"legs": 3}"#.to_owned()));
    let start = Instant::now();

    run(place, Command::new(env!("CARGO")).args(["new", "visit", "--vcs", "none", "--quiet"]));
    let package = place.join("visit");
    // The crate is that of this workspace, with the versions of its lock file.
    let runtime = workspace.join("runtime").canonicalize().expect("the runtime");
    let patch = format!("[patch.crates-io]\naws-operation = {{ path = {runtime:?} }}\n");
    fs::create_dir(package.join(".cargo")).expect("a folder");
    fs::write(package.join(".cargo/config.toml"), patch).expect("a file");
    fs::copy(workspace.join("Cargo.lock"), package.join("Cargo.lock")).expect("a lock file");

    let mut add = Command::new(env!("CARGO_BIN_EXE_aws-operation"));
    add.args(["add", "zoo", "GetAnimal", "PutAnimal", "--yes", "--models", "../models"]);
    let added = run(&package, &mut add);
    let (_, code) = added.split_once("A call, for src/main.rs:\n\n").expect("a call");
    let code: Vec<&str> =
        code.lines().map(|line| line.strip_prefix("    ").unwrap_or(line)).collect();
    // The printed code compiles without a warning. Only the placeholder is replaced, and the module is
    // made public, so that it would need documentation.
    let code = code.join("\n").replace("\"…\"", "\"Ada\"").replace("mod aws;", "pub mod aws;");
    let code = format!("//! Calls a zoo.\n#![deny(warnings, missing_docs)]\n{code}\n");
    fs::write(package.join("src/main.rs"), code).expect("a file");

    let mut program = Command::new(env!("CARGO"));
    program.args(["run", "--quiet"]).env("CARGO_TARGET_DIR", folder("first-call").join("target"));
    program.env("AWS_ENDPOINT_URL", server.url()).env("AWS_REGION", "eu-west-1");
    program.env("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE").env("AWS_SECRET_ACCESS_KEY", "secret");
    program.env_remove("AWS_PROFILE").env_remove("AWS_SESSION_TOKEN");
    let answer = run(&package, &mut program);
    println!("from `cargo new` to the response: {:.1} s", start.elapsed().as_secs_f64());
    assert!(answer.contains("legs: 3"), "{answer}");
    assert_eq!(server.requests(), ["/animals/Ada"]);
}
