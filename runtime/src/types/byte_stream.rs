//! [`ByteStream`]: a payload that need not fit into memory.

use std::fmt;
#[cfg(feature = "s3")]
use std::ops::Range;
#[cfg(feature = "s3")]
use std::path::Path;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use super::{Blob, Body};
use crate::error::BodyError;

/// A payload that need not fit into memory (Smithy `streaming` blob).
///
/// It is the type of a `#[payload]` member, of requests and of outputs:
///
/// ```no_run
/// use aws_operation::{ByteStream, Client, Config, aws_operation, aws_output, services};
///
/// #[aws_operation(
///     protocol = "restXml",
///     method = "GET",
///     uri = "/{Bucket}/{Key+}",
///     output = GetObjectOutput,
///     rename_all = "PascalCase"
/// )]
/// struct GetObject {
///     #[context_param("Bucket")]
///     bucket: String,
///     key: String,
/// }
///
/// #[aws_output]
/// struct GetObjectOutput {
///     #[payload]
///     body: ByteStream,
/// }
///
/// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
/// # let config = Config::load().await?;
/// let s3 = Client::new(&config, services::S3);
/// let get = GetObject { bucket: "pets".into(), key: "cat.jpg".into() };
/// let mut body = s3.send(get).await?.body;
/// while let Some(chunk) = body.next().await {
///     println!("{} bytes", chunk?.len());
/// }
/// # Ok(())
/// # }
/// ```
///
/// # In a request
///
/// - From bytes or text: `body: "hello".into()`. The bytes are shared, not copied.
/// - From a file: [`from_path`](Self::from_path).
/// - From a stream of chunks: [`from_stream`](Self::from_stream), or
///   [`from_reader`](Self::from_reader) for an `AsyncRead`, each followed by
///   [`with_length`](Self::with_length).
///
/// Bytes and files can be sent again, so the call is retried as usual. A stream can be sent once: the
/// call is retried only if nothing was read from the stream. [`from_fn`](Self::from_fn) makes a
/// stream that can be sent again.
///
/// # In an output
///
/// The call returns when the head of the response has arrived. Its timeouts end then. The bytes are
/// received while they are read: [`next`](Self::next), [`collect`](Self::collect),
/// [`write_to_path`](Self::write_to_path), [`into_reader`](Self::into_reader), or as a [`Stream`]. If
/// the response breaks, stalls or is not what was announced, the reader gets a [`BodyError`]. A
/// stream that is dropped before its end closes its connection.
///
/// An output's stream can be the payload of another request.
pub struct ByteStream {
    source: Source,
    on_progress: Option<OnProgress>,
}

/// Where the bytes come from.
#[derive(Clone)]
enum Source {
    Bytes(Bytes),
    /// The same bytes each time.
    Again {
        open: Open,
        length: Option<u64>,
        #[cfg(feature = "s3")]
        file: Option<FileRange>,
    },
    /// A body that can be read once. Clones share it: the first that is read takes it.
    Once {
        body: Arc<Mutex<Option<Body>>>,
        length: Option<u64>,
    },
}

type Open = Arc<dyn Fn() -> Body + Send + Sync>;
pub(crate) type OnProgress = Arc<dyn Fn(Progress) + Send + Sync>;

/// A range of a file.
#[cfg(feature = "s3")]
pub(crate) type FileRange = (Arc<Path>, Range<u64>);

/// How much of a [`ByteStream`] has been sent or read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// How many bytes have passed. A retry begins at 0 again.
    pub bytes: u64,
    /// The length of the stream in bytes, if it is known.
    pub total: Option<u64>,
}

impl ByteStream {
    fn new(source: Source) -> Self {
        Self { source, on_progress: None }
    }

    /// A stream without bytes.
    pub const fn empty() -> Self {
        Self { source: Source::Bytes(Bytes::new()), on_progress: None }
    }

    /// A stream of chunks, which can be sent once. Requests need its length: add it with
    /// [`with_length`](Self::with_length).
    ///
    /// ```
    /// use aws_operation::ByteStream;
    /// use bytes::Bytes;
    ///
    /// # fn f(chunks: impl futures_core::Stream<Item = std::io::Result<Bytes>> + Send + 'static) {
    /// let body = ByteStream::from_stream(chunks).with_length(1_000_000);
    /// # }
    /// ```
    pub fn from_stream<S, B, E>(chunks: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        Self::once(Body::stream(Converted(Box::pin(chunks)), None))
    }

    /// A stream that can be sent again: `open` is called for each attempt, and must return the same
    /// chunks each time. Requests need its length: add it with [`with_length`](Self::with_length).
    pub fn from_fn<S, B, E>(open: impl Fn() -> S + Send + Sync + 'static) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        Self::again(move || Body::stream(Converted(Box::pin(open())), None), None)
    }

    /// The stream of a body that can be read once.
    pub(crate) fn once(body: Body) -> Self {
        match body.as_bytes() {
            Some(bytes) => Self::new(Source::Bytes(bytes.clone())),
            None => {
                let length = body.length();
                Self::new(Source::Once { body: Arc::new(Mutex::new(Some(body))), length })
            }
        }
    }

    /// The stream of bodies with the same bytes.
    pub(crate) fn again(
        open: impl Fn() -> Body + Send + Sync + 'static,
        length: Option<u64>,
    ) -> Self {
        Self::new(Source::Again {
            open: Arc::new(open),
            length,
            #[cfg(feature = "s3")]
            file: None,
        })
    }

    /// Records that the bytes are a range of a file, so that parts of it can be read separately.
    #[cfg(feature = "s3")]
    #[must_use]
    pub(crate) fn of_file_range(mut self, path: Arc<Path>, range: Range<u64>) -> Self {
        if let Source::Again { file, .. } = &mut self.source {
            *file = Some((path, range));
        }
        self
    }

    /// The file, and the range of it, if the bytes are those of a file.
    #[cfg(feature = "s3")]
    pub(crate) fn file_range(&self) -> Option<FileRange> {
        match &self.source {
            // If `with_length` has set another length, the stream must report the error.
            Source::Again { file: Some((path, range)), length, .. }
                if *length == Some(range.end - range.start) =>
            {
                Some((Arc::clone(path), range.clone()))
            }
            _ => None,
        }
    }

    /// The bytes, if they are in memory.
    #[cfg(feature = "s3")]
    pub(crate) fn in_memory(&self) -> Option<&Bytes> {
        match &self.source {
            Source::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// Takes the function that [`on_progress`](Self::on_progress) has set.
    #[cfg(feature = "s3")]
    pub(crate) fn take_on_progress(&mut self) -> Option<OnProgress> {
        self.on_progress.take()
    }

    /// Sets the length in bytes. A stream with more or fewer bytes is then an error when it is sent or
    /// read.
    #[must_use]
    pub fn with_length(mut self, bytes: u64) -> Self {
        match &mut self.source {
            Source::Again { length, .. } | Source::Once { length, .. } => *length = Some(bytes),
            Source::Bytes(content) => {
                if content.len() as u64 != bytes {
                    let content = std::mem::take(content);
                    let open: Open = Arc::new(move || Body::from(content.clone()));
                    self.source = Source::Again {
                        open,
                        length: Some(bytes),
                        #[cfg(feature = "s3")]
                        file: None,
                    };
                }
            }
        }
        self
    }

    /// Calls `report` whenever bytes have been sent or read.
    ///
    /// ```
    /// use aws_operation::ByteStream;
    ///
    /// let body = ByteStream::from("hello").on_progress(|progress| {
    ///     println!("{} of {:?} bytes", progress.bytes, progress.total);
    /// });
    /// assert_eq!(body.length(), Some(5));
    /// ```
    #[must_use]
    pub fn on_progress(mut self, report: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.on_progress = Some(Arc::new(report));
        self
    }

    /// The length in bytes, if it is known.
    pub fn length(&self) -> Option<u64> {
        match &self.source {
            Source::Bytes(bytes) => Some(bytes.len() as u64),
            Source::Again { length, .. } | Source::Once { length, .. } => *length,
        }
    }

    /// The bytes, if they are in memory and no progress is reported.
    pub(crate) fn as_bytes(&self) -> Option<&Bytes> {
        match &self.source {
            Source::Bytes(bytes) if self.on_progress.is_none() => Some(bytes),
            _ => None,
        }
    }

    /// A stream of the same bytes. A body that can be read once is shared.
    pub(crate) fn share(&self) -> Self {
        Self { source: self.source.clone(), on_progress: self.on_progress.clone() }
    }

    /// Whether [`open`](Self::open) would succeed.
    pub(crate) fn can_open(&self) -> bool {
        match &self.source {
            Source::Bytes(_) | Source::Again { .. } => true,
            Source::Once { body, .. } => lock(body).is_some(),
        }
    }

    /// Whether the bytes can be read more than once.
    pub(crate) fn can_repeat(&self) -> bool {
        !matches!(self.source, Source::Once { .. })
    }

    /// A body that begins with the first byte. If the bytes can be read only once, this succeeds again
    /// only if nothing was read.
    pub(crate) fn open(&self) -> Result<Body, BodyError> {
        let body = match &self.source {
            Source::Bytes(bytes) => Body::from(bytes.clone()),
            Source::Again { open, .. } => open(),
            Source::Once { body, .. } => {
                let taken = lock(body).take().ok_or_else(BodyError::used)?;
                let length = taken.length();
                let returns = Returns { body: Some(taken), to: Arc::clone(body), is_read: false };
                Body::stream(returns, length)
            }
        };
        let total = self.length();
        let body = match total {
            Some(length) if body.length() != Some(length) => {
                Body::stream(Exact { body, length, left: length }, total)
            }
            _ => body,
        };
        Ok(match &self.on_progress {
            Some(report) => {
                let report = Arc::clone(report);
                Body::stream(
                    Counted { body, report, progress: Progress { bytes: 0, total } },
                    total,
                )
            }
            None => body,
        })
    }

    /// The next chunk; `None` at the end. No chunk is empty. After an error the stream has ended.
    pub async fn next(&mut self) -> Option<Result<Bytes, BodyError>> {
        std::future::poll_fn(|context| self.poll_chunk(context)).await
    }

    pub(crate) fn poll_chunk(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, BodyError>>> {
        if let Source::Bytes(bytes) = &mut self.source {
            if self.on_progress.is_none() {
                let bytes = std::mem::take(bytes);
                return Poll::Ready((!bytes.is_empty()).then_some(Ok(bytes)));
            }
        }
        let body = match &mut self.source {
            Source::Once { body, .. } if self.on_progress.is_none() => body,
            _ => {
                // The source is opened once. Later calls read the open body.
                let body = match self.open() {
                    Ok(body) => body,
                    Err(error) => return Poll::Ready(Some(Err(error))),
                };
                self.on_progress = None;
                let length = body.length();
                self.source = Source::Once { body: Arc::new(Mutex::new(Some(body))), length };
                return self.poll_chunk(context);
            }
        };
        let chunk = match &mut *lock(body) {
            Some(body) => ready!(body.poll_chunk(context)),
            None => Some(Err(BodyError::used())),
        };
        if !matches!(chunk, Some(Ok(_))) {
            // An end or an error is final. What the body holds is freed.
            self.source = Source::Bytes(Bytes::new());
        }
        Poll::Ready(chunk)
    }

    /// Reads the whole stream into memory.
    ///
    /// # Errors
    ///
    /// [`BodyError`]: the stream has more than `max_bytes`, or cannot be read to its end.
    pub async fn collect(self, max_bytes: usize) -> Result<Bytes, BodyError> {
        self.open()?.collect(max_bytes).await
    }
}

impl Default for ByteStream {
    fn default() -> Self {
        Self::empty()
    }
}

/// Prints only the length.
impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.length() {
            Some(length) => write!(f, "ByteStream({length} bytes)"),
            None => f.write_str("ByteStream(unknown length)"),
        }
    }
}

/// From every type that a [`Blob`] can be made from: bytes and text. Owned memory is reused; borrowed
/// memory is copied.
impl<T: Into<Blob>> From<T> for ByteStream {
    fn from(bytes: T) -> Self {
        Self::new(Source::Bytes(bytes.into().into_bytes()))
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_chunk(context)
    }
}

/// Ignores poisoning: the place is whole after every statement.
fn lock(place: &Mutex<Option<Body>>) -> MutexGuard<'_, Option<Body>> {
    place.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A program's stream, with this crate's types.
struct Converted<S>(Pin<Box<S>>);

impl<S, B, E> Stream for Converted<S>
where
    S: Stream<Item = Result<B, E>>,
    B: Into<Bytes>,
    E: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.as_mut().poll_next(context).map(|chunk| {
            chunk.map(|chunk| {
                chunk.map(Into::into).map_err(|error| {
                    let error: Box<dyn std::error::Error + Send + Sync> = error.into();
                    match error.downcast::<BodyError>() {
                        Ok(error) => *error,
                        Err(error) => {
                            BodyError::new("the stream cannot be read").with_source(error)
                        }
                    }
                })
            })
        })
    }
}

/// A body that goes back to its stream if it is dropped before anything was read.
struct Returns {
    body: Option<Body>,
    to: Arc<Mutex<Option<Body>>>,
    is_read: bool,
}

impl Stream for Returns {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(body) = &mut self.body else {
            return Poll::Ready(None);
        };
        let chunk = ready!(body.poll_chunk(context));
        self.is_read = true;
        Poll::Ready(chunk)
    }
}

impl Drop for Returns {
    fn drop(&mut self) {
        if !self.is_read {
            *lock(&self.to) = self.body.take();
        }
    }
}

/// A body with exactly this length.
pub(crate) struct Exact {
    body: Body,
    length: u64,
    left: u64,
}

impl Exact {
    /// The body of a response whose head has this length.
    pub(crate) fn announced(body: Body, length: u64) -> Body {
        Body::stream(Self { body, length, left: length }, Some(length))
    }
}

impl Stream for Exact {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let chunk = ready!(self.body.poll_chunk(context));
        let length = self.length;
        Poll::Ready(match chunk {
            Some(Ok(chunk)) => match self.left.checked_sub(chunk.len() as u64) {
                Some(left) => {
                    self.left = left;
                    Some(Ok(chunk))
                }
                None => Some(Err(BodyError::corrupt(format!(
                    "the stream has more than {length} bytes, which is its announced length"
                )))),
            },
            None if self.left > 0 => Some(Err(BodyError::corrupt(format!(
                "the stream ended after {} bytes; its announced length is {length}",
                length - self.left
            )))),
            other => other,
        })
    }
}

/// Reports how many bytes have passed.
struct Counted {
    body: Body,
    report: OnProgress,
    progress: Progress,
}

impl Stream for Counted {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let chunk = ready!(self.body.poll_chunk(context));
        if let Some(Ok(chunk)) = &chunk {
            self.progress.bytes += chunk.len() as u64;
            (self.report)(self.progress);
        }
        Poll::Ready(chunk)
    }
}
