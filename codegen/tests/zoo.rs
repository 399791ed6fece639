//! Whole models of this project's own: the full text, which compiles and works.

use std::fs;
use std::path::PathBuf;

use aws_operation::{Endpoint, encode};
use aws_operation_codegen::{Docs, Generator};

/// The generated text, as a user includes it.
pub mod generated {
    #![deny(warnings)]
    #![allow(missing_docs)]

    include!("zoo/zoo.rs");
}

/// The same for a model with names and defaults that are hard to write in Rust.
pub mod hostile {
    #![deny(warnings)]
    #![allow(missing_docs)]

    include!("zoo/hostile.rs");
}

/// An operation whose endpoint parameters are at paths in its input.
pub mod paths {
    #![deny(warnings)]
    #![allow(missing_docs)]

    include!("zoo/paths.rs");

    #[cfg(test)]
    mod tests {
        use super::{Do, Inner, Item, Kind, Nested};

        fn names<const N: usize>(names: [&str; N]) -> Vec<String> {
            names.map(str::to_owned).to_vec()
        }

        fn inner(name: &str) -> Option<Inner> {
            Some(Inner { table_name: name.to_owned() })
        }

        fn whole() -> Do {
            let more = |more| Item { more: Some(more), ..Item::default() };
            let nested = Nested {
                name: "deep".to_owned(),
                flag: Some(false),
                kind: Some(Kind::Big),
                by_kind: Some([(Kind::Big, "1".to_owned()), (Kind::Small, "2".to_owned())].into()),
                items: Some(vec![
                    more(vec![
                        Item { get: inner("r1"), ..Item::default() },
                        Item { put: inner("no"), ..Item::default() },
                    ]),
                    more(vec![Item { get: inner("r2"), ..Item::default() }]),
                    Item::default(),
                ]),
            };
            Do {
                name: "n".to_owned(),
                nested: Some(nested),
                items: vec![
                    Item {
                        get: inner("g1"),
                        put: inner("p1"),
                        names: Some(names(["a", "b"])),
                        more: None,
                    },
                    Item { put: inner("p2"), ..Item::default() },
                    Item { get: inner("g3"), names: Some(names(["c"])), ..Item::default() },
                ],
                sparse: Some(vec![Some("s".to_owned()), None, Some("t".to_owned())]),
                lists: Some(vec![names(["l1", "l2"]), Vec::new(), names(["l3"])]),
                table: Some(
                    [
                        ("k1".to_owned(), Item { get: inner("m1"), ..Item::default() }),
                        ("k2".to_owned(), Item::default()),
                    ]
                    .into(),
                ),
                values: Some(names(["v1", "v2"])),
                r#type: Some("ty".to_owned()),
                ..Do::default()
            }
        }

        /// The values that a JMESPath implementation finds, without nulls.
        #[test]
        fn paths_find_what_jmespath_finds() {
            let whole = whole();
            assert_eq!(whole.scalar(), "n");
            assert_eq!(whole.optional(), None);
            assert_eq!(whole.deep(), Some("deep"));
            assert_eq!(whole.flag(), Some(false));
            assert_eq!(whole.kind(), Some("big"));
            assert_eq!(whole.r#type(), Some("ty"));
            assert_eq!(whole.wildcard(), ["g1", "g3"]);
            assert_eq!(whole.selected(), ["g1", "p1", "p2", "g3"]);
            assert_eq!(whole.flattened(), ["a", "b", "c"]);
            assert_eq!(whole.flattened_twice(), ["a", "b", "c"]);
            assert_eq!(whole.keys(), Some(vec!["k1", "k2"]));
            assert_eq!(whole.keys_of_enum(), Some(vec!["big", "small"]));
            assert_eq!(whole.of_map(), Some(vec!["m1"]));
            assert_eq!(whole.sparse_list(), Some(vec!["s", "t"]));
            assert_eq!(whole.list_of_lists(), Some(vec!["l1", "l2", "l3"]));
            assert_eq!(whole.list_of_lists_twice(), Some(vec!["l1", "l2", "l3"]));
            assert_eq!(whole.values(), Some(vec!["v1", "v2"]));
            assert_eq!(whole.select(), ["n"]);
            assert_eq!(whole.select_nested(), Some(vec!["deep", "big"]));
            assert_eq!(whole.recursive(), Some(vec!["r1", "r2"]));
            assert_eq!(whole.select_flattened(), ["g1", "g3", "v1", "v2", "l1", "l2", "l3"]);
        }

        #[test]
        fn a_path_without_its_beginning_has_no_value() {
            let empty = Do { name: "n".to_owned(), ..Do::default() };
            assert_eq!(empty.deep(), None);
            assert_eq!(empty.flag(), None);
            assert_eq!(empty.keys(), None);
            assert_eq!(empty.sparse_list(), None);
            assert_eq!(empty.recursive(), None);
            assert_eq!(empty.select(), ["n"]);
            assert_eq!(empty.wildcard(), [""; 0]);
        }
    }
}

/// Payloads that are streams, with checksums.
pub mod streams {
    #![deny(warnings)]
    #![allow(missing_docs)]

    include!("zoo/streams.rs");

    #[cfg(test)]
    mod tests {
        use aws_operation::{Endpoint, encode};

        use super::{FILES, PutFile};

        #[test]
        fn a_stream_of_bytes_is_sent_with_a_checksum() {
            let put =
                PutFile { name: "a b".to_owned(), content: "hello".into(), ..PutFile::default() };
            let endpoint: Endpoint = "https://example.com".parse().expect("a URL");
            let request = encode(&put, &FILES, &endpoint, &mut String::new);
            let request = request.expect("it can be sent").request;
            assert_eq!(request.uri().path(), "/files/a%20b");
            assert_eq!(request.body().as_ref(), b"hello");
            // The CRC-32 of the text, as Python's `zlib.crc32` computes it.
            assert_eq!(request.headers()["x-amz-checksum-crc32"], "NhCmhg==");
        }
    }
}

/// The same service in several protocols.
pub mod shop {
    #![deny(warnings)]
    #![allow(missing_docs)]

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

/// Event streams in both directions, in every protocol that has them.
pub mod talk {
    #![deny(warnings)]
    #![allow(missing_docs)]

    /// In restJson1.
    pub mod rest_json {
        include!("zoo/talk_rest_json.rs");
    }

    /// In restXml.
    pub mod rest_xml {
        include!("zoo/talk_rest_xml.rs");
    }

    /// In awsJson1_1.
    pub mod aws_json {
        include!("zoo/talk_aws_json.rs");
    }

    /// In rpcv2Cbor.
    pub mod cbor {
        include!("zoo/talk_cbor.rs");
    }
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/zoo")
}

fn generator(model: &str) -> Generator {
    Generator::new(folder().join(model))
}

#[test]
fn the_generated_text_is_the_expected_text() {
    for (model, protocol, written) in [
        ("zoo.json", None, "zoo.rs"),
        ("hostile.json", None, "hostile.rs"),
        ("paths.json", None, "paths.rs"),
        ("streams.json", None, "streams.rs"),
        ("shop.json", Some("awsJson1_1"), "shop_aws_json.rs"),
        ("shop.json", Some("restXml"), "shop_rest_xml.rs"),
        ("shop.json", Some("awsQuery"), "shop_aws_query.rs"),
        ("shop.json", Some("ec2Query"), "shop_ec2_query.rs"),
        ("shop.json", Some("rpcv2Cbor"), "shop_cbor.rs"),
        ("talk.json", Some("restJson1"), "talk_rest_json.rs"),
        ("talk.json", Some("restXml"), "talk_rest_xml.rs"),
        ("talk.json", Some("awsJson1_1"), "talk_aws_json.rs"),
        ("talk.json", Some("rpcv2Cbor"), "talk_cbor.rs"),
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

/// Long lines are hard to read in an editor, and many projects forbid them.
#[test]
fn documentation_is_wrapped_at_100_columns() {
    let zoo = fs::read_to_string(folder().join("zoo.json")).expect("the zoo");
    let long = format!("<p>{}</p><ul><li>{}</li></ul>", "long ".repeat(30), "item ".repeat(30));
    let zoo = zoo.replace("<p>What it is called.</p>", &long);
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("long.json");
    fs::write(&path, zoo).expect("a model");
    let text = Generator::new(path).operation("GetAnimal").generate().expect("the zoo").text;
    let lines: Vec<&str> =
        text.lines().skip_while(|line| !line.contains("long long")).take(5).collect();
    let words = |word: &str, count| vec![word; count].join(" ");
    assert_eq!(
        lines,
        [
            format!("    /// {}", words("long", 18)),
            format!("    /// {}", words("long", 12)),
            "    ///".to_owned(),
            format!("    /// - {}", words("item", 18)),
            format!("    ///   {}", words("item", 12)),
        ]
    );
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
fn endpoint_parameters_that_are_not_understood_are_named() {
    let notes = generator("paths.json").all().generate().expect("the model").notes;
    let expected = [
        ("Function", "length(Name)", "the function `length` is not supported"),
        ("Index", "Lists[0]", "an index is not supported"),
        ("Nowhere", "Items[*].Missing", "`Item` has no member `Missing`"),
        ("Structure", "Nested", "it ends at `Nested`"),
        ("TooDeep", "Items[*].Names", "it ends at `Vec<String>`"),
    ]
    .map(|(name, path, problem)| {
        format!(
            "`Do`: the endpoint parameter `{name}` is omitted, because its path `{path}` is not \
             understood: {problem}"
        )
    });
    assert_eq!(notes, expected);
}

/// Smithy 2.0, "Binding parameter values".
#[test]
fn the_value_of_the_operation_takes_precedence_over_those_of_the_input() {
    let text = generator("paths.json").all().generate().expect("the model").text;
    assert!(text.contains("static_context_params(List = [\"a\", \"b\"], Static = \"fixed\")"));
    assert_eq!(text.matches("Static =").count(), 1);
    assert_eq!(text.matches("context_param(").count(), 1);
    assert!(text.contains("#[context_param(\"Own\")]\n    pub owner"));
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

/// A caller can handle the errors of both operations with one function.
#[test]
fn operations_with_the_same_errors_share_an_enum() {
    use aws_operation::{Failure, Operation, decode};
    use shop::aws_json::{GetOrder, GetOrderError, PlaceOrder, PlaceOrderError};

    fn is_unknown<O: Operation<Error = GetOrderError>>() -> bool {
        let body = br#"{"__type": "Shop.NoSuchOrder", "message": "m"}"#;
        let response = http::Response::builder().status(400).body(bytes::Bytes::from_static(body));
        match decode::<O>(&response.expect("a response")) {
            Err(Failure::Service(PlaceOrderError::NoSuchOrder(error), _)) => {
                error.message.as_deref() == Some("m")
            }
            _ => false,
        }
    }
    assert!(is_unknown::<GetOrder>());
    assert!(is_unknown::<PlaceOrder>());
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
