//! The function that evaluates an expression of an acceptor.

use super::Path;
use super::translate::{Nulls, Translator};
use super::value::{Kind, Val};
use crate::jmespath;
use crate::plan::waiters::{Function, Returns, Step};
use crate::plan::{Operation, Plan};

/// Names that these functions cannot have: that of another function in the module `waiters`, and those
/// of the closures' arguments, which would shadow a function.
pub const RESERVED: [&str; 3] = ["is_each", INPUT, OUTPUT];

/// The arguments of the function.
pub const INPUT: &str = "input";
pub const OUTPUT: &str = "output";

/// Translates the expression of an acceptor.
///
/// # Errors
///
/// The expression is not understood, or its value cannot have the expected type. The error is one
/// phrase.
pub fn function(
    plan: &Plan,
    operation: &Operation,
    path: &Path,
    name: String,
) -> Result<Function, String> {
    let expression = jmespath::parse(&path.text)?;
    let output = operation.output.as_deref();
    let structure =
        plan.structures.iter().find(|structure| Some(structure.name.as_str()) == output);
    let members = structure.map_or(&[][..], |structure| &structure.members);
    let root = match path.with_input {
        true => Val::new(String::new(), Kind::Both(&operation.members, members)),
        false => Val::new(OUTPUT, Kind::Structure(members)),
    };
    let mut translator = Translator::new(plan);
    let value = match path.returns {
        Returns::Texts => translator.texts(&expression, &root)?,
        Returns::Text | Returns::Bool => translator.value(&expression, &root, Nulls::Exit)?,
    };
    match (&value.kind, path.returns) {
        (Kind::Text, Returns::Text) | (Kind::Bool, Returns::Bool) | (_, Returns::Texts) => {}
        _ => return Err(format!("its value is {}", value.what())),
    }
    let steps = translator.finish();
    let uses = |name: &str| uses(&steps, name) || mentions(&value.line(), name);
    Ok(Function {
        input: uses(INPUT).then(|| operation.name.clone()),
        output: if uses(OUTPUT) { operation.output.clone() } else { None },
        name,
        path: path.text.clone(),
        returns: path.returns,
        optional: translator.exits(),
        value: value.line(),
        steps,
    })
}

/// Whether one of the statements uses a variable.
pub fn uses(steps: &[Step], name: &str) -> bool {
    steps.iter().any(|step| match step {
        Step::Let { value, .. } => mentions(&value.line(), name),
        Step::Lazy { left, steps, value, .. } => {
            mentions(left, name) || uses(steps, name) || mentions(value, name)
        }
        Step::For { items, steps, .. } => mentions(&items.line(), name) || uses(steps, name),
        Step::If { condition, steps } => mentions(condition, name) || uses(steps, name),
        Step::Line(line) => mentions(line, name),
    })
}

/// Whether this name is a variable in a Rust expression. Fields, longer names and strings do not count.
fn mentions(text: &str, name: &str) -> bool {
    let mut in_string = false;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let rest = text.get(at..).unwrap_or_default();
        if c == '"' && before != '\\' {
            in_string = !in_string;
        }
        let begins = !in_string && !is_part(before) && before != '.' && rest.starts_with(name);
        if begins && !rest.get(name.len()..).is_some_and(|rest| rest.starts_with(is_part)) {
            return true;
        }
        before = if before == '\\' && c == '\\' { ' ' } else { c };
    }
    false
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '#'
}
