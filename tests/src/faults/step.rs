//! [`Step`]: what the server does with one request.

use std::time::Duration;

use super::answer::Answer;

/// What the server does with one request.
#[derive(Debug, Clone)]
pub struct Step {
    /// How much of the request is read first.
    pub read: Read,
    /// What is sent then, whatever it means.
    pub send: Vec<u8>,
    /// How fast.
    pub pace: Pace,
    /// What becomes of the connection.
    pub end: End,
}

/// How much of a request is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Read {
    /// Nothing: only on a new connection, as soon as there is something to read.
    Nothing,
    /// The head, and nothing of the body that was not there yet.
    Head,
    /// All of it.
    All,
}

/// How fast an answer is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// As fast as it goes.
    AtOnce,
    /// These last bytes one by one, with so much time before each.
    Drip(usize, Duration),
    /// The last byte again and again, without end.
    Endless,
}

/// What becomes of the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// It is kept for another request.
    Keep,
    /// It is closed.
    Close,
    /// It is closed after a while, in which nothing is read.
    CloseAfter(Duration),
    /// Our side is closed after a while, and theirs is not read.
    HalfCloseAfter(Duration),
    /// It is closed so long after another request has come, which is not read.
    CloseOnRequest(Duration),
    /// It is reset (RST).
    Reset,
    /// It is kept, and nothing happens any more.
    Hang,
}

impl Step {
    /// Reads the request, answers, and keeps the connection.
    pub fn answer(answer: &Answer) -> Self {
        Self::send(answer.bytes(), End::Keep)
    }

    /// Reads the request, and sends these bytes.
    pub fn send(bytes: impl Into<Vec<u8>>, end: End) -> Self {
        Self { read: Read::All, send: bytes.into(), pace: Pace::AtOnce, end }
    }

    /// Sends nothing.
    pub fn nothing(read: Read, end: End) -> Self {
        Self { read, ..Self::send([], end) }
    }

    /// The same at another pace.
    #[must_use]
    pub fn pace(self, pace: Pace) -> Self {
        Self { pace, ..self }
    }
}
