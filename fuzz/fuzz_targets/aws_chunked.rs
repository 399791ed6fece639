//! Any stream in chunks of any size: a server decodes the same bytes, the checksum in the trailer and
//! the signatures, of the length that was announced. A stream that breaks off is an error.
#![no_main]

use std::time::{Duration, SystemTime};

use arbitrary::Arbitrary;
use aws_operation::internals::encode_chunks;
use aws_operation::sigv4::{self, ChunkSigner, Payload, Settings, SigningParams};
use aws_operation::{ByteStream, Credentials};
use aws_operation_fuzz::chunked::decode;
use aws_operation_fuzz::chunks::{AnyStream, collect};
use aws_operation_fuzz::server::Known;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use libfuzzer_sys::fuzz_target;
use sha2::{Digest as _, Sha256};

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const TIME: &str = "20090213T233130Z";

#[derive(Debug, Arbitrary)]
struct Input<'a> {
    stream: AnyStream<'a>,
    /// How much longer or shorter than the stream its announced length is.
    off_by: Option<i8>,
    size: u16,
    is_signed: bool,
    checksum: Checksum,
    /// The headers of another trailer.
    trailer: Vec<(&'a str, &'a str)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Arbitrary)]
enum Checksum {
    None,
    Crc32,
    Sha256,
}

fuzz_target!(|input: Input<'_>| {
    let credentials = Credentials::new("AKIDEXAMPLE", SECRET);
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_234_567_890);
    let params = SigningParams::new(&credentials, "us-east-1", "s3", time);
    let params = params.with_settings(Settings::S3);
    let known = Known {
        secret: SECRET,
        time: TIME,
        region: "us-east-1",
        service: "s3",
        settings: Settings::S3,
    };
    let mut request = http::Request::put("https://example.com/").body(()).expect("a request");
    let signature = sigv4::sign(&mut request, Payload::StreamingSigned, &params);
    let signature = signature.expect("it can be signed");
    check_stream(&input, known, &signature, &params);
    check_trailer(&input.trailer, known, &signature, &params);
});

fn check_stream(
    input: &Input<'_>,
    known: Known<'_>,
    signature: &sigv4::Signature,
    params: &SigningParams<'_>,
) {
    let bytes = input.stream.bytes();
    let off_by = i64::from(input.off_by.unwrap_or_default());
    let announced = (bytes.len() as u64).saturating_add_signed(off_by);
    let stream = ByteStream::from_stream(input.stream.open()).with_length(announced);
    let size = usize::from(input.size);
    let algorithm = match input.checksum {
        Checksum::None => None,
        Checksum::Crc32 => Some("CRC32"),
        Checksum::Sha256 => Some("SHA256"),
    };
    let signing = input.is_signed.then_some((signature, params));
    let body = match encode_chunks(&stream, size, signing, algorithm) {
        Ok(body) => body,
        Err(error) => {
            assert_eq!(size, 0, "{error}");
            return;
        }
    };
    let length = body.length().expect("it is announced");
    let is_whole = announced == bytes.len() as u64 && !input.stream.fails();
    let coded = match collect(body) {
        Ok(coded) if is_whole => coded,
        Ok(_) => panic!("a stream that breaks off was sent: {input:?}"),
        Err(error) => {
            assert!(!is_whole, "{error}");
            return;
        }
    };
    assert_eq!(length, coded.len() as u64);
    let signed = input.is_signed.then_some((known, signature.as_str()));
    let decoded = decode(&coded, signed).unwrap_or_else(|wrong| panic!("{wrong}: {coded:?}"));
    assert_eq!(decoded.data, bytes);
    let sizes: Vec<_> = bytes.chunks(size).map(<[u8]>::len).collect();
    assert_eq!(decoded.chunks, sizes);
    let trailer: Vec<_> =
        decoded.trailer.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    match input.checksum {
        Checksum::None => assert!(trailer.is_empty()),
        Checksum::Crc32 => assert_eq!(trailer, [("x-amz-checksum-crc32", &*crc32(&bytes))]),
        Checksum::Sha256 => {
            let hash = STANDARD.encode(Sha256::digest(&bytes));
            assert_eq!(trailer, [("x-amz-checksum-sha256", &*hash)]);
        }
    }
}

/// A trailer has the headers that were given, and no other; or nothing is signed.
fn check_trailer(
    headers: &[(&str, &str)],
    known: Known<'_>,
    signature: &sigv4::Signature,
    params: &SigningParams<'_>,
) {
    let mut signer = ChunkSigner::new(signature, params);
    let Ok(end) = signer.trailer(headers) else {
        let mut fresh = ChunkSigner::new(signature, params);
        assert_eq!(signer.last_chunk(), fresh.last_chunk(), "something was signed");
        return;
    };
    // A header with the name of the signature is the caller's fault.
    if headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("x-amz-trailer-signature")) {
        return;
    }
    let decoded = decode(&end, Some((known, signature.as_str())));
    let mut found = decoded.unwrap_or_else(|wrong| panic!("{wrong}: {end:?}")).trailer;
    let mut expected: Vec<_> = headers
        .iter()
        .map(|(name, value)| {
            (name.to_ascii_lowercase(), value.trim_matches([' ', '\t']).to_owned())
        })
        .collect();
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
}

/// The CRC-32 in base64, bit by bit.
fn crc32(bytes: &[u8]) -> String {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    STANDARD.encode((!crc).to_be_bytes())
}
