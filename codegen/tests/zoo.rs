//! Whole models of this project's own: the text in full, and that it compiles and works.

use std::fs;
use std::path::PathBuf;

use aws_operation::{Endpoint, encode};
use aws_operation_codegen::{Docs, Generator};

/// The generated text, as a user includes it.
pub mod generated {
    #![deny(warnings, missing_docs)]

    include!("zoo/zoo.rs");
}

/// The same of a model whose names and defaults are as bad as they can be.
pub mod hostile {
    #![deny(warnings, missing_docs)]

    include!("zoo/hostile.rs");
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/zoo")
}

fn generator(model: &str) -> Generator {
    Generator::new(folder().join(model))
}

#[test]
fn the_text_is_what_a_person_would_write() {
    for (model, protocol, written) in [
        ("zoo.json", None, "zoo.rs"),
        ("hostile.json", None, "hostile.rs"),
        ("shop.json", Some("awsJson1_1"), "shop_aws_json.rs"),
        ("shop.json", Some("restXml"), "shop_rest_xml.rs"),
        ("shop.json", Some("awsQuery"), "shop_aws_query.rs"),
        ("shop.json", Some("ec2Query"), "shop_ec2_query.rs"),
        ("shop.json", Some("rpcv2Cbor"), "shop_cbor.rs"),
    ] {
        let mut generator = generator(model).all();
        let mut arguments = format!("{model} --all");
        if let Some(protocol) = protocol {
            generator = generator.protocol(protocol);
            arguments = format!("{arguments} --protocol {protocol}");
        }
        assert_eq!(
            generator.generate().expect(written).text,
            fs::read_to_string(folder().join(written)).expect(written),
            "if it is better so, in codegen/tests/zoo: cargo run -p aws-operation-codegen -- \
             generate {arguments} --out {written}"
        );
    }
}

#[test]
fn documentation_comes_along_in_three_lengths() {
    let of = |docs| {
        let generator = generator("zoo.json").operation("GetAnimal").docs(docs);
        generator.generate().expect("the zoo").text
    };
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
    let text = generator("zoo.json").all().command("cargo build").generate().expect("the zoo").text;
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

#[test]
fn defaults_are_the_models() {
    use aws_operation::{Document, Timestamp};
    use hostile::{DefaultShape, Level, StringShape};

    let defaults = DefaultShape::default();
    assert_eq!(defaults.string, "\"\\\n{}é");
    assert_eq!(defaults.named, StringShape::Self_);
    assert_eq!(defaults.unnamed, StringShape::Unrecognized_("new".to_owned()));
    assert_eq!((defaults.level, defaults.new_level), (Level::Low, Level::Unknown(7)));
    assert_eq!((defaults.long, defaults.float), (i64::MIN, f32::NEG_INFINITY));
    assert_eq!(&defaults.blob[..], b"\xff\0\"");
    assert_eq!(Some(defaults.time), Timestamp::from_epoch_nanos(1_500_000_000));
    assert_eq!(defaults.date.to_string(), "2020-02-20T20:20:20Z");
    assert_eq!(defaults.document, Document::from(-1.5));
    assert_eq!(defaults.list, Document::Array(Vec::new()));
}
