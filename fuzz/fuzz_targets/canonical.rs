//! Any request, signed: what is added is what is documented, and a server comes to the same.
#![no_main]

use arbitrary::Arbitrary;
use aws_operation::sigv4::{self, ChunkSigner, Payload, Signature, SigningKey, SigningParams};
use aws_operation_fuzz::line;
use aws_operation_fuzz::request::{self, AnyRequest};
use aws_operation_fuzz::server::{self, Known};
use aws_operation_fuzz::signing::{AnySigning, check_explanation};
use http::{HeaderMap, Request};
use libfuzzer_sys::{Corpus, fuzz_target};

#[derive(Debug, Arbitrary)]
struct Input<'a> {
    request: AnyRequest<'a>,
    signing: AnySigning<'a>,
    lengths: (u64, u64),
    chunk: u8,
    body: &'a [u8],
}

fuzz_target!(|input: Input<'_>| -> Corpus {
    let Input { request, signing, lengths, chunk, body } = input;
    let (Some(unsigned), Some(time)) = (request.build(), signing.time()) else {
        return Corpus::Reject;
    };
    let credentials = signing.credentials();
    let (payload, params) = (signing.payload(), signing.params(&credentials, time));

    let mut signed = unsigned.clone();
    let explanation = sigv4::explain(&unsigned, payload, &params);
    let signature = match sigv4::sign(&mut signed, payload, &params) {
        Ok(signature) => signature,
        Err(error) => {
            assert!(request::same(&signed, &unsigned), "{error}, and the request changed");
            line::check("the error", &error.to_string());
            return Corpus::Keep;
        }
    };

    check_again(&unsigned, &signed, payload, &params);
    check_added(&unsigned, &signed, &signing);

    let time = signed.headers()["x-amz-date"].to_str().expect("a date is text");
    let known = signing.known(time);
    let key = SigningKey::derive(known.secret, &time[..8], known.region, known.service);
    let with_key = params.clone().with_key(&key);
    let mut keyed = unsigned.clone();
    sigv4::sign(&mut keyed, payload, &with_key).expect("it was signed without a key");
    assert!(request::same(&signed, &keyed), "{keyed:?}");

    let skip = known.settings.omit_session_token.then_some("x-amz-security-token");
    let hash = server::payload_hash(payload);
    let query = signed.uri().query().unwrap_or_default();
    let (canonical, names) = server::canonical_request(&signed, query, skip, &hash, known.settings);
    assert_eq!(signature.as_str(), known.of_request(&canonical), "{canonical:?}");
    let authorization = format!(
        "AWS4-HMAC-SHA256 Credential={}/{}, SignedHeaders={names}, Signature={}",
        signing.access_key_id(),
        known.scope(),
        signature.as_str(),
    );
    let sent = &signed.headers()["authorization"];
    assert!(sent.is_sensitive());
    assert_eq!(String::from_utf8_lossy(sent.as_bytes()), authorization);

    let explanation = explanation.expect("what can be signed can be explained");
    check_explanation(&explanation, &canonical, signature.as_str(), &signing, known);
    sigv4::encoded_length(lengths.0, lengths.1);
    check_chunks(&signature, &with_key, known, body, chunk.into());
    Corpus::Keep
});

/// The same again is the same, also in another order; a second signature is refused.
fn check_again(
    unsigned: &Request<()>,
    signed: &Request<()>,
    payload: Payload<'_>,
    params: &SigningParams<'_>,
) {
    let mut again = unsigned.clone();
    sigv4::sign(&mut again, payload, params).expect("it was signed before");
    assert!(request::same(signed, &again), "{again:?}");
    if let Some(mut other) = request::reordered(unsigned) {
        sigv4::sign(&mut other, payload, params).expect("it was signed in another order");
        assert_eq!(signed.headers()["authorization"], other.headers()["authorization"]);
    }
    sigv4::sign(&mut again, payload, params).expect_err("it is signed already");
    assert!(request::same(signed, &again), "{again:?}");
}

/// What was there is still there, and what came is what the documentation says.
fn check_added(unsigned: &Request<()>, signed: &Request<()>, signing: &AnySigning<'_>) {
    assert_eq!((unsigned.method(), unsigned.uri()), (signed.method(), signed.uri()));
    let mut expected = vec!["authorization", "x-amz-date"];
    if let Some(token) = signing.session_token() {
        expected.push("x-amz-security-token");
        let sent = &signed.headers()["x-amz-security-token"];
        assert!(sent.is_sensitive() && sent.as_bytes() == token.as_bytes());
    }
    if !unsigned.headers().contains_key("host") {
        expected.push("host");
        assert!(unsigned.uri().host().is_some(), "a request without a host is signed");
        if let Some(host) = server::host(unsigned.uri()) {
            assert_eq!(signed.headers()["host"], host);
        }
    }
    let is_hash = matches!(signing.payload(), Payload::Bytes(_) | Payload::Sha256(_));
    if signing.settings().content_sha256_header || !is_hash {
        expected.push("x-amz-content-sha256");
        let sent = &signed.headers()["x-amz-content-sha256"];
        assert_eq!(sent, &server::payload_hash(signing.payload()));
    }
    expected.retain(|name| !unsigned.headers().contains_key(*name));
    expected.sort_unstable();
    let mut added: Vec<&str> = signed.headers().keys().map(|name| name.as_str()).collect();
    added.retain(|name| !unsigned.headers().contains_key(*name));
    added.sort_unstable();
    assert_eq!(added, expected);
    for name in unsigned.headers().keys() {
        let all = |headers: &HeaderMap| headers.get_all(name).iter().cloned().collect::<Vec<_>>();
        assert_eq!(all(unsigned.headers()), all(signed.headers()), "{name} was changed");
    }
}

/// A body in signed chunks, with a trailer and without, is what a server expects.
fn check_chunks(
    signature: &Signature,
    params: &SigningParams<'_>,
    known: Known<'_>,
    body: &[u8],
    chunk: usize,
) {
    let chunk = chunk.max(1);
    let mut signer = ChunkSigner::new(signature, params);
    let (mut sent, mut expected) = (Vec::new(), Vec::new());
    let mut previous = signature.as_str().to_owned();
    for data in body.chunks(chunk).chain([&[][..]]) {
        previous = known.of_chunk(&previous, data);
        expected.extend(format!("{:x};chunk-signature={previous}\r\n", data.len()).bytes());
        expected.extend(data.iter().chain(b"\r\n"));
    }
    for data in body.chunks(chunk) {
        sent.extend(signer.chunk(data));
    }
    let mut with_trailer = signer.clone();
    let start = sent.len();
    sent.extend(signer.last_chunk());
    assert_eq!(sent, expected);
    assert_eq!(sent.len() as u64, sigv4::encoded_length(body.len() as u64, chunk as u64));

    let trailer = "x-amz-checksum-crc32c:AAAAAA==";
    let (name, value) = trailer.split_once(':').expect("it has a colon");
    sent.truncate(start);
    sent.extend(with_trailer.trailer(&[(name, value)]).expect("a header"));
    expected.truncate(expected.len() - 2);
    let signature = known.of_trailer(&previous, &format!("{trailer}\n"));
    expected.extend(format!("{trailer}\r\nx-amz-trailer-signature:{signature}\r\n\r\n").bytes());
    assert_eq!(sent, expected);
}
