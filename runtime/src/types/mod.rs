//! The values that all layers use: Smithy's simple types that Rust's standard library lacks,
//! credentials, endpoints, and timeouts.

mod blob;
mod body;
mod byte_stream;
mod credentials;
mod document;
mod endpoint;
mod hex;
mod map;
mod newtype;
mod number;
mod partitions;
mod percent;
mod sessions;
mod target;
mod timeouts;
pub mod timestamp;

pub use blob::Blob;
pub use body::Body;
pub(crate) use body::Collected;
pub(crate) use byte_stream::Exact;
#[cfg(feature = "s3")]
pub(crate) use byte_stream::OnProgress;
pub use byte_stream::{ByteStream, Progress};
pub use credentials::{Credentials, CredentialsFuture, ProvideCredentials};
pub use document::Document;
pub use endpoint::Endpoint;
pub use map::DocumentMap;
pub use number::{Decimal, Number, ParseNumberError};
pub use partitions::{Partition, partition};
pub use timeouts::Timeouts;
pub use timestamp::{ParseTimestampError, Timestamp, TimestampFormat};

#[cfg(feature = "hyper")]
pub(crate) use endpoint::{check_authority, is_local, is_localhost};
pub(crate) use endpoint::{is_dots, is_host_label, parse_port, split_port};
pub(crate) use hex::{hex, pair};
pub(crate) use newtype::{DOCUMENT, Newtype};
pub(crate) use number::{NotWhole, whole, whole_number};
pub(crate) use partitions::{OTHER_PARTITIONS, before_dns_suffix, dns_suffix};
pub(crate) use percent::RESERVED;
pub use sessions::{At, Exchange, ExchangeFuture, NoExchange, Sessions};
pub use target::{Signing, Target};
pub(crate) use timestamp::Compact;
pub use timestamp::Formatted;
