//! Tests of signatures: the official suite, and random requests that other signers also sign.

pub mod botocore;
pub mod case;
pub mod compare;
pub mod message;
mod ours;
mod random;
pub mod rules;
mod smithy;
pub mod suite;
mod trace;
pub mod verified;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC};

/// Characters that a signature encodes: all except the unreserved ones (RFC 3986 2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
