//! Turns an inventory into a tree of lines.

use std::collections::BTreeSet;

use crate::gateway::Inventory;
use crate::operations::{Integration, IntegrationResponse, Method, MethodResponse, Resource};
use crate::tree::Node;

/// The tree of a REST API: resources, methods, integrations and responses.
pub fn tree(inventory: &Inventory) -> Node {
    let api = &inventory.api;
    let mut label = name_and_id(api.name.as_deref(), api.id.as_deref());
    let configuration = api.endpoint_configuration.as_ref();
    for kind in configuration.and_then(|it| it.types.as_ref()).into_iter().flatten() {
        label.push_str(&format!(", {kind}"));
    }
    let mut node = Node::new(label);
    let ids: BTreeSet<&str> =
        inventory.resources.iter().filter_map(|it| it.id.as_deref()).collect();
    for resource in &inventory.resources {
        // A resource is also at the top if its parent could not be read.
        if resource.parent_id.as_deref().is_none_or(|parent| !ids.contains(parent)) {
            node.push(resource_node(inventory, resource));
        }
    }
    node
}

/// `name (id)`.
pub fn name_and_id(name: Option<&str>, id: Option<&str>) -> String {
    format!("{} ({})", name.unwrap_or("without a name"), id.unwrap_or("without an id"))
}

fn resource_node(inventory: &Inventory, resource: &Resource) -> Node {
    let mut node = Node::new(name_and_id(resource.path.as_deref(), resource.id.as_deref()));
    let id = resource.id.as_deref().unwrap_or_default();
    for verb in resource.resource_methods.iter().flat_map(|methods| methods.keys()) {
        node.push(match inventory.methods.get(&(id.to_owned(), verb.clone())) {
            Some(Some(method)) => method_node(verb, method),
            _ => Node::new(format!("{verb}: could not be read")),
        });
    }
    for child in &inventory.resources {
        if !id.is_empty() && child.parent_id.as_deref() == Some(id) {
            node.push(resource_node(inventory, child));
        }
    }
    node
}

fn method_node(verb: &str, method: &Method) -> Node {
    let mut label = format!("{verb}, {}", method.authorization_type.as_deref().unwrap_or("NONE"));
    if let Some(authorizer) = &method.authorizer_id {
        label.push_str(&format!(" {authorizer}"));
    }
    if let Some(scopes) = method.authorization_scopes.as_deref().filter(|it| !it.is_empty()) {
        label.push_str(&format!(" with {}", scopes.join(" or ")));
    }
    if method.api_key_required == Some(true) {
        label.push_str(", API key required");
    }
    let mut node = Node::new(label);
    node.push(match &method.method_integration {
        Some(integration) => integration_node(integration),
        // API Gateway does not deploy an API with such a method.
        None => Node::new("no integration"),
    });
    for (status, response) in method.method_responses.iter().flatten() {
        node.push(Node::new(describe_response(status, response)));
    }
    node
}

fn integration_node(integration: &Integration) -> Node {
    let mut words = Vec::new();
    words.extend(integration.r#type.as_ref().map(|kind| kind.as_str()));
    words.extend(integration.http_method.as_deref());
    words.extend(integration.uri.as_deref());
    let mut label = format!("integration {}", words.join(" "));
    if let Some(link) = &integration.connection_id {
        label.push_str(&format!(", through {link}"));
    }
    if integration.timeout_in_millis > 0 {
        label.push_str(&format!(", {} ms", integration.timeout_in_millis));
    }
    let mut node = Node::new(label);
    for (status, response) in integration.integration_responses.iter().flatten() {
        node.push(Node::new(describe_integration_response(status, response)));
    }
    node
}

fn describe_integration_response(status: &str, response: &IntegrationResponse) -> String {
    let mut label = match response.selection_pattern.as_deref() {
        None | Some("") => format!("{status} otherwise"),
        Some(pattern) => format!("{status} for {pattern}"),
    };
    if let Some(handling) = &response.content_handling {
        label.push_str(&format!(", {handling}"));
    }
    for content_type in response.response_templates.iter().flat_map(|it| it.keys()) {
        label.push_str(&format!(", template for {content_type}"));
    }
    label
}

fn describe_response(status: &str, response: &MethodResponse) -> String {
    let mut label = format!("response {status}");
    for (content_type, model) in response.response_models.iter().flatten() {
        label.push_str(&format!(", {content_type}: {model}"));
    }
    label
}
