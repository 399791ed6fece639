//! The service's constant.

use serde_json::Value;

use super::docs_of;
use super::xml::xml_namespace;
use crate::endpoint_rules::{CompiledRules, compile, is_standard};
use crate::names::constant;
use crate::plan::Service;
use crate::select::Chosen;
use crate::{Error, Protocol, customization, traits};

/// Plans the service's constant.
pub fn plan(service: &Chosen<'_>, protocol: Protocol) -> Result<Service, Error> {
    let service_id = service_id(service);
    let prefix = endpoint_prefix(service);
    let signing_name = service
        .shape
        .traits
        .get(traits::SIGV4)
        .and_then(|sigv4| sigv4.get("name"))
        .and_then(Value::as_str)
        .map(str::to_owned)
        .or_else(|| prefix.clone())
        .unwrap_or_else(|| service_id.to_lowercase().replace(' ', ""));
    let version = service.shape.version.clone();
    let traits = &service.shape.traits;
    let api_version = if protocol.is_query() {
        let missing = || {
            Error::new(format!(
                "the service has no version, but {protocol} requires one; add `version`"
            ))
        };
        Some(version.clone().filter(|version| !version.is_empty()).ok_or_else(missing)?)
    } else {
        None
    };
    let endpoint_rules = endpoint_rules(service, prefix.as_deref())?;
    let xml_namespace = if protocol == Protocol::RestXml { xml_namespace(traits)? } else { None };
    Ok(Service {
        shape: service.id.clone(),
        constant: constant(&service_id),
        endpoint_prefix: prefix,
        endpoint_rules,
        protocol,
        target_prefix: protocol.names_service().then(|| service.id.name().to_owned()),
        api_version,
        xml_namespace,
        s3_signing: customization::s3_signing(&signing_name),
        query_compatible: is_query_compatible(service, protocol),
        signing_name,
        header: customization::header(&service_id, version.as_deref().unwrap_or_default()),
        service_id,
        version,
        docs: docs_of(traits),
    })
}

/// The service's own endpoint rules, compiled. `None` if the standard rules give the same results.
fn endpoint_rules(
    service: &Chosen<'_>,
    prefix: Option<&str>,
) -> Result<Option<CompiledRules>, Error> {
    let traits = &service.shape.traits;
    let Some(rules) = traits.get(traits::ENDPOINT_RULE_SET) else { return Ok(None) };
    let of_client = traits.get(traits::CLIENT_CONTEXT_PARAMS).and_then(Value::as_object);
    let of_client: Vec<&str> =
        of_client.into_iter().flat_map(|params| params.keys().map(String::as_str)).collect();
    let wrong = |problem| Error::new(format!("the endpoint rules of the service: {problem}"));
    if prefix.is_some_and(|prefix| is_standard(rules, prefix)) {
        return Ok(None);
    }
    compile(rules, &of_client).map(Some).map_err(wrong)
}

/// Whether the service sends the error codes of awsQuery.
pub fn is_query_compatible(service: &Chosen<'_>, protocol: Protocol) -> bool {
    protocol.names_service() && service.shape.traits.has(traits::AWS_QUERY_COMPATIBLE)
}

/// Features of the service as a whole that the runtime does not support.
pub fn notes(service: &Chosen<'_>, signing_name: &str) -> Vec<String> {
    let traits = &service.shape.traits;
    if traits.has(traits::SIGV4) {
        return Vec::new();
    }
    let others: Vec<&str> = traits::OTHER_AUTH.into_iter().filter(|id| traits.has(id)).collect();
    let name = service.id.name();
    vec![if others.is_empty() {
        format!("`{name}` has no authentication trait; requests are signed as `{signing_name}`")
    } else {
        format!(
            "`{name}` authenticates with {}, which is not supported; requests are signed as \
             `{signing_name}`",
            others.join(" or ")
        )
    }]
}

/// `sdkId`, or the shape's name if the model has none.
pub fn service_id(service: &Chosen<'_>) -> String {
    text(service, "sdkId").unwrap_or(service.id.name()).to_owned()
}

/// `endpointPrefix`, or its default `arnNamespace`. There is no other default, because the endpoint
/// cannot be found from the shape's name.
fn endpoint_prefix(service: &Chosen<'_>) -> Option<String> {
    text(service, "endpointPrefix").or_else(|| text(service, "arnNamespace")).map(str::to_owned)
}

fn text<'a>(service: &Chosen<'a>, key: &str) -> Option<&'a str> {
    service.shape.traits.get(traits::SERVICE)?.get(key)?.as_str()
}
