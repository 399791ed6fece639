//! The official messages, and the messages of recorded sessions.

use std::fs;
use std::path::{Path, PathBuf};

use aws_operation::{EventHeader, RawEvent, Timestamp};
use aws_operation_tests::crc32_number;
use aws_operation_tests::generated::{leave_out, vectors};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde_json::Value;

use super::{read, read_one, rewritten};
use crate::counts::{Counts, equal};

/// The invalid messages, and their errors.
const INVALID: [(&str, &str); 8] = [
    ("invalid_header_name_length", "the checksum of a message is wrong"),
    ("invalid_header_name_length_too_long", "the checksum of a message is wrong"),
    ("invalid_header_string_length_cut_off", "the checksum of a message is wrong"),
    ("invalid_header_string_value_length", "the checksum of a message is wrong"),
    ("invalid_header_value_type", "the checksum of a message is wrong"),
    ("invalid_headers_length", "a message of 89 bytes cannot have 77 bytes of headers"),
    ("invalid_message_checksum", "the checksum of a message is wrong"),
    ("invalid_prelude_checksum", "the checksum of a message's lengths is wrong"),
];

/// The errors of some of them after their checksums are corrected: those that their names announce.
const INVALID_HEADERS: [(&str, &str); 5] = [
    ("invalid_header_name_length", "the headers end within a name"),
    ("invalid_header_name_length_too_long", "the headers end within a name"),
    ("invalid_header_string_length_cut_off", "the header `str` ends too early"),
    ("invalid_header_string_value_length", "the header `str` ends too early"),
    ("invalid_header_value_type", "the header `byte` has the unknown type 96"),
];

/// # Errors
///
/// The vectors are missing in CI.
pub fn check(counts: &mut Counts<'_>) -> Result<(), String> {
    let folder = vectors().join("eventstream");
    let (messages, recorded) = (folder.join("messages"), folder.join("recorded"));
    match files(&messages)? {
        None => leave_out("official messages of event streams", &messages)?,
        Some(files) => {
            for file in files {
                counts.case(&name(&file), || official(&file));
            }
        }
    }
    match files(&recorded)? {
        None => leave_out("recorded sessions with event streams", &recorded)?,
        Some(files) => {
            for file in files {
                counts.case(&format!("recorded_{}", name(&file)), || session(&file));
            }
        }
    }
    Ok(())
}

fn name(file: &Path) -> String {
    file.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// The files of a folder; `None` if there is no such folder.
fn files(folder: &Path) -> Result<Option<Vec<PathBuf>>, String> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(None) };
    let mut files: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    files.sort();
    match files.is_empty() {
        true => Err(format!("{} is empty", folder.display())),
        false => Ok(Some(files)),
    }
}

fn official(file: &Path) -> Result<(), String> {
    let bytes = fs::read(file).map_err(|error| error.to_string())?;
    let name = &*name(file);
    if name.starts_with("valid_") {
        return valid(name, &bytes);
    }
    let (_, expected) = INVALID.iter().find(|(known, _)| *known == name).ok_or("it is unknown")?;
    equal(&read_one(&bytes), &Err(format!("invalid event stream: {expected}")))?;
    let Some((_, expected)) = INVALID_HEADERS.iter().find(|(known, _)| *known == name) else {
        return Ok(());
    };
    // Some have more bytes than their length says.
    let length: [u8; 4] = bytes[..4].try_into().expect("four bytes");
    let mut frame = bytes[..u32::from_be_bytes(length) as usize].to_vec();
    let end = frame.len() - 4;
    let checksum = crc32_number(&frame[..end]).to_be_bytes();
    frame[end..].copy_from_slice(&checksum);
    equal(&read_one(&frame), &Err(format!("invalid event stream: {expected}")))
}

fn valid(name: &str, bytes: &[u8]) -> Result<(), String> {
    let event = read_one(bytes)?;
    let headers: Vec<_> = event.headers().collect();
    match name {
        "valid_with_all_headers_and_payload" => {
            let uuid = 0xb79b_c914_de21_4e13_b8b2_bc47_e85b_7f0b_u128.to_be_bytes();
            equal(
                &headers,
                &vec![
                    ("true", EventHeader::Bool(true)),
                    ("false", EventHeader::Bool(false)),
                    ("byte", EventHeader::Byte(50)),
                    ("short", EventHeader::Short(20_000)),
                    ("int", EventHeader::Int(500_000)),
                    ("long", EventHeader::Long(50_000_000_000)),
                    ("bytes", EventHeader::Blob(b"some bytes")),
                    ("str", EventHeader::Text("some str")),
                    ("time", EventHeader::Timestamp(Timestamp::from_epoch_seconds(5_000_000))),
                    ("uuid", EventHeader::Uuid(uuid)),
                ],
            )?;
            equal(&event.payload(), &&b"some payload"[..])?;
        }
        "valid_empty_payload" => {
            equal(&headers, &vec![("some-header", EventHeader::Short(500))])?;
            equal(&event.payload(), &&b""[..])?;
        }
        "valid_no_headers" => {
            equal(&headers, &vec![])?;
            equal(&event.payload(), &&b"another test payload"[..])?;
        }
        _ => return Err("it is unknown".to_owned()),
    }
    equal(&&*rewritten(&event)?, &bytes)
}

/// Every message of a session is read in the recorded chunks, and written again byte for byte.
fn session(file: &Path) -> Result<(), String> {
    let text = fs::read_to_string(file).map_err(|error| error.to_string())?;
    let document: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    // Some recordings are a list, and some are an object with a list.
    let events = document.get("events").unwrap_or(&document).as_array().ok_or("no events")?;
    let mut messages = 0;
    for direction in ["Request", "Response"] {
        let data = events.iter().map(|event| &event["action"]["Data"]);
        let data = data.filter(|data| data["direction"] == direction);
        // Text is not part of an event stream.
        let chunks = data.filter_map(|data| data["data"]["Base64"].as_str());
        let chunks = chunks.map(|text| STANDARD.decode(text).map(Bytes::from));
        let chunks: Vec<_> = chunks.collect::<Result<_, _>>().map_err(|error| error.to_string())?;
        let (received, error) = read(chunks.clone());
        equal(&error, &None)?;
        let written = received.iter().map(whole_again).collect::<Result<Vec<_>, _>>()?;
        if written.concat() != chunks.concat() {
            return Err(format!("the messages of the {direction} differ"));
        }
        messages += received.len();
    }
    match messages {
        0 => Err("no messages".to_owned()),
        _ => Ok(()),
    }
}

/// Writes the message again. A signed message contains another one, which must also be written as it was.
fn whole_again(event: &RawEvent) -> Result<Bytes, String> {
    let is_signed = event.header(":chunk-signature").is_some();
    if is_signed && !event.payload().is_empty() {
        let inner = read_one(event.payload())?;
        inner.header(":message-type").ok_or("a signed message has another content")?;
        equal(&rewritten(&inner)?, &event.payload_bytes())?;
    }
    rewritten(event)
}
