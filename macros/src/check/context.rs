//! Rules about endpoint parameters: each is given once.

use crate::diagnostics::Diagnostics;
use crate::model::Operation;
use crate::words::argument;

/// An endpoint parameter has one value: from one field, from the operation, or from a function.
///
/// Source: Smithy 2.0, traits `contextParam`, `staticContextParams` and `operationContextParams`.
pub fn check_context_params(operation: &Operation<'_>, diagnostics: &Diagnostics) {
    let mut given: Vec<(String, String)> = Vec::new();
    let fixed = operation.static_context_params.iter();
    let fixed = fixed.map(|param| (&param.name, argument::STATIC_CONTEXT_PARAMS));
    let computed = operation.operation_context_params.iter();
    let computed = computed.map(|param| (&param.name, argument::OPERATION_CONTEXT_PARAMS));
    for (ident, giver) in fixed.chain(computed) {
        let name = ident.to_string();
        if given.iter().any(|(other, _)| *other == name) {
            diagnostics.error(ident, format_args!("`{name}` is given twice; remove one"));
        }
        given.push((name, format!("`{giver}`")));
    }
    for member in &operation.members {
        let Some(param) = &member.context_param else { continue };
        match given.iter().find(|(other, _)| *other == param.name) {
            Some((name, giver)) => diagnostics.error(
                &param.at,
                format_args!(
                    "the endpoint parameter `{name}` is already set by {giver}; remove one"
                ),
            ),
            None => given.push((param.name.clone(), format!("`{}`", member.display()))),
        }
    }
}
