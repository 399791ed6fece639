//! A whole model of this project's own: the text in full, and that it compiles and works.

use std::fs;
use std::path::PathBuf;

use aws_operation::{Endpoint, encode};
use aws_operation_codegen::{Docs, Generated, Generator};

/// The generated text, as a user includes it.
pub mod generated {
    #![deny(warnings, missing_docs)]

    include!("zoo/zoo.rs");
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/zoo")
}

fn generate(change: impl Fn(Generator) -> Generator) -> Generated {
    change(Generator::new(folder().join("zoo.json"))).generate().expect("the zoo")
}

#[test]
fn the_text_is_what_a_person_would_write() {
    let written = fs::read_to_string(folder().join("zoo.rs")).expect("zoo.rs");
    assert_eq!(
        generate(Generator::all).text,
        written,
        "if it is better so: cargo run -p aws-operation-codegen -- generate \
         codegen/tests/zoo/zoo.json --all --out codegen/tests/zoo/zoo.rs"
    );
}

#[test]
fn documentation_comes_along_in_three_lengths() {
    let of = |docs| generate(|generator| generator.operation("GetAnimal").docs(docs)).text;
    let (full, summary, none) = (of(Docs::Full), of(Docs::Summary), of(Docs::None));
    let docs = |text: &str| {
        let lines = text.lines().map(str::trim).filter(|line| line.starts_with("///"));
        lines.take(6).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(
        docs(&full),
        [
            "/// Animals and who feeds them. Only an example.",
            "/// Looks an animal up. See [Animals](https://example.org/animals) for the `kind`s:",
            "///",
            "/// - cats",
            "/// - dogs",
            "/// What it is called."
        ]
    );
    assert_eq!(
        docs(&summary)[..3],
        ["/// Animals and who feeds them.", "/// Looks an animal up.", "/// What it is called."]
    );
    assert_eq!(docs(&none), [""; 0]);
    let code = |text: &str| {
        let lines = text.lines().filter(|line| {
            let line = line.trim();
            !line.starts_with("///") && !line.starts_with("//     ")
        });
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(code(&full), code(&summary));
    assert_eq!(code(&full), code(&none));
}

#[test]
fn a_build_script_may_say_its_own_command() {
    let text = generate(|generator| generator.all().command("cargo build")).text;
    assert_eq!(text.lines().nth(2), Some("//     cargo build"));
}

#[test]
fn the_generated_operations_work() {
    use generated::{Animal, Kind, Meal, PutAnimal, ZOO};

    let animal = Animal {
        kind: Kind::BigCat,
        mother: Some(Box::new(Animal { kind: "PUMA".into(), ..Animal::default() })),
        meal: Some(Box::new(Meal::Fish(3))),
        ..Animal::default()
    };
    let put = PutAnimal {
        name: "Leo".to_owned(),
        animal,
        chip_code: Some("1234".to_owned()),
        ..PutAnimal::default()
    };
    let endpoint: Endpoint = "https://zoo.example.org".parse().expect("the endpoint is a URL");
    let request =
        encode(&put, &ZOO, &endpoint, &mut || "token".to_owned()).expect("a request").request;
    assert_eq!(request.uri().to_string(), "https://zoo.example.org/animals/Leo?mode=import");
    assert_eq!(request.headers()["x-client-token"], "token");
    assert_eq!(
        String::from_utf8_lossy(request.body()),
        r#"{"animal":{"kind":"BIG_CAT","legs":4,"mother":{"kind":"PUMA","legs":4},"meal":{"fish":3}},"chipCode":"1234"}"#
    );
    assert!(!format!("{put:?}").contains("1234"), "what is sensitive is not shown");
}
