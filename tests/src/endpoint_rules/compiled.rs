//! [`Compiled`]: a rule set that the generator has compiled and the runtime evaluates.

use std::collections::BTreeMap;

use aws_operation::EndpointRules;
use aws_operation::internals::{AuthScheme, Parameters, Value as Given};
use aws_operation_codegen::endpoint_rules::{CompiledRules, compile};
use serde_json::Value;

use super::{Outcome, RuleSet, Scheme, Values};

/// A rule set that the generator has compiled and the runtime evaluates.
pub struct Compiled {
    rules: EndpointRules,
    /// The generator's output.
    pub texts: CompiledRules,
    /// For each parameter: its name in the rule set, its name in the runtime, and a default if the
    /// runtime itself sets one.
    names: Vec<(String, String, Option<Value>)>,
}

impl Compiled {
    /// Compiles a rule set.
    ///
    /// # Errors
    ///
    /// The compiler's error.
    pub fn new(rule_set: &RuleSet) -> Result<Self, String> {
        let client: Vec<&str> = rule_set.client_parameters.iter().map(String::as_str).collect();
        let texts = compile(&rule_set.rules, &client)?;
        let text = |text: &String| -> &'static str { Box::leak(text.clone().into_boxed_str()) };
        let list = |texts: &[String]| -> &'static [&'static str] {
            leak(texts.iter().map(text).collect())
        };
        let defaults = texts.defaults.iter().map(|(name, value)| (text(name), text(value)));
        let rules = EndpointRules::new(
            list(&texts.conditions),
            list(&texts.results),
            leak(texts.nodes.clone()),
        )
        .defaults(leak(defaults.collect()))
        .call_parameters(list(&texts.call_parameters));
        let mut names = Vec::new();
        for (name, parameter) in rule_set.rules["parameters"].as_object().into_iter().flatten() {
            let built_in = parameter["builtIn"].as_str();
            let of_runtime = match built_in {
                Some(built_in) => built_in.trim_start_matches("SDK::").trim_start_matches("AWS::"),
                None => name,
            };
            let is_flag = ["UseFIPS", "UseDualStack"].contains(&of_runtime);
            let default = if is_flag { parameter.get("default").cloned() } else { None };
            names.push((name.clone(), of_runtime.to_owned(), default));
        }
        Ok(Self { rules, texts, names })
    }

    /// The runtime's result for values of the rule set's parameters.
    pub fn resolve(&self, values: &Values) -> Outcome {
        let mut parameters = Named(BTreeMap::new());
        for (name, of_runtime, default) in &self.names {
            if let Some(value) = values.get(name).or(default.as_ref()) {
                parameters.0.insert(of_runtime, value);
            }
        }
        match resolve(&self.rules, &parameters) {
            Ok(outcome) => outcome,
            Err(error) => Outcome::Error(error),
        }
    }
}

fn resolve<'a>(rules: &'a EndpointRules, parameters: &Named<'a>) -> Result<Outcome, String> {
    let resolved = rules.resolve(parameters).map_err(|error| error.to_string())?;
    let scheme = |scheme: &AuthScheme| Scheme {
        name: scheme.scheme.clone(),
        signing_name: scheme.signing_name.clone(),
        signing_region: scheme.signing_region.clone(),
        signing_region_set: scheme.signing_region_set.clone(),
        disable_double_encoding: scheme.disable_double_encoding,
    };
    let schemes = resolved.auth_schemes.iter().map(scheme).collect();
    let mut headers = resolved.headers;
    headers.sort();
    Ok(Outcome::Endpoint { url: resolved.url, headers, schemes })
}

/// Values by their names in the runtime.
struct Named<'a>(BTreeMap<&'a str, &'a Value>);

impl<'a> Parameters<'a> for Named<'a> {
    fn get(&self, name: &str) -> Option<Given<'a>> {
        match *self.0.get(name)? {
            Value::Bool(value) => Some((*value).into()),
            Value::String(text) => Some(text.as_str().into()),
            Value::Array(items) => {
                let items = items.iter().filter_map(Value::as_str);
                Some(Given::List(items.map(Into::into).collect()))
            }
            _ => None,
        }
    }
}

/// Makes items static, because the runtime's rules are constants.
fn leak<T>(items: Vec<T>) -> &'static [T] {
    Box::leak(items.into_boxed_slice())
}
