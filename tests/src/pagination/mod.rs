//! Generated paginated operations beside botocore's paginators: the same members of the model, and
//! the same requests and pages.

mod beside;
mod compare_pages;
mod report;
mod scripts;

use std::collections::BTreeMap;
use std::path::Path;

use aws_operation_codegen::plan::{Member, Operation, Plan, Type};
use aws_operation_codegen::{Model, Selection, plan};
use serde_json::Value;

use crate::python;

pub use beside::run;
pub use report::Report;

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

/// The service of a model, with its paginated operations.
pub struct Service {
    /// The name of the model's file, without `.json`.
    pub file: String,
    /// The model.
    pub model: Model,
    /// The service id, such as `DynamoDB`.
    pub id: String,
    /// What the generator declares, by operation.
    pub declared: BTreeMap<String, Pages>,
    /// The paginated operations whose pages it does not declare, each with the reason.
    pub omitted: BTreeMap<String, String>,
}

impl Service {
    /// The service of the model in a file.
    ///
    /// # Errors
    /// The model cannot be read or planned.
    pub fn load(path: &Path) -> Result<Self, String> {
        let at = |error: aws_operation_codegen::Error| format!("{}: {error}", path.display());
        let model = Model::load(path).map_err(at)?;
        let plan = plan(&model, &Selection::all()).map_err(at)?;
        let (mut declared, mut omitted) = (BTreeMap::new(), BTreeMap::new());
        for operation in &plan.operations {
            let name = operation.shape.name();
            if let Some(pages) = in_model(&plan, operation) {
                declared.insert(name.to_owned(), pages);
            } else if let Some(why) = plan.notes.iter().find_map(|note| omission(note, name)) {
                omitted.insert(name.to_owned(), why.to_owned());
            }
        }
        let file = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Self { file, model, id: plan.service.service_id, declared, omitted })
    }
}

/// Why a note says that the pages of an operation are not declared.
fn omission<'a>(note: &'a str, operation: &str) -> Option<&'a str> {
    let note = note.strip_prefix(&format!("`{operation}`: "))?;
    note.strip_prefix("its pages are not declared, because ")
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

/// The path of members for a path of Rust fields. A field without a member ends with a question mark.
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

/// The operations of a service that are paginated in the model or in botocore, but without a
/// `paginated(…)`, each with the reason.
pub fn not_declared(service: &Service, botocore: Option<&BTreeMap<String, Value>>) -> Vec<String> {
    let is_in_model = |name: &str| {
        let mut shapes = service.model.shapes.iter();
        shapes.any(|(id, shape)| shape.kind == "operation" && id.name() == name)
    };
    let omitted = service.omitted.iter().map(|(name, why)| (name, why.clone()));
    let theirs = botocore.into_iter().flatten().filter(|(name, _)| {
        is_in_model(name)
            && !service.declared.contains_key(*name)
            && !service.omitted.contains_key(*name)
    });
    let theirs = theirs.map(|(name, paginator)| {
        let why = match paginator["input_token"].as_array() {
            Some(tokens) => format!("it has {} tokens", tokens.len()),
            None => "the model does not say that it is paginated".to_owned(),
        };
        (name, why)
    });
    omitted.chain(theirs).map(|(name, why)| format!("{} {name}: {why}", service.file)).collect()
}
