//! [`Timeouts`]: limits for the parts of a call.

use std::time::Duration;

/// How long the parts of a call may take. A part without a timeout has no limit.
///
/// ```
/// use std::time::Duration;
///
/// use aws_operation::Timeouts;
///
/// let timeouts = Timeouts::default()
///     .attempt(Duration::from_secs(2))
///     .operation(Duration::from_secs(10));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    connect: Option<Duration>,
    read: Option<Duration>,
    attempt: Option<Duration>,
    operation: Option<Duration>,
    stalled_stream: Option<Duration>,
}

/// 3.1 s for connecting, 5 s for a stalled response body, and no other limit.
impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Some(Duration::from_millis(3100)),
            read: None,
            attempt: None,
            operation: None,
            stalled_stream: Some(Duration::from_secs(5)),
        }
    }
}

macro_rules! timeouts {
    ($($(#[$doc:meta])* $name:ident, $without:ident;)*) => {$(
        $(#[$doc])*
        #[must_use]
        pub const fn $name(mut self, timeout: Duration) -> Self {
            self.$name = Some(timeout);
            self
        }

        #[doc = concat!("Removes the limit of [`", stringify!($name), "`](Self::", stringify!($name), ").")]
        #[must_use]
        pub const fn $without(mut self) -> Self {
            self.$name = None;
            self
        }
    )*};
}

impl Timeouts {
    /// No limits. A request that gets no connection for minutes still fails.
    pub const fn none() -> Self {
        Self { connect: None, read: None, attempt: None, operation: None, stalled_stream: None }
    }

    timeouts! {
        /// Limits connecting: looking up the name, TCP, and TLS. 3.1 s unless set.
        connect, no_connect;
        /// Limits sending the request and waiting for the head of the response; if the request's body is
        /// a stream, only the wait after its last byte. No limit unless set, as
        /// in the AWS SDK for Rust: some operations, such as Lambda's `Invoke` and Bedrock's
        /// `InvokeModel`, send nothing for many minutes, and a timeout that is too short would carry
        /// them out twice. TCP keep-alive ends the wait for a peer that is gone. Set a limit that is
        /// longer than the slowest answer, so that a server that accepts a request and never answers
        /// does not hold the call for ever.
        read, no_read;
        /// Limits one attempt, up to the end of the response's body. If the body is a
        /// [`ByteStream`](crate::ByteStream), up to the end of its head. No limit unless set.
        attempt, no_attempt;
        /// Limits the whole call: all attempts, and the waits between them. No limit unless set.
        operation, no_operation;
        /// Limits how long the response's body may be stalled: the attempt, or the reader of a
        /// [`ByteStream`](crate::ByteStream), fails if less than a byte a second arrives for this long.
        /// Only the time that is spent waiting counts. 5 s unless set.
        ///
        /// It does not apply to responses that may pause for any time: those with the content type
        /// `application/vnd.amazon.eventstream` or `text/event-stream`, those with an
        /// [`EventStream`](crate::EventStream), and those of operations that are declared with
        /// `no_stalled_stream`. It does not apply before the head of the response
        /// either: [`read`](Self::read) limits that time.
        ///
        /// A request's body that is a stream may be stalled four times as long, because systems take
        /// megabytes into their buffers at once. The time that the program takes to produce the stream
        /// does not count. Events that are sent have no limit.
        stalled_stream, no_stalled_stream;
    }

    /// The limit of connecting.
    pub const fn connect_timeout(&self) -> Option<Duration> {
        self.connect
    }

    /// The limit of waiting for the response's head.
    pub const fn read_timeout(&self) -> Option<Duration> {
        self.read
    }

    /// The limit of one attempt.
    pub const fn attempt_timeout(&self) -> Option<Duration> {
        self.attempt
    }

    /// The limit of the whole call.
    pub const fn operation_timeout(&self) -> Option<Duration> {
        self.operation
    }

    /// How long a response's body may be stalled.
    pub const fn stalled_stream_timeout(&self) -> Option<Duration> {
        self.stalled_stream
    }
}
