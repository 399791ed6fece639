//! A table of the differences between ours and botocore in which ours follows the Smithy
//! specification. Each rule covers one precise difference.

use aws_operation::Timestamp;
use aws_operation_codegen::model::ShapeId;
use serde_json::{Value, json};

use super::exchange::CHECKSUM_OF_BODY;
use crate::generated::compare::{Difference, Step, differences};
use crate::generated::protocols::{Format, Protocol};
use crate::generated::schema::{Found, Kind, Names, Schema};

/// A difference that botocore causes.
pub struct Rule {
    /// The difference.
    pub name: &'static str,
    /// The section of the specification.
    pub source: &'static str,
    covers: fn(&Seen<'_>) -> bool,
}

/// A difference, with its context.
struct Seen<'a> {
    /// Our value.
    ours: Option<&'a Value>,
    /// botocore's value.
    theirs: Option<&'a Value>,
    /// The part that differs: `body`, `headers` and so on in a request, `output` or `error` in a
    /// response.
    part: &'a str,
    /// The name of the header or query parameter, if the difference is in one.
    name: &'a str,
    /// The member that differs.
    found: Option<Found<'a>>,
    /// The member around it, with our value and botocore's.
    around: Option<(Found<'a>, [Option<&'a Value>; 2])>,
    /// Whether the model says that the service used awsQuery before.
    is_query_compatible: bool,
    /// Whether the whole part differs.
    is_whole: bool,
    /// Whether the caller gives the header `Content-MD5`.
    has_md5: bool,
    /// Whether the body is bytes or text.
    is_raw: bool,
    /// Whether the body is text.
    is_text: bool,
    protocol: Protocol,
}

impl Seen<'_> {
    /// Whether we send this content type for a document, and botocore sends `theirs`.
    fn is_content_type(&self, ours: &str, theirs: Option<&str>) -> bool {
        !self.is_raw
            && (self.part, self.name) == ("headers", "content-type")
            && self.ours == Some(&json!(ours))
            && self.theirs.and_then(Value::as_str) == theirs
    }

    /// Both values, if they are strings.
    fn texts(&self) -> Option<(&str, &str)> {
        Some((self.ours?.as_str()?, self.theirs?.as_str()?))
    }
}

/// This difference is found by comparing the models, before a request is made.
pub const SLASH: Rule = Rule {
    name: "slash at the end of the URI",
    source: "the service's model: the URI of the http trait of Route 53's ChangeResourceRecordSets \
             does not end with a slash; in botocore's own model it does",
    covers: |_| false,
};

/// All rules.
pub const RULES: &[Rule] = &[
    SLASH,
    Rule {
        name: "default",
        source: "Smithy 2.0, default trait, \"default value serialization\", and structure member \
                 optionality: a member with a default is always present; botocore leaves it out",
        covers: |seen| {
            let (Some(found), Some(ours), None) = (seen.found, seen.ours, seen.theirs) else {
                return false;
            };
            let default = found.member.traits.get("smithy.api#default");
            let is_default = default.is_some_and(|default| differences(ours, default).is_empty());
            match seen.part {
                "body" if seen.protocol.request_format() != Format::Json => {
                    // In XML and forms numbers and booleans are text, and floats are marked.
                    let default = default.map(|default| match (default, seen.protocol) {
                        (Value::Number(_), Protocol::RpcV2Cbor)
                            if matches!(found.kind, Kind::Float | Kind::Double) =>
                        {
                            json!({ "float": default })
                        }
                        (Value::String(_), _) | (_, Protocol::RpcV2Cbor) => default.clone(),
                        _ => json!(default.to_string()),
                    });
                    !found.top
                        && default.is_some_and(|default| differences(ours, &default).is_empty())
                }
                "body" => is_default && !found.top,
                "output" | "error" => is_default,
                _ => false,
            }
        },
    },
    Rule {
        name: "fraction of a date-time",
        source: "Smithy 2.0, timestampFormat trait, date-time: \"optional fractional precision\" of \
                 RFC 3339, in which .5 and .500000 are the same; botocore writes six digits",
        covers: |seen| {
            let (Some(found), Some(ours), Some(theirs)) = (seen.found, seen.ours, seen.theirs)
            else {
                return false;
            };
            let time = |text: &Value| text.as_str()?.parse::<Timestamp>().ok();
            found.kind == Kind::Timestamp && time(ours).is_some() && time(ours) == time(theirs)
        },
    },
    Rule {
        name: "fraction of a time in a header",
        source: "Smithy 2.0, timestampFormat trait, date-time and epoch-seconds: \"optional fractional \
                 precision\"; botocore writes whole seconds in headers",
        covers: |seen| {
            let is_time = seen.found.is_some_and(|found| found.kind == Kind::Timestamp);
            let (Some((ours, theirs)), "headers") = (seen.texts(), seen.part) else { return false };
            let Some((whole, fraction)) = ours.split_once('.') else { return false };
            let zone = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
            is_time && fraction != zone && theirs == format!("{whole}{zone}")
        },
    },
    Rule {
        name: "spaces in the list of a header",
        source: "Smithy 2.0, httpHeader trait: the values of a list are separated by commas, with \
                 optional white space (RFC 9110, 5.6.1); botocore writes none",
        covers: |seen| {
            let is_item = seen.found.is_some_and(|found| !found.top);
            seen.part == "headers"
                && is_item
                && seen.texts().is_some_and(|(ours, theirs)| {
                    ours != theirs && ours.replace(", ", ",") == theirs.replace(", ", ",")
                })
        },
    },
    Rule {
        name: "empty list in a header",
        source: "Smithy 2.0, AWS restJson1 and restXml protocols, \"protocol compliance tests\", \
                 NullAndEmptyHeaders: empty lists are sent as empty headers; botocore sends none",
        covers: |seen| {
            let is_item = seen.found.is_some_and(|found| !found.top);
            seen.part == "headers"
                && is_item
                && seen.ours == Some(&json!(""))
                && seen.theirs.is_none()
        },
    },
    Rule {
        name: "document without members",
        source: "Smithy 2.0, httpPayload trait: the members that are not bound are serialized in a \
                 document, which is the body; if none of them is set, the document of XML is its root; \
                 botocore sends no body",
        covers: |seen| {
            let is_empty = |root: &Value| {
                let members = root.as_object().into_iter().flatten();
                root.is_object() && members.map(|(name, _)| name).all(|name| name == "@xmlns")
            };
            let root = seen.ours.and_then(Value::as_object).filter(|ours| ours.len() == 1);
            seen.protocol == Protocol::RestXml
                && (seen.part, seen.is_whole, seen.is_raw) == ("body", true, false)
                && root.is_some_and(|root| root.values().all(is_empty))
                && seen.theirs == Some(&Value::Null)
        },
    },
    Rule {
        name: "checksum beside Content-MD5",
        source: "Amazon S3 API reference, PutObject, Content-MD5: the checksum of the body that the \
                 caller has computed; a second one is optional, and botocore adds one",
        covers: |seen| {
            // The name of the algorithm comes with the checksum.
            let is_added = seen.name.starts_with("x-amz-checksum-")
                && seen.theirs == Some(&json!(CHECKSUM_OF_BODY))
                || seen.name == "x-amz-sdk-checksum-algorithm"
                    && seen.theirs == Some(&json!("CRC32"));
            seen.part == "headers" && seen.has_md5 && seen.ours.is_none() && is_added
        },
    },
    Rule {
        name: "content type of a blob",
        source: "Smithy 2.0, AWS restJson1 protocol, \"Content-Type\": application/octet-stream \
                 for a blob payload without mediaType; botocore sends none",
        covers: |seen| {
            seen.is_raw
                && !seen.is_text
                && (seen.part, seen.name) == ("headers", "content-type")
                && seen.theirs.is_none()
                && seen.ours == Some(&json!("application/octet-stream"))
        },
    },
    Rule {
        name: "content type of a text",
        source: "Smithy 2.0, AWS restXml protocol, \"Content-Type\": text/plain for a string payload \
                 without mediaType; botocore sends none",
        covers: |seen| {
            seen.is_text
                && (seen.part, seen.name) == ("headers", "content-type")
                && seen.theirs.is_none()
                && seen.ours == Some(&json!("text/plain"))
        },
    },
    Rule {
        name: "response without a body",
        source: "Smithy 2.0, AWS restJson1 protocol, \"protocol compliance tests\", which are \
                 normative: without a body a blob payload is not set, as in \
                 RestJsonHttpPayloadTraitsWithNoBlobBody, nor a structure; in botocore it is empty",
        covers: |seen| {
            let empty = if seen.is_raw { json!("") } else { json!({}) };
            seen.part == "output"
                && seen.ours.is_none()
                && seen.theirs == Some(&empty)
                && seen.found.is_some_and(|found| found.is_payload)
        },
    },
    Rule {
        name: "unknown union member",
        source: "Smithy 2.0, structure member optionality, \"client error correction\": a union \
                 has an unknown variant; ours keeps the member's value, botocore only its name",
        covers: |seen| {
            let Some((around, [Some(ours), Some(theirs)])) = seen.around else { return false };
            let mut tags = ours.as_object().into_iter().flatten().map(|(tag, _)| tag);
            let (Some(tag), None) = (tags.next(), tags.next()) else { return false };
            let named = json!({ "SDK_UNKNOWN_MEMBER": { "name": tag } });
            // With CBOR, and if botocore's model has a structure, botocore does not even keep the
            // name.
            around.kind == Kind::Union
                && (theirs == &named || seen.found.is_none() && theirs == &json!({}))
        },
    },
    Rule {
        name: "content type of XML",
        source: "Smithy 2.0, AWS restXml protocol, \"Content-Type\": application/xml for a \
                 document; botocore sends none",
        covers: |seen| {
            seen.protocol == Protocol::RestXml && seen.is_content_type("application/xml", None)
        },
    },
    Rule {
        name: "content type of a form",
        source: "Smithy 2.0, AWS query and EC2 query protocols: application/x-www-form-urlencoded, \
                 which has no parameters; botocore adds a charset",
        covers: |seen| {
            let theirs = "application/x-www-form-urlencoded; charset=utf-8";
            seen.protocol.request_format() == Format::Form
                && seen.is_content_type("application/x-www-form-urlencoded", Some(theirs))
        },
    },
    Rule {
        name: "text of a float",
        source: "Smithy 2.0, XML bindings and AWS query protocol: a float is a decimal number with \
                 an optional exponent; 1e16 and 1e+16 are the same number",
        covers: |seen| {
            let is_float =
                seen.found.is_some_and(|found| matches!(found.kind, Kind::Float | Kind::Double));
            let number = |text: &str| text.parse::<f64>().ok();
            is_float
                && ["body", "query", "headers"].contains(&seen.part)
                && seen.texts().is_some_and(|(ours, theirs)| {
                    number(ours).is_some() && number(ours) == number(theirs)
                })
        },
    },
    Rule {
        name: "number that botocore has as text",
        source: "the service's model, in which the member is a whole number, as in Route 53's \
                 `MaxItems`; botocore's own model has a string, and the text is the same",
        covers: |seen| {
            let is_whole = seen.found.is_some_and(|found| found.kind.is_whole());
            let theirs = seen.theirs.and_then(Value::as_str).and_then(|text| text.parse().ok());
            seen.protocol.response_format() == Format::Xml
                && ["output", "error"].contains(&seen.part)
                && is_whole
                && seen.ours.is_some_and(|ours| ours.as_i64() == theirs)
        },
    },
    Rule {
        name: "x-id",
        source: "the service's model: the URI of the http trait of S3's operations has the \
                 parameter `x-id`, and literals of a URI are sent; botocore's own model lacks it",
        covers: |seen| {
            let is_one = seen.ours.and_then(Value::as_array).is_some_and(|list| list.len() == 1);
            seen.protocol == Protocol::RestXml
                && (seen.part, seen.name) == ("query", "x-id")
                && is_one
                && seen.theirs.is_none()
        },
    },
    Rule {
        name: "query mode",
        source: "the service's model, which does not have the trait awsQueryCompatible; botocore's own \
                 model has it, and asks for the error codes of awsQuery",
        covers: |seen| {
            !seen.is_query_compatible
                && (seen.part, seen.name) == ("headers", "x-amzn-query-mode")
                && seen.ours.is_none()
                && seen.theirs == Some(&json!("true"))
        },
    },
    Rule {
        name: "no header with the prefix",
        source: "Smithy 2.0, httpPrefixHeaders trait: the member is a map of the headers with the \
                 prefix; without one it is not set, while in botocore it is empty",
        covers: |seen| {
            let of = |found: Found<'_>| found.member.traits.has("smithy.api#httpPrefixHeaders");
            seen.part == "output"
                && seen.found.is_some_and(of)
                && seen.ours.is_none()
                && seen.theirs == Some(&json!({}))
        },
    },
    Rule {
        name: "unknown member",
        source: "Smithy 2.0, RPC v2 CBOR protocol: clients ignore members that they do not know; \
                 botocore's parser of CBOR keeps them in the values of maps",
        covers: |seen| {
            let in_structure =
                seen.around.is_some_and(|(around, _)| around.kind == Kind::Structure);
            seen.protocol == Protocol::RpcV2Cbor
                && ["output", "error"].contains(&seen.part)
                && seen.ours.is_none()
                && seen.found.is_none()
                && in_structure
        },
    },
    Rule {
        name: "carriage return",
        source: "XML 1.0, 2.11, end-of-line handling: a parser reads a carriage return that is not \
                 a character reference as a line feed; botocore writes none",
        covers: |seen| {
            seen.protocol == Protocol::RestXml
                && ["body", "input"].contains(&seen.part)
                && seen.texts().is_some_and(|(ours, theirs)| {
                    ours.contains('\r') && ours.replace("\r\n", "\n").replace('\r', "\n") == theirs
                })
        },
    },
];

/// The rule that covers a difference of two requests or two responses.
pub fn covering(
    schema: Schema<'_>,
    top: &ShapeId,
    difference: &Difference,
    [ours, theirs]: [&Value; 2],
) -> Option<&'static Rule> {
    let Difference { path, left, right } = difference;
    let (part, inside) = match path.as_slice() {
        [Step::Key(error), Step::Key(_), inside @ ..] if error == "error" => ("error", inside),
        [Step::Key(part), inside @ ..] => (part.as_str(), inside),
        _ => return None,
    };
    let name = match inside {
        [Step::Key(name), ..] if ["headers", "query"].contains(&part) => name,
        _ => "",
    };
    let find = |inside: &[Step]| match part {
        "body" => {
            // In XML, the first step of the path is the root.
            let is_xml = schema.protocol.request_format() == Format::Xml;
            let inside = inside.get(usize::from(is_xml)..)?;
            match schema.payload(top) {
                Some((_, member)) => schema.inside(member, inside, Names::Body, true),
                None => schema.follow(top, inside, Names::Body),
            }
        }
        "input" | "output" | "error" => schema.follow(top, inside, Names::Model),
        "query" => schema.bound(top, "smithy.api#httpQuery", name),
        "headers" => schema.bound(top, "smithy.api#httpHeader", name),
        _ => None,
    };
    let around = inside.split_last().and_then(|(_, around)| find(around)).map(|found| {
        let whole = path.split_last().map_or(&[][..], |(_, around)| around);
        (found, [at(ours, whole), at(theirs, whole)])
    });
    let seen = Seen {
        ours: left.as_ref(),
        theirs: right.as_ref(),
        part,
        name,
        found: find(inside),
        around,
        is_query_compatible: schema.is_query_compatible(),
        is_whole: inside.is_empty(),
        has_md5: ours["headers"].get("content-md5").is_some(),
        is_raw: schema.is_raw(top),
        is_text: schema
            .payload(top)
            .is_some_and(|(_, member)| schema.kind(&member.target) == Ok(Kind::String)),
        protocol: schema.protocol,
    };
    RULES.iter().find(|rule| (rule.covers)(&seen))
}

/// The value at a path.
fn at<'a>(value: &'a Value, path: &[Step]) -> Option<&'a Value> {
    path.iter().try_fold(value, |value, step| match step {
        Step::Key(key) => value.get(key),
        Step::Index(index) => value.get(index),
    })
}
