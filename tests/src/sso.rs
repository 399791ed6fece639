//! A local replacement for IAM Identity Center: SSO, which returns credentials for a token, and SSO
//! OIDC, which returns a token for a refresh token.

use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value, json};

use crate::faults::{Answer, FaultServer, Seen, Step};

/// A server for both services.
pub struct Sso {
    server: FaultServer,
    state: Arc<Mutex<State>>,
}

/// The state of the services, and the faults that they must return.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// The token that SSO accepts.
    pub access_token: String,
    /// The refresh token that SSO OIDC accepts. It can be used once.
    pub refresh_token: String,
    /// How many tokens were issued.
    pub renewals: u32,
    /// The error that SSO OIDC returns instead of a token.
    pub oidc_fault: Option<(u16, Value)>,
    /// The error that SSO returns instead of credentials: its status and code.
    pub sso_fault: Option<(u16, String)>,
}

impl Sso {
    /// Starts both services, which accept these tokens.
    pub fn start(access_token: &str, refresh_token: &str) -> Self {
        let state = Arc::new(Mutex::new(State {
            access_token: access_token.to_owned(),
            refresh_token: refresh_token.to_owned(),
            ..State::default()
        }));
        let shared = Arc::clone(&state);
        let server = FaultServer::by(move |seen| {
            let mut state = shared.lock().unwrap_or_else(PoisonError::into_inner);
            Step::answer(&answer(seen, &mut state))
        });
        Self { server, state }
    }

    /// The base URL of both services.
    pub fn endpoint(&self) -> String {
        self.server.endpoint()
    }

    /// How many requests were received.
    pub fn requests(&self) -> usize {
        self.server.counts().requests()
    }

    /// Reads or changes the state.
    pub fn state<R>(&self, look: impl FnOnce(&mut State) -> R) -> R {
        look(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn answer(seen: &Seen, state: &mut State) -> Answer {
    let (path, query) = seen.target().split_once('?').unwrap_or((seen.target(), ""));
    if !seen.header("authorization").is_empty() {
        return Answer::error(400, "SignedException");
    }
    match (seen.method(), path) {
        ("GET", "/federation/credentials") => credentials(seen, query, state),
        ("POST", "/token") => token(seen, state),
        _ => Answer::error(404, "UnknownOperationException"),
    }
}

fn credentials(seen: &Seen, query: &str, state: &State) -> Answer {
    if let Some((status, code)) = &state.sso_fault {
        return Answer::error(*status, code).body(r#"{"message": "as told"}"#);
    }
    if seen.header("x-amz-sso_bearer_token") != state.access_token {
        return Answer::error(401, "UnauthorizedException")
            .body(r#"{"message": "Session token not found or invalid"}"#);
    }
    let (role, account) = ("role_name=Reader", "account_id=123456789012");
    if !query.split('&').all(|it| it == role || it == account) {
        return Answer::error(403, "ForbiddenException").body(r#"{"message": "No access"}"#);
    }
    let body = json!({"roleCredentials": {
        "accessKeyId": "ASIASSO",
        "secretAccessKey": "hunter2",
        "sessionToken": "hunter2t",
        "expiration": 32_472_144_000_000_u64,
    }});
    Answer::ok(&body.to_string())
}

fn token(seen: &Seen, state: &mut State) -> Answer {
    if let Some((status, body)) = &state.oidc_fault {
        return Answer::new(*status).body(body.to_string());
    }
    let input: Value = serde_json::from_slice(&seen.body).unwrap_or_default();
    let expected = json!({
        "clientId": "client",
        "clientSecret": "hunter2c",
        "grantType": "refresh_token",
        "refreshToken": state.refresh_token,
    });
    if input != expected {
        return Answer::error(400, "InvalidGrantException")
            .body(r#"{"error": "invalid_grant", "error_description": "Invalid refresh token"}"#);
    }
    state.renewals += 1;
    state.access_token = format!("hunter2-access-{}", state.renewals);
    state.refresh_token = format!("hunter2-refresh-{}", state.renewals);
    let body = json!({
        "accessToken": state.access_token,
        "tokenType": "Bearer",
        "expiresIn": 28_800,
        "refreshToken": state.refresh_token,
    });
    Answer::ok(&body.to_string())
}
