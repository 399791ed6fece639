//! A program in a home with profile files: what it signs with, and where its calls go.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use aws_operation_tests::raw::RawServer;

/// A home whose files a test writes.
struct Home(PathBuf);

impl Home {
    fn new(name: &str, config: &str, credentials: &str) -> Self {
        let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("profiles").join(name);
        let _ = fs::remove_dir_all(&home);
        fs::create_dir_all(home.join(".aws")).expect("a folder");
        fs::write(home.join(".aws/config"), config).expect("a file");
        fs::write(home.join(".aws/credentials"), credentials).expect("a file");
        Self(home)
    }

    /// What a program prints that makes a call here.
    fn call(&self, variables: &[(&str, &str)]) -> String {
        self.run("call", variables)
    }

    fn run(&self, argument: &str, variables: &[(&str, &str)]) -> String {
        let mut command = Command::new(env!("CARGO_BIN_EXE_call"));
        command.arg(argument).env_clear().env("HOME", &self.0);
        command.env("AWS_EC2_METADATA_DISABLED", "true").envs(variables.iter().copied());
        let output = command.output().expect("the program runs");
        assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("it prints text")
    }
}

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
const BUSY: &str = "HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n";

#[test]
fn a_call_is_signed_and_sent_as_the_profile_says() {
    let server = RawServer::start(&[OK; 8]);
    let (endpoint, elsewhere) = (server.endpoint(), "http://127.0.0.1:1");
    let config = format!(
        "[default]\nregion = eu-west-1\nendpoint_url = {endpoint}\n\
         [profile dev]\nregion = eu-west-2\nservices = local\nendpoint_url = {elsewhere}\n\
         [services local]\napi_gateway =\n  endpoint_url = {endpoint}/base\n\
         [profile source]\nregion = eu-west-3\nendpoint_url = {endpoint}\n\
         aws_access_key_id = AKIDCONFIG\naws_secret_access_key = s\n"
    );
    let credentials = "[default]\naws_access_key_id = AKIDDEFAULT\naws_secret_access_key = s\n\
                       [dev]\naws_access_key_id = AKIDDEV\naws_secret_access_key = s\n\
                       aws_session_token = token\n";
    let home = Home::new("signed", &config, credentials);
    let keys = [("AWS_ACCESS_KEY_ID", "AKIDENV"), ("AWS_SECRET_ACCESS_KEY", "s")];
    for (variables, id, region, path, token) in [
        (vec![], "AKIDDEFAULT", "eu-west-1", "/restapis/a1", false),
        (vec![("AWS_PROFILE", "dev")], "AKIDDEV", "eu-west-2", "/base/restapis/a1", true),
        (vec![("AWS_PROFILE", "source")], "AKIDCONFIG", "eu-west-3", "/restapis/a1", false),
        (vec![("AWS_REGION", "us-east-1")], "AKIDDEFAULT", "us-east-1", "/restapis/a1", false),
        (keys.to_vec(), "AKIDENV", "eu-west-1", "/restapis/a1", false),
        (
            [&keys[..], &[("AWS_PROFILE", "dev"), ("AWS_ENDPOINT_URL", endpoint)]].concat(),
            "AKIDENV",
            "eu-west-2",
            "/restapis/a1",
            false,
        ),
    ] {
        let before = server.heads().len();
        let printed = home.call(&variables);
        let heads = server.heads();
        assert_eq!(heads.len(), before + 1, "{variables:?}: {printed}");
        let head = &heads[before];
        assert!(head.starts_with(&format!("GET {path} ")), "{variables:?}: {head}");
        let scope = format!("Credential={id}/");
        assert!(head.contains(&scope) && head.contains(&format!("/{region}/")), "{head}");
        assert_eq!(head.contains("x-amz-security-token: token"), token, "{variables:?}: {head}");
    }
}

#[test]
fn the_profile_says_how_often_a_call_is_made_unless_a_variable_does() {
    let server = RawServer::start(&[BUSY; 3]);
    let config = format!(
        "[default]\nregion = eu-west-1\nendpoint_url = {}\nmax_attempts = 1\nretry_mode = legacy\n",
        server.endpoint()
    );
    let keys = "[default]\naws_access_key_id = a\naws_secret_access_key = s\n";
    let home = Home::new("attempts", &config, keys);
    assert!(home.call(&[]).trim_end().ends_with("1 of 1 attempts]"));
    let two = [("AWS_MAX_ATTEMPTS", "2"), ("AWS_NEW_RETRIES_2026", "true")];
    assert!(home.call(&two).trim_end().ends_with("2 of 2 attempts]"));
    assert_eq!(server.heads().len(), 3);
    let noted =
        |variables: &[_]| home.run("whoami", variables).contains("is `legacy`, a retry mode of");
    assert!(noted(&[]) && noted(&[("AWS_RETRY_MODE", "LEGACY")]));
    assert!(!noted(&[("AWS_RETRY_MODE", "adaptive")]));
}

/// Profiles with names that `aws configure` writes are found by AWS_PROFILE, and their commands are
/// run whole.
#[test]
fn any_name_that_the_cli_writes_can_be_selected() {
    let process =
        "echo '{\"Version\": 1, \"AccessKeyId\": \"AKID #1 ; x\", \"SecretAccessKey\": \"s\"}'";
    let config = format!(
        "[profile 'Foo Bar']\nregion = eu-west-1\n\
         [profile 'Someone'\"'\"'s Mac']\nregion = eu-west-2\n\
         [profile naïve(dev)]\nregion = eu-west-3\n\
         [profile command]\nregion = eu-north-1\ncredential_process = {process}\n"
    );
    let keys = "aws_secret_access_key = s\naws_access_key_id =";
    let credentials = format!(
        "[Foo Bar]\n{keys} AKIDFOO\n[Someone's Mac]\n{keys} AKIDMAC\n\
         [naïve(dev)]\n{keys} AKIDDEV\n[only keys]\n{keys} AKIDKEYS\n"
    );
    let home = Home::new("names", &config, &credentials);
    for (name, id, region) in [
        ("Foo Bar", "AKIDFOO", "eu-west-1"),
        ("Someone's Mac", "AKIDMAC", "eu-west-2"),
        ("naïve(dev)", "AKIDDEV", "eu-west-3"),
        ("only keys", "AKIDKEYS", ""),
        ("command", "AKID #1 ; x", "eu-north-1"),
    ] {
        let mut variables = vec![("AWS_PROFILE", name)];
        if region.is_empty() {
            variables.push(("AWS_REGION", "us-east-1"));
        }
        let printed = home.run("whoami", &variables);
        assert!(
            printed.contains(&format!("credentials: {id}, from the profile `{name}`")),
            "{printed}"
        );
        assert!(printed.contains(&format!("region:      {region}")), "{printed}");
        assert!(!printed.contains("note: "), "{printed}");
    }
}

/// A program whose environment has all that it needs works in any home.
#[test]
fn a_home_without_readable_files_stops_nobody_who_does_not_need_them() {
    let home = Home::new("unreadable", "", "");
    let folder = home.0.to_str().expect("the path is text").to_owned();
    for name in ["config", "credentials"] {
        fs::remove_file(home.0.join(".aws").join(name)).expect("it was there");
        fs::create_dir(home.0.join(".aws").join(name)).expect("a folder");
    }
    fs::write(home.0.join("file"), "").expect("a file");
    let below = format!("{folder}/file");
    let environment = [
        ("AWS_ACCESS_KEY_ID", "AKIDENV"),
        ("AWS_SECRET_ACCESS_KEY", "s"),
        ("AWS_REGION", "eu-west-1"),
    ];
    let run = |more: &[(&str, &str)]| home.run("whoami", &[&environment, more].concat());
    for (more, note) in [
        (&[][..], format!("note: cannot read {folder}/.aws/config: ")),
        (&[("HOME", &*below)], format!("note: {below}/.aws/config cannot exist, ")),
        (&[("HOME", "/nonexistent")], String::new()),
    ] {
        let printed = run(more);
        assert!(printed.contains("credentials: AKIDENV, from the environment"), "{printed}");
        assert!(printed.contains(&note), "{printed}");
        assert_eq!(printed.contains("note: "), !note.is_empty(), "{printed}");
    }
    for (more, problem) in [
        (&[("AWS_PROFILE", "dev")][..], format!("cannot read {folder}/.aws/config: ")),
        (&[("AWS_REGION", "")], format!("cannot read {folder}/.aws/config: ")),
        (&[("AWS_CONFIG_FILE", &*folder)], format!("cannot read {folder}: ")),
        (&[("AWS_CONFIG_FILE", &*format!("{below}/c"))], format!("{below}/c cannot exist, ")),
        (&[("AWS_ACCESS_KEY_ID", ""), ("AWS_SECRET_ACCESS_KEY", "")], "cannot read ".to_owned()),
    ] {
        let printed = run(more);
        assert!(printed.starts_with(&format!("configuration: {problem}")), "{printed}");
    }
}

#[test]
fn fips_and_dual_stack_choose_the_host() {
    let keys = "[default]\naws_access_key_id = a\naws_secret_access_key = s\n";
    let config = "[default]\nregion = us-east-1\nuse_fips_endpoint = true\n";
    let home = Home::new("fips", config, keys);
    for (variables, host, rule) in [
        (
            &[][..],
            "https://apigateway-fips.us-east-1.amazonaws.com",
            "rule: FIPS variant of API Gateway",
        ),
        (
            &[("AWS_USE_FIPS_ENDPOINT", "false")],
            "https://apigateway.us-east-1.amazonaws.com",
            "from the region",
        ),
        (
            &[("AWS_USE_DUALSTACK_ENDPOINT", "true")],
            "https://apigateway-fips.us-east-1.api.aws",
            "rule: FIPS and dual-stack variant of API Gateway",
        ),
    ] {
        let proxy = RawServer::start(&[BUSY]);
        let proxied = [("HTTPS_PROXY", proxy.endpoint()), ("AWS_MAX_ATTEMPTS", "1")];
        let printed = home.call(&[variables, &proxied].concat());
        assert!(printed.contains(&format!("Some(\"{host}\")")), "{printed}");
        let host = host.trim_start_matches("https://");
        let connected = proxy.heads().concat();
        assert!(connected.starts_with(&format!("CONNECT {host}:443 ")), "{connected}");
        assert!(printed.contains(&format!("[host {host} ({rule}), 1 of 1 attempts]")), "{printed}");
    }
}
