//! The other side: computes a signature from what arrived, as a service would.
//!
//! Written from AWS's description of the algorithm and not from the signer, byte by byte and
//! without a thought for speed.
//!
//! Source: AWS IAM user guide, "Create a signed AWS API request".

use aws_operation::sigv4::{Payload, Settings};
use hmac::{Hmac, KeyInit as _, Mac as _};
use http::{HeaderMap, Request, Uri};
use sha2::{Digest as _, Sha256};

/// Headers that may change on the way, and that nobody signs.
const NOT_SIGNED: &str = "authorization connection expect keep-alive proxy-authenticate \
    proxy-authorization proxy-connection te trailer transfer-encoding upgrade user-agent \
    x-amzn-trace-id";

/// What both sides know beside the request.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The secret access key.
    pub secret: &'a str,
    /// `20150830T123600Z`
    pub time: &'a str,
    /// The region.
    pub region: &'a str,
    /// The service.
    pub service: &'a str,
    /// The service's way of signing.
    pub settings: Settings,
}

impl Known<'_> {
    /// `20150830/us-east-1/service/aws4_request`
    pub fn scope(&self) -> String {
        let day = &self.time[..8];
        format!("{day}/{}/{}/aws4_request", self.region, self.service)
    }

    /// The signature of a canonical request.
    pub fn of_request(&self, canonical_request: &[u8]) -> String {
        self.signature("AWS4-HMAC-SHA256", &sha256(canonical_request))
    }

    /// The signature of a chunk, after the one before it.
    pub fn of_chunk(&self, previous: &str, data: &[u8]) -> String {
        let hashes = format!("{previous}\n{}\n{}", sha256(b""), sha256(data));
        self.signature("AWS4-HMAC-SHA256-PAYLOAD", &hashes)
    }

    /// The signature of a trailer, after that of the last chunk.
    pub fn of_trailer(&self, previous: &str, trailer: &str) -> String {
        let hashes = format!("{previous}\n{}", sha256(trailer.as_bytes()));
        self.signature("AWS4-HMAC-SHA256-TRAILER", &hashes)
    }

    fn signature(&self, algorithm: &str, hashes: &str) -> String {
        self.of_text(&format!("{algorithm}\n{}\n{}\n{hashes}", self.time, self.scope()))
    }

    /// The signature of a string to sign.
    pub fn of_text(&self, string_to_sign: &str) -> String {
        let mut key = format!("AWS4{}", self.secret).into_bytes();
        let day = &self.time[..8];
        for part in [day, self.region, self.service, "aws4_request", string_to_sign] {
            key = hmac(&key, part.as_bytes());
        }
        hex(&key)
    }
}

/// The canonical request of a request that arrived, and the names of the headers that have to be
/// signed. `query` is without the signature, and `skip` names a header that is not signed either.
pub fn canonical_request<B>(
    request: &Request<B>,
    query: &str,
    skip: Option<&str>,
    hash: &str,
    settings: Settings,
) -> (Vec<u8>, String) {
    let names = signed_headers(request.headers(), skip, settings);
    let mut text = Vec::new();
    text.extend_from_slice(request.method().as_str().as_bytes());
    text.push(b'\n');
    text.extend_from_slice(canonical_path(request.uri().path(), settings).as_bytes());
    text.push(b'\n');
    text.extend_from_slice(canonical_query(query).as_bytes());
    text.push(b'\n');
    for name in &names {
        text.extend_from_slice(name.as_bytes());
        text.push(b':');
        let values: Vec<Vec<u8>> = request
            .headers()
            .get_all(*name)
            .iter()
            .map(|value| single_spaces(value.as_bytes()))
            .collect();
        text.extend_from_slice(&values.join(&b","[..]));
        text.push(b'\n');
    }
    let names = names.join(";");
    text.extend_from_slice(format!("\n{names}\n{hash}").as_bytes());
    (text, names)
}

/// The hash of a payload, or the word that stands for it.
pub fn payload_hash(payload: Payload<'_>) -> String {
    let word = match payload {
        Payload::Bytes(bytes) => return sha256(bytes),
        Payload::Sha256(hash) => return hex(&hash),
        Payload::Unsigned => "UNSIGNED-PAYLOAD",
        Payload::StreamingUnsignedTrailer => "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
        Payload::StreamingSigned => "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
        Payload::StreamingSignedTrailer => "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
        other => panic!("the server does not know {other:?}"),
    };
    word.to_owned()
}

/// The `host` header that a client sends to this URI; `None` where it has no host, or a port that is
/// no number, so that no client can.
pub fn host(uri: &Uri) -> Option<String> {
    let authority = uri.authority()?.as_str().to_ascii_lowercase();
    let host = &authority[authority.rfind('@').map_or(0, |at| at + 1)..];
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => (name, port),
        _ => return Some(host.to_owned()),
    };
    match (uri.scheme_str(), port.parse::<u16>().ok()?) {
        (Some("http"), 80) | (Some("https"), 443) => Some(name.to_owned()),
        (_, number) => (number.to_string() == port).then(|| host.to_owned()),
    }
}

fn signed_headers<'a>(
    headers: &'a HeaderMap,
    skip: Option<&str>,
    settings: Settings,
) -> Vec<&'a str> {
    let mut names: Vec<&str> = headers.keys().map(|name| name.as_str()).collect();
    names.sort();
    names.retain(|name| {
        let never = NOT_SIGNED.split_whitespace().any(|never| never == *name);
        let prefixed = name.starts_with("sec-websocket-") || name.starts_with("amz-sdk-");
        let length = *name == "content-length" && !settings.sign_content_length;
        !never && !prefixed && !length && skip != Some(*name)
    });
    names
}

fn single_spaces(value: &[u8]) -> Vec<u8> {
    let mut out: Vec<u8> = Vec::new();
    for byte in value {
        match byte {
            b' ' | b'\t' if out.last().is_none_or(|last| *last == b' ') => {}
            b' ' | b'\t' => out.push(b' '),
            byte => out.push(*byte),
        }
    }
    if out.last() == Some(&b' ') {
        out.pop();
    }
    out
}

fn canonical_path(path: &str, settings: Settings) -> String {
    // `*` is the server itself.
    let mut path = if path == "*" { "/".to_owned() } else { path.to_owned() };
    if settings.normalize_path {
        while let Some(at) = path.find("//") {
            path.remove(at);
        }
        path = remove_dot_segments(&path);
    }
    if path.is_empty() {
        path.push('/');
    }
    if settings.double_encode_path {
        path = path.split('/').map(|part| encode(part.as_bytes())).collect::<Vec<_>>().join("/");
    }
    path
}

/// RFC 3986 5.2.4, step by step as it stands there.
fn remove_dot_segments(path: &str) -> String {
    let (mut input, mut output) = (path.to_owned(), String::new());
    while !input.is_empty() {
        if let Some(rest) = input.strip_prefix("../").or(input.strip_prefix("./")) {
            input = rest.to_owned();
        } else if input.starts_with("/./") || input == "/." {
            input = format!("/{}", input.get(3..).unwrap_or_default());
        } else if input.starts_with("/../") || input == "/.." {
            input = format!("/{}", input.get(4..).unwrap_or_default());
            output.truncate(output.rfind('/').unwrap_or(0));
        } else if input == "." || input == ".." {
            input.clear();
        } else {
            let end = input.char_indices().skip(1).find(|(_, c)| *c == '/').map(|(at, _)| at);
            let end = end.unwrap_or(input.len());
            output.push_str(&input[..end]);
            input.drain(..end);
        }
    }
    output
}

fn canonical_query(query: &str) -> String {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let at = pair.find('=');
        let (key, value) = (&pair[..at.unwrap_or(pair.len())], at.map_or("", |at| &pair[at + 1..]));
        // Forms write a space as a plus, and services read it so.
        let recode = |text: &str| encode(&decode(&text.replace('+', "%20")));
        pairs.push((recode(key), recode(value)));
    }
    pairs.sort();
    pairs.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join("&")
}

/// The bytes of a percent-encoded text; what is no escape stands for itself.
pub fn decode(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let (mut out, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        let digit = |at: usize| bytes.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        match (bytes[at], digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                at += 3;
            }
            (byte, ..) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    out
}

fn encode(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in bytes {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                text.push(char::from(*byte));
            }
            byte => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}

/// The SHA-256 of some bytes, in hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hmac(key: &[u8], data: &[u8]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(data);
    mac.finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|digit| char::from_digit(digit.into(), 16).expect("four bits are a digit"))
        .collect()
}
