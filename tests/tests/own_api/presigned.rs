//! URLs that anyone can open for a while.

use std::time::{Duration, SystemTime};

use aws_operation::sigv4::{self, Payload, Presigned, Settings, SigningParams};
use aws_operation::{Blob, Client, Config, aws_operation, services};
use aws_operation_tests::server::{self, Account, Server};
use aws_operation_tests::{ACCESS_KEY, SECRET_KEY};
use bytes::Bytes;
use serde_json::Value;

use super::{CreateOrder, GetFile, REGION, browser, client, credentials, gate, header, text};

const TOKEN: &str = "session/token+with==";

/// Opens a presigned URL, or what somebody made of it; says the status and the gate's words.
async fn open(presigned: &Presigned, change: impl FnOnce(&mut Opened)) -> (u16, String) {
    let mut opened = Opened {
        method: presigned.method().clone(),
        url: presigned.url().to_owned(),
        headers: presigned.headers().clone(),
        body: presigned.body().clone(),
    };
    change(&mut opened);
    let request = browser().request(opened.method, opened.url).headers(opened.headers);
    let response = request.body(opened.body).send().await.expect("an answer");
    (response.status().as_u16(), response.text().await.expect("text"))
}

struct Opened {
    method: http::Method,
    url: String,
    headers: http::HeaderMap,
    body: Bytes,
}

async fn shift_clock(gate: &Server, seconds: i64) {
    let url = format!("{}/__gate__/clock?shift={seconds}", gate.endpoint());
    let response = browser().get(url).send().await.expect("an answer");
    assert_eq!(response.status(), 200);
}

fn file() -> GetFile {
    GetFile {
        shop: "caf\u{e9}".to_owned(),
        file: "2024/a b+c&d=e~f.txt".to_owned(),
        tags: Some(vec!["b".to_owned(), "a b+c&d=\u{e9}".to_owned(), String::new()]),
        client: Some("browser  1".to_owned()),
    }
}

#[tokio::test]
async fn a_presigned_url_opens_until_it_expires() {
    let gate = gate();
    let client = client(&gate, services::EXECUTE_API);
    let life = Duration::from_secs(900);
    let presigned = client.presign(file(), life).await.expect("a URL");
    assert_eq!(presigned.warning(), None);
    assert!(!format!("{presigned:?}").contains("X-Amz-Signature"), "{presigned:?}");

    let (status, echo) = open(&presigned, |_| {}).await;
    assert_eq!(status, 200, "{echo}");
    let echo: Value = serde_json::from_str(&echo).expect("the gate's echo");
    assert_eq!(header(&echo, "x-shop-client"), Some("browser  1"));
    assert_eq!(header(&echo, "authorization"), None);
    let path = "/prod/shops/caf%C3%A9/files/2024/a%20b%2Bc%26d%3De~f.txt?tag=b&tag=";
    assert!(text(&echo["target"]).starts_with(path), "{echo:#}");

    // Signed a moment ago, so that it has a little less left.
    for (seconds, opens) in [(880, true), (901, false), (86_400, false), (-200, true)] {
        shift_clock(&gate, seconds).await;
        let (status, words) = open(&presigned, |_| {}).await;
        assert_eq!(status == 200, opens, "{seconds} s: {words}");
        assert!(opens || words.contains("Signature expired"), "{words}");
    }
    shift_clock(&gate, -400).await;
    let (status, words) = open(&presigned, |_| {}).await;
    assert_eq!(status, 403);
    assert!(words.contains("not yet current"), "{words}");
}

#[tokio::test]
async fn a_presigned_url_is_refused_when_anything_signed_is_changed() {
    let gate = gate();
    let client = client(&gate, services::EXECUTE_API);
    let life = Duration::from_secs(900);
    let presigned = client.presign(file(), life).await.expect("a URL");
    type Change = fn(&mut Opened);
    let changes: [(&str, Change); 12] = [
        ("the method", |opened| opened.method = http::Method::DELETE),
        ("the path", |opened| opened.url = opened.url.replace("/prod/", "/test/")),
        ("a label", |opened| opened.url = opened.url.replace("caf%C3%A9", "cafe")),
        ("a value", |opened| opened.url = opened.url.replace("tag=b&", "tag=c&")),
        ("a parameter less", |opened| opened.url = opened.url.replace("tag=b&", "")),
        ("a parameter more", |opened| opened.url.push_str("&tag=z")),
        ("its life", |opened| opened.url = opened.url.replace("Expires=900", "Expires=604800")),
        ("a life that nobody has", |opened| {
            opened.url = opened.url.replace("Expires=900", "Expires=604801");
        }),
        ("its region", |opened| opened.url = opened.url.replace("eu-west-1", "us-east-1")),
        ("a header", |opened| drop(opened.headers.insert("x-shop-client", "2".parse().unwrap()))),
        ("a header less", |opened| drop(opened.headers.remove("x-shop-client"))),
        ("the body", |opened| opened.body = Bytes::from_static(b"another")),
    ];
    for (what, change) in changes {
        let (status, words) = open(&presigned, change).await;
        assert_eq!(status, 403, "{what}: {words}");
    }
    // What is not signed may change; and nothing of it was spoiled.
    let (status, words) =
        open(&presigned, |opened| drop(opened.headers.insert("accept", "*/*".parse().unwrap())))
            .await;
    assert_eq!(status, 200, "{words}");
}

#[tokio::test]
async fn a_presigned_url_carries_headers_and_body_that_go_with_it() {
    let gate = gate();
    let order = CreateOrder {
        shop: "s".to_owned(),
        idempotency_key: Some("k".to_owned()),
        item: "tea".to_owned(),
        quantity: 1,
    };
    let client = client(&gate, services::EXECUTE_API);
    let presigned = client.presign(order, Duration::from_secs(60)).await.expect("a URL");
    assert_eq!(presigned.method(), http::Method::POST);
    let (status, words) = open(&presigned, |_| {}).await;
    assert_eq!(status, 200, "{words}");
    let change = |opened: &mut Opened| opened.body = Bytes::from_static(br#"{"item": "gold"}"#);
    let (status, words) = open(&presigned, change).await;
    assert_eq!(status, 403, "{words}");
}

#[tokio::test]
async fn a_presigned_url_of_temporary_credentials_has_their_token_and_end() {
    let account = Account::new(ACCESS_KEY, SECRET_KEY).session_token(TOKEN);
    let gate = server::gate_for(&account, "-");
    let soon = SystemTime::now() + Duration::from_secs(600);
    let credentials = credentials().with_session_token(TOKEN).with_expiration(soon);
    let config = Config::builder().region(REGION).credentials(credentials);
    let config = config.endpoint_url(gate.endpoint()).build().expect("it is whole");
    let client = Client::new(&config, services::LAMBDA_URL);

    let presigned = client.presign(file(), Duration::from_secs(900)).await.expect("a URL");
    assert_eq!(presigned.expires(), soon);
    let warning = presigned.warning().expect("the credentials end first");
    assert!(warning.contains("credentials expire"), "{warning}");
    let (status, words) = open(&presigned, |_| {}).await;
    assert_eq!(status, 200, "{words}");
    for change in [
        |opened: &mut Opened| opened.url = opened.url.replace("token%2Bwith", "token%2Bwout"),
        |opened: &mut Opened| opened.url = opened.url.replace("X-Amz-Security-Token", "X-Token"),
    ] {
        let (status, words) = open(&presigned, change).await;
        assert_eq!(status, 403, "{words}");
    }

    let brief = client.presign(file(), Duration::from_secs(60)).await.expect("a URL");
    assert_eq!(brief.warning(), None);
    for seconds in [0, 604_801] {
        let refused = client.presign(file(), Duration::from_secs(seconds)).await;
        let message = refused.map(|_| ()).expect_err("no such life").to_string();
        assert!(message.contains("604800") && message.contains("7 days"), "{message}");
    }
}

/// A URL of S3 takes any body, and a path as it stands.
#[tokio::test]
async fn a_presigned_url_of_s3_takes_any_body() {
    let gate = gate();
    let credentials = credentials();
    let params = SigningParams::new(&credentials, REGION, "s3", SystemTime::now())
        .with_settings(Settings::S3);
    let url = format!("{}/bucket//a%20b/%E1%88%B4?versionId=1&partNumber=2", gate.endpoint());
    let request = http::Request::put(url).header("x-amz-acl", "private").body(()).expect("one");
    let life = Duration::from_secs(604_800);
    let presigned = sigv4::presign(&request, Payload::Unsigned, life, &params).expect("a URL");
    for body in ["", "one", "another"] {
        let change = |opened: &mut Opened| opened.body = Bytes::from_static(body.as_bytes());
        let (status, words) = open(&presigned, change).await;
        assert_eq!(status, 200, "{words}");
    }
    let change = |opened: &mut Opened| drop(opened.headers.remove("x-amz-acl"));
    assert_eq!(open(&presigned, change).await.0, 403);
    let change = |opened: &mut Opened| {
        opened.headers.insert("x-amz-meta-a", "b".parse().unwrap());
    };
    assert_eq!(open(&presigned, change).await.0, 403);
}

/// S3 does not look for the body's hash in a URL, so a client leaves it out there.
#[tokio::test]
async fn an_operation_of_s3_is_presigned_without_its_body() {
    #[aws_operation(protocol = "restXml", method = "PUT", uri = "/{bucket}/{key+}")]
    struct PutObject {
        bucket: String,
        key: String,
        #[payload]
        body: Blob,
    }
    let gate = gate();
    let client = client(&gate, services::S3);
    let put = PutObject {
        bucket: "b".to_owned(),
        key: "a b//c+\u{e9}".to_owned(),
        body: Blob::from(b"one".to_vec()),
    };
    let presigned = client.presign(put, Duration::from_secs(60)).await.expect("a URL");
    assert_eq!(&presigned.body()[..], b"one");
    for body in ["one", "another", ""] {
        let change = |opened: &mut Opened| opened.body = Bytes::from_static(body.as_bytes());
        let (status, words) = open(&presigned, change).await;
        assert_eq!(status, 200, "{words}");
    }
}
