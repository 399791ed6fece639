//! A service that writes the response for an output or exception, by the rules of its protocol.
//!
//! It shares no code with the runtime.
//!
//! Source: Smithy 2.0, the pages of the AWS protocols and of RPC v2 CBOR, and HTTP bindings.

mod cbor;
mod json;
mod xml;

use aws_operation::{Blob, Timestamp};
use aws_operation_codegen::model::{Member, Shape, ShapeId};
use serde::Serialize;
use serde_json::{Value, json};

use crate::generated::documents::cbor::Writer;
use crate::generated::protocols::{Format, Protocol};
use crate::generated::schema::{Kind, Place, Reader, Schema};
use crate::generated::template::node::Node as _;
use crate::random::Random;

/// A response.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Response {
    /// The status code.
    pub status: u64,
    /// The names and values of the headers.
    pub headers: Vec<(String, String)>,
    /// The body. It is base64 in JSON.
    pub body: Blob,
}

/// A service that writes responses.
pub struct Server<'a> {
    schema: Schema<'a>,
    random: Random,
    /// Whether it also sends nulls, and members and tags of a later model.
    verbose: bool,
}

/// The content of a body.
#[derive(Clone, Copy)]
enum Top<'a> {
    /// An output of this operation.
    Output(&'a str, &'a Shape),
    /// An exception with this code.
    Exception(&'a str),
}

impl<'a> Server<'a> {
    /// The service of a case.
    pub fn new(schema: Schema<'a>, random: Random, verbose: bool) -> Self {
        Self { schema, random, verbose }
    }

    /// The response for an output of an operation.
    ///
    /// # Errors
    ///
    /// The value is not of the shape.
    pub fn output(
        &mut self,
        operation: (&str, &Shape),
        id: &ShapeId,
        value: &Value,
    ) -> Result<Response, String> {
        let mut headers = vec![("x-amzn-RequestId".to_owned(), "a1b2".to_owned())];
        let body = self.body(Top::Output(operation.0, operation.1), id, value, &mut headers)?;
        let set = |(name, member): &&(String, Member)| {
            self.schema.place(Reader::Client, member) == Place::Status && value.get(name).is_some()
        };
        let code = self.schema.members(id).iter().find(set);
        let http =
            operation.1.traits.get("smithy.api#http").filter(|_| self.schema.protocol.is_rest());
        let status = http.and_then(|http| http["code"].as_u64()).unwrap_or(200);
        let status = code.and_then(|(name, _)| value[name].as_u64()).unwrap_or(status);
        Ok(Response { status, headers, body: body.into() })
    }

    /// The response for an exception of an operation.
    ///
    /// # Errors
    ///
    /// The value is not of the shape.
    pub fn exception(
        &mut self,
        operation: &Shape,
        id: &ShapeId,
        value: &Value,
    ) -> Result<Response, String> {
        let schema = self.schema;
        let traits = schema.shape(id).map(|shape| &shape.traits);
        let of = |name: &str| traits.and_then(|traits| traits.get(name));
        let is_server = of("smithy.api#error") == Some(&json!("server"));
        let query_error = of("aws.protocols#awsQueryError");
        let status = match schema.protocol {
            Protocol::AwsQuery => query_error.and_then(|error| error["httpResponseCode"].as_u64()),
            _ => of("smithy.api#httpError").and_then(Value::as_u64),
        };
        let mut status = status.unwrap_or(if is_server { 500 } else { 400 });
        let mut headers = Vec::new();

        let query_code = query_error.and_then(|error| error["code"].as_str());
        let mut code = match schema.protocol {
            Protocol::AwsQuery | Protocol::Ec2Query | Protocol::RestXml => {
                schema.error_code(id).to_owned()
            }
            _ => match self.random.below(3) {
                0 => id.name().to_owned(),
                1 => id.as_str().to_owned(),
                _ => format!("{}:http://internal.amazon.com/coral/", id.name()),
            },
        };
        if schema.protocol == Protocol::RpcV2Cbor {
            code = id.as_str().to_owned();
        }
        let is_json = schema.protocol.response_format() == Format::Json;
        let reads_header = is_json || schema.protocol == Protocol::RpcV2Cbor;
        if let Some(query_code) =
            query_code.filter(|_| reads_header && schema.is_query_compatible())
        {
            let fault = if is_server { "Receiver" } else { "Sender" };
            headers.push(("x-amzn-query-error".to_owned(), format!("{query_code};{fault}")));
        }

        let mut body = self.body(Top::Exception(&code), id, value, &mut headers)?;
        if is_json {
            let in_header = schema.protocol == Protocol::RestJson1;
            let document: Value = serde_json::from_slice(&body).unwrap_or_default();
            match document {
                // The code can be in the body if no member has the same name.
                Value::Object(mut document)
                    if !in_header
                        || self.random.once_in(2)
                            && !document.keys().any(|key| key == "code" || key == "__type") =>
                {
                    document.insert("__type".to_owned(), json!(code));
                    body = Value::Object(document).to_string().into_bytes();
                }
                _ => headers.push(("X-Amzn-Errortype".to_owned(), code)),
            }
        }
        // S3 may find an error after it has sent the status code of a success.
        let late = schema.protocol == Protocol::RestXml
            && schema.is_s3()
            && operation.output.as_ref().is_some_and(|output| {
                !schema.is_raw(&output.target) && !schema.members(&output.target).is_empty()
            });
        if late && self.verbose && self.random.once_in(2) {
            status = 200;
        }
        Ok(Response { status, headers, body: body.into() })
    }

    /// Writes the headers, and returns the body.
    fn body(
        &mut self,
        top: Top<'_>,
        id: &ShapeId,
        value: &Value,
        headers: &mut Vec<(String, String)>,
    ) -> Result<Vec<u8>, String> {
        let schema = self.schema;
        for (name, member) in schema.members(id) {
            if let (Some(value), Place::Header) =
                (value.get(name), schema.place(Reader::Client, member))
            {
                self.header(member, value, headers)?;
            }
        }
        if let Some((name, member)) = schema.payload(id) {
            let Some(value) = value.get(name) else { return Ok(Vec::new()) };
            if schema.is_event_stream(&member.target) {
                return bytes(value);
            }
            return match schema.kind(&member.target)? {
                Kind::Blob => bytes(value),
                Kind::String => Ok(text(value).into_bytes()),
                _ if schema.protocol == Protocol::RestXml => {
                    let (root, namespace) = schema.root(id);
                    let (own, inside) = match schema.kind(&member.target)? {
                        Kind::Structure => self.xml_members(&member.target, value, false)?,
                        // A union. Its element has no attributes.
                        _ => return Ok(self.xml_value(&root, member, value)?.into_bytes()),
                    };
                    Ok(self
                        .xml_element(&root, namespace.into_iter().chain(own), inside)
                        .into_bytes())
                }
                _ => Ok(self.json(member, value)?.to_string().into_bytes()),
            };
        }
        let content_type = match schema.protocol {
            Protocol::RestJson1 => "application/json",
            Protocol::AwsJson10 => "application/x-amz-json-1.0",
            Protocol::AwsJson11 => "application/x-amz-json-1.1",
            Protocol::RestXml => "application/xml",
            Protocol::AwsQuery => "text/xml",
            Protocol::Ec2Query => "text/xml;charset=UTF-8",
            Protocol::RpcV2Cbor => "application/cbor",
        };
        // Omitted if a member is bound to the header, even if the member is not set.
        if schema.bound(id, "smithy.api#httpHeader", "content-type").is_none() {
            headers.push(("Content-Type".to_owned(), content_type.to_owned()));
        }
        match schema.protocol.response_format() {
            Format::Cbor => {
                headers.push(("smithy-protocol".to_owned(), "rpc-v2-cbor".to_owned()));
                let code = match top {
                    Top::Exception(code) => Some(code),
                    Top::Output(..) => None,
                };
                let mut out = Writer::default();
                self.cbor_object(&mut out, schema.members(id), value, code)?;
                Ok(out.bytes)
            }
            Format::Xml => self.xml_body(top, id, value),
            _ => {
                let members = schema.members(id).iter();
                let in_body = members
                    .filter(|(_, member)| schema.place(Reader::Client, member) == Place::Body);
                Ok(self.object(in_body, value)?.to_string().into_bytes())
            }
        }
    }

    /// The document for the members of an output or exception.
    fn xml_body(&mut self, top: Top<'_>, id: &ShapeId, value: &Value) -> Result<Vec<u8>, String> {
        let schema = self.schema;
        let (attributes, mut inside) = self.xml_members(id, value, true)?;
        let namespace = schema.service_namespace();
        let request_id = |name: &str| format!("<{name}>a1b2</{name}>");
        let (operation, shape) = match top {
            Top::Output(operation, shape) => (operation, shape),
            Top::Exception(code) => {
                let has_message = schema.members(id).iter().any(|(name, member)| {
                    schema.wire_name(Reader::Client, name, member).eq_ignore_ascii_case("message")
                });
                let mut error = vec![self.xml_text("Code", None, code)];
                if !has_message {
                    error.push(self.xml_text("Message", None, "A message."));
                }
                error.append(&mut inside);
                let restxml = schema.service().and_then(|(_, shape)| {
                    shape.traits.get("aws.protocols#restXml")?.get("noErrorWrapping")
                });
                let bare = schema.protocol == Protocol::RestXml && restxml == Some(&json!(true));
                if bare {
                    error.push(request_id("RequestId"));
                } else if schema.protocol != Protocol::Ec2Query {
                    error.insert(0, "<Type>Sender</Type>".to_owned());
                }
                if bare {
                    return Ok(self.xml_document("Error", None, error));
                }
                let error = self.xml_element("Error", attributes, error);
                return Ok(match schema.protocol {
                    Protocol::Ec2Query => {
                        let errors = self.xml_element("Errors", None, vec![error]);
                        self.xml_document("Response", None, vec![errors, request_id("RequestID")])
                    }
                    _ => {
                        let inside = vec![error, request_id("RequestId")];
                        self.xml_document("ErrorResponse", namespace, inside)
                    }
                });
            }
        };
        let response = format!("{operation}Response");
        Ok(match schema.protocol {
            Protocol::AwsQuery => {
                let result = self.xml_element(&format!("{operation}Result"), attributes, inside);
                let metadata = vec![request_id("RequestId")];
                let metadata = self.xml_element("ResponseMetadata", None, metadata);
                self.xml_document(&response, namespace, vec![result, metadata])
            }
            Protocol::Ec2Query => {
                inside.insert(0, request_id("requestId"));
                self.xml_document(&response, namespace, inside)
            }
            _ if shape.traits.has("aws.customizations#s3UnwrappedXmlOutput") => {
                let set = schema.members(id).iter();
                let mut set =
                    set.filter_map(|(name, member)| Some((member, name, value.get(name)?)));
                match set.next() {
                    Some((member, name, value)) => {
                        self.xml_value(name, member, value)?.into_bytes()
                    }
                    None => self.xml_document("LocationConstraint", namespace, Vec::new()),
                }
            }
            _ => {
                let in_body = schema.members(id).iter();
                let mut in_body = in_body
                    .filter(|(_, member)| schema.place(Reader::Client, member) == Place::Body);
                if in_body.next().is_none() {
                    return Ok(Vec::new());
                }
                let (root, namespace) = schema.root(id);
                let attributes = namespace.into_iter().chain(attributes);
                self.xml_element(&root, attributes, inside).into_bytes()
            }
        })
    }

    fn header(
        &self,
        member: &'a Member,
        value: &Value,
        headers: &mut Vec<(String, String)>,
    ) -> Result<(), String> {
        if let Some(prefix) = member.traits.text("smithy.api#httpPrefixHeaders") {
            for (key, value) in value.as_object().into_iter().flatten() {
                headers.push((format!("{prefix}{key}"), text(value)));
            }
            return Ok(());
        }
        let name = member.traits.text("smithy.api#httpHeader").unwrap_or_default();
        let value = match (self.schema.kind(&member.target)?, self.schema.shape(&member.target)) {
            (Kind::List, Some(list)) => {
                let item = list.member.as_ref().ok_or("a list without an item")?;
                let items = value.as_array().into_iter().flatten();
                let items = items.filter(|item| !item.is_null());
                let items: Result<Vec<String>, String> =
                    items.map(|value| Ok(quoted(&self.header_text(item, value)?))).collect();
                items?.join(", ")
            }
            _ => self.header_text(member, value)?,
        };
        headers.push((name.to_owned(), value));
        Ok(())
    }

    fn header_text(&self, member: &'a Member, value: &Value) -> Result<String, String> {
        Ok(match self.schema.kind(&member.target)? {
            Kind::Timestamp => {
                let format = self.schema.timestamp_format(member, Place::Header);
                Timestamp::from_node(value)?.format(format)
            }
            Kind::String if self.schema.effective(member, "smithy.api#mediaType").is_some() => {
                text(&json!(Blob::from(text(value).as_str())))
            }
            _ => text(value),
        })
    }
}

fn bytes(value: &Value) -> Result<Vec<u8>, String> {
    let blob: Blob = serde_json::from_value(value.clone()).map_err(|error| error.to_string())?;
    Ok(blob.to_vec())
}

/// A scalar as a string.
fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// An item of a list in a header, quoted if necessary.
fn quoted(item: &str) -> String {
    if item.contains(['"', ',']) || item.trim() != item {
        format!("\"{}\"", item.replace('\\', "\\\\").replace('"', "\\\""))
    } else {
        item.to_owned()
    }
}
