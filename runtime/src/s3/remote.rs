//! [`Remote`]: an object to download, and the responses of GetObject.

use super::error::{TransferError, TransferErrorKind};
use super::headers::Headers;
use super::operations::{GetObject, Map};
use crate::client::Client;
use crate::types::ByteStream;

/// An object to download.
pub(super) struct Remote {
    pub client: Client,
    pub bucket: String,
    pub key: String,
    pub version_id: Option<String>,
    pub headers: Headers,
    /// Whether requests ask for the object's checksum.
    pub has_checksums: bool,
}

/// A range of an object's bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub start: u64,
    /// The offset after the last byte; `None` for the end of the object.
    pub end: Option<u64>,
}

impl Span {
    /// The value of the header `Range`.
    fn header(self) -> String {
        match self.end {
            Some(end) => format!("bytes={}-{}", self.start, end.saturating_sub(1)),
            None => format!("bytes={}-", self.start),
        }
    }
}

/// A response with bytes of an object.
pub(super) struct Response {
    /// Whether the body is the whole object. A server that ignores ranges sends it for every request.
    pub is_whole: bool,
    pub headers: Map,
    pub body: ByteStream,
    /// The offset of the body in the object.
    pub start: u64,
    /// The length of the object, if it is known.
    pub total: Option<u64>,
}

impl Response {
    /// The ETag, if it is strong: a weak ETag does not identify the bytes.
    pub(super) fn e_tag(&self) -> Option<&str> {
        let e_tag = self.headers.get("etag").map(String::as_str);
        e_tag.filter(|e_tag| !e_tag.is_empty() && !e_tag.starts_with("W/"))
    }
}

impl Remote {
    /// Requests the object, or a range of it. Fails if the object does not have this ETag.
    pub(super) async fn get(
        &self,
        span: Option<Span>,
        e_tag: Option<&str>,
    ) -> Result<Response, TransferError> {
        let mut headers = self.headers.of_object();
        if let Some(span) = span {
            headers.insert("range".to_owned(), span.header());
        }
        if let Some(e_tag) = e_tag {
            headers.insert("if-match".to_owned(), e_tag.to_owned());
        }
        // The checksum in a response with a range is not that of the range: it can be that of a part,
        // or of the parts' checksums.
        if span.is_none() && self.has_checksums {
            headers.insert("x-amz-checksum-mode".to_owned(), "ENABLED".to_owned());
        }
        let call = GetObject {
            bucket: self.bucket.clone(),
            key: self.key.clone(),
            version_id: self.version_id.clone(),
            headers,
        };
        let output = self.client.send(call).await.map_err(|error| {
            let status = error.status().map(|status| status.as_u16());
            let error = TransferError::from(error);
            match (status, span) {
                (Some(412), _) if e_tag.is_some() => error.replaced(),
                (Some(416), Some(Span { start, .. })) => error.leaving(format!(
                    "the range begins at byte {start}, which is not before the end of the object"
                )),
                _ => error,
            }
        })?;
        let mut response = Response {
            is_whole: output.status != 206,
            headers: output.headers,
            body: output.body,
            start: 0,
            total: None,
        };
        if response.is_whole {
            response.total = response.body.length();
        } else {
            let range = response.headers.get("content-range").map_or("", String::as_str);
            let wanted = span.map_or(0, |span| span.start);
            let parsed = parse_range(range).filter(|(start, _)| *start == wanted);
            (response.start, response.total) = parsed.ok_or_else(|| {
                let text = format!(
                    "the response is for the range {range:?}, but the request is for byte {wanted}"
                );
                TransferError::text(TransferErrorKind::Body, text)
            })?;
        }
        // A server may ignore `If-Match`.
        let is_same = e_tag.is_none() || response.e_tag().is_none() || response.e_tag() == e_tag;
        match is_same {
            true => Ok(response),
            false => {
                let (ours, theirs) = (e_tag.unwrap_or_default(), response.e_tag());
                let text = format!(
                    "the object's ETag changed from {ours} to {}",
                    theirs.unwrap_or_default()
                );
                Err(TransferError::text(TransferErrorKind::Replaced, text).replaced())
            }
        }
    }
}

/// Parses a `Content-Range` such as `bytes 5-9/20`: returns the start, and the length of the object, if
/// it is known.
fn parse_range(text: &str) -> Option<(u64, Option<u64>)> {
    let (range, total) = text.strip_prefix("bytes ")?.split_once('/')?;
    let start = range.split_once('-')?.0.trim().parse().ok()?;
    let total = match total.trim() {
        "*" => None,
        total => Some(total.parse().ok()?),
    };
    Some((start, total))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read() {
        for (text, expected) in [
            ("bytes 5-9/20", Some((5, Some(20)))),
            ("bytes 5-9/*", Some((5, None))),
            ("bytes */20", None),
            ("bytes 5-9", None),
            ("bytes x-9/20", None),
            ("5-9/20", None),
            ("", None),
        ] {
            assert_eq!(parse_range(text), expected, "{text}");
        }
        assert_eq!(Span { start: 5, end: Some(10) }.header(), "bytes=5-9");
        assert_eq!(Span { start: 5, end: None }.header(), "bytes=5-");
    }
}
