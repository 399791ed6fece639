//! [`Protocol`]: the seven protocols, with the names that Smithy and botocore give them.

use aws_operation_codegen::model::{Model, Shape, ShapeId};
use serde_json::{Value, json};

/// A protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// `aws.protocols#restJson1`
    RestJson1,
    /// `aws.protocols#awsJson1_0`
    AwsJson10,
    /// `aws.protocols#awsJson1_1`
    AwsJson11,
    /// `aws.protocols#awsQuery`
    AwsQuery,
    /// `aws.protocols#ec2Query`
    Ec2Query,
    /// `aws.protocols#restXml`
    RestXml,
    /// `smithy.protocols#rpcv2Cbor`
    RpcV2Cbor,
}

/// The format of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// `application/json`
    Json,
    /// `application/xml`
    Xml,
    /// `application/x-www-form-urlencoded`
    Form,
    /// `application/cbor`
    Cbor,
}

impl Protocol {
    /// All protocols, in the generator's order of preference.
    pub const ALL: [Self; 7] = [
        Self::RestJson1,
        Self::AwsJson10,
        Self::AwsJson11,
        Self::RestXml,
        Self::AwsQuery,
        Self::Ec2Query,
        Self::RpcV2Cbor,
    ];

    /// The absolute name of the protocol's trait.
    pub fn id(self) -> &'static str {
        match self {
            Self::RestJson1 => "aws.protocols#restJson1",
            Self::AwsJson10 => "aws.protocols#awsJson1_0",
            Self::AwsJson11 => "aws.protocols#awsJson1_1",
            Self::AwsQuery => "aws.protocols#awsQuery",
            Self::Ec2Query => "aws.protocols#ec2Query",
            Self::RestXml => "aws.protocols#restXml",
            Self::RpcV2Cbor => "smithy.protocols#rpcv2Cbor",
        }
    }

    /// The protocol's name without its namespace.
    pub fn name(self) -> &'static str {
        self.id().rsplit('#').next().unwrap_or_default()
    }

    /// The protocol with this name, or with this absolute name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|protocol| [protocol.id(), protocol.name()].contains(&name))
    }

    /// botocore's name of the protocol.
    pub fn in_botocore(self) -> &'static str {
        match self {
            Self::RestJson1 => "rest-json",
            Self::AwsJson10 | Self::AwsJson11 => "json",
            Self::AwsQuery => "query",
            Self::Ec2Query => "ec2",
            Self::RestXml => "rest-xml",
            Self::RpcV2Cbor => "smithy-rpc-v2-cbor",
        }
    }

    /// botocore's `jsonVersion` of the protocol.
    pub fn json_version(self) -> Option<&'static str> {
        match self {
            Self::AwsJson10 => Some("1.0"),
            Self::AwsJson11 => Some("1.1"),
            _ => None,
        }
    }

    /// Whether members can also be in the path, the query and the headers.
    pub fn is_rest(self) -> bool {
        matches!(self, Self::RestJson1 | Self::RestXml)
    }

    /// The format of the documents in requests.
    pub fn request_format(self) -> Format {
        match self {
            Self::AwsQuery | Self::Ec2Query => Format::Form,
            _ => self.response_format(),
        }
    }

    /// The format of the documents in responses.
    pub fn response_format(self) -> Format {
        match self {
            Self::RestJson1 | Self::AwsJson10 | Self::AwsJson11 => Format::Json,
            Self::AwsQuery | Self::Ec2Query | Self::RestXml => Format::Xml,
            Self::RpcV2Cbor => Format::Cbor,
        }
    }

    /// The protocol that the generator chooses for a service. It chooses CBOR only if the service
    /// has no other protocol.
    pub fn of_service(service: &Shape) -> Option<Self> {
        Self::ALL.into_iter().find(|protocol| service.traits.has(protocol.id()))
    }
}

/// The only service of a model.
///
/// # Errors
///
/// The model has no service, or several.
pub fn service(model: &Model) -> Result<&(ShapeId, Shape), String> {
    let mut services = model.shapes.iter().filter(|(_, shape)| shape.kind == "service");
    match (services.next(), services.next()) {
        (Some(service), None) => Ok(service),
        (None, _) => Err("the model has no service".to_owned()),
        _ => Err("the model has several services".to_owned()),
    }
}

/// The services of a model that support the protocol with this absolute name.
pub fn services<'a>(
    model: &'a Model,
    protocol: &'a str,
) -> impl Iterator<Item = &'a (ShapeId, Shape)> {
    let services = model.shapes.iter().filter(|(_, shape)| shape.kind == "service");
    services.filter(move |(_, shape)| shape.traits.has(protocol))
}

/// The operations of a service and of its resources, sorted by name.
pub fn operations<'a>(model: &'a Model, service: &Shape) -> Vec<(ShapeId, &'a Shape)> {
    let targets = |shape: &Shape| {
        let one =
            ["create", "put", "read", "update", "delete", "list"].map(|key| shape.rest.get(key));
        let several = shape.rest.get("collectionOperations").and_then(Value::as_array);
        let rest = one.into_iter().flatten().chain(several.into_iter().flatten());
        let rest = rest.filter_map(|value| value["target"].as_str().map(ShapeId::new));
        shape.operations.iter().map(|operation| operation.target.clone()).chain(rest).collect()
    };
    let mut ids: Vec<ShapeId> = targets(service);
    let mut open = service.resources.clone();
    while let Some(resource) = open.pop() {
        if let Some(resource) = model.shape(&resource.target) {
            ids.extend(targets(resource));
            open.extend(resource.resources.iter().cloned());
        }
    }
    ids.sort_by(|a, b| a.name().cmp(b.name()));
    ids.dedup();
    ids.into_iter().filter_map(|id| Some((id.clone(), model.shape(&id)?))).collect()
}

/// The text of a model, changed so that its services support only this protocol.
///
/// A service without the protocol gets it if the protocol needs nothing else from the model. This
/// is true for awsJson and rpcv2Cbor, which have no HTTP bindings.
///
/// # Errors
///
/// The text is not JSON, or the service cannot support the protocol.
pub fn with_only_protocol(text: &str, protocol: Protocol) -> Result<String, String> {
    let mut model: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let shapes = model["shapes"].as_object_mut().into_iter().flatten();
    for (id, shape) in shapes.filter(|(_, shape)| shape["type"] == "service") {
        let Some(traits) = shape["traits"].as_object_mut() else { continue };
        let supported: Vec<Protocol> =
            Protocol::ALL.into_iter().filter(|own| traits.contains_key(own.id())).collect();
        let without_bindings =
            matches!(protocol, Protocol::AwsJson10 | Protocol::AwsJson11 | Protocol::RpcV2Cbor)
                && !supported.iter().any(|own| own.is_rest());
        if !supported.contains(&protocol) && !without_bindings {
            return Err(format!("{id} does not support {}", protocol.name()));
        }
        for own in supported.iter().filter(|own| **own != protocol) {
            traits.remove(own.id());
        }
        traits.entry(protocol.id()).or_insert_with(|| json!({}));
    }
    Ok(model.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model(protocols: &[&str]) -> String {
        let traits: Value = protocols.iter().map(|id| ((*id).to_owned(), json!({}))).collect();
        json!({"smithy": "2.0", "shapes": {"x#X": {"type": "service", "traits": traits}}})
            .to_string()
    }

    fn chosen(text: &str) -> Option<&'static str> {
        let model = Model::parse(text).expect("it is a model");
        let (_, shape) = service(&model).expect("it has one service");
        Protocol::of_service(shape).map(Protocol::name)
    }

    #[test]
    fn json_comes_before_xml_and_cbor_last() {
        let (json, query) = ("aws.protocols#awsJson1_0", "aws.protocols#awsQuery");
        let cbor = "smithy.protocols#rpcv2Cbor";
        assert_eq!(chosen(&model(&[query, json, cbor])), Some("awsJson1_0"));
        assert_eq!(chosen(&model(&[query, cbor])), Some("awsQuery"));
        assert_eq!(chosen(&model(&[cbor])), Some("rpcv2Cbor"));
        assert_eq!(chosen(&model(&[])), None);
    }

    #[test]
    fn a_chosen_protocol_is_the_only_one() {
        let text = model(&["aws.protocols#awsQuery", "aws.protocols#awsJson1_0"]);
        for protocol in [Protocol::AwsQuery, Protocol::AwsJson10, Protocol::RpcV2Cbor] {
            let text = with_only_protocol(&text, protocol).expect("it supports it");
            assert_eq!(chosen(&text), Some(protocol.name()));
        }
        assert!(with_only_protocol(&text, Protocol::RestXml).is_err());
        let rest = model(&["aws.protocols#restJson1"]);
        assert!(with_only_protocol(&rest, Protocol::RpcV2Cbor).is_err());
    }

    #[test]
    fn a_protocol_is_found_by_its_names() {
        for protocol in Protocol::ALL {
            assert_eq!(Protocol::named(protocol.id()), Some(protocol));
            assert_eq!(Protocol::named(protocol.name()), Some(protocol));
        }
        assert_eq!(Protocol::named("restJson"), None);
    }
}
