//! [`EndpointRules`]: how a service determines its endpoint, if the standard pattern is not enough.
//!
//! A model's rule set is compiled to a decision graph. The texts of its conditions and results are
//! parsed when they are needed. This takes less memory and build time than generated code would.
//!
//! Source: Smithy 2.0, "Smithy rules engine" and "Standard library functions".

mod expression;
mod functions;
mod result;
#[cfg(test)]
mod tests;
mod value;

use std::fmt;
use std::sync::Arc;

use crate::error::EndpointError;
use crate::types::Sessions;
use expression::Scope;

pub use result::{AuthScheme, ResolvedEndpoint};
pub use value::Value;

/// The compiled endpoint rules of a service (Smithy `endpointRuleSet`).
///
/// The code generator writes them from a model, for services whose endpoints do not follow the
/// standard pattern `{prefix}.{region}.{suffix}`. You can write your own rule set:
///
/// ```
/// use aws_operation::{EndpointRules, Service};
///
/// const ORDERS_RULES: EndpointRules = EndpointRules::new(
///     &["isSet(Endpoint)", "booleanEquals(UseFIPS, true)"],
///     &["{Endpoint}", "https://orders.example.com", "!Orders has no FIPS endpoint"],
///     // condition, where to go if it holds, where to go if it does not; the last one is the first.
///     &[[1, -3, -2], [0, -1, 0]],
/// );
/// const ORDERS: Service = Service::new("execute-api").endpoint_rules(&ORDERS_RULES);
/// ```
pub struct EndpointRules {
    /// `fn(a, "b")`, or `name = fn(a, "b")`.
    conditions: &'static [&'static str],
    /// A URL and the lines that belong to it, or `!` followed by an error message.
    results: &'static [&'static str],
    /// Condition, target if true, target if false. A target from 0 is a node, from -1 downwards a
    /// result. The last node is the first to be evaluated.
    nodes: &'static [[i16; 3]],
    /// The default values of parameters: name and expression.
    defaults: &'static [(&'static str, &'static str)],
    /// The parameters that a call sets. The configuration sets the others.
    call_parameters: &'static [&'static str],
    /// A function pointer, so that only programs with such a service contain the code.
    resolve: Resolve,
    /// Creates the [`Sessions`], if the rules have buckets that need sessions.
    sessions: Option<fn() -> Arc<dyn Sessions>>,
}

type Resolve =
    for<'a> fn(&'a EndpointRules, &dyn Parameters<'a>) -> Result<ResolvedEndpoint, EndpointError>;

/// The values of a rule set's parameters.
pub trait Parameters<'a> {
    /// The value of a parameter; `None` if it is not set.
    ///
    /// The configuration's parameters are `Region`, `UseFIPS`, `UseDualStack`, `Endpoint`, and
    /// others with the name of their `builtIn` without `AWS::`, such as `S3::Accelerate`.
    fn get(&self, name: &str) -> Option<Value<'a>>;
}

impl EndpointRules {
    /// Rules with these conditions, results and nodes.
    ///
    /// A condition is a flag, or calls a function of the rules engine, and may assign the
    /// function's value to a name: `UseFIPS`, `stringEquals(Region, "us-east-1")`,
    /// `arn = aws.parseArn(Bucket)`, `isSet(arn.resourceId[1])`.
    ///
    /// A result is a URL or an error. A URL is followed by a line for each authentication scheme
    /// (`sigv4 name=s3 region={Region} once`) and for each header
    /// (`x-amz-account-id: {arn#accountId}`). The first scheme that this crate supports is used. An
    /// error begins with `!`. Names in braces are replaced with the values of parameters and of
    /// assigned names.
    ///
    /// A node is the index of a condition, the target if it is met, and the target if it is not. A
    /// target from 0 is the index of an earlier node; from -1 downwards it is a result. Evaluation
    /// starts at the last node.
    pub const fn new(
        conditions: &'static [&'static str],
        results: &'static [&'static str],
        nodes: &'static [[i16; 3]],
    ) -> Self {
        let resolve = evaluate;
        Self {
            conditions,
            results,
            nodes,
            defaults: &[],
            call_parameters: &[],
            resolve,
            sessions: None,
        }
    }

    /// Sets the default values of parameters: name and expression.
    #[must_use]
    pub const fn defaults(mut self, defaults: &'static [(&'static str, &'static str)]) -> Self {
        self.defaults = defaults;
        self
    }

    /// Sets the parameters that each call has: from fields with `#[context_param]`, from
    /// `static_context_params(…)`, or from its credentials (`Auth::AccountId`).
    #[must_use]
    pub const fn call_parameters(mut self, names: &'static [&'static str]) -> Self {
        self.call_parameters = names;
        self
    }

    /// Sets the function that creates the [`Sessions`].
    pub(crate) const fn sessions(mut self, new: fn() -> Arc<dyn Sessions>) -> Self {
        self.sessions = Some(new);
        self
    }

    /// The function that creates the [`Sessions`], if the rules have buckets that need sessions.
    pub(crate) fn new_sessions(&self) -> Option<fn() -> Arc<dyn Sessions>> {
        self.sessions
    }

    /// Whether the endpoint depends on the call, and not only on the configuration.
    pub(crate) const fn depends_on_call(&self) -> bool {
        !self.call_parameters.is_empty()
    }

    /// Whether a call sets this parameter.
    pub(crate) fn has_call_parameter(&self, name: &str) -> bool {
        self.call_parameters.contains(&name)
    }

    /// The endpoint for these parameters.
    ///
    /// # Errors
    ///
    /// The error that the rules return for these parameters.
    pub fn resolve<'a>(
        &'a self,
        parameters: &dyn Parameters<'a>,
    ) -> Result<ResolvedEndpoint, EndpointError> {
        (self.resolve)(self, parameters)
    }
}

/// Follows the nodes to a result.
fn evaluate<'a>(
    rules: &'a EndpointRules,
    parameters: &dyn Parameters<'a>,
) -> Result<ResolvedEndpoint, EndpointError> {
    let malformed = || EndpointError::new("the service's endpoint rules are malformed");
    let mut scope = Scope::new(parameters, rules.defaults);
    let mut next = i16::try_from(rules.nodes.len()).map_err(|_| malformed())? - 1;
    while let Ok(node) = usize::try_from(next) {
        let [condition, then, otherwise] = *rules.nodes.get(node).ok_or_else(malformed)?;
        let condition = usize::try_from(condition).ok().and_then(|it| rules.conditions.get(it));
        let holds = scope.holds(condition.ok_or_else(malformed)?).ok_or_else(malformed)?;
        let target = if holds { then } else { otherwise };
        // A node's targets are earlier nodes, so the loop ends.
        next = if target < next { target } else { return Err(malformed()) };
    }
    let result = rules.results.get(usize::from(next.unsigned_abs()) - 1).ok_or_else(malformed)?;
    match result.strip_prefix('!') {
        Some(error) => Err(EndpointError::new(scope.fill(error).ok_or_else(malformed)?)),
        None => ResolvedEndpoint::read(result, &scope).ok_or_else(malformed),
    }
}

/// Omits the rules: they are long, and the same for all values of a service.
impl fmt::Debug for EndpointRules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EndpointRules").field("nodes", &self.nodes.len()).finish_non_exhaustive()
    }
}

/// Two rule sets are equal if their texts are equal.
impl PartialEq for EndpointRules {
    fn eq(&self, other: &Self) -> bool {
        let of = |it: &Self| (it.conditions, it.results, it.nodes, it.defaults, it.call_parameters);
        of(self) == of(other)
    }
}

impl Eq for EndpointRules {}
