//! [`Package`]: writes, builds and runs a crate of generated operations.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

use serde_json::Value;

use super::Module;
use super::bridge::{self, Calls};
use crate::python::{run_with_input, target_dir};

const NODE: &str = include_str!("template/node.rs");
const BRIDGES: &str = include_str!("template/bridges.rs");
const RUNNER: &str = include_str!("template/runner.rs");
const PAGING: &str = include_str!("template/paging.rs");
const ACCEPTORS: &str = include_str!("template/acceptors.rs");

/// A built crate of generated operations.
pub struct Package {
    binary: PathBuf,
}

impl Package {
    /// Writes the crate `name` with these modules below the target directory, and builds it.
    /// Unchanged files are neither written nor built again.
    ///
    /// # Errors
    ///
    /// A file cannot be written, or the crate does not compile: then the error is the compiler's
    /// output.
    pub fn build(name: &str, modules: &[Module]) -> Result<Self, String> {
        Self::build_for(Calls::Single, name, &modules.iter().collect::<Vec<_>>())
    }

    /// The same as [`build`](Self::build), for cases of pages.
    ///
    /// # Errors
    ///
    /// The errors of [`build`](Self::build).
    pub fn of_pages(name: &str, modules: &[Module]) -> Result<Self, String> {
        Self::build_for(Calls::Pages, name, &modules.iter().collect::<Vec<_>>())
    }

    /// The same as [`build`](Self::build), for cases of the modules' waiters: the `input` and the
    /// `output` of a call, with the waiter's name as the `operation`. An answer lists for each acceptor
    /// whether it matches.
    ///
    /// # Errors
    ///
    /// The errors of [`build`](Self::build).
    pub fn of_acceptors(name: &str, modules: &[&Module]) -> Result<Self, String> {
        Self::build_for(Calls::Acceptors, name, modules)
    }

    fn build_for(calls: Calls, name: &str, modules: &[&Module]) -> Result<Self, String> {
        let home = target_dir().join("generated");
        let place = home.join(name);
        let target = home.join("target");
        for (path, text) in files(calls, name, modules) {
            write(&place.join(path), &text)?;
        }
        copy_lock(&place)?;
        let cargo = env::var_os("CARGO").unwrap_or_else(|| env!("CARGO").into());
        let output = Command::new(cargo)
            .args(["build", "--quiet", "--manifest-path"])
            .arg(place.join("Cargo.toml"))
            .env("CARGO_TARGET_DIR", &target)
            .output()
            .map_err(|error| format!("cannot start cargo: {error}"))?;
        if !output.status.success() {
            let stderr = String::from_utf8_lossy(&output.stderr);
            return Err(format!("{} does not compile\n{stderr}", place.display()));
        }
        let binary = target.join("debug").join(format!("{name}{}", env::consts::EXE_SUFFIX));
        Ok(Self { binary })
    }

    /// The answers to the cases, in the same order.
    ///
    /// # Errors
    ///
    /// The program fails, or does not answer a case.
    pub fn run(&self, blobs_are_text: bool, cases: &[Value]) -> Result<Vec<Value>, String> {
        let mut command = Command::new(&self.binary);
        if blobs_are_text {
            command.arg("--blobs-are-text");
        }
        run_lines(&mut command, cases)
    }
}

/// Sends each case as a line of JSON to a program, which answers each with a line.
///
/// # Errors
///
/// The program fails, or does not answer a case.
pub fn run_lines(command: &mut Command, cases: &[Value]) -> Result<Vec<Value>, String> {
    let lines: String = cases.iter().map(|case| format!("{case}\n")).collect();
    let output = run_with_input(command, lines.as_bytes())?;
    let answers: Result<Vec<Value>, _> =
        serde_json::Deserializer::from_slice(&output).into_iter().collect();
    let answers = answers.map_err(|error| format!("{command:?} printed no JSON: {error}"))?;
    if answers.len() != cases.len() {
        return Err(format!("{command:?} gave {} answers to {} cases", answers.len(), cases.len()));
    }
    Ok(answers)
}

fn files(calls: Calls, name: &str, modules: &[&Module]) -> Vec<(String, String)> {
    let mut lib =
        String::from("//! Generated operations.\n\nmod bridges;\npub mod node;\npub mod runner;\n");
    if calls == Calls::Pages {
        lib.push_str("pub mod paging;\n");
    }
    let mut main = format!(
        "//! Answers cases of generated operations.\n\n\
         fn main() -> Result<(), String> {{\n    \
             {}::runner::serve(|service, operation, case| match service {{\n",
        name.replace('-', "_")
    );
    let mut files = Vec::new();
    let with_acceptors = calls == Calls::Acceptors;
    if with_acceptors {
        lib.push_str("pub mod acceptors;\n");
        files.push(("src/acceptors.rs".to_owned(), ACCEPTORS.to_owned()));
    }
    let called = if with_acceptors { "acceptors" } else { "bridge" };
    for Module { name: module, plan, text } in modules {
        lib.push_str(&format!(
            "\n/// The service `{}`.\npub mod {module} {{\n    pub mod bridge;\n    {}\
             #[deny(warnings)]\n    #[allow(missing_docs)]\n    pub mod operations;\n}}\n",
            plan.service.shape,
            if with_acceptors { "pub mod acceptors;\n    " } else { "" },
        ));
        if with_acceptors {
            let path = format!("src/{module}/acceptors.rs");
            files.push((path, bridge::render_acceptors(plan)));
        }
        main.push_str(&format!(
            "        {module:?} => {}::{module}::{called}::call(operation, case),\n",
            name.replace('-', "_")
        ));
        files.push((format!("src/{module}/bridge.rs"), bridge::render(plan, calls)));
        files.push((
            format!("src/{module}/operations.rs"),
            format!("//! The operations of `{}`.\n\n{text}", plan.service.shape),
        ));
    }
    main.push_str("        _ => None,\n    })\n}\n");
    files.extend([
        ("src/lib.rs".to_owned(), lib),
        ("src/main.rs".to_owned(), main),
        ("src/node.rs".to_owned(), NODE.to_owned()),
        ("src/bridges.rs".to_owned(), BRIDGES.to_owned()),
        ("src/runner.rs".to_owned(), RUNNER.to_owned()),
        ("Cargo.toml".to_owned(), manifest(name, calls)),
    ]);
    if calls == Calls::Pages {
        files.push(("src/paging.rs".to_owned(), PAGING.to_owned()));
    }
    files
}

fn manifest(name: &str, calls: Calls) -> String {
    let features = match calls {
        Calls::Single | Calls::Pages => r#""gzip", "md5""#,
        Calls::Acceptors => r#""__internals", "gzip", "md5""#,
    };
    let runtime = repository().join("runtime");
    format!(
        r#"[package]
name = "{name}"
version = "0.0.0"
edition = "2024"
publish = false

[dependencies]
aws-operation = {{ path = {:?}, default-features = false, features = [{features}] }}
bytes = "1"
futures-core = "0.3"
http = "1"
serde_json = {{ version = "1", features = ["float_roundtrip"] }}

[profile.dev]
debug = false
incremental = false

[workspace]
"#,
        runtime.display().to_string()
    )
}

/// Gives the crate the lock file of the workspace. Cargo keeps the versions that the crate needs.
fn copy_lock(place: &Path) -> Result<(), String> {
    let source = repository().join("Cargo.lock");
    let lock = fs::read_to_string(&source).map_err(|error| cannot("read", &source, &error))?;
    if write(&place.join("workspace.lock"), &lock)? {
        write(&place.join("Cargo.lock"), &lock)?;
    }
    Ok(())
}

/// Writes a file, unless it already has this text. Returns whether it was written.
fn write(path: &Path, text: &str) -> Result<bool, String> {
    if fs::read_to_string(path).is_ok_and(|present| present == text) {
        return Ok(false);
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| cannot("create", folder, &error))?;
    }
    fs::write(path, text).map_err(|error| cannot("write", path, &error))?;
    Ok(true)
}

fn cannot(what: &str, path: &Path, error: &io::Error) -> String {
    format!("cannot {what} {}: {error}", path.display())
}

/// The path of the repository.
pub fn repository() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().unwrap_or(tests).to_owned()
}
