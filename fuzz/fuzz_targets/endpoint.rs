//! Any endpoint URL: what is accepted names the same host for everyone who reads it, an error is a line,
//! and a client whose service is inferred from a host calls that host.
#![no_main]

use aws_operation::{Body, Client, Config, Credentials, Endpoint, Transport, TransportFuture};
use aws_operation_fuzz::line;
use libfuzzer_sys::fuzz_target;
use url::{Host, Url};

/// The suffixes of AWS's own host names.
const AWS: [&str; 14] = [
    ".on.aws",
    ".amazonaws.com",
    ".api.aws",
    ".amazonaws.com.cn",
    ".api.amazonwebservices.com.cn",
    ".amazonaws.eu",
    ".api.amazonwebservices.eu",
    ".c2s.ic.gov",
    ".api.aws.ic.gov",
    ".sc2s.sgov.gov",
    ".api.aws.scloud",
    ".adc-e.uk",
    ".csp.hci.ic.gov",
    ".api.aws.hci.ic.gov",
];

fuzz_target!(|input: &str| {
    check(input);
    check(&format!("https://{input}"));
    check(&format!("http://{input}.execute-api.eu-west-1.amazonaws.com/base"));
});

fn check(text: &str) {
    let endpoint: Endpoint = match text.parse() {
        Ok(endpoint) => endpoint,
        Err(error) => return line::check("EndpointError", &error.to_string()),
    };
    let written = endpoint.to_string();
    assert_eq!(written.parse().as_ref(), Ok(&endpoint), "{written:?} is not what was read");

    let uri: http::Uri = written.parse().expect("http reads it");
    assert_eq!(uri.host(), Some(endpoint.host()), "{written:?}");
    let url = Url::parse(&written).expect("the URL library reads it");
    let host = url.host_str().map(str::to_ascii_lowercase);
    let same = match url.host() {
        // An address may be written in several ways.
        Some(Host::Ipv6(address)) => {
            let ours = endpoint.host().trim_matches(['[', ']']);
            ours.parse::<std::net::Ipv6Addr>().is_ok_and(|ours| ours == address)
        }
        _ => host.as_deref() == Some(endpoint.host()),
    };
    assert!(same, "{written:?} is {host:?} for the URL library");
    assert_eq!(uri.port_u16(), url.port(), "{written:?}");
    if endpoint.is_local() {
        let is_local = match url.host() {
            Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            Some(Host::Ipv4(address)) => address.is_loopback() || address.octets()[..2] == [169, 254],
            Some(Host::Ipv6(address)) => address.is_loopback() || address.segments()[0] == 0xfd00,
            None => false,
        };
        assert!(is_local, "{written:?} is taken for this machine");
    }

    let config = Config::builder()
        .region("us-east-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
        .transport(Nothing)
        .retry(aws_operation::Retry::off())
        .timeouts(aws_operation::Timeouts::none())
        .build()
        .expect("a configuration");
    match Client::for_url(&config, &written) {
        Ok(_) => {
            let is_aws = AWS.iter().any(|suffix| endpoint.host().ends_with(suffix));
            assert!(is_aws, "{written:?} is taken for a host of AWS");
        }
        Err(error) => line::check("ConfigError", &error.to_string()),
    }
}

/// A transport that sends nothing.
struct Nothing;

impl Transport for Nothing {
    fn send(&self, _: http::Request<Body>) -> TransportFuture<'_> {
        Box::pin(std::future::pending())
    }
}
