//! A small Amazon API Gateway inside this process, which verifies the signature of all it is sent.

use std::io;
use std::time::SystemTime;

use aws_operation_examples::http::{Server, error, lists, response};
use aws_operation_examples::verify::{Keys, ReceivedRequest, verify};
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

const ACCOUNT: &str = "123456789012";

/// Starts the service for requests that are signed with `keys`.
pub fn start(keys: Keys<'static>) -> io::Result<Server> {
    Server::start(move |request, stream| stream.write_all(answer(request, &keys).as_bytes()))
}

/// From rest API to resource, method and status code; `OPTIONS` is a method without an integration.
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

/// All that lies between a request and its answer: verify, route, look up.
fn answer(request: &ReceivedRequest<'_>, keys: &Keys<'_>) -> String {
    if let Err(refusal) = verify(request, "apigateway", keys, SystemTime::now()) {
        return error("403 Forbidden", refusal.code, &refusal.message);
    }
    let path = request.target.split('?').next().unwrap_or_default();
    let decode = |segment| percent_decode_str(segment).decode_utf8_lossy();
    let segments: Vec<_> = path.split('/').map(decode).collect();
    let segments: Vec<&str> = segments.iter().map(AsRef::as_ref).collect();
    #[rustfmt::skip]
    let ("GET", ["", "restapis", api, "resources", resource, "methods", method, "integration", "responses", status]) =
        (request.method, &segments[..])
    else {
        let code = "MissingAuthenticationTokenException";
        return error("403 Forbidden", code, "Missing Authentication Token");
    };
    let plain = lists(request.headers, "accept", "application/json");
    match find(api, resource, method, status) {
        Err(message) => error("404 Not Found", "NotFoundException", &message),
        Ok(body) if plain => response("200 OK", "application/json", &body),
        Ok(body) => response("200 OK", "application/hal+json", &with_links(body, path, status)),
    }
}

/// The same members with links beside them, for whoever does not ask for plain JSON.
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
