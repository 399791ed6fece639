//! Credentials from environment variables.

use std::time::SystemTime;

use crate::error::CredentialsError;
use crate::types::{Credentials, Timestamp};

/// The credentials in `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`.
/// `AWS_CREDENTIAL_EXPIRATION` is their expiration, `AWS_ACCOUNT_ID` their account. `None` if
/// neither of the first two is set. A blank variable counts as not set.
pub(crate) fn from_environment(
    variable: &dyn Fn(&str) -> Option<String>,
) -> Result<Option<Credentials>, CredentialsError> {
    match (variable("AWS_ACCESS_KEY_ID"), variable("AWS_SECRET_ACCESS_KEY")) {
        (Some(id), Some(secret)) => {
            let expiration = variable("AWS_CREDENTIAL_EXPIRATION").map(|said| expiration(&said));
            let token = variable("AWS_SESSION_TOKEN");
            let credentials = Credentials::of(id, secret, token, expiration.transpose()?);
            let account_id = variable("AWS_ACCOUNT_ID").unwrap_or_default();
            Ok(Some(credentials.with_account_id(account_id)))
        }
        (Some(_), None) => Err(CredentialsError::new(
            "AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not; set both or neither",
        )),
        (None, Some(_)) => Err(CredentialsError::new(
            "AWS_SECRET_ACCESS_KEY is set, but AWS_ACCESS_KEY_ID is not; set both or neither",
        )),
        (None, None) => Ok(None),
    }
}

fn expiration(said: &str) -> Result<SystemTime, CredentialsError> {
    let expiration = Timestamp::from_date_time(said).ok_or_else(|| {
        CredentialsError::new(
            "AWS_CREDENTIAL_EXPIRATION is not a time; set it to one like 2026-08-30T12:36:00Z, or \
             unset it",
        )
    })?;
    Ok(expiration.into())
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::*;

    #[test]
    fn the_environment_may_say_when_its_credentials_expire() {
        let epoch = SystemTime::UNIX_EPOCH;
        for (said, expiration) in [
            (None, Ok(None)),
            (Some("2015-08-30T12:36:00Z"), Ok(Some(epoch + Duration::from_secs(1_440_938_160)))),
            (
                Some("2015-08-30T14:36:00+02:00"),
                Ok(Some(epoch + Duration::from_secs(1_440_938_160))),
            ),
            (Some("2015-08-30T12:36:00UTC"), Ok(Some(epoch + Duration::from_secs(1_440_938_160)))),
            (
                Some("2015-08-30 12:36:00+0000"),
                Ok(Some(epoch + Duration::from_secs(1_440_938_160))),
            ),
            (Some("1440938160"), Err("AWS_CREDENTIAL_EXPIRATION is not a time")),
            (Some("tomorrow"), Err("AWS_CREDENTIAL_EXPIRATION is not a time")),
        ] {
            let found = from_environment(&|name| match name {
                "AWS_CREDENTIAL_EXPIRATION" => said.map(str::to_owned),
                "AWS_SESSION_TOKEN" => None,
                _ => Some("set".to_owned()),
            });
            match (found, expiration) {
                (Ok(found), Ok(expiration)) => {
                    assert_eq!(found.and_then(|found| found.expiration()), expiration, "{said:?}");
                }
                (found, Err(start)) => {
                    let error = found.expect_err("it is no time").to_string();
                    assert!(error.starts_with(start), "{error}");
                }
                (Err(error), Ok(_)) => panic!("{said:?}: {error}"),
            }
        }
    }

    #[test]
    fn the_environment_may_say_the_account() {
        for (account, expected) in [(None, None), (Some("123456789012"), Some("123456789012"))] {
            let found = from_environment(&|name| match name {
                "AWS_ACCOUNT_ID" => account.map(str::to_owned),
                "AWS_ACCESS_KEY_ID" | "AWS_SECRET_ACCESS_KEY" => Some("set".to_owned()),
                _ => None,
            });
            let found = found.expect("both keys are set").expect("both keys are set");
            assert_eq!(found.account_id(), expected);
        }
    }
}
