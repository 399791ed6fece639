//! Ways to be misconfigured, and the one line that each prints: what is wrong; the fix.

use std::fs;
use std::path::Path;
use std::process::Command;

/// A way to be misconfigured.
struct Way {
    /// What a person did.
    name: &'static str,
    config: &'static str,
    credentials: &'static str,
    variables: &'static [(&'static str, &'static str)],
    line: &'static str,
}

const REGION: (&str, &str) = ("AWS_REGION", "eu-west-1");
const ID: (&str, &str) = ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
const SECRET: (&str, &str) = ("AWS_SECRET_ACCESS_KEY", "hunter2");
/// Keys, for a profile whose fault is another one.
const KEYS: &str = "[default]\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = hunter2\n";

/// What stands before the profile where nobody is configured, and after it.
const NO_KEYS: &str = "configuration: no credentials: environment (AWS_ACCESS_KEY_ID and \
                       AWS_SECRET_ACCESS_KEY are not set), ";
const NO_OTHERS: &str = ", web identity (AWS_WEB_IDENTITY_TOKEN_FILE is not set), container \
                           (neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor \
                           AWS_CONTAINER_CREDENTIALS_FULL_URI is set), instance metadata \
                           (AWS_EC2_METADATA_DISABLED is true); configure one of them, or call \
                           `credentials` on `Config::builder()`";

/// The line that a program prints which loads the configuration and makes a call. The home is `~`.
fn run(way: &Way) -> String {
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("misconfigured").join(way.name);
    let folder = home.join(".aws");
    let _ = fs::remove_dir_all(&home);
    fs::create_dir_all(&folder).expect("a folder");
    for (name, text) in [("config", way.config), ("credentials", way.credentials)] {
        match text {
            "" => {}
            "a folder" => fs::create_dir(folder.join(name)).expect("a folder"),
            text => fs::write(folder.join(name), text).expect("a file"),
        }
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_call"));
    command.arg("call").env_clear().env("HOME", &home).env("AWS_EC2_METADATA_DISABLED", "true");
    for (name, value) in way.variables {
        command.env(name, value);
    }
    if way.variables.contains(&("HOME", "")) {
        command.env_remove("HOME");
    }
    let output = command.output().expect("the program runs");
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("it prints text");
    let line = text.lines().last().unwrap_or_default();
    line.replace(home.to_str().expect("the path is text"), "~")
}

#[test]
fn each_prints_one_line_that_says_what_to_do() {
    let mut wrong = Vec::new();
    for way in WAYS {
        let line = run(way).replace(NO_KEYS, "{no keys}").replace(NO_OTHERS, "{no others}");
        assert!(!line.contains("hunter2"), "{}: {line}", way.name);
        if line != way.line {
            wrong.push(format!("{}:\n  {line}\nis not\n  {}", way.name, way.line));
        }
    }
    println!("{} ways, {} lines are others", WAYS.len(), wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

const WAYS: &[Way] = &[
    Way {
        name: "nothing is configured",
        config: "",
        credentials: "",
        variables: &[REGION],
        line: "{no keys}profile `default` (there are no profiles; `aws configure` creates \
               one){no others}",
    },
    Way {
        name: "there is no region",
        config: "",
        credentials: KEYS,
        variables: &[],
        line: "configuration: no region: set AWS_REGION or AWS_DEFAULT_REGION, or `region` in \
               the profile, or call `region` on `Config::builder()`",
    },
    Way {
        name: "the secret is forgotten",
        config: "",
        credentials: "",
        variables: &[REGION, ID],
        line: "configuration: AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not; set \
               both or neither",
    },
    Way {
        name: "the profile is misspelt",
        config: "[profile dev]\nregion = eu-west-1",
        credentials: KEYS,
        variables: &[("AWS_PROFILE", "dve")],
        line: "configuration: AWS_PROFILE is `dve`, but there is no profile with that name; the \
               profiles are `default`, `dev`",
    },
    Way {
        name: "the profile is misspelt beside keys in the environment",
        config: "[profile dev]\nregion = eu-west-1",
        credentials: "",
        variables: &[REGION, ID, SECRET, ("AWS_PROFILE", "dve")],
        line: "configuration: AWS_PROFILE is `dve`, but there is no profile with that name; the \
               profiles are `dev`",
    },
    Way {
        name: "the title has two words without quotes",
        config: "[profile a]\n[b]\n[c]\n[d]\n[e]\n[profile Foo Bar]\nregion = eu-west-1",
        credentials: "",
        variables: &[("AWS_PROFILE", "Foo Bar")],
        line: "configuration: AWS_PROFILE is `Foo Bar`, but there is no profile with that name; \
               the profiles are `a`; ~/.aws/config, line 6: the section `[profile Foo Bar]` is \
               ignored: its name has several words; put it in quotes, like `'a b'`; ~/.aws/config, \
               line 2: the section `[b]` is ignored: in the config file a title is `[default]`, or \
               begins with `profile `, `sso-session ` or `services `; ~/.aws/config, line 3: the \
               section `[c]` is ignored: in the config file a title is `[default]`, or begins with \
               `profile `, `sso-session ` or `services `",
    },
    Way {
        name: "the title has two words without quotes beside keys in the environment",
        config: "[profile Foo Bar]\nregion = eu-west-1",
        credentials: "",
        variables: &[REGION, ID, SECRET, ("AWS_PROFILE", "Foo Bar")],
        line: "configuration: AWS_PROFILE is `Foo Bar`, but there are no profiles; `aws configure` \
               creates one; ~/.aws/config, line 1: the section `[profile Foo Bar]` is ignored: its \
               name has several words; put it in quotes, like `'a b'`",
    },
    Way {
        name: "the source profile has two words without quotes",
        config: "[profile dev]\nrole_arn = arn\nsource_profile = Foo Bar\n[profile Foo Bar]",
        credentials: "",
        variables: &[REGION, ("AWS_PROFILE", "dev")],
        line: "configuration: the profile `dev` (~/.aws/config, line 1) has `source_profile = Foo \
               Bar`, but there is no profile `Foo Bar`; the profiles are `dev`; ~/.aws/config, \
               line 4: the section `[profile Foo Bar]` is ignored: its name has several words; put \
               it in quotes, like `'a b'`",
    },
    Way {
        name: "nobody chose a profile",
        config: "[profile dev]\nregion = eu-west-1",
        credentials: "[dev]\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = hunter2",
        variables: &[REGION],
        line: "{no keys}profile `default` (there is no profile `default`; set AWS_PROFILE to an \
               existing profile; the profiles are `dev`){no others}",
    },
    Way {
        name: "the title lacks the word profile",
        config: "[dev]\nregion = eu-west-1\naws_access_key_id = a\naws_secret_access_key = hunter2",
        credentials: "",
        variables: &[("AWS_PROFILE", "dev")],
        line: "configuration: AWS_PROFILE is `dev`, but there are no profiles; `aws configure` \
               creates one; ~/.aws/config, line 1: the section `[dev]` is ignored: in the config \
               file a title is `[default]`, or begins with `profile `, `sso-session ` or `services \
               `",
    },
    Way {
        name: "half a pair in the file",
        config: "",
        credentials: "[default]\naws_secret_access_key = hunter2",
        variables: &[REGION],
        line: "configuration: the profile `default` (~/.aws/credentials, line 1) has \
               `aws_secret_access_key` but no `aws_access_key_id`; set both or neither",
    },
    Way {
        name: "a line is none",
        config: "[default]\nregion eu-west-1",
        credentials: KEYS,
        variables: &[],
        line: "configuration: ~/.aws/config, line 2: a property without `=`; write `name = \
               value`",
    },
    Way {
        name: "the file is a folder",
        config: "a folder",
        credentials: KEYS,
        variables: &[REGION],
        line: "configuration: cannot read ~/.aws/config: Is a directory (os error 21); make it \
               readable, or remove it",
    },
    Way {
        name: "the named file does not exist",
        config: "",
        credentials: "",
        variables: &[REGION, ("AWS_SHARED_CREDENTIALS_FILE", "/nowhere/credentials")],
        line: "{no keys}profile `default` (there are no profiles; `aws configure` creates one; \
               AWS_SHARED_CREDENTIALS_FILE is /nowhere/credentials, which does not \
               exist){no others}",
    },
    Way {
        name: "there is no home",
        config: "",
        credentials: "",
        variables: &[REGION, ("HOME", ""), ("AWS_CONFIG_FILE", "~/config")],
        line: "configuration: AWS_CONFIG_FILE begins with `~`, and HOME is not set; write the \
               whole path, or set HOME",
    },
    Way {
        name: "nobody assumes the role",
        config: "[default]\nrole_arn = arn:aws:iam::123456789012:role/dev",
        credentials: "",
        variables: &[REGION],
        line: "configuration: the profile `default` (~/.aws/config, line 1) has `role_arn` but no \
               credentials to assume the role with; add `source_profile`, `credential_source` or \
               `web_identity_token_file`",
    },
    Way {
        name: "the source profile is missing",
        config: "[default]\nrole_arn = arn:aws:iam::123456789012:role/dev\nsource_profile = base",
        credentials: "",
        variables: &[REGION],
        line: "configuration: the profile `default` (~/.aws/config, line 1) has `source_profile = \
               base`, but there is no profile `base`; the profiles are `default`",
    },
    Way {
        name: "the profiles form a loop",
        config: "[default]\nrole_arn = a\nsource_profile = b\n[profile b]\nrole_arn = b\n\
                 source_profile = default",
        credentials: "",
        variables: &[REGION],
        line: "configuration: the profiles form a loop: default -> b -> default; give one of \
               them keys of its own, or another `source_profile`",
    },
    Way {
        name: "the credential source is unknown",
        config: "[default]\nrole_arn = a\ncredential_source = Ec2",
        credentials: "",
        variables: &[REGION],
        line: "configuration: `credential_source` of the profile `default` (~/.aws/config, line 3) \
               is invalid; set it to Environment, Ec2InstanceMetadata or EcsContainer",
    },
    Way {
        name: "the SSO session is missing",
        config: "[default]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = dev",
        credentials: "",
        variables: &[REGION],
        line: "configuration: the profile `default` (~/.aws/config, line 1) has `sso_session = \
               corp`, but there is no `[sso-session corp]`; `aws configure sso-session` adds one \
               to the config file",
    },
    Way {
        name: "the profile has a region alone",
        config: "[default]\nregion = eu-west-1",
        credentials: "",
        variables: &[],
        line: "{no keys}profile `default` (the profile `default` (~/.aws/config, line 1) has no \
               credentials; add `aws_access_key_id` and `aws_secret_access_key`, a role, an SSO \
               session or a `credential_process`){no others}",
    },
    Way {
        name: "the region is a URL",
        config: "[default]\nregion = https://eu-west-1",
        credentials: KEYS,
        variables: &[],
        line: "configuration: `region` of the profile `default` (~/.aws/config, line 2): invalid \
               region \"https://eu-west-1\"; use letters, digits and inner hyphens, like eu-west-1",
    },
    Way {
        name: "the services section is missing",
        config: "[default]\nservices = local",
        credentials: KEYS,
        variables: &[REGION],
        line: "configuration: `services` of the profile `default` (~/.aws/config, line 2) is \
               `local`, but there is no `[services local]`; add it to the config file, or remove \
               the property",
    },
    Way {
        name: "the endpoint has no scheme",
        config: "[default]\nservices = local\n[services local]\napi_gateway =\n  \
                 endpoint_url = localhost:4566",
        credentials: KEYS,
        variables: &[REGION],
        line: "configuration: `api_gateway` in `[services local]` (~/.aws/config, line 4): an \
               endpoint is a URL like https://host[:port][/path]; it has no scheme",
    },
    Way {
        name: "the endpoint is plain HTTP",
        config: "[default]\nendpoint_url = http://localstack:4566",
        credentials: KEYS,
        variables: &[REGION],
        line: "configuration: `endpoint_url` of the profile `default` (~/.aws/config, line 2): \
               http://localstack:4566 is plain HTTP to another machine; use https, or say that \
               it is meant, with `allow_http(true)` or AWS_ALLOW_HTTP=true",
    },
    Way {
        name: "FIPS is asked of a configured endpoint",
        config: "[default]\nendpoint_url = http://localhost:4566\nuse_fips_endpoint = true",
        credentials: KEYS,
        variables: &[REGION],
        line: "GetRestApi: the FIPS endpoint is asked for, and the endpoint URL \
               http://localhost:4566 is configured; a configured URL is called as it is, so \
               remove one of the two [host unknown (`endpoint_url` of the profile `default` \
               (~/.aws/config, line 2)), nothing was sent]",
    },
    Way {
        name: "a flag says yes",
        config: "[default]\nuse_dualstack_endpoint = yes",
        credentials: KEYS,
        variables: &[REGION],
        line: "configuration: `use_dualstack_endpoint` of the profile `default` (~/.aws/config, \
               line 2) is neither true nor false; set it to one of them",
    },
    Way {
        name: "the retry mode is unknown",
        config: "[default]\nretry_mode = fast\nmax_attempts = 0",
        credentials: KEYS,
        variables: &[REGION],
        line: "configuration: `retry_mode` of the profile `default` (~/.aws/config, line 2) is \
               \"fast\"; it must be `standard` or `adaptive`; `max_attempts` of the profile \
               `default` (~/.aws/config, line 3) is \"0\"; it must be a number of attempts, 1 or \
               more",
    },
    Way {
        name: "the token of a web identity has no role",
        config: "",
        credentials: "",
        variables: &[REGION, ("AWS_WEB_IDENTITY_TOKEN_FILE", "/token")],
        line: "configuration: AWS_WEB_IDENTITY_TOKEN_FILE is set, but AWS_ROLE_ARN is not; set it \
               to the role that the token is for",
    },
    Way {
        name: "the container's path is none",
        config: "",
        credentials: "",
        variables: &[REGION, ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "@example.com")],
        line: "configuration: AWS_CONTAINER_CREDENTIALS_RELATIVE_URI does not begin with `/`; \
               write the path, or set AWS_CONTAINER_CREDENTIALS_FULL_URI",
    },
    Way {
        name: "the container's host is not allowed",
        config: "",
        credentials: "",
        variables: &[REGION, ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://10.0.0.1/")],
        line: "configuration: AWS_CONTAINER_CREDENTIALS_FULL_URI is plain HTTP to 10.0.0.1; use \
               https, or one of the allowed hosts: this machine, 169.254.170.2, 169.254.170.23 or \
               [fd00:ec2::23]",
    },
    Way {
        name: "the metadata switch says 1",
        config: "",
        credentials: "",
        variables: &[REGION, ("AWS_EC2_METADATA_DISABLED", "1")],
        line: "configuration: AWS_EC2_METADATA_DISABLED is neither true nor false; set it to \
               one of them",
    },
    Way {
        name: "the program of a profile is not there",
        config: "[default]\ncredential_process = /nowhere/program --secret hunter2",
        credentials: "",
        variables: &[REGION],
        line: "GetRestApi: profile `default`: the program `/nowhere/program` of \
               `credential_process` cannot be started; write its whole path: No such file or \
               directory (os error 2) [host apigateway.eu-west-1.amazonaws.com, nothing was \
               sent]",
    },
    Way {
        name: "the program prints rubbish",
        config: "[default]\ncredential_process = /bin/echo hunter2",
        credentials: "",
        variables: &[REGION],
        line: "GetRestApi: profile `default`: the program `/bin/echo` of `credential_process` \
               returned an invalid credentials document: expected an object in the JSON at byte 0; it \
               must be a JSON object with AccessKeyId and SecretAccessKey [host \
               apigateway.eu-west-1.amazonaws.com, nothing was sent]",
    },
    Way {
        name: "the program fails",
        config: "[default]\ncredential_process = /bin/sh -c 'echo the vault is sealed >&2; exit 3'",
        credentials: "",
        variables: &[REGION],
        line: "GetRestApi: profile `default`: the program `/bin/sh` of `credential_process` \
               failed with exit status: 3, and wrote to standard error: the vault is sealed; \
               run it by hand to see why [host apigateway.eu-west-1.amazonaws.com, nothing was \
               sent]",
    },
    Way {
        name: "a quote of the program is open",
        config: "[default]\ncredential_process = /bin/echo 'hunter2",
        credentials: "",
        variables: &[REGION],
        line: "configuration: `credential_process` of the profile `default` (~/.aws/config, \
               line 2) ends within a quote, or in a backslash; close the quote, or write `\\\\`",
    },
    Way {
        name: "nobody signed in",
        config: "[profile dev]\nsso_session = corp\nsso_account_id = 1\n\
                 sso_role_name = dev\n[sso-session corp]\nsso_region = eu-west-1\n\
                 sso_start_url = https://corp.awsapps.com/start",
        credentials: "",
        variables: &[REGION, ("AWS_PROFILE", "dev")],
        line: "GetRestApi: profile `dev`: the SSO session corp has no token in \
               ~/.aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json; run: aws sso \
               login --profile dev [host apigateway.eu-west-1.amazonaws.com, nothing was sent]",
    },
    Way {
        name: "the session has no account",
        config: "[default]\nsso_session = corp\n[sso-session corp]\nsso_region = eu-west-1\n\
                 sso_start_url = https://corp.awsapps.com/start",
        credentials: "",
        variables: &[REGION],
        line: "configuration: `sso_session` of the profile `default` (~/.aws/config, line 2) is \
               a session without an account and a role; add `sso_account_id` and \
               `sso_role_name`",
    },
    Way {
        name: "the token file of a web identity is not there",
        config: "",
        credentials: "",
        variables: &[
            REGION,
            ("AWS_WEB_IDENTITY_TOKEN_FILE", "/nowhere/token"),
            ("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/dev"),
        ],
        line: "GetRestApi: web identity: the web identity token in /nowhere/token cannot be \
               used: No such file or directory (os error 2); look at \
               AWS_WEB_IDENTITY_TOKEN_FILE, or `web_identity_token_file` of the profile [host \
               apigateway.eu-west-1.amazonaws.com, nothing was sent]",
    },
    Way {
        name: "the role wants a code",
        config: "[default]\nrole_arn = arn:aws:iam::123456789012:role/dev\n\
                 source_profile = default\nmfa_serial = arn:aws:iam::123456789012:mfa/me\n\
                 aws_access_key_id = a\naws_secret_access_key = hunter2",
        credentials: "",
        variables: &[REGION],
        line: "GetRestApi: profile `default`: the role arn:aws:iam::123456789012:role/dev requires \
               a code of the MFA device arn:aws:iam::123456789012:mfa/me (`mfa_serial`), and \
               the configuration has no callback that asks for it; add one [host apigateway.eu-west-1.amazonaws.com, nothing was sent]",
    },
    Way {
        name: "nobody answers for the container",
        config: "",
        credentials: "",
        variables: &[
            REGION,
            ("AWS_MAX_ATTEMPTS", "1"),
            ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:1/"),
        ],
        line: "GetRestApi: container: the credentials service of the container at 127.0.0.1 \
               failed: GetContainerCredentials: cannot connect: error sending request: client \
               error (Connect): tcp connect error: Connection refused (os error 111) [host \
               127.0.0.1:1, 3 of 3 attempts] [host apigateway.eu-west-1.amazonaws.com, nothing \
               was sent]",
    },
    Way {
        name: "the profile relies on a container that is none",
        config: "[default]\ncredential_source = EcsContainer\n\
                 role_arn = arn:aws:iam::123456789012:role/dev",
        credentials: "",
        variables: &[REGION],
        line: "configuration: `credential_source` of the profile `default` (~/.aws/config, line 2) \
               is EcsContainer, but neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor \
               AWS_CONTAINER_CREDENTIALS_FULL_URI is set; change one of them",
    },
    Way {
        name: "the profile relies on metadata that are switched off",
        config: "[default]\ncredential_source = Ec2InstanceMetadata\n\
                 role_arn = arn:aws:iam::123456789012:role/dev",
        credentials: "",
        variables: &[REGION],
        line: "configuration: `credential_source` of the profile `default` (~/.aws/config, line 2) \
               is Ec2InstanceMetadata, but AWS_EC2_METADATA_DISABLED is true; change one of them",
    },
    Way {
        name: "nobody answers for the instance",
        config: "",
        credentials: "",
        variables: &[
            REGION,
            ("AWS_EC2_METADATA_DISABLED", "false"),
            ("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:1"),
        ],
        line: "GetRestApi: no credentials: environment (AWS_ACCESS_KEY_ID and \
               AWS_SECRET_ACCESS_KEY are not set), profile `default` (there are no profiles; `aws \
               configure` creates one), web identity (AWS_WEB_IDENTITY_TOKEN_FILE is not set), \
               container (neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor \
               AWS_CONTAINER_CREDENTIALS_FULL_URI is set), instance metadata (no response from the \
               instance metadata service at http://127.0.0.1:1 (GetMetadataToken: cannot connect: \
               error sending request: client error (Connect): tcp connect error: Connection \
               refused (os error 111) [host 127.0.0.1:1, 1 attempt, not retryable])) [host \
               apigateway.eu-west-1.amazonaws.com, nothing was sent]",
    },
];
