//! Who signs, alike for all: a request goes in, and comes out signed.

mod aws_sigv4;
mod limit;
mod ours;
mod reqsign;

use std::time::SystemTime;

use aws_operation::sigv4::Presigned;
use bytes::Bytes;
use http::Request;

use crate::cases::{Case, Form, time};

/// One that signs, or is held against those that do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Peer {
    /// The hashes and MACs of a signature, over bytes that are ready.
    Limit,
    /// The same, and what comes of it written down: the texts into a buffer, and the headers into
    /// the request or the URL into a string, all of them ready.
    Written,
    Ours,
    AwsSigv4,
    Reqsign,
    /// Does nothing: what is around the signing when instructions are counted.
    Nobody,
}

/// Whether the signing key is there already, or derived for every signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    Cached,
    Fresh,
}

impl Key {
    pub const ALL: [Self; 2] = [Self::Cached, Self::Fresh];

    pub fn name(self) -> &'static str {
        match self {
            Self::Cached => "cached",
            Self::Fresh => "fresh",
        }
    }
}

/// What is left of a signature beside the request.
pub enum Signed {
    /// The request has it.
    InPlace,
    /// Ours leaves the request alone, and gives the URL.
    Presigned(Presigned),
    /// The limit has nothing but this.
    Bare(ring::hmac::Tag),
    Nothing,
}

pub type Sign = Box<dyn Fn(&mut Request<Bytes>) -> Signed>;

impl Peer {
    pub const ALL: [Self; 6] =
        [Self::Limit, Self::Written, Self::Ours, Self::AwsSigv4, Self::Reqsign, Self::Nobody];

    pub fn name(self) -> &'static str {
        match self {
            Self::Limit => "limit",
            Self::Written => "limit, written",
            Self::Ours => "ours",
            Self::AwsSigv4 => "aws-sigv4",
            Self::Reqsign => "reqsign",
            Self::Nobody => "nobody",
        }
    }

    /// Whether it can be handed a signing key. The others derive one for every signature.
    pub fn takes_a_key(self) -> bool {
        matches!(self, Self::Limit | Self::Written | Self::Ours)
    }

    /// Whether it can make this signature. reqsign covers no body but through
    /// `x-amz-content-sha256`, which it always sends or leaves open.
    pub fn can_sign(self, case: &Case) -> bool {
        self != Self::Reqsign || matches!(case.form, Form::HashedHeader | Form::UnsignedQuery)
    }

    /// All that does not change from one request to the next is made here.
    pub fn prepare(self, case: &Case, key: Key) -> Sign {
        match self {
            Self::Limit => limit::prepare(case, key),
            Self::Written => limit::prepare_written(case, key),
            Self::Ours => ours::prepare(case.form, key, time()),
            Self::AwsSigv4 => aws_sigv4::prepare(case.form, time()),
            Self::Reqsign => reqsign::prepare(case.form),
            Self::Nobody => Box::new(|_| Signed::Nothing),
        }
    }
}

/// The signature in hex, wherever it is.
pub fn signature(request: &Request<Bytes>, signed: &Signed) -> String {
    let after = |text: &str, name: &str| {
        let start = text.find(name).map(|at| at + name.len())?;
        text.get(start..start + 64).map(str::to_owned)
    };
    match signed {
        Signed::Bare(tag) => Some(hex(tag.as_ref())),
        Signed::Presigned(presigned) => after(presigned.url(), "&X-Amz-Signature="),
        Signed::InPlace => match request.headers().get("authorization") {
            Some(header) => after(header.to_str().expect("text"), ", Signature="),
            None => after(&request.uri().to_string(), "X-Amz-Signature="),
        },
        Signed::Nothing => None,
    }
    .expect("a signature")
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Ours at another time, for a peer that takes the time from the clock.
pub fn ours_at(case: &Case, time: SystemTime) -> String {
    let mut request = case.request.clone();
    let signed = ours::prepare(case.form, Key::Fresh, time)(&mut request);
    signature(&request, &signed)
}
