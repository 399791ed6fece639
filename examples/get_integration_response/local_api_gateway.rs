//! A server in this process that replaces API Gateway. It verifies signatures.

use std::io;

use aws_operation::Credentials;
use aws_operation::testing::verify::{Server, Verifier};
use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderValue, Request, Response, StatusCode};
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

const ACCOUNT: &str = "123456789012";

/// Starts the service for requests that are signed with these credentials.
pub fn start(credentials: Credentials) -> io::Result<Server> {
    Server::start(Verifier::new(credentials).service("apigateway"), answer)
}

/// The integration responses by REST API, resource, method and status code. `OPTIONS` has no integration.
fn table() -> Value {
    let response = json!({
        "statusCode": "200",
        "selectionPattern": "2\\d{2}",
        "responseParameters": {
            "method.response.header.Content-Type": "integration.response.header.Content-Type",
        },
        "responseTemplates": {
            "application/json": "#set($pet = $input.path('$.pet'))\n{\"name\": \"$pet.name\"}",
        },
        "contentHandling": "CONVERT_TO_TEXT",
    });
    let methods = json!({ "GET": { "integration": { "200": response } }, "OPTIONS": {} });
    json!({ "a1b2c3d4e5": { "x9y8z7": methods } })
}

/// The integration response, or the message that says what is unknown.
fn find(rest_api: &str, resource: &str, method: &str, status: &str) -> Result<Value, String> {
    let unknown_api = format!("API identifier specified {ACCOUNT}:{rest_api}");
    let steps = [
        (rest_api, unknown_api),
        (resource, "Resource identifier specified".into()),
        (method, "Method identifier specified".into()),
        ("integration", "Integration identifier specified".into()),
        (status, "Response status code specified".into()),
    ];
    let mut found = table();
    for (id, what) in steps {
        let next = found.get_mut(id).map(Value::take);
        found = next.ok_or_else(|| format!("Invalid {what}"))?;
    }
    Ok(found)
}

/// The response to a request with a valid signature.
fn answer(request: &Request<Bytes>) -> Response<String> {
    let path = request.uri().path();
    let decode = |segment| percent_decode_str(segment).decode_utf8_lossy();
    let segments: Vec<_> = path.split('/').map(decode).collect();
    let segments: Vec<&str> = segments.iter().map(AsRef::as_ref).collect();
    #[rustfmt::skip]
    let ("GET", ["", "restapis", api, "resources", resource, "methods", method, "integration", "responses", status]) =
        (request.method().as_str(), &segments[..])
    else {
        let code = "MissingAuthenticationTokenException";
        return error(StatusCode::FORBIDDEN, code, "Missing Authentication Token");
    };
    let plain = request.headers().get_all(ACCEPT).iter().any(is_plain);
    match find(api, resource, method, status) {
        Err(message) => error(StatusCode::NOT_FOUND, "NotFoundException", &message),
        Ok(body) if plain => response("application/json", &body),
        Ok(body) => response("application/hal+json", &with_links(body, path, status)),
    }
}

/// Adds the links that clients get which do not ask for plain JSON.
fn with_links(mut body: Value, path: &str, status: &str) -> Value {
    let guide = "https://docs.aws.amazon.com/apigateway/latest/developerguide";
    let links = json!({
        "curies": {
            "href": format!("{guide}/restapi-integration-response-{{rel}}.html"),
            "name": "integrationresponse",
            "templated": true,
        },
        "self": { "href": path, "name": status, "title": status },
        "integrationresponse:delete": { "href": path },
        "integrationresponse:update": { "href": path },
    });
    if let Value::Object(members) = &mut body {
        members.insert("_links".into(), links);
    }
    body
}

/// Whether a header `accept` asks for JSON without links.
fn is_plain(accept: &HeaderValue) -> bool {
    let words = accept.to_str().unwrap_or_default().split([',', ';']);
    words.map(str::trim).any(|word| word.eq_ignore_ascii_case("application/json"))
}

fn response(content_type: &'static str, body: &Value) -> Response<String> {
    let mut response = Response::new(body.to_string());
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}

fn error(status: StatusCode, code: &'static str, message: &str) -> Response<String> {
    let mut response = response("application/json", &json!({ "message": message }));
    *response.status_mut() = status;
    response.headers_mut().insert("x-amzn-errortype", HeaderValue::from_static(code));
    response
}
