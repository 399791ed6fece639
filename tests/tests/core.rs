//! The core alone: without default features there is no TLS, no async runtime and no HTTP client.

use std::fs;
use std::path::Path;
use std::process::Command;

fn cargo(arguments: &[&str]) -> String {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let output = Command::new(env!("CARGO")).current_dir(workspace).args(arguments).output();
    let output = output.expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("cargo prints text")
}

/// The names of the crates that a user of these features compiles.
fn tree(features: &[&str]) -> Vec<String> {
    let arguments = ["tree", "-p", "aws-operation", "-e", "normal,build", "--prefix", "none"];
    let tree = cargo(&[&arguments[..], features].concat());
    let mut names: Vec<String> =
        tree.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect();
    names.sort_unstable();
    names.dedup();
    names
}

#[test]
fn the_core_pulls_no_tls_no_runtime_and_no_http_client() {
    let core = tree(&["--no-default-features"]);
    for absent in ["reqwest", "hyper", "rustls", "tokio", "serde_json", "url"] {
        assert!(!core.contains(&absent.to_owned()), "{absent} is in {core:?}");
    }
    for present in ["aws-operation-macros", "http", "ring", "serde"] {
        assert!(core.contains(&present.to_owned()), "{present} is not in {core:?}");
    }
    assert!(tree(&[]).contains(&"hyper".to_owned()), "the default has a transport");
}

#[test]
fn an_operation_that_needs_a_feature_says_which() {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("features");
    let runtime = workspace.join("runtime").canonicalize().expect("the runtime is there");
    let write = |name: &str, text: &str| fs::write(place.join(name), text).expect("it is written");
    fs::create_dir_all(place.join("src")).expect("a folder");
    write(
        "Cargo.toml",
        &format!(
            "[package]\nname = \"features\"\nedition = \"2024\"\n[workspace]\n[dependencies]\n\
             aws-operation = {{ path = {runtime:?}, default-features = false }}\n"
        ),
    );
    let lock = fs::read_to_string(workspace.join("Cargo.lock")).expect("a lockfile");
    write("Cargo.lock", &lock);
    write(
        "src/lib.rs",
        "use aws_operation::aws_operation;\n\
         #[aws_operation(method = \"PUT\", uri = \"/\", request_compression = \"gzip\", \
         http_checksum_required)]\npub struct Put {}\n",
    );
    let mut check = Command::new(env!("CARGO"));
    check
        .current_dir(&place)
        .args(["check", "--quiet"])
        .env("CARGO_TARGET_DIR", place.join("target"));
    let output = check.output().expect("cargo runs");
    let stderr = String::from_utf8_lossy(&output.stderr);
    for message in [
        "`request_compression` needs the feature `gzip` of `aws-operation`",
        "`http_checksum_required` needs the feature `md5` of `aws-operation`",
    ] {
        assert!(stderr.contains(message), "{stderr}");
    }
}

#[test]
fn the_core_compiles_alone() {
    cargo(&["check", "--quiet", "-p", "aws-operation", "--no-default-features"]);
}

/// The macros and the runtime refuse the same headers.
#[test]
fn reserved_headers_are_the_same_in_both_crates() {
    let list = |path: &str, name: &str| -> Vec<String> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
        let text = fs::read_to_string(&path).expect("a file");
        let (_, list) = text.split_once(name).expect("the list");
        let (list, _) = list.split_once("];").expect("the end of the list");
        list.split('"').skip(1).step_by(2).map(str::to_owned).collect()
    };
    let macros = list("macros/src/words.rs", "RESERVED_HEADERS");
    assert_eq!(macros, list("runtime/src/wire/request/headers.rs", "const RESERVED:"));
    assert!(macros.contains(&"authorization".to_owned()), "{macros:?}");
}

/// A program can keep these in statics, share them between threads and hold them across `.await`.
#[test]
fn public_types_are_send_and_sync() {
    use aws_operation::{
        Body, Call, Chain, Client, Config, ConfigBuilder, ConfigError, Credentials,
        CredentialsCache, CredentialsError, DecodeError, Document, EncodeError, Endpoint, Error,
        EventSender, RawEvent, Retry, Service, ServiceError, Timeouts, Timestamp, TransportError,
    };
    fn shared<T: Send + Sync + 'static>() {}
    fn sent<T: Send + 'static>() {}
    shared::<(Client, Config, ConfigBuilder, Service, Endpoint, Retry, Timeouts)>();
    shared::<(Credentials, CredentialsCache, Chain, Document, Timestamp, RawEvent)>();
    shared::<(Error, ConfigError, CredentialsError, EncodeError, DecodeError)>();
    shared::<(ServiceError, TransportError, aws_operation::BodyError)>();
    shared::<(aws_operation::blocking::Client, aws_operation::testing::Fake)>();
    sent::<(Body, aws_operation::ByteStream, Call<()>, EventSender<()>)>();
}
