//! The program `own_api` with its orders service: everything that it prints.

#[path = "../../own_api/service/mod.rs"]
mod service;

use std::process::{Command, Output};

use aws_operation::Credentials;

const ACCESS_KEY_ID: &str = "AKIDTEST";
const SECRET: &str = "the secret of the tests";

/// Runs the program on another thread, so that the service of this process can respond meanwhile.
async fn own_api(secret_access_key: &'static str, arguments: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_own_api"));
    program
        .args(arguments)
        .env_clear()
        .env("AWS_REGION", "eu-west-1")
        .env("AWS_ACCESS_KEY_ID", ACCESS_KEY_ID)
        .env("AWS_SECRET_ACCESS_KEY", secret_access_key);
    let output = tokio::task::spawn_blocking(move || program.output());
    output.await.expect("no panic").expect("the program runs")
}

/// The text without the parts that differ in each run: ports and request ids.
fn text(bytes: &[u8]) -> String {
    let text = std::str::from_utf8(bytes).expect("it prints text");
    let mut parts = text.split("127.0.0.1:");
    let first = parts.next().unwrap_or_default().to_owned();
    let text = parts.fold(first, |text, part| {
        text + "HOST" + part.trim_start_matches(|c: char| c.is_ascii_digit())
    });
    let mut parts = text.split("request id ");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        let (id, rest) = part.split_at_checked(36).expect("an id, and what follows");
        assert!(id.split('-').map(str::len).eq([8, 4, 4, 4, 12]), "{id}");
        text + "request id ID" + rest
    })
}

/// The details of a call at the end of an error message.
const CALL: &str = "[host HOST, request id ID, 1 attempt, not retryable]";

fn assert_prints(output: &Output, printed: &str, errors: &str) {
    let code = Some(i32::from(!errors.is_empty()));
    let got = (text(&output.stdout), text(&output.stderr), output.status.code());
    assert_eq!(got, (printed.to_owned(), errors.to_owned(), code));
}

/// Without this, the client could decode an error differently from how the service encodes it.
#[tokio::test]
async fn the_tour_shows_every_operation_and_every_error() {
    let output = own_api("", &[]).await;
    let expected = format!(
        "\
Calling an orders service in this process, at http://HOST/prod, which verifies signatures.
To call another one, add arguments; `--help` lists them.

created  o-1: 2 × tea, open
created  o-2: 1 × cake, open
created  o-3: 3 × coffee, open
error    9 × cake: only 2 left
         CreateOrder: SOLD_OUT (409): There is not enough cake. {CALL}
error    0 × tea: invalid quantity
         CreateOrder: 4001 (422): The quantity must be from 1 to 20. {CALL}
order    o-2: 1 × cake, open
error    there is no order o-99
         GetOrder: HTTP status 404 {CALL}
paid     o-1: 2 × tea, paid
error    the card is declined: its limit is 2 items
         PayOrder: https://orders.example.com/problems/card-declined (402): The card pays for 2 \
         items, but o-3 has 3. {CALL}
page 1   o-1: 2 × tea, paid
page 1   o-2: 1 × cake, open
page 2   o-3: 3 × coffee, open

With a wrong secret key, the gateway rejects the call:
"
    );
    let (printed, refused) = {
        let text = text(&output.stdout);
        let (printed, refused) = text.split_at_checked(expected.len()).unwrap_or((&text, ""));
        (printed.to_owned(), refused.to_owned())
    };
    assert_eq!((&*printed, &*text(&output.stderr)), (&*expected, ""));
    let start = "error    GetOrder: InvalidSignatureException (403): The request signature that the \
                 server computed does not match";
    assert!(refused.starts_with(start), "{refused}");
    assert!(refused.contains("; the secret access key does not match"), "{refused}");
    assert_eq!((refused.lines().count(), output.status.code()), (1, Some(0)));
}

/// Without this, `--url` and `--service` could have no effect.
#[tokio::test]
async fn options_select_another_service() {
    let url =
        service::start(Credentials::new(ACCESS_KEY_ID, SECRET)).await.expect("the service starts");
    let call = async |words: &[&str]| {
        let options = ["--url", &url, "--service", "execute-api"];
        own_api(SECRET, &[&options[..], words].concat()).await
    };
    assert_prints(&call(&["create", "tea", "2"]).await, "created  o-1: 2 × tea, open\n", "");
    assert_prints(&call(&["pay", "o-1", "any"]).await, "paid     o-1: 2 × tea, paid\n", "");
    assert_prints(&call(&["get", "o-1"]).await, "order    o-1: 2 × tea, paid\n", "");
    assert_prints(&call(&["list"]).await, "page 1   o-1: 2 × tea, paid\n", "");
    for words in [&["get", "a/b c"][..], &["pay", "a/b c", "any"]] {
        let name = if words[0] == "get" { "GetOrder" } else { "PayOrder" };
        let error =
            format!("own_api: there is no order a/b c\n         {name}: HTTP status 404 {CALL}\n");
        assert_prints(&call(words).await, "", &error);
    }

    // The gateway verifies the service and the key.
    for (secret_access_key, service) in [(SECRET, "lambda"), ("another secret", "execute-api")] {
        let arguments = ["--url", &url, "--service", service, "list"];
        let error = text(&own_api(secret_access_key, &arguments).await.stderr);
        let start = "own_api: ListOrders: InvalidSignatureException (403): ";
        assert!(error.starts_with(start), "{error}");
    }

    // This host does not identify the service.
    let error = text(&own_api(SECRET, &["--url", &url, "list"]).await.stderr);
    let start = "own_api: the host 127.0.0.1 does not identify the service; ";
    assert!(error.starts_with(start), "{error}");
    assert!(
        error.ends_with("\nIf the host does not identify the service, add `--service`.\n"),
        "{error}"
    );
}

#[tokio::test]
async fn wrong_arguments_are_explained() {
    for (arguments, message) in [
        (&["list"][..], "`--url` is missing\n"),
        (&["--service", "lambda"], "`--url` is missing\n"),
        (&["--url"], "`--url` needs a value\n"),
        (&["--uri", "x"], "unknown option `--uri`\n"),
        (&["--url", "x", "--service", "s3"], "unknown service `s3`; use execute-api, "),
        (&["--url", "https://a.example", "create", "tea", "two"], "invalid quantity `two`\n"),
        (&["--url", "https://a.example", "delete"], "unknown command `delete`\n"),
        (&["--url", "https://a.example", "get"], "wrong number of arguments for `get`\n"),
        (&["--url", "https://a.example"], "a command is missing\n"),
    ] {
        let output = own_api("", arguments).await;
        let error = text(&output.stderr);
        assert!(error.starts_with(&format!("own_api: {message}")), "{error}");
        assert_eq!((&*output.stdout, output.status.code()), (&b""[..], Some(1)));
    }

    let help = own_api("", &["--help"]).await;
    assert_eq!((&*help.stderr, help.status.code()), (&b""[..], Some(0)));
    assert!(help.stdout.starts_with(b"usage: own_api "));
}
