//! A table of profiles with their plans, or the reasons why there is none.

use super::*;
use crate::credentials::plan::{CredentialSource, Source};
use crate::profile::{Chosen, ProfileFile};

fn read(config: &str, credentials: &str) -> Profiles {
    let config = ProfileFile { path: "config", text: config };
    let credentials = ProfileFile { path: "credentials", text: credentials };
    Profiles::read(Some(config), Some(credentials)).unwrap_or_default()
}

fn plan_of(config: &str, credentials: &str) -> Result<Plan, NoPlan> {
    let asked = ProfileName { name: "a".to_owned(), chosen: Chosen::ByVariable("AWS_PROFILE") };
    plan(&read(config, credentials), &asked)
}

#[test]
fn what_cannot_be_says_why_and_what_to_do() {
    for (config, expected) in [
        (
            "[profile a]\nrole_arn = r\nsource_profile = b\n[profile b]\nrole_arn = r\n\
             source_profile = c\n[profile c]\nrole_arn = r\nsource_profile = b",
            "the profiles form a loop: a -> b -> c -> b; give one of them keys of its own, or \
             another `source_profile`",
        ),
        (
            "[profile a]\nrole_arn = r\nsource_profile = b",
            "the profile `a` (config, line 1) has `source_profile = b`, but there is no profile \
             `b`; the profiles are `a`",
        ),
        (
            "[profile b]",
            "AWS_PROFILE is `a`, but there is no profile with that name; the profiles are `b`",
        ),
        ("", "AWS_PROFILE is `a`, but there are no profiles; `aws configure` creates one"),
        (
            "[profile a]\nrole_arn = r\nduration_seconds = 1h\ncredential_source = Environment",
            "`duration_seconds` of the profile `a` (config, line 3) is invalid; set it to a number \
             of seconds from 900 to 43200, the limits of STS",
        ),
        (
            "[profile a]\nrole_arn = r\ncredential_source = Lambda",
            "`credential_source` of the profile `a` (config, line 3) is invalid; set it to \
             Environment, Ec2InstanceMetadata or EcsContainer",
        ),
        (
            "[profile a]\nrole_arn = r\nsource_profile = a",
            "the profile `a` (config, line 1) has no credentials; add `aws_access_key_id` and \
             `aws_secret_access_key`, a role, an SSO session or a `credential_process`",
        ),
        (
            "[profile a]\nrole_arn = r\nsource_profile = b\n[profile b]\naws_access_key_id = 1\n\
             role_arn = r\nsource_profile = a",
            "the profile `b` (config, line 4) has `aws_access_key_id` but no \
             `aws_secret_access_key`; set both or neither",
        ),
        (
            "[profile a]\nrole_arn = r\nsource_profile = b\n  region = eu-west-1\n[profile b]",
            "the profile `a` (config, line 1) has `source_profile = b region = eu-west-1`, but \
             there is no profile `b region = eu-west-1`; the profiles are `a`, `b`",
        ),
        (
            "[profile a]\nlogin_session = arn",
            "the profile `a` (config, line 1) is for `aws login`, which this crate does not \
             support; add `credential_process = aws configure export-credentials --profile a \
             --format process` to another profile, and use that profile",
        ),
        (
            "[profile a]\nsso_session = s\nsso_account_id = 1\nsso_role_name = r\n\
             [sso-session s]\nsso_start_url = u",
            "the section `[sso-session s]` (config, line 5) has no `sso_region`; add it",
        ),
        (
            "[profile a]\nsso_start_url = u\nsso_account_id = 1\nsso_role_name = r",
            "the profile `a` (config, line 1) has no `sso_region`; add it",
        ),
        (
            "[profile a]\nsso_start_url = u\nsso_account_id = 1\nsso_role_name = r\n\
             sso_region = x@evil.com/#",
            "`sso_region` of the profile `a` (config, line 5): invalid region \"x@evil.com/#\"; \
             use letters, digits and inner hyphens, like eu-west-1",
        ),
    ] {
        match plan_of(config, "") {
            Err(NoPlan::Wrong(problem)) => assert_eq!(problem, expected),
            other => panic!("{config}: {other:?}"),
        }
    }
}

#[test]
fn a_profile_without_a_word_of_credentials_lets_the_next_provider_try() {
    let default = ProfileName { name: "default".to_owned(), chosen: Chosen::ByDefault };
    for config in
        ["", "[profile b]", "[default]\nregion = eu-west-1", "[default]\nsso_region = eu-west-1"]
    {
        let plan = plan(&read(config, ""), &default);
        assert!(matches!(plan, Err(NoPlan::NotConfigured(_))), "{config}: {plan:?}");
    }
}

#[test]
fn one_profile_with_several_sources_is_read_as_the_cli_reads_it() {
    const KEYS: &str = "\naws_access_key_id = 1\naws_secret_access_key = 2\n";
    let process = "[profile a]\ncredential_process = p";
    let sso = "sso_session = s\nsso_account_id = 1\nsso_role_name = r";
    let session = "[sso-session s]\nsso_region = eu-west-1\nsso_start_url = u";
    for (config, credentials, key) in [
        (format!("{process}\n{sso}{KEYS}{session}"), String::new(), "sso_session"),
        (process.to_owned(), format!("[a]{KEYS}"), "aws_access_key_id"),
        (format!("{process}{KEYS}"), String::new(), "credential_process"),
        (
            format!("[profile a]\nsso_session = s{KEYS}{session}"),
            String::new(),
            "aws_access_key_id",
        ),
        (
            format!("{process}\nrole_arn = r\nweb_identity_token_file = t\nsource_profile = b"),
            format!("[a]{KEYS}"),
            "web_identity_token_file",
        ),
        (format!("{process}\nsource_profile = b"), String::new(), "credential_process"),
    ] {
        let plan = plan_of(&config, &credentials);
        let plan = plan.map(|plan| (plan.base.source.key(), plan.roles.len()));
        assert_eq!(plan, Ok((key, 0)), "{config}");
    }
}

#[test]
fn a_role_keeps_all_that_its_profile_says() {
    let config = "[profile a]\nrole_arn = r\ncredential_source = ecscontainer\n\
                  role_session_name = s\nexternal_id = e\nduration_seconds = 900\nmfa_serial = m";
    let role = Role {
        profile: "a".to_owned(),
        role_arn: "r".to_owned(),
        session_name: Some("s".to_owned()),
        external_id: Some("e".to_owned()),
        duration: Some(Duration::from_secs(900)),
        mfa_serial: Some("m".to_owned()),
    };
    let source = Source::Named(CredentialSource::EcsContainer);
    let base = Base { profile: "a".to_owned(), source };
    assert_eq!(plan_of(config, ""), Ok(Plan { profile: "a".to_owned(), base, roles: vec![role] }));
}

#[test]
fn a_session_and_a_profile_may_say_the_same_twice() {
    let profile = "[profile a]\nsso_session = s\nsso_region = eu-west-1\nsso_account_id = 1\n\
                   sso_role_name = r\n[sso-session s]\nsso_start_url = u\n";
    let same = plan_of(&format!("{profile}sso_region = eu-west-1"), "");
    assert_eq!(same.map(|plan| plan.base.source.key()), Ok("sso_session"));
    assert!(plan_of(&format!("{profile}sso_region = eu-west-2"), "").is_err());
}

#[test]
fn no_plan_prints_a_secret() {
    for config in [
        "[profile a]\naws_access_key_id = 1\naws_secret_access_key = hunter2\n\
         aws_session_token = hunter2",
        "[profile a]\ncredential_process = program --password hunter2",
    ] {
        let plan = plan_of(config, "");
        assert!(plan.is_ok());
        let printed = format!("{plan:?}");
        assert!(!printed.contains("hunter2"), "{printed}");
    }
}

#[test]
fn a_chain_has_an_end() {
    let chain = |profiles: usize| {
        let mut config = String::from("[profile a]\nrole_arn = r\nsource_profile = p1\n");
        for number in 1..profiles {
            config +=
                &format!("[profile p{number}]\nrole_arn = r\nsource_profile = p{}\n", number + 1);
        }
        config +=
            &format!("[profile p{profiles}]\naws_access_key_id = 1\naws_secret_access_key = 2\n");
        plan_of(&config, "")
    };
    assert_eq!(chain(31).map(|plan| plan.roles.len()), Ok(31), "32 profiles");
    for profiles in [32, 500, 10_000] {
        let why = chain(profiles).expect_err("it is too long").to_string();
        let begin = "the chain of `source_profile` is longer than 32 profiles: a -> p1 -> p2 -> ";
        assert!(why.starts_with(begin), "{why}");
        assert!(why.ends_with("-> p31 -> p32; give one of them keys of its own"), "{why}");
    }
}
