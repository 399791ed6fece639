//! Recorded uploads to S3 by an AWS SDK: the signature of the head, the framing, the signatures of the
//! chunks and the trailer are the same as ours, byte for byte.
//!
//! A word after `--` chooses the recordings whose names have it.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use aws_operation::internals::encode_chunks;
use aws_operation::sigv4::{self, Payload, Settings, SigningParams};
use aws_operation::{ByteStream, Credentials, Timestamp};
use aws_operation_tests::chunked::{Decoded, decode, verify};
use aws_operation_tests::generated::{leave_out, nothing_matches, test, vectors};
use bytes::Bytes;
use serde_json::Value;

/// The credentials of the recordings, which are the SDK's own for tests.
const ACCESS_KEY: &str = "ANOTREAL";
const SECRET_KEY: &str = "notrealrnrELgWzOk3IfjzDKtFBhDby";

/// The size of the pieces that the body is read in. It must have no effect on what is sent.
const PIECE: usize = 1_000;

fn main() -> ExitCode {
    test(run)
}

fn run(filter: Option<&str>) -> Result<bool, String> {
    let folder = vectors().join("aws_chunked");
    let Ok(entries) = fs::read_dir(&folder) else {
        return leave_out("recorded uploads in chunks", &folder).map(|()| true);
    };
    let mut files: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    let (mut passed, mut failed) = (0, 0);
    for file in files {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if filter.is_some_and(|word| !name.contains(word)) {
            continue;
        }
        match check(&file) {
            Ok(()) => passed += 1,
            Err(wrong) => {
                println!("{name} failed: {}", wrong.replace('\n', "\n  "));
                failed += 1;
            }
        }
    }
    if passed + failed == 0 {
        return Err(nothing_matches("recording", filter));
    }
    println!("{passed} passed, {failed} failed");
    Ok(failed == 0)
}

/// A recorded request.
struct Recording {
    uri: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Recording {
    fn read(file: &Path) -> Result<Self, String> {
        let text = fs::read_to_string(file).map_err(|error| error.to_string())?;
        let document: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        let events = document["events"].as_array().ok_or("no events")?;
        let actions = || events.iter().map(|event| &event["action"]);
        let request = actions().find_map(|action| action["Request"].get("request"));
        let request = request.ok_or("no request")?;
        let headers = request["headers"].as_object().ok_or("no headers")?;
        let headers = headers.iter().map(|(name, values)| {
            (name.clone(), values[0].as_str().unwrap_or_default().to_owned())
        });
        let sent = actions().map(|action| &action["Data"]);
        let sent = sent.filter(|data| data["direction"] == "Request");
        let body: String = sent.filter_map(|data| data["data"]["Utf8"].as_str()).collect();
        Ok(Self {
            uri: request["uri"].as_str().unwrap_or_default().to_owned(),
            headers: headers.collect(),
            body: body.into_bytes(),
        })
    }

    fn header(&self, name: &str) -> Result<&str, String> {
        let found = self.headers.iter().find(|(found, _)| found == name);
        found.map(|(_, value)| value.as_str()).ok_or_else(|| format!("no header {name}"))
    }

    /// How the body is signed.
    fn payload(&self) -> Result<Payload<'static>, String> {
        match self.header("x-amz-content-sha256")? {
            "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" => Ok(Payload::StreamingSignedTrailer),
            "STREAMING-UNSIGNED-PAYLOAD-TRAILER" => Ok(Payload::StreamingUnsignedTrailer),
            other => Err(format!("another payload: {other}")),
        }
    }

    /// The data of the chunks. If they are signed, every signature is verified.
    fn decoded(&self, is_signed: bool) -> Result<Decoded, String> {
        match is_signed {
            true => {
                let (authorization, date) =
                    (self.header("authorization")?, self.header("x-amz-date")?);
                verify(&self.body, authorization, date, SECRET_KEY)
            }
            false => decode(&self.body),
        }
    }
}

fn check(file: &Path) -> Result<(), String> {
    let recording = Recording::read(file)?;
    let payload = recording.payload()?;
    let is_signed = payload == Payload::StreamingSignedTrailer;
    let decoded = recording.decoded(is_signed)?;

    let date = recording.header("x-amz-date")?;
    let credentials = Credentials::new(ACCESS_KEY, SECRET_KEY);
    let mut settings = Settings::S3;
    settings.sign_content_length = true;
    let params = SigningParams::new(&credentials, "us-east-1", "s3", timestamp(date)?.into())
        .with_settings(settings);
    let authorization = recording.header("authorization")?;
    let signed = authorization.split(['=', ',']).nth(3).ok_or("no signed headers")?;
    let mut request = http::Request::put(&recording.uri);
    let written_by_the_signer = ["host", "x-amz-date", "x-amz-content-sha256"];
    for name in signed.split(';').filter(|name| !written_by_the_signer.contains(name)) {
        request = request.header(name, recording.header(name)?);
    }
    let mut request = request.body(()).map_err(|error| error.to_string())?;
    let signature = sigv4::sign(&mut request, payload, &params).map_err(|e| e.to_string())?;
    let ours = request.headers()["authorization"].to_str().unwrap_or_default();
    same("authorization", ours.as_bytes(), authorization.as_bytes())?;

    // The last chunk is shorter, unless it is the only one.
    let size = *decoded.chunks.first().ok_or("no chunks")?;
    let length = decoded.data.len() as u64;
    let stream = ByteStream::from_reader(Pieces(decoded.data.into())).with_length(length);
    let signing = is_signed.then_some((&signature, &params));
    let body = encode_chunks(&stream, size, signing, Some("CRC32")).map_err(|e| e.to_string())?;
    // The header `content-length` is not compared: in the recording with signatures it does not count
    // them.
    let (announced, sent) = (body.length().unwrap_or_default(), recording.body.len() as u64);
    if announced != sent {
        return Err(format!("{announced} bytes are announced, and {sent} were sent"));
    }
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    let body = runtime.block_on(body.collect(usize::MAX)).map_err(|error| error.to_string())?;
    same("body", &body, &recording.body)
}

fn same(what: &str, ours: &[u8], theirs: &[u8]) -> Result<(), String> {
    let at = ours.iter().zip(theirs).take_while(|(ours, theirs)| ours == theirs).count();
    if ours == theirs {
        return Ok(());
    }
    let shown = |bytes: &[u8]| {
        let end = bytes.len().min(at + 100);
        String::from_utf8_lossy(&bytes[at..end]).into_owned()
    };
    Err(format!("{what} differs at byte {at}\nours:   {}\ntheirs: {}", shown(ours), shown(theirs)))
}

/// The time of `20090213T233130Z`.
fn timestamp(date: &str) -> Result<Timestamp, String> {
    let part = |from: usize, to: usize| date.get(from..to).unwrap_or_default();
    let text = format!(
        "{}-{}-{}T{}:{}:{}Z",
        part(0, 4),
        part(4, 6),
        part(6, 8),
        part(9, 11),
        part(11, 13),
        part(13, 15)
    );
    text.parse().map_err(|_| format!("the date {date}"))
}

/// A reader of short pieces.
struct Pieces(Bytes);

impl tokio::io::AsyncRead for Pieces {
    fn poll_read(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
        buffer: &mut tokio::io::ReadBuf<'_>,
    ) -> std::task::Poll<std::io::Result<()>> {
        let length = self.0.len().min(PIECE).min(buffer.remaining());
        let piece = self.0.split_to(length);
        buffer.put_slice(&piece);
        std::task::Poll::Ready(Ok(()))
    }
}
