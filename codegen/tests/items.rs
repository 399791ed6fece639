//! Items: their names and attributes, and that no item occurs twice.

mod support;

use aws_operation_codegen::{Docs, Model, Selection, plan, render};
use support::{ZOO, inside, item, model, nested, operation, service, text};

/// The names of all types of a text, in its order.
fn types(text: &str) -> Vec<&str> {
    text.lines()
        .filter_map(|line| line.strip_prefix("pub struct ").or(line.strip_prefix("pub enum ")))
        .map(|rest| rest.trim_end_matches([' ', '{', '}']))
        .collect()
}

/// An operation of this name with an output that holds these shapes.
fn reaching(name: &str, rest: &str, shapes: &[&str]) -> String {
    let members: Vec<String> = shapes
        .iter()
        .zip(1..)
        .map(|(shape, i)| format!(r#""m{i}": {{"target": "{shape}"}}"#))
        .collect();
    format!(
        r#""a.zoo#{name}": {{"type": "operation"{rest}, "output": {{"target": "a.zoo#{name}Out"}},
            "traits": {{"smithy.api#http": {{"method": "POST", "uri": "/"}}}}}},
        "a.zoo#{name}Out": {{"type": "structure", "members": {{{}}}}}"#,
        members.join(", ")
    )
}

fn structures(ids: &[&str]) -> String {
    let shape = |id: &&str| {
        format!(
            r#", "{id}": {{"type": "structure", "members": {{"x": {{"target": "smithy.api#String"}}}}}}"#
        )
    };
    ids.iter().map(shape).collect()
}

#[test]
fn types_keep_clear_of_rust_and_of_each_other() {
    for (ids, expected) in [
        (&["a.zoo#Option", "a.zoo#Document"][..], &["DocumentShape", "OptionShape"][..]),
        (&["a.zoo#Error"], &["Error"]),
        (&["a.zoo#Cat", "a.zoo#CAT", "a.zoo#cat"], &["CAT", "CatShape", "CatShape2"]),
        (&["a.zoo#Cat", "b.zoo#Cat"], &["Cat", "CatShape"]),
        (&["b.zoo#Do"], &["DoShape"]),
        (&["a.zoo#big_cat"], &["BigCat"]),
    ] {
        let text = text(&model(&(reaching("Do", "", ids) + &structures(ids))));
        let mut types = types(&text);
        types.retain(|name| !["Do", "DoOut"].contains(name));
        assert_eq!(types, expected, "{ids:?}");
    }
}

#[test]
fn an_error_enum_makes_way_for_a_shape_of_its_name() {
    let errors = r#", "errors": [{"target": "a.zoo#Bad"}]"#;
    let ids = ["a.zoo#DoError", "a.zoo#Bad"];
    let text = text(&model(&(reaching("Do", errors, &ids[..1]) + &structures(&ids))));
    assert_eq!(types(&text), ["Do", "DoOperationError", "Bad", "DoError", "DoOut"]);
}

#[test]
fn a_service_renames_its_shapes() {
    let ids = ["a.zoo#Cat", "b.zoo#Cat"];
    let shapes = reaching("Do", "", &ids) + &structures(&ids);
    let text = text(&service(&shapes, ZOO, r#", "rename": {"b.zoo#Cat": "WildCat"}"#));
    assert_eq!(types(&text), ["Do", "Cat", "DoOut", "WildCat"]);
}

#[test]
fn exceptions_are_structures_that_operations_share() {
    let http = r#""traits": {"smithy.api#http": {"method": "POST", "uri": "/"}}"#;
    let shapes = format!(
        r#""a.zoo#A": {{"type": "operation", "errors": [{{"target": "a.zoo#Gone"}}, {{"target": "a.zoo#bad"}}], {http}}},
        "a.zoo#B": {{"type": "operation", {http}}},
        "a.zoo#Gone": {{"type": "structure", "traits": {{"smithy.api#error": "client"}}, "members": {{
            "message": {{"target": "smithy.api#String"}},
            "after": {{"target": "smithy.api#String", "traits": {{"smithy.api#httpHeader": "Retry-After"}}}}}}}},
        "a.zoo#bad": {{"type": "structure", "traits": {{"smithy.api#retryable": {{"throttling": true}}}}, "members": {{}}}},
        "a.zoo#Other": {{"type": "structure", "traits": {{"smithy.api#retryable": {{}}}}, "members": {{}}}}"#
    );
    let text = text(&service(
        &shapes,
        ZOO,
        r#", "errors": [{"target": "a.zoo#Other"}, {"target": "a.zoo#Gone"}]"#,
    ));
    assert_eq!(types(&text), ["A", "AError", "B", "BError", "Bad", "Gone", "Other"]);
    assert_eq!(
        inside(&text, "AError"),
        "Gone(Gone), #[code(\"bad\")] #[retryable(throttling)] Bad(Bad), \
         #[retryable] Other(Other), Unrecognized(ServiceError),"
    );
    assert_eq!(
        inside(&text, "BError"),
        "#[retryable] Other(Other), Gone(Gone), Unrecognized(ServiceError),"
    );
    assert_eq!(
        inside(&text, "Gone"),
        "pub message: Option<String>, #[header(\"Retry-After\")] pub after: Option<String>,"
    );
    assert_eq!(item(&text, "Gone").lines().next(), Some("#[aws_error]"));
}

#[test]
fn an_exception_that_stands_in_documents_is_two_structs() {
    let shapes = reaching("Do", r#", "errors": [{"target": "a.zoo#Bad"}]"#, &["a.zoo#Bad"])
        + &structures(&["a.zoo#Bad"]);
    let text = text(&model(&shapes));
    assert_eq!(types(&text), ["Do", "DoError", "Bad", "BadError", "DoOut"]);
    assert_eq!(inside(&text, "DoError"), "Bad(BadError), Other(ServiceError),");
    assert_eq!(item(&text, "Bad").lines().next(), Some("#[aws_structure]"));
    assert_eq!(item(&text, "BadError").lines().next(), Some("#[aws_error]"));
}

#[test]
fn an_output_without_members_is_nothing() {
    for output in ["smithy.api#Unit", "a.zoo#Empty"] {
        let shapes = format!(
            r#""a.zoo#Do": {{"type": "operation", "output": {{"target": "{output}"}},
                "traits": {{"smithy.api#http": {{"method": "POST", "uri": "/", "code": 204}}}}}},
            "a.zoo#Empty": {{"type": "structure", "members": {{}}}}"#
        );
        assert_eq!(
            item(&text(&model(&shapes)), "Do").lines().next(),
            Some(r#"#[aws_operation(method = "POST", uri = "/", code = 204)]"#)
        );
    }
}

#[test]
fn enums_say_a_value_only_where_the_case_does_not() {
    let with = |shape: &str| {
        let shapes = nested(r#""kind": {"target": "a.zoo#Kind"}"#);
        let text = text(&model(&format!(r#"{shapes}, "a.zoo#Kind": {shape}"#)));
        let attribute = item(&text, "Kind").lines().next().unwrap_or_default().to_owned();
        format!("{attribute} {}", inside(&text, "Kind"))
    };
    let of = |members: &[(&str, &str)]| {
        let members: Vec<String> = members
            .iter()
            .map(|(name, value)| {
                format!(r#""{name}": {{"target": "smithy.api#Unit", "traits": {{"smithy.api#enumValue": {value}}}}}"#)
            })
            .collect();
        format!(r#"{{"type": "enum", "members": {{{}}}}}"#, members.join(", "))
    };
    for (members, expected) in [
        (
            &[("BIG_CAT", "\"BIG_CAT\""), ("DOG", "\"DOG\"")][..],
            "#[aws_enum] BigCat, Dog, Unknown(String),",
        ),
        (
            &[("BIG_CAT", "\"BigCat\""), ("DOG", "\"Dog\"")],
            "#[aws_enum(rename_all = \"PascalCase\")] BigCat, Dog, Unknown(String),",
        ),
        (
            &[("BIG_CAT", "\"big-cat\""), ("DOG", "\"dog\""), ("X", "\"1x\"")],
            "#[aws_enum(rename_all = \"kebab-case\")] BigCat, Dog, #[value(\"1x\")] X, Unknown(String),",
        ),
        (
            &[("UNKNOWN", "\"UNKNOWN\""), ("SELF", "\"SELF\"")],
            "#[aws_enum] Unknown, #[value(\"SELF\")] Self_, Unrecognized(String),",
        ),
        (
            &[("Unknown", "\"a\""), ("Unrecognized", "\"b\"")],
            "#[aws_enum] #[value(\"a\")] Unknown, #[value(\"b\")] Unrecognized, Unrecognized_(String),",
        ),
        (
            &[("foo", "\"foo\""), ("FOO", "\"FOO\"")],
            "#[aws_enum(rename_all = \"lowercase\")] Foo, #[value(\"FOO\")] Foo2, Unknown(String),",
        ),
        (&[("_4XX", "\"4XX\"")], "#[aws_enum] #[value(\"4XX\")] N4Xx, Unknown(String),"),
    ] {
        assert_eq!(with(&of(members)), expected);
    }
    assert_eq!(
        with(&of(&[("LOW", "1"), ("HIGH", "10")]).replace("\"enum\"", "\"intEnum\"")),
        "#[aws_enum] #[value(1)] Low, #[value(10)] High, Unknown(i32),"
    );
    let legacy = r#"{"type": "string", "traits": {"smithy.api#enum": [
        {"value": "t2.micro"}, {"value": "*"}, {"value": ""}, {"value": "a:b", "name": "SCOPED"}]}}"#;
    assert_eq!(
        with(legacy),
        "#[aws_enum] #[value(\"t2.micro\")] T2Micro, #[value(\"*\")] Value2, #[value(\"\")] Empty, \
         #[value(\"a:b\")] Scoped, Unknown(String),"
    );
}

#[test]
fn unions_say_a_tag_only_where_the_case_does_not() {
    let of = |members: &str| {
        let shapes = nested(r#""choice": {"target": "a.zoo#Choice"}"#);
        let union = format!(r#""a.zoo#Choice": {{"type": "union", "members": {{{members}}}}}"#);
        let text = text(&model(&format!("{shapes}, {union}")));
        let attribute = item(&text, "Choice").lines().next().unwrap_or_default().to_owned();
        format!("{attribute} {}", inside(&text, "Choice"))
    };
    assert_eq!(
        of(r#""someText": {"target": "smithy.api#String"}, "XY": {"target": "smithy.api#Blob"},
            "at": {"target": "smithy.api#Timestamp", "traits": {"smithy.api#timestampFormat": "date-time"}},
            "secret": {"target": "smithy.api#String", "traits": {"smithy.api#sensitive": {}, "smithy.api#jsonName": "hush"}}"#),
        "#[aws_union] SomeText(String), #[tag(\"XY\")] Xy(Blob), #[timestamp(date_time)] At(Timestamp), \
         #[tag(\"hush\")] #[sensitive] Secret(String), Unknown(String, Document),"
    );
    assert_eq!(
        of(r#""S": {"target": "smithy.api#String"}, "Unknown": {"target": "smithy.api#Unit"}"#),
        "#[aws_union(rename_all = \"PascalCase\")] S(String), Unknown, Unrecognized(String, Document),"
    );
}

#[test]
fn names_do_not_depend_on_the_selection() {
    let ids = ["a.zoo#Cat", "b.zoo#Cat", "a.zoo#AError"];
    let shapes = [
        reaching("A", r#", "errors": [{"target": "c.zoo#Bad"}]"#, &["b.zoo#Cat"]),
        reaching("B", "", &["a.zoo#Cat", "a.zoo#AError", "c.zoo#Bad"]),
        reaching("C", "", &[]),
        r#""c.zoo#Bad": {"type": "structure", "members": {}}"#.to_owned(),
    ]
    .join(", ")
        + &structures(&ids);
    let model = Model::parse(&model(&shapes)).expect("a model");
    let of =
        |selection: Selection| render(&plan(&model, &selection).expect("a plan"), Docs::None, None);
    let all = of(Selection::all());
    assert_eq!(
        types(&all).join(" "),
        "A AOperationError B C AError AOut BOut Bad BadError Cat CatShape"
    );
    for name in ["A", "B", "C"] {
        for item in
            of(Selection::operations([name])).split("\n\n").filter(|item| item.contains("pub "))
        {
            assert!(all.contains(item.trim()), "{name}: {item}");
        }
    }
    assert_eq!(of(Selection::operations(["B", "A", "C"])), all);
}

#[test]
fn only_what_an_operation_reaches_is_there() {
    let shapes = [
        reaching("A", "", &["a.zoo#Cat"]),
        reaching("B", "", &["a.zoo#Dog"]),
        operation("POST", "/", r#""x": {"target": "a.zoo#Fox"}"#),
    ]
    .join(", ")
        + &structures(&["a.zoo#Cat", "a.zoo#Dog", "a.zoo#Fox"]);
    let model = Model::parse(&model(&shapes)).expect("a model");
    let of = |names: &[&str]| {
        let plan = plan(&model, &Selection::operations(names.iter().copied())).expect("a plan");
        types(&render(&plan, Docs::None, None)).join(" ")
    };
    assert_eq!(of(&["A"]), "A AOut Cat");
    assert_eq!(of(&["Do"]), "Do Fox");
    assert_eq!(of(&["Do", "A"]), "A Do AOut Cat Fox");
}
