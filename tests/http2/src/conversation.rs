//! [`Conversation`]: one request with events, as the server sees it.

use aws_operation::internals::{FrameWriter, Frames};
use aws_operation::{EventHeader, RawEvent};
use aws_operation_tests::SECRET_KEY;
use aws_operation_tests::event_frames::messages;
use aws_operation_tests::event_signatures::EventChain;
use bytes::Bytes;
use h2::server::SendResponse;
use h2::{Reason, RecvStream, SendStream};

const EVENT_STREAM: &str = "application/vnd.amazon.eventstream";

/// A request with events, and its response.
pub struct Conversation {
    /// The head of the request.
    pub head: http::request::Parts,
    body: RecvStream,
    frames: Frames,
    chain: EventChain,
    respond: SendResponse<Bytes>,
    response: Option<SendStream<Bytes>>,
}

/// A message of the client.
#[derive(Debug, PartialEq)]
pub enum Message {
    /// An event with this payload.
    Event(String),
    /// The empty signed message, and then the end of the body.
    End,
    /// The client reset the stream.
    Reset(Reason),
}

impl Conversation {
    /// Verifies the request's signature. Refuses the request if it is wrong.
    ///
    /// # Errors
    ///
    /// The signature is wrong.
    pub fn new(
        request: http::Request<RecvStream>,
        mut respond: SendResponse<Bytes>,
    ) -> Result<Self, String> {
        let (head, body) = request.into_parts();
        let chain = match EventChain::open(&head, SECRET_KEY) {
            Ok(chain) => chain,
            Err(wrong) => {
                refuse(&mut respond, 403, "InvalidSignatureException")?;
                return Err(wrong);
            }
        };
        let frames = Frames::new();
        Ok(Self { head, body, frames, chain, respond, response: None })
    }

    /// Responds with an error.
    ///
    /// # Errors
    ///
    /// The client has reset the stream.
    pub fn refuse(&mut self, status: u16, code: &str) -> Result<(), String> {
        refuse(&mut self.respond, status, code)
    }

    /// Sends the head of the response.
    ///
    /// # Errors
    ///
    /// The client has reset the stream.
    pub fn begin(&mut self) -> Result<(), String> {
        let head = http::Response::builder()
            .header("content-type", EVENT_STREAM)
            .header("x-session", "s1")
            .body(());
        let head = head.map_err(|error| error.to_string())?;
        self.response = Some(self.respond.send_response(head, false).map_err(text)?);
        Ok(())
    }

    /// The next message of the client. Verifies its signature.
    ///
    /// # Errors
    ///
    /// The signature is wrong, the body is not a stream of events, or it ends too early.
    pub async fn next(&mut self) -> Result<Message, String> {
        loop {
            if let Some(message) = self.frames.next().map_err(text)? {
                self.chain.verify(&message)?;
                if message.payload().is_empty() {
                    return self.expect_end().await;
                }
                return Ok(Message::Event(payload(&message)?));
            }
            match self.body.data().await {
                Some(Ok(chunk)) => {
                    let flow = self.body.flow_control();
                    flow.release_capacity(chunk.len()).map_err(text)?;
                    self.frames.push(chunk);
                }
                Some(Err(error)) => return reset(&error),
                None => return Err("the body ends without the empty message".into()),
            }
        }
    }

    async fn expect_end(&mut self) -> Result<Message, String> {
        match self.body.data().await {
            None => self.frames.finish().map(|()| Message::End).map_err(text),
            Some(Ok(chunk)) if chunk.is_empty() && self.body.is_end_stream() => Ok(Message::End),
            Some(Ok(_)) => Err("the body continues after the empty message".into()),
            Some(Err(error)) => reset(&error),
        }
    }

    /// Waits until the client has reset the response.
    ///
    /// # Errors
    ///
    /// The connection broke, or the response has not begun.
    pub async fn reset_by_client(&mut self) -> Result<Reason, String> {
        let response = self.response.as_mut().ok_or("no response")?;
        std::future::poll_fn(|context| response.poll_reset(context)).await.map_err(text)
    }

    /// Sends an event with this text.
    ///
    /// # Errors
    ///
    /// The client has reset the stream, or the response has not begun.
    pub fn echo(&mut self, words: &str) -> Result<(), String> {
        self.write("event", "echo", &format!(r#"{{"text":"{words}"}}"#))
    }

    /// Sends an exception with this message.
    ///
    /// # Errors
    ///
    /// The client has reset the stream, or the response has not begun.
    pub fn exception(&mut self, name: &str, message: &str) -> Result<(), String> {
        self.write("exception", name, &format!(r#"{{"message":"{message}"}}"#))
    }

    fn write(&mut self, kind: &str, name: &str, payload: &str) -> Result<(), String> {
        let mut frame = FrameWriter::new();
        let named = format!(":{kind}-type");
        for (header, value) in [(":message-type", kind), (&*named, name)] {
            frame.header(header, EventHeader::Text(value)).map_err(text)?;
        }
        let frame = frame.finish(payload.as_bytes()).map_err(text)?;
        let response = self.response.as_mut().ok_or("no response")?;
        response.send_data(frame, false).map_err(text)
    }

    /// Ends the response.
    ///
    /// # Errors
    ///
    /// The client has reset the stream, or the response has not begun.
    pub fn end(&mut self) -> Result<(), String> {
        let response = self.response.as_mut().ok_or("no response")?;
        response.send_data(Bytes::new(), true).map_err(text)
    }

    /// Resets the stream.
    pub fn reset(mut self) {
        self.respond.send_reset(Reason::INTERNAL_ERROR);
    }
}

fn refuse(respond: &mut SendResponse<Bytes>, status: u16, code: &str) -> Result<(), String> {
    let head = http::Response::builder().status(status).header("x-amzn-errortype", code).body(());
    let head = head.map_err(|error| error.to_string())?;
    let mut response = respond.send_response(head, false).map_err(text)?;
    response.send_data(Bytes::from_static(br#"{"message":"no"}"#), true).map_err(text)
}

/// The document of the event in a signed message.
fn payload(message: &RawEvent) -> Result<String, String> {
    let events = messages(message.payload_bytes())?;
    let [event] = &events[..] else { return Err(format!("{} events", events.len())) };
    String::from_utf8(event.payload().to_vec()).map_err(|error| error.to_string())
}

fn reset(error: &h2::Error) -> Result<Message, String> {
    match error.reason() {
        Some(reason) if error.is_reset() && error.is_remote() => Ok(Message::Reset(reason)),
        _ => Err(error.to_string()),
    }
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}
