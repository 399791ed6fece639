//! Tests of a cold start: which files are opened, depending on the variables that are set.

use std::cell::RefCell;

use super::environment::Environment;
use super::files::{Files, NotRead};
use super::{Config, ConfigBuilder};
use crate::error::{ConfigError, TransportError};
use crate::services::LAMBDA;
use crate::transport::{Transport, TransportFuture};

/// A transport that must not be used.
struct NoNetwork;

impl Transport for NoNetwork {
    fn send(&self, _: http::Request<crate::types::Body>) -> TransportFuture<'_> {
        let error = TransportError::other("the network was used");
        Box::pin(std::future::ready(Err(error)))
    }
}

const CONFIG: &str = "[default]\nregion = eu-west-1\nservices = local\n\
                      [profile dev]\nregion = eu-west-2\n\
                      [services local]\nlambda =\n  endpoint_url = http://localhost:4566";
const CREDENTIALS: &str = "[default]\naws_access_key_id = FILE\naws_secret_access_key = s\n\
                           [dev]\naws_access_key_id = DEV\naws_secret_access_key = s\n\
                           [only]\nregion = eu-west-3";

const KEYS: &str = "[default]\naws_access_key_id = a\naws_secret_access_key = s\n";
const SSO: &str = "[default]\nsso_start_url = https://corp.awsapps.com/start\n\
                   sso_region = eu-west-1\nsso_account_id = 1\nsso_role_name = dev\n";

/// Loads a configuration. Returns it with the files that were opened.
fn load(
    builder: ConfigBuilder,
    variables: &[(&str, &str)],
) -> (Result<Config, ConfigError>, Vec<String>) {
    let mut environment = Environment::default();
    for (name, value) in [&[("HOME", "/home/me")], variables].concat() {
        environment.set(name, value.to_owned());
    }
    let opened = RefCell::new(Vec::new());
    let read = |path: &str| {
        let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
        opened.borrow_mut().push(name.to_owned());
        match path.split('/').nth(1) {
            Some("denied") => return Err(NotRead::Unreadable(format!("cannot read {path}"))),
            Some("below") => return Err(NotRead::BelowAFile(format!("{path} is below a file"))),
            Some("binary") => return Err(NotRead::Wrong(format!("{path} is not UTF-8"))),
            _ => {}
        }
        let text = match name {
            "config" => Some(CONFIG.to_owned()),
            "credentials" => Some(CREDENTIALS.to_owned()),
            "process" => Some("[default]\ncredential_process = p".to_owned()),
            "role" => Some(format!("{KEYS}role_arn = a\nsource_profile = default")),
            "token" => Some("[default]\nrole_arn = a\nweb_identity_token_file = t".to_owned()),
            "sso" => Some(SSO.to_owned()),
            "role of instance" => {
                Some("[default]\nrole_arn = a\ncredential_source = Ec2InstanceMetadata".to_owned())
            }
            "instance" => Some("[default]\ncredential_source = Ec2InstanceMetadata".to_owned()),
            _ => None,
        };
        text.map(zeroize::Zeroizing::new).ok_or(NotRead::Absent)
    };
    let mut builder = builder.transport(NoNetwork).retry(crate::Retry::off());
    let found = builder.read(&environment, &Files::Read(&read));
    let config = found.and_then(|found| builder.resolve(&environment, &found, None));
    (config, opened.into_inner())
}

/// The access key id that a configuration signs with. The future must be ready at once.
#[cfg(feature = "profile")]
fn key(config: &Config) -> Option<String> {
    let mut credentials = config.setup().credentials.credentials();
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match credentials.as_mut().poll(&mut context) {
        std::task::Poll::Ready(Ok(credentials)) => Some(credentials.access_key_id().to_owned()),
        _ => None,
    }
}

#[cfg(feature = "profile")]
#[test]
fn nothing_is_read_that_nobody_needs() {
    let keys = [("AWS_ACCESS_KEY_ID", "ENV"), ("AWS_SECRET_ACCESS_KEY", "s")];
    let region = ("AWS_REGION", "us-east-1");
    let (one, both) = (&["config"][..], &["config", "credentials"][..]);
    let other = ("AWS_CONFIG_FILE", "/other");
    for (in_code, variables, opened, expected) in [
        // With credentials in the environment: only the config file, for endpoints and other
        // settings.
        (None, [&keys[..], &[region]].concat(), one, Ok(("ENV", "us-east-1"))),
        (None, keys.to_vec(), one, Ok(("ENV", "eu-west-1"))),
        // A profile that is selected by name is looked up.
        (None, [&keys[..], &[("AWS_PROFILE", "dev")]].concat(), one, Ok(("ENV", "eu-west-2"))),
        (None, [&keys[..], &[("AWS_PROFILE", "only")]].concat(), both, Ok(("ENV", "eu-west-3"))),
        (
            None,
            [&keys[..], &[region, ("AWS_PROFILE", "typo")]].concat(),
            both,
            Err("AWS_PROFILE is `typo`"),
        ),
        // The region may be in the credentials file.
        (None, [&keys[..], &[other]].concat(), &["other", "credentials"], Err("no region")),
        // Without keys in the environment, both files are needed.
        (None, vec![region], both, Ok(("FILE", "us-east-1"))),
        (None, vec![("AWS_PROFILE", "dev")], both, Ok(("DEV", "eu-west-2"))),
        (Some("dev"), vec![("AWS_PROFILE", "only")], both, Ok(("DEV", "eu-west-2"))),
        // The profile in code takes precedence over keys in the environment.
        (Some("dev"), keys.to_vec(), both, Ok(("DEV", "eu-west-2"))),
    ] {
        let builder = match in_code {
            Some(profile) => Config::builder().profile(profile),
            None => Config::builder(),
        };
        let (config, read) = load(builder, &variables);
        assert_eq!(read, opened, "{in_code:?} {variables:?}");
        match (config, expected) {
            (Ok(config), Ok((id, region))) => {
                assert_eq!(config.region(), region, "{in_code:?} {variables:?}");
                assert_eq!(key(&config).as_deref(), Some(id), "{in_code:?} {variables:?}");
            }
            (Err(error), Err(expected)) => {
                assert!(error.to_string().contains(expected), "{error}");
            }
            (got, expected) => panic!("{variables:?}: {got:?} is not {expected:?}"),
        }
    }
}

/// The output of `whoami`. The future must be ready at once.
fn whoami(config: &Config) -> String {
    let mut whoami = Box::pin(config.whoami(LAMBDA));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match whoami.as_mut().poll(&mut context) {
        std::task::Poll::Ready(whoami) => whoami.to_string(),
        std::task::Poll::Pending => panic!("something was waited for"),
    }
}

/// A daemon with its own user and without a home directory is configured by its environment.
#[cfg(feature = "profile")]
#[test]
fn a_file_that_cannot_be_read_stops_only_those_who_need_it() {
    let keys = [("AWS_ACCESS_KEY_ID", "ENV"), ("AWS_SECRET_ACCESS_KEY", "s")];
    let region = [("AWS_REGION", "us-east-1")];
    let whole = [keys.as_slice(), &region].concat();
    let token = [("AWS_WEB_IDENTITY_TOKEN_FILE", "/t"), ("AWS_ROLE_ARN", "arn")];
    let denied = ("HOME", "/denied");
    let (below, binary) = (("HOME", "/below"), ("HOME", "/binary"));
    for (variables, expected) in [
        ([&whole[..], &[denied]].concat(), Ok("note: cannot read /denied/.aws/config\n")),
        ([&whole[..], &[below]].concat(), Ok("note: /below/.aws/config is below a file\n")),
        ([&whole[..], &[("HOME", "/home/me")]].concat(), Ok("")),
        // A file that can be read may have relevant settings, so it must be valid.
        ([&whole[..], &[binary]].concat(), Err("/binary/.aws/config is not UTF-8")),
        // The files are needed.
        ([&keys[..], &[denied]].concat(), Err("cannot read /denied/.aws/config")),
        ([&region[..], &[denied]].concat(), Err("cannot read /denied/.aws/config")),
        (
            [&whole[..], &[denied, ("AWS_PROFILE", "dev")]].concat(),
            Err("cannot read /denied/.aws/config"),
        ),
        ([&keys[..], &[below]].concat(), Err("no region")),
        // A variable names the file.
        ([&whole[..], &[("AWS_CONFIG_FILE", "/denied/c")]].concat(), Err("cannot read /denied/c")),
        (
            [&whole[..], &[("AWS_CONFIG_FILE", "/below/c")]].concat(),
            Err("/below/c is below a file"),
        ),
        (
            [&region[..], &[("AWS_SHARED_CREDENTIALS_FILE", "/denied/c")]].concat(),
            Err("cannot read /denied/c"),
        ),
        // The file is not opened, because it is not needed.
        ([&whole[..], &[("AWS_SHARED_CREDENTIALS_FILE", "/denied/c")]].concat(), Ok("")),
    ] {
        let (config, _) = load(Config::builder(), &variables);
        match (config, expected) {
            (Ok(config), Ok(note)) => {
                assert_eq!(key(&config).as_deref(), Some("ENV"), "{variables:?}");
                let said = whoami(&config);
                assert!(said.ends_with(&format!("; no expiry\n{note}")), "{said}");
            }
            (Err(error), Err(expected)) => {
                assert!(error.to_string().contains(expected), "{variables:?}: {error}");
            }
            (got, expected) => panic!("{variables:?}: {got:?} is not {expected:?}"),
        }
    }
    // A region and credentials in code need no file. A profile in code needs the files.
    let credentials = crate::Credentials::new("CODE", "s");
    let in_code = || Config::builder().region("eu-west-1").credentials(credentials.clone());
    let (config, _) = load(in_code(), &[denied]);
    assert!(whoami(&config.expect("it is whole")).contains("note: cannot read"));
    let (config, _) = load(in_code().profile("dev"), &[denied]);
    assert!(config.expect_err("it names a profile").to_string().contains("cannot read"));
    // As in Amazon EKS, where the home directory is often root's.
    let (config, _) = load(Config::builder(), &[&region[..], &token, &[denied]].concat());
    #[cfg(feature = "sts")]
    assert_eq!(config.expect("it has a token").region(), "us-east-1");
    #[cfg(not(feature = "sts"))]
    assert!(config.expect_err("it needs STS").to_string().contains("the feature `sts`"));
}

#[test]
fn the_retry_mode_of_older_sdks_is_the_standard_one() {
    for (mode, note) in [("legacy", true), ("Legacy", true), ("standard", false)] {
        let mut environment = Environment::default();
        environment.set("AWS_RETRY_MODE", mode.to_owned());
        let mut builder = Config::builder()
            .region("eu-west-1")
            .credentials(crate::Credentials::new("CODE", "s"))
            .transport(NoNetwork)
            .timer(crate::time::NoTimer);
        let none = |_: &str| Err(NotRead::Absent);
        let found = builder.read(&environment, &Files::Read(&none));
        let config = found.and_then(|found| builder.resolve(&environment, &found, None));
        let config = config.expect("it is whole");
        assert_eq!(config.retry().mode(), crate::retry::RetryMode::Standard, "{mode}");
        let expected = "note: AWS_RETRY_MODE is `legacy`, a retry mode of older SDKs; `standard` \
                        is used instead, so set it to `standard`\n";
        assert_eq!(whoami(&config).ends_with(expected), note, "{mode}");
    }
}

#[test]
fn credentials_in_code_need_the_config_file_alone() {
    let credentials = crate::Credentials::new("CODE", "s");
    let (config, read) = load(Config::builder().credentials(credentials), &[]);
    let config = config.expect("it is whole");
    assert_eq!((read.as_slice(), config.region()), (&["config".to_owned()][..], "eu-west-1"));
    let endpoint = config.endpoint(&LAMBDA);
    assert_eq!(
        endpoint.target().map(|it| it.endpoint.to_string()),
        Ok("http://localhost:4566".to_owned())
    );
    assert!(endpoint.origin.starts_with("`lambda` in `[services local]`"), "{}", endpoint.origin);
}

#[test]
fn build_reads_nothing() {
    let error = Config::builder().profile("dev").build().expect_err("it reads no files");
    assert_eq!(
        error.to_string(),
        "a profile is set in code, but `build` reads no files; use `load`"
    );
}

#[cfg(all(
    feature = "profile",
    not(any(
        feature = "container",
        feature = "imds",
        feature = "process",
        feature = "sso",
        feature = "sts"
    ))
))]
#[test]
fn a_provider_that_is_left_out_is_named_with_its_feature_and_the_key() {
    let region = ("AWS_REGION", "eu-west-1");
    let of = |name: &'static str| [region, ("AWS_CONFIG_FILE", name)];
    let uri = ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1/");
    let token = [("AWS_WEB_IDENTITY_TOKEN_FILE", "/t"), ("AWS_ROLE_ARN", "arn")];
    for (variables, key, feature) in [
        (of("process").to_vec(), "`credential_process` of the profile `default` (", "process"),
        (of("role").to_vec(), "`role_arn` of the profile `default` (", "sts"),
        (of("token").to_vec(), "`web_identity_token_file` of the profile `default` (", "sts"),
        (of("sso").to_vec(), "`sso_start_url` of the profile `default` (", "sso"),
        (of("role of instance").to_vec(), "`role_arn` of the profile `default` (", "sts"),
        (of("instance").to_vec(), "`credential_source` of the profile `default` (", "imds"),
        (vec![region, uri], "AWS_CONTAINER_CREDENTIALS_FULL_URI ", "container"),
        ([&[region][..], &token].concat(), "AWS_WEB_IDENTITY_TOKEN_FILE ", "sts"),
        (vec![region], "instance metadata (it ", "imds"),
    ] {
        let nowhere = ("AWS_SHARED_CREDENTIALS_FILE", "/none");
        let named = variables.iter().any(|(name, _)| *name == "AWS_CONFIG_FILE");
        let other = if named { region } else { ("AWS_CONFIG_FILE", "/none") };
        let (config, _) = load(Config::builder(), &[&variables[..], &[nowhere, other]].concat());
        let error = config.expect_err("it lacks a feature").to_string();
        let needs = format!("needs the feature `{feature}` of aws-operation");
        assert!(error.contains(key) && error.contains(&needs), "{error}");
    }
}

#[cfg(not(feature = "profile"))]
#[test]
fn profiles_that_are_left_out_are_named_with_their_feature() {
    let (config, _) = load(Config::builder(), &[("AWS_REGION", "eu-west-1")]);
    let error = config.expect_err("nobody has credentials").to_string();
    let why = "profile `default` (it needs the feature `profile` of aws-operation; ";
    assert!(error.contains(why), "{error}");
    let (config, _) = load(Config::builder(), &[("AWS_CONFIG_FILE", "/none")]);
    let error = config.expect_err("nobody says the region").to_string();
    assert!(
        error.starts_with("no region: set AWS_REGION or AWS_DEFAULT_REGION, or call"),
        "{error}"
    );
}
