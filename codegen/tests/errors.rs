//! What is wrong is said in one line, in the user's own names, with what to do.

mod support;

use aws_operation_codegen::{Model, Selection, plan};
use support::{ZOO, error, model, nested, operation, service};

#[test]
fn a_file_that_is_no_model_is_said_to_be_none() {
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
        (&["Sleep"], "no operation `Sleep` in a.zoo; `aws-operation list` shows those there are"),
        (
            &["Sleep", "FedCat"],
            "no operation `FedCat` in a.zoo; did you mean `FeedCat`? \
             no operation `Sleep` in a.zoo; `aws-operation list` shows those there are",
        ),
        (&[], "no operation is named; use `--operation NAME` or `--all`"),
    ] {
        let selection = Selection::operations(names.iter().copied());
        let error = plan(&model, &selection).expect_err("an error").to_string();
        assert_eq!(error, expected);
    }
}

#[test]
fn a_service_has_to_be_named_where_there_are_several() {
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
fn another_protocol_is_named() {
    let shapes = operation("POST", "/", "");
    for (protocols, expected) in [
        (
            r#""aws.protocols#awsJson1_1": {}"#,
            "`a.zoo#Zoo` speaks aws.protocols#awsJson1_1; only restJson1 is supported so far",
        ),
        (
            r#""aws.protocols#awsJson1_0": {}, "aws.protocols#awsQueryCompatible": {}, "smithy.protocols#rpcv2Cbor": {}"#,
            "`a.zoo#Zoo` speaks aws.protocols#awsJson1_0 and smithy.protocols#rpcv2Cbor; only restJson1 is supported so far",
        ),
        ("", "`a.zoo#Zoo` names no protocol; only restJson1 is supported so far"),
    ] {
        assert_eq!(error(&service(&shapes, protocols, "")), expected);
    }
}

#[test]
fn a_model_that_lacks_something_is_an_error_at_the_operation() {
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
            "`Do`: its input is `a.zoo#DoInput`, which the model does not have; use a complete model",
        ),
        (
            operation("POST", "/", r#""cat": {"target": "a.zoo#Cat"}"#),
            "`Do`: member `cat` of `DoInput` is `a.zoo#Cat`, which the model does not have; use a complete model",
        ),
        (
            nested(r#""cats": {"target": "a.zoo#Cats"}"#)
                + r#", "a.zoo#Cats": {"type": "list", "member": {"target": "a.zoo#Cat"}}"#,
            "`Do`: an item of `Cats` is `a.zoo#Cat`, which the model does not have; use a complete model",
        ),
        (
            nested(r#""age": {"target": "smithy.api#BigInteger"}"#),
            "`Do`: member `age` of `Nested` is of type bigInteger, which is not supported so far; leave the operation out",
        ),
        (
            nested(r#""age": {"target": "a.zoo#Age"}"#) + r#", "a.zoo#Age": {"type": "bigDecimal"}"#,
            "`Do`: member `age` of `Nested` is of type bigDecimal, which is not supported so far; leave the operation out",
        ),
        (
            nested(r#""all": {"target": "a.zoo#All"}"#)
                + r#", "a.zoo#All": {"type": "list", "member": {"target": "a.zoo#All"}}"#,
            "`Do`: an item of `All` holds itself without a structure between; mend the model",
        ),
        (
            nested(r#""age": {"target": "smithy.api#Integer", "traits": {"smithy.api#default": "x"}}"#),
            "`Do`: member `age` of `Nested`: its default \"x\" is not of its type; mend the model",
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

#[test]
fn what_is_wrong_with_one_operation_does_not_keep_another() {
    let shapes = operation("POST", "/", r#""cat": {"target": "a.zoo#Gone"}"#)
        + r#", "a.zoo#Other": {"type": "operation",
            "traits": {"smithy.api#http": {"method": "GET", "uri": "/other"}}}"#;
    let model = Model::parse(&service(&shapes, ZOO, "")).expect("a model");
    assert!(plan(&model, &Selection::operations(["Other"])).is_ok());
    assert!(plan(&model, &Selection::all()).is_err());
}
