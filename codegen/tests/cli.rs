//! The tool as a person runs it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const ZOO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/zoo/zoo.json");

/// The output of a run, and its exit code.
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
        "no operation has `submarine` in its name or URI; omit `--filter` to list all operations"
    );
}

/// A user does not know where a downloaded model is.
#[test]
fn list_finds_a_service_by_its_name() {
    let folder = folder("list-service");
    fs::write(folder.join("zoo-2020-02-20.json"), fs::read_to_string(ZOO).expect("the zoo"))
        .expect("a model");
    let models = folder.to_str().expect("UTF-8");
    assert_eq!(succeeds(&["list", "Zoo", "--models", models]), succeeds(&["list", ZOO]));
    assert_eq!(
        fails(&["list", "zo", "--models", models]),
        format!("no model of a service `zo` in {models}; did you mean `Zoo`?")
    );
    assert_eq!(
        fails(&["list", "no/zoo.json"]),
        "no/zoo.json: No such file or directory (os error 2)"
    );
    assert_eq!(
        fails(&["generate", "zoo", "--all"]),
        "there is no file `zoo`; name a model file, or generate from the service's name with \
         `aws-operation add zoo OPERATION`"
    );
}

/// The operations of most protocols have no method and no URI.
#[test]
fn list_shows_http_methods_if_operations_have_them() {
    let folder = folder("list");
    let path = folder.join("zoo.json");
    let mut model: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(ZOO).expect("the zoo")).expect("JSON");
    let mut remove = |operation: &str| {
        let shape = &mut model["shapes"][format!("org.example.zoo#{operation}")];
        shape["traits"].as_object_mut().expect("traits").remove("smithy.api#http");
        fs::write(&path, model.to_string()).expect("a model");
        succeeds(&["list", path.to_str().expect("UTF-8")])
    };
    assert_eq!(
        remove("GetAnimal"),
        "CloseZoo   POST  /close\n\
         GetAnimal  -     -                            Looks an animal up.\n\
         PutAnimal  PUT   /animals/{name}?mode=import  Adds an animal.\n"
    );
    remove("CloseZoo");
    assert_eq!(
        remove("PutAnimal"),
        "CloseZoo\nGetAnimal  Looks an animal up.\nPutAnimal  Adds an animal.\n"
    );
}

#[test]
fn a_protocol_is_taken_or_chosen() {
    let folder = folder("protocol");
    let path = folder.join("zoo.json");
    let file = folder.join("zoo.rs");
    let (model, file) = (path.to_str().expect("UTF-8"), file.to_str().expect("UTF-8"));
    let zoo = fs::read_to_string(ZOO).expect("the zoo").replace(
        "\"aws.protocols#restJson1\": {},",
        "\"smithy.protocols#rpcv2Cbor\": {}, \"aws.protocols#awsQuery\": {},",
    );
    fs::write(&path, zoo).expect("a model");
    let close = ["generate", model, "--operation", "CloseZoo"];
    let protocol = |name| succeeds(&[&close[..], &["--protocol", name]].concat());
    assert!(succeeds(&close).contains("#[aws_operation(protocol = \"awsQuery\")]"));
    assert!(protocol("awsQuery").contains("#[aws_operation(protocol = \"awsQuery\")]"));
    assert!(protocol("rpcv2Cbor").contains("#[aws_operation(protocol = \"rpcv2Cbor\")]"));
    for (name, expected) in [
        (
            "restXml",
            "`org.example.zoo#Zoo` does not support restXml; it supports awsQuery, rpcv2Cbor",
        ),
        ("rpcv2cbor", "unknown protocol `rpcv2cbor`; did you mean `rpcv2Cbor`?"),
    ] {
        assert_eq!(fails(&[&close[..], &["--protocol", name]].concat()), expected);
    }
    // The header keeps the choice for what is added.
    succeeds(&[&close[..], &["--protocol", "rpcv2Cbor", "--out", file]].concat());
    succeeds(&["generate", model, "--all", "--add", "--out", file]);
    let all = succeeds(&["generate", model, "--all", "--protocol", "rpcv2Cbor"]);
    assert_eq!(fs::read_to_string(file).expect("a file"), all);
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
fn the_command_in_the_header_generates_the_same_text() {
    for arguments in [
        &["--all"][..],
        &["--operation", "PutAnimal", "--operation", "GetAnimal", "--docs", "none"],
        &["--operation", "CloseZoo", "--service", "Zoo", "--docs", "summary"],
        &["--operation", "CloseZoo", "--docs", "full"],
        &["--operation", "CloseZoo", "--protocol", "restJson1"],
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
fn add_keeps_the_operations_in_the_file() {
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
fn add_refuses_a_file_that_the_tool_did_not_generate() {
    let folder = folder("foreign");
    let file = folder.join("zoo.rs");
    let path = file.to_str().expect("UTF-8");
    fs::write(&file, "fn main() {}\n").expect("a file");
    let arguments = ["generate", ZOO, "--add", "--out", path, "--operation", "GetAnimal"];
    let refused = format!(
        "{path} has no header that says how aws-operation generated it; write to another file"
    );
    assert_eq!(fails(&arguments), refused);
    assert_eq!(fails(&[&arguments[..], &["--force"]].concat()), refused, "it cannot be added to");
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
    // The other service has no operation of this name, but the wrong file is reported first.
    let model = fs::read_to_string(ZOO).expect("the zoo");
    let farm = folder.join("farm.json");
    let farm_model = model
        .replace("org.example.zoo#", "org.example.farm#")
        .replace("#Zoo\"", "#Farm\"")
        .replace("#GetAnimal\"", "#GetCow\"");
    fs::write(&farm, farm_model).expect("a model");
    fs::write(&file, &text).expect("a file");
    let farm = farm.to_str().expect("UTF-8");
    assert_eq!(
        fails(&["generate", farm, "--add", "--out", path, "--operation", "GetCow"]),
        format!(
            "{path} holds operations of org.example.zoo#Zoo, and the model is of \
             org.example.farm#Farm; write to another file"
        )
    );
}

/// A person's work must not be lost, so only what the tool generated itself is replaced.
#[test]
fn files_that_a_user_wrote_or_changed_are_not_replaced() {
    let folder = folder("own");
    let file = folder.join("zoo.rs");
    let path = file.to_str().expect("UTF-8");
    let base = ["generate", ZOO, "--operation", "GetAnimal", "--out", path];
    let made = succeeds(&["generate", ZOO, "--operation", "GetAnimal"]);
    let bigger = succeeds(&["generate", ZOO, "--all"]);
    let foreign = format!(
        "{path} was not generated by aws-operation; write to another file, or replace it with \
         `--force`"
    );
    let changed = |what: &str| {
        format!(
            "{path} was changed after aws-operation generated it{what}; move the changes to \
             another file, or replace it with `--force`"
        )
    };
    let header: String = made.lines().take(7).map(|line| format!("{line}\n")).collect();
    for (text, error) in [
        ("fn main() {}\n".to_owned(), foreign.clone()),
        ("#!/bin/sh\n".to_owned(), foreign.clone()),
        (format!("//! Mine.\n\n{made}"), foreign.clone()),
        (format!("const MADE: &str = r#\"\n{made}\"#;\n"), foreign.clone()),
        (format!("//! {made}"), foreign.clone()),
        (made.replacen("Made by aws-operation", "Made by hand", 1), foreign.clone()),
        (
            format!("{made}\nimpl GetAnimal {{\n    fn help() {{}}\n}}\n\nfn help() {{}}\n"),
            changed(" (added: `fn help`, `impl GetAnimal`)"),
        ),
        (
            made.replacen("/// What it is called.", "/// The name.", 1),
            changed(" (changed: `struct GetAnimal`)"),
        ),
        (
            made.replacen("pub name: String", "name: String", 1),
            changed(" (changed: `struct GetAnimal`)"),
        ),
        (
            made.replacen("\n/// ", "\nuse std::fmt;\n\n/// ", 1),
            changed(" (added: `use std::fmt`)"),
        ),
        (made.replacen("//\n//     check", "// Mine.\n//     check", 1), changed("")),
    ] {
        assert_ne!(text, made);
        fs::write(&file, &text).expect("a file");
        assert_eq!(fails(&base), error, "{text}");
        if error != foreign {
            assert_eq!(fails(&[&base[..], &["--add"]].concat()), error, "{text}");
        }
        assert_eq!(fs::read_to_string(&file).expect("a file"), text, "it stays as it was");
        assert_eq!(files(&folder), ["zoo.rs"]);
        succeeds(&[&base[..], &["--force"]].concat());
        assert_eq!(fs::read_to_string(&file).expect("a file"), made);
    }
    // A header above a person's own text.
    fs::write(&file, format!("{header}\nfn main() {{}}\n")).expect("a file");
    assert!(fails(&base).contains("(added: `fn main`; removed: "));
    fs::write(&file, b"\xff\xfe").expect("a file");
    assert_eq!(fails(&base), foreign);
    // Unchanged files are replaced, even if they are formatted differently or have other operations.
    for text in [
        String::new(),
        "\n \n".to_owned(),
        made.clone(),
        bigger,
        made.replace('\n', "\r\n"),
        made.replace("\n    ", "\n\t"),
        made.replace(", aws_error", ",\n    aws_error"),
    ] {
        fs::write(&file, &text).expect("a file");
        succeeds(&base);
        assert_eq!(fs::read_to_string(&file).expect("a file"), made, "{text}");
    }
    // With `--force`, the operations of the header are kept, and what was added by hand is lost.
    fs::write(&file, format!("{made}\nfn help() {{}}\n")).expect("a file");
    let add = ["generate", ZOO, "--operation", "CloseZoo", "--add", "--out", path, "--force"];
    succeeds(&add);
    let both = ["generate", ZOO, "--operation", "CloseZoo", "--operation", "GetAnimal"];
    assert_eq!(fs::read_to_string(&file).expect("a file"), succeeds(&both));
}

#[test]
fn a_dash_is_standard_output() {
    let printed = succeeds(&["generate", ZOO, "--all"]);
    assert_eq!(succeeds(&["generate", ZOO, "--all", "--out", "-"]), printed);
    assert_eq!(
        fails(&["generate", ZOO, "--all", "--out", "-", "--add"]),
        "`--add` needs a file to add to; name one with `--out FILE`"
    );
}

#[cfg(unix)]
#[test]
fn links_and_permissions_are_kept_and_devices_are_refused() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let folder = folder("links");
    let generate = |name: &str| {
        let path = folder.join(name);
        run(&["generate", ZOO, "--all", "--out", path.to_str().expect("UTF-8")])
    };
    let made = succeeds(&["generate", ZOO, "--all"]);
    let smaller = succeeds(&["generate", ZOO, "--operation", "CloseZoo"]);
    let read = |name: &str| fs::read_to_string(folder.join(name)).expect("a file");

    fs::write(folder.join("real.rs"), &smaller).expect("a file");
    symlink("real.rs", folder.join("link.rs")).expect("a link");
    assert_eq!(generate("link.rs").code, Some(0));
    assert_eq!(read("real.rs"), made, "the file is written");
    assert!(fs::symlink_metadata(folder.join("link.rs")).expect("a link").is_symlink());

    fs::write(folder.join("hand.rs"), "fn main() {}\n").expect("a file");
    symlink("hand.rs", folder.join("to_hand.rs")).expect("a link");
    assert!(generate("to_hand.rs").err.contains("was not generated by aws-operation"));
    assert_eq!(read("hand.rs"), "fn main() {}\n");

    symlink("nowhere.rs", folder.join("dangling.rs")).expect("a link");
    assert!(generate("dangling.rs").err.contains("a link: No such file"));

    fs::write(folder.join("mine.rs"), &smaller).expect("a file");
    let mode =
        |name: &str| fs::metadata(folder.join(name)).expect("a file").permissions().mode() & 0o777;
    let set_mode = |mode| {
        fs::set_permissions(folder.join("mine.rs"), PermissionsExt::from_mode(mode)).expect("mode");
    };
    set_mode(0o600);
    assert_eq!(generate("mine.rs").code, Some(0));
    assert_eq!((mode("mine.rs"), read("mine.rs") == made), (0o600, true));
    fs::write(folder.join("mine.rs"), &smaller).expect("a file");
    set_mode(0o444);
    assert!(generate("mine.rs").err.contains("is read-only; make it writable"));
    assert_eq!(read("mine.rs"), smaller);

    let device = run(&["generate", ZOO, "--all", "--out", "/dev/null"]);
    assert_eq!(
        device.err,
        "error: cannot write /dev/null: it is not a regular file; leave out `--out` to print to \
         standard output\n"
    );
    let names = ["dangling.rs", "hand.rs", "link.rs", "mine.rs", "real.rs", "to_hand.rs"];
    assert_eq!(files(&folder), names, "nothing is left behind");
}

#[test]
fn each_problem_is_a_line() {
    let run = run(&["generate", ZOO, "--operation", "GetAnimol", "--operation", "Sleep"]);
    assert_eq!(
        (run.code, run.err.as_str()),
        (
            Some(1),
            "error: no operation `GetAnimol` in org.example.zoo; did you mean `GetAnimal`?\n\
             error: no operation `Sleep` in org.example.zoo; `aws-operation list` shows all \
             operations\n"
        )
    );
}

/// A terminal would interpret control characters of a model.
#[test]
fn control_characters_of_a_model_are_not_printed() {
    let folder = folder("terminal");
    let path = folder.join("zoo.json");
    let path = path.to_str().expect("UTF-8");
    let zoo = fs::read_to_string(ZOO).expect("the zoo");
    let evil = r"\u001b]0;evil\u0007\u001b[2J\u202e\u009b31m\r\n\u2028x";
    let write = |text: String| fs::write(path, text).expect("a model");
    let is_clean = |text: &str| {
        let obeyed =
            |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{2028}'..='\u{202e}');
        assert!(!text.contains(obeyed), "{text:?}");
    };
    let long = "x".repeat(100_000);
    write(
        zoo.replace("\"/close\"", &format!("\"/close{evil}{long}\""))
            .replace("\"POST\"", &format!("\"{evil}\""))
            .replace("Looks an animal up.", evil),
    );
    let listed = succeeds(&["list", path]);
    is_clean(&listed);
    assert_eq!(listed.lines().count(), 3);
    assert!(listed.len() < 2000, "{}", listed.len());
    is_clean(&succeeds(&["generate", path, "--all"]));
    for text in [
        zoo.replace("\"2.0\"", &format!("\"1{evil}\"")),
        zoo.replace("#GetAnimal\"", &format!("#GetAnimal{evil}\"")),
        zoo.replace("\"structure\"", &format!("\"{evil}\"")),
        zoo.replace("\"shapes\"", &format!("\"{evil}\"")),
        format!("{{\"smithy\": \"2\", \"shapes\": \"{evil}\"}}"),
        format!("{{\"smithy\": \"{evil}"),
    ] {
        assert_ne!(text, zoo);
        write(text);
        is_clean(&fails(&["generate", path, "--all"]));
    }
}

#[test]
fn an_error_changes_no_file() {
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
            "no operation selected; use `--operation NAME` or `--all`",
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
fn an_unchanged_file_is_not_written_again() {
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
        "\"smithy.api#http\": {\"method\": \"POST\", \"uri\": \"/close\"}, \"smithy.api#httpChecksumRequired\": {}",
    );
    let path = folder.join("zoo.json");
    fs::write(&path, model).expect("a model");
    let run = run(&["generate", path.to_str().expect("UTF-8"), "--all"]);
    assert_eq!(run.code, Some(0));
    assert_eq!(run.err, "note: `CloseZoo`: it needs the feature `md5` of `aws-operation`\n");
    assert!(run.out.starts_with("// Made by aws-operation"));
}
