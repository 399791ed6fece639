//! One program, with no line changed, wherever it starts: whose credentials it signs with.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};

use aws_operation_tests::faults::{Answer, FaultServer, Seen, Step};

/// All of AWS on one port: STS, SSO, a container's and an instance's service, and API Gateway.
fn aws(seen: &Seen) -> Step {
    let authorization = seen.header("authorization");
    let signer = authorization
        .split_once("Credential=")
        .and_then(|(_, scope)| scope.split_once('/'))
        .map_or("", |(id, _)| id);
    let document = |id: &str| {
        format!(
            r#"{{"Code":"Success","Type":"AWS-HMAC","AccessKeyId":"{id}","SecretAccessKey":"s","Token":"t","Expiration":"2999-01-01T00:00:00Z"}}"#
        )
    };
    let sts = |action: &str, id: &str| {
        format!(
            "<{action}Response><{action}Result><Credentials><AccessKeyId>{id}</AccessKeyId>\
             <SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>\
             <Expiration>2999-01-01T00:00:00Z</Expiration></Credentials></{action}Result>\
             </{action}Response>"
        )
    };
    let role = "/latest/meta-data/iam/security-credentials/";
    let text = match (seen.method(), seen.target()) {
        ("POST", "/") if signer.is_empty() => sts("AssumeRoleWithWebIdentity", "WEB"),
        ("POST", "/") => sts("AssumeRole", &format!("{signer}-ROLE")),
        ("PUT", "/latest/api/token") => {
            let answer = Answer::ok("token").header("x-aws-ec2-metadata-token-ttl-seconds", "21600");
            return Step::answer(&answer);
        }
        ("GET", "/latest/meta-data/placement/region") => "eu-central-1".to_owned(),
        ("GET", target) if target == role => "dev".to_owned(),
        ("GET", target) if target == format!("{role}dev") => document("INSTANCE"),
        ("GET", "/container") => document("CONTAINER"),
        ("GET", target) if target.starts_with("/federation/credentials?") => {
            r#"{"roleCredentials": {"accessKeyId": "SSO", "secretAccessKey": "s", "sessionToken": "t",
                "expiration": 32472144000000}}"#
                .to_owned()
        }
        ("GET", "/restapis/a1") => r#"{"id": "a1", "name": "a"}"#.to_owned(),
        _ => return Step::answer(&Answer::new(404)),
    };
    Step::answer(&Answer::ok(&text))
}

#[test]
fn the_same_program_finds_its_credentials_everywhere() {
    let signed = Arc::new(Mutex::new(String::new()));
    let last = Arc::clone(&signed);
    let server = FaultServer::by(move |seen| {
        if seen.target() == "/restapis/a1" {
            seen.header("authorization").clone_into(&mut last.lock().expect("nobody panics"));
        }
        aws(seen)
    });
    let endpoint = server.endpoint();
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("default_chain");
    let sso = home.join(".aws/sso/cache");
    fs::create_dir_all(&sso).expect("a folder");
    let token = home.join("token");
    fs::write(&token, "a token").expect("a file");
    let name = ring::digest::digest(&ring::digest::SHA1_FOR_LEGACY_USE_ONLY, b"corp");
    let name: String = name.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
    let cached = r#"{"accessToken": "access", "expiresAt": "2999-01-01T00:00:00Z"}"#;
    fs::write(sso.join(format!("{name}.json")), cached).expect("a file");
    let config = "\
        [profile base]\naws_access_key_id = BASE\naws_secret_access_key = s\n\
        [profile role]\nrole_arn = arn:aws:iam::123456789012:role/role\nsource_profile = base\n\
        [profile chain]\nrole_arn = arn:aws:iam::123456789012:role/chain\nsource_profile = role\n\
        [profile inside]\nrole_arn = arn:aws:iam::123456789012:role/x\n\
        credential_source = EcsContainer\n\
        [profile named]\nrole_arn = arn:aws:iam::123456789012:role/x\n\
        credential_source = Environment\n\
        [profile sso]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = dev\n\
        [profile over-sso]\nrole_arn = arn:aws:iam::123456789012:role/x\nsource_profile = sso\n\
        [sso-session corp]\nsso_region = eu-west-2\nsso_start_url = https://corp.awsapps.com/start\n\
        [profile process]\ncredential_process = /bin/echo '{\"Version\": 1, \"AccessKeyId\": \
        \"PROCESS\", \"SecretAccessKey\": \"s\"}'\n";
    fs::write(home.join(".aws/config"), config).expect("a file");

    let token = token.to_str().expect("the path is text");
    let container = format!("{endpoint}/container");
    let web_identity = [
        ("AWS_WEB_IDENTITY_TOKEN_FILE", token),
        ("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/web"),
    ];
    let in_container = [("AWS_CONTAINER_CREDENTIALS_FULL_URI", container.as_str())];
    let keys = [("AWS_ACCESS_KEY_ID", "ENV"), ("AWS_SECRET_ACCESS_KEY", "s")];
    let of = |profile: &'static str| vec![("AWS_PROFILE", profile)];
    for (variables, id) in [
        (keys.to_vec(), "ENV"),
        ([&keys[..], &web_identity, &in_container].concat(), "ENV"),
        (of("base"), "BASE"),
        (of("role"), "BASE-ROLE"),
        (of("chain"), "BASE-ROLE-ROLE"),
        ([&of("inside")[..], &in_container].concat(), "CONTAINER-ROLE"),
        (of("sso"), "SSO"),
        (of("over-sso"), "SSO-ROLE"),
        (of("process"), "PROCESS"),
        ([&of("base")[..], &web_identity, &in_container].concat(), "BASE"),
        ([&web_identity[..], &in_container].concat(), "WEB"),
        (in_container.to_vec(), "CONTAINER"),
        (vec![], "INSTANCE"),
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_call"));
        command.arg("call").env_clear().env("HOME", &home).env("AWS_ENDPOINT_URL", &endpoint);
        command.env("AWS_EC2_METADATA_SERVICE_ENDPOINT", &endpoint);
        let output = command.envs(variables.iter().copied()).output().expect("the program runs");
        let printed = String::from_utf8_lossy(&output.stdout);
        let authorization = std::mem::take(&mut *signed.lock().expect("nobody panics"));
        // Nobody but the instance says the region.
        let scope = (format!("Credential={id}/"), "/eu-central-1/apigateway/");
        assert!(
            authorization.contains(&scope.0) && authorization.contains(scope.1),
            "{variables:?}: {authorization}: {printed}"
        );
    }
}
