//! Our own operations against moto, behind a gate where botocore verifies every signature.

use std::collections::BTreeMap;

use aws_operation::{Client, Config, Credentials, Endpoint, ErrorKind, Operation, services};
use aws_operation_tests::apigateway::*;
use aws_operation_tests::boto3::boto3;
use aws_operation_tests::server::{self, Server};
use aws_operation_tests::{ACCESS_KEY, REGION, SECRET_KEY};
use serde_json::{Value, json};

/// moto, the gate before it, and a client of the gate.
struct Account {
    _moto: Server,
    gate: Server,
    client: Client,
}

impl Account {
    fn new() -> Self {
        let moto = server::moto();
        let gate = server::gate(moto.endpoint(), ACCESS_KEY, SECRET_KEY);
        let client = client(gate.endpoint(), Credentials::new(ACCESS_KEY, SECRET_KEY));
        Self { _moto: moto, gate, client }
    }

    async fn send<O: Operation>(&self, operation: O) -> O::Output {
        match self.client.send(operation).await {
            Ok(output) => output,
            Err(error) => panic!("{error}"),
        }
    }

    fn boto3(&self, method: &str, args: Value) -> Value {
        let calls = json!([{"service": "apigateway", "method": method, "args": args}]);
        boto3(self.gate.endpoint(), &calls)[0].clone()
    }

    /// The targets of the last `n` requests.
    fn targets(&self, n: usize) -> Vec<String> {
        let requests = self.gate.requests();
        let last = requests.iter().rev().take(n).rev();
        last.map(|r| format!("{} {}", text(&r["method"]), text(&r["target"]))).collect()
    }
}

fn client(endpoint: &str, credentials: Credentials) -> Client {
    let config = Config::builder().region(REGION).credentials(credentials).endpoint_url(endpoint);
    Client::new(&config.build().expect("the configuration is whole"), services::API_GATEWAY)
}

fn text(value: &Value) -> &str {
    value.as_str().expect("it is text")
}

fn map(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect()
}

#[tokio::test]
async fn an_api_is_built_read_back_and_taken_down() {
    let account = Account::new();
    let tags = map(&[("owner", "me"), ("é / =", "a & b")]);
    let api = account
        .send(CreateRestApi {
            name: "pets".into(),
            description: Some("\"all\" the pets\n🐈".into()),
            tags: Some(tags.clone()),
        })
        .await;
    assert_eq!((&*api.name, &api.tags), ("pets", &tags));
    assert!(api.created_date.is_some_and(|date| date.epoch_seconds() > 1_700_000_000));
    let id = api.id.clone();

    let root =
        account.send(GetResources { rest_api_id: id.clone(), ..GetResources::default() }).await;
    let root = root.items.first().expect("an API has a root").id.clone();
    let resource = account
        .send(CreateResource {
            rest_api_id: id.clone(),
            parent_id: root.clone(),
            path_part: "{pet+}".into(),
        })
        .await;
    assert_eq!((&*resource.path, resource.parent_id.as_deref()), ("/{pet+}", Some(&*root)));
    let rest =
        |status: &str| (id.clone(), resource.id.clone(), "GET".to_owned(), status.to_owned());

    let (rest_api_id, resource_id, http_method, status_code) = rest("200");
    let method = account
        .send(PutMethod {
            rest_api_id: rest_api_id.clone(),
            resource_id: resource_id.clone(),
            http_method: http_method.clone(),
            authorization_type: "AWS_IAM".into(),
            api_key_required: true,
            request_parameters: Some(BTreeMap::from([(
                "method.request.path.pet".to_owned(),
                true,
            )])),
        })
        .await;
    assert_eq!((&*method.authorization_type, method.api_key_required), ("AWS_IAM", true));
    account
        .send(PutMethodResponse {
            rest_api_id: rest_api_id.clone(),
            resource_id: resource_id.clone(),
            http_method: http_method.clone(),
            status_code: status_code.clone(),
            ..PutMethodResponse::default()
        })
        .await;
    account
        .send(PutIntegration {
            rest_api_id: rest_api_id.clone(),
            resource_id: resource_id.clone(),
            http_method: http_method.clone(),
            r#type: "HTTP".into(),
            integration_http_method: Some("POST".into()),
            uri: Some("https://example.com/pets?limit=1".into()),
            ..PutIntegration::default()
        })
        .await;
    let put = account
        .send(PutIntegrationResponse {
            rest_api_id: rest_api_id.clone(),
            resource_id: resource_id.clone(),
            http_method: http_method.clone(),
            status_code: status_code.clone(),
            selection_pattern: Some(r"2\d{2}".into()),
            response_templates: Some(map(&[("application/json", "{\"pet\": $input.json('$.a')}")])),
            content_handling: Some("CONVERT_TO_TEXT".into()),
            ..PutIntegrationResponse::default()
        })
        .await;

    // The first operation, and the same call through boto3.
    let get = GetIntegrationResponse { rest_api_id, resource_id, http_method, status_code };
    let got = account.send(&get).await;
    assert_eq!(got, put);
    assert_eq!(got.selection_pattern.as_deref(), Some(r"2\d{2}"));
    let theirs = account.boto3(
        "get_integration_response",
        json!({"restApiId": id, "resourceId": resource.id, "httpMethod": "GET", "statusCode": "200"}),
    );
    let theirs: IntegrationResponse =
        serde_json::from_value(theirs["ok"].clone()).expect("boto3 returns the same members");
    assert_eq!(got, theirs);
    let theirs = account.boto3("get_rest_api", json!({"restApiId": id}));
    assert_eq!(theirs["ok"]["tags"], json!(tags));
    assert_eq!(theirs["ok"]["description"], json!(api.description));

    // moto ignores limit and position; what was sent is seen at the gate, as boto3 sends it.
    let page = GetResources {
        rest_api_id: id.clone(),
        limit: Some(25),
        position: Some("a/b c=+&é".into()),
        embed: vec!["methods".into()],
    };
    let ours = account.send(page).await;
    let theirs = account.boto3(
        "get_resources",
        json!({"restApiId": id, "limit": 25, "position": "a/b c=+&é", "embed": ["methods"]}),
    );
    let mut our_ids: Vec<&str> = ours.items.iter().map(|resource| &*resource.id).collect();
    let items = theirs["ok"]["items"].as_array().expect("boto3 lists the same");
    let mut their_ids: Vec<&str> = items.iter().map(|item| text(&item["id"])).collect();
    our_ids.sort_unstable();
    their_ids.sort_unstable();
    assert_eq!(our_ids, their_ids);
    let targets = account.targets(2);
    let query = |target: &str| {
        let query = target.split_once('?').expect("it has a query").1.to_owned();
        let mut pairs: Vec<String> = query.split('&').map(str::to_owned).collect();
        pairs.sort_unstable();
        pairs
    };
    assert_eq!(
        query(&targets[0]),
        ["embed=methods", "limit=25", "position=a%2Fb%20c%3D%2B%26%C3%A9"]
    );
    assert_eq!(query(&targets[0]), query(&targets[1]));

    let patch = |path: &str, value: &str| PatchOperation {
        op: "replace",
        path: path.into(),
        value: Some(value.into()),
    };
    let updated = account
        .send(UpdateRestApi {
            rest_api_id: id.clone(),
            patch_operations: vec![patch("/name", "cats")],
        })
        .await;
    assert_eq!(updated.name, "cats");
    assert_eq!(account.send(GetRestApi { rest_api_id: id.clone() }).await.name, "cats");

    let GetIntegrationResponse { rest_api_id, resource_id, http_method, status_code } = get;
    account
        .send(DeleteIntegrationResponse { rest_api_id, resource_id, http_method, status_code })
        .await;
    account.send(DeleteRestApi { rest_api_id: id.clone() }).await;
    assert_eq!(account.targets(1), [format!("DELETE /restapis/{id}")]);

    let requests = account.gate.requests();
    let refused: Vec<&Value> = requests.iter().filter(|r| r["answer"]["status"] == 403).collect();
    assert!(refused.is_empty(), "{refused:#?}");
}

#[tokio::test]
async fn an_exception_is_typed_and_says_enough_in_one_line() {
    let account = Account::new();
    let missing = GetRestApi { rest_api_id: "nosuchapi".into() };
    let error = account.client.send(&missing).await.expect_err("there is no such API");
    let Some(ApiGatewayError::NotFoundException { message }) = error.service() else {
        panic!("{error} is not typed");
    };
    let message = message.clone().expect("moto gives a message");
    assert_eq!(error.kind(), ErrorKind::Service);
    assert_eq!((error.code(), error.message()), (Some("NotFoundException"), Some(&*message)));
    assert_eq!(error.status().map(|status| status.as_u16()), Some(404));
    let request_id = error.request_id().expect("moto gives a request id").to_owned();
    let host = account.gate.endpoint().trim_start_matches("http://");
    assert_eq!(
        error.to_string(),
        format!(
            "GetRestApi: NotFoundException (404): {message} [host {host}, request id {request_id}, 1 attempt, not retryable]"
        ),
    );

    let theirs = account.boto3("get_rest_api", json!({"restApiId": "nosuchapi"}));
    assert_eq!(theirs["error"]["code"], "NotFoundException");
    assert_eq!(theirs["error"]["message"], json!(message));

    // A page of HTML in place of an error document is an error with a status, not a panic.
    let create = CreateRestApi { name: "pets".into(), ..CreateRestApi::default() };
    let id = account.send(create).await.id;
    account.send(DeleteRestApi { rest_api_id: id.clone() }).await;
    let delete = DeleteRestApi { rest_api_id: id };
    let error = account.client.send(delete).await.expect_err("it is deleted already");
    assert!(matches!(
        error.service(),
        Some(ApiGatewayError::Other(_) | ApiGatewayError::NotFoundException { .. })
    ));
    assert!(error.status().is_some_and(|status| !status.is_success()), "{error}");
}

#[tokio::test]
async fn a_wrong_secret_or_key_is_refused() {
    let account = Account::new();
    let get = GetResources { rest_api_id: "a".into(), limit: Some(1), ..GetResources::default() };
    for (credentials, code) in [
        (Credentials::new(ACCESS_KEY, "wrong"), "InvalidSignatureException"),
        (Credentials::new("AKIDOTHER", SECRET_KEY), "UnrecognizedClientException"),
    ] {
        let client = client(account.gate.endpoint(), credentials);
        let error = client.send(&get).await.expect_err("it is refused");
        assert_eq!(error.code(), Some(code), "{error}");
    }
    // And the same client is let through with the right ones.
    let error = account.client.send(&get).await.expect_err("there is no such API");
    assert_eq!(error.code(), Some("NotFoundException"));
}

#[tokio::test]
async fn a_session_token_is_signed_and_never_repeated() {
    let token = "IQoJb3JpZ2luX2VjEXAMPLE/+token==";
    let keys = server::Account::new(ACCESS_KEY, SECRET_KEY).session_token(token);
    let gate = server::gate_for(&keys, "-");
    let credentials = |secret| Credentials::new(ACCESS_KEY, secret).with_session_token(token);
    let call = CreateRestApi { name: "pets".into(), ..CreateRestApi::default() };
    // The echo is no RestApi, but it is a success.
    let error = client(gate.endpoint(), credentials(SECRET_KEY)).send(&call).await;
    assert_eq!(error.expect_err("an echo is no API").kind(), ErrorKind::Decode);
    // The refusal repeats the canonical request, in which the token stands.
    let error = client(gate.endpoint(), credentials("wrong")).send(&call).await;
    let error = error.expect_err("it is refused");
    assert_eq!(error.code(), Some("InvalidSignatureException"));
    assert!(error.to_string().contains("x-amz-security-token:[redacted]"), "{error}");
    for printed in [error.to_string(), format!("{error:?}"), format!("{:?}", error.service())] {
        assert!(!printed.contains(token), "{printed}");
    }
}

/// A request, signed at this moment, as a list of its parts that can be changed one by one.
#[derive(Clone)]
struct Signed {
    method: &'static str,
    target: String,
    headers: Vec<(String, String)>,
    body: String,
}

impl Signed {
    fn of(operation: &impl Operation, endpoint: &str) -> Self {
        use aws_operation::sigv4::{self, Payload, SigningParams};

        let endpoint: Endpoint = endpoint.parse().expect("the endpoint is a URL");
        let encoded =
            aws_operation::encode(operation, &services::API_GATEWAY, &endpoint, &mut String::new);
        let mut request = encoded.expect("it can be encoded").request;
        let credentials = Credentials::new(ACCESS_KEY, SECRET_KEY);
        let now = std::time::SystemTime::now();
        let params = SigningParams::new(&credentials, REGION, "apigateway", now);
        let body = request.body().clone();
        sigv4::sign(&mut request, Payload::Bytes(&body), &params).expect("it can be signed");
        let header = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
            (name.to_string(), value.to_str().expect("a header is text").to_owned())
        };
        Self {
            method: "PATCH",
            target: request.uri().path_and_query().expect("it has a path").to_string(),
            headers: request.headers().iter().map(header).collect(),
            body: String::from_utf8(body.to_vec()).expect("a body is text"),
        }
    }

    /// The status that a plain socket gets.
    fn status(&self, endpoint: &str) -> u16 {
        use std::io::{Read as _, Write as _};

        let address = endpoint.trim_start_matches("http://");
        let mut socket = std::net::TcpStream::connect(address).expect("the gate listens");
        let mut message =
            format!("{} {} HTTP/1.1\r\nconnection: close\r\n", self.method, self.target);
        for (name, value) in &self.headers {
            message += &format!("{name}: {value}\r\n");
        }
        message += &format!("content-length: {}\r\n\r\n{}", self.body.len(), self.body);
        socket.write_all(message.as_bytes()).expect("it is sent");
        let mut answer = String::new();
        socket.read_to_string(&mut answer).expect("it is answered");
        answer[9..12].parse().expect("it has a status")
    }

    fn change_header(mut self, name: &str, change: impl Fn(&str) -> String) -> Self {
        let header = self.headers.iter_mut().find(|(header, _)| header == name);
        let (_, value) = header.expect("it has the header");
        *value = change(value);
        self
    }
}

#[test]
fn every_part_of_a_request_is_covered_by_its_signature() {
    #[aws_operation::aws_operation(method = "PATCH", uri = "/restapis/{restApiId}/?mode=merge")]
    struct Update {
        rest_api_id: String,
        #[query]
        q: Vec<String>,
        #[header("x-amz-custom")]
        custom: String,
        #[header("x-other")]
        other: Vec<String>,
        name: String,
    }
    let gate = server::gate("-", ACCESS_KEY, SECRET_KEY);
    let endpoint = gate.endpoint();
    let update = Update {
        rest_api_id: "a b/ü:~".into(),
        q: vec!["b".into(), "a+*".into()],
        custom: "  inner   spaces  ".into(),
        other: vec!["x".into(), "y,z".into()],
        name: "pets".into(),
    };
    let signed = Signed::of(&update, endpoint);
    assert_eq!(signed.status(endpoint), 200, "as it was signed it is let through");

    let altered = |change: &dyn Fn(&mut Signed)| {
        let mut signed = signed.clone();
        change(&mut signed);
        signed
    };
    for (what, altered) in [
        ("method", altered(&|s| s.method = "PUT")),
        ("path", altered(&|s| s.target = s.target.replace("%20", "%21"))),
        ("query value", altered(&|s| s.target = s.target.replace("q=b", "q=c"))),
        (
            "query literal",
            altered(&|s| s.target = s.target.replace("mode=merge", "mode=overwrite")),
        ),
        ("query added", altered(&|s| s.target += "&x=1")),
        ("body", altered(&|s| s.body = s.body.replace("pets", "cats"))),
        ("header", signed.clone().change_header("x-other", |value| value.replace('x', "w"))),
        ("custom header", signed.clone().change_header("x-amz-custom", |_| "inner".into())),
        ("content type", signed.clone().change_header("content-type", |_| "text/plain".into())),
        ("accept", signed.clone().change_header("accept", |_| "*/*".into())),
        (
            "host",
            signed.clone().change_header("host", |host| host.replace("127.0.0.1", "localhost")),
        ),
        (
            "date",
            signed.clone().change_header("x-amz-date", |date| {
                // Another second of the same minute.
                let second = if date.ends_with("00Z") { "01Z" } else { "00Z" };
                format!("{}{second}", &date[..date.len() - 3])
            }),
        ),
        (
            "signature",
            signed.clone().change_header("authorization", |value| {
                let (rest, last) = value.split_at(value.len() - 1);
                format!("{rest}{}", if last == "0" { "1" } else { "0" })
            }),
        ),
        (
            "region",
            signed.clone().change_header("authorization", |v| v.replace(REGION, "eu-west-1")),
        ),
    ] {
        assert_eq!(altered.status(endpoint), 403, "a changed {what} is refused");
    }
}
