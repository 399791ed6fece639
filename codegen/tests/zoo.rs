//! Whole models of this project's own: the full text, which compiles and works.

use std::fs;
use std::path::PathBuf;

use aws_operation::{Endpoint, encode};
use aws_operation_codegen::{Docs, Generator};

/// The generated text, as a user includes it.
pub mod generated {
    #![deny(warnings, missing_docs)]

    include!("zoo/zoo.rs");
}

/// The same for a model with names and defaults that are hard to write in Rust.
pub mod hostile {
    #![deny(warnings, missing_docs)]

    include!("zoo/hostile.rs");
}

/// The same service in several protocols.
pub mod shop {
    #![deny(warnings, missing_docs)]

    /// In awsJson1_1.
    pub mod aws_json {
        include!("zoo/shop_aws_json.rs");
    }

    /// In restXml.
    pub mod rest_xml {
        include!("zoo/shop_rest_xml.rs");
    }

    /// In awsQuery.
    pub mod aws_query {
        include!("zoo/shop_aws_query.rs");
    }

    /// In ec2Query.
    pub mod ec2_query {
        include!("zoo/shop_ec2_query.rs");
    }

    /// In rpcv2Cbor.
    pub mod cbor {
        include!("zoo/shop_cbor.rs");
    }
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

/// The body of the operation `PlaceOrder` with the same order in this protocol.
macro_rules! body_of_order {
    ($protocol:ident) => {{
        use shop::$protocol::{Order, Payment, PlaceOrder, SHOP};

        let order = Order {
            delivered: Some(aws_operation::Timestamp::from_epoch_seconds(0)),
            items: Some(vec!["a".to_owned(), "b".to_owned()]),
            tags: Some([("k".to_owned(), "v".to_owned())].into()),
            rows: Some(vec![vec!["c".to_owned()]]),
            payment: Some(Payment::Vouchers(vec!["d".to_owned()])),
            ..Order::default()
        };
        let place = PlaceOrder { order, token: Some("t".to_owned()) };
        let endpoint: Endpoint = "https://shop.example.org".parse().expect("the endpoint is a URL");
        let request =
            encode(&place, &SHOP, &endpoint, &mut String::new).expect("a request").request;
        String::from_utf8_lossy(request.body()).into_owned()
    }};
}

#[test]
fn the_generated_operations_work_in_every_protocol() {
    assert_eq!(
        body_of_order!(aws_json),
        r#"{"Order":{"Delivered":"Thu, 01 Jan 1970 00:00:00 GMT","Items":["a","b"],"Tags":{"k":"v"},"Rows":[["c"]],"Payment":{"Vouchers":["d"]}},"Token":"t"}"#
    );
    assert_eq!(
        body_of_order!(rest_xml),
        "<NewOrder xmlns:o=\"https://shop.example.org/orders\"><Order>\
         <delivered>Thu, 01 Jan 1970 00:00:00 GMT</delivered>\
         <itemSet><item>a</item><item>b</item></itemSet>\
         <Tag><Key>k</Key><Value>v</Value></Tag>\
         <Rows><row><item>c</item></row></Rows>\
         <Payment><Vouchers>d</Vouchers></Payment></Order><Token>t</Token></NewOrder>"
    );
    assert_eq!(
        body_of_order!(aws_query),
        "Action=PlaceOrder&Version=2026-01-01\
         &Order.delivered=Thu%2C%2001%20Jan%201970%2000%3A00%3A00%20GMT\
         &Order.itemSet.item.1=a&Order.itemSet.item.2=b\
         &Order.Tag.1.Key=k&Order.Tag.1.Value=v\
         &Order.Rows.row.1.item.1=c&Order.Payment.Vouchers.1=d&Token=t"
    );
    assert_eq!(
        body_of_order!(ec2_query),
        "Action=PlaceOrder&Version=2026-01-01\
         &Order.Delivered=Thu%2C%2001%20Jan%201970%2000%3A00%3A00%20GMT\
         &Order.ItemSet.1=a&Order.ItemSet.2=b\
         &Order.Tag.1.Key=k&Order.Tag.1.Value=v\
         &Order.Rows.1.1=c&Order.Payment.Vouchers.1=d&Token=t"
    );
    let cbor = body_of_order!(cbor);
    for name in ["Order", "Delivered", "Items", "Payment", "Vouchers", "Token"] {
        assert!(cbor.contains(name), "{cbor}");
    }
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
