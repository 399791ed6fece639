//! Rules about endpoint parameters: each is given once.

use crate::diagnostics::Diagnostics;
use crate::model::Operation;

/// An endpoint parameter has one value, from one field or from the operation.
///
/// Source: Smithy 2.0, `contextParam` and `staticContextParams` traits.
pub fn check_context_params(operation: &Operation<'_>, diagnostics: &Diagnostics) {
    let mut given: Vec<(String, String)> = Vec::new();
    for param in &operation.static_context_params {
        let name = param.name.to_string();
        if given.iter().any(|(other, _)| *other == name) {
            diagnostics.error(&param.name, format_args!("`{name}` is given twice; remove one"));
        }
        given.push((name, "`static_context_params`".to_owned()));
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
