//! Where ours and botocore differ and the Smithy specification is on our side: a table, each rule
//! about one precise difference.

use aws_operation::Timestamp;
use aws_operation_codegen::model::ShapeId;
use serde_json::{Value, json};

use super::schema::{Found, Kind, Names, Schema};
use crate::generated::compare::{Difference, Step, differences};

/// A difference that is botocore's.
pub struct Rule {
    /// What differs.
    pub name: &'static str,
    /// The section that says so.
    pub source: &'static str,
    covers: fn(&Seen<'_>) -> bool,
}

/// A difference, and where it is.
struct Seen<'a> {
    /// What ours has.
    ours: Option<&'a Value>,
    /// What botocore has.
    theirs: Option<&'a Value>,
    /// Where: `body`, `headers` and so on of a request, `output` or `error` of an answer.
    part: &'a str,
    /// The header or parameter, where it is in one.
    name: &'a str,
    /// The member.
    found: Option<Found<'a>>,
    /// The member around it, and what ours and botocore have there.
    around: Option<(Found<'a>, [Option<&'a Value>; 2])>,
    /// Whether the body is bytes or text.
    is_raw: bool,
}

/// All rules.
pub const RULES: &[Rule] = &[
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
        name: "content type of a blob",
        source: "Smithy 2.0, AWS restJson1 protocol, \"Content-Type\": application/octet-stream \
                 for a blob payload without mediaType; botocore sends none",
        covers: |seen| {
            seen.is_raw
                && (seen.part, seen.name) == ("headers", "content-type")
                && seen.theirs.is_none()
                && seen.ours == Some(&json!("application/octet-stream"))
        },
    },
    Rule {
        name: "response without a body",
        source: "Smithy 2.0, AWS restJson1 protocol, \"protocol compliance tests\", which are \
                 normative: without a body a blob payload is not set, as in \
                 RestJsonHttpPayloadTraitsWithNoBlobBody; in botocore it is empty",
        covers: |seen| {
            seen.is_raw
                && seen.part == "output"
                && seen.ours.is_none()
                && seen.theirs == Some(&json!(""))
                && seen.found.is_some_and(|found| found.is_payload())
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
            around.kind == Kind::Union
                && theirs == &json!({ "SDK_UNKNOWN_MEMBER": { "name": tag } })
        },
    },
];

/// The rule that covers a difference of two requests, or of two answers.
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
        "body" => match schema.payload(top) {
            Some((_, member)) => schema.inside(member, inside, Names::Wire, true),
            None => schema.follow(top, inside, Names::Wire),
        },
        "output" | "error" => schema.follow(top, inside, Names::Model),
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
        is_raw: schema.is_raw(top),
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
