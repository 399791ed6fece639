//! [`AwsChunked`]: a body in the content coding `aws-chunked`, with signatures, a checksum in the
//! trailer, or both.
//!
//! Source: Amazon S3 API reference, "Signature calculations for the Authorization header:
//! transferring a payload in multiple chunks", and "including trailing headers".

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use crate::checksum::{Running, Trailer};
use crate::error::BodyError;
use crate::sigv4::{OwnedChunkSigner, encoded_length};
use crate::types::Body;

/// The size of each chunk except the last. S3 requires at least 8 KiB.
pub(crate) const CHUNK: usize = 64 * 1024;

/// Encodes a body: [`AwsChunked::encode`].
///
/// Calls use it through this pointer, which is set where a request gets a stream. Programs without
/// streams do not contain the code of this file and of the signatures of chunks.
pub(crate) type Encode = fn(Body, u64, usize, Option<OwnedChunkSigner>, Option<Trailer>) -> Body;

pub(crate) struct AwsChunked {
    body: Body,
    /// The data that is not yet in a chunk.
    data: VecDeque<Bytes>,
    data_length: usize,
    /// The size of each chunk except the last.
    size: usize,
    /// The encoded bytes that are ready to be sent.
    out: VecDeque<Bytes>,
    signer: Option<OwnedChunkSigner>,
    checksum: Option<(&'static str, Box<dyn Running>)>,
    has_ended: bool,
}

impl AwsChunked {
    /// Encodes a body in chunks of this size. `length` is the length of the data.
    pub(crate) fn encode(
        body: Body,
        length: u64,
        size: usize,
        signer: Option<OwnedChunkSigner>,
        trailer: Option<Trailer>,
    ) -> Body {
        let length = encoded(length, size as u64, signer.is_some(), trailer);
        let checksum = trailer.and_then(|it| Some((it.header, it.start()?)));
        let (data, out) = (VecDeque::new(), VecDeque::new());
        let coded =
            Self { body, data, data_length: 0, size, out, signer, checksum, has_ended: false };
        Body::stream(coded, Some(length))
    }

    fn push(&mut self, bytes: Bytes) {
        if let Some((_, hasher)) = &mut self.checksum {
            hasher.update(&bytes);
        }
        self.data_length += bytes.len();
        self.data.push_back(bytes);
        while self.data_length >= self.size {
            self.chunk(self.size);
        }
    }

    /// Makes a chunk of the first bytes of the data.
    fn chunk(&mut self, length: usize) {
        let mut pieces = Vec::new();
        let mut left = length;
        while left > 0 {
            let Some(mut piece) = self.data.pop_front() else { break };
            if piece.len() > left {
                self.data.push_front(piece.split_off(left));
            }
            left -= piece.len();
            pieces.push(piece);
        }
        self.data_length -= length;
        match &mut self.signer {
            Some(signer) => {
                let chunk = match &*pieces {
                    [piece] => signer.chunk(piece),
                    pieces => signer.chunk(&pieces.concat()),
                };
                self.out.push_back(chunk.into());
            }
            None => {
                self.out.push_back(format!("{length:x}\r\n").into());
                self.out.extend(pieces);
                self.out.push_back(Bytes::from_static(b"\r\n"));
            }
        }
    }

    /// Makes the last chunk with data, the empty chunk, and the trailer.
    fn end(&mut self) -> Result<(), BodyError> {
        self.has_ended = true;
        if self.data_length > 0 {
            self.chunk(self.data_length);
        }
        let trailer = self.checksum.take().map(|(header, hasher)| (header, hasher.finish()));
        let end = match (&mut self.signer, &trailer) {
            (Some(signer), Some((name, value))) => signer
                .trailer(&[(name, value)])
                .map_err(|error| BodyError::new(error.to_string()))?,
            (Some(signer), None) => signer.chunk(b""),
            (None, Some((name, value))) => format!("0\r\n{name}:{value}\r\n\r\n").into_bytes(),
            (None, None) => b"0\r\n\r\n".to_vec(),
        };
        self.out.push_back(end.into());
        Ok(())
    }
}

impl Stream for AwsChunked {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(bytes) = self.out.pop_front() {
                return Poll::Ready(Some(Ok(bytes)));
            }
            if self.has_ended {
                return Poll::Ready(None);
            }
            match ready!(self.body.poll_chunk(context)) {
                Some(Ok(bytes)) => self.push(bytes),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => {
                    if let Err(error) = self.end() {
                        return Poll::Ready(Some(Err(error)));
                    }
                }
            }
        }
    }
}

/// The length of the encoded body.
fn encoded(length: u64, size: u64, is_signed: bool, trailer: Option<Trailer>) -> u64 {
    // `name:value`, and the line break after it.
    let trailer = trailer.map(|it| (it.header.len() + 1 + it.value_length + 2) as u64);
    if is_signed {
        let without = encoded_length(length, size);
        let signature = "x-amz-trailer-signature:".len() as u64 + 64 + 2;
        return without.saturating_add(trailer.map_or(0, |trailer| trailer + signature));
    }
    let framed = |bytes: u64| {
        let digits = u64::from((u64::BITS - bytes.leading_zeros()).div_ceil(4));
        bytes.saturating_add(digits + 4)
    };
    let (whole, rest) = (length / size, length % size);
    let rest = if rest > 0 { framed(rest) } else { 0 };
    let data = whole.saturating_mul(framed(size)).saturating_add(rest);
    data.saturating_add("0\r\n\r\n".len() as u64 + trailer.unwrap_or(0))
}

/// Encodes a stream in the content coding `aws-chunked`, as a call does, but with chunks of any size.
///
/// # Errors
///
/// - The stream has no length, or was already read.
/// - The chunk size is 0.
/// - The checksum algorithm is unknown, or its feature is not enabled.
/// - The signature is for several regions.
#[cfg(feature = "__internals")]
pub fn encode_chunks(
    stream: &crate::types::ByteStream,
    size: usize,
    signing: Option<(&crate::sigv4::Signature, &crate::sigv4::SigningParams<'_>)>,
    algorithm: Option<&str>,
) -> Result<Body, BodyError> {
    use crate::checksum::Algorithm;

    let length = stream.length().filter(|_| size > 0);
    let length = length.ok_or_else(|| BodyError::new("no length, or chunks of no size"))?;
    let signer = match signing {
        Some((signature, params)) => Some(
            OwnedChunkSigner::new(signature, params)
                .ok_or_else(|| BodyError::new("a signature for several regions"))?,
        ),
        None => None,
    };
    let trailer = match algorithm {
        Some(name) => Some(
            Algorithm::named(name)
                .filter(|algorithm| algorithm.hasher().is_some())
                .map(Trailer::new)
                .ok_or_else(|| BodyError::new(format!("no algorithm {name}")))?,
        ),
        None => None,
    };
    Ok(AwsChunked::encode(stream.open()?, length, size, signer, trailer))
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use proptest::prelude::*;

    use super::*;
    use crate::checksum::Algorithm;
    use crate::sigv4::{Payload, Settings, SigningParams, sign};
    use crate::types::{ByteStream, Credentials};

    fn signer() -> OwnedChunkSigner {
        let credentials = Credentials::new("id", "secret");
        let params = SigningParams::new(&credentials, "r", "s3", SystemTime::UNIX_EPOCH)
            .with_settings(Settings::S3);
        let mut request = http::Request::put("https://example.com/").body(()).expect("a request");
        let signature = sign(&mut request, Payload::StreamingSigned, &params).expect("signed");
        OwnedChunkSigner::new(&signature, &params).expect("one region")
    }

    /// The encoded body of chunks with these lengths, and the length that it announces.
    fn coded(lengths: &[usize], is_signed: bool, trailer: Option<Algorithm>) -> (Vec<u8>, u64) {
        let total: usize = lengths.iter().sum();
        let data: Bytes = (0..total).map(|at| (at % 251) as u8).collect();
        let mut left = data.clone();
        let chunks: Vec<_> = lengths.iter().map(|length| left.split_to(*length)).collect();
        let body = ByteStream::from_stream(Chunks(chunks.into())).with_length(total as u64);
        let trailer = trailer.map(Trailer::new);
        let body = body.open().expect("it is new");
        let body = AwsChunked::encode(body, total as u64, CHUNK, is_signed.then(signer), trailer);
        let announced = body.length().expect("it is known");
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let coded = runtime.block_on(body.collect(usize::MAX)).expect("the body");
        (coded.to_vec(), announced)
    }

    struct Chunks(VecDeque<Bytes>);

    impl Stream for Chunks {
        type Item = Result<Bytes, std::io::Error>;

        fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            Poll::Ready(self.0.pop_front().map(Ok))
        }
    }

    /// The data, and the text of the trailer.
    fn decoded(mut coded: &[u8]) -> (Vec<u8>, String) {
        let mut data = Vec::new();
        loop {
            let end = coded.windows(2).position(|two| two == b"\r\n").expect("a line");
            let line = std::str::from_utf8(&coded[..end]).expect("text");
            let digits = line.split(';').next().expect("a length");
            let length = usize::from_str_radix(digits, 16).expect("a length");
            coded = &coded[end + 2..];
            if length == 0 {
                return (data, String::from_utf8(coded.to_vec()).expect("text"));
            }
            data.extend_from_slice(&coded[..length]);
            assert_eq!(&coded[length..length + 2], b"\r\n");
            coded = &coded[length + 2..];
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// However a body is split, the encoded bytes are the same and have the announced length.
        #[test]
        fn any_split_gives_the_same(
            lengths in prop::collection::vec(0..150_000_usize, 0..6),
            is_signed: bool,
            has_trailer: bool,
        ) {
            let trailer = has_trailer.then_some(Algorithm::Crc32);
            let total: usize = lengths.iter().sum();
            let (whole, announced) = coded(&[total], is_signed, trailer);
            let (split, of_split) = coded(&lengths, is_signed, trailer);
            prop_assert_eq!(whole.len() as u64, announced);
            prop_assert_eq!(announced, of_split);
            prop_assert!(whole == split);
            let (data, end) = decoded(&whole);
            let expected: Vec<u8> = (0..total).map(|at| (at % 251) as u8).collect();
            prop_assert!(data == expected);
            let checksum = Algorithm::Crc32.of(&data).expect("it is there");
            prop_assert_eq!(end.contains(&format!("x-amz-checksum-crc32:{checksum}\r\n")), has_trailer);
            prop_assert_eq!(end.contains("x-amz-trailer-signature:"), has_trailer && is_signed);
            prop_assert!(end.ends_with("\r\n"));
        }
    }
}
