//! What a case of `httpRequestTests` says of a request.
//!
//! Source: Smithy 2.0, HTTP protocol compliance tests, "httpRequestTests".

use std::collections::BTreeMap;

use aws_operation::Blob;
use serde::Deserialize;
use serde_json::{Value, json};

use super::no_members;
use crate::generated::compare::differences;

/// A case of `httpRequestTests`.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestTest {
    /// The case's name.
    pub id: String,
    method: String,
    /// The path, encoded.
    uri: String,
    #[serde(default)]
    query_params: Vec<String>,
    #[serde(default)]
    forbid_query_params: Vec<String>,
    #[serde(default)]
    require_query_params: Vec<String>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    #[serde(default)]
    forbid_headers: Vec<String>,
    #[serde(default)]
    require_headers: Vec<String>,
    /// Nothing is said of the body where it is absent.
    body: Option<String>,
    body_media_type: Option<String>,
    /// The endpoint, with a base path where it has one.
    host: Option<String>,
    resolved_host: Option<String>,
    #[serde(default = "no_members")]
    params: Value,
}

/// A request as the generated crate answers it.
#[derive(Deserialize)]
struct Request {
    method: String,
    host: String,
    path: String,
    query: Option<String>,
    headers: Vec<(String, String)>,
    body: Blob,
}

impl RequestTest {
    pub(super) fn question(&self) -> Value {
        let host = self.host.as_deref().unwrap_or("example.com");
        json!({ "encode": self.params, "endpoint": format!("https://{host}") })
    }

    pub(super) fn problems(&self, answer: &Value) -> Vec<String> {
        let request = match Request::deserialize(answer) {
            Ok(request) => request,
            Err(error) => return vec![format!("{error} in {answer}")],
        };
        let mut wrong = Vec::new();
        let mut same = |what: &str, is: &str, should: &str| {
            if is != should {
                wrong.push(format!("{what} is {is:?}, not {should:?}"));
            }
        };
        same("method", &request.method, &self.method);
        same("path", &request.path, &self.uri);
        let base = self.host.as_deref().and_then(|host| host.split('/').next());
        if let Some(host) = self.resolved_host.as_deref().or(base) {
            same("host", &request.host, host);
        }
        self.check_query(&request, &mut wrong);
        self.check_headers(&request, &mut wrong);
        self.check_body(&request, &mut wrong);
        wrong
    }

    fn check_query(&self, request: &Request, wrong: &mut Vec<String>) {
        let query = request.query.as_deref().unwrap_or_default();
        let mut left: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty()).collect();
        let names: Vec<&str> = left.iter().filter_map(|pair| pair.split('=').next()).collect();
        for pair in &self.query_params {
            match left.iter().position(|present| present == pair) {
                Some(index) => drop(left.swap_remove(index)),
                None => wrong.push(format!("query {query:?} lacks {pair:?}")),
            }
        }
        for name in &self.forbid_query_params {
            if names.contains(&name.as_str()) {
                wrong.push(format!("query {query:?} has {name:?}"));
            }
        }
        for name in &self.require_query_params {
            if !names.contains(&name.as_str()) {
                wrong.push(format!("query {query:?} lacks {name:?}"));
            }
        }
    }

    fn check_headers(&self, request: &Request, wrong: &mut Vec<String>) {
        for (name, should) in &self.headers {
            match request.header(name) {
                Some(is) if is == *should => {}
                Some(is) => wrong.push(format!("header {name} is {is:?}, not {should:?}")),
                None => wrong.push(format!("header {name} is absent, not {should:?}")),
            }
        }
        for name in &self.forbid_headers {
            if let Some(is) = request.header(name) {
                wrong.push(format!("header {name} is {is:?}, not absent"));
            }
        }
        for name in &self.require_headers {
            if request.header(name).is_none() {
                wrong.push(format!("header {name} is absent"));
            }
        }
    }

    fn check_body(&self, request: &Request, wrong: &mut Vec<String>) {
        let Some(should) = &self.body else { return };
        if self.body_media_type.as_deref() != Some("application/json") {
            if request.body[..] != *should.as_bytes() {
                let is = String::from_utf8_lossy(&request.body);
                wrong.push(format!("body is {is:?}, not {should:?}"));
            }
            return;
        }
        match (serde_json::from_slice(&request.body), serde_json::from_str(should)) {
            (Ok(is), Ok(should)) => {
                wrong.extend(differences(&is, &should).iter().map(|at| format!("body {at}")));
            }
            (Err(error), _) => wrong.push(format!("body is not JSON: {error}")),
            (_, Err(error)) => wrong.push(format!("the case's body is not JSON: {error}")),
        }
    }
}

impl Request {
    /// The header's value; several are joined as in a list.
    fn header(&self, name: &str) -> Option<String> {
        let same = |header: &&(String, String)| header.0.eq_ignore_ascii_case(name);
        let values: Vec<&str> = self.headers.iter().filter(same).map(|h| h.1.as_str()).collect();
        if values.is_empty() && name.eq_ignore_ascii_case("content-length") {
            // The transport writes it, where there is a body.
            return (!self.body.is_empty()).then(|| self.body.len().to_string());
        }
        (!values.is_empty()).then(|| values.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(case: &Value, change: fn(&mut Value)) -> Vec<String> {
        let test = RequestTest::deserialize(case).expect("it is a case");
        let mut answer = json!({
            "method": "PUT",
            "host": "eu.example.com",
            "path": "/base/a%20b",
            "query": "x=1&x=2&y",
            "headers": [["content-type", "application/json"], ["x-list", "a"], ["x-list", "b"]],
            "body": Blob::from(r#"{"b": 1.0, "a": "x"}"#),
        });
        change(&mut answer);
        test.problems(&answer)
    }

    fn case() -> Value {
        json!({
            "id": "Case",
            "method": "PUT",
            "uri": "/base/a%20b",
            "queryParams": ["x=2", "x=1"],
            "forbidQueryParams": ["z"],
            "requireQueryParams": ["y"],
            "headers": {"Content-Type": "application/json", "X-List": "a, b"},
            "forbidHeaders": ["X-Other"],
            "requireHeaders": ["Content-Length"],
            "body": "{\"a\": \"x\", \"b\": 1}",
            "bodyMediaType": "application/json",
            "host": "example.com/base",
            "resolvedHost": "eu.example.com",
        })
    }

    #[test]
    fn what_a_case_says_passes() {
        assert_eq!(problems(&case(), |_| {}), [""; 0]);
    }

    #[test]
    fn every_wrong_part_of_a_request_fails() {
        type Change = fn(&mut Value);
        let changes: [(Change, &str); 13] = [
            (|a| a["method"] = json!("POST"), r#"method is "POST", not "PUT""#),
            (|a| a["path"] = json!("/base/a b"), r#"path is "/base/a b", not "/base/a%20b""#),
            (
                |a| a["host"] = json!("example.com"),
                r#"host is "example.com", not "eu.example.com""#,
            ),
            (|a| a["query"] = json!("x=1&y"), r#"query "x=1&y" lacks "x=2""#),
            (|a| a["query"] = json!("x=2&x=2&y"), r#"query "x=2&x=2&y" lacks "x=1""#),
            (|a| a["query"] = json!("x=1&x=2&y&z=1"), r#"query "x=1&x=2&y&z=1" has "z""#),
            (|a| a["query"] = json!("x=1&x=2"), r#"query "x=1&x=2" lacks "y""#),
            (
                |a| a["headers"][0] = json!(["content-type", "application/JSON"]),
                r#"header Content-Type is "application/JSON", not "application/json""#,
            ),
            (
                |a| a["headers"][2] = json!(["x-other", ""]),
                r#"header X-List is "a", not "a, b"; header X-Other is "", not absent"#,
            ),
            (
                |a| a["body"] = json!(Blob::from("")),
                "header Content-Length is absent; \
                 body is not JSON: EOF while parsing a value at line 1 column 0",
            ),
            (|a| a["body"] = json!(Blob::from(r#"{"a": "x", "b": 2}"#)), "body at /b: 2 and 1"),
            (
                |a| a["body"] = json!(Blob::from(r#"{"a": "x", "b": 1, "c": null}"#)),
                "body at /c: null and nothing",
            ),
            (|a| drop(a.as_object_mut().map(|a| a.remove("path"))), "missing field `path`"),
        ];
        for (change, expected) in changes {
            let found = problems(&case(), change).join("; ");
            assert!(found.starts_with(expected), "{found}\nis not\n{expected}");
        }
    }

    #[test]
    fn a_body_of_another_type_is_compared_byte_by_byte() {
        let mut case = case();
        case["bodyMediaType"] = json!("text/plain");
        let found = problems(&case, |_| {});
        assert_eq!(found.len(), 1, "{found:?}");
        case["body"] = json!(r#"{"b": 1.0, "a": "x"}"#);
        assert_eq!(problems(&case, |_| {}), [""; 0]);
        case["body"] = json!("");
        assert_eq!(problems(&case, |_| {}).len(), 1);
        case["body"] = Value::Null;
        assert_eq!(problems(&case, |_| {}), [""; 0]);
    }
}
