//! [`Case`]: a random event, and the comparison of what was decoded with it.

use std::collections::BTreeSet;

use aws_operation_codegen::model::ShapeId;
use serde_json::{Map, Value, json};

use super::subjects::Subject;
use crate::generated::differential::Found;
use crate::generated::differential::peer::Peer;
use crate::generated::differential::values::{Style, Values};
use crate::generated::schema::Reader;
use crate::random::Random;

/// The number of values of each event.
const CASES: u64 = 24;
const SEED: u64 = 1;
const STYLES: [Style; 3] = [Style::All, Style::Required, Style::Edge];

/// An event to encode and decode.
pub(super) struct Case<'a> {
    pub subject: &'a Subject,
    pub union: ShapeId,
    pub event: String,
    pub index: u64,
    pub value: Value,
    is_exception: bool,
}

/// The cases of a service.
///
/// # Errors
///
/// A value cannot be made.
pub(super) fn of(subject: &Subject) -> Result<Vec<Case<'_>>, String> {
    let (schema, peer) = (subject.schema(), Peer::same());
    let mut cases = Vec::new();
    for union in subject.unions()? {
        for (event, member) in schema.members(&union) {
            let structure = schema.shape(&member.target);
            let is_exception = structure.is_some_and(|shape| shape.traits.has("smithy.api#error"));
            let of = format!("{}{}{event}", subject.name, union.name());
            for index in 0..CASES {
                let random = Random::of_case(SEED, &of, index);
                let style = STYLES[usize::try_from(index).unwrap_or_default() % STYLES.len()];
                let mut lacks = BTreeSet::new();
                let mut values =
                    Values::new(schema, &peer, style, Reader::Client, random, &mut lacks);
                let value = values.top(&member.target, "")?;
                let (union, event) = (union.clone(), event.clone());
                cases.push(Case { subject, union, event, index, value, is_exception });
            }
        }
    }
    Ok(cases)
}

impl Case<'_> {
    pub fn question(&self, prefix: &str, question: Value) -> Value {
        let mut question = question;
        question["service"] = json!(self.subject.name);
        question["operation"] = json!(format!("{prefix}{}", self.union.name()));
        question
    }

    /// Compares the decoded events with the one that was encoded.
    pub fn compare(&self, ours: &Value, theirs: Option<&Value>) -> Result<(), String> {
        let node = |value: &Value| Map::from_iter([(self.event.clone(), value.clone())]);
        let expected = Value::Object(node(&self.value));
        let (ours, code) = self.only_event("ours", ours, &["output", "stream"])?;
        self.same("ours and what was encoded", ours, &expected)?;
        let Some(theirs) = theirs else { return Ok(()) };
        let (theirs, _) = self.only_event("botocore", theirs, &["events"])?;
        if !self.is_exception {
            return self.same("ours and botocore", ours, theirs);
        }
        let members = &ours[&self.event];
        let message = members.get("message").or_else(|| members.get("Message"));
        let message = message.cloned().unwrap_or_else(|| json!(""));
        let ours = json!({ "code": code, "message": message });
        match ours == *theirs {
            true => Ok(()),
            false => Err(format!("ours and botocore: {ours} and {theirs}")),
        }
    }

    /// The only event of an answer, and its code if it is an exception.
    fn only_event<'a>(
        &self,
        side: &str,
        answer: &'a Value,
        path: &[&str],
    ) -> Result<(&'a Value, &'a Value), String> {
        let events = path.iter().fold(answer, |value, key| &value[*key]);
        let Some([event]) = events.as_array().map(Vec::as_slice) else {
            return Err(format!("{side}: {answer}"));
        };
        match (self.is_exception, event.get("exception")) {
            (true, Some(exception)) => Ok((exception, &event["code"])),
            _ => Ok((event, &Value::Null)),
        }
    }

    fn same(&self, sides: &str, left: &Value, right: &Value) -> Result<(), String> {
        let output = |value: &Value| json!({ "output": self.without_empty_payload(value) });
        let schema = self.subject.schema();
        let found = Found::between(schema, &self.union, output(left), output(right));
        match found.differences.is_empty() {
            true => Ok(()),
            false => Err(format!("{sides}: {}", found.differences.join("\n"))),
        }
    }

    /// The event without an empty payload. Ours decodes such a payload as an unset member, as in the body of
    /// a response. botocore decodes it as an empty value.
    fn without_empty_payload(&self, event: &Value) -> Value {
        let schema = self.subject.schema();
        let mut event = event.clone();
        let mut events = schema.members(&self.union).iter();
        if let Some((name, member)) = events.find(|(name, _)| *name == self.event)
            && let Some(members) = event[name].as_object_mut()
        {
            let payloads = schema.members(&member.target).iter();
            for (name, _) in payloads.filter(|(_, it)| it.traits.has("smithy.api#eventPayload")) {
                members.retain(|member, value| {
                    member != name || (*value != json!("") && *value != json!({}))
                });
            }
        }
        event
    }
}
