//! The argument `paginated(…)`: its fields, what an operation inherits from its service, and what is
//! omitted with a note.

mod support;

use support::{ZOO, item, notes, service, speaking, text};

/// A model with the operation `List`. `own` is the operation's trait `paginated`, and `of_service` the
/// service's. `input` and `output` are members, and `traits` further traits of the service.
fn zoo(own: &str, of_service: &str, input: &str, output: &str, traits: &str) -> String {
    let shapes = format!(
        r#""a.zoo#List": {{"type": "operation", "input": {{"target": "a.zoo#In"}},
            "output": {{"target": "a.zoo#Out"}},
            "traits": {{"smithy.api#paginated": {own},
                "smithy.api#http": {{"method": "POST", "uri": "/list"}}}}}},
        "a.zoo#In": {{"type": "structure", "members": {{{input}}}}},
        "a.zoo#Out": {{"type": "structure", "members": {{{output}}}}},
        "a.zoo#Page": {{"type": "structure", "members": {{
            "Next": {{"target": "smithy.api#String"}},
            "HasMoreAnimals": {{"target": "smithy.api#Boolean"}},
            "Animals": {{"target": "a.zoo#Animals"}},
            "Names": {{"target": "a.zoo#Names"}}}}}},
        "a.zoo#Animal": {{"type": "structure", "members": {{}}}},
        "a.zoo#Animals": {{"type": "list", "member": {{"target": "a.zoo#Animal"}}}},
        "a.zoo#Names": {{"type": "map", "key": {{"target": "smithy.api#String"}},
            "value": {{"target": "smithy.api#String"}}}}"#
    );
    let of_service = match of_service {
        "" => traits.to_owned(),
        settings => format!(r#"{traits}, "smithy.api#paginated": {settings}"#),
    };
    service(&shapes, &of_service, "")
}

/// A member of this type.
fn member(name: &str, ty: &str) -> String {
    format!(r#""{name}": {{"target": "{ty}"}}"#)
}

/// The content of `paginated(…)`, on one line.
fn declared(model: &str) -> Option<String> {
    let item = item(&text(model), "List");
    let (_, rest) = item.split_once("paginated(")?;
    let (content, _) = rest.split_once("#[derive")?;
    let words: Vec<&str> = content.split_whitespace().collect();
    let content = words.join(" ");
    Some(content.trim_end_matches([')', ']', ',', ' ']).to_owned())
}

const STRING: &str = "smithy.api#String";
const INTEGER: &str = "smithy.api#Integer";

#[test]
fn fields_have_their_names_in_rust() {
    let own =
        r#"{"inputToken": "type", "outputToken": "Next", "items": "Animals", "pageSize": "Max"}"#;
    let input = [member("type", STRING), member("Max", INTEGER)].join(", ");
    let output = [
        member("Next", STRING),
        member("Animals", "a.zoo#Animals"),
        member("IsTruncated", "smithy.api#Boolean"),
    ];
    for protocol in [
        "aws.protocols#restJson1",
        "aws.protocols#restXml",
        "aws.protocols#awsJson1_0",
        "aws.protocols#awsJson1_1",
        "aws.protocols#awsQuery",
        "aws.protocols#ec2Query",
        "smithy.protocols#rpcv2Cbor",
    ] {
        let traits = speaking(protocol);
        let expected = "input_token = r#type, output_token = next, items = animals: Vec<Animal>, \
                        page_size = max, more = is_truncated";
        let found = declared(&zoo(own, "", &input, &output.join(", "), &traits));
        assert_eq!(found.as_deref(), Some(expected), "{protocol}");
    }
}

#[test]
fn paths_may_be_nested_and_items_may_be_a_map() {
    let own = r#"{"inputToken": "token", "outputToken": "page.Next", "items": "page.Names"}"#;
    let model = zoo(own, "", &member("token", STRING), &member("page", "a.zoo#Page"), ZOO);
    let expected = "input_token = token, output_token = page.next, items = page.names: \
                    BTreeMap<String, String>, more = page.has_more_animals";
    assert_eq!(declared(&model).as_deref(), Some(expected));
    assert_eq!(notes(&model), [""; 0]);
}

#[test]
fn an_operation_inherits_from_its_service() {
    let of_service = r#"{"inputToken": "token", "outputToken": "nope", "pageSize": "max"}"#;
    let own = r#"{"outputToken": "token"}"#;
    let input = [member("token", STRING), member("max", INTEGER)].join(", ");
    let model = zoo(own, of_service, &input, &member("token", STRING), ZOO);
    let expected = "input_token = token, output_token = token, page_size = max";
    assert_eq!(declared(&model).as_deref(), Some(expected));
}

#[test]
fn a_token_may_be_a_map() {
    let own = r#"{"inputToken": "key", "outputToken": "key"}"#;
    let key = member("key", "a.zoo#Names");
    let model = zoo(own, "", &key, &key, ZOO);
    assert_eq!(declared(&model).as_deref(), Some("input_token = key, output_token = key"));
}

#[test]
fn unsupported_tokens_cause_a_note_and_no_pages() {
    let token = member("token", STRING);
    for (own, input, output, expected) in [
        (
            r#"{"inputToken": "token", "outputToken": "next"}"#,
            &*token,
            &*token,
            "its pages are not declared, because the output has no member `next`",
        ),
        (
            r#"{"inputToken": "token", "outputToken": "token.next"}"#,
            &token,
            &token,
            "its pages are not declared, because the output has no member `token.next`",
        ),
        (
            r#"{"inputToken": "next", "outputToken": "token"}"#,
            &token,
            &token,
            "its pages are not declared, because the input has no member `next`",
        ),
        (
            r#"{"inputToken": "page.Next", "outputToken": "token"}"#,
            &member("page", "a.zoo#Page"),
            &token,
            "its pages are not declared, because `page.Next` is not a member of the input itself",
        ),
        (
            r#"{"inputToken": "token"}"#,
            &token,
            &token,
            "its pages are not declared, because the trait smithy.api#paginated has no `outputToken`",
        ),
        (
            r#"{"inputToken": "token", "outputToken": "token"}"#,
            &token,
            &member("token", INTEGER),
            "its pages are not declared, because the token is `String` in the input and `i32` in the \
             output",
        ),
        (
            r#"{"inputToken": "token", "outputToken": "token"}"#,
            &member("token", "a.zoo#Animal"),
            &member("token", "a.zoo#Animal"),
            "its pages are not declared, because a token cannot be `Animal`",
        ),
    ] {
        let model = zoo(own, "", input, output, ZOO);
        assert_eq!(declared(&model), None, "{own}");
        assert_eq!(notes(&model), [format!("`List`: {expected}")], "{own}");
    }
}

#[test]
fn unsupported_items_and_page_sizes_are_omitted_alone() {
    let own =
        r#"{"inputToken": "token", "outputToken": "token", "items": "token", "pageSize": "token"}"#;
    let token = member("token", STRING);
    let model = zoo(own, "", &token, &token, ZOO);
    assert_eq!(declared(&model).as_deref(), Some("input_token = token, output_token = token"));
    assert_eq!(
        notes(&model),
        [
            "`List`: `items` of its pages is omitted, because `token` is `String`, not a list or a \
             map",
            "`List`: `pageSize` of its pages is omitted, because `token` is `String`, not a number",
        ]
    );
}
