//! `aws-operation update` and `check` as a user and as CI run them.

mod tool;

use tool::{Place, zoo};

const MODEL: &str = "models/zoo-2020-02-20.json";

/// A package with two generated files, one by `add` and one by `generate`.
fn place(name: &str) -> Place {
    let place = Place::new(name);
    place.write(MODEL, &zoo("Zoo", "zoo", "2020-02-20"));
    let (models, model) = (place.path("models"), place.path(MODEL));
    place.succeeds(&["add", "zoo", "GetAnimal", "--docs", "none", "--models", &models]);
    place.succeeds(&["generate", &model, "--all", "--out", "src/whole.rs"]);
    place
}

/// The model gets a member, and an operation is renamed.
fn change(place: &Place) {
    let model = place.read(MODEL);
    let changed =
        model.replace("\"withFood\": {", "\"withKeeper\": {").replace("CloseZoo", "ShutZoo");
    assert_ne!(model, changed);
    place.write(MODEL, &changed);
}

#[test]
fn files_are_generated_again_if_their_models_changed() {
    let place = place("changed");
    let models = place.path("models");
    let update = ["update", "--models", &models];
    let check = ["check", "--models", &models];
    let current = "src/aws/zoo.rs: up to date\nsrc/whole.rs: up to date\n";
    assert_eq!(place.succeeds(&check), current);
    assert_eq!(place.succeeds(&update), current);

    change(&place);
    let before = [place.read("package/src/aws/zoo.rs"), place.read("package/src/whole.rs")];
    let what = [
        "(changed: `struct GetAnimal`)",
        "(added: `struct ShutZoo`; changed: `struct GetAnimal`; removed: `struct CloseZoo`)",
    ];
    for check in [&check[..], &["update", "--check", "--models", &models]] {
        let run = place.run(check);
        assert_eq!(run.code, Some(1));
        assert_eq!(
            run.out,
            format!(
                "src/aws/zoo.rs: not up to date {}\nsrc/whole.rs: not up to date {}\n",
                what[0], what[1]
            )
        );
        assert_eq!(
            run.err,
            "error: generated files are not up to date; run `aws-operation update`\n"
        );
    }
    let after = [place.read("package/src/aws/zoo.rs"), place.read("package/src/whole.rs")];
    assert_eq!(before, after, "a check changes nothing");

    assert_eq!(
        place.succeeds(&update),
        format!("src/aws/zoo.rs: updated {}\nsrc/whole.rs: updated {}\n", what[0], what[1])
    );
    let text = place.read("package/src/aws/zoo.rs");
    assert!(text.contains("with_keeper") && !text.contains("with_food"));
    assert_eq!(
        text.lines().nth(2),
        Some("//     aws-operation add zoo GetAnimal --docs none"),
        "the command is kept"
    );
    assert_eq!(place.succeeds(&check), current);
}

/// The user decides whether to do without the operation, or to keep the earlier model.
#[test]
fn an_operation_that_the_model_lost_is_removed_from_the_command_in_the_file() {
    let place = place("lost");
    let models = place.path("models");
    std::fs::remove_file(place.folder.join("package/src/whole.rs")).expect("a file");
    place.succeeds(&["add", "zoo", "CloseZoo", "--models", &models]);
    change(&place);
    let before = place.read("package/src/aws/zoo.rs");
    let lost = "the model has no operation `CloseZoo`; remove it from the command at the beginning \
                of src/aws/zoo.rs";
    let update = ["update", "--models", &models];
    for (arguments, expected) in [
        (&update[..], format!("src/aws/zoo.rs: {lost}")),
        (&["add", "zoo", "ShutZoo", "--models", &models], lost.to_owned()),
    ] {
        assert_eq!(place.fails(arguments), expected);
        assert_eq!(place.read("package/src/aws/zoo.rs"), before);
    }
    let without = before.replace("add zoo CloseZoo GetAnimal", "add zoo GetAnimal");
    assert_ne!(without, before);
    place.write("package/src/aws/zoo.rs", &without);
    assert_eq!(
        place.succeeds(&update),
        "src/aws/zoo.rs: updated (changed: `struct GetAnimal`; removed: `struct CloseZoo`)\n"
    );
}

/// `cargo fmt` and Git can change the formatting and the line ends of generated files.
#[test]
fn a_formatted_file_is_up_to_date() {
    let place = place("formatted");
    let formatted =
        place.read("package/src/whole.rs").replace("\n    ", "\n\t").replace('\n', "\r\n");
    place.write("package/src/whole.rs", &formatted);
    let models = place.path("models");
    assert!(place.succeeds(&["update", "--models", &models]).ends_with("whole.rs: up to date\n"));
    assert_eq!(place.read("package/src/whole.rs"), formatted);
}

/// CI can have a read-only checkout.
#[test]
fn read_only_files_can_be_checked() {
    let place = place("read-only");
    let models = place.path("models");
    let path = place.folder.join("package/src/whole.rs");
    let mut permissions = std::fs::metadata(&path).expect("a file").permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&path, permissions).expect("permissions");
    let current = "src/aws/zoo.rs: up to date\nsrc/whole.rs: up to date\n";
    assert_eq!(place.succeeds(&["check", "--models", &models]), current);
    assert_eq!(place.succeeds(&["update", "--models", &models]), current);
    change(&place);
    let before = place.read("package/src/whole.rs");
    let run = place.run(&["update", "--models", &models]);
    assert_eq!(run.code, Some(1));
    assert!(run.out.starts_with("src/aws/zoo.rs: updated "), "{}", run.out);
    assert_eq!(run.err, "error: cannot write src/whole.rs: it is read-only; make it writable\n");
    assert_eq!(place.read("package/src/whole.rs"), before);
}

#[test]
fn a_file_with_an_error_does_not_stop_the_update_of_others() {
    let place = place("problem");
    let models = place.path("models");
    let changed = place.read("package/src/aws/zoo.rs") + "\npub fn mine() {}\n";
    place.write("package/src/aws/zoo.rs", &changed);
    change(&place);
    for (command, done) in [("check", "not up to date"), ("update", "updated")] {
        let run = place.run(&[command, "--models", &models]);
        assert_eq!(run.code, Some(1));
        assert!(run.out.starts_with(&format!("src/whole.rs: {done} (added: ")), "{}", run.out);
        let refused = "error: src/aws/zoo.rs was changed after aws-operation generated it (added: \
             `fn mine`; changed: `struct GetAnimal`); move the changes to another file, or undo them\n";
        assert!(run.err.starts_with(refused), "{}", run.err);
    }
    assert_eq!(place.read("package/src/aws/zoo.rs"), changed);
}

#[test]
fn a_missing_model_is_an_error() {
    let place = place("missing");
    place.write("empty/readme.txt", "");
    let empty = place.path("empty");
    let run = place.run(&["check", "--models", &empty]);
    assert_eq!((run.code, run.out.as_str()), (Some(1), ""));
    let advice = "a model is a file such as `s3-2006-03-01.json` of github.com/aws/api-models-aws";
    assert_eq!(
        run.err,
        format!(
            "error: src/aws/zoo.rs: no model of a service `zoo` in {empty}; {advice}\n\
             error: src/whole.rs: no model of a service `zoo` in {empty}; {advice}\n"
        )
    );
    let bare = Place::new("bare");
    assert_eq!(
        bare.fails(&["check"]),
        "no generated file below this folder; `aws-operation add SERVICE OPERATION` makes one"
    );
}
