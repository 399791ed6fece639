//! AWS Signature Version 4: signs a request. The time and the credentials are parameters.
//!
//! Pure: no clock, no environment, no I/O. It signs any [`http::Request`], also one that is not
//! from an operation:
//!
//! ```
//! use std::time::{Duration, SystemTime};
//!
//! use aws_operation::Credentials;
//! use aws_operation::sigv4::{self, Payload, SigningParams};
//!
//! let credentials = Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
//! let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_440_938_160);
//! let params = SigningParams::new(&credentials, "us-east-1", "service", time);
//!
//! let mut request = http::Request::get("https://example.amazonaws.com/").body(())?;
//! sigv4::sign(&mut request, Payload::Bytes(b""), &params)?;
//! assert!(request.headers()["authorization"].to_str()?.starts_with("AWS4-HMAC-SHA256 Credential="));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! - [`sign`] writes the signature into headers, [`presign`] into a URL that anyone can use until
//!   it expires.
//! - [`presign_post`] signs a form with which a browser uploads an object to S3.
//! - [`ChunkSigner`] signs a body in chunks, after a [`sign`] with [`Payload::StreamingSigned`].
//! - [`explain`] shows what was signed, for the case that a service says that the signature does
//!   not match.
//! - `SigningParams::new_v4a`, with the feature `sigv4a`, signs for several regions at once
//!   (Signature Version 4a).
//! - [`tokens`] makes passwords for databases and clusters.
//!
//! Source: AWS IAM user guide, "Create a signed AWS API request".

mod canonical;
mod chunks;
mod explain;
mod key;
mod params;
mod payload;
mod post;
mod presign;
mod presigned;
mod scan;
mod sign;
pub mod tokens;
#[cfg(feature = "sigv4a")]
mod v4a;

use crate::service::Service;

pub use crate::error::SignError;
pub use chunks::{ChunkSigner, encoded_length};
pub(crate) use chunks::{Clock, OwnedChunkSigner};
pub use explain::{Explanation, explain, explain_presigned};
pub(crate) use key::KeyCache;
pub use key::{Signature, SigningKey};
pub use params::{Settings, SigningParams};
pub use payload::Payload;
pub(crate) use payload::UNSIGNED_TRAILER;
pub use post::{PostPolicy, PresignedPost, presign_post};
pub use presign::{MAX_EXPIRES_IN, presign};
pub use presigned::Presigned;
pub use sign::sign;
#[cfg(feature = "sigv4a")]
pub use v4a::EcdsaKey;

impl Service {
    /// How the service's requests are signed.
    pub(crate) const fn settings(&self) -> Settings {
        if self.is_signed_as_s3() {
            return Settings::S3;
        }
        Settings { content_sha256_header: self.has_content_sha256_header(), ..Settings::DEFAULT }
    }
}
