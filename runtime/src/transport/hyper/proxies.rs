//! [`Proxies`]: selects a request's proxy from the environment.

use http::Uri;
use hyper_util::client::proxy::matcher::{Intercept, Matcher};

use crate::error::TransportError;
use crate::types::check_authority;

/// The proxies in `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`, in upper or lower case.
/// They are ignored in a CGI program (`REQUEST_METHOD` is set), because there the HTTP client can
/// set `HTTP_PROXY`.
pub(super) struct Proxies {
    /// The proxies for hosts that are not in `NO_PROXY`.
    matcher: Matcher,
    http: Value,
    https: Value,
    /// Matches the hosts that are not in `NO_PROXY`.
    all: Matcher,
}

/// The proxy for one scheme.
enum Value {
    Unset,
    Proxy(String),
    /// The value of this variable is not a proxy URL.
    Wrong(&'static str),
}

impl Proxies {
    #[expect(clippy::disallowed_methods, reason = "proxies are set for the whole process")]
    pub(super) fn of_process() -> Self {
        Self::new(&|name| std::env::var_os(name))
    }

    fn new(variable: &dyn Fn(&str) -> Option<std::ffi::OsString>) -> Self {
        let first = |names: [&'static str; 2]| {
            names.into_iter().find_map(|name| Some((name, variable(name)?)))
        };
        let all = first(["ALL_PROXY", "all_proxy"]);
        let is_cgi = variable("REQUEST_METHOD").is_some();
        let value = |names| {
            let found = first(names).filter(|(_, value)| !value.is_empty());
            let found = found.or_else(|| all.clone().filter(|(_, value)| !value.is_empty()));
            match found {
                Some((name, value)) if !is_cgi => match value.into_string() {
                    Ok(value) if is_proxy(&value) => Value::Proxy(value),
                    _ => Value::Wrong(name),
                },
                _ => Value::Unset,
            }
        };
        let (http, https) =
            (value(["HTTP_PROXY", "http_proxy"]), value(["HTTPS_PROXY", "https_proxy"]));
        let no = first(["NO_PROXY", "no_proxy"])
            .map(|(_, value)| value.to_string_lossy().into_owned())
            .unwrap_or_default();
        let matcher =
            Matcher::builder().http(http.text()).https(https.text()).no(no.clone()).build();
        let all = Matcher::builder().all("http://proxy.invalid").no(no).build();
        Self { matcher, http, https, all }
    }

    /// The proxy of a request; `None` if it needs none.
    pub(super) fn of(&self, uri: &Uri) -> Result<Option<Intercept>, TransportError> {
        let value = if uri.scheme_str() == Some("https") { &self.https } else { &self.http };
        match value {
            Value::Unset => Ok(None),
            Value::Proxy(_) => Ok(self.matcher.intercept(uri)),
            Value::Wrong(_) if self.all.intercept(uri).is_none() => Ok(None),
            // The value may contain a password, so the error does not quote it.
            Value::Wrong(name) => Err(TransportError::refused(format!(
                "the environment variable {name} is not the URL of a proxy; write it like \
                 http://host:port, unset it, or name the host in NO_PROXY"
            ))),
        }
    }
}

impl Value {
    fn text(&self) -> String {
        match self {
            Self::Proxy(value) => value.clone(),
            Self::Unset | Self::Wrong(_) => String::new(),
        }
    }
}

/// Whether a value is the URL of a proxy with plain HTTP or TLS. A host and port without a scheme
/// are valid too.
fn is_proxy(value: &str) -> bool {
    let any = Uri::from_static("http://any.invalid/");
    let Some(proxy) = Matcher::builder().all(value).build().intercept(&any) else {
        return false;
    };
    matches!(proxy.uri().scheme_str(), Some("http" | "https"))
        && proxy.uri().authority().is_some_and(|authority| check_authority(authority).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEVER: &str = "http://aws.example.com/";

    fn proxy(variables: &[(&str, &str)], uri: &'static str) -> Result<Option<String>, String> {
        let proxies = Proxies::new(&|name| {
            let found = variables.iter().find(|(variable, _)| *variable == name);
            found.map(|(_, value)| value.into())
        });
        let proxy = proxies.of(&Uri::from_static(uri));
        let uri = |proxy: Intercept| proxy.uri().to_string();
        proxy.map(|proxy| proxy.map(uri)).map_err(|error| error.to_string())
    }

    #[test]
    fn the_variables_of_a_request_name_its_proxy() {
        const HTTPS: &str = "https://aws.example.com/";
        for (variables, uri, expected) in [
            (&[][..], HTTPS, None),
            (&[("HTTPS_PROXY", "http://p:1")], HTTPS, Some("http://p:1/")),
            (&[("https_proxy", "http://p:1")], HTTPS, Some("http://p:1/")),
            (
                &[("https_proxy", "http://q:1"), ("HTTPS_PROXY", "http://p:1")],
                HTTPS,
                Some("http://p:1/"),
            ),
            (&[("HTTPS_PROXY", "https://p")], HTTPS, Some("https://p/")),
            (&[("HTTPS_PROXY", "p.example.com:3128")], HTTPS, Some("http://p.example.com:3128/")),
            (&[("HTTPS_PROXY", "http://u:s@[::1]:3128/")], HTTPS, Some("http://[::1]:3128/")),
            (&[("HTTPS_PROXY", "http://p:1")], NEVER, None),
            (&[("HTTP_PROXY", "http://p:1")], NEVER, Some("http://p:1/")),
            (&[("HTTP_PROXY", "http://p:1")], HTTPS, None),
            (&[("ALL_PROXY", "http://p:1")], HTTPS, Some("http://p:1/")),
            (&[("all_proxy", "http://p:1")], NEVER, Some("http://p:1/")),
            (&[("ALL_PROXY", "http://p:1"), ("HTTPS_PROXY", "")], HTTPS, Some("http://p:1/")),
            (&[("ALL_PROXY", "http://p:1"), ("NO_PROXY", "example.com")], HTTPS, None),
            (&[("ALL_PROXY", "http://p:1"), ("no_proxy", "*")], HTTPS, None),
            (&[("HTTP_PROXY", "http://p:1"), ("REQUEST_METHOD", "GET")], NEVER, None),
        ] {
            assert_eq!(proxy(variables, uri), Ok(expected.map(str::to_owned)), "{variables:?}");
        }
    }

    #[test]
    fn a_proxy_that_cannot_be_asked_is_an_error_where_it_would_be_asked() {
        const HTTPS: &str = "https://aws.example.com/";
        for value in [
            "not a URL",
            "http://p:99999",
            "http://p:port",
            "http://p:1:2",
            "http://",
            "/p",
            "htp://p:1",
            "ftp://secret@p:1",
            "socks5://secret:secret@p:1",
            "http://user:secret@p one:1",
            " ",
        ] {
            for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
                let variables = [(name, value)];
                let error = proxy(&variables, HTTPS).expect_err(value);
                assert!(error.contains(&format!("variable {name} is not")), "{error}");
                assert!(!error.contains("secret"), "{error}");
                let for_http = proxy(&variables, NEVER).is_err();
                assert_eq!(for_http, name.eq_ignore_ascii_case("ALL_PROXY"), "{name}={value}");
                for no in ["*", "example.com", "aws.example.com, other.example.com"] {
                    assert_eq!(proxy(&[(name, value), ("NO_PROXY", no)], HTTPS), Ok(None), "{no}");
                }
            }
            for name in ["HTTP_PROXY", "http_proxy"] {
                assert!(proxy(&[(name, value)], NEVER).is_err(), "{value}");
                assert_eq!(proxy(&[(name, value)], HTTPS), Ok(None), "{value}");
                assert_eq!(proxy(&[(name, value), ("REQUEST_METHOD", "GET")], NEVER), Ok(None));
            }
        }
        // `HTTPS_PROXY` takes precedence, and it is valid.
        let variables = [("ALL_PROXY", "not a URL"), ("HTTPS_PROXY", "http://p:1")];
        assert_eq!(proxy(&variables, HTTPS), Ok(Some("http://p:1/".to_owned())));
    }
}
