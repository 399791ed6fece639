//! The error of a wrong signature: what the server computed, and common mistakes of signers.

use bytes::Bytes;
use percent_encoding::utf8_percent_encode;
use ring::hmac;

use super::canonical::{EMPTY, PathRules, canonical_request, is_signed, string_to_sign};
use super::claim::Claim;
use super::error::VerifyError;
use super::reason::Reason;
use crate::testing::secrets;
use crate::types::{Credentials, RESERVED};

/// A request with a wrong signature, to find the signer's mistake.
pub(super) struct Mistakes<'a> {
    pub request: &'a http::Request<Bytes>,
    pub claim: &'a Claim,
    pub key: &'a hmac::Key,
    pub omits_token: bool,
}

impl Mistakes<'_> {
    /// The signer's mistake, if it is a common one.
    pub(super) fn find(&self, path: PathRules, payload: &str) -> Option<String> {
        let PathRules { normalize, double_encode } = path;
        let encoded = if double_encode { "once" } else { "twice" };
        let encoded = format!("the signer encoded the path {encoded}");
        let segments = if normalize { "kept" } else { "removed" };
        let segments = format!("the signer {segments} empty and dot segments of the path");
        let body = |covered: &str| format!("the signature is for {covered}");
        let others = [
            (PathRules { double_encode: !double_encode, ..path }, payload, encoded.clone()),
            (PathRules { normalize: !normalize, ..path }, payload, segments.clone()),
            (
                PathRules { normalize: !normalize, double_encode: !double_encode },
                payload,
                format!("{encoded}, and {segments}"),
            ),
            (path, "UNSIGNED-PAYLOAD", body("an unsigned payload")),
            (path, EMPTY, body("an empty body")),
        ];
        others.into_iter().find_map(|(path, payload, mistake)| {
            let canonical =
                canonical_request(self.request, self.claim, path, self.omits_token, payload);
            let text = string_to_sign(self.claim, &canonical);
            is_signed(self.key, &text, &self.claim.signature).then_some(mistake)
        })
    }
}

/// The error of a wrong signature, without secrets.
pub(super) fn mismatch(
    claim: &Claim,
    canonical: &[u8],
    account: &Credentials,
    mistake: Option<String>,
) -> VerifyError {
    let why = mistake.unwrap_or_else(|| {
        "the secret access key is different, or the request was changed after it was signed".into()
    });
    let mut shown = String::from_utf8_lossy(canonical).into_owned();
    if let Some(token) = account.session_token().filter(|token| !token.is_empty()) {
        let encoded = utf8_percent_encode(token, RESERVED).to_string();
        shown = shown.replace(token, "[redacted]").replace(&encoded, "[redacted]");
    }
    let lines = shown.split('\n').map(|line| match line.split_once(':') {
        Some((name, _)) if secrets::HEADERS.contains(&name) => format!("{name}:[redacted]"),
        _ => line.to_owned(),
    });
    let shown = lines.collect::<Vec<_>>().join("\n");
    let string_to_sign = string_to_sign(claim, canonical);
    VerifyError::new(
        Reason::Signature,
        format!(
            "The request signature that the server computed does not match the provided signature: {why}. \
             The canonical request must be\n{shown}\n\nThe string to sign must be\n{string_to_sign}"
        ),
    )
}
