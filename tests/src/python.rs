//! Runs the scripts of `tests/python`. Installs the packages that they need on first use.
//!
//! The packages are in a virtual environment below the target directory. So `cargo test` needs only
//! a Python interpreter, and `cargo clean` removes the packages.

use std::env;
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{self, Command, Output, Stdio};
use std::sync::OnceLock;
use std::thread;

const REQUIREMENTS: &str = include_str!("../python/requirements.txt");

/// Packages that are installed without their dependencies, because they require other versions of
/// packages in [`REQUIREMENTS`].
const WITHOUT_DEPENDENCIES: &str = include_str!("../python/without_dependencies.txt");

/// The interpreter on `PATH`.
const SYSTEM_PYTHON: &str = if cfg!(windows) { "python" } else { "python3" };

/// The Python interpreter of the virtual environment. If the system's Python has no `venv` module,
/// the system's interpreter. Use [`command`] to start it with the packages.
///
/// # Panics
/// When the packages cannot be installed. The message says what failed and what to install.
pub fn python() -> &'static Path {
    &installation().interpreter
}

/// A command that starts Python with the packages that `tests/python` lists.
///
/// # Panics
/// Like [`python`].
pub fn command() -> Command {
    let installation = installation();
    let mut command = interpreter(&installation.interpreter);
    if let Some(packages) = &installation.packages {
        command.env("PYTHONPATH", packages);
    }
    command
}

/// A command that starts the script `name` of `tests/python`.
///
/// # Panics
/// Like [`python`].
pub fn script(name: &str) -> Command {
    let mut command = command();
    command.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("python").join(name));
    command
}

/// The installed packages, and their interpreter.
#[derive(Debug)]
struct Installation {
    interpreter: PathBuf,
    /// The directory of the packages, if it is not the interpreter's own.
    packages: Option<PathBuf>,
}

impl Installation {
    /// The installation in `place`, if the interpreter and the directory of the packages exist.
    fn open(place: &Path) -> Option<Self> {
        let interpreter =
            place.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python3" });
        if interpreter.exists() {
            return Some(Self { interpreter, packages: None });
        }
        let packages = place.join("packages");
        packages
            .is_dir()
            .then(|| Self { interpreter: SYSTEM_PYTHON.into(), packages: Some(packages) })
    }
}

/// The installation of this process. It is made on first use; a failure is remembered.
fn installation() -> &'static Installation {
    static INSTALLATION: OnceLock<Result<Installation, String>> = OnceLock::new();
    match INSTALLATION.get_or_init(install) {
        Ok(installation) => installation,
        Err(problem) => panic!(
            "cannot install the packages of tests/python: {problem}\n\
             \n\
             These tests need Python 3.10 or newer as `{SYSTEM_PYTHON}` on PATH with its `venv` or \
             `pip` module (Debian and Ubuntu: `apt install python3-venv`), and on their first run a \
             package index that pip can reach."
        ),
    }
}

/// Finds the packages, or installs them while all other processes wait.
///
/// Each attempt installs into a new directory. The marker with the name of this directory is
/// written last, so incomplete installations of interrupted runs are never used.
fn install() -> Result<Installation, String> {
    // A virtual environment works only with its version of the interpreter.
    let version = run(interpreter(SYSTEM_PYTHON.as_ref()).arg("--version"))?;
    let version = String::from_utf8_lossy(&version);
    let wanted = format!("{}\n{REQUIREMENTS}{WITHOUT_DEPENDENCIES}", version.trim());
    let key = key(&wanted);
    let home = target_dir().join("python");
    let marker = home.join(format!("{key}.ready"));
    if let Some(installation) = read_marker(&marker, &wanted) {
        return Ok(installation);
    }

    fs::create_dir_all(&home).map_err(|error| cannot("create", &home, &error))?;
    let lock_path = home.join(format!("{key}.lock"));
    let lock = File::create(&lock_path).map_err(|error| cannot("create", &lock_path, &error))?;
    lock.lock().map_err(|error| cannot("lock", &lock_path, &error))?;
    if let Some(installation) = read_marker(&marker, &wanted) {
        return Ok(installation);
    }

    remove_leftovers(&home, &key);
    let name = format!("{key}-{}", process::id());
    let place = home.join(&name);
    install_into(&place)?;
    let installation = Installation::open(&place)
        .ok_or_else(|| format!("no Python interpreter in {}", place.display()))?;
    write_marker(&marker, &format!("{name}\n{wanted}"))
        .map_err(|error| cannot("write", &marker, &error))?;
    Ok(installation)
}

/// The installation that the marker names, if it is the wanted version and exists.
fn read_marker(marker: &Path, wanted: &str) -> Option<Installation> {
    let content = fs::read_to_string(marker).ok()?;
    let (name, installed) = content.split_once('\n')?;
    if installed != wanted {
        return None;
    }
    Installation::open(&marker.with_file_name(name))
}

/// Writes the marker completely or not at all.
fn write_marker(marker: &Path, content: &str) -> io::Result<()> {
    let draft = marker.with_extension("draft");
    fs::write(&draft, content)?;
    fs::rename(&draft, marker)
}

/// Removes the directories of interrupted runs. A directory that cannot be removed does no harm.
fn remove_leftovers(home: &Path, key: &str) {
    let Ok(entries) = fs::read_dir(home) else {
        return;
    };
    for entry in entries.flatten() {
        if entry.file_name().to_string_lossy().starts_with(&format!("{key}-")) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Installs the requirements into a virtual environment. If that is not possible, installs them
/// into a plain directory.
fn install_into(place: &Path) -> Result<(), String> {
    let system = Path::new(SYSTEM_PYTHON);
    match run(interpreter(system).args(["-m", "venv"]).arg(place)) {
        Ok(_) => {
            let installation = Installation::open(place)
                .ok_or_else(|| format!("no Python interpreter in {}", place.display()))?;
            for mut step in pip_install(&installation.interpreter) {
                run(&mut step)?;
            }
        }
        Err(no_venv) => {
            // A failed `venv` can leave an interpreter without packages.
            let _ = fs::remove_dir_all(place);
            for mut step in pip_install(system) {
                run(step.arg("--target").arg(place.join("packages")))
                    .map_err(|no_pip| format!("{no_venv}\nand without venv: {no_pip}"))?;
            }
        }
    }
    Ok(())
}

/// The two commands of the installation.
fn pip_install(python: &Path) -> [Command; 2] {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("python");
    let step = |arguments: &[&str], file: &str| {
        let mut command = interpreter(python);
        command
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
            .args(arguments)
            .arg("-r")
            .arg(folder.join(file));
        command
    };
    [step(&[], "requirements.txt"), step(&["--no-deps"], "without_dependencies.txt")]
}

/// A Python interpreter that uses only its own packages.
fn interpreter(python: &Path) -> Command {
    let mut command = Command::new(python);
    command.env_remove("PYTHONHOME").env_remove("PYTHONPATH").env("PYTHONUTF8", "1");
    command
}

/// The target directory of Cargo. Files that tests create belong there too.
pub(crate) fn target_dir() -> PathBuf {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let target = env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    workspace.join(target)
}

fn key(text: &str) -> String {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

fn cannot(what: &str, path: &Path, error: &io::Error) -> String {
    format!("cannot {what} {}: {error}", path.display())
}

/// Runs a command and returns its standard output, or an error that describes the failure.
fn run(command: &mut Command) -> Result<Vec<u8>, String> {
    let output = command.stdin(Stdio::null()).output();
    judge(command, output)
}

/// Runs a command with this standard input, and returns its standard output.
///
/// # Errors
///
/// The command cannot be started, or fails: then the error contains its output.
pub fn run_with_input(command: &mut Command, input: &[u8]) -> Result<Vec<u8>, String> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let output = command.spawn().and_then(|mut child| {
        let stdin = child.stdin.take();
        thread::scope(|scope| {
            // A write error is ignored: a child that ends without reading reports the reason on
            // standard error.
            scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(input)));
            child.wait_with_output()
        })
    });
    judge(command, output)
}

fn judge(command: &Command, output: io::Result<Output>) -> Result<Vec<u8>, String> {
    let output = output.map_err(|error| format!("cannot start {command:?}: {error}"))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    Err(format!(
        "{command:?} ended with {}\n{}{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    ))
}
