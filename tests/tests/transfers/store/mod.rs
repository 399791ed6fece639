//! [`Store`]: a small S3 in memory, which checks its requests, and fails as a test says.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use aws_operation::{
    Body, BodyError, Client, Config, ConfigBuilder, Credentials, Retry, Transport, TransportError,
    TransportFuture, services,
};
use aws_operation_tests::chunked::data_and_trailer;
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

/// How a request or its response fails.
#[derive(Debug, Clone)]
pub enum Fault {
    /// The request is not carried out, and this is the response.
    Instead(Reply),
    /// The request is carried out, and this is the response.
    Afterwards(Reply),
    /// The connection breaks after so many bytes of the response's body.
    Cut(usize),
    /// The request is carried out, and the connection breaks before the response.
    Lost,
    /// The response's body stalls after so many bytes.
    Stall(usize),
    /// The request is not carried out, and there is no response.
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

    /// Makes requests fail as the function says.
    pub fn fail(&self, decide: impl FnMut(&Request) -> Option<Fault> + Send + 'static) {
        self.lock().decide = Some(Box::new(decide));
    }

    /// Makes the first requests with this name fail.
    pub fn fail_first(&self, name: &'static str, faults: impl IntoIterator<Item = Fault>) {
        let mut faults: Vec<_> = faults.into_iter().collect();
        faults.reverse();
        self.fail(move |request| if request.name() == name { faults.pop() } else { None });
    }

    /// Requests succeed again.
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

    /// Takes the requests so far.
    pub fn take_seen(&self) -> Vec<Request> {
        std::mem::take(&mut self.lock().seen)
    }

    /// Takes the requests so far, and returns their names in order.
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

    /// Carries out a request. Returns the response, and how it fails.
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
        // As with S3, the checksum in the headers is that of the whole object.
        Ok(reply
            .header("content-range", format!("bytes {start}-{}/{length}", end - 1))
            .body(object.body.slice(start..end)))
    }

    /// The CRC-32 in a request, if there is one. It is an error if the body has another.
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
            let (data, trailer) = data_and_trailer(body);
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

/// The configuration of a client of a store.
pub fn config() -> ConfigBuilder {
    Config::builder()
        .region("us-east-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
        .retry(Retry::standard().rules_2026(true))
}

/// A client of a server.
pub fn client(server: &FaultServer) -> Client {
    let config = config().endpoint_url(server.endpoint());
    Client::new(&config.build().expect("it is whole"), services::S3)
}

/// The same bytes for the same length, and others for another length.
pub fn many_bytes(length: usize) -> Bytes {
    aws_operation_tests::many_bytes(length).into()
}

/// Waits until something is so.
pub async fn until(mut is_so: impl FnMut() -> bool) {
    for _ in 0..1_000 {
        if is_so() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it did not happen within 10 s");
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
