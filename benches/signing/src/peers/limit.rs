//! The limit: what no signer can do without, from ring, over bytes that somebody else made.

use std::hint::black_box;

use ring::digest::{SHA256, digest};
use ring::hmac::{self, HMAC_SHA256};

use super::{Key, Sign, Signed, hex};
use crate::cases::{Case, DAY, REGION, SECRET_ACCESS_KEY, SERVICE};

pub fn prepare(case: &Case, key: Key) -> Sign {
    let hashed = case.hashed(|bytes| hex(digest(&SHA256, bytes).as_ref()));
    let hash = move || {
        // The hash of no bytes is a constant.
        if !hashed.body.is_empty() {
            black_box(digest(&SHA256, black_box(&hashed.body)));
        }
        black_box(digest(&SHA256, black_box(hashed.canonical_request.as_bytes())));
    };
    let string_to_sign = hashed.string_to_sign;
    let secret = format!("AWS4{SECRET_ACCESS_KEY}");
    match key {
        Key::Cached => {
            let key = derive(&secret);
            Box::new(move |_| {
                hash();
                Signed::Bare(hmac::sign(&key, black_box(string_to_sign.as_bytes())))
            })
        }
        Key::Fresh => Box::new(move |_| {
            hash();
            let key = derive(black_box(&secret));
            Signed::Bare(hmac::sign(&key, black_box(string_to_sign.as_bytes())))
        }),
    }
}

/// Four MACs; the key is then ready for a fifth.
fn derive(secret: &str) -> hmac::Key {
    let mut key = hmac::Key::new(HMAC_SHA256, secret.as_bytes());
    for part in [DAY, REGION, SERVICE, "aws4_request"] {
        let tag = hmac::sign(&key, black_box(part.as_bytes()));
        key = hmac::Key::new(HMAC_SHA256, tag.as_ref());
    }
    key
}
