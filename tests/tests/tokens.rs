//! What databases and clusters take for a password: the same as botocore's, byte for byte but for
//! the order of the parameters.

use std::time::{Duration, SystemTime};

use aws_operation::Credentials;
use aws_operation::Timestamp;
use aws_operation::sigv4::{SignError, tokens};
use aws_operation_tests::python::{run_with_input, script};
use aws_operation_tests::{ACCESS_KEY, REGION, SECRET_KEY};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

const TOKEN: &str = "a session/token+with=signs";

fn credentials() -> Credentials {
    Credentials::new(ACCESS_KEY, SECRET_KEY).with_session_token(TOKEN)
}

/// The address, and the parameters in their order of names.
fn parts(url: &str) -> (String, Vec<String>) {
    let (address, query) = url.split_once('?').expect("a query");
    let mut parameters: Vec<String> = query.split('&').map(str::to_owned).collect();
    parameters.sort_unstable();
    (address.to_owned(), parameters)
}

/// The time that a token was made at.
fn time(url: &str) -> SystemTime {
    let (_, date) = url.split_once("X-Amz-Date=").expect("a date");
    let digits = |range: std::ops::Range<usize>| &date[range];
    let date = format!(
        "{}-{}-{}T{}:{}:{}Z",
        digits(0..4),
        digits(4..6),
        digits(6..8),
        digits(9..11),
        digits(11..13),
        digits(13..15)
    );
    date.parse::<Timestamp>().expect("a date-time").into()
}

#[test]
fn tokens_are_those_of_botocore() {
    let given = json!({
        "access_key": ACCESS_KEY,
        "secret_key": SECRET_KEY,
        "session_token": TOKEN,
        "region": REGION,
    });
    let output = run_with_input(&mut script("tokens.py"), given.to_string().as_bytes());
    let theirs: Value = serde_json::from_slice(&output.expect("botocore answers")).expect("JSON");
    let theirs = |name: &str| theirs[name].as_str().expect("a token").to_owned();
    let credentials = credentials();
    let (minutes, minute) = (Duration::from_secs(900), Duration::from_secs(60));

    let rds = theirs("rds");
    let ours = tokens::rds(&credentials, REGION, "db.example.com", 3306, "the app", time(&rds));
    assert_eq!(parts(&ours.expect("a token")), parts(&rds));

    let host = "abc.dsql.example.com";
    for (name, is_admin, life) in [("dsql", false, minutes), ("dsql_admin", true, minute)] {
        let dsql = theirs(name);
        let ours = tokens::dsql(&credentials, REGION, host, is_admin, life, time(&dsql));
        assert_eq!(parts(&ours.expect("a token")), parts(&dsql));
    }

    let eks = theirs("eks");
    let url = |token: &str| {
        let encoded = token.strip_prefix("k8s-aws-v1.").expect("the prefix");
        let url = URL_SAFE_NO_PAD.decode(encoded).expect("base64");
        String::from_utf8(url).expect("a URL")
    };
    let ours = tokens::eks(&credentials, REGION, "my-cluster", time(&url(&eks)));
    assert_eq!(parts(&url(&ours.expect("a token"))), parts(&url(&eks)));
}

#[test]
fn what_cannot_be_a_token_says_why() {
    let now = SystemTime::UNIX_EPOCH;
    let (credentials, life) = (credentials(), Duration::from_secs(604_801));
    let too_long = tokens::caller_identity(&credentials, REGION, &[], life, now);
    assert_eq!(too_long.expect_err("7 days at most"), SignError::ExpiresIn(604_801));
    let no_header = tokens::eks(&credentials, REGION, "a\nb", now);
    assert!(no_header.is_err());
    assert!(tokens::rds(&credentials, REGION, "no host", 1, "user", now).is_err());
    let china =
        tokens::caller_identity(&credentials, "cn-north-1", &[], Duration::from_secs(1), now);
    assert!(china.expect("a URL").url().starts_with("https://sts.cn-north-1.amazonaws.com.cn/?"));
}

#[test]
fn a_url_lives_no_longer_than_the_credentials_and_says_so() {
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_440_938_160);
    let at = |seconds: u64| now + Duration::from_secs(seconds);
    let url = |credentials: &Credentials| {
        tokens::caller_identity(credentials, REGION, &[], Duration::from_secs(3600), now)
            .expect("a URL")
    };
    let forever = url(&credentials());
    assert_eq!((forever.expires(), forever.warning()), (at(3600), None));
    let longer = url(&credentials().with_expiration(at(3600)));
    assert_eq!((longer.expires(), longer.warning()), (at(3600), None));
    let dying = url(&credentials().with_expiration(at(600)));
    assert_eq!(dying.expires(), at(600));
    assert_eq!(
        dying.warning(),
        Some("the credentials expire in 600 s, and the URL with them, rather than in 3600 s")
    );
    let printed = format!("{dying:?}");
    assert!(!printed.contains("Signature") && !printed.contains("Token"), "{printed}");
}
