//! The tool as a person runs it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const ZOO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/zoo/zoo.json");

/// What a run printed, and its exit code.
struct Run {
    out: String,
    err: String,
    code: Option<i32>,
}

fn run(arguments: &[&str]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_aws-operation"))
        .args(arguments)
        .output()
        .expect("the tool runs");
    Run {
        out: String::from_utf8(output.stdout).expect("UTF-8"),
        err: String::from_utf8(output.stderr).expect("UTF-8"),
        code: output.status.code(),
    }
}

fn succeeds(arguments: &[&str]) -> String {
    let run = run(arguments);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""), "{arguments:?}");
    run.out
}

fn fails(arguments: &[&str]) -> String {
    let run = run(arguments);
    assert_eq!((run.code, run.out.as_str()), (Some(1), ""), "{arguments:?}: {}", run.err);
    let error = run.err.strip_suffix('\n').expect("a line");
    assert!(!error.contains('\n'), "one line: {error}");
    error.strip_prefix("error: ").expect("an error").to_owned()
}

/// A fresh folder for a test.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn files(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn list_shows_operations_in_columns() {
    assert_eq!(
        succeeds(&["list", ZOO]),
        "CloseZoo   POST  /close\n\
         GetAnimal  GET   /animals/{name}              Looks an animal up.\n\
         PutAnimal  PUT   /animals/{name}?mode=import  Adds an animal.\n"
    );
    assert_eq!(succeeds(&["list", ZOO, "--filter", "CLOSE"]), "CloseZoo  POST  /close\n");
    assert_eq!(succeeds(&["list", ZOO, "--filter", "Animals"]).lines().count(), 2);
    assert_eq!(
        fails(&["list", ZOO, "--filter", "GetAnimol"]),
        "no operation has `GetAnimol` in its name or URI; did you mean `GetAnimal`?"
    );
    assert_eq!(
        fails(&["list", ZOO, "--filter", "submarine"]),
        "no operation has `submarine` in its name or URI; without `--filter`, all are shown"
    );
}

#[test]
fn generate_prints_or_writes_the_same() {
    let folder = folder("same");
    let file = folder.join("zoo.rs");
    let file = file.to_str().expect("UTF-8");
    let printed = succeeds(&["generate", ZOO, "--all"]);
    assert_eq!(succeeds(&["generate", ZOO, "--all", "--out", file]), "");
    assert_eq!(fs::read_to_string(file).expect("a file"), printed);
    assert_eq!(files(&folder), ["zoo.rs"]);
}

#[test]
fn the_header_carries_the_command_that_makes_the_same_again() {
    for arguments in [
        &["--all"][..],
        &["--operation", "PutAnimal", "--operation", "GetAnimal", "--docs", "none"],
        &["--operation", "CloseZoo", "--service", "Zoo", "--docs", "summary"],
        &["--operation", "CloseZoo", "--docs", "full"],
    ] {
        let text = succeeds(&[&["generate", ZOO], arguments].concat());
        let command =
            text.lines().nth(2).and_then(|line| line.strip_prefix("//     ")).expect("a command");
        let words: Vec<&str> = command.split(' ').collect();
        assert_eq!(words[..3], ["aws-operation", "generate", "zoo.json"], "no folders");
        let again = succeeds(&[&["generate", ZOO], &words[3..]].concat());
        assert_eq!(again, text);
    }
}

#[test]
fn add_keeps_what_the_file_has() {
    let folder = folder("add");
    let file = folder.join("zoo.rs");
    let file = file.to_str().expect("UTF-8");
    let add = |arguments: &[&str]| {
        succeeds(&[&["generate", ZOO, "--add", "--out", file], arguments].concat());
        fs::read_to_string(file).expect("a file")
    };
    let direct = |arguments: &[&str]| succeeds(&[&["generate", ZOO], arguments].concat());
    assert_eq!(
        add(&["--operation", "PutAnimal", "--docs", "none"]),
        direct(&["--operation", "PutAnimal", "--docs", "none"]),
        "without a file it is as without `--add`"
    );
    assert_eq!(
        add(&["--operation", "GetAnimal"]),
        direct(&["--operation", "GetAnimal", "--operation", "PutAnimal", "--docs", "none"]),
        "the operations and their documentation stay"
    );
    assert_eq!(
        add(&["--operation", "GetAnimal", "--docs", "full"]),
        direct(&["--operation", "GetAnimal", "--operation", "PutAnimal"]),
        "unless it is asked for another"
    );
    assert_eq!(add(&["--all"]), direct(&["--all"]));
    assert_eq!(add(&["--operation", "GetAnimal"]), direct(&["--all"]));
}

#[test]
fn add_refuses_a_file_that_is_not_its_own() {
    let folder = folder("foreign");
    let file = folder.join("zoo.rs");
    let path = file.to_str().expect("UTF-8");
    fs::write(&file, "fn main() {}\n").expect("a file");
    let arguments = ["generate", ZOO, "--add", "--out", path, "--operation", "GetAnimal"];
    assert_eq!(
        fails(&arguments),
        format!(
            "{path} does not say how aws-operation made it; write to another file, or leave out \
             `--add` to replace it"
        )
    );
    let text = succeeds(&["generate", ZOO, "--operation", "GetAnimal"]);
    let other = text.replace("org.example.zoo#Zoo", "org.example.farm#Farm");
    fs::write(&file, &other).expect("a file");
    assert_eq!(
        fails(&arguments),
        format!(
            "{path} holds operations of org.example.farm#Farm, and the model is of \
             org.example.zoo#Zoo; write to another file"
        )
    );
    assert_eq!(fs::read_to_string(&file).expect("a file"), other, "it stays as it was");
}

#[test]
fn an_error_leaves_everything_as_it_was() {
    let folder = folder("error");
    let file = folder.join("zoo.rs");
    let path = file.to_str().expect("UTF-8");
    fs::write(&file, "before").expect("a file");
    for (arguments, expected) in [
        (
            &["generate", ZOO, "--operation", "GetAnimals", "--out", path][..],
            "no operation `GetAnimals` in org.example.zoo; did you mean `GetAnimal`?",
        ),
        (
            &["generate", ZOO, "--out", path],
            "no operation is named; use `--operation NAME` or `--all`",
        ),
        (
            &["generate", ZOO, "--all", "--service", "Zo", "--out", path],
            "no service `Zo` in the model; did you mean `Zoo`?",
        ),
        (
            &["generate", "no-model.json", "--all", "--out", path],
            "no-model.json: No such file or directory (os error 2)",
        ),
    ] {
        assert_eq!(fails(arguments), expected);
        assert_eq!(fs::read_to_string(&file).expect("a file"), "before");
        assert_eq!(files(&folder), ["zoo.rs"]);
    }
    let nowhere = folder.join("no/such/folder.rs");
    let nowhere = nowhere.to_str().expect("UTF-8");
    assert_eq!(
        fails(&["generate", ZOO, "--all", "--out", nowhere]),
        format!("cannot write {nowhere}: No such file or directory (os error 2)")
    );
    let folder_itself = folder.to_str().expect("UTF-8");
    let error = fails(&["generate", ZOO, "--all", "--out", folder_itself]);
    assert!(error.starts_with(&format!("cannot write {folder_itself}: ")), "{error}");
    assert_eq!(files(&folder), ["zoo.rs"]);
}

#[test]
fn a_file_that_has_the_text_already_is_not_written_again() {
    let folder = folder("unchanged");
    let file = folder.join("zoo.rs");
    let path = file.to_str().expect("UTF-8");
    let arguments = ["generate", ZOO, "--all", "--out", path];
    succeeds(&arguments);
    let modified = || fs::metadata(&file).and_then(|data| data.modified()).expect("a time");
    let before = modified();
    succeeds(&arguments);
    assert_eq!(modified(), before);
}

#[test]
fn notes_go_to_standard_error() {
    let folder = folder("notes");
    let model = fs::read_to_string(ZOO).expect("the zoo").replace(
        "\"smithy.api#http\": {\"method\": \"POST\", \"uri\": \"/close\", \"code\": 204}",
        "\"smithy.api#http\": {\"method\": \"POST\", \"uri\": \"/close\"}, \"aws.auth#unsignedPayload\": {}",
    );
    let path = folder.join("zoo.json");
    fs::write(&path, model).expect("a model");
    let run = run(&["generate", path.to_str().expect("UTF-8"), "--all"]);
    assert_eq!(run.code, Some(0));
    assert_eq!(
        run.err,
        "note: `CloseZoo`: aws.auth#unsignedPayload is not supported; the payload is signed\n"
    );
    assert!(run.out.starts_with("// Made by aws-operation"));
}
