//! Providers that were made for AWS's SDK.

use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{
    ProvideCredentials as Theirs, SharedCredentialsProvider, future,
};
use aws_operation::ProvideCredentials as _;
use aws_operation::providers::SdkCredentials;

#[derive(Debug)]
struct Fails(fn() -> CredentialsError);

impl Theirs for Fails {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::ready(Err((self.0)()))
    }
}

#[tokio::test]
async fn their_credentials_are_ours() {
    let end = SystemTime::UNIX_EPOCH + Duration::from_secs(32_000_000_000);
    let theirs = Credentials::new("AKID", "hunter2", Some("t".to_owned()), Some(end), "test");
    let shared = SharedCredentialsProvider::new(theirs);
    let provider = SdkCredentials(shared);
    let ours = provider.credentials().await.expect("credentials");
    assert_eq!((ours.access_key_id(), ours.secret_access_key()), ("AKID", "hunter2"));
    assert_eq!((ours.session_token(), ours.expiration()), (Some("t"), Some(end)));
    assert!(!format!("{provider:?}").contains("hunter2"));
    let plain = SdkCredentials(Credentials::from_keys("AKID", "hunter2", None));
    let ours = plain.credentials().await.expect("credentials");
    assert_eq!((ours.session_token(), ours.expiration()), (None, None));
}

#[tokio::test]
async fn their_errors_are_a_line_with_all_causes() {
    for (error, not_configured, said) in [
        (
            (|| CredentialsError::not_loaded("no profile")) as fn() -> CredentialsError,
            true,
            "no profile",
        ),
        (|| CredentialsError::provider_error("a\nb".to_owned()), false, ": a b"),
        (|| CredentialsError::provider_timed_out(Duration::from_secs(3)), false, "3"),
    ] {
        let error = SdkCredentials(Fails(error)).credentials().await.expect_err(said);
        assert_eq!(error.is_not_configured(), not_configured, "{error}");
        assert!(error.to_string().contains(said) && !error.to_string().contains('\n'), "{error}");
    }
}
