//! Properties: labels, query and headers carry any text there and back, and no input panics.

use aws_operation::{
    Encoded, Endpoint, Operation, Service, aws_operation, aws_output, decode, encode,
};
use bytes::Bytes;
use percent_encoding::percent_decode_str;
use proptest::prelude::*;

#[aws_operation(method = "GET", uri = "/a/{label}/b/{greedy+}/c", output = Out)]
struct Get {
    label: String,
    greedy: String,
    #[query]
    one: Option<String>,
    #[query]
    many: Vec<String>,
    #[query_params]
    others: std::collections::BTreeMap<String, Vec<String>>,
    #[header("x-one")]
    header: Option<String>,
    #[header("x-many")]
    headers: Vec<String>,
    #[prefix_headers("x-p-")]
    prefixed: std::collections::BTreeMap<String, String>,
}

#[aws_output]
#[derive(Debug, PartialEq)]
struct Out {
    #[header("x-one")]
    header: Option<String>,
    #[header("x-many")]
    headers: Vec<String>,
    #[prefix_headers("x-p-")]
    prefixed: std::collections::BTreeMap<String, String>,
    #[header("x-number")]
    number: Option<i64>,
    name: Option<String>,
}

impl Get {
    fn new(label: String, greedy: String) -> Self {
        Self {
            label,
            greedy,
            one: None,
            many: vec![],
            others: [].into(),
            header: None,
            headers: vec![],
            prefixed: [].into(),
        }
    }
}

fn send(operation: &impl Operation) -> Result<Encoded, aws_operation::EncodeError> {
    let endpoint: Endpoint = "https://example.com".parse().expect("it is a URL");
    encode(operation, &Service::new("test"), &endpoint, &mut String::new)
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8().expect("it was text").into_owned()
}

/// Text that a header can carry: no control characters.
fn header_text() -> impl Strategy<Value = String> {
    any::<String>().prop_map(|text| text.chars().filter(|c| !c.is_control()).collect())
}

/// The same as servers and clients see it: without edge spaces.
fn trimmed_header_text() -> impl Strategy<Value = String> {
    header_text().prop_map(|text| text.trim_matches([' ', '\t']).to_owned())
}

proptest! {
    #[test]
    fn labels_carry_any_text(label in any::<String>(), greedy in any::<String>()) {
        let encoded = send(&Get::new(label.clone(), greedy.clone()));
        if label.is_empty() || greedy.is_empty() {
            let field = if label.is_empty() { "label" } else { "greedy" };
            prop_assert_eq!(encoded.expect_err("it is refused").field(), Some(field));
            return Ok(());
        }
        let encoded = encoded.expect("it can be sent");
        let path = encoded.request.uri().path();
        prop_assert!(path.is_ascii());
        let (first, second) = path["/a/".len()..].split_once("/b/").expect("the literals are there");
        prop_assert!(!first.contains('/'));
        prop_assert_eq!(decoded(first), label);
        prop_assert_eq!(decoded(second.strip_suffix("/c").expect("the tail is there")), greedy);
    }

    #[test]
    fn queries_carry_any_text(
        one in any::<Option<String>>(),
        many in prop::collection::vec(any::<String>(), 0..3),
        others in prop::collection::btree_map("\\PC*", prop::collection::vec(any::<String>(), 1..3), 0..3),
    ) {
        let mut get = Get::new("l".into(), "g".into());
        (get.one, get.many, get.others) = (one.clone(), many.clone(), others.clone());
        let encoded = send(&get).expect("it can be sent");
        let query = encoded.request.uri().query().unwrap_or_default();
        let pairs: Vec<(String, String)> = query
            .split('&')
            .filter(|pair| !pair.is_empty())
            .map(|pair| pair.split_once('=').expect("each pair has a value"))
            .map(|(key, value)| (decoded(key), decoded(value)))
            .collect();
        let mut expected: Vec<(String, String)> = Vec::new();
        expected.extend(one.iter().map(|value| ("one".to_owned(), value.clone())));
        expected.extend(many.iter().map(|value| ("many".to_owned(), value.clone())));
        let bound: Vec<String> = expected.iter().map(|(key, _)| key.clone()).collect();
        for (key, values) in others.iter().filter(|(key, _)| !bound.contains(key)) {
            expected.extend(values.iter().map(|value| (key.clone(), value.clone())));
        }
        prop_assert_eq!(pairs, expected);
    }

    #[test]
    fn headers_carry_any_text_there_and_back(
        header in prop::option::of(trimmed_header_text()),
        headers in prop::collection::vec(header_text(), 0..4),
        prefixed in prop::collection::btree_map("[a-z0-9-]{1,8}", trimmed_header_text(), 0..3),
    ) {
        let mut get = Get::new("l".into(), "g".into());
        (get.header, get.headers, get.prefixed) = (header.clone(), headers.clone(), prefixed.clone());
        let request = send(&get).expect("it can be sent").request;
        let mut response = http::Response::new(Bytes::new());
        *response.headers_mut() = request.headers().clone();
        let out = decode::<Get>(&response).expect("it can be read");
        prop_assert_eq!(out, Out { header, headers, prefixed, number: None, name: None });
    }

    #[test]
    fn a_control_character_never_reaches_a_header(text in any::<String>()) {
        let mut get = Get::new("l".into(), "g".into());
        get.header = Some(text.clone());
        let control = text.chars().any(|c| c.is_ascii_control() && c != '\t');
        prop_assert_eq!(send(&get).is_err(), control);
    }

    #[test]
    fn no_response_panics(
        status in 100_u16..1000,
        names in prop::collection::vec("x-one|x-many|x-number|x-p-a|x-amzn-errortype|[a-z]{1,9}", 0..4),
        values in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..24), 4),
        body in prop::collection::vec(any::<u8>(), 0..64),
    ) {
        let mut response = http::Response::new(Bytes::from(body));
        *response.status_mut() = http::StatusCode::from_u16(status).expect("a status");
        for (name, value) in names.iter().zip(&values) {
            if let (Ok(name), Ok(value)) =
                (http::HeaderName::try_from(name), http::HeaderValue::from_bytes(value))
            {
                response.headers_mut().append(name, value);
            }
        }
        let _ = decode::<Get>(&response).map_err(|failure| format!("{failure:?}"));
    }

    #[test]
    fn no_text_panics_as_a_timestamp_endpoint_or_region(text in "\\PC{0,40}|[0-9TZ:.+ -]{0,40}|[A-Za-z]{3}, [0-9A-Za-z: .]{0,30}") {
        let _ = text.parse::<aws_operation::Timestamp>();
        let _ = text.parse::<Endpoint>();
        let _ = Endpoint::regional(&aws_operation::services::API_GATEWAY, &text);
    }

    #[test]
    fn timestamps_survive_every_format(seconds in -62_135_596_800_i64..=253_402_300_799, nanos in 0_i128..1_000_000_000) {
        use aws_operation::{Timestamp, TimestampFormat};

        let timestamp = Timestamp::from_epoch_nanos(i128::from(seconds) * 1_000_000_000 + nanos)
            .expect("it is in range");
        for format in [TimestampFormat::DateTime, TimestampFormat::EpochSeconds] {
            prop_assert_eq!(timestamp.format(format).parse(), Ok(timestamp));
        }
        // An http-date has no fractions.
        let http_date = timestamp.format(TimestampFormat::HttpDate);
        prop_assert_eq!(http_date.parse(), Ok(Timestamp::from_epoch_seconds(seconds)));
        let system: std::time::SystemTime = timestamp.into();
        prop_assert_eq!(Timestamp::from(system), timestamp);
    }
}
