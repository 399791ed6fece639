//! The documents, and what each peer does with them.

mod cloudwatch;
mod dynamodb;
mod ec2;
mod s3;

use aws_operation::{Endpoint, Operation, Service, decode, encode};
use bytes::Bytes;
use http::Response;

use crate::job::Job;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Json,
    Xml,
    Cbor,
}

pub struct Case {
    pub title: &'static str,
    pub format: Format,
    pub bytes: usize,
    pub jobs: Vec<Job>,
}

/// The names of the cases, and how each is made.
pub const ALL: [(&str, fn() -> Case); 5] = [
    ("query", dynamodb::case),
    ("objects", s3::case),
    ("instances", ec2::case),
    ("metric-data", cloudwatch::metric_data),
    ("metrics", cloudwatch::metrics),
];

fn response(body: &Bytes) -> Response<Bytes> {
    Response::new(body.clone())
}

/// What a call does with the body of a response.
fn decode_ours<O: Operation>(response: &Response<Bytes>) -> O::Output {
    match decode::<O>(response) {
        Ok(output) => output,
        Err(_) => panic!("the body is not what its type says"),
    }
}

/// What a call does before it signs: the body of the request.
fn encode_ours<O: Operation>(operation: &O, service: &Service) -> Bytes {
    let endpoint: Endpoint = "https://localhost".parse().expect("an endpoint");
    match encode(operation, service, &endpoint, &mut String::new) {
        Ok(encoded) => encoded.request.into_body(),
        Err(error) => panic!("{error}"),
    }
}

/// A timestamp as quick-xml reads it: it has no value of any kind, which a [`Timestamp`] asks for.
///
/// [`Timestamp`]: aws_operation::Timestamp
mod text {
    use std::borrow::Cow;

    use aws_operation::Timestamp;
    use serde::de::{Deserialize, Deserializer, Error};
    use serde::ser::Serializer;

    pub fn serialize<S: Serializer>(
        timestamp: &Option<Timestamp>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match timestamp {
            Some(timestamp) => serializer.collect_str(timestamp),
            None => serializer.serialize_none(),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Timestamp>, D::Error> {
        // Serde's own impl for a `Cow` would copy the text.
        #[derive(serde::Deserialize)]
        struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

        let text = Option::<Text<'_>>::deserialize(deserializer)?;
        text.map(|Text(text)| text.parse().map_err(D::Error::custom)).transpose()
    }
}
