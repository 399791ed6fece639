//! [`Store`]: a small S3 in memory. It checks its requests, and returns the faults that a test sets.

mod message;
mod operations;
mod transport;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aws_operation::{Client, Config, ConfigBuilder, Credentials, Retry, services};
use aws_operation_tests::faults::FaultServer;
use aws_operation_tests::{ACCESS_KEY, REGION, SECRET_KEY, crc32};
use bytes::Bytes;

pub use message::{Reply, Request};

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

    /// Sets whether responses to `GET` are always the whole object.
    pub fn ignoring_ranges(self, ignores_ranges: bool) -> Self {
        Self { ignores_ranges, ..self }
    }

    /// Sets whether checksums are neither stored nor checked.
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
    pub fn recover(&self) {
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
    pub fn take_names(&self) -> Vec<String> {
        self.take_seen().iter().map(Request::name).collect()
    }
}

/// The configuration of a client of a store.
pub fn config() -> ConfigBuilder {
    Config::builder()
        .region(REGION)
        .credentials(Credentials::new(ACCESS_KEY, SECRET_KEY))
        .retry(Retry::standard().rules_2026(true))
}

/// A client of a server.
pub fn client(server: &FaultServer) -> Client {
    let config = config().endpoint_url(server.endpoint());
    Client::new(&config.build().expect("it is complete"), services::S3)
}
