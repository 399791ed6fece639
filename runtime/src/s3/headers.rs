//! [`Headers`]: the headers that a program adds to a transfer, and which requests they are sent with.

use super::error::TransferError;
use super::operations::Map;

/// The headers that a program adds to a transfer.
#[derive(Clone, Default)]
pub(super) struct Headers(Map);

/// The conditions, which are sent with the request that creates the object.
const CONDITIONS: [&str; 2] = ["if-match", "if-none-match"];

/// Whether a header is sent with every request except AbortMultipartUpload: who pays, who owns the
/// bucket, and the key of SSE-C.
fn is_for_each(name: &str) -> bool {
    is_of_account(name) || name.starts_with("x-amz-server-side-encryption-customer-")
}

/// Whether a header is sent with every request: who pays, and who owns the bucket.
fn is_of_account(name: &str) -> bool {
    ["x-amz-request-payer", "x-amz-expected-bucket-owner"].contains(&name)
}

impl Headers {
    pub(super) fn set(&mut self, name: &str, value: impl Into<String>) {
        self.0.insert(name.to_ascii_lowercase(), value.into());
    }

    /// Returns an error if there is a header that the transfer sets itself.
    pub(super) fn check(&self) -> Result<(), TransferError> {
        let is_own = |name: &&String| {
            name.starts_with("x-amz-checksum-")
                || ["content-md5", "range", "x-amz-sdk-checksum-algorithm", "x-amz-mp-object-size"]
                    .contains(&name.as_str())
        };
        match self.0.keys().find(is_own) {
            Some(name) => Err(TransferError::invalid(format!(
                "the transfer writes the header `{name}` itself; remove it"
            ))),
            None => Ok(()),
        }
    }

    fn filter(&self, keep: impl Fn(&str) -> bool) -> Map {
        let kept = self.0.iter().filter(|(name, _)| keep(name));
        kept.map(|(name, value)| (name.clone(), value.clone())).collect()
    }

    /// For PutObject and GetObject.
    pub(super) fn of_object(&self) -> Map {
        self.0.clone()
    }

    /// For CreateMultipartUpload.
    pub(super) fn of_creation(&self) -> Map {
        self.filter(|name| !CONDITIONS.contains(&name))
    }

    /// For UploadPart, ListParts and HeadObject.
    pub(super) fn of_part(&self) -> Map {
        self.filter(is_for_each)
    }

    /// For CompleteMultipartUpload.
    pub(super) fn of_completion(&self) -> Map {
        self.filter(|name| is_for_each(name) || CONDITIONS.contains(&name))
    }

    /// For AbortMultipartUpload.
    pub(super) fn of_abort(&self) -> Map {
        self.filter(is_of_account)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_request_has_the_headers_that_it_needs() {
        let mut headers = Headers::default();
        for name in [
            "Content-Type",
            "x-amz-meta-a",
            "x-amz-server-side-encryption",
            "x-amz-server-side-encryption-customer-key",
            "x-amz-request-payer",
            "If-None-Match",
        ] {
            headers.set(name, "value");
        }
        let names = |map: Map| map.into_keys().collect::<Vec<_>>().join(" ");
        let key = "x-amz-server-side-encryption-customer-key";
        for (map, expected) in [
            (
                headers.of_object(),
                format!(
                    "content-type if-none-match x-amz-meta-a x-amz-request-payer \
                     x-amz-server-side-encryption {key}"
                ),
            ),
            (
                headers.of_creation(),
                format!(
                    "content-type x-amz-meta-a x-amz-request-payer x-amz-server-side-encryption {key}"
                ),
            ),
            (headers.of_part(), format!("x-amz-request-payer {key}")),
            (headers.of_completion(), format!("if-none-match x-amz-request-payer {key}")),
            (headers.of_abort(), "x-amz-request-payer".to_owned()),
        ] {
            assert_eq!(names(map), expected);
        }
        assert!(headers.check().is_ok());
        headers.set("X-Amz-Checksum-CRC32", "AAAAAA==");
        assert!(headers.check().is_err());
    }
}
