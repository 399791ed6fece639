//! Arbitrary responses: any status, headers and body, or an error document of the usual form.

use arbitrary::Arbitrary;
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Response, StatusCode};
use serde_json::{Map, Value};

/// A response in parts. Headers that `http` does not take are left out.
#[derive(Debug, Clone, Arbitrary)]
pub struct AnyResponse<'a> {
    status: AnyStatus,
    headers: Vec<(AnyName<'a>, &'a [u8])>,
    body: AnyBody<'a>,
}

#[derive(Debug, Clone, Arbitrary)]
enum AnyStatus {
    Ok,
    BadRequest,
    NotFound,
    TooManyRequests,
    Any(u16),
}

/// Names that mean something in an error, and any other.
#[derive(Debug, Clone, Arbitrary)]
enum AnyName<'a> {
    ErrorType,
    KnownErrorType(Code<'a>),
    RequestId,
    S3RequestId,
    ExtendedRequestId,
    RetryAfter,
    Until,
    Kinds,
    Any(&'a str),
}

#[derive(Debug, Clone, Arbitrary)]
enum AnyBody<'a> {
    Document(Vec<(Member<'a>, Content<'a>)>),
    Any(&'a [u8]),
}

#[derive(Debug, Clone, Arbitrary)]
enum Member<'a> {
    Code,
    Type,
    Message,
    CapitalMessage,
    ErrorMessage,
    Since,
    Resources,
    Any(&'a str),
}

#[derive(Debug, Clone, Arbitrary)]
enum Content<'a> {
    Code(Code<'a>),
    Text(&'a str),
    /// A text over and over: lengths that no fuzzer reaches by itself.
    Long(&'a str, u16),
    Number(i64),
    Float(f64),
    Null,
    List(Vec<&'a str>),
}

#[derive(Debug, Clone, Arbitrary)]
enum Code<'a> {
    NotFound,
    TooManyRequests,
    Conflict,
    Weird,
    Shape(&'a str, &'a str),
}

impl AnyResponse<'_> {
    /// The response.
    pub fn build(&self) -> Response<Bytes> {
        let mut response = Response::new(self.body.bytes());
        *response.status_mut() = match self.status {
            AnyStatus::Ok => StatusCode::OK,
            AnyStatus::BadRequest => StatusCode::BAD_REQUEST,
            AnyStatus::NotFound => StatusCode::NOT_FOUND,
            AnyStatus::TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
            AnyStatus::Any(any) => StatusCode::from_u16(100 + any % 900).unwrap_or_default(),
        };
        for (name, value) in &self.headers {
            let value = match name {
                AnyName::KnownErrorType(code) => HeaderValue::from_str(&code.text()),
                _ => HeaderValue::from_bytes(value),
            };
            if let (Some(name), Ok(value)) = (name.build(), value) {
                response.headers_mut().append(name, value);
            }
        }
        response
    }
}

impl AnyName<'_> {
    fn build(&self) -> Option<HeaderName> {
        Some(HeaderName::from_static(match self {
            Self::ErrorType | Self::KnownErrorType(_) => "x-amzn-errortype",
            Self::RequestId => "x-amzn-requestid",
            Self::S3RequestId => "x-amz-request-id",
            Self::ExtendedRequestId => "x-amz-id-2",
            Self::RetryAfter => "retry-after",
            Self::Until => "x-amz-meta-until",
            Self::Kinds => "x-amz-meta-kinds",
            Self::Any(name) => return name.parse().ok(),
        }))
    }
}

impl AnyBody<'_> {
    fn bytes(&self) -> Bytes {
        match self {
            Self::Any(bytes) => Bytes::copy_from_slice(bytes),
            Self::Document(members) => {
                let members: Map<String, Value> =
                    members.iter().map(|(name, value)| (name.text(), value.value())).collect();
                Value::Object(members).to_string().into()
            }
        }
    }
}

impl Member<'_> {
    fn text(&self) -> String {
        match self {
            Self::Code => "code",
            Self::Type => "__type",
            Self::Message => "message",
            Self::CapitalMessage => "Message",
            Self::ErrorMessage => "errorMessage",
            Self::Since => "since",
            Self::Resources => "resources",
            Self::Any(name) => name,
        }
        .to_owned()
    }
}

impl Content<'_> {
    fn value(&self) -> Value {
        match self {
            Self::Code(code) => code.text().into(),
            Self::Text(text) => (*text).into(),
            Self::Long(text, times) => text.repeat(usize::from(*times) / (1 + text.len())).into(),
            Self::Number(number) => (*number).into(),
            Self::Float(number) => (*number).into(),
            Self::Null => Value::Null,
            Self::List(items) => items.clone().into(),
        }
    }
}

impl Code<'_> {
    fn text(&self) -> String {
        match self {
            Self::NotFound => "NotFoundException".to_owned(),
            Self::TooManyRequests => "TooManyRequestsException".to_owned(),
            Self::Conflict => "ConflictException".to_owned(),
            Self::Weird => "Weird.Code".to_owned(),
            Self::Shape(namespace, name) => format!("{namespace}#{name}:http://example.com"),
        }
    }
}
