//! The expectations of an `httpRequestTests` case.
//!
//! Source: Smithy 2.0, HTTP protocol compliance tests, "httpRequestTests".

use std::collections::BTreeMap;

use aws_operation::Blob;
use aws_operation_codegen::model::ShapeId;
use serde::Deserialize;
use serde_json::{Value, json};

use super::no_members;
use crate::generated::compare::differences;
use crate::generated::documents::read_as;
use crate::generated::protocols::Format;
use crate::generated::schema::Schema;

/// A case of `httpRequestTests`.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestTest {
    /// The case's name.
    pub id: String,
    method: String,
    /// The encoded path.
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
    /// `None` if the case expects nothing of the body.
    body: Option<String>,
    body_media_type: Option<String>,
    /// The endpoint, including its base path.
    host: Option<String>,
    resolved_host: Option<String>,
    /// Settings of the client, if the case needs any.
    #[serde(default)]
    vendor_params: Value,
    #[serde(default = "no_members")]
    params: Value,
}

/// A request in the generated crate's answer.
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
        json!({
            "encode": self.params,
            "endpoint": format!("https://{host}"),
            "config": self.config(),
        })
    }

    /// The settings of the client. Settings of the operation override those of the client.
    fn config(&self) -> Value {
        let scoped = &self.vendor_params["scopedConfig"];
        let mut config = scoped["client"].clone();
        for (name, value) in scoped["operation"].as_object().into_iter().flatten() {
            config[name] = value.clone();
        }
        config
    }

    pub(super) fn problems(
        &self,
        schema: Schema<'_>,
        input: &ShapeId,
        answer: &Value,
    ) -> Vec<String> {
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
        self.check_body(schema, input, &request, &mut wrong);
        wrong
    }

    /// Compares the members in the case's own body. A body can have members that the case does not
    /// set: defaults and idempotency tokens.
    #[cfg(test)]
    pub(super) fn body_problems(&self, schema: Schema<'_>, input: &ShapeId) -> Vec<String> {
        use crate::generated::documents;

        let format = schema.protocol.request_format();
        let body: Blob = match (format, self.body.as_deref()) {
            (_, None) => return Vec::new(),
            (Format::Cbor, Some(body)) => serde_json::from_value(json!(body)).unwrap_or_default(),
            (_, Some(body)) => Blob::from(body),
        };
        let read = documents::read(schema, input, &body);
        let typed = match read.and_then(|body| documents::typed(schema, input, &body)) {
            Ok(typed) => typed,
            Err(error) => return vec![error],
        };
        let carried = documents::carried(schema, input, &self.params);
        let lost = differences(&carried, &typed).into_iter().filter(|at| {
            let blob = at.left.as_ref().and_then(Value::as_str).map(|text| json!(Blob::from(text)));
            at.left.is_some() && blob != at.right && at.left != Some(Value::Null)
        });
        lost.map(|at| at.to_string()).collect()
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

    fn check_body(
        &self,
        schema: Schema<'_>,
        input: &ShapeId,
        request: &Request,
        wrong: &mut Vec<String>,
    ) {
        let Some(should) = &self.body else { return };
        let format = match self.body_media_type.as_deref() {
            Some("application/json") => Some(Format::Json),
            Some("application/xml") => Some(Format::Xml),
            Some("application/x-www-form-urlencoded") => Some(Format::Form),
            Some("application/cbor") => Some(Format::Cbor),
            _ => None,
        };
        let should = match format {
            Some(Format::Cbor) => match serde_json::from_value::<Blob>(json!(should)) {
                Ok(should) => should,
                Err(error) => return wrong.push(format!("the case's body is not base64: {error}")),
            },
            _ => Blob::from(should.as_str()),
        };
        let (Some(format), false) = (format, should.is_empty() || schema.is_raw(input)) else {
            if request.body != should {
                let [is, should] =
                    [&request.body, &should].map(|body| String::from_utf8_lossy(body));
                wrong.push(format!("body is {is:?}, not {should:?}"));
            }
            return;
        };
        let read = |body: &[u8]| read_as(format, schema, input, body);
        match (read(&request.body), read(&should)) {
            (Ok(is), Ok(should)) => {
                wrong.extend(differences(&is, &should).iter().map(|at| format!("body {at}")));
            }
            (Err(error), _) => wrong.push(format!("body is {error}")),
            (_, Err(error)) => wrong.push(format!("the case's body is {error}")),
        }
    }
}

impl Request {
    /// The header's value. Several values are joined with commas.
    fn header(&self, name: &str) -> Option<String> {
        let same = |header: &&(String, String)| header.0.eq_ignore_ascii_case(name);
        let values: Vec<&str> = self.headers.iter().filter(same).map(|h| h.1.as_str()).collect();
        if values.is_empty() && name.eq_ignore_ascii_case("content-length") {
            // The transport adds this header if there is a body.
            return (!self.body.is_empty()).then(|| self.body.len().to_string());
        }
        (!values.is_empty()).then(|| values.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use aws_operation_codegen::model::Model;

    use super::*;
    use crate::generated::protocols::Protocol;

    fn found(test: &RequestTest, answer: &Value) -> Vec<String> {
        let model = r#"{"smithy": "2.0", "shapes": {"x#In": {"type": "structure", "members": {
            "a": {"target": "smithy.api#String"}, "b": {"target": "smithy.api#Integer"},
            "m": {"target": "x#Map"}}},
            "x#Map": {"type": "map", "key": {"target": "smithy.api#String"},
                "value": {"target": "smithy.api#String"}}}}"#;
        let model = Model::parse(model).expect("it is a model");
        let schema = Schema::new(&model, Protocol::AwsQuery);
        test.problems(schema, &ShapeId::new("x#In"), answer)
    }

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
        found(&test, &answer)
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
    fn the_expected_request_passes() {
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

    /// The media type, the expected body, the request's body, and whether the bodies are
    /// equivalent.
    #[test]
    fn a_body_is_compared_by_its_type() {
        let (xml, form) = ("application/xml", "application/x-www-form-urlencoded");
        let map = |first, second| {
            let pair =
                |index, key| format!("m.entry.{index}.key={key}&m.entry.{index}.value={key}");
            format!("{}&{}", pair(first, "x"), pair(second, "y"))
        };
        let cases = [
            (xml, "<In><a>x</a><b>1</b></In>", "<In>\n <b>1</b>\n <a>x</a>\n</In>", true),
            (xml, "<In><a>x</a></In>", "<In><a>y</a></In>", false),
            (xml, "<In><a>x</a></In>", "<Out><a>x</a></Out>", false),
            (xml, "<In><a>x</a></In>", "<In c='1'><a>x</a></In>", false),
            (xml, "<In><a>x</a></In>", "<In><a xmlns='x'>x</a></In>", false),
            (xml, "<In/>", "<In><c/></In>", false),
            (xml, "<In/>", "", false),
            (xml, "", "", true),
            (form, "Action=A&a=x+y&b=1", "b=1&Action=A&a=x%20y", true),
            (form, "Action=A&a=x", "Action=B&a=x", false),
            (form, "a=x", "a=x&c=", false),
            (form, "a=x", "a=x&a=x", false),
            (form, &map(1, 2), &map(2, 1), true),
            (form, &map(1, 2), &map(1, 3), false),
            // {"a": 1} with definite and indefinite length, and {"a": 2}.
            ("application/cbor", "oWFhAQ==", "\u{a1}aa\u{1}", true),
            ("application/cbor", "v2FhAf8=", "\u{a1}aa\u{1}", true),
            ("application/cbor", "oWFhAg==", "\u{a1}aa\u{1}", false),
            ("application/cbor", "oWFhAQ==", "", false),
            ("application/cbor", "", "", true),
        ];
        for (media_type, should, is, same) in cases {
            let case = json!({
                "id": "Case", "method": "POST", "uri": "/", "body": should,
                "bodyMediaType": media_type,
            });
            // Each character stands for one byte.
            let is: Vec<u8> = is.chars().filter_map(|c| u8::try_from(c).ok()).collect();
            let test = RequestTest::deserialize(&case).expect("it is a case");
            let answer = json!({
                "method": "POST", "host": "x", "path": "/", "headers": [], "body": Blob::from(is),
            });
            let found = found(&test, &answer);
            assert_eq!(found.is_empty(), same, "{media_type} {should}: {found:?}");
        }
    }
}
