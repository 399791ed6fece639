//! A signed URI as the URL that reqwest sends, which must be the same.

use std::sync::{Mutex, PoisonError};

use http::Uri;
use reqwest::Url;

use crate::endpoint::is_local;
use crate::transport::TransportError;

/// Makes URLs. Most requests go to the host of the last one, whose name is not taken apart again.
#[derive(Default)]
pub(super) struct Urls {
    last: Mutex<Option<Root>>,
}

/// A host that is the same in a URL.
#[derive(Clone)]
struct Root {
    /// Without path and query.
    url: Url,
    /// Whether it is this machine or a metadata address.
    is_local: bool,
}

impl Urls {
    /// The URL of a URI, unless parsing changes what was signed; and whether its host is this
    /// machine or a metadata address.
    pub(super) fn of(&self, uri: &Uri) -> Result<(Url, bool), TransportError> {
        // A thread that panicked elsewhere left a whole URL.
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let root = match &*last {
            Some(root) if root.is_of(uri) => root.clone(),
            _ => {
                let root = Root::new(uri)?;
                last.insert(root).clone()
            }
        };
        drop(last);
        let Root { mut url, is_local } = root;
        url.set_path(uri.path());
        url.set_query(uri.query());
        check([("path", uri.path() == url.path()), ("query", uri.query() == url.query())])?;
        Ok((url, is_local))
    }
}

impl Root {
    /// Scheme, host and port of a URI.
    fn new(uri: &Uri) -> Result<Self, TransportError> {
        let text = format!("{}://{}", uri.scheme_str().unwrap_or_default(), authority(uri));
        let wrong = |error| TransportError::refused(format!("the URL has no valid host: {error}"));
        let url = Url::parse(&text).map_err(wrong)?;
        check([
            ("scheme", uri.scheme_str() == Some(url.scheme())),
            ("host", same_host(uri.host(), url.host_str())),
            ("port", uri.port_u16() == url.port()),
        ])?;
        Ok(Self { url, is_local: uri.host().is_some_and(is_local) })
    }

    fn is_of(&self, uri: &Uri) -> bool {
        uri.scheme_str() == Some(self.url.scheme()) && authority(uri) == self.url.authority()
    }
}

fn authority(uri: &Uri) -> &str {
    uri.authority().map_or("", |authority| authority.as_str())
}

/// What is signed is what is sent: the URL type may normalize what it parses.
fn check<const N: usize>(same: [(&str, bool); N]) -> Result<(), TransportError> {
    match same.iter().find(|(_, same)| !same) {
        None => Ok(()),
        Some((part, _)) => Err(TransportError::refused(format!(
            "the URL library would change the {part} that was signed; write it as a URL has it"
        ))),
    }
}

fn same_host(signed: Option<&str>, sent: Option<&str>) -> bool {
    signed.zip(sent).is_some_and(|(signed, sent)| signed.eq_ignore_ascii_case(sent))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_that_parsing_changes_is_refused() {
        let urls = Urls::default();
        for (uri, changed) in [
            ("https://example.com/a/b?c=%2F&d", None),
            ("https://example.com/a%2F..%2Fb", None),
            ("https://example.com/a//b/", None),
            ("https://example.com//", None),
            ("https://example.com", None),
            ("https://example.com/?", None),
            ("https://example.com/?a=b?c", None),
            ("https://[::1]:8443/", None),
            ("https://example.com/a/../b", Some("path")),
            ("https://example.com/a/%2e%2E/b", Some("path")),
            ("https://example.com/./b", Some("path")),
            ("https://example.com/?a='", Some("query")),
            ("https://127.1/", Some("host")),
            ("https://example.com:443/", Some("port")),
            ("https://example.com/", None),
        ] {
            let signed: Uri = uri.parse().expect("it is a URI");
            // The second one goes by the host of the first.
            for got in [urls.of(&signed), urls.of(&signed)] {
                let part = got.as_ref().err().map(|error| error.to_string());
                assert_eq!(
                    part.as_deref().map(|text| text.contains(changed.unwrap_or("?"))),
                    changed.map(|_| true),
                    "{uri}: {part:?}",
                );
                let Ok((url, _)) = got else { continue };
                assert_eq!(url, Url::parse(uri).expect("it is a URL"), "{uri}");
            }
        }
    }

    #[test]
    fn another_scheme_host_port_or_user_is_another_root() {
        let urls = Urls::default();
        for uri in [
            "https://example.com/a",
            "https://EXAMPLE.com/a",
            "http://example.com/a",
            "http://example.com:8080/a",
            "http://example.com:8081/a",
            "http://example.org:8081/a?b",
            "https://user@example.org/a?b",
            "https://example.org/a?b",
        ] {
            let url = uri.parse::<Uri>().ok().and_then(|uri| Some(urls.of(&uri).ok()?.0));
            assert_eq!(url, Url::parse(uri).ok(), "{uri}");
        }
    }
}
