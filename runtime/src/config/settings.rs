//! Parses settings from the environment and the profile.

use crate::profile::Settings;
use crate::retry::Retry;
use crate::wire::request::{Checksums, Compression};

/// The largest compression threshold that can be set.
const MAX_MIN_COMPRESSION_SIZE: usize = 10_485_760;

/// The retry policy. A setting that is read with a different meaning adds a note.
pub(super) fn retry(
    settings: &Settings<'_>,
    notes: &mut Vec<String>,
) -> Result<Retry, Vec<String>> {
    let mut problems = Vec::new();
    let mode = settings.get("AWS_RETRY_MODE", "retry_mode");
    let mut retry = match &mode {
        None => Retry::standard(),
        Some(mode) => match mode.value.to_ascii_lowercase().as_str() {
            "standard" => Retry::standard(),
            "adaptive" => Retry::adaptive(),
            "legacy" => {
                notes.push(format!(
                    "{} is `legacy`, a retry mode of older SDKs; `standard` is used instead, so \
                     set it to `standard`",
                    mode.origin
                ));
                Retry::standard()
            }
            other => {
                let origin = &mode.origin;
                problems
                    .push(format!("{origin} is {other:?}; it must be `standard` or `adaptive`"));
                Retry::standard()
            }
        },
    };
    if let Some(attempts) = settings.get("AWS_MAX_ATTEMPTS", "max_attempts") {
        match attempts.value.parse() {
            Ok(attempts) if attempts > 0 => retry = retry.max_attempts(attempts),
            _ => problems.push(format!(
                "{} is {:?}; it must be a number of attempts, 1 or more",
                attempts.origin, attempts.value
            )),
        }
    }
    if problems.is_empty() { Ok(retry) } else { Err(problems) }
}

/// Which bodies are compressed.
pub(super) fn compression(settings: &Settings<'_>) -> Result<Compression, String> {
    let disabled =
        settings.flag("AWS_DISABLE_REQUEST_COMPRESSION", "disable_request_compression")?;
    if disabled == Some(true) {
        return Ok(Compression::Off);
    }
    let bytes = settings
        .get("AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES", "request_min_compression_size_bytes");
    let Some(bytes) = bytes else {
        return Ok(Compression::default());
    };
    match bytes.value.parse() {
        Ok(bytes) if bytes <= MAX_MIN_COMPRESSION_SIZE => Ok(Compression::FromBytes(bytes)),
        _ => Err(format!(
            "{} is not a number of bytes from 0 to {MAX_MIN_COMPRESSION_SIZE}",
            bytes.origin
        )),
    }
}

/// When the checksums of requests are computed.
pub(super) fn request_checksums(settings: &Settings<'_>) -> Result<Checksums, String> {
    checksums(settings, "AWS_REQUEST_CHECKSUM_CALCULATION", "request_checksum_calculation")
}

/// When the checksums of responses are checked.
pub(super) fn response_checksums(settings: &Settings<'_>) -> Result<Checksums, String> {
    checksums(settings, "AWS_RESPONSE_CHECKSUM_VALIDATION", "response_checksum_validation")
}

fn checksums(settings: &Settings<'_>, variable: &str, key: &str) -> Result<Checksums, String> {
    let Some(setting) = settings.get(variable, key) else {
        return Ok(Checksums::default());
    };
    match setting.value.to_ascii_lowercase().as_str() {
        "when_supported" => Ok(Checksums::WhenSupported),
        "when_required" => Ok(Checksums::WhenRequired),
        other => Err(format!(
            "{} is {other:?}; it must be `when_supported` or `when_required`",
            setting.origin
        )),
    }
}

/// A flag that only a variable can set.
pub(super) fn flag(settings: &Settings<'_>, variable: &str) -> Result<bool, String> {
    match settings.in_variable(variable) {
        Some(setting) => setting.truth(),
        None => Ok(false),
    }
}
