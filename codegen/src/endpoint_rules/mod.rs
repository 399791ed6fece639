//! Compiles the endpoint rules of a service (`smithy.rules#endpointRuleSet`) to the decision graph
//! that `aws_operation::EndpointRules` takes.
//!
//! A rule set is a tree of rules, most of which repeat the conditions of others. In the graph, each
//! condition, result and node occurs once. If the conditions of a rule do not hold, the next rule
//! of its list applies. A list of rules without a match is an error. This includes the lists of
//! tree rules, because tree rules are terminal. (botocore continues with the rule after the tree
//! instead. The difference is visible for invalid endpoint URLs, and in S3 Control if a bucket is
//! an ARN of another service.)
//!
//! Source: Smithy 2.0, "Rules engine specification". `smithy.rules#endpointBdd` is ignored, because
//! services that have it also have a rule set.

mod graph;
mod partitions;
mod rule_set;
mod simplify;
mod standard;
#[cfg(test)]
mod tests;
mod text;

use serde_json::Value;

use graph::{Graph, Numbered, Target};
use rule_set::{Expression, Rule, RuleSet, Then};
use simplify::{Simple, simplify};

/// The arguments of `EndpointRules::new(conditions, results, nodes)`, `defaults(…)` and
/// `call_parameters(…)`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CompiledRules {
    /// Expressions. A name before an expression is assigned its value.
    pub conditions: Vec<String>,
    /// Endpoints and errors.
    pub results: Vec<String>,
    /// The index of a condition, the target if it holds, and the target if it does not. The last
    /// node is the root.
    pub nodes: Vec<[i16; 3]>,
    /// Parameters with a default, and the default's expression.
    pub defaults: Vec<(String, String)>,
    /// Parameters that are set by each call.
    pub call_parameters: Vec<String>,
    /// Parameters that are set by the configuration.
    pub configuration_parameters: Vec<String>,
}

/// Compiles a rule set.
///
/// `client_parameters` are the names of the service's `smithy.rules#clientContextParams`. All other
/// parameters without a built-in are set by each call.
///
/// # Errors
///
/// The rule set is malformed, or uses a feature that is not supported. The error is one line and
/// names the place.
pub fn compile(rule_set: &Value, client_parameters: &[&str]) -> Result<CompiledRules, String> {
    let rule_set = RuleSet::read(rule_set)?;
    let mut builder = Builder::new();
    let mut root = builder.rules(&rule_set.rules)?;
    let (mut defaults, mut call_parameters) = (Vec::new(), Vec::new());
    let mut configuration_parameters = Vec::new();
    // Backwards, so that the first parameter is checked first.
    for (name, parameter) in rule_set.parameters.iter().rev() {
        let must_be_given = parameter.is_required && parameter.default.is_none();
        if parameter.is_always_given() || !(parameter.is_used || must_be_given) {
            continue;
        }
        if must_be_given {
            let missing = builder.graph.result(format!("!The parameter {name} is required"));
            let is_set = format!("isSet({})", parameter.name);
            root = builder.graph.node(is_set, root, missing);
        }
        if let Some(default) = &parameter.default {
            let default = text::default(default).map_err(|e| format!("parameters: {name}: {e}"))?;
            defaults.push((parameter.name.clone(), default));
        }
        let is_of_call = match parameter.has_built_in {
            true => parameter.name.starts_with("Auth::"),
            false => !client_parameters.contains(&name.as_str()),
        };
        match is_of_call {
            true => call_parameters.push(parameter.name.clone()),
            false => configuration_parameters.push(parameter.name.clone()),
        }
    }
    defaults.reverse();
    call_parameters.reverse();
    let Numbered { conditions, results, nodes } = builder.graph.numbered(root)?;
    Ok(CompiledRules {
        conditions,
        results,
        nodes,
        defaults,
        call_parameters,
        configuration_parameters,
    })
}

/// Whether a rule set gives the same results as the standard rules for a prefix:
/// `{prefix}.{region}.{suffix}`, with `-fips` after the prefix for FIPS and another suffix for dual
/// stack. Returns false for a rule set that cannot be read.
pub fn is_standard(rule_set: &Value, prefix: &str) -> bool {
    RuleSet::read(rule_set).is_ok_and(|rules| standard::is_standard(&rules, prefix))
}

struct Builder {
    graph: Graph,
    exhausted: Target,
}

impl Builder {
    fn new() -> Self {
        let mut graph = Graph::default();
        let exhausted = "!The endpoint rules have no result for these parameters";
        let exhausted = graph.result(exhausted.to_owned());
        Self { graph, exhausted }
    }

    /// The target of a list of rules.
    fn rules(&mut self, rules: &[Rule]) -> Result<Target, String> {
        let mut next = self.exhausted;
        for (index, rule) in rules.iter().enumerate().rev() {
            next = self.rule(rule, next).map_err(|e| format!("rules[{index}]: {e}"))?;
        }
        Ok(next)
    }

    fn rule(&mut self, rule: &Rule, next: Target) -> Result<Target, String> {
        let mut target = match &rule.then {
            Then::Tree(rules) => self.rules(rules)?,
            Then::Endpoint(endpoint) => self.graph.result(text::endpoint(endpoint)?),
            Then::Error(message) => self.graph.result(text::error(message)?),
        };
        for condition in rule.conditions.iter().rev() {
            let assign = condition.assign.as_deref();
            target = self.condition(&condition.expression, assign, target, next)?;
        }
        Ok(target)
    }

    fn condition(
        &mut self,
        expression: &Expression,
        assign: Option<&str>,
        then: Target,
        otherwise: Target,
    ) -> Result<Target, String> {
        if assign.is_some() {
            let condition = text::condition(expression, assign)?;
            return Ok(self.graph.node(condition, then, otherwise));
        }
        let Simple { expression, is_negated } = simplify(expression);
        let (then, otherwise) = if is_negated { (otherwise, then) } else { (then, otherwise) };
        match expression {
            Expression::Bool(holds) => Ok(if holds { then } else { otherwise }),
            expression => Ok(self.graph.node(text::condition(&expression, None)?, then, otherwise)),
        }
    }
}
