//! Configuration: what variables do, what code does, and what is said when something lacks.

use std::process::Command;

use aws_operation::{
    Client, Config, Credentials, Service, Transport, TransportError, TransportFuture, services,
};
use aws_operation_tests::raw::RawServer;
use aws_operation_tests::{ACCESS_KEY, SECRET_KEY, server};

/// What a program with just these variables prints.
fn run(argument: &str, variables: &[(&str, &str)]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_call"));
    command.arg(argument).env_clear().env("AWS_EC2_METADATA_DISABLED", "true");
    command.envs(variables.iter().copied());
    let output = command.output().expect("the program runs");
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("it prints text").trim_end().to_owned()
}

const KEYS: [(&str, &str); 2] =
    [("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"), ("AWS_SECRET_ACCESS_KEY", "hunter2")];

#[test]
fn what_is_missing_or_wrong_is_named_all_at_once() {
    let with_keys = |more: &[(&'static str, &'static str)]| [&KEYS[..], more].concat();
    let no_region = "no region: set AWS_REGION or AWS_DEFAULT_REGION, or `region` in the profile, or \
                     call `region` on `Config::builder()`";
    let no_credentials = "no credentials: environment (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY \
                          are not set), profile `default` (there are no profiles; `aws configure` \
                          creates one), web identity (AWS_WEB_IDENTITY_TOKEN_FILE is not set), \
                          container (neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor \
                          AWS_CONTAINER_CREDENTIALS_FULL_URI is set), instance metadata \
                          (AWS_EC2_METADATA_DISABLED is true); configure one of them, or call \
                          `credentials` on `Config::builder()`";
    for (variables, message) in [
        (vec![], format!("{no_region}; {no_credentials}")),
        (vec![("AWS_REGION", " "), ("AWS_ACCESS_KEY_ID", "")], format!("{no_region}; {no_credentials}")),
        (with_keys(&[]), no_region.to_owned()),
        (vec![("AWS_REGION", "eu-west-1")], no_credentials.to_owned()),
        (
            vec![("AWS_REGION", "eu-west-1"), KEYS[0]],
            "AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not; set both or neither".to_owned(),
        ),
        (
            vec![("AWS_REGION", "eu-west-1"), KEYS[1]],
            "AWS_SECRET_ACCESS_KEY is set, but AWS_ACCESS_KEY_ID is not; set both or neither".to_owned(),
        ),
        (
            with_keys(&[("AWS_REGION", "x@attacker.com:443/#")]),
            "AWS_REGION: invalid region \"x@attacker.com:443/#\"; use letters, digits and inner \
             hyphens, like eu-west-1"
                .to_owned(),
        ),
        (
            with_keys(&[("AWS_REGION", "eu-west-1"), ("AWS_ENDPOINT_URL_LAMBDA", "localhost:1")]),
            "AWS_ENDPOINT_URL_LAMBDA: an endpoint is a URL like https://host[:port][/path]; it has no \
             scheme"
                .to_owned(),
        ),
        (
            with_keys(&[("AWS_REGION", "eu-west-1"), ("AWS_ENDPOINT_URL", "https://x.test:99999")]),
            "AWS_ENDPOINT_URL: an endpoint is a URL like https://host[:port][/path]; its port is not \
             a number from 1 to 65535"
                .to_owned(),
        ),
        (
            with_keys(&[("AWS_REGION", "us_east_1")]),
            "AWS_REGION: invalid region \"us_east_1\"; use letters, digits and inner hyphens, like \
             eu-west-1; did you mean us-east-1?"
                .to_owned(),
        ),
        (
            with_keys(&[("AWS_REGION", "eu-west-1"), ("AWS_ENDPOINT_URL", "http://localstack:4566")]),
            "AWS_ENDPOINT_URL: http://localstack:4566 is plain HTTP to another machine; use https, or \
             say that it is meant, with `allow_http(true)` or AWS_ALLOW_HTTP=true"
                .to_owned(),
        ),
        (
            with_keys(&[
                ("AWS_REGION", "eu-west-1"),
                ("AWS_RETRY_MODE", "fast"),
                ("AWS_MAX_ATTEMPTS", "0"),
                ("AWS_NEW_RETRIES_2026", "1"),
                ("AWS_DISABLE_CLOCK_SKEW_CORRECTION", "off"),
            ]),
            "AWS_NEW_RETRIES_2026 is neither true nor false; set it to one of them; \
             AWS_DISABLE_CLOCK_SKEW_CORRECTION is neither true nor false; set it to one of them; \
             AWS_RETRY_MODE is \"fast\"; it must be `standard` or `adaptive`; AWS_MAX_ATTEMPTS is \
             \"0\"; it must be a number of attempts, 1 or more"
                .to_owned(),
        ),
        (
            with_keys(&[("AWS_REGION", "eu-west-1"), ("AWS_MAX_ATTEMPTS", "many")]),
            "AWS_MAX_ATTEMPTS is \"many\"; it must be a number of attempts, 1 or more".to_owned(),
        ),
    ] {
        assert_eq!(run("", &variables), format!("configuration: {message}"));
    }
}

#[test]
fn variables_decide_how_often_a_call_is_made() {
    let server = RawServer::start(&["HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n"; 9]);
    let of_2026 = ("AWS_NEW_RETRIES_2026", "TRUE");
    for (variables, attempts) in [
        (&[of_2026][..], 3),
        (&[of_2026, ("AWS_MAX_ATTEMPTS", " 2 ")], 2),
        (&[of_2026, ("AWS_MAX_ATTEMPTS", "1"), ("AWS_RETRY_MODE", "standard")], 1),
        (&[of_2026, ("AWS_MAX_ATTEMPTS", "4"), ("AWS_RETRY_MODE", "Adaptive")], 4),
    ] {
        let before = server.heads().len();
        let region_and_endpoint =
            [("AWS_REGION", "eu-west-1"), ("AWS_ENDPOINT_URL", server.endpoint())];
        let printed = run("call", &[&KEYS[..], &region_and_endpoint, variables].concat());
        assert!(printed.ends_with(&format!("{attempts} of {attempts} attempts]")), "{printed}");
        assert_eq!(server.heads().len() - before, attempts, "{variables:?}");
    }
}

#[test]
fn variables_decide_region_and_endpoint_in_their_order() {
    for (variables, region, endpoint) in [
        (
            &[("AWS_REGION", "eu-west-1")][..],
            "eu-west-1",
            "https://apigateway.eu-west-1.amazonaws.com",
        ),
        (
            &[("AWS_DEFAULT_REGION", "cn-north-1")],
            "cn-north-1",
            "https://apigateway.cn-north-1.amazonaws.com.cn",
        ),
        (
            &[("AWS_REGION", "eu-west-1"), ("AWS_DEFAULT_REGION", "us-east-1")],
            "eu-west-1",
            "https://apigateway.eu-west-1.amazonaws.com",
        ),
        (
            &[("AWS_REGION", "fips-us-east-1")],
            "us-east-1",
            "https://apigateway-fips.us-east-1.amazonaws.com",
        ),
        (
            &[("AWS_DEFAULT_REGION", "us-gov-west-1-fips")],
            "us-gov-west-1",
            "https://apigateway-fips.us-gov-west-1.amazonaws.com",
        ),
        (
            &[("AWS_REGION", "aws-us-gov-global")],
            "us-gov-west-1",
            "https://apigateway.us-gov-west-1.amazonaws.com",
        ),
        (
            &[("AWS_REGION", "eu-west-1"), ("AWS_ENDPOINT_URL", "https://x.test:08443")],
            "eu-west-1",
            "https://x.test:8443",
        ),
        (
            &[("AWS_REGION", "eu-west-1"), ("AWS_ENDPOINT_URL", "http://localhost:1/base/")],
            "eu-west-1",
            "http://localhost:1/base",
        ),
        (
            &[
                ("AWS_REGION", "eu-west-1"),
                ("AWS_ENDPOINT_URL", "http://localhost:1"),
                ("AWS_ENDPOINT_URL_API_GATEWAY", "https://example.com"),
                ("AWS_ENDPOINT_URL_LAMBDA", "https://lambda.example.com"),
            ],
            "eu-west-1",
            "https://example.com",
        ),
        (
            &[
                ("AWS_REGION", "eu-west-1"),
                ("AWS_ENDPOINT_URL", "http://localstack:4566"),
                ("AWS_ALLOW_HTTP", "true"),
            ],
            "eu-west-1",
            "http://localstack:4566",
        ),
    ] {
        assert_eq!(
            run("", &[&KEYS[..], variables].concat()),
            format!(
                "Client {{ service: \"apigateway\", region: \"{region}\", endpoint: \
                 Some(\"{endpoint}\"), .. }}"
            ),
        );
    }
}

#[test]
fn credentials_of_the_environment_sign_with_their_token() {
    let keys = server::Account::new(ACCESS_KEY, SECRET_KEY).session_token("token");
    let gate = server::gate_for(&keys, "-");
    let printed = run(
        "call",
        &[
            ("AWS_ACCESS_KEY_ID", ACCESS_KEY),
            ("AWS_SECRET_ACCESS_KEY", SECRET_KEY),
            ("AWS_SESSION_TOKEN", "token"),
            ("AWS_REGION", "us-east-1"),
            ("AWS_ENDPOINT_URL", gate.endpoint()),
        ],
    );
    // The echo answered with 200: its JSON is no REST API.
    assert!(printed.contains("missing field `id`") && printed.contains("status 200"), "{printed}");
}

#[test]
fn tls_is_spoken_to_those_whom_the_system_trusts_and_to_nobody_else() {
    let server = server::tls();
    let variables = |authority: Option<&str>| {
        let mut variables = [&KEYS[..], &[("AWS_REGION", "us-east-1")]].concat();
        variables.push(("AWS_ENDPOINT_URL", server.endpoint()));
        variables.extend(authority.map(|file| ("SSL_CERT_FILE", file)));
        run("call", &variables)
    };
    let authority = server.authority().to_str().expect("the path is text");
    let trusted = variables(Some(authority));
    assert!(trusted.contains("missing field `id`") && trusted.contains("status 200"), "{trusted}");
    let unknown = variables(None);
    assert!(
        unknown.contains("cannot connect: ") || unknown.contains("TLS cannot be set up"),
        "{unknown}"
    );
    assert!(unknown.contains("certificate") || unknown.contains("UnknownIssuer"), "{unknown}");
}

#[test]
fn a_proxy_is_used_but_never_on_the_way_to_this_machine() {
    let server = RawServer::start(&["HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"]);
    let call = |endpoint: &str, proxy: &str| {
        let variables = [
            ("AWS_REGION", "us-east-1"),
            ("AWS_ALLOW_HTTP", "true"),
            ("AWS_ENDPOINT_URL", endpoint),
            ("HTTP_PROXY", proxy),
            ("http_proxy", proxy),
        ];
        run("call", &[&KEYS[..], &variables].concat())
    };
    let direct = call(server.endpoint(), "http://127.0.0.1:1");
    assert!(direct.contains("status 200"), "{direct}");
    assert!(server.heads()[0].starts_with("GET /restapis/a1 HTTP/1.1"));
    let proxied = call("http://api.example", server.endpoint());
    assert!(proxied.contains("status 200"), "{proxied}");
    assert!(server.heads()[1].starts_with("GET http://api.example/restapis/a1 HTTP/1.1"));
}

#[test]
fn code_wins_over_nothing_else_needed() {
    let builder = || {
        Config::builder()
            .region("eu-west-1")
            .credentials(Credentials::new("AKIDEXAMPLE", "hunter2"))
    };
    let config = builder().endpoint_url("https://example.com/base").build().expect("it is whole");
    assert_eq!(config.region(), "eu-west-1");
    let client = Client::new(&config, services::LAMBDA);
    assert!(format!("{client:?}").contains("https://example.com/base"));

    let error = builder().endpoint_url("http://example.com").build().expect_err("it is plain HTTP");
    assert!(error.to_string().contains("allow_http(true)"), "{error}");
    assert!(builder().endpoint_url("http://example.com").allow_http(true).build().is_ok());

    for url in ["https://x.test:99999", "https://x.test:0", "https://x.test:+80"] {
        let error = builder().endpoint_url(url).build().expect_err("no such port").to_string();
        assert!(error.contains("its port is not a number from 1 to 65535"), "{error}");
        let client = Client::new(&builder().build().expect("it is whole"), services::LAMBDA);
        assert!(client.with_endpoint_url(url).is_err(), "{url}");
    }

    let error = Config::builder().build().expect_err("it lacks all").to_string();
    assert!(error.contains("no region") && error.contains("no credentials"), "{error}");

    let config = builder().build().expect("it is whole");
    let client = Client::new(&config, services::EXECUTE_API);
    assert!(client.clone().with_endpoint_url("http://example.com").is_err());
    let client = client.with_endpoint_url("https://a.execute-api.eu-west-1.amazonaws.com/prod");
    assert!(format!("{:?}", client.expect("it is a URL")).contains("/prod"));
}

/// Regions that stand for others are signed for under their own name, from wherever they come.
#[tokio::test]
async fn a_region_that_stands_for_another_is_signed_for_under_its_name() {
    const STS: Service = services::STS;
    for (given, region, sts) in [
        ("fips-us-east-1", "us-east-1", "https://sts-fips.us-east-1.amazonaws.com"),
        ("us-west-2-fips", "us-west-2", "https://sts-fips.us-west-2.amazonaws.com"),
        ("aws-global", "us-east-1", "https://sts.amazonaws.com"),
        ("aws-us-gov-global", "us-gov-west-1", "https://sts.us-gov-west-1.amazonaws.com"),
        ("aws-cn-global", "cn-northwest-1", "https://sts.cn-northwest-1.amazonaws.com.cn"),
        ("aws-iso-b-global", "us-isob-east-1", "https://sts.us-isob-east-1.sc2s.sgov.gov"),
        ("eu-west-1", "eu-west-1", "https://sts.eu-west-1.amazonaws.com"),
    ] {
        let config = Config::builder().region(given).credentials(Credentials::new("a", "b"));
        let config = config.build().expect("it is whole");
        assert_eq!(config.region(), region, "{given}");
        let client = Client::new(&config, STS);
        let shown = format!("region: \"{region}\", endpoint: Some(\"{sts}\")");
        assert!(format!("{client:?}").contains(&shown), "{client:?}");
        let said = config.whoami(STS).await.to_string();
        let origin =
            if given == region { "`region`".into() } else { format!("`region`: `{given}`") };
        let rule = match given.contains("fips") {
            true => "rule: FIPS variant of STS",
            false => "rule: default endpoint of STS",
        };
        let lines = format!("region:      {region} ({origin})\nendpoint:    {sts} ({rule})\n");
        assert!(said.starts_with(&lines), "{said}");
        // Another endpoint is called as it is, and signed for the same region.
        let client = client.with_endpoint_url("https://sts.example.com").expect("it is a URL");
        let shown = format!("region: \"{region}\", endpoint: Some(\"https://sts.example.com\")");
        assert!(format!("{client:?}").contains(&shown), "{client:?}");
        let printed = run("whoami", &[&KEYS[..], &[("AWS_REGION", given)]].concat());
        let origin =
            if given == region { "AWS_REGION".into() } else { format!("AWS_REGION: `{given}`") };
        assert!(printed.contains(&format!("region:      {region} ({origin})\n")), "{printed}");
    }
}

/// The first call of a program with a misspelt region says so.
#[tokio::test]
async fn a_region_that_does_not_exist_has_a_hint_once_its_host_is_not_found() {
    #[aws_operation::aws_operation(method = "GET", uri = "/x")]
    struct Get;

    struct NoSuchHost(fn(&'static str) -> TransportError);

    impl Transport for NoSuchHost {
        fn send(&self, _: http::Request<aws_operation::Body>) -> TransportFuture<'_> {
            Box::pin(std::future::ready(Err((self.0)("no such host"))))
        }
    }

    for (region, error, hint) in [
        (
            "eu-wset-1",
            TransportError::unresolved as fn(&'static str) -> TransportError,
            Some("eu-wset-1 is not a known region of AWS; did you mean eu-west-1?"),
        ),
        (
            "mars-north-1",
            TransportError::unresolved,
            Some("mars-north-1 is not a known region of AWS; check its name"),
        ),
        ("eu-west-1", TransportError::unresolved, None),
        ("eu-wset-1", TransportError::connect, None),
    ] {
        let config = Config::builder()
            .region(region)
            .credentials(Credentials::new("a", "b"))
            .retry(aws_operation::Retry::off())
            .transport(NoSuchHost(error));
        let config = config.build().expect("it is whole");
        let error = Client::new(&config, services::LAMBDA).send(Get).await.expect_err("no host");
        assert_eq!(error.hint(), hint, "{region}");
        let end = hint.map_or("]".to_owned(), |hint| format!("]; {hint}"));
        assert!(error.to_string().ends_with(&end), "{error}");
    }
}

#[tokio::test]
async fn a_service_without_an_endpoint_says_what_to_configure() {
    let config = Config::builder().region("eu-west-1").credentials(Credentials::new("a", "b"));
    let client = Client::new(&config.build().expect("it is whole"), Service::new("orders-api"));
    #[aws_operation::aws_operation(method = "GET", uri = "/orders")]
    struct ListOrders;
    let error = client.send(ListOrders).await.expect_err("there is no endpoint");
    assert_eq!(
        error.to_string(),
        "ListOrders: the service `orders-api` has no regional endpoint; configure its URL, with \
         `endpoint_url` or AWS_ENDPOINT_URL_ORDERS_API [host unknown, nothing was sent]"
    );
}
