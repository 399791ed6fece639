//! The limit: what no signer can do without, from ring, over bytes that somebody else made.

use std::hint::black_box;

use ring::digest::{SHA256, digest};
use ring::hmac::{self, HMAC_SHA256};

use http::header::{AUTHORIZATION, HOST, HeaderMap, HeaderName, HeaderValue};

use super::{Key, Peer, Sign, Signed, hex};
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

/// The same with its results written down. They come from a request that ours has signed.
pub fn prepare_written(case: &Case, key: Key) -> Sign {
    const DATE: HeaderName = HeaderName::from_static("x-amz-date");
    const CONTENT_SHA256: HeaderName = HeaderName::from_static("x-amz-content-sha256");

    let limit = prepare(case, key);
    let mut signed = case.request.clone();
    let url = match Peer::Ours.prepare(case, key)(&mut signed) {
        Signed::Presigned(presigned) => presigned.url().to_owned(),
        _ => String::new(),
    };
    let hashed = case.hashed(|bytes| hex(digest(&SHA256, bytes).as_ref()));
    let texts = [hashed.canonical_request, hashed.string_to_sign];
    let headers: Vec<(HeaderName, Vec<u8>)> = [HOST, DATE, CONTENT_SHA256, AUTHORIZATION]
        .into_iter()
        .filter_map(|name| Some((name.clone(), signed.headers().get(&name)?.as_bytes().to_vec())))
        .collect();
    let in_url = !url.is_empty();
    Box::new(move |request| {
        let tag = limit(request);
        let mut buffer = Vec::with_capacity(texts.iter().map(String::len).sum());
        texts.iter().for_each(|text| buffer.extend_from_slice(black_box(text).as_bytes()));
        black_box(buffer);
        if in_url {
            black_box(black_box(&url).clone());
        } else {
            write(request.headers_mut(), &headers);
        }
        tag
    })
}

fn write(into: &mut HeaderMap, headers: &[(HeaderName, Vec<u8>)]) {
    for (name, value) in headers {
        let value = HeaderValue::from_bytes(black_box(value)).expect("a value");
        into.insert(name.clone(), value);
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
