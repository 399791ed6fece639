//! Generated paginated operations beside botocore's paginators: the same members of the model.

use std::collections::BTreeMap;
use std::path::Path;

use aws_operation_codegen::plan::{Member, Operation, Plan, Type};
use aws_operation_codegen::{Model, Selection, plan};
use serde_json::Value;

use crate::python;

/// Which members have the tokens, the items, the page size and the flag, as paths in the model.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pages {
    /// The input's token.
    pub input_token: String,
    /// The output's token.
    pub output_token: String,
    /// The items in the output.
    pub items: Option<String>,
    /// The page size in the input.
    pub page_size: Option<String>,
    /// The output's flag for more pages.
    pub more: Option<String>,
}

/// The paginated operations of a model's service, by name.
///
/// # Errors
/// The model cannot be read or planned.
pub fn generated(path: &Path) -> Result<(String, BTreeMap<String, Pages>), String> {
    let at = |error: aws_operation_codegen::Error| format!("{}: {error}", path.display());
    let plan = Model::load(path).and_then(|model| plan(&model, &Selection::all())).map_err(at)?;
    let pages = plan.operations.iter().filter_map(|operation| {
        Some((operation.shape.name().to_owned(), in_model(&plan, operation)?))
    });
    Ok((plan.service.service_id.clone(), pages.collect()))
}

fn in_model(plan: &Plan, operation: &Operation) -> Option<Pages> {
    let paginated = operation.paginated.as_ref()?;
    let input = |field: &str| {
        let member = operation.members.iter().find(|member| member.field == field);
        member.map_or_else(|| format!("{field}?"), |member| member.name.clone())
    };
    let output = |path: &str| output_path(plan, operation, path);
    Some(Pages {
        input_token: input(&paginated.input_token),
        output_token: output(&paginated.output_token),
        items: paginated.items.as_ref().map(|(path, _)| output(path)),
        page_size: paginated.page_size.as_deref().map(input),
        more: paginated.more.as_deref().map(output),
    })
}

/// The path of members that a path of Rust fields stands for. What is not found has a question mark.
fn output_path(plan: &Plan, operation: &Operation, path: &str) -> String {
    let members = |name: &str| -> &[Member] {
        let found = plan.structures.iter().find(|structure| structure.name == name);
        found.map_or(&[], |structure| &structure.members)
    };
    let mut within = operation.output.as_deref().map_or(&[][..], members);
    let mut names = Vec::new();
    for field in path.split('.') {
        let Some(member) = within.iter().find(|member| member.field == field) else {
            names.push(format!("{field}?"));
            break;
        };
        names.push(member.name.clone());
        within = named(&member.ty).map_or(&[], members);
    }
    names.join(".")
}

fn named(ty: &Type) -> Option<&str> {
    match ty {
        Type::Option(ty) | Type::Boxed(ty) => named(ty),
        Type::Named(name) => Some(name),
        _ => None,
    }
}

/// botocore's paginators of these services, by service id and operation.
///
/// # Errors
/// Python fails, or does not print what it should.
pub fn of_botocore(
    service_ids: &[&str],
) -> Result<BTreeMap<String, BTreeMap<String, Value>>, String> {
    let input = serde_json::to_vec(service_ids).map_err(|error| error.to_string())?;
    let output = python::run_with_input(&mut python::script("paginators.py"), &input)?;
    serde_json::from_slice(&output).map_err(|error| format!("paginators.py: {error}"))
}

/// The first difference to a paginator of botocore. The items are one of botocore's results; a model
/// without items is not a difference.
///
/// # Errors
/// The difference.
pub fn compare(ours: &Pages, botocore: &Value) -> Result<(), String> {
    let text = |key: &str| botocore.get(key).and_then(Value::as_str);
    let same = |key: &str, ours: Option<&str>| match text(key) == ours {
        true => Ok(()),
        false => Err(format!("{key}: {ours:?}, botocore has {:?}", botocore.get(key))),
    };
    same("input_token", Some(&ours.input_token))?;
    same("output_token", Some(&ours.output_token))?;
    same("limit_key", ours.page_size.as_deref())?;
    same("more_results", ours.more.as_deref())?;
    let results = match botocore.get("result_key") {
        Some(Value::Array(keys)) => keys.iter().filter_map(Value::as_str).collect(),
        Some(Value::String(key)) => vec![key.as_str()],
        _ => Vec::new(),
    };
    match &ours.items {
        Some(items) if !results.contains(&items.as_str()) => {
            Err(format!("items: {items:?}, botocore has {results:?}"))
        }
        _ => Ok(()),
    }
}
