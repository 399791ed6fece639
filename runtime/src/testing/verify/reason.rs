//! [`Reason`]: why a request is refused.

/// Why a request is refused. [The table](super#errors) has the codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// There is no signature.
    Unsigned,
    /// The `authorization` header, or another header of the signature, is malformed.
    MalformedHeader,
    /// A query parameter of a presigned URL is malformed.
    MalformedUrl,
    /// The access key id is unknown.
    AccessKey,
    /// The session token is missing, or is not the one of the credentials.
    SessionToken,
    /// The signature is for another region, service or day.
    Scope,
    /// A header that must be signed is missing or not signed.
    Header,
    /// The time of the signature differs too much from the clock of this machine.
    Clock,
    /// The presigned URL has expired.
    Expired,
    /// The body does not have the hash in `x-amz-content-sha256`.
    PayloadHash,
    /// The body is not valid `aws-chunked`.
    Body,
    /// The signature is wrong.
    Signature,
}
