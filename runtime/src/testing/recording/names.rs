//! [`Redaction`]: the names of what is secret.

use std::collections::BTreeSet;

/// Replaces a secret. It is also valid base64.
pub(super) const REDACTED: &str = "REDACTED";

/// Members whose values are secrets: in lowercase, without underscores.
const MEMBERS: [&str; 24] = [
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
];

/// The names that are secrets beside the usual ones.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Redaction {
    /// In lowercase.
    pub headers: BTreeSet<String>,
    /// In lowercase, without underscores.
    pub members: BTreeSet<String>,
}

impl Redaction {
    /// Whether the values of a member are secrets.
    pub(super) fn is_secret(&self, member: &str) -> bool {
        let name = normalized(member);
        MEMBERS.contains(&name.as_str()) || self.members.contains(&name)
    }
}

/// A member's name in lowercase, without underscores.
pub(super) fn normalized(member: &str) -> String {
    member.chars().filter(|c| *c != '_').flat_map(char::to_lowercase).collect()
}
