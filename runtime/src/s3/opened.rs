//! [`Opened`]: a download after its first response, and [`Downloaded`]: the result of a download.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::object_checksum::ObjectChecksum;
use super::operations::Map;
use super::progress::Meter;
use super::remote::{Response, Span};
use super::resuming::Origin;

/// A download whose first response has arrived; its body has not been read.
pub(super) struct Opened {
    pub origin: Arc<Origin>,
    pub response: Response,
    /// The range to download. Its end is `None` only if the length of the object is unknown.
    pub span: Span,
    pub meter: Meter,
}

/// An object that was downloaded.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Downloaded {
    /// The number of bytes that were written.
    pub bytes: u64,
    /// The object's ETag, with its quotes.
    pub e_tag: Option<String>,
    /// The object's version, if the bucket has versioning.
    pub version_id: Option<String>,
    /// The object's content type.
    pub content_type: Option<String>,
    /// The object's metadata: the headers `x-amz-meta-…`, without this prefix.
    pub metadata: BTreeMap<String, String>,
    /// The algorithm of the checksum that was checked, such as `CRC32`; `None` if no checksum was
    /// checked.
    pub checksum_algorithm: Option<&'static str>,
}

impl Downloaded {
    pub(super) fn new(bytes: u64, headers: &Map, whole: Option<&ObjectChecksum>) -> Self {
        let header = |name: &str| headers.get(name).cloned();
        let metadata = headers.iter().filter_map(|(name, value)| {
            Some((name.strip_prefix("x-amz-meta-")?.to_owned(), value.clone()))
        });
        Self {
            bytes,
            e_tag: header("etag"),
            version_id: header("x-amz-version-id"),
            content_type: header("content-type"),
            metadata: metadata.collect(),
            checksum_algorithm: whole.map(|whole| whole.algorithm().name()),
        }
    }
}
