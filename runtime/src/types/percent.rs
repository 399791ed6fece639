//! The characters that AWS percent-encodes, in paths and in queries.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC};

/// All characters but the unreserved ones of RFC 3986, `A-Za-z0-9-._~`.
pub(crate) const RESERVED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
