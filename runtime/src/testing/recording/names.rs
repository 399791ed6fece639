//! [`Redaction`]: the names of secret members and headers.

use std::collections::BTreeSet;

/// Replaces a secret. It is also valid base64.
pub(super) const REDACTED: &str = "REDACTED";

/// Members whose values are secrets: in lowercase, without underscores and hyphens. The last
/// three are parameters of presigned URLs.
const MEMBERS: [&str; 27] = [
    "accesstoken",
    "authorizationtoken",
    "authtoken",
    "clientsecret",
    "devicecode",
    "idtoken",
    "keymaterial",
    "masteruserpassword",
    "newpassword",
    "oldpassword",
    "password",
    "plaintext",
    "previouspassword",
    "privatekey",
    "proposedpassword",
    "refreshtoken",
    "samlassertion",
    "secretaccesskey",
    "secretbinary",
    "secrethash",
    "secretstring",
    "sessiontoken",
    "tokencode",
    "webidentitytoken",
    "xamzs3sessiontoken",
    "xamzsecuritytoken",
    "xamzsignature",
];

/// The names of the secrets that the program added.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Redaction {
    /// In lowercase.
    pub headers: BTreeSet<String>,
    /// In lowercase, without underscores and hyphens.
    pub members: BTreeSet<String>,
}

impl Redaction {
    /// Whether the values of a member are secrets.
    pub(super) fn is_secret(&self, member: &str) -> bool {
        let name = normalized(member);
        MEMBERS.contains(&name.as_str()) || self.members.contains(&name)
    }
}

/// A member's name in lowercase, without underscores and hyphens.
pub(super) fn normalized(member: &str) -> String {
    member.chars().filter(|c| !matches!(c, '_' | '-')).flat_map(char::to_lowercase).collect()
}
