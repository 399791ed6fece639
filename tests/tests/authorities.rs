//! The host of an endpoint is one and the same for everyone who reads its URL.

use std::net::IpAddr;

use aws_operation::{Client, Config, Credentials, Endpoint};
use aws_operation_tests::random::Random;
use reqwest::Url;

/// What an endpoint is made of, and what attackers put between it.
const PIECES: [&str; 38] = [
    "evil.test",
    "localhost",
    "a",
    "B",
    "7",
    "0",
    "443",
    "80",
    "8443",
    "99999",
    "65535",
    "65536",
    "127.0.0.1",
    "127.1",
    "0x7f000001",
    "2130706433",
    "017700000001",
    "::1",
    "[::1]",
    "[",
    "]",
    "[::ffff:127.0.0.1]",
    "169.254.169.254",
    ".execute-api.eu-west-1.amazonaws.com",
    ".amazonaws.com",
    ".localhost",
    ":",
    ":",
    ".",
    ".",
    "-",
    "_",
    "@",
    "%2e",
    "%41",
    "x",
    "$",
    "\u{e9}",
];

fn check(authority: &str) -> bool {
    for scheme in ["http", "https"] {
        let text = format!("{scheme}://{authority}/base");
        let Ok(endpoint) = text.parse::<Endpoint>() else { return false };
        let uri: http::Uri = text.parse().expect("http takes it");
        let url = Url::parse(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(
            uri.host().map(str::to_ascii_lowercase).as_deref(),
            Some(endpoint.host()),
            "{text}"
        );
        let same_address = |a: &str, b: &str| {
            let address = |host: &str| host.trim_matches(['[', ']']).parse::<IpAddr>().ok();
            address(a).is_some() && address(a) == address(b)
        };
        let host = url.host_str().unwrap_or_default();
        assert!(host == endpoint.host() || same_address(host, endpoint.host()), "{text}: {host}");
        assert_eq!((url.username(), url.password()), ("", None), "{text}");
        assert_eq!(uri.port_u16().or(url.port_or_known_default()), url.port_or_known_default());
        // The authority is the host, with nothing but a port behind it.
        let rest = endpoint.authority().strip_prefix(endpoint.host()).expect("it begins with it");
        let port = rest.strip_prefix(':').unwrap_or(rest);
        assert!(port.bytes().all(|byte| byte.is_ascii_digit()), "{text}: {rest}");
        if endpoint.is_local() {
            let is_metadata = |address: IpAddr| {
                ["169.254.169.254", "169.254.170.2", "169.254.170.23"]
                    .iter()
                    .any(|known| known.parse() == Ok(address))
            };
            let is_here = match host.trim_matches(['[', ']']).parse::<IpAddr>() {
                Ok(address) => address.is_loopback() || is_metadata(address),
                Err(_) => host == "localhost" || host.ends_with(".localhost"),
            };
            assert!(is_here, "{text} counts as this machine, and leads to {host}");
        }
    }
    true
}

#[test]
fn random_authorities_are_read_alike_or_refused() {
    let mut accepted = 0;
    for case in 0..40_000 {
        let mut random = Random::of_case(14, "authority", case);
        let count = 1 + random.below(5);
        let authority: String = (0..count).map(|_| *random.pick(&PIECES)).collect();
        accepted += usize::from(check(&authority));
    }
    assert!(accepted > 2_000, "{accepted} are endpoints");
    // Any bytes at all.
    let alphabet: Vec<u8> = (0x20..0x7f).collect();
    for case in 0..20_000 {
        let mut random = Random::of_case(14, "text", case);
        let length = 1 + random.below(8);
        check(&random.text(&alphabet, length));
    }
}

#[test]
fn an_authority_that_could_be_read_in_two_ways_is_refused_with_its_reason() {
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
        .build()
        .expect("it is whole");
    for (authority, why) in [
        ("evil.test:443.execute-api.eu-west-1.amazonaws.com", "its port is not a number"),
        ("evil.test:x.execute-api.eu-west-1.amazonaws.com", "its port is not a number"),
        ("evil.test:x.localhost", "its port is not a number"),
        ("evil.test:80.localhost", "its port is not a number"),
        ("localhost:80x", "its port is not a number"),
        ("[::1]x", "its port is not a number"),
        ("a:65536", "its port is not a number from 1 to 65535"),
        ("a:99999999999999999999", "its port is not a number from 1 to 65535"),
        ("127.1", "its host looks like an IPv4 address"),
        ("127.0.0.1.", "its host looks like an IPv4 address"),
        ("127.0.0.01", "its host looks like an IPv4 address"),
        ("0x7f.0.0.1", "its host looks like an IPv4 address"),
        ("evil.0x7f", "its host looks like an IPv4 address"),
        ("[::g]", "its host is not an IPv6 address"),
        ("a$b", "its host has a character that is not"),
        ("user@localhost", "it contains a user name"),
        ("localhost@evil.test", "it contains a user name"),
        (":80", ""),
        ("@", ""),
        ("", ""),
    ] {
        for scheme in ["http", "https"] {
            let url = format!("{scheme}://{authority}");
            let error = url.parse::<Endpoint>().expect_err(&url).to_string();
            assert!(error.contains(why), "{url}: {error}");
            assert!(Client::for_url(&config, &url).is_err(), "{url}");
            assert!(Config::builder().endpoint_url(&url).build().is_err(), "{url}");
        }
    }
}

#[tokio::test]
async fn names_below_localhost_lead_to_this_machine() {
    use aws_operation::{aws_operation, services};
    use aws_operation_tests::raw::RawServer;

    #[aws_operation(method = "GET", uri = "/")]
    struct Get {}

    let server = RawServer::start(&["HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"; 3]);
    let port = server.endpoint().rsplit(':').next().expect("a port");
    // No name server knows these.
    for host in ["localhost", "api.localhost", "a.b.LOCALHOST"] {
        let config = Config::builder()
            .region("eu-west-1")
            .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
            .endpoint_url(format!("http://{host}:{port}"))
            .build()
            .expect("it is this machine");
        Client::new(&config, services::API_GATEWAY).send(Get {}).await.expect("it is answered");
    }
    let hosts: Vec<String> = server.heads().iter().map(|head| head.to_lowercase()).collect();
    assert!(hosts[1].contains(&format!("host: api.localhost:{port}")), "{hosts:?}");
}
