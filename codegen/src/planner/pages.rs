//! Operations whose results come in pages: Smithy's trait `paginated`, with the names of Rust fields.

use serde_json::Value;

use super::Planner;
use crate::plan::{Member, Operation, Paginated, Plan, Type};
use crate::traits;

/// Names of members that say whether there are more pages, in lower case.
const MORE_FLAGS: [&str; 3] = ["istruncated", "truncated", "additionalroutesavailable"];

/// A path in the model, and the member at its end.
struct Found<'a> {
    /// The path of Rust fields, such as `result.next_token`.
    path: String,
    /// The type of the member, without `Option` and `Box`.
    ty: &'a Type,
    /// All members of the structure that the member is in.
    siblings: &'a [Member],
}

impl Planner<'_> {
    /// Plans the pages of all paginated operations. All structures must have been planned.
    pub(super) fn pages(&mut self) {
        for index in 0..self.plan.operations.len() {
            let (paginated, notes) = self.pages_of(index);
            notes.into_iter().for_each(|note| self.note(note));
            if let Some(operation) = self.plan.operations.get_mut(index) {
                operation.paginated = paginated;
            }
        }
    }

    fn pages_of(&self, index: usize) -> (Option<Paginated>, Vec<String>) {
        let mut notes = Vec::new();
        let operation = self.plan.operations.get(index);
        let shape = operation.and_then(|operation| self.catalog.model.shape(&operation.shape));
        let (Some(operation), Some(shape)) = (operation, shape) else { return (None, notes) };
        let Some(of_operation) = shape.traits.get(traits::PAGINATED) else { return (None, notes) };
        // Smithy 2.0, `paginated`: an operation inherits what it does not set from the service.
        let of_service = self.service().shape.traits.get(traits::PAGINATED);
        let setting = |key: &str| {
            let value = of_operation.get(key).or_else(|| of_service?.get(key));
            value.and_then(Value::as_str)
        };
        let name = operation.shape.name();
        let tokens = tokens(&self.plan, operation, setting("inputToken"), setting("outputToken"));
        let (input_token, output_token) = match tokens {
            Ok(tokens) => tokens,
            Err(problem) => {
                notes.push(format!("`{name}`: its pages are not declared, because {problem}"));
                return (None, notes);
            }
        };
        let mut or_note = |key: &str, found: Result<(String, Type), String>| {
            let note = |problem| {
                notes.push(format!("`{name}`: `{key}` of its pages is omitted, because {problem}"));
            };
            found.map_err(note).ok()
        };
        let items =
            setting("items").and_then(|path| or_note("items", items(&self.plan, operation, path)));
        let page_size =
            setting("pageSize").and_then(|path| or_note("pageSize", page_size(operation, path)));
        let paginated = Paginated {
            input_token,
            more: more_flag(&output_token),
            output_token: output_token.path,
            items,
            page_size: page_size.map(|(field, _)| field),
        };
        (Some(paginated), notes)
    }
}

/// The token field of the input, and the path of the token in the output.
fn tokens<'a>(
    plan: &'a Plan,
    operation: &'a Operation,
    input: Option<&str>,
    output: Option<&str>,
) -> Result<(String, Found<'a>), String> {
    let missing = |key| format!("the trait {} has no `{key}`", traits::PAGINATED);
    let input = of_input(operation, input.ok_or_else(|| missing("inputToken"))?)?;
    let output = of_output(plan, operation, output.ok_or_else(|| missing("outputToken"))?)?;
    if input.ty != output.ty {
        return Err(format!(
            "the token is `{}` in the input and `{}` in the output",
            input.ty.to_rust(),
            output.ty.to_rust()
        ));
    }
    match input.ty {
        Type::String | Type::Blob | Type::Map(..) | Type::I32 | Type::I64 => {}
        other => return Err(format!("a token cannot be `{}`", other.to_rust())),
    }
    // The macros read an empty string or map as unset. A token of another type needs an `Option`,
    // because the first page has no token.
    let needs_option = matches!(input.ty, Type::I32 | Type::I64 | Type::Blob);
    let is_required = |member: &Member| member.field == input.path && member.ty == *input.ty;
    if needs_option && operation.members.iter().any(is_required) {
        return Err(format!("`{}` is required, so the first page has a token", input.path));
    }
    Ok((input.path, output))
}

fn items(plan: &Plan, operation: &Operation, path: &str) -> Result<(String, Type), String> {
    let Found { path, ty, .. } = of_output(plan, operation, path)?;
    match ty {
        Type::List(_) | Type::Map(..) => Ok((path, ty.clone())),
        other => Err(format!("`{path}` is `{}`, not a list or a map", other.to_rust())),
    }
}

fn page_size(operation: &Operation, path: &str) -> Result<(String, Type), String> {
    let Found { path, ty, .. } = of_input(operation, path)?;
    match ty {
        Type::I16 | Type::I32 | Type::I64 => Ok((path, ty.clone())),
        other => Err(format!("`{path}` is `{}`, not a number", other.to_rust())),
    }
}

/// The path of the flag that says whether there are more pages. It is in the same structure as the
/// output's token. Smithy has no trait for it, so it is recognized by its name.
fn more_flag(token: &Found<'_>) -> Option<String> {
    let is_flag = |member: &&Member| {
        let name = member.name.to_ascii_lowercase();
        let is_named = MORE_FLAGS.contains(&&*name) || name.starts_with("hasmore");
        is_named && *without_option(&member.ty) == Type::Bool
    };
    let flag = token.siblings.iter().find(is_flag)?;
    Some(match token.path.rsplit_once('.') {
        Some((parents, _)) => format!("{parents}.{}", flag.field),
        None => flag.field.clone(),
    })
}

fn of_input<'a>(operation: &'a Operation, path: &str) -> Result<Found<'a>, String> {
    if path.contains('.') {
        return Err(format!("`{path}` is not a member of the input itself"));
    }
    let found = operation.members.iter().find(|member| member.name == path);
    let member = found.ok_or_else(|| format!("the input has no member `{path}`"))?;
    let (path, ty) = (member.field.clone(), without_option(&member.ty));
    Ok(Found { path, ty, siblings: &operation.members })
}

fn of_output<'a>(plan: &'a Plan, operation: &Operation, path: &str) -> Result<Found<'a>, String> {
    let members = |name: &str| {
        let found = plan.structures.iter().find(|structure| structure.name == name);
        found.map(|structure| structure.members.as_slice())
    };
    let mut siblings = operation.output.as_deref().and_then(members);
    let mut found: Option<(String, &Type)> = None;
    for name in path.split('.') {
        if let Some((_, ty)) = &found {
            siblings = match ty {
                Type::Named(name) => members(name),
                _ => None,
            };
        }
        let member = siblings.into_iter().flatten().find(|member| member.name == name);
        let member = member.ok_or_else(|| format!("the output has no member `{path}`"))?;
        let path = match found {
            Some((parents, _)) => format!("{parents}.{}", member.field),
            None => member.field.clone(),
        };
        found = Some((path, without_option(&member.ty)));
    }
    match (found, siblings) {
        (Some((path, ty)), Some(siblings)) => Ok(Found { path, ty, siblings }),
        _ => Err(format!("the output has no member `{path}`")),
    }
}

/// The type without `Option` and `Box`.
fn without_option(ty: &Type) -> &Type {
    match ty {
        Type::Option(ty) | Type::Boxed(ty) => without_option(ty),
        ty => ty,
    }
}
