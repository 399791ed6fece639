//! The credentials source in a profile that needs no other profile. The order is that of the AWS
//! CLI.

#[cfg(not(feature = "sso"))]
use super::needs::{session_alone, sso};
#[cfg(feature = "sso")]
use super::sso::{session_alone, sso};
use super::{CredentialSource, NoPlan, Source, shown};
use crate::profile::{FileKind, Profiles, Section};
use crate::types::Credentials;

/// The profile's own source, if it has one. The order is: a token, a named source, SSO, keys in the
/// credentials file, a process, keys in the config file, an SSO session without account and role.
pub(super) fn base(profiles: &Profiles, profile: &Section) -> Result<Option<Source>, NoPlan> {
    if let Some(source) = web_identity(profile)? {
        return Ok(Some(source));
    }
    if let Some(source) = named(profile)? {
        return Ok(Some(source));
    }
    if let Some(source) = sso(profiles, profile)? {
        return Ok(Some(source));
    }
    let keys_are_in = KEYS.iter().find_map(|key| Some(profile.get(key)?.place().kind()));
    match (keys_are_in, profile.text("credential_process")) {
        (Some(FileKind::Credentials), _) | (Some(_), None) => keys(profile),
        (_, Some(command)) => process(profile, command).map(Some),
        (None, None) => session_alone(profiles, profile),
    }
}

const KEYS: [&str; 2] = ["aws_access_key_id", "aws_secret_access_key"];

/// The keys in a profile.
pub(in crate::credentials) fn keys(profile: &Section) -> Result<Option<Source>, NoPlan> {
    let half = |has: &str, lacks: &str| {
        Err(NoPlan::Wrong(format!(
            "{} has `{has}` but no `{lacks}`; set both or neither",
            shown(profile)
        )))
    };
    let [id, secret] = KEYS;
    match (profile.text(id), profile.text(secret)) {
        (None, None) => Ok(None),
        (Some(_), None) => half(id, secret),
        (None, Some(_)) => half(secret, id),
        (Some(id), Some(secret)) => {
            let text = |key| profile.text(key).map(str::to_owned);
            let token = text("aws_session_token");
            let account_id = text("aws_account_id");
            let credentials = Credentials::of(id.to_owned(), secret.to_owned(), token, None)
                .with_account_id(account_id.as_deref().unwrap_or_default());
            Ok(Some(Source::Keys { credentials, account_id }))
        }
    }
}

#[cfg(feature = "process")]
#[expect(clippy::unnecessary_wraps, reason = "as without the feature")]
fn process(_: &Section, command: &str) -> Result<Source, NoPlan> {
    let command = zeroize::Zeroizing::new(command.to_owned());
    Ok(Source::Process(super::Process { command }))
}

#[cfg(not(feature = "process"))]
fn process(profile: &Section, _: &str) -> Result<Source, NoPlan> {
    Err(NoPlan::needs(&profile.origin("credential_process"), "process"))
}

#[cfg(not(feature = "sts"))]
fn web_identity(profile: &Section) -> Result<Option<Source>, NoPlan> {
    super::needs::unless_set(profile, &["web_identity_token_file"], "sts").map(|()| None)
}

#[cfg(feature = "sts")]
fn web_identity(profile: &Section) -> Result<Option<Source>, NoPlan> {
    use super::WebIdentity;

    let Some(token_file) = profile.text("web_identity_token_file") else { return Ok(None) };
    let Some(role_arn) = profile.text("role_arn") else {
        return Err(NoPlan::Wrong(format!(
            "{} has `web_identity_token_file` but no `role_arn`; add the role that the token is \
             for",
            shown(profile)
        )));
    };
    Ok(Some(Source::WebIdentity(WebIdentity {
        role_arn: role_arn.to_owned(),
        session_name: profile.text("role_session_name").map(str::to_owned),
        token_file: token_file.to_owned(),
    })))
}

const NAMED: [(&str, CredentialSource); 3] = [
    ("Environment", CredentialSource::Environment),
    ("Ec2InstanceMetadata", CredentialSource::Ec2InstanceMetadata),
    ("EcsContainer", CredentialSource::EcsContainer),
];

fn named(profile: &Section) -> Result<Option<Source>, NoPlan> {
    let Some(property) = profile.get("credential_source") else { return Ok(None) };
    let found = NAMED.iter().find(|(name, _)| name.eq_ignore_ascii_case(property.value()));
    match found {
        Some((_, source)) => Ok(Some(Source::Named(*source))),
        None => Err(NoPlan::Wrong(format!(
            "{} is invalid; set it to Environment, Ec2InstanceMetadata or EcsContainer",
            profile.origin("credential_source"),
        ))),
    }
}
