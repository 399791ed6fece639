//! The struct of an operation and its error enum.

use super::attribute::{self, Argument, WIDTH};
use super::structure::{self, Wires};
use super::{Text, context_params, types};
use crate::Protocol;
use crate::escape::literal;
use crate::plan::{ErrorEnum, Http, HttpChecksum, Operation, Paginated, Retryable, Type};

/// Methods whose requests usually have no body, so that body members need `#[body]`.
const BODILESS: [&str; 3] = ["GET", "HEAD", "DELETE"];

pub fn write(text: &mut Text, operation: &Operation, protocol: Protocol) {
    text.blank();
    text.docs(0, &operation.docs);
    let arguments = arguments(operation, protocol);
    text.out.push_str(&match &operation.http {
        Some(_) => attribute::of_item("aws_operation", &arguments),
        None => attribute::of_item_in_few_lines("aws_operation", &arguments),
    });
    text.line(structure::derives(&operation.members));
    let http = operation.http.as_ref();
    let wires = Wires {
        rename_all: operation.rename_all,
        labels: http.map(|http| labels(&http.uri)).unwrap_or_default(),
        marks_body: http.is_some_and(|http| BODILESS.contains(&http.method.as_str())),
    };
    if protocol == Protocol::RpcV2Cbor && !operation.has_input {
        // This request has no body. With braces, its body would be an empty map.
        text.line(&format!("pub struct {};", operation.name));
    } else {
        structure::write_fields(text, &operation.name, &operation.members, &wires);
    }
    context_params::write(text, operation);
    if let Some(error) = &operation.error {
        write_error(text, operation, error);
    }
}

fn arguments(operation: &Operation, protocol: Protocol) -> Vec<Argument> {
    let mut arguments = Vec::new();
    if protocol != Protocol::RestJson1 {
        arguments.push(Argument::text("protocol", protocol.name()));
    }
    arguments.extend(operation.wire_name.as_deref().map(|name| Argument::text("name", name)));
    let rename_all = operation.rename_all.map(|word| Argument::text("rename_all", word));
    let output = operation.output.as_deref().map(|ty| Argument::path("output", ty));
    let error = operation.error.as_ref().map(|error| Argument::path("error", &error.name));
    if let Some(Http { method, uri, code }) = &operation.http {
        arguments.extend([Argument::text("method", method), Argument::text("uri", uri)]);
        if *code != 200 {
            arguments.push(Argument::number("code", code));
        }
        arguments.extend(output.into_iter().chain(error).chain(rename_all));
    } else {
        arguments.extend(rename_all.into_iter().chain(output).chain(error));
    }
    arguments.extend(structure::root(&operation.xml_name, &operation.xml_namespace));
    arguments
        .extend(operation.host_prefix.as_deref().map(|text| Argument::text("host_prefix", text)));
    if !operation.static_context_params.is_empty() {
        let params = &operation.static_context_params;
        let params = params.iter().map(|(name, value)| Argument::literal(name, value)).collect();
        arguments.push(Argument::List("static_context_params", params));
    }
    if !operation.operation_context_params.is_empty() {
        let params = operation.operation_context_params.iter();
        let params =
            params.map(|param| Argument::path(&param.name, &format!("Self::{}", param.function)));
        arguments.push(Argument::List("operation_context_params", params.collect()));
    }
    if let Some(paginated) = &operation.paginated {
        arguments.push(Argument::List("paginated", pages(paginated)));
    }
    if operation.unsigned {
        arguments.push(Argument::text("auth", "none"));
    }
    if operation.checksum_required {
        arguments.push(Argument::word("http_checksum_required"));
    }
    let HttpChecksum { request, required, response } = operation.http_checksum;
    let words = [(request, "request"), (required, "required"), (response, "response")];
    let words: Vec<Argument> =
        words.iter().filter(|(is, _)| *is).map(|(_, word)| Argument::word(word)).collect();
    if !words.is_empty() {
        arguments.push(Argument::List("http_checksum", words));
    }
    if operation.gzip {
        arguments.push(Argument::text("request_compression", "gzip"));
    }
    if operation.tree_hash {
        arguments.push(Argument::word("sha256_tree_hash"));
    }
    if operation.unsigned_payload {
        arguments.push(Argument::word("unsigned_payload"));
    }
    if operation.no_stalled_stream {
        arguments.push(Argument::word("no_stalled_stream"));
    }
    arguments
}

/// The arguments of `paginated(…)`.
fn pages(paginated: &Paginated) -> Vec<Argument> {
    let Paginated { input_token, output_token, items, page_size, more } = paginated;
    let path = |name: &str, path: &str| Argument::path(name, path);
    let items = items.as_ref().map(|(items, ty)| format!("{items}: {}", ty.to_rust()));
    let required = [path("input_token", input_token), path("output_token", output_token)];
    let items = items.map(|items| path("items", &items));
    let page_size = page_size.as_deref().map(|field| path("page_size", field));
    let more = more.as_deref().map(|flag| path("more", flag));
    required.into_iter().chain(items).chain(page_size).chain(more).collect()
}

/// The wire names of the labels in a URI pattern.
fn labels(uri: &str) -> Vec<&str> {
    let path = uri.split('?').next().unwrap_or_default();
    path.split('/')
        .filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'))
        .map(|label| label.strip_suffix('+').unwrap_or(label))
        .collect()
}

fn write_error(text: &mut Text, operation: &Operation, error: &ErrorEnum) {
    text.blank();
    if let Some(shared) = &error.alias_of {
        text.docs(0, &format!("The errors of [`{}`]: the same as [`{shared}`].", operation.name));
        let line = format!("pub type {} = {shared};", error.name);
        match line.len() <= WIDTH {
            true => text.line(&line),
            false => text.line(&format!("pub type {} =\n    {shared};", error.name)),
        }
        return;
    }
    text.docs(0, &format!("The errors of [`{}`].", operation.name));
    text.line("#[aws_error]");
    text.line("#[derive(Debug, Clone, PartialEq)]");
    text.open(&format!("pub enum {}", error.name));
    for variant in &error.variants {
        text.docs(4, &variant.docs);
        if variant.name != variant.code {
            text.out.push_str(&attribute::of_variant("code", &literal(&variant.code)));
        }
        match variant.retryable {
            Some(Retryable::Transient) => text.line("    #[retryable]"),
            Some(Retryable::Throttling) => text.line("    #[retryable(throttling)]"),
            None => {}
        }
        let ty = Type::Named(variant.ty.clone());
        text.out.push_str(&types::variant(&variant.name, &ty));
    }
    text.docs(4, "Any other error.");
    text.line(&format!("    {}(ServiceError),", error.other));
    text.line("}");
}
