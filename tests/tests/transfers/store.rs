//! [`Store`]: a small S3 in memory, which checks what it gets, and breaks as a test says.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use aws_operation::{
    Body, BodyError, Client, Config, ConfigBuilder, Credentials, Retry, Timeouts, Transport,
    TransportError, TransportFuture, services,
};
use aws_operation_tests::crc32;
use aws_operation_tests::faults::{Answer, End, FaultServer, Seen, Step};
use bytes::Bytes;

/// A request, with its body decoded.
#[derive(Debug, Clone)]
pub struct Request {
    pub method: String,
    pub path: String,
    pub query: BTreeMap<String, String>,
    pub headers: BTreeMap<String, String>,
    pub body: Bytes,
}

impl Request {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    /// The operation, with the number of the part.
    pub fn name(&self) -> String {
        let has = |name: &str| self.query.contains_key(name);
        match self.method.as_str() {
            "PUT" if has("partNumber") => format!("UploadPart {}", self.query["partNumber"]),
            "PUT" => "PutObject".into(),
            "POST" if has("uploads") => "CreateMultipartUpload".into(),
            "POST" => "CompleteMultipartUpload".into(),
            "DELETE" => "AbortMultipartUpload".into(),
            "GET" if has("uploadId") => "ListParts".into(),
            "GET" => format!("GetObject {}", self.header("range").unwrap_or_default()),
            _ => "HeadObject".into(),
        }
    }
}

/// A response.
#[derive(Debug, Clone)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Bytes,
}

impl Reply {
    pub fn new(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Bytes::new() }
    }

    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    pub fn error(status: u16, code: &str) -> Self {
        Self::new(status)
            .header("content-type", "application/xml")
            .body(format!("<Error><Code>{code}</Code><Message>no</Message></Error>"))
    }
}

/// How a request fails.
#[derive(Debug, Clone)]
pub enum Fault {
    /// This is the response, and nothing is done.
    Instead(Reply),
    /// It is done, and this is the response.
    Afterwards(Reply),
    /// The connection breaks after so many bytes of the response's body.
    Cut(usize),
    /// It is done, and the connection breaks before the response.
    Lost,
    /// The response's body stalls after so many bytes.
    Stall(usize),
    /// The response never comes, and nothing is done.
    Never,
}

#[derive(Debug, Clone)]
pub struct Object {
    pub body: Bytes,
    pub e_tag: String,
    pub headers: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Default)]
struct Upload {
    headers: BTreeMap<String, String>,
    parts: BTreeMap<u32, Object>,
}

type Decide = Box<dyn FnMut(&Request) -> Option<Fault> + Send>;

#[derive(Default)]
struct State {
    objects: BTreeMap<String, Object>,
    uploads: BTreeMap<String, Upload>,
    created: usize,
    seen: Vec<Request>,
    decide: Option<Decide>,
}

/// A small S3 in memory. Clones share their objects.
#[derive(Clone, Default)]
pub struct Store {
    state: Arc<Mutex<State>>,
    /// Responses to `GET` are always the whole object.
    ignores_ranges: bool,
    /// Neither stores nor checks checksums.
    ignores_checksums: bool,
}

impl Store {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether responses to `GET` are always the whole object.
    pub fn ignoring_ranges(self, ignores_ranges: bool) -> Self {
        Self { ignores_ranges, ..self }
    }

    /// Whether checksums are neither stored nor checked.
    pub fn ignoring_checksums(self, ignores_checksums: bool) -> Self {
        Self { ignores_checksums, ..self }
    }

    /// Lets requests fail.
    pub fn fail(&self, decide: impl FnMut(&Request) -> Option<Fault> + Send + 'static) {
        self.lock().decide = Some(Box::new(decide));
    }

    /// Lets the first requests with this name fail.
    pub fn fail_first(&self, name: &'static str, faults: impl IntoIterator<Item = Fault>) {
        let mut faults: Vec<_> = faults.into_iter().collect();
        faults.reverse();
        self.fail(move |request| if request.name() == name { faults.pop() } else { None });
    }

    pub fn well(&self) {
        self.lock().decide = None;
    }

    pub fn put(&self, key: &str, body: impl Into<Bytes>) {
        let body = body.into();
        let headers = BTreeMap::from([("x-amz-checksum-crc32".to_owned(), crc32(&body))]);
        self.put_with(key, body, headers);
    }

    pub fn put_with(&self, key: &str, body: Bytes, headers: BTreeMap<String, String>) {
        let e_tag = format!("\"{:x}\"", md5::compute(&body));
        self.lock().objects.insert(key.to_owned(), Object { body, e_tag, headers });
    }

    pub fn put_without_e_tag(&self, key: &str, body: Bytes) {
        let object = Object { body, e_tag: String::new(), headers: BTreeMap::new() };
        self.lock().objects.insert(key.to_owned(), object);
    }

    pub fn get(&self, key: &str) -> Option<Object> {
        self.lock().objects.get(key).cloned()
    }

    /// The number of uploads that are neither completed nor aborted.
    pub fn uploads(&self) -> usize {
        self.lock().uploads.len()
    }

    /// The requests so far, which are forgotten.
    pub fn take_seen(&self) -> Vec<Request> {
        std::mem::take(&mut self.lock().seen)
    }

    /// The names of the requests so far, in order, which are forgotten.
    pub fn names(&self) -> Vec<String> {
        self.take_seen().iter().map(Request::name).collect()
    }

    /// A server with these objects.
    pub fn serve(&self) -> FaultServer {
        let store = self.clone();
        FaultServer::by(move |seen| {
            let request = request_of(seen);
            let is_head = request.method == "HEAD";
            let (reply, fault) = store.handle(&request);
            let mut answer = Answer::new(reply.status).body(&reply.body);
            for (name, value) in &reply.headers {
                answer = answer.header(name, value);
            }
            let (head, all) = (answer.head(), answer.bytes());
            match fault {
                Some(Fault::Cut(at)) => Step::send(&all[..head.len() + at], End::Close),
                Some(Fault::Stall(at)) => Step::send(&all[..head.len() + at], End::Hang),
                Some(Fault::Lost) => Step::send([], End::Close),
                Some(Fault::Never) => Step::send([], End::Hang),
                _ if is_head => Step::send(head, End::Keep),
                _ => Step::send(all, End::Keep),
            }
        })
    }

    /// Does what a request asks for, and how the response breaks.
    fn handle(&self, request: &Request) -> (Reply, Option<Fault>) {
        let mut state = self.lock();
        state.seen.push(request.clone());
        let fault = state.decide.as_mut().and_then(|decide| decide(request));
        match fault {
            Some(Fault::Instead(reply)) => (reply, None),
            Some(Fault::Never) => (Reply::new(200), fault),
            Some(Fault::Afterwards(reply)) => {
                drop(self.answer(&mut state, request));
                (reply, None)
            }
            fault => (self.answer(&mut state, request).unwrap_or_else(|error| error), fault),
        }
    }

    fn answer(&self, state: &mut State, request: &Request) -> Result<Reply, Reply> {
        let id = request.query.get("uploadId").cloned().unwrap_or_default();
        let no_upload = || Reply::error(404, "NoSuchUpload");
        let name = request.name();
        match name.split(' ').next().unwrap_or_default() {
            "PutObject" => {
                let sum = self.checked(request)?;
                conditions(state, request)?;
                let mut headers = request.headers.clone();
                headers.extend(sum.map(|sum| ("x-amz-checksum-crc32".to_owned(), sum)));
                let e_tag = format!("\"{:x}\"", md5::compute(&request.body));
                let object = Object { body: request.body.clone(), e_tag: e_tag.clone(), headers };
                state.objects.insert(request.path.clone(), object);
                Ok(Reply::new(200).header("ETag", e_tag))
            }
            "CreateMultipartUpload" => {
                state.created += 1;
                let id = format!("upload+{}/=", state.created);
                let headers = request.headers.clone();
                state.uploads.insert(id.clone(), Upload { headers, ..Upload::default() });
                Ok(Reply::new(200).body(format!(
                    "<InitiateMultipartUploadResult><UploadId>{id}</UploadId>\
                     </InitiateMultipartUploadResult>"
                )))
            }
            "UploadPart" => {
                let sum = self.checked(request)?;
                let number: u32 = request.query["partNumber"].parse().expect("a number");
                let upload = state.uploads.get_mut(&id).ok_or_else(no_upload)?;
                let e_tag = format!("\"{:x}\"", md5::compute(&request.body));
                let headers = sum.map(|sum| ("crc32".to_owned(), sum)).into_iter().collect();
                let body = request.body.clone();
                upload.parts.insert(number, Object { body, e_tag: e_tag.clone(), headers });
                Ok(Reply::new(200).header("ETag", e_tag))
            }
            "ListParts" => {
                let upload = state.uploads.get(&id).ok_or_else(no_upload)?;
                let marker = request.query.get("part-number-marker");
                let after: u32 = marker.map_or(0, |marker| marker.parse().expect("a number"));
                let mut text = String::from("<ListPartsResult>");
                // Pages of two parts.
                let page: Vec<_> = upload.parts.range(after + 1..).take(2).collect();
                for (number, part) in &page {
                    let sum = part.headers.get("crc32").map_or_else(String::new, |sum| {
                        format!("<ChecksumCRC32>{sum}</ChecksumCRC32>")
                    });
                    text += &format!(
                        "<Part><PartNumber>{number}</PartNumber><ETag>{}</ETag><Size>{}</Size>{sum}</Part>",
                        part.e_tag.replace('"', "&quot;"),
                        part.body.len()
                    );
                }
                if let Some((last, _)) = page.last() {
                    text += &format!("<NextPartNumberMarker>{last}</NextPartNumberMarker>");
                    let is_more = upload.parts.range(*last + 1..).next().is_some();
                    text += &format!("<IsTruncated>{is_more}</IsTruncated>");
                }
                Ok(Reply::new(200).body(text + "</ListPartsResult>"))
            }
            "CompleteMultipartUpload" => {
                let upload = state.uploads.get(&id).ok_or_else(no_upload)?.clone();
                conditions(state, request)?;
                let object = self.completed(&upload, request)?;
                let sum =
                    object.headers.get("x-amz-checksum-crc32").map_or_else(String::new, |sum| {
                        format!("<ChecksumCRC32>{sum}</ChecksumCRC32>")
                    });
                let text = format!(
                    "<CompleteMultipartUploadResult><ETag>{}</ETag>{sum}\
                     </CompleteMultipartUploadResult>",
                    object.e_tag.replace('"', "&quot;")
                );
                state.objects.insert(request.path.clone(), object);
                state.uploads.remove(&id);
                Ok(Reply::new(200).header("x-amz-version-id", "v1").body(text))
            }
            "AbortMultipartUpload" => {
                state.uploads.remove(&id).ok_or_else(no_upload)?;
                Ok(Reply::new(204))
            }
            _ => self.read(state, request),
        }
    }

    fn read(&self, state: &State, request: &Request) -> Result<Reply, Reply> {
        let object = state.objects.get(&request.path);
        let object = object.ok_or_else(|| Reply::error(404, "NoSuchKey"))?;
        conditions(state, request)?;
        let length = object.body.len();
        let mut reply = Reply::new(200).header("ETag", &object.e_tag);
        for (name, value) in &object.headers {
            let is_sum = name.starts_with("x-amz-checksum-");
            if is_sum && request.header("x-amz-checksum-mode").is_none() {
                continue;
            }
            if is_sum || name.starts_with("x-amz-meta-") || name == "content-type" {
                reply = reply.header(name, value);
            }
        }
        if self.ignores_ranges {
            return Ok(reply.body(object.body.clone()));
        }
        reply = reply.header("accept-ranges", "bytes");
        let Some(range) = request.header("range") else {
            return Ok(reply.body(object.body.clone()));
        };
        let (start, end) = range.trim_start_matches("bytes=").split_once('-').expect("a range");
        let start: usize = start.parse().expect("a number");
        if start >= length {
            return Err(Reply::error(416, "InvalidRange"));
        }
        let end = end.parse().map_or(length, |last: usize| length.min(last + 1));
        reply.status = 206;
        // As S3 does it: it is the checksum of something else.
        Ok(reply
            .header("content-range", format!("bytes {start}-{}/{length}", end - 1))
            .body(object.body.slice(start..end)))
    }

    /// The CRC-32 of a body, which is as the request says.
    fn checked(&self, request: &Request) -> Result<Option<String>, Reply> {
        if self.ignores_checksums {
            return Ok(None);
        }
        let Some(sum) = request.header("x-amz-checksum-crc32") else { return Ok(None) };
        match *sum == crc32(&request.body) {
            true => Ok(Some(sum.to_owned())),
            false => Err(Reply::error(400, "BadDigest")),
        }
    }

    /// The object that consists of the parts of an upload.
    fn completed(&self, upload: &Upload, request: &Request) -> Result<Object, Reply> {
        let text = String::from_utf8(request.body.to_vec()).expect("text");
        let (mut body, mut sums, mut before) = (Vec::new(), Vec::new(), 0);
        for part in text.split("<Part>").skip(1) {
            let member = |name: &str| {
                let (_, rest) = part.split_once(&format!("<{name}>"))?;
                let (value, _) = rest.split_once(&format!("</{name}>"))?;
                Some(value.replace("&quot;", "\""))
            };
            let number = member("PartNumber").expect("a number").parse().expect("a number");
            if number <= before {
                return Err(Reply::error(400, "InvalidPartOrder"));
            }
            before = number;
            let stored =
                upload.parts.get(&number).ok_or_else(|| Reply::error(400, "InvalidPart"))?;
            let is_same = member("ETag").as_ref() == Some(&stored.e_tag)
                && (self.ignores_checksums
                    || member("ChecksumCRC32").as_ref() == stored.headers.get("crc32"));
            if !is_same {
                return Err(Reply::error(400, "InvalidPart"));
            }
            body.extend_from_slice(&stored.body);
            sums.extend_from_slice(&md5::compute(&stored.body).0);
        }
        let size = request.header("x-amz-mp-object-size");
        if size.is_some_and(|size| size != body.len().to_string()) {
            return Err(Reply::error(400, "InvalidRequest"));
        }
        let mut headers = upload.headers.clone();
        let sum = request.header("x-amz-checksum-crc32").filter(|_| !self.ignores_checksums);
        if let Some(sum) = sum {
            if sum != crc32(&body) {
                return Err(Reply::error(400, "BadDigest"));
            }
            headers.insert("x-amz-checksum-crc32".into(), sum.to_owned());
            headers.insert("x-amz-checksum-type".into(), "FULL_OBJECT".into());
        }
        let e_tag = format!("\"{:x}-{}\"", md5::compute(sums), text.matches("<Part>").count());
        Ok(Object { body: body.into(), e_tag, headers })
    }
}

fn conditions(state: &State, request: &Request) -> Result<(), Reply> {
    let present = state.objects.get(&request.path).map(|object| object.e_tag.as_str());
    let fails = match (request.header("if-match"), request.header("if-none-match")) {
        (Some(e_tag), _) => present != Some(e_tag),
        (_, Some("*")) => present.is_some(),
        _ => false,
    };
    if fails { Err(Reply::error(412, "PreconditionFailed")) } else { Ok(()) }
}

fn request_of(seen: &Seen) -> Request {
    let headers = seen.head.lines().skip(1).filter_map(|line| line.split_once(':'));
    let headers =
        headers.map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned())).collect();
    request(seen.method(), seen.target(), headers, &seen.body)
}

fn request(
    method: &str,
    target: &str,
    mut headers: BTreeMap<String, String>,
    body: &[u8],
) -> Request {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let query = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let value = percent_encoding::percent_decode_str(value).decode_utf8().expect("text");
        (name.to_owned(), value.into_owned())
    });
    let query = query.collect();
    let body = match headers.get("content-encoding").is_some_and(|it| it.starts_with("aws-chunked"))
    {
        true => {
            let (data, trailer) = decoded(body);
            for line in trailer.lines() {
                if let Some((name, value)) = line.split_once(':') {
                    headers.insert(name.to_owned(), value.to_owned());
                }
            }
            data
        }
        false => body.to_vec(),
    };
    let path = path.strip_prefix("/bucket/").unwrap_or(path).to_owned();
    Request { method: method.to_owned(), path, query, headers, body: body.into() }
}

/// The data in a body of `aws-chunked`, and its trailer.
fn decoded(mut coded: &[u8]) -> (Vec<u8>, String) {
    let mut data = Vec::new();
    loop {
        let end = coded.windows(2).position(|two| two == b"\r\n").expect("a line");
        let line = std::str::from_utf8(&coded[..end]).expect("text");
        let length = line.split(';').next().expect("a length");
        let length = usize::from_str_radix(length, 16).expect("a length");
        coded = &coded[end + 2..];
        if length == 0 {
            return (data, String::from_utf8(coded.to_vec()).expect("text"));
        }
        data.extend_from_slice(&coded[..length]);
        coded = &coded[length + 2..];
    }
}

/// Without a network, for tests with many transfers.
impl Transport for Store {
    fn send(&self, sent: http::Request<Body>) -> TransportFuture<'_> {
        Box::pin(async move {
            let (head, body) = sent.into_parts();
            let body = body.collect(usize::MAX).await;
            let body = body.map_err(|error| TransportError::other(error.to_string()))?;
            let header = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
                (name.to_string(), value.to_str().expect("text").to_owned())
            };
            let headers = head.headers.iter().map(header).collect();
            let target = head.uri.path_and_query().expect("a path").as_str();
            let request = request(head.method.as_str(), target, headers, &body);
            let (reply, fault) = self.handle(&request);
            let mut response = http::Response::builder().status(reply.status);
            for (name, value) in &reply.headers {
                response = response.header(name, value);
            }
            response = response.header("content-length", reply.body.len());
            let body = match fault {
                Some(Fault::Cut(at)) => Body::stream(
                    Broken(vec![
                        Some(Err(TransportError::interrupted("it was cut").into())),
                        Some(Ok(reply.body.slice(..at.min(reply.body.len())))),
                    ]),
                    None,
                ),
                Some(_) => return Err(TransportError::interrupted("it was lost")),
                None if request.method == "HEAD" => Body::empty(),
                None => Body::from(reply.body),
            };
            Ok(response.body(body).expect("a response"))
        })
    }
}

struct Broken(Vec<Option<Result<Bytes, BodyError>>>);

impl futures_core::Stream for Broken {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(self.0.pop().flatten())
    }
}

/// A configuration that waits no longer than a test can.
pub fn config() -> ConfigBuilder {
    Config::builder()
        .region("us-east-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
        .retry(Retry::standard().rules_2026(true))
        .timeouts(Timeouts::default().stalled_stream(Duration::from_millis(300)))
}

/// A client of a server.
pub fn client(server: &FaultServer) -> Client {
    let config = config().endpoint_url(server.endpoint());
    Client::new(&config.build().expect("it is whole"), services::S3)
}

/// Bytes without a period that a misplaced part could hide in.
pub fn many_bytes(length: usize) -> Bytes {
    let mut state = length as u32 | 1;
    let next = |_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    (0..length).map(next).collect()
}

/// A file that is removed at the end.
pub struct TemporaryFile(pub std::path::PathBuf);

impl TemporaryFile {
    pub fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("transfers-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a folder");
        Self(folder.join("film.mp4"))
    }

    pub fn with(name: &str, bytes: &[u8]) -> Self {
        let file = Self::new(name);
        std::fs::write(&file.0, bytes).expect("a file");
        file
    }

    pub fn read(&self) -> Vec<u8> {
        std::fs::read(&self.0).expect("a file")
    }

    /// The names of the files in the folder.
    pub fn siblings(&self) -> Vec<String> {
        let folder = std::fs::read_dir(self.0.parent().expect("a folder")).expect("a folder");
        let name = |entry: std::io::Result<std::fs::DirEntry>| {
            entry.expect("an entry").file_name().into_string().expect("text")
        };
        let mut names: Vec<_> = folder.map(name).collect();
        names.sort();
        names
    }
}

impl Drop for TemporaryFile {
    fn drop(&mut self) {
        if let Some(folder) = self.0.parent() {
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}
