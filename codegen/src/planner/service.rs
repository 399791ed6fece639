//! The service's constant.

use serde_json::Value;

use super::docs_of;
use super::xml::xml_namespace;
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
            Error::new(format!("the service has no version, which {protocol} sends; add `version`"))
        };
        Some(version.clone().filter(|version| !version.is_empty()).ok_or_else(missing)?)
    } else {
        None
    };
    let xml_namespace = if protocol == Protocol::RestXml { xml_namespace(traits)? } else { None };
    Ok(Service {
        shape: service.id.clone(),
        constant: constant(&service_id),
        endpoint_prefix: prefix,
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

/// Whether the service sends the error codes of awsQuery.
pub fn is_query_compatible(service: &Chosen<'_>, protocol: Protocol) -> bool {
    protocol.names_service() && service.shape.traits.has(traits::AWS_QUERY_COMPATIBLE)
}

/// What the runtime does not support of the service as a whole.
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

/// `endpointPrefix`, or else `arnNamespace`, which is its default. There is no further default: the
/// shape's name says nothing about the endpoint.
fn endpoint_prefix(service: &Chosen<'_>) -> Option<String> {
    text(service, "endpointPrefix").or_else(|| text(service, "arnNamespace")).map(str::to_owned)
}

fn text<'a>(service: &Chosen<'a>, key: &str) -> Option<&'a str> {
    service.shape.traits.get(traits::SERVICE)?.get(key)?.as_str()
}
