//! Structures as JSON, in the form in which boto3 takes and returns them.

use serde::Serialize;
use serde_json::{Value, json};

/// The members that are present, by their names in the model.
pub fn members(structure: &impl Serialize) -> Value {
    without_nulls(json!(structure))
}

fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let present = members.into_iter().filter(|(_, value)| !value.is_null());
            present.map(|(name, value)| (name, without_nulls(value))).collect()
        }
        Value::Array(items) => items.into_iter().map(without_nulls).collect(),
        other => other,
    }
}
