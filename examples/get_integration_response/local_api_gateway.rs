//! A small Amazon API Gateway inside this process, which verifies the signature of all it is sent.

use std::io::{self, BufRead as _, BufReader, ErrorKind, Read as _, Write as _};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, SystemTime};

use percent_encoding::percent_decode_str;
use ring::rand::{SecureRandom as _, SystemRandom};
use serde_json::{Value, json};

use super::verify::{Keys, ReceivedRequest, verify};

const ACCOUNT: &str = "123456789012";
const LONGEST_HEAD: u64 = 16 * 1024;
const LONGEST_BODY: usize = 64 * 1024;
const MOST_HEADERS: usize = 64;
/// How long a connection may stay silent.
const PATIENCE: Duration = Duration::from_secs(30);

/// A server on a loopback port of its own, which runs until the process ends.
pub struct LocalApiGateway {
    address: SocketAddr,
}

impl LocalApiGateway {
    /// Starts to serve whoever signs with `keys`.
    pub fn start(keys: Keys<'static>) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        thread::Builder::new().spawn(move || accept(&listener, keys))?;
        Ok(Self { address })
    }

    /// Where it listens, as in `http://127.0.0.1:49152`.
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }
}

fn accept(listener: &TcpListener, keys: Keys<'static>) {
    for stream in listener.incoming() {
        let spawn = |stream| thread::Builder::new().spawn(move || serve(stream, &keys));
        if stream.and_then(spawn).is_err() {
            // Out of files or threads: give those in use time to finish.
            thread::sleep(Duration::from_millis(50));
        }
    }
}

/// From rest API to resource, method and status code; `OPTIONS` is a method without an integration.
fn table() -> Value {
    let response = json!({
        "statusCode": "200",
        "selectionPattern": "2\\d{2}",
        "responseParameters": {
            "method.response.header.Content-Type": "integration.response.header.Content-Type",
        },
        "responseTemplates": {
            "application/json": "#set($pet = $input.path('$.pet'))\n{\"name\": \"$pet.name\"}",
        },
        "contentHandling": "CONVERT_TO_TEXT",
    });
    let methods = json!({ "GET": { "integration": { "200": response } }, "OPTIONS": {} });
    json!({ "a1b2c3d4e5": { "x9y8z7": methods } })
}

/// The integration response, or the message that says what is unknown.
fn find(rest_api: &str, resource: &str, method: &str, status: &str) -> Result<Value, String> {
    let unknown_api = format!("API identifier specified {ACCOUNT}:{rest_api}");
    let steps = [
        (rest_api, unknown_api),
        (resource, "Resource identifier specified".into()),
        (method, "Method identifier specified".into()),
        ("integration", "Integration identifier specified".into()),
        (status, "Response status code specified".into()),
    ];
    let mut found = table();
    for (id, what) in steps {
        let next = found.get_mut(id).map(Value::take);
        found = next.ok_or_else(|| format!("Invalid {what}"))?;
    }
    Ok(found)
}

/// All that lies between a request and its answer: verify, route, look up.
fn answer(request: &ReceivedRequest<'_>, keys: &Keys<'_>) -> String {
    if let Err(refusal) = verify(request, keys, SystemTime::now()) {
        return error("403 Forbidden", refusal.code, &refusal.message);
    }
    let path = request.target.split('?').next().unwrap_or_default();
    let decode = |segment| percent_decode_str(segment).decode_utf8_lossy();
    let segments: Vec<_> = path.split('/').map(decode).collect();
    let segments: Vec<&str> = segments.iter().map(AsRef::as_ref).collect();
    #[rustfmt::skip]
    let ("GET", ["", "restapis", api, "resources", resource, "methods", method, "integration", "responses", status]) =
        (request.method, &segments[..])
    else {
        let code = "MissingAuthenticationTokenException";
        return error("403 Forbidden", code, "Missing Authentication Token");
    };
    let plain = lists(request.headers, "accept", "application/json");
    match find(api, resource, method, status) {
        Err(message) => error("404 Not Found", "NotFoundException", &message),
        Ok(body) if plain => ok("application/json", &body),
        Ok(body) => ok("application/hal+json", &with_links(body, path, status)),
    }
}

/// The same members with links beside them, for whoever does not ask for plain JSON.
fn with_links(mut body: Value, path: &str, status: &str) -> Value {
    let guide = "https://docs.aws.amazon.com/apigateway/latest/developerguide";
    let links = json!({
        "curies": {
            "href": format!("{guide}/restapi-integration-response-{{rel}}.html"),
            "name": "integrationresponse",
            "templated": true,
        },
        "self": { "href": path, "name": status, "title": status },
        "integrationresponse:delete": { "href": path },
        "integrationresponse:update": { "href": path },
    });
    if let Value::Object(members) = &mut body {
        members.insert("_links".into(), links);
    }
    body
}

fn ok(content_type: &str, body: &Value) -> String {
    let headers = format!("Content-Type: {content_type}");
    http("200 OK", &headers, body)
}

fn error(status: &str, code: &str, message: &str) -> String {
    let headers = format!("Content-Type: application/json\r\nx-amzn-ErrorType: {code}");
    http(status, &headers, &json!({ "message": message }))
}

fn http(status: &str, headers: &str, body: &Value) -> String {
    let (id, body) = (request_id(), body.to_string());
    let headers = format!("x-amzn-RequestId: {id}\r\n{headers}");
    let length = body.len();
    format!("HTTP/1.1 {status}\r\n{headers}\r\nContent-Length: {length}\r\n\r\n{body}")
}

/// Answers one request after another, until the client is done or cannot be understood.
fn serve(stream: TcpStream, keys: &Keys<'_>) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut stream = BufReader::new(stream);
    loop {
        match exchange(&mut stream, keys) {
            Ok(true) => {}
            Err(fault) if fault.kind() == ErrorKind::InvalidData => {
                let code = "BadRequestException";
                let answer = error("400 Bad Request", code, &fault.to_string());
                stream.get_mut().write_all(answer.as_bytes())?;
                stream.get_mut().shutdown(Shutdown::Write)?;
                // To close on unread bytes could lose the answer.
                return io::copy(&mut stream.take(1 << 20), &mut io::sink()).map(drop);
            }
            done => return done.map(drop),
        }
    }
}

/// One request and its answer; true when another may follow.
fn exchange(stream: &mut BufReader<TcpStream>, keys: &Keys<'_>) -> io::Result<bool> {
    let Some(head) = read_head(stream)? else {
        return Ok(false);
    };
    let mut slots = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut parsed = httparse::Request::new(&mut slots);
    if parsed.parse(&head) != Ok(httparse::Status::Complete(head.len())) {
        return Err(malformed("this is not HTTP/1, or has over 64 headers"));
    }
    let mut headers = Vec::new();
    for header in &*parsed.headers {
        let value = std::str::from_utf8(header.value);
        let value = value.map_err(|_| malformed("a header is not UTF-8"))?;
        headers.push((header.name, value));
    }
    let mut body = vec![0; body_length(&headers)?];
    stream.read_exact(&mut body)?;

    let request = ReceivedRequest {
        method: parsed.method.unwrap_or_default(),
        target: parsed.path.unwrap_or_default(),
        headers: &headers,
        body: &body,
    };
    let answer = answer(&request, keys);
    stream.get_mut().write_all(answer.as_bytes())?;
    // The answer to HEAD has a body where none belongs, so another after it could be misread.
    let may_follow = parsed.version == Some(1) && request.method != "HEAD";
    Ok(may_follow && !lists(&headers, "connection", "close"))
}

/// All up to the empty line, or `None` when the client is done.
fn read_head(stream: &mut BufReader<TcpStream>) -> io::Result<Option<Vec<u8>>> {
    let mut head = Vec::new();
    let mut stream = stream.take(LONGEST_HEAD);
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read_until(b'\n', &mut head)? == 0 {
            return match stream.limit() {
                0 => Err(malformed("the head of the request is longer than 16 KiB")),
                _ => Ok(None),
            };
        }
    }
    Ok(Some(head))
}

fn body_length(headers: &[(&str, &str)]) -> io::Result<usize> {
    let length = match values(headers, "content-length")[..] {
        [] => Some(0),
        [length] => length.parse().ok(),
        _ => None,
    };
    let is_chunked = !values(headers, "transfer-encoding").is_empty();
    let length = length.filter(|&length| length <= LONGEST_BODY && !is_chunked);
    length.ok_or_else(|| malformed("a body needs one Content-Length, of at most 64 KiB"))
}

/// Whether a header's list has this word in it, with parameters or without.
fn lists(headers: &[(&str, &str)], name: &str, word: &str) -> bool {
    let values = values(headers, name).into_iter();
    let mut words = values.flat_map(|value| value.split([',', ';']));
    words.any(|candidate| candidate.trim().eq_ignore_ascii_case(word))
}

fn values<'a>(headers: &[(&'a str, &'a str)], name: &str) -> Vec<&'a str> {
    let named = headers.iter().filter(|(key, _)| key.eq_ignore_ascii_case(name));
    named.map(|(_, value)| *value).collect()
}

fn malformed(message: &'static str) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, message)
}

/// A random UUID.
fn request_id() -> String {
    let mut bytes = [0; 16];
    // Should the system have no randomness to give, an id of zeros does no harm.
    let _ = SystemRandom::new().fill(&mut bytes);
    let id = u128::from_be_bytes(bytes);
    let (a, b, c) = (id >> 96, id >> 80 & 0xffff, id >> 64 & 0xfff);
    let (d, e) = (id >> 48 & 0x3fff | 0x8000, id & 0xffff_ffff_ffff);
    format!("{a:08x}-{b:04x}-4{c:03x}-{d:04x}-{e:012x}")
}
