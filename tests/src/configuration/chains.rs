//! The credential chain of a profile: its roles and the source credentials.

use aws_operation::internals::{
    Chosen, CredentialSource, Plan, ProfileName, Source, SsoSession, plan,
};
use serde_json::{Value, json};

use super::{config_file, profiles, same, same_error};

/// The errors in the suite, each with parts of our message.
const ERRORS: [(&str, &[&str]); 14] = [
    (
        "profile must contain `source_profile`",
        &["the profile `A` (config, line 1) has `role_arn`", "add `source_profile`"],
    ),
    (
        "profile contained both source_profile and credential_source",
        &["the profile `A`", "has both `source_profile` and `credential_source`"],
    ),
    (
        "profile missing aws_secret_access_key",
        &["the profile `B`", "has `aws_access_key_id` but no `aws_secret_access_key`"],
    ),
    (
        "profile missing aws_access_key_id",
        &["the profile `B`", "has `aws_secret_access_key` but no `aws_access_key_id`"],
    ),
    (
        "profile `A` did not contain credential information",
        &["the profile `A`", "has no credentials"],
    ),
    (
        "profile `B` did not contain credential information",
        &["the profile `B`", "has no credentials"],
    ),
    (
        "could not find source profile B referenced from A",
        &["the profile `A`", "has `source_profile = B`, but there is no profile `B`"],
    ),
    ("No profiles were defined", &["AWS_PROFILE is `A`, but there are no profiles"]),
    ("profile formed an infinite loop", &["the profiles form a loop: A -> B -> A;"]),
    (
        "`role_arn` was missing",
        &["the profile `A`", "has `web_identity_token_file` but no `role_arn`"],
    ),
    (
        "if `sso_role_name` is set, then `sso_account_id` must also be set",
        &["the profile `A`", "has `sso_role_name` but no `sso_account_id`"],
    ),
    (
        "if `sso_account_id` is set, then `sso_role_name` must also be set",
        &["the profile `A`", "has `sso_account_id` but no `sso_role_name`"],
    ),
    (
        "`sso_region` can only be specified in the [sso-session] config when a session name is \
         given",
        &["the profile `A`", "and `[sso-session A]` have a different `sso_region`"],
    ),
    (
        "sso-session named `oops` (referenced by profile `A`) was not found",
        &["the profile `A`", "has `sso_session = oops`, but there is no `[sso-session oops]`"],
    ),
];

/// Plans the credential chain of a case, and compares every step, or the error.
///
/// # Errors
///
/// The difference, if there is one.
pub fn check(case: &Value) -> Result<(), String> {
    let (input, output) = (&case["input"], &case["output"]);
    let sections = [("profile", &input["profiles"]), ("sso-session", &input["sso_sessions"])];
    let profiles = profiles(&config_file(&sections), &Value::Null)?;
    let name = input["selected_profile"].as_str().unwrap_or_default().to_owned();
    let asked = ProfileName { name, chosen: Chosen::ByVariable("AWS_PROFILE") };
    let expected = &output["ProfileChain"];
    match (plan(&profiles, &asked), expected.is_array()) {
        (Ok(ours), true) => same(&steps(&ours), expected),
        (Ok(ours), false) => Err(format!("ours is {ours:?}\nand should be {output}")),
        (Err(error), true) => Err(format!("unexpected error: {error}")),
        (Err(error), false) => same_error(&error.to_string(), &output["Error"], &ERRORS),
    }
}

/// A plan in the suite's format.
fn steps(plan: &Plan) -> Value {
    let mut steps = vec![match &plan.base.source {
        Source::Keys { credentials, account_id } => step(
            "AccessKey",
            json!({
                "access_key_id": credentials.access_key_id(),
                "secret_access_key": credentials.secret_access_key(),
                "session_token": credentials.session_token(),
                "account_id": account_id,
            }),
        ),
        Source::Named(source) => json!({
            "NamedSource": match source {
                CredentialSource::Environment => "Environment",
                CredentialSource::Ec2InstanceMetadata => "Ec2InstanceMetadata",
                CredentialSource::EcsContainer => "EcsContainer",
            },
        }),
        Source::WebIdentity(identity) => step(
            "WebIdentityToken",
            json!({
                "role_arn": identity.role_arn,
                "web_identity_token_file": identity.token_file,
                "role_session_name": identity.session_name,
            }),
        ),
        Source::Sso { session, account_id, role_name } => {
            sso(session, Some(account_id), Some(role_name))
        }
        Source::SsoToken(session) => sso(session, None, None),
        Source::Process(_) => json!("CredentialProcess"),
    }];
    steps.extend(plan.roles.iter().map(|role| {
        step(
            "AssumeRole",
            json!({
                "role_arn": role.role_arn,
                "role_session_name": role.session_name,
                "external_id": role.external_id,
            }),
        )
    }));
    steps.into()
}

fn sso(session: &SsoSession, account_id: Option<&str>, role_name: Option<&str>) -> Value {
    step(
        "Sso",
        json!({
            "sso_session": session.name,
            "sso_region": session.region,
            "sso_start_url": session.start_url,
            "sso_account_id": account_id,
            "sso_role_name": role_name,
        }),
    )
}

/// A step, without members that are not set.
fn step(kind: &str, mut members: Value) -> Value {
    if let Some(members) = members.as_object_mut() {
        members.retain(|_, value| !value.is_null());
    }
    json!({ kind: members })
}
