//! Uploads to and downloads from S3, of objects of any size.
//!
//! [`upload`] and [`download`] divide an object into parts. They transfer several parts at once, retry
//! each part separately, and check the whole object. They work with any server that has S3's multipart
//! operations.
//!
//! ```no_run
//! use aws_operation::{ByteStream, Client, Config, s3, services};
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let config = Config::load().await?;
//! let client = Client::new(&config, services::S3);
//! let film = ByteStream::from_path("film.mp4").await?;
//! s3::upload(&client, "films", "film.mp4", film).content_type("video/mp4").await?;
//! s3::download(&client, "films", "film.mp4").to_path("copy.mp4").await?;
//! # Ok(())
//! # }
//! ```

mod download;
mod e_tag;
mod error;
mod headers;
mod into_file;
mod multipart;
mod object;
mod object_checksum;
mod opened;
mod operations;
mod part;
mod pool;
mod progress;
mod remote;
mod resuming;
mod sizes;
mod source;
mod stored_parts;
mod target;
mod upload;

use crate::client::Client;
use crate::types::ByteStream;

pub use download::Download;
pub use error::{TransferError, TransferErrorKind};
pub use opened::Downloaded;
pub use upload::{Upload, Uploaded};

/// Uploads an object. The body is a [`ByteStream`], of known or unknown length, or any type that
/// converts to one.
///
/// ```no_run
/// use aws_operation::{ByteStream, Client, s3};
///
/// # async fn run(client: Client) -> Result<(), Box<dyn std::error::Error>> {
/// let film = ByteStream::from_path("film.mp4").await?;
/// let uploaded = s3::upload(&client, "films", "film.mp4", film)
///     .content_type("video/mp4")
///     .metadata("director", "Murnau")
///     .header("x-amz-storage-class", "STANDARD_IA")
///     .part_size(16 * 1024 * 1024)
///     .on_progress(|progress| println!("{} of {:?} bytes", progress.bytes, progress.total))
///     .await?;
/// println!("ETag {:?}", uploaded.e_tag);
///
/// // A stream of unknown length.
/// let input = ByteStream::from_reader(tokio::io::empty());
/// s3::upload(&client, "films", "list.txt", input).await?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// [`TransferError`]: a call failed, the body cannot be read, or a setting is wrong.
pub fn upload(
    client: &Client,
    bucket: impl Into<String>,
    key: impl Into<String>,
    body: impl Into<ByteStream>,
) -> Upload {
    Upload::new(client, bucket.into(), key.into(), body.into())
}

/// Downloads an object.
///
/// ```no_run
/// use aws_operation::{Client, s3};
///
/// # async fn run(client: Client) -> Result<(), Box<dyn std::error::Error>> {
/// let downloaded = s3::download(&client, "films", "film.mp4")
///     .on_progress(|progress| println!("{} of {:?} bytes", progress.bytes, progress.total))
///     .to_path("film.mp4")
///     .await?;
/// println!("{} bytes", downloaded.bytes);
///
/// let list = s3::download(&client, "films", "list.txt").stream().await?;
/// let list = list.collect(1_000_000).await?;
/// # Ok(())
/// # }
/// ```
pub fn download(client: &Client, bucket: impl Into<String>, key: impl Into<String>) -> Download {
    Download::new(client, bucket.into(), key.into())
}
