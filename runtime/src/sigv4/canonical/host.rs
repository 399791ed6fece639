//! The host in the form in which it is sent.

use std::borrow::Cow;

use http::Uri;

use crate::error::SignError;
use crate::sigv4::scan;

/// The host and port as they are sent: in lowercase, without the scheme's default port.
pub(in crate::sigv4) fn host(uri: &Uri) -> Result<Cow<'_, str>, SignError> {
    let authority = uri.authority().ok_or(SignError::NoHost)?.as_str();
    let default = match uri.scheme_str() {
        Some("https") => Some(443),
        Some("http") => Some(80),
        _ => None,
    };
    let is_sent_so = is_sent_as_it_is(authority)
        || authority.split_once(':').is_some_and(|(name, port)| {
            !port.starts_with('0')
                && port.bytes().all(|byte| byte.is_ascii_digit())
                && uri.port_u16().is_some_and(|port| Some(port) != default)
                && is_sent_as_it_is(name)
        });
    if is_sent_so {
        return Ok(Cow::Borrowed(authority));
    }
    let host = uri.host().ok_or(SignError::NoHost)?;
    // The rest must be a port.
    let after_user = authority.rsplit('@').next().unwrap_or_default();
    let port = after_user.strip_prefix(host).unwrap_or("?");
    if uri.port_u16().is_none() && !matches!(port, "" | ":") {
        return Err(SignError::NotAHost("host"));
    }
    let host = match host.bytes().any(|byte| byte.is_ascii_uppercase()) {
        true => Cow::Owned(host.to_ascii_lowercase()),
        false => Cow::Borrowed(host),
    };
    Ok(match uri.port_u16() {
        Some(port) if Some(port) != default => Cow::Owned(format!("{host}:{port}")),
        _ => host,
    })
}

/// Whether a host is sent as it is written, whatever the scheme. This is true for most hosts.
#[inline]
pub(in crate::sigv4) fn is_sent_as_it_is(host: &str) -> bool {
    scan::is_plain_host(host.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_is_what_is_sent() {
        for (uri, sent) in [
            ("https://Example.com:443/", "example.com"),
            ("http://example.com:443/", "example.com:443"),
            ("https://[::1]:8443/", "[::1]:8443"),
            ("https://user@example.com/", "example.com"),
            ("https://example.com:/", "example.com"),
        ] {
            assert_eq!(host(&Uri::from_static(uri)).as_deref(), Ok(sent));
        }
        for (uri, error) in [
            ("/", SignError::NoHost),
            ("https://example.com:8443g/", SignError::NotAHost("host")),
            ("https://a:xa/", SignError::NotAHost("host")),
            ("https://evil.test:443.example.com/", SignError::NotAHost("host")),
            ("https://example.com:65536/", SignError::NotAHost("host")),
        ] {
            assert_eq!(host(&Uri::from_static(uri)), Err(error));
        }
    }
}
