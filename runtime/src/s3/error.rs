//! [`TransferError`]: why an upload or a download failed.

use std::error::Error as StdError;
use std::fmt;

use crate::error::{BodyError, Error, debug_as_display};

/// Why an upload or a download failed.
///
/// `Display` prints one line: the transfer, the part, the cause, and what is left on the server or on
/// the disk.
///
/// ```text
/// upload to pets/cat.mp4: part 3 (bytes 16777216 to 25165823): UploadPart: AccessDenied (403): … [host …, 1 attempt, not retryable]; the upload was aborted
/// ```
///
/// `Debug` prints the same line, and [`source`](StdError::source) returns `None`, so that error
/// reports contain no duplicates. To check the type of the cause, use [`call`](Self::call) or
/// [`get_ref`](Self::get_ref).
pub struct TransferError(Box<Inner>);

struct Inner {
    kind: TransferErrorKind,
    /// Such as "upload to pets/cat.mp4".
    transfer: String,
    /// The number of the part, and its description.
    part: Option<(u32, String)>,
    cause: Cause,
    /// What is left on the server or on the disk, and what to do about it.
    left: Option<String>,
    upload_id: Option<String>,
}

enum Cause {
    Call(Error),
    Body(BodyError),
    Io(String, std::io::Error),
    Text(String),
}

/// What failed in a transfer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransferErrorKind {
    /// A setting of the transfer is wrong, the object is too large, or there is no tokio runtime.
    Invalid,
    /// The body to upload cannot be read, needs more parts than S3 allows, or is a file that changed
    /// during the upload.
    Source,
    /// The file cannot be written.
    Target,
    /// A call failed; see [`TransferError::call`].
    Call,
    /// The body of a response broke and could not be continued, or a response lacks a header or member
    /// that the transfer needs.
    Body,
    /// The checksum of the bytes is not the one that the service returned.
    Corrupt,
    /// The object was replaced while it was downloaded.
    Replaced,
}

impl TransferError {
    fn new(kind: TransferErrorKind, cause: Cause) -> Self {
        let (transfer, part, left, upload_id) = (String::new(), None, None, None);
        Self(Box::new(Inner { kind, transfer, part, cause, left, upload_id }))
    }

    pub(super) fn text(kind: TransferErrorKind, text: impl Into<String>) -> Self {
        Self::new(kind, Cause::Text(text.into()))
    }

    pub(super) fn invalid(text: impl Into<String>) -> Self {
        Self::text(TransferErrorKind::Invalid, text)
    }

    pub(super) fn corrupt(text: impl Into<String>) -> Self {
        Self::text(TransferErrorKind::Corrupt, text)
    }

    pub(super) fn body(kind: TransferErrorKind, error: BodyError) -> Self {
        Self::new(kind, Cause::Body(error))
    }

    /// A file cannot be read or written.
    pub(super) fn io(kind: TransferErrorKind, text: String, error: std::io::Error) -> Self {
        Self::new(kind, Cause::Io(text, error))
    }

    /// Changes the error to [`TransferErrorKind::Replaced`].
    pub(super) fn replaced(mut self) -> Self {
        self.0.kind = TransferErrorKind::Replaced;
        self.leaving(
            "the object was replaced while it was downloaded; download it again".to_owned(),
        )
    }

    /// Adds the transfer, such as "upload to pets/cat.mp4".
    pub(super) fn of(mut self, transfer: String) -> Self {
        self.0.transfer = transfer;
        self
    }

    /// Adds the part that failed.
    pub(super) fn at_part(mut self, number: u32, what: String) -> Self {
        self.0.part.get_or_insert((number, what));
        self
    }

    /// Adds what is left on the server or on the disk.
    pub(super) fn leaving(mut self, left: String) -> Self {
        self.0.left = Some(left);
        self
    }

    /// Appends to what is left on the server or on the disk.
    pub(super) fn leaving_too(mut self, left: &str) -> Self {
        let before = self.0.left.take().map_or_else(String::new, |before| before + "; ");
        self.0.left = Some(before + left);
        self
    }

    pub(super) fn with_upload_id(mut self, id: &str) -> Self {
        self.0.upload_id = Some(id.to_owned());
        self
    }

    /// What failed.
    pub fn kind(&self) -> TransferErrorKind {
        self.0.kind
    }

    /// The error of the call that failed, if a call failed.
    pub fn call(&self) -> Option<&Error> {
        match &self.0.cause {
            Cause::Call(error) => Some(error),
            _ => None,
        }
    }

    /// The service's error code, such as `NoSuchBucket`.
    pub fn code(&self) -> Option<&str> {
        self.call()?.code()
    }

    /// The number of the part that failed, from 1.
    pub fn part(&self) -> Option<u32> {
        self.0.part.as_ref().map(|(number, _)| *number)
    }

    /// The id of the multipart upload that is left on the server, because it is
    /// [`resumable`](crate::s3::Upload::resumable) or could not be aborted.
    pub fn upload_id(&self) -> Option<&str> {
        self.0.upload_id.as_deref()
    }

    /// The cause, so that its type can be checked: an [`Error`], a [`BodyError`] or an
    /// [`std::io::Error`]. `Display` includes its message.
    pub fn get_ref(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.0.cause {
            Cause::Call(error) => Some(error),
            Cause::Body(error) => Some(error),
            Cause::Io(_, error) => Some(error),
            Cause::Text(_) => None,
        }
    }

    /// Converts the error for the reader of [`Download::stream`](crate::s3::Download::stream).
    pub(super) fn into_body_error(self) -> BodyError {
        match self.0.kind {
            TransferErrorKind::Corrupt => BodyError::corrupt(self.to_string()),
            _ => {
                let transfer = self.0.transfer.clone();
                BodyError::new(transfer).with_source(self)
            }
        }
    }
}

impl From<Error> for TransferError {
    fn from(error: Error) -> Self {
        Self::new(TransferErrorKind::Call, Cause::Call(error))
    }
}

impl fmt::Display for TransferError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { transfer, part, cause, left, .. } = &*self.0;
        if !transfer.is_empty() {
            write!(f, "{transfer}: ")?;
        }
        if let Some((_, what)) = part {
            write!(f, "{what}: ")?;
        }
        match cause {
            Cause::Call(error) => error.fmt(f)?,
            Cause::Body(error) => error.fmt(f)?,
            Cause::Io(text, error) => write!(f, "{text}: {error}")?,
            Cause::Text(text) => f.write_str(text)?,
        }
        match left {
            Some(left) => write!(f, "; {left}"),
            None => Ok(()),
        }
    }
}

/// Has no source: `Display` includes the message of the cause.
impl StdError for TransferError {}

debug_as_display!(TransferError);
