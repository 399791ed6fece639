//! Decides whether rules give the same results as the standard rules: `{prefix}.{region}.{suffix}`,
//! with `-fips` after the prefix for FIPS and another suffix for dual stack.
//!
//! The rules are evaluated for all parameters that they can distinguish: known and unknown regions
//! of every partition, every text in the rules that could be a region, both variants, and with and
//! without a configured endpoint. Rules that use any other parameter or function are not standard.
//!
//! Source: Smithy 2.0, "AWS standard regional endpoints".

use std::collections::BTreeSet;

use super::partitions::{PARTITIONS, Partition, partition};
use super::rule_set::{
    AuthScheme, Endpoint, Expression, Function, Part, Rule, RuleSet, Step, Then,
};

/// Whether rules are the standard rules for a prefix.
pub fn is_standard(rules: &RuleSet, prefix: &str) -> bool {
    let known = ["Region", "UseFIPS", "UseDualStack", "Endpoint"];
    let is_known = |name: &str| known.contains(&name);
    let mut parameters = rules.parameters.values();
    if parameters.any(|it| it.is_used && !(it.has_built_in && is_known(&it.name))) {
        return false;
    }
    let regions = regions(&rules.rules);
    let regions = || regions.iter().map(|region| Some(region.as_str())).chain([None]);
    let endpoints = || [None, Some("https://example.com"), Some("http://localhost:8000/path")];
    let flags = [false, true];
    regions().all(|region| {
        endpoints().into_iter().all(|endpoint| {
            flags.iter().all(|&fips| {
                flags.iter().all(|&dual_stack| {
                    let call = Call { region, endpoint, fips, dual_stack };
                    let given = call.follow(&rules.rules, &mut Vec::new());
                    given.is_some_and(|given| given == call.standard(prefix))
                })
            })
        })
    })
}

/// The regions that the rules may distinguish.
fn regions(rules: &[Rule]) -> BTreeSet<String> {
    let mut regions = BTreeSet::new();
    for partition in &PARTITIONS {
        regions.insert(partition.global_region.to_owned());
        regions.insert(format!("{}-global", partition.id));
        regions.insert(format!("{}unknown-9", partition.start));
    }
    rules.iter().for_each(|rule| add_texts(rule, &mut regions));
    regions
}

/// Adds the texts of conditions. Each of them could be a region.
fn add_texts(rule: &Rule, texts: &mut BTreeSet<String>) {
    fn add(expression: &Expression, texts: &mut BTreeSet<String>) {
        match expression {
            Expression::Template(parts) => {
                if let [Part::Text(text)] = parts.as_slice() {
                    texts.insert(text.clone());
                }
            }
            Expression::Call(_, arguments) => arguments.iter().for_each(|it| add(it, texts)),
            Expression::Attribute(of, _) => add(of, texts),
            Expression::Bool(_) | Expression::Integer(_) | Expression::Name(_) => {}
        }
    }
    rule.conditions.iter().for_each(|condition| add(&condition.expression, texts));
    if let Then::Tree(rules) = &rule.then {
        rules.iter().for_each(|rule| add_texts(rule, texts));
    }
}

/// The parameters of a call.
struct Call<'a> {
    region: Option<&'a str>,
    endpoint: Option<&'a str>,
    fips: bool,
    dual_stack: bool,
}

/// A URL, or an error. All errors are equal, because the runtime has its own messages for them.
type Given = Result<String, ()>;

#[derive(Debug, Clone, PartialEq)]
enum Value {
    Nothing,
    Bool(bool),
    Text(String),
    Partition(&'static Partition),
}

/// The names that conditions assigned, and their values.
type Kept<'r> = Vec<(&'r str, Value)>;

impl Call<'_> {
    /// The result of the standard rules.
    fn standard(&self, prefix: &str) -> Given {
        if let Some(endpoint) = self.endpoint {
            return if self.fips || self.dual_stack { Err(()) } else { Ok(endpoint.to_owned()) };
        }
        let region = self.region.ok_or(())?;
        let partition = partition(region);
        let fips = if self.fips { "-fips" } else { "" };
        let suffix = match self.dual_stack {
            true => partition.dual_stack_dns_suffix,
            false => partition.dns_suffix,
        };
        Ok(format!("https://{prefix}{fips}.{region}.{suffix}"))
    }

    /// The result of the rules. `None` if they use a feature that the standard rules do not use.
    fn follow<'r>(&self, rules: &'r [Rule], kept: &mut Kept<'r>) -> Option<Given> {
        for rule in rules {
            let before = kept.len();
            if self.holds(rule, kept)? {
                return match &rule.then {
                    // A tree rule is terminal.
                    Then::Tree(rules) => self.follow(rules, kept),
                    Then::Error(_) => Some(Err(())),
                    Then::Endpoint(endpoint) => self.url(endpoint, kept).map(Ok),
                };
            }
            kept.truncate(before);
        }
        Some(Err(()))
    }

    fn holds<'r>(&self, rule: &'r Rule, kept: &mut Kept<'r>) -> Option<bool> {
        for condition in &rule.conditions {
            let value = self.value(&condition.expression, kept)?;
            if matches!(value, Value::Nothing | Value::Bool(false)) {
                return Some(false);
            }
            if let Some(name) = &condition.assign {
                kept.push((name, value));
            }
        }
        Some(true)
    }

    fn url(&self, endpoint: &Endpoint, kept: &Kept<'_>) -> Option<String> {
        let is_default = |scheme: &AuthScheme| {
            let region = scheme.signing_region.as_ref();
            let region = region.map(|region| self.value(region, kept));
            scheme.scheme == "sigv4"
                && scheme.signing_name.is_none()
                && scheme.signing_region_set.is_none()
                && !scheme.disable_double_encoding
                && region.is_none_or(|region| region == Some(text(self.region)))
        };
        let is_plain = endpoint.headers.is_empty() && endpoint.auth_schemes.iter().all(is_default);
        match self.value(&endpoint.url, kept)? {
            Value::Text(url) if is_plain => Some(url),
            _ => None,
        }
    }

    /// The value of an expression. `None` if it uses a feature that the standard rules do not use.
    fn value(&self, expression: &Expression, kept: &Kept<'_>) -> Option<Value> {
        Some(match expression {
            Expression::Bool(value) => Value::Bool(*value),
            Expression::Integer(_) => return None,
            Expression::Template(parts) => {
                let mut filled = String::new();
                for part in parts {
                    match part {
                        Part::Text(text) => filled.push_str(text),
                        Part::Value(value) => match self.value(value, kept)? {
                            Value::Text(text) => filled.push_str(&text),
                            _ => return None,
                        },
                    }
                }
                Value::Text(filled)
            }
            Expression::Name(name) => match name.name.as_str() {
                "Region" => text(self.region),
                "Endpoint" => text(self.endpoint),
                "UseFIPS" => Value::Bool(self.fips),
                "UseDualStack" => Value::Bool(self.dual_stack),
                name => kept.iter().find(|(kept, _)| *kept == name)?.1.clone(),
            },
            Expression::Attribute(of, path) => {
                match (self.value(of, kept)?, path.as_slice()) {
                    (Value::Partition(partition), [Step::Key(key)]) => match key.as_str() {
                        "name" => text(Some(partition.id)),
                        "dnsSuffix" => text(Some(partition.dns_suffix)),
                        "dualStackDnsSuffix" => text(Some(partition.dual_stack_dns_suffix)),
                        "implicitGlobalRegion" => text(Some(partition.global_region)),
                        // All partitions support both.
                        "supportsFIPS" | "supportsDualStack" => Value::Bool(true),
                        _ => return None,
                    },
                    _ => return None,
                }
            }
            Expression::Call(function, arguments) => {
                let arguments = arguments.iter().map(|argument| self.value(argument, kept));
                let arguments: Vec<_> = arguments.collect::<Option<_>>()?;
                match (function, arguments.as_slice()) {
                    (Function::IsSet, [value]) => Value::Bool(*value != Value::Nothing),
                    (Function::Not, [value]) => Value::Bool(*value != Value::Bool(true)),
                    (Function::BooleanEquals | Function::StringEquals, [a, b]) => {
                        Value::Bool(*a != Value::Nothing && a == b)
                    }
                    (Function::Partition, [Value::Text(region)]) => {
                        Value::Partition(partition(region))
                    }
                    (Function::Partition, _) => Value::Nothing,
                    _ => return None,
                }
            }
        })
    }
}

fn text(text: Option<&str>) -> Value {
    text.map_or(Value::Nothing, |text| Value::Text(text.to_owned()))
}
