//! [`Endpoint`]: the URL that requests go to, and what its host may be.

use std::fmt;
use std::net::IpAddr;

use bytes::Bytes;
use http::Uri;
use http::uri::{Authority, Parts, PathAndQuery, Scheme};

use crate::error::EndpointError;

/// The scheme, host, port and base path of the URL that a client's requests go to.
///
/// ```
/// use aws_operation::Endpoint;
///
/// let endpoint: Endpoint = "https://abc123.execute-api.eu-west-1.amazonaws.com/prod/".parse()?;
/// assert_eq!(endpoint.host(), "abc123.execute-api.eu-west-1.amazonaws.com");
/// # Ok::<(), aws_operation::EndpointError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    tls: bool,
    /// Lowercase, without the scheme's default port.
    authority: Authority,
    /// Empty, or `/…` without a trailing slash.
    base_path: String,
}

impl Endpoint {
    /// The host, without the port.
    pub fn host(&self) -> &str {
        self.authority.host()
    }

    /// The host, followed by the port unless that is the scheme's default.
    pub fn authority(&self) -> &str {
        self.authority.as_str()
    }

    /// Whether requests are sent over TLS.
    pub fn is_https(&self) -> bool {
        self.tls
    }

    /// Whether the host is this machine, or the link-local address of a metadata service. Plain HTTP
    /// is sent to other hosts only with [`allow_http`](crate::ConfigBuilder::allow_http). `localhost`
    /// and the names below it are this machine (RFC 6761): the default transport does not look them
    /// up.
    pub fn is_local(&self) -> bool {
        is_local(self.host())
    }

    /// This endpoint without its base path.
    pub(crate) fn root(&self) -> Self {
        Self { base_path: String::new(), ..self.clone() }
    }

    /// The URI of a request: `host_prefix` before the host, `path` (encoded, with its leading slash)
    /// after the base path. A host that is an IP address gets no prefix. `localhost` gets only a prefix
    /// that ends in a dot: `stream-localhost` would be a name outside this machine.
    pub(crate) fn uri(
        &self,
        host_prefix: &str,
        path: String,
        query: &str,
    ) -> Result<Uri, http::Error> {
        let mut path_and_query = path;
        if !self.base_path.is_empty() {
            path_and_query.insert_str(0, &self.base_path);
        }
        if path_and_query.is_empty() {
            path_and_query.push('/');
        }
        if !query.is_empty() {
            path_and_query.push('?');
            path_and_query.push_str(query);
        }
        let authority = match host_prefix {
            "" => self.authority.clone(),
            _ if address(self.host()).is_some() => self.authority.clone(),
            prefix if self.host() == "localhost" && !prefix.ends_with('.') => {
                self.authority.clone()
            }
            prefix => Authority::from_maybe_shared(format!("{prefix}{}", self.authority))?,
        };
        let mut parts = Parts::default();
        parts.scheme = Some(if self.tls { Scheme::HTTPS } else { Scheme::HTTP });
        parts.authority = Some(authority);
        if !is_plain(&path_and_query) {
            path_and_query = encode(&path_and_query);
        }
        // From `Bytes`, which are not copied.
        let path_and_query = Bytes::from(path_and_query);
        parts.path_and_query = Some(PathAndQuery::from_maybe_shared(path_and_query)?);
        Ok(Uri::from_parts(parts)?)
    }
}

impl std::str::FromStr for Endpoint {
    type Err = EndpointError;

    fn from_str(url: &str) -> Result<Self, EndpointError> {
        // The URL may contain a password, so it is not quoted.
        let error = |why: &str| {
            EndpointError::new(format!(
                "an endpoint is a URL like https://host[:port][/path]; {why}"
            ))
        };
        let uri: Uri = url.trim().parse().map_err(|_| error("this is not a URL"))?;
        let tls = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            Some(_) => return Err(error("its scheme is neither https nor http")),
            None => return Err(error("it has no scheme")),
        };
        let authority = uri.authority().ok_or_else(|| error("it has no host"))?;
        if authority.as_str().contains('@') {
            return Err(error("it contains a user name"));
        }
        check_authority(authority).map_err(error)?;
        if uri.query().is_some() || url.contains('#') {
            return Err(error("it has a query or fragment"));
        }
        let base_path = uri.path().trim_end_matches('/');
        if base_path.split('/').any(is_dots) {
            return Err(error("its path has a `.` or `..` segment"));
        }
        let authority = authority.as_str().to_ascii_lowercase();
        let (host, port) = split_port(&authority);
        let default_port = if tls { 443 } else { 80 };
        // As URL libraries write it, so that the signed host is the one that is sent.
        let authority = match port.and_then(parse_port) {
            Some(port) if port != default_port => format!("{host}:{port}"),
            _ => host.to_owned(),
        };
        let authority = authority.parse().map_err(|_| error("this is not a URL"))?;
        // As it is sent. This form is also safe to print.
        let base_path = match is_plain(base_path) {
            true => base_path.to_owned(),
            false => encode(base_path),
        };
        Ok(Self { tls, authority, base_path })
    }
}

/// The base URL, as it can be configured.
impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.tls { "https" } else { "http" };
        write!(f, "{scheme}://{}{}", self.authority, self.base_path)
    }
}

/// Splits an authority without a user name into the host and the text after its colon.
pub(crate) fn split_port(authority: &str) -> (&str, Option<&str>) {
    // Colons in brackets belong to an IPv6 address.
    let end = authority.rfind(']').unwrap_or(0);
    match authority.get(end..).and_then(|rest| rest.find(':')) {
        Some(colon) => {
            let (host, port) = authority.split_at(end + colon);
            (host, port.strip_prefix(':'))
        }
        None => (authority, None),
    }
}

/// Parses a port from 1 to 65535, written in digits alone.
pub(crate) fn parse_port(text: &str) -> Option<u16> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|port| digits && *port > 0)
}

/// Whether a host, in lowercase, is this machine or the address of a metadata service.
pub(crate) fn is_local(host: &str) -> bool {
    match address(host) {
        Some(IpAddr::V4(v4)) => {
            v4.is_loopback()
                || matches!(v4.octets(), [169, 254, 169, 254] | [169, 254, 170, 2 | 23])
        }
        Some(IpAddr::V6(v6)) => {
            v6.is_loopback()
                || matches!(v6.segments(), [0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254 | 0x23])
        }
        None => is_localhost(host),
    }
}

/// Whether a name is `localhost`, or below it.
pub(crate) fn is_localhost(name: &str) -> bool {
    name == "localhost" || name.ends_with(".localhost")
}

/// Checks that every parser finds the same host and port in an authority: a name or an IP address,
/// then nothing, or a colon and a port. [`Authority`] itself accepts `evil.test:x.localhost`, in
/// which parsers find different hosts.
pub(crate) fn check_authority(authority: &Authority) -> Result<(), &'static str> {
    let host = authority.host();
    let text = authority.as_str().rsplit('@').next().unwrap_or_default();
    let is_port = |port: &str| port.is_empty() || parse_port(port).is_some();
    match text.strip_prefix(host) {
        Some("") => {}
        Some(rest) if rest.strip_prefix(':').is_some_and(is_port) => {}
        _ => return Err("its port is not a number from 1 to 65535"),
    }
    if let Some(address) = host.strip_prefix('[') {
        let address = address.strip_suffix(']').unwrap_or_default();
        let is_address = address.parse::<std::net::Ipv6Addr>().is_ok();
        return if is_address { Ok(()) } else { Err("its host is not an IPv6 address") };
    }
    if host.is_empty() {
        return Err("it has no host");
    }
    let is_in_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    if !host.bytes().all(is_in_name) {
        return Err("its host has a character that is not a letter, digit, hyphen or dot");
    }
    if ends_in_number(host) && host.parse::<std::net::Ipv4Addr>().is_err() {
        return Err(
            "its host looks like an IPv4 address; write one as four numbers, like 127.0.0.1",
        );
    }
    Ok(())
}

/// Whether URL parsers read a host as an IPv4 address in any notation: `127.1`, `0x7f.0.0.1`.
fn ends_in_number(host: &str) -> bool {
    let last = host.strip_suffix('.').unwrap_or(host).rsplit('.').next().unwrap_or_default();
    let hexadecimal = last.strip_prefix("0x").or_else(|| last.strip_prefix("0X"));
    match hexadecimal {
        Some(digits) => digits.bytes().all(|byte| byte.is_ascii_hexdigit()),
        None => !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit()),
    }
}

/// Whether a path and query needs no encoding: RFC 3986 allows each of its bytes (sections 3.3 and
/// 3.4), and two hexadecimal digits follow each `%`.
fn is_plain(path_and_query: &str) -> bool {
    const PLAIN: [bool; 256] = {
        let (mut table, mut byte) = ([false; 256], 0);
        while byte < 256 {
            table[byte] = (byte as u8).is_ascii_alphanumeric();
            byte += 1;
        }
        let (others, mut at) = (b"-._~!$&'()*+,;=:@/?", 0);
        while at < others.len() {
            table[others[at] as usize] = true;
            at += 1;
        }
        table
    };
    let mut rest = path_and_query.as_bytes();
    while let Some(at) = rest.iter().position(|byte| !PLAIN[usize::from(*byte)]) {
        match &rest[at..] {
            [b'%', high, low, after @ ..]
                if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() =>
            {
                rest = after;
            }
            _ => return false,
        }
    }
    true
}

/// Percent-encodes every byte of a path and query that RFC 3986 does not allow. Otherwise URL libraries
/// and proxies would encode them after the request was signed.
#[cold]
fn encode(path_and_query: &str) -> String {
    let mut encoded = String::with_capacity(path_and_query.len() + 32);
    for (at, character) in path_and_query.char_indices() {
        let end = at + character.len_utf8();
        let escape = path_and_query.get(at..at + 3).filter(|_| character == '%');
        let text = &path_and_query[at..end];
        if escape.is_some_and(is_plain) || (character != '%' && is_plain(text)) {
            encoded.push_str(text);
        } else {
            encoded.extend(percent_encoding::utf8_percent_encode(text, super::percent::RESERVED));
        }
    }
    encoded
}

/// The IP address that a URI's host is; `None` if the host is a name.
fn address(host: &str) -> Option<IpAddr> {
    host.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

/// Whether URL libraries remove a segment of a path: one dot or two, also percent-encoded.
pub(crate) fn is_dots(segment: &str) -> bool {
    let mut rest = segment.as_bytes();
    for dots in 0..3 {
        rest = match rest {
            [] => return dots > 0,
            [b'.', rest @ ..] | [b'%', b'2', b'e' | b'E', rest @ ..] => rest,
            _ => return false,
        };
    }
    false
}

/// One to 63 letters, digits and inner hyphens (RFC 1123).
pub(crate) fn is_host_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dot_segments_are_known_however_they_are_written() {
        for segment in [".", "..", "%2e", "%2E.", ".%2e", "%2E%2e"] {
            assert!(is_dots(segment), "{segment}");
        }
        for segment in ["", "...", "a", ".a", "a.", "%2", "%2f", "%2e%2e%2e", "..%", "%252e"] {
            assert!(!is_dots(segment), "{segment}");
        }
    }

    #[test]
    fn a_url_keeps_its_base_path_and_loses_its_default_port() {
        for (url, kept) in [
            ("https://Example.com:443", "https://example.com"),
            ("http://example.com:80/", "http://example.com"),
            ("http://127.0.0.1:5000/base/path/", "http://127.0.0.1:5000/base/path"),
            ("https://[::1]:8443", "https://[::1]:8443"),
            ("https://example.com:80", "https://example.com:80"),
            ("https://example.com/\u{8d}\u{202e}/é", "https://example.com/%C2%8D%E2%80%AE/%C3%A9"),
            ("https://example.com/a|b%", "https://example.com/a%7Cb%25"),
            ("https://example.com:65535", "https://example.com:65535"),
            // As RFC 3986 and URL libraries define it.
            ("https://example.com:", "https://example.com"),
            ("https://example.com:/base", "https://example.com/base"),
            ("https://example.com:08443", "https://example.com:8443"),
            ("https://example.com:000443/", "https://example.com"),
            ("https://[::1]:", "https://[::1]"),
        ] {
            assert_eq!(
                url.parse::<Endpoint>().map(|e| e.to_string()),
                Ok(kept.to_owned()),
                "{url}"
            );
        }
    }

    #[test]
    fn a_url_that_is_no_endpoint_is_refused_without_being_quoted() {
        for url in [
            "",
            "example.com",
            "ftp://example.com",
            "https://",
            "https://user:secret@example.com",
            "https://example.com/?secret",
            "https://example.com/#secret",
            "https://example.com/a/%2E%2e/b",
            "https://exa mple.com/secret",
        ] {
            let error = url.parse::<Endpoint>().unwrap_err().to_string();
            assert!(!error.contains("secret") && error.contains("https://host"), "{url}: {error}");
        }
    }

    #[test]
    fn a_port_that_no_host_has_is_refused() {
        for port in
            ["0", "00", "65536", "99999", "4294967297", "+80", "-1", "8o", "80:80", "8 0", "٨٠"]
        {
            for host in ["x.test", "127.0.0.1", "[::1]"] {
                for path in ["", "/", "/base"] {
                    let url = format!("https://{host}:{port}{path}");
                    assert!(url.parse::<Endpoint>().is_err(), "{url}");
                }
            }
        }
        let error = "https://x.test:99999".parse::<Endpoint>().unwrap_err().to_string();
        assert_eq!(
            error,
            "an endpoint is a URL like https://host[:port][/path]; its port is not a number from \
             1 to 65535"
        );
    }

    #[test]
    fn only_this_machine_and_metadata_addresses_are_local() {
        for (url, local) in [
            ("http://127.0.0.1:1", true),
            ("http://localhost", true),
            ("http://api.localhost:5000", true),
            ("http://[::1]:1", true),
            ("http://169.254.169.254", true),
            ("http://169.254.170.23", true),
            ("http://[fd00:ec2::254]", true),
            ("http://169.254.1.1", false),
            ("http://localhost.evil.com", false),
            ("http://10.0.0.1", false),
        ] {
            assert_eq!(url.parse::<Endpoint>().map(|e| e.is_local()), Ok(local), "{url}");
        }
    }
}
