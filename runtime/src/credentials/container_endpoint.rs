//! Determines the URI and the token of a container's credentials. Rules only, no I/O.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use http::Uri;
use zeroize::Zeroizing;

use super::plan::NoPlan;
use crate::profile::Variables;
use crate::types::{parse_port, split_port};

const RELATIVE: &str = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
const FULL: &str = "AWS_CONTAINER_CREDENTIALS_FULL_URI";

/// The variables that configure a container's credentials.
#[cfg(not(feature = "container"))]
pub(super) const VARIABLES: [&str; 2] = [RELATIVE, FULL];

/// The address of the Amazon ECS endpoint, for relative URIs.
const ECS: Ipv4Addr = Ipv4Addr::new(169, 254, 170, 2);
/// The addresses of the Amazon EKS endpoint.
const EKS: Ipv4Addr = Ipv4Addr::new(169, 254, 170, 23);
const EKS_V6: Ipv6Addr = Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x23);

/// The request that a container's variables configure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContainerRequest {
    /// The URI of the credentials.
    pub uri: Uri,
    /// The source of the `authorization` header's value.
    pub authorization: Authorization,
    /// Whether the URI is plain HTTP. It may then only be sent to addresses for which
    /// [`is_container_address`] is true. If the host is a name, the connected address is checked.
    pub plain_http: bool,
}

/// The source of the token. A file takes precedence, and is read for each request.
#[derive(Clone, PartialEq, Eq)]
pub enum Authorization {
    /// No token.
    None,
    /// In the file at this path.
    TokenFile(String),
    /// This token, from the variable.
    Token(Zeroizing<String>),
}

impl fmt::Debug for Authorization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("None"),
            Self::TokenFile(path) => f.debug_tuple("TokenFile").field(path).finish(),
            Self::Token(_) => f.write_str("Token([redacted])"),
        }
    }
}

/// The request for `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI`; otherwise for
/// `AWS_CONTAINER_CREDENTIALS_FULL_URI`.
///
/// # Errors
///
/// [`NoPlan`]: neither variable is set, or the URI must not be called.
///
/// Source: AWS SDKs and Tools Reference Guide, "Container credential provider".
pub fn container_request(variables: Variables<'_>) -> Result<ContainerRequest, NoPlan> {
    let uri = match (variables.get(RELATIVE), variables.get(FULL)) {
        (Some(relative), _) => relative_uri(&relative),
        (None, Some(full)) => full_uri(&full),
        (None, None) => {
            return Err(NoPlan::NotConfigured(format!("neither {RELATIVE} nor {FULL} is set")));
        }
    };
    let uri = uri.map_err(NoPlan::Wrong)?;
    let authorization = match variables.get("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") {
        Some(path) => Authorization::TokenFile(path),
        None => match variables.get("AWS_CONTAINER_AUTHORIZATION_TOKEN") {
            Some(token) => {
                check_token("AWS_CONTAINER_AUTHORIZATION_TOKEN", &token).map_err(NoPlan::Wrong)?;
                Authorization::Token(Zeroizing::new(token))
            }
            None => Authorization::None,
        },
    };
    let plain_http = uri.scheme_str() != Some("https");
    Ok(ContainerRequest { uri, authorization, plain_http })
}

fn relative_uri(relative: &str) -> Result<Uri, String> {
    // A path without a leading slash could change the host: `@example.com/`.
    if !relative.starts_with('/') {
        return Err(format!("{RELATIVE} does not begin with `/`; write the path, or set {FULL}"));
    }
    let uri = format!("http://{ECS}{relative}").parse();
    uri.map_err(|_| {
        format!("{RELATIVE} is not a valid URL path; percent-encode the invalid characters")
    })
}

fn full_uri(full: &str) -> Result<Uri, String> {
    // The URL may contain a password, so the error does not quote it.
    let error = |why: &str| {
        format!("{FULL} {why}; it must be a URL like http://169.254.170.23/v1/credentials")
    };
    let uri: Uri = full.parse().map_err(|_| error("is not a URL"))?;
    let Some(authority) = uri.authority().filter(|it| !it.host().is_empty()) else {
        return Err(error("has no host"));
    };
    if authority.as_str().contains('@') {
        return Err(error("contains a user name"));
    }
    // The URI is sent unchanged, so its port must be valid.
    if let (_, Some(port)) = split_port(authority.as_str()) {
        if parse_port(port).is_none() || port.starts_with('0') {
            return Err(error("has a port that is not a number from 1 to 65535"));
        }
    }
    match uri.scheme_str() {
        Some("https") => return Ok(uri),
        Some("http") => {}
        _ => return Err(error("is neither http nor https")),
    }
    // The addresses of a host name are checked when it is connected to.
    let host = authority.host().trim_start_matches('[').trim_end_matches(']');
    match host.parse().is_ok_and(|address| !is_container_address(address)) {
        true => Err(not_allowed(host)),
        false => Ok(uri),
    }
}

/// The error for a host or an address that must not be called.
pub fn not_allowed(host: &str) -> String {
    format!(
        "{FULL} is plain HTTP to {host}; use https, or one of the allowed hosts: this machine, \
         {ECS}, {EKS} or [{EKS_V6}]"
    )
}

/// Whether a container's credentials may be fetched from an address over plain HTTP.
pub fn is_container_address(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.is_loopback() || v4 == ECS || v4 == EKS,
        IpAddr::V6(v6) => v6.is_loopback() || v6 == EKS_V6,
    }
}

/// Checks that a token can be sent in a header. `origin` is its variable or its file.
///
/// # Errors
///
/// The token is empty, or has a line break or another character that a header cannot contain.
pub fn check_token(origin: &str, token: &str) -> Result<(), String> {
    let wrong = match token {
        "" => "is empty",
        _ if token.contains(['\r', '\n']) => "contains a line break, perhaps at its end",
        _ if !token.bytes().all(|byte| (b' '..=b'~').contains(&byte)) => {
            "contains a character that is invalid in a header"
        }
        _ => return Ok(()),
    };
    Err(format!("the token in {origin} {wrong}; write only the token"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(variables: &[(&str, &str)]) -> Result<ContainerRequest, NoPlan> {
        let find = |name: &str| {
            let found = variables.iter().find(|(variable, _)| *variable == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        container_request(Variables::new(&find))
    }

    #[test]
    fn a_host_that_must_not_be_called_is_refused() {
        for (name, uri, expected) in [
            (FULL, "http://192.0.2.1/x", "is plain HTTP to 192.0.2.1; use https"),
            (FULL, "http://169.254.170.3/x", "is plain HTTP to 169.254.170.3"),
            (FULL, "http://[fd00:ec2::24]/x", "is plain HTTP to fd00:ec2::24"),
            (FULL, "http://hunter2@127.0.0.1/x", "contains a user name"),
            (FULL, "ftp://127.0.0.1/x", "is neither http nor https"),
            (FULL, "127.0.0.1", "is neither http nor https"),
            (FULL, "http://a b/hunter2", "is not a URL"),
            (FULL, "http://127.0.0.1:99999/x", "has a port that is not a number from 1 to 65535"),
            (FULL, "http://127.0.0.1:0/x", "has a port"),
            (FULL, "https://x.test:/x", "has a port"),
            (FULL, "https://x.test:08443/x", "has a port"),
            (FULL, "http://[::1]:+80/x", "has a port"),
            (RELATIVE, "@example.com/hunter2", "does not begin with `/`"),
            (RELATIVE, "/a b/hunter2", "is not a valid URL path"),
        ] {
            match request(&[(name, uri)]) {
                Err(NoPlan::Wrong(problem)) => {
                    assert!(problem.starts_with(&format!("{name} {expected}")), "{problem}");
                    assert!(!problem.contains("hunter2"), "{problem}");
                }
                other => panic!("{uri}: {other:?}"),
            }
        }
    }

    #[test]
    fn over_plain_http_the_address_counts() {
        for (uri, plain_http) in [
            ("http://localhost:8080/x", true),
            ("http://example.com/x", true),
            ("http://[::1]:1/x", true),
            ("https://192.0.2.1/x", false),
        ] {
            let request = request(&[(FULL, uri)]);
            assert_eq!(request.map(|request| request.plain_http), Ok(plain_http), "{uri}");
        }
        for (address, allowed) in [
            ("127.8.9.1", true),
            ("::ffff:127.0.0.1", true),
            ("::ffff:169.254.170.2", true),
            ("169.254.169.254", false),
            ("10.0.0.1", false),
            ("::", false),
        ] {
            let address: IpAddr = address.parse().unwrap_or(Ipv4Addr::UNSPECIFIED.into());
            assert_eq!(is_container_address(address), allowed, "{address}");
        }
    }

    #[test]
    fn a_token_is_a_header_and_its_file_wins() {
        let uri = (RELATIVE, "/x");
        let token = ("AWS_CONTAINER_AUTHORIZATION_TOKEN", "hunter2");
        let file = ("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/token");
        let authorization = |variables: &[_]| request(variables).map(|it| it.authorization);
        assert_eq!(authorization(&[uri]), Ok(Authorization::None));
        let printed = format!("{:?}", authorization(&[uri, token]));
        assert_eq!(printed, "Ok(Token([redacted]))");
        let of_file = Authorization::TokenFile("/token".to_owned());
        assert_eq!(authorization(&[uri, token, file]), Ok(of_file));
        let split = ("AWS_CONTAINER_AUTHORIZATION_TOKEN", "hunter2\r\nhost: example.com");
        assert!(matches!(authorization(&[uri, split]), Err(NoPlan::Wrong(_))));
        for wrong in ["", "hunter2\n", "\rhunter2", "hunter2\0", "hunter2é"] {
            let error = check_token("/token", wrong).unwrap_err();
            assert!(!error.contains("hunter2"), "{error}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_relative_uri_changes_the_host(relative in "[/@:a?#\\\\\\[\\] .%-é]{0,12}") {
            let request = request(&[(RELATIVE, &relative)]);
            let host = request.map(|request| request.uri.host().map(str::to_owned));
            let ours = Some(ECS.to_string());
            proptest::prop_assert!(host.as_ref().map_or(true, |host| *host == ours), "{:?}", host);
        }

        #[test]
        fn no_literal_address_is_let_through_that_must_not_be_called(address: [u8; 4]) {
            let address = IpAddr::from(address);
            let request = request(&[(FULL, &format!("http://{address}/"))]);
            proptest::prop_assert_eq!(request.is_ok(), is_container_address(address));
        }
    }
}
