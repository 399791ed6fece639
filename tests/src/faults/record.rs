//! The requests that a server received, and counts.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// A received request.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The number of its connection, from 0.
    pub connection: usize,
    /// The head, unchanged.
    pub head: String,
    /// The part of the body that was read.
    pub body: Vec<u8>,
}

impl Seen {
    /// The method.
    pub fn method(&self) -> &str {
        self.words().0
    }

    /// The path and the query.
    pub fn target(&self) -> &str {
        self.words().1
    }

    fn words(&self) -> (&str, &str) {
        let mut words = self.head.split(' ');
        (words.next().unwrap_or_default(), words.next().unwrap_or_default())
    }

    /// The value of a header, or an empty string if it is missing.
    pub fn header(&self, name: &str) -> &str {
        let headers = self.head.lines().filter_map(|line| line.split_once(':'));
        let mut named = headers.filter(|(found, _)| found.eq_ignore_ascii_case(name));
        named.next().map_or("", |(_, value)| value.trim())
    }

    /// `attempt` and `max` of `amz-sdk-request`. Zeros if the header has another form.
    pub fn attempt(&self) -> (u32, u32) {
        let number = |part: Option<&str>, name: &str| {
            part.and_then(|part| part.strip_prefix(name)?.parse().ok()).unwrap_or(0)
        };
        let mut parts = self.header("amz-sdk-request").split("; ");
        (number(parts.next(), "attempt="), number(parts.next(), "max="))
    }

    /// The invocation id, which all attempts of a call share.
    pub fn invocation(&self) -> &str {
        self.header("amz-sdk-invocation-id")
    }
}

/// Counts of a server.
#[derive(Debug, Default)]
pub struct Counts {
    connections: AtomicUsize,
    open: AtomicUsize,
    peak: AtomicUsize,
    requests: AtomicUsize,
    seen: Mutex<Vec<Seen>>,
}

impl Counts {
    /// How many connections were opened.
    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    /// How many connections are open now.
    pub fn open(&self) -> usize {
        self.open.load(Ordering::SeqCst)
    }

    /// The maximum number of connections that were open at the same time.
    pub fn peak(&self) -> usize {
        self.peak.load(Ordering::SeqCst)
    }

    /// How many request heads were received.
    pub fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }

    /// The requests received so far, if they are kept.
    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn connected(&self) -> usize {
        let open = self.open.fetch_add(1, Ordering::SeqCst) + 1;
        self.peak.fetch_max(open, Ordering::SeqCst);
        self.connections.fetch_add(1, Ordering::SeqCst)
    }

    pub(super) fn disconnected(&self) {
        self.open.fetch_sub(1, Ordering::SeqCst);
    }

    pub(super) fn requested(&self) {
        self.requests.fetch_add(1, Ordering::SeqCst);
    }

    pub(super) fn keep(&self, seen: Seen) {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).push(seen);
    }
}
