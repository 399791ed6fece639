//! [`Vector`]: a case of the official signing suite. It is a folder with a request and the expected
//! results of signing it.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use aws_operation::sigv4::{self, Explanation, Payload, Settings, SigningParams};
use aws_operation::testing::verify::Verifier;
use aws_operation::{Credentials, Timestamp};
use bytes::Bytes;
use http::Request;
use serde_json::Value;

use super::message::Message;
use super::verified::changed;

/// A case of the suite: `context.json`, `request.txt`, and the expected results for each place of
/// the signature.
pub struct Vector {
    folder: PathBuf,
    message: Message,
    credentials: Credentials,
    /// The text that replaces the session token in an explanation, if there is a token.
    token: Option<String>,
    region: String,
    service: String,
    time: SystemTime,
    expires_in: Duration,
    settings: Settings,
}

/// The place of a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the `authorization` header.
    Header,
    /// In the query.
    Query,
}

impl Place {
    /// Both places.
    pub const ALL: [Self; 2] = [Self::Header, Self::Query];

    /// The prefix of the suite's files for this place.
    pub fn name(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::Query => "query",
        }
    }
}

impl Vector {
    /// All cases below a folder, sorted by name.
    ///
    /// # Errors
    ///
    /// A folder cannot be read, or is not a case.
    pub fn all(folder: &Path) -> Result<Vec<Self>, String> {
        let cannot = |error| format!("{}: {error}", folder.display());
        let mut folders = Vec::new();
        for entry in fs::read_dir(folder).map_err(cannot)? {
            let path = entry.map_err(cannot)?.path();
            if path.is_dir() {
                folders.push(path);
            }
        }
        folders.sort();
        folders.into_iter().map(Self::read).collect()
    }

    fn read(folder: PathBuf) -> Result<Self, String> {
        let cannot = |what: &str| format!("{}: {what}", folder.display());
        let request = fs::read(folder.join("request.txt"))
            .map_err(|error| cannot(&format!("request.txt: {error}")))?;
        let message = Message::parse(&request).map_err(|problem| cannot(&problem))?;
        let context = fs::read(folder.join("context.json"))
            .map_err(|error| cannot(&format!("context.json: {error}")))?;
        let context: Value = serde_json::from_slice(&context)
            .map_err(|error| cannot(&format!("context.json: {error}")))?;
        let text = |object: &Value, name: &str| {
            let text = object[name].as_str().map(str::to_owned);
            text.ok_or_else(|| cannot(&format!("context.json has no string {name}")))
        };
        let flag = |name: &str| context[name].as_bool().unwrap_or_default();

        let account = &context["credentials"];
        let token = account["token"].as_str().map(str::to_owned);
        let mut credentials =
            Credentials::new(text(account, "access_key_id")?, text(account, "secret_access_key")?);
        if let Some(token) = &token {
            credentials = credentials.with_session_token(token);
        }
        let time: Timestamp = text(&context, "timestamp")?
            .parse()
            .map_err(|_| cannot("context.json: invalid timestamp"))?;
        let seconds = context["expiration_in_seconds"].as_u64();

        let mut settings = Settings::default();
        settings.normalize_path = flag("normalize");
        // The suite has paths as users write them, and the signer encodes them once. If a client
        // must encode the path to send it, it is not encoded again for signing. Any other path is
        // signed with the default settings.
        settings.double_encode_path = !message.needs_encoding();
        settings.content_sha256_header = flag("sign_body");
        settings.omit_session_token = flag("omit_session_token");
        // The suite signs every header of a request.
        settings.sign_content_length = true;
        Ok(Self {
            message,
            credentials,
            token,
            region: text(&context, "region")?,
            service: text(&context, "service")?,
            time: time.into(),
            expires_in: Duration::from_secs(seconds.ok_or_else(|| cannot("no expiration"))?),
            settings,
            folder,
        })
    }

    /// The name of the case.
    pub fn name(&self) -> String {
        self.folder.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// Signs the request in this place, and compares the result with everything that the suite
    /// expects.
    ///
    /// # Errors
    ///
    /// The differences, or the error of the signer.
    pub fn check(&self, place: Place) -> Result<(), String> {
        let request = self.message.request()?;
        let params = SigningParams::new(&self.credentials, &self.region, &self.service, self.time)
            .with_settings(self.settings);
        let payload = Payload::Bytes(&self.message.body);
        let (explanation, signed, signature) = match place {
            Place::Header => by_header(request, payload, &params),
            Place::Query => by_query(&request, payload, self.expires_in, &params),
        }
        .map_err(|error| error.to_string())?;

        let expected = self.expected(place, "canonical-request")?;
        same("canonical request", &explanation.canonical_request, &self.redacted(&expected))?;
        let expected = self.expected(place, "string-to-sign")?;
        same("string to sign", &explanation.string_to_sign, &expected)?;
        same("signature", &signature, &self.expected(place, "signature")?)?;
        let expected = Message::parse(self.expected(place, "signed-request")?.as_bytes())?;
        let (ours, expected) = (signed.meaning(), expected.meaning());
        if ours == expected {
            return Ok(());
        }
        Err(format!("the signed request is\n{ours:#?}\nand should be\n{expected:#?}"))
    }

    /// Verifies the suite's signed request, and that it is refused after each change.
    ///
    /// # Errors
    ///
    /// What the verifier returned.
    pub fn verify(&self, place: Place) -> Result<(), String> {
        let time = self.time;
        let verifier = Verifier::new(self.credentials.clone())
            .region(&self.region)
            .service(&self.service)
            .settings(self.settings)
            .now(move || time);
        let signed = Message::parse(self.expected(place, "signed-request")?.as_bytes())?;
        let request = signed.request()?.map(Bytes::from);
        verifier.verify(&request).map_err(|error| error.to_string())?;
        changed(&verifier, &request, true)
    }

    fn expected(&self, place: Place, what: &str) -> Result<String, String> {
        let name = format!("{}-{what}.txt", place.name());
        fs::read_to_string(self.folder.join(&name)).map_err(|error| format!("{name}: {error}"))
    }

    /// A canonical request in the form of an explanation: without the session token.
    fn redacted(&self, canonical_request: &str) -> String {
        let Some(token) = &self.token else { return canonical_request.to_owned() };
        let encoded = percent_encoding::utf8_percent_encode(token, super::RESERVED).to_string();
        canonical_request.replace(token, REDACTED).replace(&encoded, REDACTED)
    }
}

/// The text that replaces a session token in an explanation.
const REDACTED: &str = "[redacted]";

type Outcome = (Explanation, Message, String);

fn by_header(
    mut request: Request<Vec<u8>>,
    payload: Payload<'_>,
    params: &SigningParams<'_>,
) -> Result<Outcome, sigv4::SignError> {
    let explanation = sigv4::explain(&request, payload, params)?;
    sigv4::sign(&mut request, payload, params)?;
    let signed = message(&request, request.uri(), request.headers());
    let authorization = request.headers().get("authorization");
    let authorization = String::from_utf8_lossy(authorization.map_or(b"", |it| it.as_bytes()));
    let signature = authorization.rsplit("Signature=").next().unwrap_or_default().to_owned();
    Ok((explanation, signed, signature))
}

fn by_query(
    request: &Request<Vec<u8>>,
    payload: Payload<'_>,
    expires_in: Duration,
    params: &SigningParams<'_>,
) -> Result<Outcome, sigv4::SignError> {
    let explanation = sigv4::explain_presigned(request, payload, expires_in, params)?;
    let presigned = sigv4::presign(request, payload, expires_in, params)?;
    let uri: http::Uri = presigned.url().parse().unwrap_or_default();
    let mut signed = message(request, &uri, presigned.headers());
    signed.method = presigned.method().to_string();
    if let Some(host) = uri.authority() {
        signed.headers.push(("host".to_owned(), host.as_str().into()));
    }
    let query = uri.query().unwrap_or_default();
    let signature = query.split('&').find_map(|pair| pair.strip_prefix("X-Amz-Signature="));
    let signature = signature.unwrap_or_default().to_owned();
    Ok((explanation, signed, signature))
}

fn message(request: &Request<Vec<u8>>, uri: &http::Uri, headers: &http::HeaderMap) -> Message {
    let headers = headers.iter().map(|(name, value)| (name.to_string(), value.as_bytes().into()));
    Message {
        method: request.method().to_string(),
        path: uri.path().into(),
        query: uri.query().map(Into::into),
        headers: headers.collect(),
        body: request.body().clone(),
    }
}

fn same(what: &str, ours: &str, expected: &str) -> Result<(), String> {
    if ours == expected {
        return Ok(());
    }
    Err(format!("the {what} is\n{ours}\nand should be\n{expected}"))
}
