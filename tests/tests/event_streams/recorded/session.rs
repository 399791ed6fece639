//! [`Session`]: a recorded session, and [`Replay`]: a transport that replays it.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::{Duration, SystemTime};

use aws_operation::{
    Body, BodyError, Client, Config, Credentials, Service, Timer, Transport, TransportFuture,
};
use aws_operation_tests::generated::{leave_out, vectors};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde_json::Value;

use super::frame::Frame;

/// A recorded session: one request and its response.
#[derive(Clone)]
pub struct Session {
    pub uri: String,
    pub request: Headers,
    pub response: Headers,
    pub actions: VecDeque<Action>,
}

/// What was sent or received, in this order.
#[derive(Clone)]
pub enum Action {
    Sent(Bytes),
    /// The end of the request's body.
    End,
    /// The head of the response.
    Head,
    Received(Bytes),
}

/// The headers of a request or a response.
#[derive(Clone)]
pub struct Headers(Value);

impl Headers {
    /// The only value of a header; `""` if it is missing.
    pub fn get(&self, name: &str) -> &str {
        self.0[name][0].as_str().unwrap_or_default()
    }

    fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        let headers = self.0.as_object().into_iter().flatten();
        headers.map(|(name, values)| (name.as_str(), values[0].as_str().unwrap_or_default()))
    }
}

impl Session {
    /// Reads a session; `None` if there are no vectors.
    ///
    /// # Errors
    ///
    /// The vectors are missing in CI, or the file has another form.
    pub fn read(name: &str) -> Result<Option<Self>, String> {
        let file = vectors().join("eventstream/recorded").join(format!("{name}.json"));
        let Ok(text) = std::fs::read_to_string(&file) else {
            leave_out("recorded sessions with event streams", &file)?;
            return Ok(None);
        };
        let document: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        // Some recordings are a list, and some are an object with a list.
        let events = document.get("events").unwrap_or(&document).as_array().ok_or("no events")?;
        let actions = || events.iter().map(|event| &event["action"]);
        let request = actions().find_map(|it| it["Request"].get("request")).ok_or("no request")?;
        let response = actions().find_map(|it| it["Response"]["response"].get("Ok"));
        Ok(Some(Self {
            uri: request["uri"].as_str().unwrap_or_default().to_owned(),
            request: Headers(request["headers"].clone()),
            response: Headers(response.ok_or("no response")?["headers"].clone()),
            actions: actions().filter_map(|it| action(it).transpose()).collect::<Result<_, _>>()?,
        }))
    }

    /// The body of the request.
    pub fn sent(&self) -> Vec<Bytes> {
        let sent = self.actions.iter().filter_map(|action| match action {
            Action::Sent(bytes) => Some(bytes.clone()),
            _ => None,
        });
        sent.collect()
    }

    /// The messages of the response.
    ///
    /// # Errors
    ///
    /// They are invalid.
    pub fn received(&self) -> Result<Vec<Frame>, String> {
        let received = self.actions.iter().filter_map(|action| match action {
            Action::Received(bytes) => Some(&**bytes),
            _ => None,
        });
        Frame::all(&received.collect::<Vec<_>>().concat())
    }

    /// The time at which the request was signed.
    ///
    /// # Errors
    ///
    /// It is missing.
    pub fn time(&self) -> Result<SystemTime, String> {
        let date = self.request.get("x-amz-date");
        let part = |from: usize, to: usize| date.get(from..to).unwrap_or_default();
        let (day, time) = ((part(0, 4), part(4, 6), part(6, 8)), (part(9, 11), part(11, 13)));
        let text = format!("{}-{}-{}T{}:{}:{}Z", day.0, day.1, day.2, time.0, time.1, part(13, 15));
        let time: aws_operation::Timestamp =
            text.parse().map_err(|_| format!("the date {date:?} is invalid"))?;
        Ok(time.into())
    }
}

fn action(action: &Value) -> Result<Option<Action>, String> {
    if action["Response"].is_object() {
        return Ok(Some(Action::Head));
    }
    if action["Eof"]["direction"] == "Request" {
        return Ok(Some(Action::End));
    }
    let data = &action["Data"];
    let bytes: Bytes = match (data["data"]["Base64"].as_str(), data["data"]["Utf8"].as_str()) {
        (Some(text), _) => STANDARD.decode(text).map_err(|error| error.to_string())?.into(),
        (None, Some(text)) => text.to_owned().into(),
        (None, None) => return Ok(None),
    };
    Ok(match data["direction"].as_str() {
        Some("Request") => Some(Action::Sent(bytes)),
        Some("Response") => Some(Action::Received(bytes)),
        _ => return Err("data without a direction".to_owned()),
    })
}

/// Replays a session in its order: it takes as much of the request's body as was sent between two
/// pieces of the response. The clock shows the time of the recording: before it takes an event, it is
/// set to the date of the recorded event.
#[derive(Clone)]
pub struct Replay(Arc<Shared>);

struct Shared {
    session: Session,
    /// In milliseconds.
    clock: AtomicU64,
    seen: Mutex<Seen>,
}

/// The request that the client sent.
#[derive(Default)]
pub struct Seen {
    pub head: Option<http::request::Parts>,
    /// The chunks of the body. There is one for each event.
    pub body: Vec<Bytes>,
}

impl Replay {
    /// A client that calls the recorded service in this region, and the recording.
    ///
    /// # Errors
    ///
    /// The recording has no time, or the configuration is refused.
    pub async fn client(
        session: Session,
        region: &str,
        service: Service,
        (id, secret): (&str, &str),
    ) -> Result<(Client, Self), Box<dyn std::error::Error>> {
        let now = session.time()?.duration_since(SystemTime::UNIX_EPOCH)?.as_millis();
        let clock = AtomicU64::new(u64::try_from(now)?);
        let replay = Self(Arc::new(Shared { session, clock, seen: Mutex::default() }));
        let config = Config::builder()
            .region(region)
            .credentials(Credentials::new(id, secret))
            .transport(replay.clone())
            .timer(Clock(replay.clone()))
            .load()
            .await?;
        Ok((Client::new(&config, service), replay))
    }

    /// The number of chunks of the request's body that were sent.
    pub fn sent(&self) -> usize {
        self.lock().body.len()
    }

    /// The request that the client sent.
    pub fn seen(&self) -> Seen {
        std::mem::take(&mut *self.lock())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Seen> {
        self.0.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Clock(Replay);

impl Timer for Clock {
    fn now(&self) -> SystemTime {
        let millis = self.0.0.clock.load(Ordering::SeqCst);
        SystemTime::UNIX_EPOCH + Duration::from_millis(millis)
    }

    fn elapsed(&self) -> Duration {
        Duration::ZERO
    }

    fn sleep(&self, _: Duration) -> aws_operation::SleepFuture {
        Box::pin(std::future::pending())
    }
}

impl Transport for Replay {
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
        let (head, body) = request.into_parts();
        self.lock().head = Some(head);
        let mut replaying = Replaying {
            replay: self.clone(),
            request: body,
            actions: self.0.session.actions.clone(),
            is_pending: false,
        };
        Box::pin(async move {
            std::future::poll_fn(|context| replaying.poll(context)).await;
            let mut response = http::Response::builder();
            for (name, value) in replaying.replay.0.session.response.all() {
                response = response.header(name, value);
            }
            let body = Body::stream(replaying, None);
            response
                .body(body)
                .map_err(|error| aws_operation::TransportError::other(error.to_string()))
        })
    }
}

/// A session that is replayed.
struct Replaying {
    replay: Replay,
    request: Body,
    actions: VecDeque<Action>,
    /// Whether the last poll was pending, so that this one is ready.
    is_pending: bool,
}

impl Replaying {
    /// The next piece of the response; an empty one for its head.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Bytes>> {
        loop {
            match self.actions.front() {
                Some(Action::Sent(bytes)) => {
                    if let Some(date) = Frame::date(bytes) {
                        self.replay.0.clock.store(date, Ordering::SeqCst);
                    }
                    if let Some(Ok(chunk)) = ready!(self.request.poll_chunk(context)) {
                        self.replay.lock().body.push(chunk);
                    }
                }
                Some(Action::End) => {
                    while let Some(Ok(chunk)) = ready!(self.request.poll_chunk(context)) {
                        self.replay.lock().body.push(chunk);
                    }
                }
                Some(Action::Head) => {
                    self.actions.pop_front();
                    return Poll::Ready(Some(Bytes::new()));
                }
                // Each piece arrives later than the one before it.
                Some(Action::Received(_)) if !self.is_pending => {
                    self.is_pending = true;
                    context.waker().wake_by_ref();
                    return Poll::Pending;
                }
                Some(Action::Received(bytes)) => {
                    self.is_pending = false;
                    let bytes = bytes.clone();
                    self.actions.pop_front();
                    return Poll::Ready(Some(bytes));
                }
                None => return Poll::Ready(None),
            }
            self.actions.pop_front();
        }
    }
}

impl futures_core::Stream for Replaying {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context).map(|bytes| bytes.map(Ok))
    }
}
