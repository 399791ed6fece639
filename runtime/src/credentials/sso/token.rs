//! The session's token: reads it from its file, and renews it before it expires.

use std::sync::Arc;
use std::time::Duration;

use aws_operation_macros::{aws_operation, aws_structure};
use zeroize::Zeroizing;

use super::SsoCredentials;
use super::cache::{Cache, NoToken, Renewal, Token};
use crate::call::{Caller, Secrets};
use crate::credentials::error_line::error_line;
use crate::error::CredentialsError;

/// How long before its expiration a token is renewed.
const RENEW_BEFORE: Duration = Duration::from_secs(5 * 60);
/// How long to wait before retrying a failed renewal.
const PAUSE: Duration = Duration::from_secs(30);
/// How long another program may take to write a token after renewing it.
const MOMENT: Duration = Duration::from_millis(500);

#[aws_operation(method = "POST", uri = "/token", output = CreateTokenOutput, auth = "none")]
struct CreateToken {
    client_id: String,
    client_secret: String,
    grant_type: &'static str,
    refresh_token: String,
}

#[aws_structure]
struct CreateTokenOutput {
    access_token: String,
    /// In seconds.
    expires_in: i32,
    refresh_token: Option<String>,
}

impl SsoCredentials {
    /// The session's token. Renews it if it expires soon.
    pub(super) async fn token(
        &self,
        oidc: &Arc<Caller>,
    ) -> Result<Zeroizing<String>, CredentialsError> {
        let timer = self.connection.timer();
        let now = timer.now();
        let cache = Cache::new(&self.cache_folder, self.session.cache_name());
        let token = self.load(&cache)?;
        if now + RENEW_BEFORE < token.expires_at {
            return Ok(token.access_token);
        }
        let is_valid = now < token.expires_at;
        let renewal = token.renewal.as_ref();
        let renewal = renewal.filter(|it| it.registration_expires_at.is_none_or(|end| now < end));
        let Some(renewal) = renewal else {
            return match is_valid {
                true => Ok(token.access_token),
                false => Err(self.sign_in("has expired")),
            };
        };
        let pauses = |failed: Duration| timer.elapsed().saturating_sub(failed) < PAUSE;
        if is_valid && self.state().failed.is_some_and(pauses) {
            return Ok(token.access_token);
        }
        match self.renew(oidc, renewal).await {
            Ok(renewed) => {
                let access_token = renewed.access_token.clone();
                // If the token cannot be written to the file, this process still uses it.
                let stored = cache.store(&renewed);
                #[cfg(feature = "tracing")]
                if let Err(why) = &stored {
                    let path = cache.shown();
                    tracing::warn!(target: "aws_operation", "{path} was not written: {why}");
                }
                drop(stored);
                let mut state = self.state();
                state.failed = None;
                state.renewed = Some(renewed);
                Ok(access_token)
            }
            Err(error) => {
                // A token can be renewed only once, and another program may have done so.
                for wait in [Duration::ZERO, MOMENT] {
                    if !wait.is_zero() && is_valid {
                        break;
                    }
                    timer.sleep(wait).await;
                    let other = self.load(&cache).ok().filter(|other| *other != token);
                    if let Some(other) = other.filter(|other| now < other.expires_at) {
                        return Ok(other.access_token);
                    }
                }
                self.state().failed = Some(timer.elapsed());
                match is_valid {
                    true => Ok(token.access_token),
                    false => {
                        Err(self.sign_in(&format!("has expired, and was not renewed ({error})")))
                    }
                }
            }
        }
    }

    /// The token in the file, or a renewed token that could not be written to it.
    fn load(&self, cache: &Cache) -> Result<Token, CredentialsError> {
        let renewed = self.state().renewed.clone();
        match (cache.load(), renewed) {
            (Ok(token), Some(renewed)) if renewed.expires_at > token.expires_at => Ok(renewed),
            (Ok(token), _) => Ok(token),
            // The user has signed out.
            (Err(NoToken::Missing), _) => {
                Err(self.sign_in(&format!("has no token in {}", cache.shown())))
            }
            (Err(NoToken::Wrong(why)), _) => {
                Err(self.sign_in(&format!("has a token that cannot be used ({why})")))
            }
        }
    }

    async fn renew(&self, oidc: &Arc<Caller>, renewal: &Renewal) -> Result<Token, String> {
        let operation = CreateToken {
            client_id: renewal.client_id.clone(),
            client_secret: renewal.client_secret.to_string(),
            grant_type: "refresh_token",
            refresh_token: renewal.refresh_token.to_string(),
        };
        let output = oidc
            .send(operation)
            .secrets(Secrets::new([renewal.client_secret.as_str(), renewal.refresh_token.as_str()]))
            .await
            .map_err(|error| error_line(&error))?;
        let seconds = u64::try_from(output.expires_in).unwrap_or_default();
        if output.access_token.is_empty() || seconds == 0 {
            return Err("SSO OIDC returned no token".to_owned());
        }
        let mut renewal = renewal.clone();
        if let Some(refresh_token) = output.refresh_token.filter(|token| !token.is_empty()) {
            renewal.refresh_token = Zeroizing::new(refresh_token);
        }
        Ok(Token {
            access_token: Zeroizing::new(output.access_token),
            expires_at: self.connection.timer().now() + Duration::from_secs(seconds),
            renewal: Some(renewal),
        })
    }
}
