//! Requests: what each field attribute puts on the wire.

use std::collections::{BTreeMap, HashMap};

use aws_operation::{
    Blob, Document, EncodeError, Endpoint, Operation, Service, Timestamp, aws_operation, encode,
    services,
};
use serde::Serialize;

const TOKEN: &str = "00000000-0000-4000-8000-000000000000";

fn try_encode<O: Operation>(operation: &O) -> Result<http::Request<bytes::Bytes>, EncodeError> {
    encode_at(operation, "https://example.com", Service::new("test")).map(|e| e.request)
}

fn encode_at<O: Operation>(
    operation: &O,
    endpoint: &str,
    service: Service,
) -> Result<aws_operation::Encoded, EncodeError> {
    let endpoint: Endpoint = endpoint.parse().expect("the endpoint is a URL");
    encode(operation, &service, &endpoint, &mut || TOKEN.to_owned())
}

/// The request as text: request line, headers in order of name, body.
fn wire<O: Operation>(operation: &O) -> String {
    let request = try_encode(operation).expect("it can be encoded");
    let target = request.uri().path_and_query().expect("it has a path");
    let mut text = format!("{} {target}\n", request.method());
    let mut headers: Vec<_> = request.headers().iter().collect();
    headers.sort_by_key(|(name, _)| name.as_str());
    for (name, value) in headers {
        text += &format!("{name}: {}\n", value.to_str().expect("a header is text"));
    }
    text + &String::from_utf8_lossy(request.body())
}

fn refused<O: Operation>(operation: &O) -> String {
    try_encode(operation).expect_err("it cannot be sent").to_string()
}

#[test]
fn the_key_of_an_object_in_s3_has_its_md5() {
    #[aws_operation(protocol = "restXml", method = "GET", uri = "/{key+}")]
    struct Get {
        key: &'static str,
        #[header("x-amz-server-side-encryption-customer-key")]
        customer_key: &'static str,
        #[header("x-amz-server-side-encryption-customer-key-MD5")]
        md5: Option<&'static str>,
    }
    let key = "0123456789abcdef0123456789abcdef";
    let get = Get { key: "a", customer_key: key, md5: None };
    let sent = |get: &Get, service| {
        let encoded = encode_at(get, "https://example.com", service).expect("it can be encoded");
        let names =
            ["", "-md5"].map(|end| format!("x-amz-server-side-encryption-customer-key{end}"));
        names.map(|name| {
            let value = encoded.request.headers().get(name).and_then(|value| value.to_str().ok());
            value.unwrap_or_default().to_owned()
        })
    };
    let s3 = services::S3;
    let encoded = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, key);
    let sum = base64::Engine::encode(
        &base64::engine::general_purpose::STANDARD,
        md5::compute(key).as_slice(),
    );
    assert_eq!(sent(&get, s3), [encoded, sum]);
    assert_eq!(sent(&get, Service::new("test")), [key, ""]);
    let get = Get { md5: Some("its own"), ..get };
    assert_eq!(sent(&get, s3), [key, "its own"]);
}

#[test]
fn labels_are_encoded_and_greedy_ones_keep_slashes() {
    #[aws_operation(method = "GET", uri = "/buckets/{bucket}/keys/{key+}/tail/?acl&mode=import")]
    struct Get {
        #[label("bucket")]
        name: String,
        key: &'static str,
        #[query]
        limit: Option<u32>,
    }
    let get = Get { name: "a/b c~é%".into(), key: "x/y z/:", limit: None };
    assert_eq!(
        wire(&get),
        "GET /buckets/a%2Fb%20c~%C3%A9%25/keys/x/y%20z/%3A/tail/?acl&mode=import\n"
    );
    let get = Get { limit: Some(5), ..get };
    assert!(wire(&get).contains("?acl&mode=import&limit=5\n"));
}

#[test]
fn a_label_may_be_any_simple_value() {
    #[derive(Serialize)]
    enum Kind {
        #[serde(rename = "KIND A")]
        A,
    }
    #[aws_operation(method = "GET", uri = "/{number}/{truth}/{kind}/{when}/{epoch}/{float}")]
    struct Get {
        number: i64,
        truth: bool,
        kind: Kind,
        when: Timestamp,
        #[timestamp(epoch_seconds)]
        epoch: Timestamp,
        float: f64,
    }
    let when = "2019-12-16T23:48:18.5Z".parse().expect("a timestamp");
    let get = Get { number: -1, truth: true, kind: Kind::A, when, epoch: when, float: f64::NAN };
    assert_eq!(wire(&get), "GET /-1/true/KIND%20A/2019-12-16T23%3A48%3A18.5Z/1576540098.5/NaN\n");
}

#[test]
fn an_empty_or_impossible_label_is_refused_by_name() {
    #[aws_operation(method = "GET", uri = "/{restApiId}")]
    struct Get<T> {
        rest_api_id: T,
    }
    type MaybeText = Option<String>;
    for (error, message) in [
        (refused(&Get { rest_api_id: "" }), "is empty; a label is always part of the path"),
        (
            refused(&Get { rest_api_id: MaybeText::None }),
            "is unset; a label is always part of the path",
        ),
        (refused(&Get { rest_api_id: vec!["a"] }), "is a list, which a label cannot hold"),
        (
            refused(&Get { rest_api_id: BTreeMap::from([("a", 1)]) }),
            "is a map, which a label cannot hold",
        ),
        (refused(&Get { rest_api_id: Document::Null }), "is a document, which a label cannot hold"),
    ] {
        assert_eq!(error, format!("`rest_api_id` {message}"));
    }
}

#[test]
fn queries_repeat_lists_skip_unset_members_and_win_over_query_params() {
    #[aws_operation(method = "GET", uri = "/?fixed=1")]
    #[derive(Default)]
    struct Get {
        #[query_params]
        others: BTreeMap<String, Vec<String>>,
        #[query]
        limit: Option<i32>,
        #[query("next token")]
        position: Option<String>,
        #[query]
        names: Vec<Option<&'static str>>,
        #[query]
        since: Option<Timestamp>,
        #[query]
        #[timestamp(http_date)]
        until: Option<Timestamp>,
    }
    assert_eq!(wire(&Get::default()), "GET /?fixed=1\n");
    let texts = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
    let get = Get {
        others: BTreeMap::from([
            ("fixed".to_owned(), texts(&["2"])),
            ("limit".to_owned(), texts(&["3"])),
            ("q".to_owned(), texts(&["a", "b"])),
        ]),
        limit: Some(1),
        position: Some(String::new()),
        names: vec![Some("a&b"), None, Some("*")],
        since: Some(Timestamp::from_epoch_seconds(1)),
        until: Some(Timestamp::from_epoch_seconds(1)),
    };
    assert_eq!(
        wire(&get),
        "GET /?fixed=1&limit=1&next%20token=&names=a%26b&names=%2A\
         &since=1970-01-01T00%3A00%3A01Z\
         &until=Thu%2C%2001%20Jan%201970%2000%3A00%3A01%20GMT&q=a&q=b\n"
    );
}

/// If each entry were looked for among all parameters before it, this would take hours.
#[test]
fn many_query_params_beside_many_of_a_query_are_quick() {
    #[aws_operation(method = "GET", uri = "/?fixed")]
    struct Get {
        #[query]
        names: Vec<String>,
        #[query_params]
        others: BTreeMap<String, String>,
    }
    let get = |count: usize| Get {
        names: (0..count).map(|i| i.to_string()).collect(),
        others: (0..count).map(|i| (format!("k{i}"), String::new())).collect(),
    };
    let text = wire(&get(2000));
    assert_eq!(text.matches("&names=").count(), 2000);
    assert!(text.contains("&k0=&k1=&") && text.ends_with("&k999=\n"), "{text}");
    let mut wins = get(3);
    wins.others.insert("names".to_owned(), "others".to_owned());
    wins.others.insert("fixed".to_owned(), "others".to_owned());
    assert_eq!(wire(&wins), "GET /?fixed&names=0&names=1&names=2&k0=&k1=&k2=\n");
    let error = refused(&get(300_000));
    assert!(error.contains("too long"), "{error}");
}

#[test]
fn headers_join_lists_and_carry_media_types_as_base64() {
    #[aws_operation(method = "GET", uri = "/")]
    #[derive(Default)]
    struct Get {
        #[header("X-Text")]
        text: Option<String>,
        #[header("X-List")]
        list: Option<Vec<&'static str>>,
        #[header("X-Dates")]
        dates: Vec<Timestamp>,
        #[header("X-Since")]
        #[timestamp(date_time)]
        since: Option<Timestamp>,
        #[header("X-Json")]
        #[media_type("application/json")]
        json: Option<String>,
        #[header("X-Float")]
        float: Option<f32>,
        #[prefix_headers("x-meta-")]
        meta: HashMap<String, String>,
    }
    // As the official protocol tests have it, an empty list is an empty header.
    assert_eq!(wire(&Get::default()), "GET /\nx-dates: \n");
    let get = Get {
        text: Some("a, b".into()),
        list: Some(vec!["b,c", "\"def\"", "a", " edge", "back\\slash", ""]),
        dates: vec![Timestamp::from_epoch_seconds(1), Timestamp::from_epoch_seconds(2)],
        since: Some(Timestamp::from_epoch_seconds(1)),
        json: Some("true".into()),
        float: Some(f32::NEG_INFINITY),
        meta: HashMap::from([("Owner".to_owned(), "me".to_owned())]),
    };
    assert_eq!(
        wire(&get),
        "GET /\n\
         x-dates: Thu, 01 Jan 1970 00:00:01 GMT, Thu, 01 Jan 1970 00:00:02 GMT\n\
         x-float: -Infinity\n\
         x-json: dHJ1ZQ==\n\
         x-list: \"b,c\", \"\\\"def\\\"\", a, \" edge\", back\\slash, \"\"\n\
         x-meta-owner: me\n\
         x-since: 1970-01-01T00:00:01Z\n\
         x-text: a, b\n"
    );
}

#[test]
fn headers_that_would_break_the_message_are_refused_without_their_value() {
    #[aws_operation(method = "GET", uri = "/")]
    #[derive(Default)]
    struct Get {
        #[header("X-Text")]
        text: Option<String>,
        #[prefix_headers("")]
        all: BTreeMap<String, String>,
    }
    for text in ["secret\r\nx: y", "secret\n", "secret\0"] {
        let error = refused(&Get { text: Some(text.into()), ..Get::default() });
        assert_eq!(
            error,
            "`text` has a line break or another control character, which the header `X-Text` cannot have"
        );
    }
    let all = |name: &str| Get {
        all: BTreeMap::from([(name.to_owned(), "secret".to_owned())]),
        ..Get::default()
    };
    for name in ["Host", "content-length", "Authorization", "X-Amz-Date", "transfer-encoding"] {
        let error = refused(&all(name));
        assert!(error.contains(&format!("`{}`", name.to_lowercase())), "{error}");
        assert!(error.contains("which the transport or the signer writes"), "{error}");
    }
    assert!(refused(&all("a b")).contains("has a key that is not a header name"));
    let both = Get { text: Some("mine".into()), ..all("X-Text") };
    assert_eq!(wire(&both), "GET /\nx-text: mine\n");
}

#[test]
fn body_members_make_one_json_object() {
    #[derive(Serialize)]
    struct Nested {
        set: Option<i32>,
        unset: Option<i32>,
    }
    #[aws_operation(method = "POST", uri = "/things/{id}", rename_all = "PascalCase")]
    struct Create {
        #[label("id")]
        id: u8,
        display_name: String,
        unset: Option<String>,
        r#type: &'static str,
        nested: Nested,
        data: Blob,
        created: Timestamp,
        #[timestamp(date_time)]
        updated: Vec<Timestamp>,
        #[body("x-other")]
        other: Option<Document>,
        nan: f64,
    }
    let create = Create {
        id: 1,
        display_name: "\"".into(),
        unset: None,
        r#type: "t",
        nested: Nested { set: Some(1), unset: None },
        data: "value".into(),
        created: Timestamp::from_epoch_seconds(1),
        updated: vec![Timestamp::from_epoch_seconds(1)],
        other: Some("x".into()),
        nan: f64::NAN,
    };
    assert_eq!(
        wire(&create),
        "POST /things/1\ncontent-type: application/json\n\
         {\"DisplayName\":\"\\\"\",\"Type\":\"t\",\"Nested\":{\"set\":1},\"Data\":\"dmFsdWU=\",\
         \"Created\":1,\"Updated\":[\"1970-01-01T00:00:01Z\"],\"x-other\":\"x\",\"Nan\":\"NaN\"}"
    );
}

#[test]
fn a_body_of_unset_members_is_an_empty_object_and_no_members_are_no_body() {
    #[aws_operation(method = "POST", uri = "/")]
    struct Create {
        name: Option<String>,
    }
    assert_eq!(wire(&Create { name: None }), "POST /\ncontent-type: application/json\n{}");

    #[aws_operation(method = "POST", uri = "/")]
    struct Start;
    assert_eq!(wire(&Start), "POST /\n");

    #[aws_operation(method = "DELETE", uri = "/")]
    struct Delete {
        #[body]
        reason: Option<String>,
    }
    let delete = Delete { reason: Some("old".into()) };
    assert_eq!(wire(&delete), "DELETE /\ncontent-type: application/json\n{\"reason\":\"old\"}");
}

#[test]
fn a_payload_is_the_whole_body_with_its_own_type() {
    #[aws_operation(method = "PUT", uri = "/")]
    struct Put<T> {
        #[header("content-type")]
        content_type: Option<&'static str>,
        #[payload]
        content: T,
    }
    #[derive(Serialize)]
    struct Pet {
        name: Option<&'static str>,
    }
    fn put<T>(content: T) -> Put<T> {
        Put { content_type: None, content }
    }
    let json = "PUT /\ncontent-type: application/json\n";
    assert_eq!(wire(&put("raw")), "PUT /\ncontent-type: text/plain\nraw");
    assert_eq!(wire(&put(Blob::from("b"))), "PUT /\ncontent-type: application/octet-stream\nb");
    assert_eq!(wire(&put(Pet { name: Some("a") })), format!("{json}{{\"name\":\"a\"}}"));
    assert_eq!(wire(&put(Pet { name: None })), format!("{json}{{}}"));
    assert_eq!(wire(&put(Document::from("d"))), format!("{json}\"d\""));
    assert_eq!(wire(&put(None::<Blob>)), "PUT /\n");
    assert_eq!(wire(&put(Some(Blob::default()))), "PUT /\n");
    let own = Put { content_type: Some("text/csv"), content: "a,b" };
    assert_eq!(wire(&own), "PUT /\ncontent-type: text/csv\na,b");
}

#[test]
fn payloads_of_bytes_are_sent_as_they_are() {
    #[aws_operation(method = "PUT", uri = "/")]
    struct Put<'a> {
        #[payload]
        #[media_type("image/png")]
        image: &'a [u8],
    }
    assert_eq!(wire(&Put { image: b"png" }), "PUT /\ncontent-type: image/png\npng");

    #[aws_operation(method = "PUT", uri = "/")]
    struct Vector {
        #[payload]
        bytes: Option<Vec<u8>>,
    }
    let bytes = |bytes| try_encode(&Vector { bytes }).expect("it can be encoded").into_body();
    assert_eq!(bytes(Some(vec![0, 255]))[..], [0, 255]);
    assert!(bytes(None).is_empty());
}

#[test]
fn an_idempotency_token_is_filled_where_it_is_none_wherever_it_is_bound() {
    #[aws_operation(method = "POST", uri = "/")]
    struct InBody {
        #[idempotency_token]
        client_token: Option<String>,
    }
    assert!(
        wire(&InBody { client_token: None }).ends_with(&format!("{{\"clientToken\":\"{TOKEN}\"}}"))
    );
    assert!(
        wire(&InBody { client_token: Some("mine".into()) }).ends_with("{\"clientToken\":\"mine\"}")
    );

    #[aws_operation(method = "POST", uri = "/")]
    struct InQuery {
        #[query("token")]
        #[idempotency_token]
        client_token: Option<String>,
    }
    assert_eq!(wire(&InQuery { client_token: None }), format!("POST /?token={TOKEN}\n"));

    #[aws_operation(method = "POST", uri = "/")]
    struct InHeader {
        #[header("x-token")]
        #[idempotency_token]
        client_token: Option<String>,
    }
    assert_eq!(wire(&InHeader { client_token: None }), format!("POST /\nx-token: {TOKEN}\n"));
}

#[test]
fn a_host_prefix_takes_host_labels_that_are_host_labels() {
    #[aws_operation(method = "POST", uri = "/x", host_prefix = "{account}.data-")]
    struct Call {
        #[host_label]
        account: String,
    }
    let at = |account: &str, endpoint: &str| {
        let call = Call { account: account.into() };
        encode_at(&call, endpoint, Service::new("test")).map(|encoded| encoded.request)
    };
    let request = at("a1", "https://example.com/base/").expect("it can be encoded");
    assert_eq!(request.uri(), "https://a1.data-example.com/base/x");
    // As Smithy says, a host label stays a member of the body.
    assert_eq!(request.body(), "{\"account\":\"a1\"}");
    let local = at("a1", "http://127.0.0.1:5000").expect("it can be encoded");
    assert_eq!(local.uri().host(), Some("127.0.0.1"), "an address takes no prefix");
    let local = at("a1", "http://localhost:5000").expect("it can be encoded");
    assert_eq!(local.uri(), "http://localhost:5000/x", "a1.data-localhost is another machine");
    for account in ["", "a.b", "a/b", "x@evil.com#", "-a", &"a".repeat(64)] {
        let error = at(account, "https://example.com").expect_err("it is refused").to_string();
        assert!(error.starts_with("`account` is not a host label"), "{error}");
    }
}

#[test]
fn a_host_prefix_that_ends_in_a_dot_stands_before_localhost() {
    #[aws_operation(method = "POST", uri = "/x", host_prefix = "data.")]
    struct Call {}

    for (endpoint, uri) in [
        ("http://localhost:5000", "http://data.localhost:5000/x"),
        ("http://s3.localhost", "http://data.s3.localhost/x"),
    ] {
        let encoded = encode_at(&Call {}, endpoint, Service::new("test"));
        assert_eq!(encoded.expect("it can be encoded").request.uri(), uri);
    }
}

#[test]
fn a_service_s_default_header_is_sent_unless_it_is_bound() {
    #[aws_operation(method = "GET", uri = "/")]
    struct Get {
        #[header("Accept")]
        accept: Option<&'static str>,
    }
    let accept = |accept| {
        let encoded = encode_at(&Get { accept }, "https://example.com", services::API_GATEWAY);
        encoded.expect("it can be encoded").request.headers()["accept"].clone()
    };
    assert_eq!(accept(None), "application/json", "API Gateway answers HAL without it");
    assert_eq!(accept(Some("application/yaml")), "application/yaml");
}

#[test]
fn a_service_s_header_yields_to_every_member_and_is_never_dropped() {
    #[aws_operation(method = "POST", uri = "/")]
    struct Create {
        #[prefix_headers("")]
        all: BTreeMap<String, String>,
        name: Option<String>,
    }
    let headers = |service: Service, all: &[(&str, &str)]| {
        let all = all.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect();
        encode_at(&Create { all, name: None }, "https://example.com", service)
            .map(|encoded| encoded.request.headers().clone())
            .map_err(|error| error.to_string())
    };
    let accept = headers(services::API_GATEWAY, &[("Accept", "text/csv")]).expect("it can be sent");
    assert_eq!(accept["accept"], "text/csv");
    let typed = Service::new("test").header("content-type", "application/vnd.api+json");
    let typed = headers(typed, &[]).expect("it can be sent");
    assert_eq!(typed["content-type"], "application/vnd.api+json");
    for wrong in [Service::new("test").header("a b", "c"), Service::new("test").header("a", "\n")] {
        let error = headers(wrong, &[]).expect_err("it is no header");
        assert!(error.contains("header \"a") && error.contains("`Service::header`"), "{error}");
    }
    assert_eq!(
        headers(Service::new("test"), &[("A", "1"), ("a", "2")]),
        Err("`all` has two entries for the header `a`; the case of header names is ignored"
            .to_owned()),
    );
}

#[test]
fn a_label_of_dots_is_named_for_the_transport() {
    #[aws_operation(method = "GET", uri = "/{id}/{key+}")]
    struct Get {
        id: &'static str,
        key: &'static str,
    }
    for (id, key, field) in [
        ("a", "b", None),
        ("..", "b", Some("id")),
        (".", "b", Some("id")),
        ("a", "b/../c", Some("key")),
        ("...", "b/..c", None),
    ] {
        let encoded = encode_at(&Get { id, key }, "https://example.com", Service::new("test"));
        assert_eq!(encoded.expect("it can be encoded").dot_segment, field, "{id} {key}");
    }
}

#[test]
fn an_operation_can_be_sent_by_reference_and_knows_its_metadata() {
    #[aws_operation(method = "POST", uri = "/a", code = 201)]
    struct Create;
    assert_eq!(wire(&&Create), "POST /a\n");
    let metadata = Create::METADATA;
    assert_eq!(
        (metadata.name, metadata.method, metadata.uri, metadata.code),
        ("Create", "POST", "/a", 201)
    );
}

/// `decode` does not check the checksum of a response, so `encode` does not ask for it.
#[test]
fn an_encoded_request_has_its_checksum_and_does_not_ask_for_another() {
    #[aws_operation(method = "POST", uri = "/a", http_checksum(request, response))]
    struct Exchange {
        #[payload]
        body: &'static str,
    }
    let request = try_encode(&Exchange { body: "hello" }).expect("it can be encoded");
    assert_eq!(request.headers()["x-amz-checksum-crc32"], "NhCmhg==");
    assert!(!request.headers().contains_key("x-amz-checksum-mode"));
}
