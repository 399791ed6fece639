//! Redacts a program's stderr: removes text that may be a key.
//!
//! Some programs print their arguments or their keys. Only ordinary words are quoted: error codes,
//! names, paths. The rules rather redact too much than too little. To see the complete output, run
//! the program manually.

use crate::call::Secrets;
use crate::error::Line;

const REDACTED: &str = "[redacted]";

/// From this length, letters mixed with digits count as a key: an access key id has 20 characters.
const LONG: usize = 16;
/// From this length, any word counts as a key: a secret access key has 40 characters.
const VERY_LONG: usize = 40;

/// Parts of the names of secrets, without `_` and `-`. A value after such a name and a `:` or `=`
/// is redacted.
const NAMES: [&str; 10] = [
    "secret",
    "token",
    "password",
    "passwd",
    "passphrase",
    "accesskey",
    "apikey",
    "privatekey",
    "credential",
    "authorization",
];

/// The output in one line, without `secrets` and without text that may be a key.
pub(super) fn redacted_line(text: &str, secrets: &Secrets) -> String {
    let text = secrets.redact_text(text);
    let mut out = String::with_capacity(text.len());
    // Whether the next word is the value of a secret.
    let mut is_value = false;
    let mut was_named = false;
    let mut rest = &*text;
    while !rest.is_empty() {
        let end = rest.find(|c| !is_of_key(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        let end = after.find(is_of_key).unwrap_or(after.len());
        let (between, after) = after.split_at(end);
        rest = after;
        let is_scheme = ["bearer", "basic"].iter().any(|it| word.eq_ignore_ascii_case(it));
        match word {
            "" => {}
            word if is_scheme => {
                out.push_str(word);
                is_value = true;
            }
            word if is_value || looks_like_a_key(word) => {
                out.push_str(REDACTED);
                is_value = false;
            }
            word => push_assignment(&mut out, word),
        }
        out.push_str(between);
        // The `=` may be a separate word, with spaces around it.
        let is_sign = !word.is_empty() && word.bytes().all(|byte| byte == b'=');
        let is_named = names_a_secret(word) || (is_sign && was_named);
        let assigns = word.ends_with('=') || between.contains(':');
        is_value |= is_named && assigns;
        was_named = names_a_secret(word);
    }
    Line::message(&out).to_string()
}

/// Whether a character can be part of a key: both base64 alphabets, hexadecimal digits, and
/// escapes.
fn is_of_key(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=' | '_' | '-' | '%' | '\\' | '~')
}

fn looks_like_a_key(word: &str) -> bool {
    let has = |is: fn(&u8) -> bool| word.bytes().any(|byte| is(&byte));
    let is_mixed = has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic);
    word.len() >= VERY_LONG || (word.len() >= LONG && is_mixed)
}

fn names_a_secret(word: &str) -> bool {
    let name: String = word.chars().filter(char::is_ascii_alphanumeric).collect();
    let name = name.to_ascii_lowercase();
    NAMES.iter().any(|it| name.contains(it))
}

/// Appends a word such as `--password=value` or `token=value`.
fn push_assignment(out: &mut String, word: &str) {
    match word.split_once('=') {
        Some((name, value)) if names_a_secret(name) && !value.is_empty() => {
            out.push_str(name);
            out.push('=');
            out.push_str(REDACTED);
        }
        _ => out.push_str(word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_is_shown() {
        let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
        let own = Secrets::new(["s3cr3t!"]);
        for text in [
            secret,
            "AKIAIOSFODNN7EXAMPLE",
            "IQoJb3JpZ2luX2VjEHMaCXVzLWVhc3QtMSJHMEUCIQ",
            "eyJhbGciOiJIUzI1NiIsInR5cCI6.eyJzdWIiOiIxMjM0NTY3ODkwIn0",
            "0123456789abcdef0123456789abcdef",
            "f47ac10b-58cc-4372-a567-0e02b2c3d479",
            "wJalrXUtnFEMI\\/K7MDENG\\/bPxRfiCYEXAMPLEKEY",
            "wJalrXUtnFEMI%2FK7MDENG%2FbPxRfiCYEXAMPLEKEY",
            "{\"SecretAccessKey\": \"short\", \"SessionToken\":\"short\"}",
            "{\"AccessKeyId\": \"short\"}",
            "aws_secret_access_key = short",
            "AWS_SESSION_TOKEN=short",
            "export AWS_SECRET_ACCESS_KEY=\"short\"",
            "--password=short",
            "--password='short'",
            "password: short",
            "Authorization: Bearer short",
            "Authorization: Basic short",
            "it got the token: short",
            "s3cr3t!",
        ] {
            let shown = redacted_line(text, &own);
            assert!(shown.contains(REDACTED), "{text}: {shown}");
            for part in ["wJalr", "K7MDENG", "AKIA", "IQoJ", "eyJ", "0123", "f47a", "short", "s3cr"]
            {
                assert!(!shown.contains(part), "{text}: {shown}");
            }
        }
    }

    #[test]
    fn what_a_person_needs_stays() {
        for text in [
            "no such profile: reader",
            "vault: permission denied",
            "AccessDeniedException: the token has expired",
            "could not read /home/alice/.vault/config.toml: No such file or directory",
            "dial tcp 10.0.0.1:8200: connect: connection refused",
            "arn:aws:iam::123456789012:role/reader is not yours",
            "error at 2026-01-31T12:00:00Z: retry in 5s",
            "unknown option --role; see --help",
            "",
        ] {
            assert_eq!(redacted_line(text, &Secrets::default()), text);
        }
        assert_eq!(redacted_line("a\n\tb\u{1b}[2J", &Secrets::default()), "a b [2J");
    }
}
