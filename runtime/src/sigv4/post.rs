//! [`presign_post`]: a signed form with which a browser uploads an object to S3.

use std::fmt;
use std::ops::RangeInclusive;
use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::Uri;

use super::SigningParams;
use super::presign::{check_expires_in, expiry};
use crate::error::SignError;
use crate::types::{Timestamp, TimestampFormat};

/// What S3 accepts in an HTML form: the bucket, the key, and conditions for the other fields.
///
/// S3 refuses a form that has a field without a condition, or whose field does not match its
/// condition. Fields whose names begin with `x-ignore-` need no condition.
///
/// ```
/// use std::time::Duration;
///
/// use aws_operation::sigv4::PostPolicy;
///
/// let policy = PostPolicy::keys_starting_with("pictures", "cats/", Duration::from_secs(600))
///     .field("acl", "private")
///     .field_starts_with("Content-Type", "image/")
///     .content_length(1..=10_000_000);
/// # let _ = policy;
/// ```
///
/// Source: Amazon S3 API reference, "POST Policy".
#[derive(Debug, Clone)]
pub struct PostPolicy {
    bucket: String,
    key: Key,
    expires_in: Duration,
    conditions: Vec<Condition>,
}

#[derive(Debug, Clone)]
enum Key {
    Exact(String),
    StartsWith(String),
}

#[derive(Debug, Clone)]
enum Condition {
    Equals(String, String),
    StartsWith(String, String),
    ContentLength(RangeInclusive<u64>),
}

/// In the field `key`, S3 replaces this with the name of the uploaded file.
const FILENAME: &str = "${filename}";

impl PostPolicy {
    /// A policy for one object.
    pub fn key(bucket: &str, key: &str, expires_in: Duration) -> Self {
        Self::new(bucket, Key::Exact(key.to_owned()), expires_in)
    }

    /// A policy for all objects whose keys start with a prefix.
    ///
    /// The form's field `key` is the prefix and `${filename}`, which S3 replaces with the name of the
    /// uploaded file. The sender of the form may replace the field with any key that starts with the
    /// prefix.
    pub fn keys_starting_with(bucket: &str, prefix: &str, expires_in: Duration) -> Self {
        Self::new(bucket, Key::StartsWith(prefix.to_owned()), expires_in)
    }

    fn new(bucket: &str, key: Key, expires_in: Duration) -> Self {
        Self { bucket: bucket.to_owned(), key, expires_in, conditions: Vec::new() }
    }

    /// Adds a field with this value to the form, and the condition that the value is not changed.
    #[must_use]
    pub fn field(mut self, name: &str, value: &str) -> Self {
        self.conditions.push(Condition::Equals(name.to_owned(), value.to_owned()));
        self
    }

    /// Requires a field whose value starts with this text. An empty text allows every value.
    ///
    /// The sender of the form adds the field.
    #[must_use]
    pub fn field_starts_with(mut self, name: &str, prefix: &str) -> Self {
        self.conditions.push(Condition::StartsWith(name.to_owned(), prefix.to_owned()));
        self
    }

    /// Requires that the file has at least and at most this many bytes.
    #[must_use]
    pub fn content_length(mut self, bytes: RangeInclusive<u64>) -> Self {
        self.conditions.push(Condition::ContentLength(bytes));
        self
    }

    pub(crate) fn bucket(&self) -> &str {
        &self.bucket
    }

    fn check(&self) -> Result<(), SignError> {
        check_expires_in(self.expires_in)?;
        if matches!(&self.key, Key::Exact(key) if key.contains(FILENAME)) {
            return Err(SignError::Policy(
                "the key contains `${filename}`, which S3 replaces with the name of the file; use \
                 `PostPolicy::keys_starting_with`",
            ));
        }
        for condition in &self.conditions {
            let name = match condition {
                Condition::Equals(name, _) | Condition::StartsWith(name, _) => name,
                Condition::ContentLength(range) if range.is_empty() => {
                    return Err(SignError::Policy(
                        "the range of `content_length` is empty; the larger number comes last",
                    ));
                }
                Condition::ContentLength(_) => continue,
            };
            if name.is_empty() {
                return Err(SignError::Policy("a field has an empty name; give it one"));
            }
            if let Some(name) = RESERVED.iter().find(|known| known.eq_ignore_ascii_case(name)) {
                return Err(SignError::PresetField(name));
            }
        }
        Ok(())
    }

    /// The policy as JSON. `fields` are the fields that the signer writes.
    fn json(&self, now: Timestamp, fields: &[(String, String)]) -> String {
        let now = Timestamp::from_epoch_seconds(now.epoch_seconds());
        let end = SystemTime::from(now) + Duration::from_secs(self.expires_in.as_secs());
        let end = Timestamp::from(end).format(TimestampFormat::DateTime);
        let mut out = format!("{{\"expiration\":\"{end}\",\"conditions\":[");
        push_equals(&mut out, "bucket", &self.bucket);
        out.push(',');
        match &self.key {
            Key::Exact(key) => push_equals(&mut out, "key", key),
            Key::StartsWith(prefix) => push_starts_with(&mut out, "key", prefix),
        }
        for condition in &self.conditions {
            out.push(',');
            match condition {
                Condition::Equals(name, value) => push_equals(&mut out, name, value),
                Condition::StartsWith(name, prefix) => push_starts_with(&mut out, name, prefix),
                Condition::ContentLength(range) => {
                    let (min, max) = (range.start(), range.end());
                    out.push_str(&format!("[\"content-length-range\",{min},{max}]"));
                }
            }
        }
        for (name, value) in fields {
            out.push(',');
            push_equals(&mut out, name, value);
        }
        out.push_str("]}");
        out
    }
}

/// The names of fields that the policy or the signer writes, or that have no condition.
const RESERVED: [&str; 10] = [
    "bucket",
    "file",
    "key",
    "policy",
    "x-amz-algorithm",
    "x-amz-credential",
    "x-amz-date",
    "x-amz-s3session-token",
    "x-amz-security-token",
    "x-amz-signature",
];

fn push_equals(out: &mut String, name: &str, value: &str) {
    out.push('{');
    push_text(out, &[name]);
    out.push(':');
    push_text(out, &[value]);
    out.push('}');
}

fn push_starts_with(out: &mut String, name: &str, prefix: &str) {
    out.push_str("[\"starts-with\",");
    push_text(out, &["$", name]);
    out.push(',');
    push_text(out, &[prefix]);
    out.push(']');
}

/// Writes a JSON string in ASCII.
///
/// Source: Amazon S3 API reference, "POST Policy", "Character Escaping".
fn push_text(out: &mut String, parts: &[&str]) {
    out.push('"');
    for unit in parts.iter().flat_map(|part| part.encode_utf16()) {
        match u8::try_from(unit) {
            Ok(byte @ (b'"' | b'\\')) => out.extend(['\\', char::from(byte)]),
            Ok(byte @ b' '..=b'~') => out.push(char::from(byte)),
            _ => out.push_str(&format!("\\u{unit:04x}")),
        }
    }
    out.push('"');
}

/// Signs a policy, for an HTML form that uploads an object to S3 from a browser. It is valid for 1 s
/// to 7 days, but no longer than the credentials. `url` is the bucket's URL.
///
/// ```
/// use std::time::{Duration, SystemTime};
///
/// use aws_operation::Credentials;
/// use aws_operation::sigv4::{self, PostPolicy, SigningParams};
///
/// let credentials = Credentials::new("AKIDEXAMPLE", "secret");
/// let params = SigningParams::new(&credentials, "eu-west-1", "s3", SystemTime::UNIX_EPOCH);
/// let policy = PostPolicy::key("pictures", "cat.png", Duration::from_secs(600));
/// let url = "https://pictures.s3.eu-west-1.amazonaws.com/".parse()?;
/// let post = sigv4::presign_post(&url, &policy, &params)?;
/// assert_eq!(post.fields()[0], ("key".to_owned(), "cat.png".to_owned()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`SignError`]: the validity is out of range, a field is one that the signer writes, or the
/// signature is for several regions.
///
/// Source: Amazon S3 API reference, "Authenticating Requests: Browser-Based Uploads Using POST".
pub fn presign_post(
    url: &Uri,
    policy: &PostPolicy,
    params: &SigningParams<'_>,
) -> Result<PresignedPost, SignError> {
    policy.check()?;
    if params.one_region().is_none() {
        return Err(SignError::Policy(
            "S3 accepts no form that is signed for several regions; sign it for one region",
        ));
    }
    let mut credential = params.credentials.access_key_id().as_bytes().to_vec();
    credential.push(b'/');
    params.push_scope(&mut credential);
    let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let mut signed = vec![
        field("x-amz-algorithm", params.algorithm()),
        // All of it is text.
        field("x-amz-credential", &String::from_utf8(credential).unwrap_or_default()),
        field("x-amz-date", params.date.as_str()),
    ];
    let token = params.settings.token_header();
    signed.extend(params.credentials.session_token().map(|it| field(token, it)));

    let encoded = STANDARD.encode(policy.json(params.time, &signed));
    let signature = signature(&encoded, params);
    let mut fields = vec![match &policy.key {
        Key::Exact(key) => field("key", key),
        Key::StartsWith(prefix) => field("key", &format!("{prefix}{FILENAME}")),
    }];
    for condition in &policy.conditions {
        if let Condition::Equals(name, value) = condition {
            fields.push(field(name, value));
        }
    }
    fields.append(&mut signed);
    fields.push(("policy".to_owned(), encoded));
    fields.push(("x-amz-signature".to_owned(), signature));
    let (expires, warning) = expiry("form", policy.expires_in, params);
    Ok(PresignedPost { url: url.to_string(), fields, expires, warning })
}

/// The signature of an encoded policy. The policy itself is the string to sign.
fn signature(encoded: &str, params: &SigningParams<'_>) -> String {
    params.signature(encoded.as_bytes()).as_str().to_owned()
}

/// A signed form: where a browser sends it, and its fields.
///
/// `Debug` prints no fields, because anyone who has them can upload.
#[derive(Clone)]
pub struct PresignedPost {
    url: String,
    fields: Vec<(String, String)>,
    expires: SystemTime,
    warning: Option<String>,
}

impl PresignedPost {
    /// The form's `action`. Its `method` is `post`, and its `enctype` is `multipart/form-data`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The names and values of the form's fields. S3 also needs the fields of
    /// [`PostPolicy::field_starts_with`], and the field `file`, which must be the last.
    pub fn fields(&self) -> &[(String, String)] {
        &self.fields
    }

    /// The time at which the form expires.
    pub fn expires(&self) -> SystemTime {
        self.expires
    }

    /// Why it expires earlier than requested, if it does.
    pub fn warning(&self) -> Option<&str> {
        self.warning.as_deref()
    }
}

impl fmt::Debug for PresignedPost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PresignedPost")
            .field("url", &self.url)
            .field("expires", &self.expires)
            .field("warning", &self.warning)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::Credentials;

    /// Source: Amazon S3 API reference, "Example: Browser-Based Upload using HTTP POST (Using AWS
    /// Signature Version 4)".
    const EXAMPLE: &str = "{ \"expiration\": \"2015-12-30T12:00:00.000Z\",\r
  \"conditions\": [\r
    {\"bucket\": \"sigv4examplebucket\"},\r
    [\"starts-with\", \"$key\", \"user/user1/\"],\r
    {\"acl\": \"public-read\"},\r
    {\"success_action_redirect\": \"http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html\"},\r
    [\"starts-with\", \"$Content-Type\", \"image/\"],\r
    {\"x-amz-meta-uuid\": \"14365123651274\"},\r
    {\"x-amz-server-side-encryption\": \"AES256\"},\r
    [\"starts-with\", \"$x-amz-meta-tag\", \"\"],\r
\r
    {\"x-amz-credential\": \"AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request\"},\r
    {\"x-amz-algorithm\": \"AWS4-HMAC-SHA256\"},\r
    {\"x-amz-date\": \"20151229T000000Z\" }\r
  ]\r
}";

    const SIGNATURE: &str = "8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e";

    /// 2015-12-29T00:00:00Z.
    fn time() -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_451_347_200)
    }

    fn credentials() -> Credentials {
        Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    }

    fn post(policy: &PostPolicy, credentials: &Credentials) -> Result<PresignedPost, SignError> {
        let url = Uri::from_static("https://sigv4examplebucket.s3.amazonaws.com/");
        presign_post(&url, policy, &SigningParams::new(credentials, "us-east-1", "s3", time()))
    }

    fn value<'a>(post: &'a PresignedPost, name: &str) -> &'a str {
        let field = post.fields().iter().find(|(known, _)| known == name);
        field.map(|(_, value)| value.as_str()).expect(name)
    }

    fn json(post: &PresignedPost) -> serde_json::Value {
        let policy = STANDARD.decode(value(post, "policy")).expect("base64");
        serde_json::from_slice(&policy).expect("JSON")
    }

    #[test]
    fn the_official_example_has_its_conditions_and_its_signature() {
        let credentials = credentials();
        let params = SigningParams::new(&credentials, "us-east-1", "s3", time());
        assert_eq!(signature(&STANDARD.encode(EXAMPLE), &params), SIGNATURE);

        let redirect = "http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html";
        let life = Duration::from_secs(36 * 3_600);
        let policy = PostPolicy::keys_starting_with("sigv4examplebucket", "user/user1/", life)
            .field("acl", "public-read")
            .field("success_action_redirect", redirect)
            .field_starts_with("Content-Type", "image/")
            .field("x-amz-meta-uuid", "14365123651274")
            .field("x-amz-server-side-encryption", "AES256")
            .field_starts_with("x-amz-meta-tag", "");
        let post = post(&policy, &credentials).expect("signed");
        let ours = json(&post);
        let mut expected: serde_json::Value = serde_json::from_str(EXAMPLE).expect("JSON");
        // The example has the credential before the algorithm.
        expected["conditions"].as_array_mut().expect("an array").swap(8, 9);
        assert_eq!(ours["conditions"], expected["conditions"]);
        assert_eq!(ours["expiration"], "2015-12-30T12:00:00Z");

        assert_eq!(post.url(), "https://sigv4examplebucket.s3.amazonaws.com/");
        let names: Vec<_> = post.fields().iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(
            names,
            [
                "key",
                "acl",
                "success_action_redirect",
                "x-amz-meta-uuid",
                "x-amz-server-side-encryption",
                "x-amz-algorithm",
                "x-amz-credential",
                "x-amz-date",
                "policy",
                "x-amz-signature",
            ]
        );
        assert_eq!(value(&post, "key"), "user/user1/${filename}");
        assert_eq!(value(&post, "success_action_redirect"), redirect);
        assert_eq!(value(&post, "x-amz-signature"), signature(value(&post, "policy"), &params));
        assert!(!format!("{post:?}").contains(value(&post, "x-amz-signature")));
    }

    #[test]
    fn every_value_arrives_as_it_was_given() {
        let odd = "\"\\\u{1}\n$ü\u{1f600}~</script>";
        let policy = PostPolicy::key("b", odd, Duration::from_millis(1_999))
            .field(odd, odd)
            .field_starts_with(odd, odd)
            .content_length(0..=u64::MAX);
        let credentials = credentials().with_session_token(odd);
        let post = post(&policy, &credentials).expect("signed");
        let ours = json(&post);
        assert_eq!(ours["expiration"], "2015-12-29T00:00:01Z");
        let dollar = format!("${odd}");
        let expected = serde_json::json!([
            { "bucket": "b" },
            { "key": odd },
            { odd: odd },
            ["starts-with", dollar, odd],
            ["content-length-range", 0, u64::MAX],
            { "x-amz-algorithm": "AWS4-HMAC-SHA256" },
            { "x-amz-credential": "AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request" },
            { "x-amz-date": "20151229T000000Z" },
            { "x-amz-security-token": odd },
        ]);
        assert_eq!(ours["conditions"], expected);
        assert_eq!(value(&post, "key"), odd);
        assert_eq!(value(&post, odd), odd);
        assert_eq!(value(&post, "x-amz-security-token"), odd);
    }

    #[test]
    fn a_form_expires_with_the_credentials() {
        let end = time() + Duration::from_secs(60);
        let policy = PostPolicy::key("b", "k", Duration::from_secs(600));
        let post = post(&policy, &credentials().with_expiration(end)).expect("signed");
        assert_eq!(post.expires(), end);
        assert_eq!(
            post.warning(),
            Some("the credentials expire in 60 s, and the form with them, rather than in 600 s")
        );
        assert_eq!(json(&post)["expiration"], "2015-12-29T00:10:00Z");
    }

    #[test]
    fn policies_that_s3_refuses_are_errors() {
        let minute = Duration::from_secs(60);
        let policy = |life| PostPolicy::key("b", "k", life);
        #[allow(clippy::reversed_empty_ranges)]
        let empty = 2..=1;
        for (policy, expected) in [
            (
                policy(minute).field("X-Amz-Date", "20151229T000000Z"),
                "the policy has the field `x-amz-date`, which is written for it; remove it",
            ),
            (
                policy(minute).field_starts_with("key", "k"),
                "the policy has the field `key`, which is written for it; remove it",
            ),
            (
                PostPolicy::key("b", "a/${filename}", minute),
                "the key contains `${filename}`, which S3 replaces with the name of the file; use \
                 `PostPolicy::keys_starting_with`",
            ),
            (policy(minute).field("", "x"), "a field has an empty name; give it one"),
            (
                policy(minute).content_length(empty),
                "the range of `content_length` is empty; the larger number comes last",
            ),
            (
                policy(Duration::from_secs(604_801)),
                "a presigned URL or form must be valid for 1 to 604800 seconds (7 days), not \
                 604801; ask for less, and presign again when it has expired",
            ),
        ] {
            assert_eq!(post(&policy, &credentials()).expect_err(expected).to_string(), expected);
        }
    }

    #[cfg(feature = "sigv4a")]
    #[test]
    fn a_form_is_signed_for_one_region() {
        let credentials = credentials();
        let params = SigningParams::new_v4a(&credentials, "*", "s3", time());
        let policy = PostPolicy::key("b", "k", Duration::from_secs(60));
        let url = Uri::from_static("https://b.s3.amazonaws.com/");
        let error = presign_post(&url, &policy, &params).expect_err("several regions");
        assert!(error.to_string().contains("for one region"), "{error}");
    }
}
