//! How HTTP/2 is chosen, and servers that do not support it.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use aws_operation::{ErrorKind, EventStream};
use aws_operation_http2_tests::{Server, client};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::process::Command;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

use super::{echo_all, soon, talk};

/// TLS for `localhost`, and the file with the certificate of its authority.
struct Tls {
    acceptor: TlsAcceptor,
    authority: PathBuf,
}

impl Tls {
    /// TLS with these application protocols (ALPN).
    fn new(protocols: &[&str]) -> Result<Self, Box<dyn std::error::Error>> {
        static COUNT: AtomicUsize = AtomicUsize::new(0);

        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority = CertifiedIssuer::self_signed(params, KeyPair::generate()?)?;
        let key = KeyPair::generate()?;
        let params = CertificateParams::new(vec!["localhost".to_owned()])?;
        let certificate = params.signed_by(&key, &authority)?;
        let mut config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(
                vec![certificate.der().clone()],
                PrivateKeyDer::try_from(key.serialize_der())?,
            )?;
        config.alpn_protocols = protocols.iter().map(|it| it.as_bytes().to_vec()).collect();

        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("aws-operation-http2-{}-{count}.pem", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::File::create(&path)?.write_all(authority.pem().as_bytes())?;
        Ok(Self { acceptor: TlsAcceptor::from(Arc::new(config)), authority: path })
    }

    /// Runs the program that sends 100 events. Returns its output.
    async fn talk(&self, endpoint: &str) -> String {
        let mut command = Command::new(env!("CARGO_BIN_EXE_talk"));
        command.arg(endpoint).env_clear().env("SSL_CERT_FILE", &self.authority);
        let output = soon(command.stdin(Stdio::null()).output()).await.expect("it runs");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }
}

impl Drop for Tls {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.authority);
    }
}

#[tokio::test]
async fn over_tls_the_server_chooses_http2() {
    let tls = Tls::new(&["h2", "http/1.1"]).expect("a certificate");
    let mut server = Server::start_with(Some(tls.acceptor.clone()), echo_all).await;
    assert_eq!(tls.talk(&server.endpoint()).await, "100 events\n");
    server.finished().await.expect("all signatures are right");
}

/// A server without HTTP/2. Without TLS, it sends `answer` after the first bytes. Returns its port, and
/// the bytes that each connection received.
async fn other_server(
    tls: Option<TlsAcceptor>,
    answer: &'static str,
) -> (u16, tokio::sync::mpsc::UnboundedReceiver<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let port = listener.local_addr().expect("it is bound").port();
    let (sender, received) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let mut bytes = Vec::new();
            match &tls {
                Some(tls) => {
                    let mut socket = tls.accept(socket).await.expect("a handshake");
                    let _ = socket.read_to_end(&mut bytes).await;
                }
                None => {
                    let mut first = vec![0; 1 << 16];
                    let length = socket.read(&mut first).await.unwrap_or(0);
                    bytes.extend_from_slice(&first[..length]);
                    let _ = socket.write_all(answer.as_bytes()).await;
                }
            }
            let _ = sender.send(bytes);
        }
    });
    (port, received)
}

#[tokio::test]
async fn a_server_with_http1_over_tls_is_an_error_and_nothing_is_sent() {
    for protocols in [&["http/1.1"][..], &[]] {
        let tls = Tls::new(protocols).expect("a certificate");
        let (port, mut received) = other_server(Some(tls.acceptor.clone()), "").await;
        let printed = tls.talk(&format!("https://localhost:{port}")).await;
        assert!(
            printed.contains(
                "the operation has events in both directions, which needs HTTP/2, but the server or \
                 the proxy chose HTTP/1.1; use an endpoint that supports HTTP/2"
            ),
            "{printed}"
        );
        assert!(!printed.contains("attempts"), "{printed}");
        assert_eq!(received.recv().await, Some(Vec::new()), "nothing was sent");
        assert!(received.try_recv().is_err(), "there is no second connection");
    }
}

#[tokio::test]
async fn a_server_with_http1_and_no_tls_is_an_error() {
    for answer in [
        "HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
        "HTTP/1.1 505 HTTP Version Not Supported\r\ncontent-length: 0\r\n\r\n",
        "",
    ] {
        let (port, mut received) = other_server(None, answer).await;
        let (sender, said) = EventStream::channel(1);
        let call = client(&format!("http://localhost:{port}")).send(talk(said));
        let error = soon(call).await.expect_err("no HTTP/2");
        assert_eq!(error.kind(), ErrorKind::Transport);
        assert!(
            error
                .to_string()
                .contains("over plain HTTP, the server must accept HTTP/2 without negotiation"),
            "{error}"
        );
        let bytes = received.recv().await.expect("a connection");
        assert!(bytes.starts_with(b"PRI * HTTP/2.0\r\n"));
        assert!(received.try_recv().is_err(), "there is no second connection");
        drop(sender);
    }
}
