//! Finds the differences of two JSON values. Numbers are compared by value; the order of an
//! object's members is ignored.

use std::fmt;

use serde_json::{Number, Value};

/// A step from a value to one inside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// The member of an object.
    Key(String),
    /// The item of an array.
    Index(usize),
}

/// A path at which two values differ. `None` means that a side has no value there.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// The path from the whole value.
    pub path: Vec<Step>,
    /// The left value.
    pub left: Option<Value>,
    /// The right value.
    pub right: Option<Value>,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("at ")?;
        if self.path.is_empty() {
            f.write_str("the top")?;
        }
        for step in &self.path {
            match step {
                Step::Key(key) => write!(f, "/{key}")?,
                Step::Index(index) => write!(f, "/{index}")?,
            }
        }
        let show = |side: &Option<Value>| match side {
            Some(value) => value.to_string(),
            None => "nothing".to_owned(),
        };
        write!(f, ": {} and {}", show(&self.left), show(&self.right))
    }
}

/// All differences of two values.
pub fn differences(left: &Value, right: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    compare(&mut Vec::new(), Some(left), Some(right), &mut found);
    found
}

fn compare(
    path: &mut Vec<Step>,
    left: Option<&Value>,
    right: Option<&Value>,
    found: &mut Vec<Difference>,
) {
    match (left, right) {
        (Some(Value::Object(a)), Some(Value::Object(b))) => {
            let only_right = b.keys().filter(|key| !a.contains_key(*key));
            for key in a.keys().chain(only_right) {
                path.push(Step::Key(key.clone()));
                compare(path, a.get(key), b.get(key), found);
                path.pop();
            }
        }
        (Some(Value::Array(a)), Some(Value::Array(b))) => {
            for index in 0..a.len().max(b.len()) {
                path.push(Step::Index(index));
                compare(path, a.get(index), b.get(index), found);
                path.pop();
            }
        }
        (Some(Value::Number(a)), Some(Value::Number(b))) if same_number(a, b) => {}
        (a, b) if a == b => {}
        (a, b) => {
            found.push(Difference { path: path.clone(), left: a.cloned(), right: b.cloned() })
        }
    }
}

/// Whether two numbers are equal, without rounding. `1` equals `1.0`.
fn same_number(a: &Number, b: &Number) -> bool {
    let whole = |number: &Number| match number.as_i128() {
        Some(whole) => Some(whole),
        None => number
            .as_f64()
            .filter(|float| float.fract() == 0.0 && float.abs() < 1e30)
            // An integral float of this size is exact as an `i128`.
            .map(|float| float as i128),
    };
    match (whole(a), whole(b)) {
        (Some(a), Some(b)) => a == b,
        (None, None) => a.as_f64() == b.as_f64(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn equal_values_have_no_differences() {
        let cases = [
            (json!({"a": 1, "b": [1.0, null]}), json!({"b": [1, null], "a": 1.0})),
            (json!(9_007_199_254_740_993_i64), json!(9_007_199_254_740_993_i64)),
            (json!(u64::MAX), json!(u64::MAX)),
            (json!(1e300), json!(1e300)),
            (json!("x"), json!("x")),
        ];
        for (left, right) in cases {
            assert_eq!(differences(&left, &right), [], "{left} {right}");
        }
    }

    #[test]
    fn every_difference_is_found() {
        let cases = [
            (json!({"a": 1}), json!({"a": 2}), "at /a: 1 and 2"),
            (json!({"a": 1}), json!({}), "at /a: 1 and nothing"),
            (json!({}), json!({"a": null}), "at /a: nothing and null"),
            (json!([1, 2]), json!([1]), "at /1: 2 and nothing"),
            (json!([{"b": true}]), json!([{"b": "true"}]), r#"at /0/b: true and "true""#),
            (json!({}), json!([]), "at the top: {} and []"),
            (json!(1), json!(1.5), "at the top: 1 and 1.5"),
            // These numbers differ, but are equal as floats.
            (
                json!(9_007_199_254_740_993_i64),
                json!(9_007_199_254_740_992.0),
                "at the top: 9007199254740993 and 9007199254740992.0",
            ),
        ];
        for (left, right, expected) in cases {
            let found: Vec<String> =
                differences(&left, &right).iter().map(ToString::to_string).collect();
            assert_eq!(found, [expected]);
        }
    }
}
