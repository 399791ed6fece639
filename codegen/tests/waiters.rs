//! The module `waiters`: its statics, the functions for expressions, and what is omitted with a note.

mod support;

use std::fs;
use std::path::Path;
use std::process::Command;

use aws_operation_codegen::{Docs, Model, Selection, plan, render};
use support::{ZOO, notes, service, speaking, text};

/// A model with the operation `Look` and these waiters. `traits` has the traits of the service.
fn zoo(waiters: &str, traits: &str) -> String {
    let shapes = format!(
        r#""a.zoo#Look": {{"type": "operation", "input": {{"target": "a.zoo#In"}},
            "output": {{"target": "a.zoo#Out"}}, "errors": [{{"target": "a.zoo#Gone"}}],
            "traits": {{"smithy.waiters#waitable": {{{waiters}}},
                "smithy.api#http": {{"method": "POST", "uri": "/look"}}}}}},
        "a.zoo#In": {{"type": "structure", "members": {{"Name": {{"target": "smithy.api#String"}}}}}},
        "a.zoo#Out": {{"type": "structure", "members": {{
            "Name": {{"target": "smithy.api#String"}},
            "Born": {{"target": "smithy.api#Timestamp"}},
            "Legs": {{"target": "smithy.api#Integer"}},
            "Tame": {{"target": "smithy.api#Boolean"}},
            "Mood": {{"target": "a.zoo#Mood"}},
            "Cubs": {{"target": "a.zoo#Cubs"}}}}}},
        "a.zoo#Mood": {{"type": "enum", "members": {{"FINE": {{"target": "smithy.api#Unit",
            "traits": {{"smithy.api#enumValue": "FINE"}}}}}}}},
        "a.zoo#Cub": {{"type": "structure", "members": {{
            "Name": {{"target": "smithy.api#String"}}, "Mood": {{"target": "a.zoo#Mood"}},
            "Cubs": {{"target": "a.zoo#Cubs"}}}}}},
        "a.zoo#Cubs": {{"type": "list", "member": {{"target": "a.zoo#Cub"}}}},
        "a.zoo#Gone": {{"type": "structure", "members": {{}},
            "traits": {{"smithy.api#error": "client",
                "aws.protocols#awsQueryError": {{"code": "Zoo.Gone", "httpResponseCode": 404}}}}}}"#
    );
    service(&shapes, traits, "")
}

/// A waiter with one acceptor, which compares the value of an expression.
fn waiter(name: &str, path: &str, comparator: &str, expected: &str) -> String {
    let path = serde_json::to_string(path).expect("JSON");
    format!(
        r#""{name}": {{"acceptors": [{{"state": "success", "matcher": {{"output":
            {{"path": {path}, "comparator": "{comparator}", "expected": "{expected}"}}}}}}]}}"#
    )
}

/// The module of the waiters, without its first lines and its end.
fn module(text: &str) -> Option<&str> {
    let (_, module) = text.split_once("pub mod waiters {\n")?;
    let (_, items) = module.split_once("use aws_operation::Waiter;\n\n")?;
    items.strip_suffix("}\n")
}

#[test]
fn a_waiter_is_a_static() {
    let waiters = r#""AnimalIsFine": {"minDelay": 7, "documentation": "Waits for a mood.", "acceptors": [
        {"state": "success", "matcher": {"output":
            {"path": "Mood", "comparator": "stringEquals", "expected": "FINE"}}},
        {"state": "failure", "matcher": {"inputOutput":
            {"path": "input.Name == output.Name", "comparator": "booleanEquals", "expected": "false"}}},
        {"state": "retry", "matcher": {"errorType": "a.zoo#Gone"}},
        {"state": "failure", "matcher": {"success": false}}]},
    "Gone": {"acceptors": [{"state": "success", "matcher": {"errorType": "Gone"}}]}"#;
    let model = zoo(waiters, ZOO);
    let expected = r#"    pub static ANIMAL_IS_FINE: LazyLock<Waiter<super::Look>> = LazyLock::new(|| {
        Waiter::new("AnimalIsFine")
            .delays(Duration::from_secs(7), Duration::from_secs(120))
            .success_when("`Mood` is `FINE`", |_, output| mood(output) == Some("FINE"))
            .failure_when("`input.Name == output.Name` is false", |input, output| {
                !animal_is_fine(input, output)
            })
            .retry_on("Gone")
            .failure_on_any_error()
    });

    pub static GONE: LazyLock<Waiter<super::Look, Option<super::Out>>> = LazyLock::new(|| {
        Waiter::new("Gone")
            .delays(Duration::from_secs(2), Duration::from_secs(120))
            .success_on("Gone")
    });

    fn animal_is_fine(input: &super::Look, output: &super::Out) -> bool {
        let name = input.name.as_deref();
        let name_2 = output.name.as_deref();
        name == name_2
    }

    fn mood(output: &super::Out) -> Option<&str> {
        let mood = output.mood.as_ref()?.as_str();
        Some(mood)
    }
"#;
    assert_eq!(module(&text(&model)), Some(expected));
    let documented = |docs| {
        let parsed = Model::parse(&model).expect("a model");
        let plan = plan(&parsed, &Selection::all()).expect("a plan");
        render(&plan, docs, None)
    };
    for docs in [Docs::Full, Docs::Summary] {
        let text = documented(docs);
        assert!(
            text.contains("    /// Waits for a mood.\n    pub static ANIMAL_IS_FINE"),
            "{text}"
        );
        assert!(text.contains("    /// The waiter `Gone` of [`Look`](super::Look).\n"), "{text}");
        assert!(text.contains("    /// The value of `Mood`.\n    fn mood("), "{text}");
    }
    assert!(!documented(Docs::None).contains("///"));
}

/// Each expression, the statements before its value, and the value.
#[test]
fn expressions_are_functions() {
    for (path, comparator, expected, function) in [
        (
            "Cubs[].Cubs[].Mood",
            "allStringEquals",
            "FINE",
            "let mut values = Vec::new();
            for item in output.cubs.iter().flatten() {
                if let Some(cubs) = item.cubs.as_ref() {
                    for item_2 in cubs {
                        let mood = item_2.mood.as_ref().map(super::Mood::as_str);
                        if let Some(mood_2) = mood {
                            values.push(mood_2);
                        }
                    }
                }
            }
            values",
        ),
        (
            "length(Cubs) > `0`",
            "booleanEquals",
            "true",
            "let cubs = output.cubs.as_ref()?; Some(!cubs.is_empty())",
        ),
        (
            "length(Cubs[?Mood != 'FINE' && !Cubs]) == `1`",
            "booleanEquals",
            "true",
            "let mut count = 0_usize;
            let cubs = output.cubs.as_ref()?;
            for item in cubs {
                let mood = item.mood.as_ref().map(super::Mood::as_str);
                let cubs_2 = item.cubs.as_ref();
                if mood != Some(\"FINE\") && cubs_2.is_none_or(|it| it.is_empty()) {
                    count += 1;
                }
            }
            Some(count == 1)",
        ),
        (
            "Tame && length(Cubs) >= Legs",
            "booleanEquals",
            "true",
            "let tame = output.tame?;
            let both = tame && {
                let cubs = output.cubs.as_ref()?;
                let legs = output.legs?;
                let length = i64::try_from(cubs.len()).unwrap_or(i64::MAX);
                length >= i64::from(legs)
            };
            Some(both)",
        ),
        (
            "contains(Cubs[].Name, Name)",
            "booleanEquals",
            "true",
            "let name = output.name.as_deref();
            let mut found = false;
            let cubs = output.cubs.as_ref()?;
            for item in cubs {
                if let Some(name_2) = item.name.as_deref() {
                    found |= Some(name_2) == name;
                }
            }
            Some(found)",
        ),
        (
            "Cubs[-1].Name",
            "stringEquals",
            "Simba",
            "let cubs = output.cubs.as_ref()?;
            let value = cubs.last()?;
            let name = value.name.as_deref()?;
            Some(name)",
        ),
    ] {
        let model = zoo(&waiter("Waits", path, comparator, expected), ZOO);
        assert_eq!(notes(&model), [""; 0], "{path}");
        let text = text(&model);
        let functions = module(&text).and_then(|module| module.split_once("    fn "));
        let (_, found) = functions.unwrap_or_else(|| panic!("no function in {text}"));
        let (_, body) = found.split_once("{\n").expect("a body");
        let (body, _) = body.split_once("\n    }\n").expect("an end");
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(words(body), words(function), "{path}");
    }
}

#[test]
fn unsupported_waiters_are_omitted_with_a_note() {
    let of_path = |path: &str, problem: &str| {
        let place = format!("its path `{path}` is not understood: {problem}");
        (path.to_owned(), "stringEquals", place)
    };
    for (path, comparator, problem) in [
        of_path("Nowhere.Name", "there is no member `Nowhere`"),
        of_path("Name.Mood", "the member `Mood` is of a string"),
        of_path("sort(Cubs)", "the function `sort` is not supported"),
        of_path("Cubs[0:1]", "`:` is not supported"),
        of_path("Name ==", "it ends too early"),
        of_path("Legs", "its value is a number"),
        of_path("Tame", "its value is a boolean"),
        of_path("Born", "its value is a value of another type"),
        of_path("Cubs[].Name", "its value is a list"),
        of_path("length(Legs) > `0`", "the length of a number"),
        of_path("Legs < `4000000000`", "the literal 4000000000 is not in the range of the number"),
        of_path("Cubs == Cubs", "a list is compared with a list"),
        of_path("Name < 'b'", "a string is compared with a string"),
        of_path("Cubs[].Name && Name", "the sides of `&&` are not both conditions"),
        ("Name".to_owned(), "anyStringEquals", {
            "its path `Name` is not understood: the items of a string".to_owned()
        }),
        ("Cubs".to_owned(), "allStringEquals", {
            "its path `Cubs` is not understood: its value is not a list of strings".to_owned()
        }),
        {
            // Each step doubles the number of values.
            let path = format!("['a', 'a'][]{}", ".[@, @][]".repeat(25));
            let problem = format!("its path `{path}` is not understood: it is too complex");
            (path, "anyStringEquals", problem)
        },
        ("Name".to_owned(), "numberEquals", "the comparator `numberEquals` is unknown".to_owned()),
    ] {
        let waiters =
            [waiter("Odd", &path, comparator, "x"), waiter("Kept", "Mood", "stringEquals", "FINE")];
        let model = zoo(&waiters.join(", "), ZOO);
        let expected = format!("`Look`: its waiter `Odd` is omitted, because {problem}");
        assert_eq!(notes(&model), [expected]);
        let text = text(&model);
        assert_eq!(text.matches("pub static ").count(), 1, "{text}");
        assert!(text.contains("pub static KEPT: "), "{text}");
    }
    let many = vec!["Tame"; 60].join(" && ");
    assert_eq!(notes(&zoo(&waiter("Many", &many, "booleanEquals", "true"), ZOO)), [""; 0]);
    let text = text(&zoo(&waiter("Odd", "Nowhere", "stringEquals", "x"), ZOO));
    assert_eq!(module(&text), None, "{text}");
}

/// The code of an error is the one that the service sends under its protocol, and then its name.
#[test]
fn errors_have_the_codes_of_the_protocol() {
    let waiters = r#""Gone": {"acceptors": [{"state": "retry", "matcher": {"errorType": "a.zoo#Gone"}},
        {"state": "failure", "matcher": {"errorType": "Zoo.Unmodelled"}},
        {"state": "success", "matcher": {"success": true}}]}"#;
    let of = |traits: &str| {
        let text = text(&zoo(waiters, traits));
        let codes = text.split("_on(\"").skip(1).filter_map(|rest| rest.split('"').next());
        codes.map(str::to_owned).collect::<Vec<_>>()
    };
    for (protocol, expected) in [
        ("aws.protocols#restJson1", &["Gone", "Zoo.Unmodelled"][..]),
        ("aws.protocols#awsJson1_0", &["Gone", "Zoo.Unmodelled"]),
        ("aws.protocols#awsQuery", &["Zoo.Gone", "Gone", "Zoo.Unmodelled"]),
    ] {
        assert_eq!(of(&speaking(protocol)), expected, "{protocol}");
    }
    let compatible = format!(
        r#"{}, "aws.protocols#awsQueryCompatible": {{}}"#,
        speaking("aws.protocols#awsJson1_0")
    );
    assert_eq!(of(&compatible), ["Zoo.Gone", "Gone", "Zoo.Unmodelled"]);
}

#[test]
fn no_name_is_given_twice() {
    let names = ["AnimalReady", "Animal_Ready", "IsEach", "Output"];
    let waiters = names.map(|name| waiter(name, "Cubs[].Name", "allStringEquals", "x"));
    // Not a simple path, so its function has the name of the waiter.
    let others = names.map(|name| waiter(&format!("{name}2"), "[Name][]", "anyStringEquals", "x"));
    let model = zoo(&[waiters, others].concat().join(", "), ZOO);
    assert_eq!(notes(&model), [""; 0]);
    let text = text(&model);
    let parsed = syn::parse_file(&text).expect("Rust");
    let mut seen = std::collections::HashSet::new();
    assert!(!text.contains("fn output(") && !text.contains("fn input("), "{text}");
    for item in parsed.items.iter().filter_map(|item| match item {
        syn::Item::Mod(module) => module.content.as_ref(),
        _ => None,
    }) {
        for item in &item.1 {
            let name = match item {
                syn::Item::Static(item) => item.ident.to_string(),
                syn::Item::Fn(item) => item.sig.ident.to_string(),
                _ => continue,
            };
            assert!(seen.insert(name.clone()), "{name} twice in {text}");
        }
    }
    assert!(seen.len() > 8, "{seen:?}");
}

/// Names and values of every usual length: rustfmt changes nothing.
#[test]
fn the_module_is_formatted() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("waiters");
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("rustfmt.toml"), "").expect("a file");
    let mut files = Vec::new();
    for width in 1..=33 {
        let n = "n".repeat(width);
        let look = format!("Look{n}");
        let waiters = [
            waiter(&format!("Ab{n}"), "Mood", "stringEquals", "FINE"),
            waiter("Value", "Mood", "stringEquals", &n),
            waiter("Any", "Cubs[].Name", "anyStringEquals", &n),
            waiter("All", "Cubs[].Cubs[].Mood", "allStringEquals", &n),
            waiter(
                "Length",
                &format!("length(Cubs[?Name == '{n}']) > `1`"),
                "booleanEquals",
                "true",
            ),
            format!(
                r#""Gone{n}": {{"acceptors": [{{"state": "success", "matcher": {{"errorType": "{n}"}}}}]}}"#
            ),
            format!(
                r#""G{n}": {{"minDelay": {}, "acceptors": [{{"state": "success", "matcher": {{"success": true}}}}]}}"#,
                10_u64.pow(u32::try_from(width % 15).expect("a digit"))
            ),
        ];
        let model = zoo(&waiters.join(", "), ZOO).replace("a.zoo#Look", &format!("a.zoo#{look}"));
        let file = folder.join(format!("{width}.rs"));
        fs::write(&file, text(&model)).expect("a file");
        files.push(file);
    }
    match Command::new("rustfmt").args(["--edition", "2024", "--check"]).args(&files).output() {
        Ok(output) => {
            let difference = String::from_utf8_lossy(&output.stdout);
            assert!(output.status.success(), "rustfmt would change\n{difference}");
        }
        Err(error) => {
            assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "no rustfmt: {error}");
            support::say(&format!("left out: whether waiters are formatted: {error}"));
        }
    }
}
