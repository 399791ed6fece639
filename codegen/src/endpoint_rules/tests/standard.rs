//! Tests of whether rule sets are the standard rules.

use serde_json::{Value, json};

use super::super::is_standard;
use super::super::partitions::{PARTITIONS, partition};
use super::rule_set;

/// The rules of most services. `change` alters them for a test.
fn standard(prefix: &str, change: fn(&mut Value)) -> Value {
    let not = |name: &str| json!({"fn": "booleanEquals", "argv": [{"ref": name}, false]});
    let is = |name: &str| json!({"fn": "booleanEquals", "argv": [{"ref": name}, true]});
    let is_set = |name: &str| json!({"fn": "isSet", "argv": [{"ref": name}]});
    let partition = json!({"fn": "aws.partition", "argv": [{"ref": "Region"}], "assign": "P"});
    let supports = |name: &str| {
        let attribute = json!({"fn": "getAttr", "argv": [{"ref": "P"}, name]});
        json!({"fn": "booleanEquals", "argv": [true, attribute]})
    };
    let error =
        |conditions: Value| json!({"type": "error", "conditions": conditions, "error": "x"});
    let tree = |conditions: Value, rules: Value| json!({"type": "tree", "conditions": conditions, "rules": rules});
    let endpoint = |conditions: Value, url: &str| {
        let url = url.replace("PREFIX", prefix);
        let endpoint = json!({"url": url, "properties": {}, "headers": {}});
        json!({"type": "endpoint", "conditions": conditions, "endpoint": endpoint})
    };
    let rules = json!([
        tree(
            json!([is_set("Endpoint")]),
            json!([
                error(json!([is("UseFIPS")])),
                error(json!([is("UseDualStack")])),
                endpoint(json!([]), "{Endpoint}"),
            ])
        ),
        tree(
            json!([is_set("Region"), partition]),
            json!([
                tree(
                    json!([is("UseFIPS"), is("UseDualStack")]),
                    json!([
                        endpoint(
                            json!([supports("supportsFIPS"), supports("supportsDualStack")]),
                            "https://PREFIX-fips.{Region}.{P#dualStackDnsSuffix}",
                        ),
                        error(json!([])),
                    ])
                ),
                tree(
                    json!([is("UseFIPS"), not("UseDualStack")]),
                    json!([
                        endpoint(
                            json!([supports("supportsFIPS")]),
                            "https://PREFIX-fips.{Region}.{P#dnsSuffix}",
                        ),
                        error(json!([])),
                    ])
                ),
                endpoint(
                    json!([is("UseDualStack")]),
                    "https://PREFIX.{Region}.{P#dualStackDnsSuffix}",
                ),
                endpoint(json!([]), "https://PREFIX.{Region}.{P#dnsSuffix}"),
            ])
        ),
        error(json!([])),
    ]);
    let flag = |built_in: &str| json!({"type": "boolean", "builtIn": built_in, "required": true, "default": false});
    let mut rules = rule_set(
        &json!({
            "Region": {"type": "string", "builtIn": "AWS::Region"},
            "UseFIPS": flag("AWS::UseFIPS"),
            "UseDualStack": flag("AWS::UseDualStack"),
            "Endpoint": {"type": "string", "builtIn": "SDK::Endpoint"},
            "Bucket": {"type": "string"},
        }),
        &rules,
    );
    change(&mut rules);
    rules
}

#[test]
fn rules_are_standard_if_they_give_the_same() {
    assert!(is_standard(&standard("lambda", |_| {}), "lambda"));
    assert!(is_standard(&standard("api.ecr", |_| {}), "api.ecr"));
    assert!(!is_standard(&standard("lambda", |_| {}), "ecr"));
    let same: [fn(&mut Value); 4] = [
        // Without `isSet`: `aws.partition` does not hold without a region either.
        |rules| {
            let conditions = &mut rules["rules"][1]["conditions"];
            *conditions = json!([conditions[1]]);
        },
        // The suffix is written out for the only partition that matches.
        |rules| {
            let attribute = json!({"fn": "getAttr", "argv": [{"ref": "P"}, "name"]});
            let rule = json!({
                "type": "endpoint",
                "conditions": [
                    {"fn": "stringEquals", "argv": [attribute, "aws-cn"]},
                    {"fn": "not", "argv": [{"ref": "UseDualStack"}]},
                    {"fn": "not", "argv": [{"ref": "UseFIPS"}]},
                ],
                "endpoint": {"url": "https://s.{Region}.amazonaws.com.cn"},
            });
            rules["rules"][1]["rules"].as_array_mut().expect("it is a list").insert(0, rule);
        },
        // The signing region that is the default.
        |rules| {
            rules["rules"][1]["rules"][3]["endpoint"]["properties"] =
                json!({"authSchemes": [{"name": "sigv4", "signingRegion": "{Region}"}]});
        },
        |rules| rules["rules"][0]["rules"][0]["error"] = json!("FIPS, but {Endpoint}"),
    ];
    for (index, change) in same.into_iter().enumerate() {
        assert!(is_standard(&standard("s", change), "s"), "{index}");
    }
}

#[test]
fn rules_are_not_standard_if_they_give_something_else() {
    let others: [fn(&mut Value); 13] = [
        |rules| rules["rules"] = json!([]),
        |rules| rules["rules"][1]["rules"][1]["rules"][0]["endpoint"]["url"] = json!("https://s"),
        |rules| rules["rules"][1]["rules"][3]["endpoint"]["headers"] = json!({"a": ["b"]}),
        |rules| {
            rules["rules"][1]["rules"][3]["endpoint"]["properties"] =
                json!({"authSchemes": [{"name": "sigv4", "signingRegion": "us-east-1"}]});
        },
        |rules| {
            rules["rules"][1]["rules"][3]["endpoint"]["properties"] =
                json!({"authSchemes": [{"name": "sigv4", "signingName": "other"}]});
        },
        |rules| {
            rules["rules"][1]["rules"][3]["endpoint"]["properties"] =
                json!({"authSchemes": [{"name": "sigv4a", "signingRegionSet": ["*"]}]});
        },
        |rules| {
            rules["rules"][1]["rules"][3]["endpoint"]["properties"] =
                json!({"authSchemes": [{"name": "sigv4", "disableDoubleEncoding": true}]});
        },
        // An error where the standard rules give an endpoint, and an endpoint where they give an
        // error.
        |rules| {
            rules["rules"][0]["rules"] = json!([{"type": "error", "conditions": [], "error": "x"}])
        },
        |rules| {
            rules["rules"][0]["rules"] =
                json!([{"type": "endpoint", "conditions": [], "endpoint": {"url": "{Endpoint}"}}]);
        },
        |rules| {
            rules["rules"][2] =
                json!({"type": "endpoint", "conditions": [], "endpoint": {"url": "https://s"}});
        },
        // A different URL for one region, or for one partition.
        |rules| {
            let rule = json!({
                "type": "endpoint",
                "conditions": [{"fn": "stringEquals", "argv": [{"ref": "Region"}, "eu-west-9"]}],
                "endpoint": {"url": "https://other"},
            });
            rules["rules"][1]["rules"].as_array_mut().expect("it is a list").insert(0, rule);
        },
        |rules| {
            let attribute = json!({"fn": "getAttr", "argv": [{"ref": "P"}, "name"]});
            let rule = json!({
                "type": "endpoint",
                "conditions": [{"fn": "stringEquals", "argv": [attribute, "aws-iso-f"]}],
                "endpoint": {"url": "https://other"},
            });
            rules["rules"][1]["rules"].as_array_mut().expect("it is a list").insert(0, rule);
        },
        // A parameter that is set by each call.
        |rules| {
            let is_set = json!({"fn": "isSet", "argv": [{"ref": "Bucket"}]});
            let rule = json!({"type": "error", "conditions": [is_set], "error": "x"});
            rules["rules"].as_array_mut().expect("it is a list").insert(0, rule);
        },
    ];
    for (index, change) in others.into_iter().enumerate() {
        assert!(!is_standard(&standard("s", change), "s"), "{index}");
    }
}

#[test]
fn the_partitions_are_those_of_the_runtime() {
    let known = PARTITIONS.iter().flat_map(|it| {
        let (start, id) = (it.start, it.id);
        let odd = [format!("{start}new"), format!("{start}new-1-a"), start.to_owned()];
        odd.into_iter().chain([
            it.global_region.to_owned(),
            format!("{id}-global"),
            format!("{start}new-1"),
        ])
    });
    for region in known {
        let (ours, runtime) = (partition(&region), aws_operation::internals::partition(&region));
        let ours = [ours.id, ours.dns_suffix, ours.dual_stack_dns_suffix, ours.global_region];
        let runtime =
            [runtime.id, runtime.dns_suffix, runtime.dual_stack_dns_suffix, runtime.global_region];
        assert_eq!(ours, runtime, "{region}");
    }
}
