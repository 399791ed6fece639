//! The characters that AWS percent-encodes in paths and queries.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC};

/// All characters except RFC 3986's unreserved ones, `A-Za-z0-9-._~`.
pub(crate) const RESERVED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
