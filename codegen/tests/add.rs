//! `aws-operation add` as a user runs it in a package.

mod tool;

#[cfg(unix)]
use tool::TERMINAL;
use tool::{Place, Run, zoo};

const ADDED: &str = "\
[package]
name = \"zoo\"

[dependencies]
aws-operation = { version = \"0.1\", features = [\"chain\"] }
tokio = { version = \"1\", features = [\"macros\", \"rt\"] }
";

/// A package, and the folder `models` with a model.
fn place(name: &str) -> Place {
    let place = Place::new(name);
    place.write("models/zoo-2020-02-20.json", &zoo("Zoo", "zoo", "2020-02-20"));
    place
}

fn add(place: &Place, arguments: &[&str]) -> Run {
    let models = place.path("models");
    place.run(&[&["add"], arguments, &["--models", &models]].concat())
}

#[test]
fn a_service_is_added_to_a_new_package() {
    let place = place("new");
    let run = add(&place, &["zoo", "GetAnimal", "--yes"]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    assert_eq!(
        run.out,
        "src/aws/zoo.rs: written, with GetAnimal\n\
         src/aws/mod.rs: added `pub mod zoo;`\n\
         Cargo.toml: added\n    \
         aws-operation = { version = \"0.1\", features = [\"chain\"] }\n    \
         tokio = { version = \"1\", features = [\"macros\", \"rt\"] }\n\
         \n\
         A call, for src/main.rs:\n\
         \n    \
         mod aws;\n\
         \n    \
         use aws_operation::{Client, Config};\n    \
         use crate::aws::zoo::{GetAnimal, ZOO};\n\
         \n    \
         #[tokio::main(flavor = \"current_thread\")]\n    \
         async fn main() -> Result<(), Box<dyn std::error::Error>> {\n        \
         let zoo = Client::new(&Config::load().await?, ZOO);\n        \
         let request = GetAnimal { name: \"…\".into(), ..Default::default() };\n        \
         let output = zoo.send(request).await?;\n        \
         println!(\"{output:?}\");\n        \
         Ok(())\n    \
         }\n"
    );
    assert_eq!(place.read("package/Cargo.toml"), ADDED);
    let text = place.read("package/src/aws/zoo.rs");
    assert_eq!(text.lines().nth(2), Some("//     aws-operation add zoo GetAnimal"));
    assert!(!text.contains("pub struct PutAnimal"));

    // The operations in the file are kept.
    place.write("package/src/main.rs", "mod aws;\n\nfn main() {}\n");
    let run = add(&place, &["Zoo", "PutAnimal"]);
    assert!(run.out.starts_with("src/aws/zoo.rs: written, with GetAnimal, PutAnimal\n\nA call"));
    assert!(!run.out.contains("mod aws;"), "the module is declared: {}", run.out);
    let text = place.read("package/src/aws/zoo.rs");
    assert_eq!(text.lines().nth(2), Some("//     aws-operation add zoo GetAnimal PutAnimal"));
    assert!(text.contains("pub struct GetAnimal ") && text.contains("pub struct PutAnimal "));
    let run = add(&place, &["zoo", "GetAnimal,PutAnimal"]);
    assert!(run.out.starts_with("src/aws/zoo.rs: up to date, with GetAnimal, PutAnimal\n"));
    assert_eq!(place.read("package/Cargo.toml"), ADDED);
}

/// Without a terminal, as in CI, the tool cannot ask.
#[test]
fn without_a_terminal_cargo_toml_is_not_changed() {
    let place = place("no-terminal");
    let before = place.read("package/Cargo.toml");
    let run = add(&place, &["zoo", "--all"]);
    assert_eq!(run.code, Some(0));
    assert!(
        run.out.contains(
            "Cargo.toml is unchanged; add to its dependencies, or use `--yes`:\n    \
             aws-operation = { version = \"0.1\", features = [\"chain\"] }\n    \
             tokio = { version = \"1\", features = [\"macros\", \"rt\"] }\n"
        ),
        "{}",
        run.out
    );
    assert_eq!(place.read("package/Cargo.toml"), before);
}

#[test]
fn features_that_operations_need_are_added() {
    let place = place("features");
    let model = zoo("Zoo", "zoo", "2020-02-20").replace(
        "\"smithy.api#http\": {\"method\": \"POST\"",
        "\"smithy.api#httpChecksumRequired\": {}, \"smithy.api#http\": {\"method\": \"POST\"",
    );
    place.write("models/zoo-2020-02-20.json", &model);
    place.write("package/Cargo.toml", ADDED);
    assert!(!add(&place, &["zoo", "GetAnimal", "--yes"]).out.contains("Cargo.toml"));
    let run = add(&place, &["zoo", "CloseZoo", "--yes"]);
    assert!(run.out.contains("Cargo.toml: added\n    the feature `md5` of aws-operation\n"));
    assert_eq!(
        place.read("package/Cargo.toml"),
        ADDED.replace("\"chain\"]", "\"chain\", \"md5\"]")
    );
}

/// Users write names of services in different ways, and the name of the model's file can be yet another.
#[test]
fn a_service_is_found_by_any_of_its_names() {
    let place = place("names");
    place.write("models/a/b/service.json", &zoo("Night Zoo", "nights", "2020-02-20"));
    place.write("models/night-zoo-2019-01-01.json", &zoo("Night Zoo", "nights", "2019-01-01"));
    place.write("models/notes.json", "{\"not\": \"a model\"}");
    for name in ["Night Zoo", "night-zoo", "nightzoo", "NIGHT_ZOO", "nights"] {
        let run = add(&place, &[name, "GetAnimal", "--yes"]);
        assert_eq!((run.code, run.err.as_str()), (Some(0), ""), "{name}");
        assert!(run.out.starts_with("src/aws/night_zoo.rs: "), "{}", run.out);
    }
    assert!(place.read("package/src/aws/night_zoo.rs").contains("add night-zoo GetAnimal\n"));
    // The name `nights` is not the name of a file, so the newest model is used.
    assert!(place.read("package/src/aws/night_zoo.rs").contains("(2020-02-20):"));
}

#[test]
fn an_error_changes_nothing() {
    let place = place("errors");
    let models = place.path("models");
    let manifest = place.read("package/Cargo.toml");
    let error = |arguments: &[&str]| {
        let error = add(&place, arguments);
        assert_eq!((error.code, error.out.as_str()), (Some(1), ""), "{arguments:?}");
        assert!(!place.exists("package/src/aws"), "nothing is written");
        assert_eq!(place.read("package/Cargo.toml"), manifest);
        error.err
    };
    assert_eq!(
        error(&["zo", "GetAnimal", "--yes"]),
        format!("error: no model of a service `zo` in {models}; did you mean `Zoo`?\n")
    );
    assert_eq!(
        error(&["submarine", "Dive", "--yes"]),
        format!("error: no model of a service `submarine` in {models}; the services are `Zoo`\n")
    );
    assert_eq!(
        error(&["zoo", "GetAnimals", "--yes"]),
        "error: no operation `GetAnimals` in org.example.zoo; did you mean `GetAnimal`?\n"
    );
    for out in ["/tmp/aws", "../aws"] {
        let expected = format!(
            "error: `--out {out}` is not a folder below the package; use one such as `src/aws`\n"
        );
        assert_eq!(error(&["zoo", "GetAnimal", "--yes", "--out", out]), expected);
    }
    let error = place.fails(&["add", "zoo", "GetAnimal", "--models", "no/models"]);
    assert!(error.starts_with("cannot read the models in no/models: "), "{error}");
    assert!(error.ends_with("; name a folder with `--models DIR`"), "{error}");
    place.write("package/Cargo.toml", "[workspace]\n");
    assert_eq!(
        place.fails(&["add", "zoo", "GetAnimal", "--models", &models]),
        "Cargo.toml has no `[package]`; run this command in the folder of a package"
    );
    place.write("package/Cargo.toml", "[package\n");
    let error = place.fails(&["add", "zoo", "GetAnimal", "--models", &models]);
    assert!(error.starts_with("Cargo.toml is not valid TOML: "), "{error}");
}

#[test]
fn a_file_that_the_tool_did_not_generate_is_not_replaced() {
    let place = place("own");
    place.write("package/src/aws/zoo.rs", "pub fn mine() {}\n");
    let run = add(&place, &["zoo", "GetAnimal", "--yes"]);
    assert_eq!(
        run.err,
        "error: src/aws/zoo.rs has no header that says how aws-operation generated it; rename \
         it, or replace it with `--force`\n"
    );
    assert_eq!(place.read("package/src/aws/zoo.rs"), "pub fn mine() {}\n");
    assert_eq!(add(&place, &["zoo", "GetAnimal", "--yes", "--force"]).code, Some(0));
    assert!(!place.read("package/src/aws/zoo.rs").contains("mine"));
    place.write("package/src/aws/zoo.rs", "");
    place.write("package/src/aws/mod.rs", "//! Mine.\n\npub mod apes;\n\npub fn mine() {}\n");
    assert_eq!(add(&place, &["zoo", "GetAnimal", "--yes"]).code, Some(0));
    assert_eq!(
        place.read("package/src/aws/mod.rs"),
        "//! Mine.\n\npub mod apes;\npub mod zoo;\n\npub fn mine() {}\n"
    );
    let changed = place.read("package/src/aws/zoo.rs") + "pub fn mine() {}\n";
    place.write("package/src/aws/zoo.rs", &changed);
    assert_eq!(
        add(&place, &["zoo", "PutAnimal"]).err,
        "error: src/aws/zoo.rs was changed after aws-operation generated it (added: `fn mine`); \
         move the changes to another file, or replace it with `--force`\n"
    );
    assert_eq!(place.read("package/src/aws/zoo.rs"), changed);
    assert_eq!(add(&place, &["zoo", "PutAnimal", "--force"]).code, Some(0));
    assert!(!place.read("package/src/aws/zoo.rs").contains("mine"));
}

#[test]
fn a_note_names_the_model_that_is_used_of_two_with_the_same_version() {
    let place = place("two");
    place.write("models/zoo.json", &zoo("Zoo", "zoo", "2020-02-20"));
    let run = add(&place, &["zoo", "GetAnimal"]);
    let models = place.path("models");
    assert_eq!(
        run.err,
        format!(
            "note: {models} has two models of version 2020-02-20; used zoo.json, not \
             zoo-2020-02-20.json\n"
        )
    );
    let file = place.path("models/zoo-2020-02-20.json");
    place.succeeds(&["add", "zoo", "GetAnimal", "--models", &file]);
}

/// Runs `add` on a terminal.
#[cfg(unix)]
fn on_terminal(place: &Place, script: &str, answer: &str) -> Run {
    let models = place.path("models");
    place.on_terminal(script, answer, &["add", "zoo", "GetAnimal", "--models", &models])
}

#[cfg(unix)]
#[test]
fn on_a_terminal_the_user_is_asked() {
    for (name, answer, agrees) in [("yes", "", true), ("YES", "Yes", true), ("no", "n", false)] {
        let place = place(&format!("terminal-{name}"));
        let before = place.read("package/Cargo.toml");
        let run = on_terminal(&place, TERMINAL, answer);
        assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
        assert!(run.out.contains("Add to Cargo.toml? [Y/n] "), "{}", run.out);
        let expected = if agrees { ADDED } else { &before };
        assert_eq!(place.read("package/Cargo.toml"), expected, "{}", run.out);
    }
}

/// The user can edit Cargo.toml before answering. That edit must not be lost.
#[cfg(unix)]
#[test]
fn a_change_of_cargo_toml_during_the_question_is_kept() {
    let place = place("terminal-edit");
    let edit = "open('Cargo.toml', 'a').write('# Mine.\\n')";
    let script = TERMINAL.replace("os.write(terminal", &format!("{edit}; os.write(terminal"));
    assert_ne!(script, TERMINAL);
    let before = place.read("package/Cargo.toml");
    let run = on_terminal(&place, &script, "y");
    assert_eq!(run.code, Some(1));
    let expected = "error: Cargo.toml was changed while the command ran; run the command again";
    assert!(run.out.contains(expected), "{}", run.out);
    assert_eq!(place.read("package/Cargo.toml"), before + "# Mine.\n");
}
