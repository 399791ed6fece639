//! Members: their types, what is optional, defaults, formats and secrets.

mod support;

use support::{inside, model, nested, operation, text};

/// Shapes that tests target.
const SHAPES: &str = r#"
    "a.zoo#Date": {"type": "timestamp", "traits": {"smithy.api#timestampFormat": "date-time"}},
    "a.zoo#Dates": {"type": "list", "member": {"target": "a.zoo#Date"}},
    "a.zoo#Names": {"type": "list", "member": {"target": "smithy.api#String"}},
    "a.zoo#Holes": {"type": "list", "member": {"target": "smithy.api#String"},
        "traits": {"smithy.api#sparse": {}}},
    "a.zoo#Set": {"type": "set", "member": {"target": "smithy.api#Integer"}},
    "a.zoo#Map": {"type": "map", "key": {"target": "smithy.api#String"},
        "value": {"target": "a.zoo#Names"}},
    "a.zoo#HoleMap": {"type": "map", "key": {"target": "smithy.api#String"},
        "value": {"target": "smithy.api#String"}, "traits": {"smithy.api#sparse": {}}},
    "a.zoo#EnumMap": {"type": "map", "key": {"target": "a.zoo#Kind"},
        "value": {"target": "smithy.api#Document"}},
    "a.zoo#Kind": {"type": "enum", "members": {
        "BIG_CAT": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": "big-cat"}},
        "DOG": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": "dog"}}}},
    "a.zoo#Level": {"type": "intEnum", "members": {
        "LOW": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": 1}}}},
    "a.zoo#Secret": {"type": "string", "traits": {"smithy.api#sensitive": {}}},
    "a.zoo#Secrets": {"type": "list", "member": {"target": "a.zoo#Secret"}},
    "a.zoo#SecretMap": {"type": "map", "key": {"target": "smithy.api#String"},
        "value": {"target": "a.zoo#Secrets"}},
    "a.zoo#SecretStructure": {"type": "structure", "members": {},
        "traits": {"smithy.api#sensitive": {}}},
    "a.zoo#Json": {"type": "string", "traits": {"smithy.api#mediaType": "application/json"}},
    "a.zoo#Doc": {"type": "document"}"#;

/// The field `value` of a nested structure, with its attributes.
fn in_document(target: &str, traits: &str) -> String {
    let member = format!(r#""value": {{"target": "{target}", "traits": {{{traits}}}}}"#);
    inside(&text(&model(&format!("{}, {SHAPES}", nested(&member)))), "Nested")
}

/// The field `value` of an operation.
fn in_input(target: &str, traits: &str) -> String {
    let member = format!(r#""value": {{"target": "{target}", "traits": {{{traits}}}}}"#);
    let shapes = format!("{}, {SHAPES}", operation("POST", "/do/{value}", &member));
    let shapes =
        if traits.contains("httpLabel") { shapes } else { shapes.replace("/do/{value}", "/do") };
    inside(&text(&model(&shapes)), "Do")
}

#[test]
fn every_simple_shape_has_a_type() {
    for (target, ty) in [
        ("smithy.api#String", "String"),
        ("smithy.api#Blob", "Blob"),
        ("smithy.api#Boolean", "bool"),
        ("smithy.api#PrimitiveBoolean", "bool"),
        ("smithy.api#Byte", "i8"),
        ("smithy.api#Short", "i16"),
        ("smithy.api#Integer", "i32"),
        ("smithy.api#Long", "i64"),
        ("smithy.api#Float", "f32"),
        ("smithy.api#Double", "f64"),
        ("smithy.api#Timestamp", "Timestamp"),
        ("smithy.api#Document", "Document"),
        ("a.zoo#Doc", "Document"),
        ("a.zoo#Names", "Vec<String>"),
        ("a.zoo#Holes", "Vec<Option<String>>"),
        ("a.zoo#Set", "Vec<i32>"),
        ("a.zoo#Map", "BTreeMap<String, Vec<String>>"),
        ("a.zoo#HoleMap", "BTreeMap<String, Option<String>>"),
        ("a.zoo#EnumMap", "BTreeMap<Kind, Document>"),
        ("a.zoo#Kind", "Kind"),
        ("a.zoo#Level", "Level"),
    ] {
        assert_eq!(in_document(target, ""), format!("pub value: Option<{ty}>,"), "{target}");
    }
}

#[test]
fn an_input_is_optional_unless_it_is_required() {
    for (traits, expected) in [
        ("", "pub value: Option<String>,"),
        (r#""smithy.api#required": {}"#, "pub value: String,"),
        (r#""smithy.api#required": {}, "smithy.api#clientOptional": {}"#, "pub value: String,"),
        (r#""smithy.api#default": "x""#, "pub value: Option<String>,"),
        (
            r#""smithy.api#required": {}, "smithy.api#idempotencyToken": {}"#,
            "#[idempotency_token] pub value: Option<String>,",
        ),
        (
            r#""smithy.api#httpQuery": "token", "smithy.api#idempotencyToken": {}"#,
            "#[query(\"token\")] #[idempotency_token] pub value: Option<String>,",
        ),
        (r#""smithy.api#httpLabel": {}, "smithy.api#idempotencyToken": {}"#, "pub value: String,"),
    ] {
        assert_eq!(in_input("smithy.api#String", traits), expected, "{traits}");
    }
}

#[test]
fn elsewhere_a_member_with_a_default_is_never_missing() {
    for (traits, expected) in [
        ("", "pub value: Option<i32>,"),
        (r#""smithy.api#required": {}"#, "pub value: i32,"),
        (r#""smithy.api#required": {}, "smithy.api#clientOptional": {}"#, "pub value: i32,"),
        (r#""smithy.api#default": 0"#, "pub value: i32,"),
        (r#""smithy.api#default": 7"#, "#[default(7)] pub value: i32,"),
        (r#""smithy.api#default": 7, "smithy.api#required": {}"#, "#[default(7)] pub value: i32,"),
        (r#""smithy.api#default": null"#, "pub value: Option<i32>,"),
        (r#""smithy.api#default": 7, "smithy.api#clientOptional": {}"#, "pub value: Option<i32>,"),
        (r#""smithy.api#default": 7, "smithy.api#addedDefault": {}"#, "pub value: Option<i32>,"),
        (
            r#""smithy.api#default": 7, "smithy.api#addedDefault": {}, "smithy.api#required": {}"#,
            "pub value: i32,",
        ),
    ] {
        assert_eq!(in_document("smithy.api#Integer", traits), expected, "{traits}");
    }
}

#[test]
fn a_default_is_an_expression_where_it_is_not_zero() {
    for (target, default, expected) in [
        ("smithy.api#String", r#""""#, ""),
        ("smithy.api#String", r#""a\"b""#, r#"#[default("a\"b")] "#),
        ("smithy.api#Boolean", "false", ""),
        ("smithy.api#Boolean", "true", "#[default(true)] "),
        ("smithy.api#Double", "0.0", ""),
        ("smithy.api#Double", "1", "#[default(1.0)] "),
        ("smithy.api#Float", "2.5", "#[default(2.5)] "),
        ("smithy.api#Float", r#""NaN""#, "#[default(f32::NAN)] "),
        ("smithy.api#Double", r#""-Infinity""#, "#[default(f64::NEG_INFINITY)] "),
        ("smithy.api#Blob", r#""""#, ""),
        ("smithy.api#Blob", r#""YWJj""#, r#"#[default("abc")] "#),
        ("smithy.api#Blob", r#""/w==""#, r#"#[default(b"\xff"[..].into())] "#),
        ("smithy.api#Timestamp", "0", ""),
        ("smithy.api#Timestamp", "1", "#[default(Timestamp::from_epoch_seconds(1))] "),
        (
            "smithy.api#Timestamp",
            "1.5",
            "#[default(Timestamp::from_epoch_nanos(1500000000).unwrap_or_default())] ",
        ),
        (
            "smithy.api#Timestamp",
            r#""2020-02-20T20:20:20Z""#,
            r#"#[default("2020-02-20T20:20:20Z".parse().unwrap_or_default())] "#,
        ),
        ("a.zoo#Names", "[]", ""),
        ("a.zoo#Map", "{}", ""),
        ("a.zoo#Kind", r#""big-cat""#, "#[default(Kind::BigCat)] "),
        ("a.zoo#Kind", r#""new""#, r#"#[default("new")] "#),
        ("a.zoo#Level", "1", "#[default(Level::Low)] "),
        ("a.zoo#Level", "0", ""),
        ("a.zoo#Level", "9", "#[default(Level::from(9))] "),
        ("a.zoo#Doc", r#""hi""#, r#"#[default("hi")] "#),
        ("a.zoo#Doc", "true", "#[default(Document::from(true))] "),
        ("a.zoo#Doc", "-1", "#[default(Document::from(-1_i64))] "),
        ("a.zoo#Doc", "1.5", "#[default(Document::from(1.5_f64))] "),
        ("a.zoo#Doc", "[]", "#[default(Document::Array(Vec::new()))] "),
        ("a.zoo#Doc", "{}", "#[default(Document::Object(DocumentMap::new()))] "),
    ] {
        let field = in_document(target, &format!(r#""smithy.api#default": {default}"#));
        let (attribute, rest) = field.split_at(field.find("pub ").expect("a field"));
        assert_eq!(attribute, expected, "{target} {default}");
        assert!(!rest.contains("Option"), "{target} {default}: {rest}");
    }
}

#[test]
fn a_timestamp_says_its_format_where_the_place_has_another() {
    let date_time = r#""smithy.api#timestampFormat": "date-time""#;
    let epoch = r#""smithy.api#timestampFormat": "epoch-seconds""#;
    let header = r#""smithy.api#httpHeader": "x""#;
    let query = r#""smithy.api#httpQuery": "value""#;
    for (target, traits, expected) in [
        ("smithy.api#Timestamp", String::new(), ""),
        ("smithy.api#Timestamp", epoch.to_owned(), ""),
        ("smithy.api#Timestamp", date_time.to_owned(), "#[timestamp(date_time)] "),
        ("a.zoo#Date", String::new(), "#[timestamp(date_time)] "),
        ("a.zoo#Date", epoch.to_owned(), ""),
        ("a.zoo#Dates", String::new(), "#[timestamp(date_time)] "),
        ("smithy.api#Timestamp", header.to_owned(), "#[header(\"x\")] "),
        ("a.zoo#Dates", header.to_owned(), "#[header(\"x\")] #[timestamp(date_time)] "),
        ("smithy.api#Timestamp", query.to_owned(), "#[query] "),
        ("a.zoo#Dates", query.to_owned(), "#[query] "),
        (
            "smithy.api#Timestamp",
            format!("{query}, {epoch}"),
            "#[query] #[timestamp(epoch_seconds)] ",
        ),
    ] {
        let field = in_input(target, &traits);
        assert!(field.starts_with(&format!("{expected}pub ")), "{target} {traits}: {field}");
    }
}

#[test]
fn secrets_are_found_wherever_they_are_declared() {
    for (target, traits, secret) in [
        ("smithy.api#String", "", false),
        ("smithy.api#String", r#""smithy.api#sensitive": {}"#, true),
        ("a.zoo#Secret", "", true),
        ("a.zoo#Secrets", "", true),
        ("a.zoo#SecretMap", "", true),
        ("a.zoo#SecretStructure", "", true),
    ] {
        let field = in_document(target, traits);
        assert_eq!(field.starts_with("#[sensitive] "), secret, "{target} {traits}: {field}");
    }
}

#[test]
fn a_media_type_counts_in_headers_and_payloads() {
    for (traits, expected) in [
        ("", "pub value: Option<String>,"),
        (
            r#""smithy.api#httpHeader": "x""#,
            "#[header(\"x\")] #[media_type(\"application/json\")] pub value: Option<String>,",
        ),
        (
            r#""smithy.api#httpPayload": {}"#,
            "#[payload] #[media_type(\"application/json\")] pub value: Option<String>,",
        ),
        (r#""smithy.api#httpQuery": "value""#, "#[query] pub value: Option<String>,"),
    ] {
        assert_eq!(in_input("a.zoo#Json", traits), expected, "{traits}");
    }
}

#[test]
fn a_shape_that_holds_itself_is_boxed_and_only_there() {
    let shapes = nested(
        r#""self": {"target": "a.zoo#Nested"}, "other": {"target": "a.zoo#Other"},
        "leaf": {"target": "a.zoo#Leaf"}, "all": {"target": "a.zoo#All"},
        "choice": {"target": "a.zoo#Choice"}"#,
    ) + r#",
        "a.zoo#Other": {"type": "structure", "members": {"back": {"target": "a.zoo#Nested"}}},
        "a.zoo#Leaf": {"type": "structure", "members": {"tree": {"target": "a.zoo#All"}}},
        "a.zoo#All": {"type": "list", "member": {"target": "a.zoo#Nested"}},
        "a.zoo#Choice": {"type": "union", "members": {
            "text": {"target": "smithy.api#String"}, "node": {"target": "a.zoo#Nested"},
            "nothing": {"target": "smithy.api#Unit"}, "leaf": {"target": "a.zoo#Leaf"}}}"#;
    let text = text(&model(&shapes));
    assert_eq!(
        inside(&text, "Nested"),
        "pub self_: Option<Box<Nested>>, pub other: Option<Box<Other>>, pub leaf: Option<Leaf>, \
         pub all: Option<Vec<Nested>>, pub choice: Option<Box<Choice>>,"
    );
    assert_eq!(
        inside(&text, "Choice"),
        "Text(String), Node(Box<Nested>), Nothing, Leaf(Leaf), Unknown(String, Document),"
    );
    assert_eq!(inside(&text, "Other"), "pub back: Option<Box<Nested>>,");
    assert_eq!(inside(&text, "DoOutput"), "pub nested: Option<Nested>,");
}

#[test]
fn two_members_of_one_name_get_a_number_in_the_models_order() {
    let members = r#""fooBar": {"target": "smithy.api#String"},
        "foo_bar": {"target": "smithy.api#String"}, "FooBar": {"target": "smithy.api#String"}"#;
    assert_eq!(
        inside(&text(&model(&nested(members))), "Nested"),
        "pub foo_bar: Option<String>, #[body(\"foo_bar\")] pub foo_bar_2: Option<String>, \
         #[body(\"FooBar\")] pub foo_bar_3: Option<String>,"
    );
}
