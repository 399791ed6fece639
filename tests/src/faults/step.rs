//! [`Step`]: how the server handles one request.

use std::time::Duration;

use super::answer::Answer;

/// How the server handles one request.
#[derive(Debug, Clone)]
pub struct Step {
    /// How much of the request is read before the response.
    pub read: Read,
    /// The bytes that are sent, valid or not.
    pub send: Vec<u8>,
    /// How fast the bytes are sent.
    pub pace: Pace,
    /// What happens to the connection afterwards.
    pub end: End,
}

/// How much of a request is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Read {
    /// Nothing. Only for a new connection, as soon as data arrives.
    Nothing,
    /// The head, and the part of the body that has arrived with it.
    Head,
    /// The head and the body.
    All,
}

/// How fast a response is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// As fast as possible.
    AtOnce,
    /// The last bytes one by one, with this time before each.
    Drip(usize, Duration),
    /// The last byte is repeated without end.
    Endless,
}

/// What happens to the connection after the response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// It is kept for the next request.
    Keep,
    /// It is closed.
    Close,
    /// It is closed after this time. Nothing is read in the meantime.
    CloseAfter(Duration),
    /// The server's side is closed after this time. Nothing is read.
    HalfCloseAfter(Duration),
    /// It is closed this long after another request has arrived. The request is not read.
    CloseOnRequest(Duration),
    /// It is reset (RST).
    Reset,
    /// It is kept open, and nothing more is sent.
    Hang,
}

impl Step {
    /// Reads the request, sends the response, and keeps the connection.
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

    /// Sets another pace.
    #[must_use]
    pub fn pace(self, pace: Pace) -> Self {
        Self { pace, ..self }
    }
}
