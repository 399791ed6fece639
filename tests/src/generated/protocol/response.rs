//! The expectations of an `httpResponseTests` case.
//!
//! Source: Smithy 2.0, HTTP protocol compliance tests, "httpResponseTests".

use std::collections::BTreeMap;

use aws_operation::Blob;
use aws_operation_codegen::model::ShapeId;
use serde::Deserialize;
use serde_json::{Value, json};

use super::no_members;
use crate::generated::compare::differences;

/// A case of `httpResponseTests`.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResponseTest {
    /// The case's name.
    pub id: String,
    code: u16,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    /// The body. It is base64 if it is CBOR.
    #[serde(default)]
    body: String,
    body_media_type: Option<String>,
    /// The code of an exception, if the case needs it.
    #[serde(default)]
    vendor_params: Value,
    #[serde(default = "no_members")]
    params: Value,
}

impl ResponseTest {
    /// The lines for the generated crate: decode the response, and normalize the expected value.
    pub(super) fn questions(&self, exception: Option<&ShapeId>) -> Vec<Value> {
        let headers: Vec<Value> =
            self.headers.iter().map(|(name, value)| json!([name, value])).collect();
        let body = match self.body_media_type.as_deref() {
            Some("application/cbor") => json!(self.body),
            _ => json!(Blob::from(self.body.as_str())),
        };
        let expected = match exception {
            None => json!({ "output": self.params }),
            Some(shape) => {
                json!({ "exception": { "shape": shape.as_str(), "members": self.params } })
            }
        };
        vec![
            json!({ "decode": { "status": self.code, "headers": headers, "body": body } }),
            expected,
        ]
    }

    /// The differences between the decoded value and the expected one.
    pub(super) fn problems(&self, decoded: &Value, expected: &Value) -> Vec<String> {
        let of = |answer: &Value| match answer.get("error") {
            Some(error) => json!({ "shape": error["shape"], "members": error["members"] }),
            None => answer.clone(),
        };
        let found = differences(&of(decoded), &of(expected));
        let mut wrong: Vec<String> = found.iter().map(|at| format!("decoded {at}")).collect();
        let (is, should) = (&decoded["error"]["code"], &self.vendor_params["code"]);
        if !should.is_null() && is != should {
            wrong.push(format!("the error's code is {is}, not {should}"));
        }
        wrong
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_output_or_exception_of_other_members_fails() {
        let output = json!({ "output": { "a": [1], "nan": "NaN" } });
        let error = json!({
            "error": { "shape": "x#Gone", "members": { "a": 1 }, "code": "Gone", "message": null }
        });
        let same_error = json!({ "error": { "shape": "x#Gone", "members": { "a": 1.0 } } });
        let test = |vendor_params: Value| {
            let case = json!({ "id": "Case", "code": 400, "vendorParams": vendor_params });
            ResponseTest::deserialize(case).expect("it is a case")
        };
        let plain = test(json!({}));
        assert_eq!(plain.problems(&output, &output), [""; 0]);
        assert_eq!(plain.problems(&error, &same_error), [""; 0]);
        for (code, count) in [("Gone", 0), ("AWS.Gone", 1)] {
            let found = test(json!({ "code": code })).problems(&error, &same_error);
            assert_eq!(found.len(), count, "{found:?}");
        }

        let cases = [
            (&output, json!({ "output": { "a": [1, 2], "nan": "NaN" } }), 1),
            (&output, json!({ "output": { "a": [1] } }), 1),
            (&output, same_error, 3),
            (&error, json!({ "error": { "shape": "x#Other", "members": { "a": 1 } } }), 1),
            (&error, json!({ "error": { "shape": "x#Gone", "members": {} } }), 1),
        ];
        for (decoded, expected, count) in cases {
            let found = plain.problems(decoded, &expected);
            assert_eq!(found.len(), count, "{found:?}");
        }
    }
}
