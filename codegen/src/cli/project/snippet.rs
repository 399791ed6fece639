//! The code that calls an operation, and the features that the operations need.

use std::fmt::Write;

use crate::plan::{Operation, Plan, Type};

/// The features of `aws-operation` that these operations need.
pub fn features(plan: &Plan) -> Vec<&'static str> {
    let mut features = Vec::new();
    for (feature, needs) in [
        ("gzip", (|_, operation| operation.gzip) as fn(&Plan, &Operation) -> bool),
        ("http2", has_events_in_both_directions),
        ("md5", |_, operation| operation.checksum_required),
    ] {
        if plan.operations.iter().any(|operation| needs(plan, operation)) {
            features.push(feature);
        }
    }
    features
}

fn has_events_in_both_directions(plan: &Plan, operation: &Operation) -> bool {
    let is_events = |ty: &Type| matches!(ty, Type::EventStream(_));
    let output =
        plan.structures.iter().find(|item| Some(&item.shape) == operation.output_shape.as_ref());
    operation.members.iter().any(|member| is_events(&member.ty))
        && output.is_some_and(|output| output.members.iter().any(|member| is_events(&member.ty)))
}

/// A function that calls the operation `name`: `main`, unless the package is a library. `module` is
/// the path of the generated module. Its first part is declared unless it `is_declared`.
pub fn snippet(
    plan: &Plan,
    name: &str,
    module: &[String],
    is_declared: bool,
    is_program: bool,
) -> String {
    let operation = plan.operations.iter().find(|operation| operation.shape.name() == name);
    let Some(operation) = operation.or(plan.operations.first()) else { return String::new() };
    let constant = &plan.service.constant;
    let path = module.join("::");
    let client = module.last().map_or("client", String::as_str);
    let mut names = [operation.name.as_str(), constant];
    names.sort_unstable();
    let mut text = String::new();
    if let (false, Some(module)) = (is_declared, module.first()) {
        text.push_str(&format!("mod {module};\n\n"));
    }
    let function = match is_program {
        true => "#[tokio::main(flavor = \"current_thread\")]\nasync fn main",
        false => "pub async fn call",
    };
    // Writing to a String cannot fail.
    let _ = write!(
        text,
        "use aws_operation::{{Client, Config}};\nuse crate::{path}::{{{}}};\n\n\
         {function}() -> Result<(), Box<dyn std::error::Error>> {{\n    \
         let {client} = Client::new(&Config::load().await?, {constant});\n    \
         let request = {};\n    \
         let output = {client}.send(request).await?;\n    \
         println!(\"{{output:?}}\");\n    Ok(())\n}}\n",
        names.join(", "),
        literal(operation)
    );
    text
}

/// The operation's struct, with a placeholder for each required member.
fn literal(operation: &Operation) -> String {
    let name = &operation.name;
    let required: Vec<String> = operation
        .members
        .iter()
        .filter_map(|member| Some(format!("{}: {}", member.field, placeholder(&member.ty)?)))
        .collect();
    let rest = if required.len() < operation.members.len() { "..Default::default()" } else { "" };
    let fields: Vec<&str> = required
        .iter()
        .map(String::as_str)
        .chain(Some(rest).filter(|rest| !rest.is_empty()))
        .collect();
    if !operation.has_input && fields.is_empty() {
        return name.clone();
    }
    let line = fields.join(", ");
    if name.len() + line.len() < 60 {
        return format!("{name} {{ {line} }}").replace("{  }", "{}");
    }
    let lines: Vec<String> = fields
        .iter()
        .map(|field| format!("        {field}{}\n", if field.starts_with("..") { "" } else { "," }))
        .collect();
    format!("{name} {{\n{}    }}", lines.concat())
}

/// A value to begin with. `None` for a member that may be left out.
fn placeholder(ty: &Type) -> Option<&'static str> {
    Some(match ty {
        Type::Option(_) => return None,
        Type::String => "\"…\".into()",
        _ => "Default::default()",
    })
}
