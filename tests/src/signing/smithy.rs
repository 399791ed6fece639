//! Signs a case with the `aws-sigv4` crate.

use std::time::Duration;

use aws_sigv4::http_request::{
    PayloadChecksumKind, PercentEncodingMode, SessionTokenMode, SignableBody, SignableRequest,
    SignatureLocation, SigningInstructions, SigningSettings, UriPathNormalizationMode,
    sign as peer,
};
use aws_sigv4::sign::v4;

use super::case::{Case, Explained, PayloadKind, Signed};
use super::trace;
use crate::chunked::hash;

/// The crate's result for a case.
pub fn sign(case: &Case) -> Result<Signed, String> {
    let (headers, parameters) = instructions(case)?.into_parts();
    let headers =
        headers.iter().map(|header| (header.name().to_owned(), header.value().to_owned()));
    let parameters = parameters.into_iter().map(|(name, value)| (name.to_owned(), value.into()));
    let mut signed = Signed { headers: headers.collect(), parameters: parameters.collect() };
    signed.headers.sort();
    signed.parameters.sort();
    Ok(signed)
}

/// How the crate computed its result, from its log.
pub fn explain(case: &Case) -> Explained {
    let log = trace::of(|| drop(instructions(case)));
    let field = |name: &str| {
        let found = log.iter().find(|(field, _)| field == name);
        found.map(|(_, text)| text.clone()).unwrap_or_default()
    };
    Explained {
        canonical_request: field("canonical_request"),
        string_to_sign: field("string_to_sign"),
    }
}

fn instructions(case: &Case) -> Result<SigningInstructions, String> {
    let mut settings = SigningSettings::default();
    settings.uri_path_normalization_mode = match case.normalize_path {
        true => UriPathNormalizationMode::Enabled,
        false => UriPathNormalizationMode::Disabled,
    };
    settings.percent_encoding_mode = match case.double_encode_path {
        true => PercentEncodingMode::Double,
        false => PercentEncodingMode::Single,
    };
    // If the value is not a hash, our signer adds the header itself. With this crate, the caller
    // must ask for it.
    let has_hash = case.content_sha256_header || case.payload.text().is_some();
    settings.payload_checksum_kind = match has_hash {
        true => PayloadChecksumKind::XAmzSha256,
        false => PayloadChecksumKind::NoHeader,
    };
    settings.session_token_mode = match case.omit_session_token {
        true => SessionTokenMode::Exclude,
        false => SessionTokenMode::Include,
    };
    if let Some(seconds) = case.expires_in {
        settings.signature_location = SignatureLocation::QueryParams;
        settings.expires_in = Some(Duration::from_secs(seconds));
    }
    let credentials = aws_credential_types::Credentials::new(
        &case.access_key,
        &case.secret,
        case.token.clone(),
        None,
        "tests",
    );
    let identity = credentials.into();
    let params = v4::SigningParams::builder()
        .identity(&identity)
        .region(&case.region)
        .name(&case.service)
        .time(case.time())
        .settings(settings)
        .build()
        .map_err(|error| error.to_string())?
        .into();
    let body = match case.payload {
        PayloadKind::Bytes => SignableBody::Bytes(&case.body),
        PayloadKind::Sha256 => SignableBody::Precomputed(hash(&case.body)),
        PayloadKind::Unsigned => SignableBody::UnsignedPayload,
        PayloadKind::StreamingUnsignedTrailer => SignableBody::StreamingUnsignedPayloadTrailer,
        // The crate has no variant for this kind.
        PayloadKind::StreamingSigned => {
            SignableBody::Precomputed(case.payload.text().unwrap_or_default().to_owned())
        }
        PayloadKind::StreamingSignedTrailer => SignableBody::StreamingSignedPayloadTrailer,
    };
    let headers = case.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let request = SignableRequest::new(case.method, case.url(), headers, body)
        .map_err(|error| format!("{error:?}"))?;
    let (instructions, _) =
        peer(request, &params).map_err(|error| format!("{error:?}"))?.into_parts();
    Ok(instructions)
}
