//! Signs a case with our signer.

use std::time::Duration;

use aws_operation::Credentials;
use aws_operation::sigv4::{self, Payload, Settings, SigningParams};
use http::{Request, Uri};

use super::case::{Case, Explained, PayloadKind, Signed};
use super::compare::{ADDED_HEADERS, ADDED_PARAMETERS, sha256};

/// Our result for a case.
pub fn sign(case: &Case) -> Result<Signed, String> {
    let credentials = credentials(case);
    let params = params(case, &credentials);
    let mut request = request(case)?;
    let Some(seconds) = case.expires_in else {
        let before = request.headers().clone();
        sigv4::sign(&mut request, payload(case), &params).map_err(|error| error.to_string())?;
        let mut headers = Vec::new();
        for name in ADDED_HEADERS {
            if let Some(value) = request.headers_mut().remove(name) {
                headers.push((name.to_owned(), String::from_utf8_lossy(value.as_bytes()).into()));
            }
        }
        // Everything except `host` is unchanged.
        if !before.contains_key("host") {
            request.headers_mut().remove("host");
        }
        if *request.headers() != before {
            return Err("signing changed the request's own headers".to_owned());
        }
        return Ok(Signed { headers, parameters: Vec::new() });
    };
    let expires_in = Duration::from_secs(seconds);
    let presigned = sigv4::presign(&request, payload(case), expires_in, &params)
        .map_err(|error| error.to_string())?;
    let url: Uri =
        presigned.url().parse().map_err(|_| "the presigned URL is invalid".to_owned())?;
    if url.path() != request.uri().path() {
        return Err(format!("the path is {} in the URL", url.path()));
    }
    let (mut parameters, mut rest) = (Vec::new(), Vec::new());
    for pair in url.query().unwrap_or_default().split('&') {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        if ADDED_PARAMETERS.contains(&name) {
            let value = percent_encoding::percent_decode_str(value).decode_utf8_lossy();
            parameters.push((name.to_owned(), value.into_owned()));
        } else {
            rest.push(pair);
        }
    }
    if rest.join("&") != request.uri().query().unwrap_or_default() {
        return Err(format!("the request's own query is {} in the URL", rest.join("&")));
    }
    parameters.sort();
    Ok(Signed { headers: Vec::new(), parameters })
}

/// How our signer computed its result.
pub fn explain(case: &Case) -> Result<Explained, String> {
    let credentials = credentials(case);
    let params = params(case, &credentials);
    let request = request(case)?;
    let explanation = match case.expires_in {
        None => sigv4::explain(&request, payload(case), &params),
        Some(seconds) => {
            let expires_in = Duration::from_secs(seconds);
            sigv4::explain_presigned(&request, payload(case), expires_in, &params)
        }
    };
    let explanation = explanation.map_err(|error| error.to_string())?;
    Ok(Explained {
        canonical_request: explanation.canonical_request,
        string_to_sign: explanation.string_to_sign,
    })
}

fn credentials(case: &Case) -> Credentials {
    let credentials = Credentials::new(&case.access_key, &case.secret);
    match &case.token {
        Some(token) => credentials.with_session_token(token),
        None => credentials,
    }
}

fn params<'a>(case: &'a Case, credentials: &'a Credentials) -> SigningParams<'a> {
    let mut settings = Settings::default();
    settings.normalize_path = case.normalize_path;
    settings.double_encode_path = case.double_encode_path;
    settings.content_sha256_header = case.content_sha256_header;
    settings.omit_session_token = case.omit_session_token;
    SigningParams::new(credentials, &case.region, &case.service, case.time())
        .with_settings(settings)
}

fn payload(case: &Case) -> Payload<'_> {
    match case.payload {
        PayloadKind::Bytes => Payload::Bytes(&case.body),
        PayloadKind::Sha256 => Payload::Sha256(sha256(&case.body)),
        PayloadKind::Unsigned => Payload::Unsigned,
        PayloadKind::StreamingUnsignedTrailer => Payload::StreamingUnsignedTrailer,
        PayloadKind::StreamingSigned => Payload::StreamingSigned,
        PayloadKind::StreamingSignedTrailer => Payload::StreamingSignedTrailer,
    }
}

fn request(case: &Case) -> Result<Request<()>, String> {
    let mut request = Request::builder().method(case.method).uri(case.url());
    for (name, value) in &case.headers {
        request = request.header(name, value.as_bytes());
    }
    request.body(()).map_err(|error| error.to_string())
}
