//! Error messages: one line for each problem, in the user's own names, with the remedy.

mod support;

use aws_operation_codegen::{Model, Selection, plan};
use support::{ZOO, error, model, nested, operation, service};

#[test]
fn a_file_that_is_not_a_model_is_an_error() {
    for (text, expected) in [
        ("", "not JSON: EOF while parsing a value at line 1 column 0; a model is a JSON file"),
        (
            "[]",
            "not a Smithy JSON AST: it has no `smithy`; use a model of aws/api-models-aws, or write one with `smithy ast`",
        ),
        (
            r#"{"smithy": "1.0", "shapes": {}}"#,
            "the model is written in Smithy 1.0; convert it with `smithy ast`",
        ),
        (
            r#"{"smithy": "2.0", "shapes": []}"#,
            "not a Smithy JSON AST: invalid type: sequence, expected an object at line 1 column 28",
        ),
        (
            &model(r#""a.zoo#Cat": {"type": "string"}"#),
            "`a.zoo#Zoo` has no operations; use a complete model",
        ),
        (
            r#"{"smithy": "2.0", "shapes": {}}"#,
            "the model has no service; use one that describes a whole service",
        ),
    ] {
        assert_eq!(error(text), expected, "{text}");
    }
    let missing = Model::load("no/such/model.json").expect_err("no file").to_string();
    assert_eq!(missing, "no/such/model.json: No such file or directory (os error 2)");
}

#[test]
fn an_unknown_operation_has_a_nearest_name() {
    let http = r#""traits": {"smithy.api#http": {"method": "POST", "uri": "/"}}"#;
    let model = model(&format!(
        r#""a.zoo#FeedCat": {{"type": "operation", {http}}}, "a.zoo#FeedCats": {{"type": "operation", {http}}}"#
    ));
    let model = Model::parse(&model).expect("a model");
    for (names, expected) in [
        (&["FeedCat5"][..], "no operation `FeedCat5` in a.zoo; did you mean `FeedCat`?"),
        (&["feedcats", "FeedCat"], "no operation `feedcats` in a.zoo; did you mean `FeedCats`?"),
        (&["Sleep"], "no operation `Sleep` in a.zoo; `aws-operation list` shows all operations"),
        (
            &["Sleep", "FedCat"],
            "no operation `FedCat` in a.zoo; did you mean `FeedCat`?\n\
             no operation `Sleep` in a.zoo; `aws-operation list` shows all operations",
        ),
        (&[], "no operation selected; use `--operation NAME` or `--all`"),
    ] {
        let selection = Selection::operations(names.iter().copied());
        let error = plan(&model, &selection).expect_err("an error").to_string();
        assert_eq!(error, expected);
    }
}

#[test]
fn a_model_with_several_services_needs_the_name_of_one() {
    let text = r#"{"smithy": "2.0", "shapes": {
        "a.zoo#Zoo": {"type": "service", "traits": {"aws.protocols#restJson1": {}}},
        "a.zoo#Farm": {"type": "service", "traits": {"aws.protocols#restJson1": {}}}}}"#;
    let model = Model::parse(text).expect("a model");
    for (name, expected) in [
        (
            None,
            "the model has several services: `a.zoo#Zoo`, `a.zoo#Farm`; name one with `--service`",
        ),
        (Some("Zo"), "no service `Zo` in the model; did you mean `Zoo`?"),
        (Some("a.zoo#Frm"), "no service `a.zoo#Frm` in the model; did you mean `a.zoo#Farm`?"),
        (Some("Circus"), "no service `Circus` in the model; it has `a.zoo#Zoo`, `a.zoo#Farm`"),
    ] {
        let selection = Selection::operations(["X"]);
        let selection = match name {
            Some(name) => selection.service(name),
            None => selection,
        };
        let error = plan(&model, &selection).expect_err("an error").to_string();
        assert_eq!(error, expected);
    }
    let one = Selection::operations(["X"]).service("Farm");
    let error = plan(&model, &one).expect_err("an error").to_string();
    assert!(error.starts_with("no operation `X`"), "{error}");
}

#[test]
fn the_error_names_a_protocol_that_the_service_does_not_support() {
    const ALL: &str = "restJson1, awsJson1_0, awsJson1_1, restXml, awsQuery, ec2Query, rpcv2Cbor";
    let shapes = operation("POST", "/", "");
    let two = r#""smithy.protocols#rpcv2Cbor": {}, "aws.protocols#awsQueryCompatible": {},
        "aws.protocols#awsJson1_0": {}"#;
    for (protocols, asked, expected) in [
        ("", None, format!("`a.zoo#Zoo` uses none of the supported protocols: {ALL}")),
        ("", Some("awsQuery"), format!("`a.zoo#Zoo` uses none of the supported protocols: {ALL}")),
        (
            r#""alloy#simpleRestJson": {}"#,
            None,
            format!("`a.zoo#Zoo` uses none of the supported protocols: {ALL}"),
        ),
        (
            two,
            Some("restXml"),
            "`a.zoo#Zoo` does not support restXml; it supports awsJson1_0, rpcv2Cbor".to_owned(),
        ),
        (
            two,
            Some("awsJson10"),
            "unknown protocol `awsJson10`; did you mean `awsJson1_0`?".to_owned(),
        ),
        (
            two,
            Some("RPCV2CBOR"),
            "unknown protocol `RPCV2CBOR`; did you mean `rpcv2Cbor`?".to_owned(),
        ),
        (two, Some("soap"), format!("unknown protocol `soap`; the protocols are {ALL}")),
    ] {
        let model = Model::parse(&service(&shapes, protocols, "")).expect("a model");
        let selection = match asked {
            Some(name) => Selection::all().protocol(name),
            None => Selection::all(),
        };
        let error = plan(&model, &selection).expect_err("an error").to_string();
        assert_eq!(error, expected, "{protocols} {asked:?}");
    }
}

#[test]
fn the_error_of_an_incomplete_model_names_the_operation() {
    for (shapes, expected) in [
        (
            r#""a.zoo#Do": {"type": "operation"}"#.to_owned(),
            "`Do`: the operation has no trait smithy.api#http; restJson1 needs one",
        ),
        (
            r#""a.zoo#Do": {"type": "operation", "traits": {"smithy.api#http": {"method": "GET"}}}"#
                .to_owned(),
            "`Do`: its trait smithy.api#http has no `uri`; complete the model",
        ),
        (
            operation("POST", "/", "").replace("\"a.zoo#DoInput\": {", "\"a.zoo#Other\": {"),
            "`Do`: its input is `a.zoo#DoInput`, which is not in the model; use a complete model",
        ),
        (
            operation("POST", "/", r#""cat": {"target": "a.zoo#Cat"}"#),
            "`Do`: member `cat` of `DoInput` is `a.zoo#Cat`, which is not in the model; use a complete model",
        ),
        (
            nested(r#""cats": {"target": "a.zoo#Cats"}"#)
                + r#", "a.zoo#Cats": {"type": "list", "member": {"target": "a.zoo#Cat"}}"#,
            "`Do`: an item of `Cats` is `a.zoo#Cat`, which is not in the model; use a complete model",
        ),
        (
            nested(r#""age": {"target": "smithy.api#BigInteger"}"#),
            "`Do`: member `age` of `Nested` is of type bigInteger, which is not supported yet; omit the operation",
        ),
        (
            nested(r#""age": {"target": "a.zoo#Age"}"#) + r#", "a.zoo#Age": {"type": "bigDecimal"}"#,
            "`Do`: member `age` of `Nested` is of type bigDecimal, which is not supported yet; omit the operation",
        ),
        (
            nested(r#""all": {"target": "a.zoo#All"}"#)
                + r#", "a.zoo#All": {"type": "list", "member": {"target": "a.zoo#All"}}"#,
            "`Do`: an item of `All` nests lists and maps more than 32 levels deep, or recursively; put a structure between them",
        ),
        (
            nested(r#""age": {"target": "smithy.api#Integer", "traits": {"smithy.api#default": "x"}}"#),
            "`Do`: member `age` of `Nested`: its default \"x\" does not match its type; correct the model",
        ),
        (
            nested(r#""cat": {"target": "a.zoo#Cat"}"#)
                + r#", "a.zoo#Cat": {"type": "structure", "members": {}, "mixins": [{"target": "a.zoo#Mix"}]}"#,
            "`Do`: member `cat` of `Nested` is `a.zoo#Cat`, which has mixins; flatten the model with `smithy ast --flatten`",
        ),
    ] {
        assert_eq!(error(&model(&shapes)), expected);
    }
}

/// An invalid name could end a comment and begin code.
#[test]
fn names_that_smithy_does_not_allow_are_refused_when_a_model_is_read() {
    let do_it = r#""a.zoo#Do": {"type": "operation", "traits": {"smithy.api#http": {"method": "GET", "uri": "/"}}}"#;
    let of = |id: &str| format!(r#"{do_it}, "{id}": {{"type": "string"}}"#);
    let shape = "a shape id is a namespace, `#` and a name, each of letters, digits and \
                 underscores, as in `com.example#Name`";
    let name =
        "a name consists of letters, digits and underscores, and does not start with a digit";
    for (shapes, bad, rule) in [
        (of("Cat"), "invalid name `Cat`", shape),
        (of("a.zoo#Cat$whiskers"), "invalid name `a.zoo#Cat$whiskers`", shape),
        (of("a.zoo#1"), "invalid name `a.zoo#1`", shape),
        (of(r"a.zoo#Cat\n#![evil]"), "invalid name `a.zoo#Cat #![evil]`", shape),
        (of(r"a\rb#Cat"), "invalid name `a b#Cat`", shape),
        (of(r"a.zoo#C\u202eat"), "invalid name `a.zoo#C at`", shape),
        (of(r"a.zoo#\u001b[31mCat"), "invalid name `a.zoo# [31mCat`", shape),
        (
            nested(r#""a b": {"target": "smithy.api#String"}"#),
            "`a.zoo#Nested`: invalid name `a b`",
            name,
        ),
        (nested(r#""": {"target": "smithy.api#String"}"#), "`a.zoo#Nested`: invalid name ``", name),
        (
            nested(r#""_": {"target": "smithy.api#String"}"#),
            "`a.zoo#Nested`: invalid name `_`",
            name,
        ),
        (
            nested(r#""a": {"target": "String"}"#),
            "`a.zoo#Nested`: member `a`: invalid name `String`",
            shape,
        ),
        (
            nested(r#""a": {"target": "smithy.api#String", "traits": {"evil\n": {}}}"#),
            "`a.zoo#Nested`: member `a`: invalid name `evil`",
            shape,
        ),
        (
            format!(
                r#"{do_it}, "a.zoo#L": {{"type": "list", "member": {{"target": "a.zoo#\"x\""}}}}"#
            ),
            "`a.zoo#L`: invalid name `a.zoo#\"x\"`",
            shape,
        ),
        (
            do_it.replace(r#""traits""#, r##""errors": [{"target": "#"}], "traits""##),
            "`a.zoo#Do`: invalid name `#`",
            shape,
        ),
    ] {
        assert_eq!(error(&model(&shapes)), format!("{bad}; {rule}"));
    }
    let renamed = service(do_it, ZOO, r#", "rename": {"a.zoo#Cat": "C at"}"#);
    assert_eq!(error(&renamed), format!("`a.zoo#Zoo`: invalid name `C at`; {name}"));
    let long = "x".repeat(300);
    assert_eq!(
        error(&model(&of(&format!("a.zoo#{long}")))),
        format!("invalid name `a.zoo#{}…`; a shape id has at most 255 characters", &long[..93])
    );
    for (shapes, expected) in [
        (
            format!(r#"{}, "a.zoo#Cat": {{"type": "string"}}"#, of("a.zoo#Cat")),
            "duplicate shape `a.zoo#Cat` in the model; remove one",
        ),
        (
            nested(r#""a": {"target": "a.b#C"}, "a": {"target": "a.b#C"}"#),
            "`a.zoo#Nested`: duplicate member `a`; remove one",
        ),
    ] {
        assert_eq!(error(&model(&shapes)), expected);
    }
}

/// A short model must not become gigabytes.
#[test]
fn types_and_texts_have_limits() {
    // Each map as the key and the value of the next doubles the type.
    let maps: String = (1..=30)
        .map(|i| {
            let inner = i - 1;
            format!(
                r#", "a.zoo#M{i}": {{"type": "map", "key": {{"target": "a.zoo#M{inner}"}}, "value": {{"target": "a.zoo#M{inner}"}}}}"#
            )
        })
        .collect();
    let shapes =
        nested(r#""all": {"target": "a.zoo#M30"}"#) + &maps + r#", "a.zoo#M0": {"type": "string"}"#;
    assert_eq!(
        error(&model(&shapes)),
        "`Do`: a key of `M30` is of type map; map keys must be strings or enums"
    );
    for (key, kind) in [
        ("smithy.api#Integer", "integer"),
        ("smithy.api#Document", "document"),
        ("a.zoo#Nested", "structure"),
        ("a.zoo#Level", "intEnum"),
    ] {
        let shapes = nested(r#""all": {"target": "a.zoo#Map"}"#)
            + &format!(
                r#", "a.zoo#Map": {{"type": "map", "key": {{"target": "{key}"}}, "value": {{"target": "smithy.api#String"}}}},
                "a.zoo#Level": {{"type": "intEnum", "members": {{}}}}"#
            );
        assert_eq!(
            error(&model(&shapes)),
            format!("`Do`: a key of `Map` is of type {kind}; map keys must be strings or enums")
        );
    }
    let deep = |levels: usize| {
        let lists: String = (1..=levels)
            .map(|i| {
                let inner = i - 1;
                format!(r#", "a.zoo#L{i}": {{"type": "list", "member": {{"target": "a.zoo#L{inner}"}}}}"#)
            })
            .collect();
        nested(&format!(r#""all": {{"target": "a.zoo#L{levels}"}}"#))
            + &lists
            + r#", "a.zoo#L0": {"type": "string"}"#
    };
    let planned = Model::parse(&model(&deep(31))).and_then(|it| plan(&it, &Selection::all()));
    assert!(planned.is_ok());
    assert_eq!(
        error(&model(&deep(40))),
        "`Do`: an item of `L9` nests lists and maps more than 32 levels deep, or recursively; put a structure \
         between them"
    );
    // Each operation repeats the documentation of its errors: 2 MB of model are 1 GB of text.
    let documentation = "a ".repeat(500_000);
    let operations: Vec<String> = (0..1000)
        .map(|i| {
            format!(
                r#""a.zoo#Do{i}": {{"type": "operation", "errors": [{{"target": "a.zoo#Bad"}}],
                    "traits": {{"smithy.api#http": {{"method": "GET", "uri": "/"}}}}}}"#
            )
        })
        .collect();
    let shapes = format!(
        r#"{}, "a.zoo#Bad": {{"type": "structure", "members": {{}},
            "traits": {{"smithy.api#documentation": "{documentation}"}}}}"#,
        operations.join(",")
    );
    let error = error(&model(&shapes));
    let (operation, what) = error.split_once(": ").expect(&error);
    assert!(operation.starts_with("`Do"), "{error}");
    assert_eq!(
        what,
        "the generated text is larger than 64 MiB at this operation; select fewer operations"
    );
}

#[test]
fn an_invalid_operation_does_not_prevent_others() {
    let shapes = operation("POST", "/", r#""cat": {"target": "a.zoo#Gone"}"#)
        + r#", "a.zoo#Other": {"type": "operation",
            "traits": {"smithy.api#http": {"method": "GET", "uri": "/other"}}}"#;
    let model = Model::parse(&service(&shapes, ZOO, "")).expect("a model");
    assert!(plan(&model, &Selection::operations(["Other"])).is_ok());
    assert!(plan(&model, &Selection::all()).is_err());
}
