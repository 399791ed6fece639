//! Downloads a file over HTTPS, or over HTTP from this machine, and shows the progress.

use std::io::{self, Read};
use std::sync::Arc;
use std::time::Duration;

use ureq::http::Uri;
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Body};

use crate::Error;
use crate::cli::progress::Progress;

/// The maximum size of a file, in bytes. The largest model, of EC2, has 5 MB.
const MAX_SIZE: u64 = 64 * 1024 * 1024;

/// The maximum number of redirects.
const REDIRECTS: u32 = 4;

/// How long a connection may take, and how long a server may send nothing.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The URL of a folder, with a slash at its end.
///
/// # Errors
///
/// It is not an `https` URL, or an `http` URL of this machine.
pub fn folder_url(url: &str) -> Result<String, Error> {
    let invalid =
        |why: &str| Error::new(format!("invalid URL {} of models; {why}", without_secrets(url)));
    // The text can contain a password that cannot be found in an invalid URL, so it is not printed.
    let uri: Uri = url.parse().map_err(|_| {
        Error::new("invalid URL of models; write it as in https://example.com/models/")
    })?;
    let host = uri.host().unwrap_or_default();
    match uri.scheme_str() {
        Some("https") => {}
        Some("http") if is_this_machine(host) => {}
        Some("http") => return Err(invalid("use `https`; `http` is only for this machine")),
        _ => return Err(invalid("use `https`, or a folder")),
    }
    if url.contains(['?', '#']) {
        return Err(invalid("it cannot have a query or a fragment"));
    }
    Ok(format!("{}/", url.trim_end_matches('/')))
}

fn is_this_machine(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || address.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
}

/// The URL without user name, password and query, for messages.
pub fn without_secrets(url: &str) -> String {
    let url = url.split(['?', '#']).next().unwrap_or_default();
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = authority.rsplit('@').next().unwrap_or_default();
    format!("{scheme}://{host}{path}")
}

/// Downloads a file. `name` is shown with the progress. Redirects are followed over HTTPS only.
///
/// # Errors
///
/// The server cannot be reached, does not have the file, or sends too much.
pub fn download(url: &str, name: &str) -> Result<Vec<u8>, Error> {
    let failed = |why: &dyn std::fmt::Display| {
        Error::new(format!("cannot download {}: {why}", without_secrets(url)))
    };
    let is_https = url.starts_with("https:");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = TlsConfig::builder()
        .root_certs(RootCerts::PlatformVerifier)
        .unversioned_rustls_crypto_provider(provider)
        .build();
    let agent: Agent = Agent::config_builder()
        .tls_config(tls)
        .https_only(is_https)
        .max_redirects(if is_https { REDIRECTS } else { 0 })
        .timeout_connect(Some(TIMEOUT))
        .timeout_recv_response(Some(TIMEOUT))
        .timeout_per_read(Some(TIMEOUT))
        .http_status_as_error(false)
        .user_agent(concat!("aws-operation/", env!("CARGO_PKG_VERSION")))
        .build()
        .into();
    let response = agent.get(url).call().map_err(|error| failed(&error))?;
    let status = response.status();
    if status != 200 {
        return Err(failed(&format_args!("the server responded {}", status.as_u16())));
    }
    read(response.into_body(), name).map_err(|error| failed(&error))
}

/// Reads a body. If standard error is a terminal, shows how much of it has arrived.
fn read(body: Body, name: &str) -> io::Result<Vec<u8>> {
    let total = body.content_length();
    let mut reader = body.into_with_config().limit(MAX_SIZE).reader();
    let mut line = Progress::new(&progress(name, 0, total));
    let mut bytes = Vec::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let count = reader.read(&mut buffer)?;
        if count == 0 {
            break;
        }
        bytes.extend_from_slice(buffer.get(..count).unwrap_or_default());
        line.show(&progress(name, bytes.len(), total));
    }
    if total.is_some_and(|total| total != bytes.len() as u64) {
        return Err(io::Error::from(io::ErrorKind::UnexpectedEof));
    }
    Ok(bytes)
}

/// What the progress of a download shows.
#[expect(clippy::cast_precision_loss, reason = "the numbers are rounded to one digit")]
fn progress(name: &str, bytes: usize, total: Option<u64>) -> String {
    let megabytes = |bytes: f64| bytes / 1_000_000.0;
    let total = total.map_or(String::new(), |total| format!(" of {:.1}", megabytes(total as f64)));
    format!("downloading {name}: {:.1}{total} MB", megabytes(bytes as f64))
}

#[cfg(test)]
mod tests {
    use super::{folder_url, progress, without_secrets};

    #[test]
    fn a_url_is_https_or_of_this_machine() {
        for (url, expected) in [
            ("https://example.com/models", Some("https://example.com/models/")),
            ("https://example.com/models//", Some("https://example.com/models/")),
            ("http://127.0.0.1:8000", Some("http://127.0.0.1:8000/")),
            ("http://[::1]:8000/", Some("http://[::1]:8000/")),
            ("http://localhost", Some("http://localhost/")),
            ("http://example.com/models", None),
            ("http://localhost.example.com", None),
            ("ftp://example.com", None),
            ("https://example.com/?a", None),
            ("https://exa mple.com", None),
            ("://", None),
        ] {
            assert_eq!(folder_url(url).ok().as_deref(), expected, "{url}");
        }
    }

    /// Messages end up in the logs of CI.
    #[test]
    fn messages_have_no_secrets_of_a_url() {
        for (url, expected) in [
            ("https://user:secret@example.com:1/a@b/", "https://example.com:1/a@b/"),
            ("https://secret@example.com", "https://example.com"),
            ("https://a@secret@example.com/", "https://example.com/"),
            ("https://example.com/a/?token=secret", "https://example.com/a/"),
            ("https://example.com/models/", "https://example.com/models/"),
        ] {
            assert_eq!(without_secrets(url), expected);
        }
        for url in ["ftp://user:secret@example.com/", "https://user:sec ret@example.com/"] {
            let error = folder_url(url).err().map(|error| error.to_string());
            assert!(error.is_some_and(|error| !error.contains("ret")), "{url}");
        }
    }

    #[test]
    fn the_progress_is_in_megabytes() {
        let line = progress("ec2.json", 2_449_999, Some(5_244_419));
        assert_eq!(line, "downloading ec2.json: 2.4 of 5.2 MB");
        assert_eq!(progress("ec2.json", 0, None), "downloading ec2.json: 0.0 MB");
    }
}
