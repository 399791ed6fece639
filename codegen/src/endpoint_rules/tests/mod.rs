//! Tests of compiled rule sets, and of the errors for rule sets that cannot be compiled.

mod standard;

use serde_json::{Value, json};

use super::graph::Graph;
use super::{CompiledRules, compile};

fn rule_set(parameters: &Value, rules: &Value) -> Value {
    json!({"version": "1.0", "parameters": parameters, "rules": rules})
}

/// The parameters of most rule sets. Some are set by each call.
fn parameters() -> Value {
    json!({
        "Region": {"type": "string", "builtIn": "AWS::Region"},
        "UseFIPS": {"type": "boolean", "builtIn": "AWS::UseFIPS", "required": true, "default": false},
        "Url": {"type": "string", "builtIn": "SDK::Endpoint"},
        "Accelerate": {
            "type": "boolean", "builtIn": "AWS::S3::Accelerate", "required": true, "default": false,
        },
        "AccountId": {"type": "string", "builtIn": "AWS::Auth::AccountId"},
        "Bucket": {"type": "string"},
        "Flag": {"type": "boolean"},
        "Kind": {"type": "string", "required": true, "default": "a {b}"},
        "OfClient": {"type": "string"},
        "List": {"type": "stringArray"},
    })
}

fn compiled(rules: &Value) -> CompiledRules {
    compile(&rule_set(&parameters(), rules), &["OfClient"]).expect("the rules are supported")
}

/// The text of the only condition, and the result if that condition holds.
fn condition(condition: &Value) -> (String, String) {
    let rules = json!([
        {"type": "error", "conditions": [condition], "error": "then"},
        {"type": "error", "conditions": [], "error": "else"},
    ]);
    let mut compiled = compiled(&rules);
    let Some([0, then, _]) = compiled.nodes.pop() else { panic!("there is one node") };
    let then = usize::from(then.unsigned_abs()) - 1;
    (compiled.conditions.remove(0), compiled.results.remove(then))
}

fn call(function: &str, arguments: &Value) -> Value {
    json!({"fn": function, "argv": arguments})
}

fn name(name: &str) -> Value {
    json!({"ref": name})
}

#[test]
fn conditions_are_written_in_their_simplest_form() {
    let bucket = || name("Bucket");
    let arn = || call("aws.parseArn", &json!([bucket()]));
    let attribute = |of: Value, path: &str| call("getAttr", &json!([of, path]));
    let not = |of: Value| call("not", &json!([of]));
    let is = |of: Value, value: bool| call("booleanEquals", &json!([of, value]));
    for (given, text, holds) in [
        (call("isSet", &json!([name("Url")])), "isSet(Endpoint)", true),
        (not(call("isSet", &json!([name("AccountId")]))), "isSet(Auth::AccountId)", false),
        (not(not(call("isSet", &json!([bucket()])))), "isSet(Bucket)", true),
        // A flag that always has a value is a condition by itself.
        (is(name("UseFIPS"), true), "UseFIPS", true),
        (is(name("UseFIPS"), false), "UseFIPS", false),
        (call("booleanEquals", &json!([false, name("Accelerate")])), "S3::Accelerate", false),
        // A flag without a value is neither true nor false.
        (is(name("Flag"), true), "Flag", true),
        (is(name("Flag"), false), "booleanEquals(Flag, false)", true),
        (not(name("Flag")), "Flag", false),
        (is(call("isSet", &json!([bucket()])), false), "isSet(Bucket)", false),
        // `Bucket` is not a boolean.
        (not(bucket()), "not(Bucket)", true),
        (call("stringEquals", &json!(["b", bucket()])), "stringEquals(Bucket, \"b\")", true),
        (
            call("stringEquals", &json!([attribute(arn(), "resourceId[1]"), "{Region}-{{x}}"])),
            "stringEquals(aws.parseArn(Bucket).resourceId[1], \"{Region}-{{x}}\")",
            true,
        ),
        (
            call("isValidHostLabel", &json!([attribute(name("List"), "[0]"), true])),
            "isValidHostLabel(List[0], true)",
            true,
        ),
        (call("substring", &json!([bucket(), 0, 6, true])), "substring(Bucket, 0, 6, true)", true),
    ] {
        let then = if holds { "!then" } else { "!else" };
        assert_eq!(condition(&given), (text.to_owned(), then.to_owned()), "{given}");
    }
}

#[test]
fn a_condition_without_effect_has_no_node() {
    let rules = json!([
        {"type": "tree", "conditions": [call("isSet", &json!([name("Bucket")]))], "rules": [
            {"type": "error", "conditions": [], "error": "same"},
        ]},
        {"type": "error", "conditions": [], "error": "same"},
    ]);
    let compiled = compiled(&rules);
    assert_eq!((compiled.nodes.as_slice(), compiled.conditions.as_slice()), (&[][..], &[][..]));
    // Without nodes, the runtime uses the first result.
    assert_eq!(compiled.results, ["!same"]);
}

#[test]
fn nodes_lead_to_nodes_before_them_and_equal_ones_are_one() {
    let is_set = |of: &str| call("isSet", &json!([name(of)]));
    let rules = json!([
        {"type": "tree", "conditions": [is_set("Url")], "rules": [
            {"type": "error", "conditions": [is_set("Bucket")], "error": "a"},
            {"type": "error", "conditions": [], "error": "b"},
        ]},
        {"type": "error", "conditions": [is_set("Region"), is_set("Bucket")], "error": "a"},
        {"type": "error", "conditions": [], "error": "b"},
    ]);
    let compiled = compiled(&rules);
    assert_eq!(compiled.conditions, ["isSet(Bucket)", "isSet(Region)", "isSet(Endpoint)"]);
    assert_eq!(compiled.results, ["!b", "!a"]);
    assert_eq!(compiled.nodes, [[0, -2, -1], [1, 0, -1], [2, 0, 1]]);
}

/// "Tree rules are considered terminal branches of the rule set."
#[test]
fn a_tree_without_a_result_does_not_lead_to_the_rule_behind_it() {
    let is_set = |of: &str| call("isSet", &json!([name(of)]));
    let rules = json!([
        {"type": "tree", "conditions": [is_set("Region")], "rules": [
            {"type": "error", "conditions": [is_set("Bucket")], "error": "a"},
        ]},
        {"type": "error", "conditions": [], "error": "behind"},
    ]);
    let compiled = compiled(&rules);
    assert_eq!(compiled.conditions, ["isSet(Bucket)", "isSet(Region)"]);
    let exhausted = "!The endpoint rules have no result for these parameters";
    assert_eq!(compiled.results, [exhausted, "!a", "!behind"]);
    assert_eq!(compiled.nodes, [[0, -2, -1], [1, 0, -3]]);
}

#[test]
fn values_are_kept_under_a_name_if_it_is_used() {
    let assign = |of: Value, name: &str| {
        let mut condition = of;
        condition["assign"] = name.into();
        condition
    };
    let partition = || call("aws.partition", &json!([name("Region")]));
    let rules = json!([
        {"type": "error", "conditions": [assign(partition(), "p")], "error": "{p#name}"},
        {"type": "error", "conditions": [assign(partition(), "p")], "error": "no name"},
    ]);
    let compiled = compiled(&rules);
    assert_eq!(compiled.conditions, ["aws.partition(Region)", "p = aws.partition(Region)"]);
}

#[test]
fn results_have_lines_for_schemes_and_headers() {
    let rules = json!([{"type": "endpoint", "conditions": [], "endpoint": {
        "url": {"fn": "getAttr", "argv": [{"ref": "List"}, "[0]"]},
        "headers": {"x-amz-b": ["{Bucket}", "{{}}"], "x-amz-a": [{"ref": "AccountId"}]},
        "properties": {
            "backend": "S3Express",
            "authSchemes": [
                {"name": "sigv4a", "signingName": "s3", "signingRegionSet": ["*", "{Region}"],
                    "disableDoubleEncoding": true},
                {"name": "sigv4", "signingRegion": "{Region}", "disableDoubleEncoding": false},
                {"name": "smithy.api#noAuth"},
            ],
        },
    }}]);
    let expected = "{List[0]}\n\
        sigv4a name=s3 regions=*,{Region} once\n\
        sigv4 region={Region}\n\
        smithy.api#noAuth\n\
        x-amz-a: {Auth::AccountId}\n\
        x-amz-b: {Bucket}\n\
        x-amz-b: {{}}";
    assert_eq!(compiled(&rules).results, [expected]);
}

#[test]
fn parameters_that_are_used_have_defaults_and_are_given_by_calls() {
    let all = ["Region", "UseFIPS", "Url", "Accelerate", "AccountId", "Kind", "Bucket", "OfClient"];
    let error: String = all.iter().map(|name| format!("{{{name}}}")).collect();
    let compiled = compiled(&json!([{"type": "error", "conditions": [], "error": error}]));
    assert_eq!(
        compiled.results,
        ["!{Region}{UseFIPS}{Endpoint}{S3::Accelerate}{Auth::AccountId}{Kind}{Bucket}{OfClient}"],
    );
    let default = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let defaults = [default("S3::Accelerate", "false"), default("Kind", "\"a {{b}}\"")];
    assert_eq!(compiled.defaults, defaults);
    assert_eq!(compiled.call_parameters, ["Auth::AccountId", "Bucket", "Kind"]);
}

#[test]
fn rules_are_not_followed_without_a_required_parameter() {
    let parameters = json!({"Id": {"type": "string", "required": true}});
    let rules = json!([{"type": "error", "conditions": [], "error": "ok"}]);
    let compiled = compile(&rule_set(&parameters, &rules), &[]).expect("the rules are supported");
    assert_eq!(compiled.conditions, ["isSet(Id)"]);
    assert_eq!(compiled.results, ["!The parameter Id is required", "!ok"]);
    assert_eq!(compiled.nodes, [[0, -2, -1]]);
    assert_eq!(compiled.call_parameters, ["Id"]);
}

#[test]
fn what_is_not_supported_is_an_error_with_its_place() {
    let with_condition =
        |condition: Value| json!([{"type": "error", "conditions": [condition], "error": "x"}]);
    let with_error = |error: Value| json!([{"type": "error", "conditions": [], "error": error}]);
    let with_endpoint =
        |endpoint: Value| json!([{"type": "endpoint", "conditions": [], "endpoint": endpoint}]);
    let scheme = |scheme: Value| {
        with_endpoint(json!({"url": "https://x", "properties": {"authSchemes": [scheme]}}))
    };
    let assign = |to: &str| json!({"fn": "isSet", "argv": [{"ref": "Bucket"}], "assign": to});
    for (rules, expected) in [
        (json!([]), "rules: the list is empty"),
        (json!([{"type": "leaf", "conditions": []}]), "rules[0]: unknown type `leaf`"),
        (json!([{"type": "error", "error": "x"}]), "rules[0]: conditions: a list is missing"),
        (
            with_condition(call("ite", &json!([true, "a", "b"]))),
            "rules[0]: conditions[0]: unknown function `ite`",
        ),
        (
            with_condition(call("isSet", &json!([name("Other")]))),
            "rules[0]: conditions[0]: isSet: `Other` is not defined",
        ),
        (
            with_condition(call("isSet", &json!([]))),
            "rules[0]: conditions[0]: `isSet` has 0 arguments and needs 1",
        ),
        (
            with_condition(call("stringEquals", &json!([name("Bucket"), "a\"b"]))),
            "rules[0]: a string with a quotation mark is not supported: `a\"b`",
        ),
        (
            with_condition(call("stringEquals", &json!([name("Bucket"), "a = b"]))),
            "rules[0]: a condition with ` = ` in a string is not supported: `stringEquals(Bucket, \
             \"a = b\")`",
        ),
        (
            with_condition(call("parseURL", &json!(["https://{Bucket}"]))),
            "rules[0]: conditions[0]: `parseURL` is not supported with these arguments",
        ),
        (
            with_condition(call("substring", &json!([name("Bucket"), 0, name("Kind"), false]))),
            "rules[0]: conditions[0]: `substring` is not supported with these arguments",
        ),
        (
            with_condition(call("getAttr", &json!([name("Bucket"), "a[b]"]))),
            "rules[0]: conditions[0]: malformed path `a[b]`",
        ),
        (with_condition(assign("Region")), "rules[0]: conditions[0]: `Region` already has a value"),
        // `Endpoint` is the runtime's name of the parameter `Url`.
        (
            with_condition(assign("Endpoint")),
            "rules[0]: conditions[0]: `Endpoint` already has a value",
        ),
        (with_condition(assign("a b")), "rules[0]: conditions[0]: invalid name `a b`"),
        (with_error(json!("{Region")), "rules[0]: error: malformed template `{Region`"),
        (with_error(json!("Region}")), "rules[0]: error: malformed template `Region}`"),
        (with_error(json!("a\nb")), "rules[0]: a control character in `a\\nb`"),
        (
            with_error(call("uriEncode", &json!(["{Bucket}/"]))),
            "rules[0]: braces within braces are not supported: `uriEncode(\"{Bucket}/\")`",
        ),
        (with_endpoint(json!({})), "rules[0]: endpoint: url: a value is missing"),
        (with_endpoint(json!({"url": "!"})), "rules[0]: invalid URL `!`"),
        (
            with_endpoint(json!({"url": "https://x", "headers": {"a b": ["c"]}})),
            "rules[0]: endpoint: headers: invalid name `a b`",
        ),
        (
            scheme(json!({"name": "sigv4", "disableNormalizePath": true})),
            "rules[0]: endpoint: authSchemes: unknown property `disableNormalizePath` of `sigv4`",
        ),
        (
            scheme(json!({"name": "sigv4", "signingName": "a b"})),
            "rules[0]: invalid value `a b` of an authentication scheme",
        ),
        (
            scheme(json!({"name": "sigv4a", "signingRegionSet": ["a,b"]})),
            "rules[0]: invalid value `a,b` of an authentication scheme",
        ),
    ] {
        let said = compile(&rule_set(&parameters(), &rules), &[]);
        assert_eq!(said, Err(expected.to_owned()), "{rules}");
    }
    let rules = with_error(json!("{List}"));
    for (parameters, expected) in [
        (json!({"a": {"type": "string", "builtIn": "X"}}), "parameters: a: unknown built-in `X`"),
        (json!({"a b": {"type": "string"}}), "parameters: a b: invalid name `a b`"),
        (json!({"true": {"type": "boolean"}}), "parameters: true: invalid name `true`"),
        (
            json!({"R": {"type": "string", "builtIn": "AWS::Region"}, "Region": {"type": "string"}}),
            "parameters: duplicate parameter `Region`",
        ),
        (
            json!({"List": {"type": "stringArray", "required": true, "default": ["a"]}}),
            "parameters: List: the default `[\"a\"]` is not supported",
        ),
    ] {
        assert_eq!(compile(&rule_set(&parameters, &rules), &[]), Err(expected.to_owned()));
    }
}

#[test]
fn a_name_has_one_value_at_a_time() {
    let bucket =
        |to: &str| json!({"fn": "aws.parseArn", "argv": [{"ref": "Bucket"}], "assign": to});
    let inner = json!([{"type": "error", "conditions": [bucket("a")], "error": "{a#region}"}]);
    let rules = json!([{"type": "tree", "conditions": [bucket("a")], "rules": inner}]);
    let said = compile(&rule_set(&parameters(), &rules), &[]);
    let expected = "rules[0]: rules[0]: conditions[0]: `a` already has a value";
    assert_eq!(said, Err(expected.to_owned()));
    // The name is out of scope in the second rule.
    let rules = json!([
        {"type": "error", "conditions": [bucket("a")], "error": "x"},
        {"type": "error", "conditions": [], "error": "{a#region}"},
    ]);
    let said = compile(&rule_set(&parameters(), &rules), &[]);
    assert_eq!(said, Err("rules[1]: error: `a` is not defined".to_owned()));
}

#[test]
fn too_many_rules_are_an_error() {
    let mut graph = Graph::default();
    let (mut target, other) = (graph.result("a".to_owned()), graph.result("b".to_owned()));
    for _ in 0..40_000 {
        graph.node("isSet(Bucket)".to_owned(), other, target);
    }
    // All of these nodes are equal, so they are one node.
    target = graph.node("isSet(Bucket)".to_owned(), other, target);
    assert_eq!(graph.numbered(target).map(|it| it.nodes), Ok(vec![[0, -2, -1]]));
    for index in 0..40_000 {
        target = graph.node(format!("isSet(Bucket[{index}])"), other, target);
    }
    let said = graph.numbered(target).map(|numbered| numbered.nodes.len());
    assert_eq!(said, Err("there are too many rules".to_owned()));
}
