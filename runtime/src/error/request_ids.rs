//! [`RequestIds`]: the ids of a request that a service writes into the headers of its response.

use std::fmt;

use http::{HeaderMap, HeaderValue};

use super::Line;

const REQUEST_ID: [&str; 2] = ["x-amzn-requestid", "x-amz-request-id"];
const EXTENDED_REQUEST_ID: [&str; 1] = ["x-amz-id-2"];

/// The request ids in the headers of a response.
#[derive(Debug, Clone, Default)]
pub(crate) struct RequestIds {
    request_id: Option<HeaderValue>,
    extended_request_id: Option<HeaderValue>,
}

impl RequestIds {
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        Self {
            request_id: find(headers, &REQUEST_ID).cloned(),
            extended_request_id: find(headers, &EXTENDED_REQUEST_ID).cloned(),
        }
    }

    pub(crate) fn request_id(&self) -> Option<&str> {
        text(self.request_id.as_ref())
    }

    pub(crate) fn extended_request_id(&self) -> Option<&str> {
        text(self.extended_request_id.as_ref())
    }
}

/// The request id in these headers.
pub(super) fn request_id(headers: &HeaderMap) -> Option<&str> {
    text(find(headers, &REQUEST_ID))
}

/// The second request id of S3 and CloudFront in these headers.
pub(super) fn extended_request_id(headers: &HeaderMap) -> Option<&str> {
    text(find(headers, &EXTENDED_REQUEST_ID))
}

/// The first of these headers whose value is text.
#[inline(never)]
fn find<'a>(headers: &'a HeaderMap, names: &[&str]) -> Option<&'a HeaderValue> {
    let mut values = names.iter().filter_map(|name| headers.get(*name));
    values.find(|value| value.to_str().is_ok())
}

fn text(value: Option<&HeaderValue>) -> Option<&str> {
    value?.to_str().ok()
}

/// Writes the ids that are set, with `, ` between them, after `before`.
pub(super) fn write(
    f: &mut fmt::Formatter<'_>,
    before: &str,
    request_id: Option<&str>,
    extended_request_id: Option<&str>,
) -> fmt::Result {
    let mut before = before;
    for (what, id) in [("request id", request_id), ("extended request id", extended_request_id)] {
        if let Some(id) = id {
            write!(f, "{before}{what} {}", Line::name(id))?;
            before = ", ";
        }
    }
    Ok(())
}

/// ` [request id …]`, or nothing.
impl fmt::Display for RequestIds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.request_id.is_none() && self.extended_request_id.is_none() {
            return Ok(());
        }
        write(f, " [", self.request_id(), self.extended_request_id())?;
        f.write_str("]")
    }
}
