//! Proxies that the environment names: asked as it says, or an error, and no call goes around one.

use std::io::{self, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use aws_operation_tests::raw::RawServer;
use aws_operation_tests::server;

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";

/// What a program with just these variables prints, which makes one call.
fn call(endpoint: &str, variables: &[(&str, &str)]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_call"));
    command
        .arg("call")
        .env_clear()
        .envs([
            ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"),
            ("AWS_SECRET_ACCESS_KEY", "hunter2"),
            ("AWS_REGION", "us-east-1"),
            ("AWS_ALLOW_HTTP", "true"),
            ("AWS_MAX_ATTEMPTS", "1"),
            ("AWS_ENDPOINT_URL", endpoint),
        ])
        .envs(variables.iter().copied());
    let output = command.output().expect("the program runs");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A proxy that makes tunnels, all of them to one server, and keeps the requests for them.
struct Tunnels {
    address: String,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Tunnels {
    fn start(to: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = listener.local_addr().expect("it is bound").to_string();
        let (heads, to) = (Arc::new(Mutex::new(Vec::new())), to.to_owned());
        let kept = Arc::clone(&heads);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let (to, kept) = (to.clone(), Arc::clone(&kept));
                thread::spawn(move || serve(client, &to, &kept));
            }
        });
        Self { address, heads }
    }
}

fn serve(mut client: TcpStream, to: &str, heads: &Mutex<Vec<String>>) -> io::Result<()> {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") {
        client.read_exact(&mut byte)?;
        head.extend_from_slice(&byte);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    heads.lock().unwrap_or_else(PoisonError::into_inner).push(head);
    client.write_all(b"HTTP/1.1 200 OK\r\n\r\n")?;
    let mut server = TcpStream::connect(to)?;
    let (mut from_client, mut to_server) = (client.try_clone()?, server.try_clone()?);
    thread::spawn(move || io::copy(&mut from_client, &mut to_server));
    io::copy(&mut server, &mut client).map(drop)
}

#[test]
fn tls_goes_through_a_tunnel() {
    let tls = server::tls();
    let to = tls.endpoint().replace("https://localhost", "127.0.0.1");
    let tunnels = Tunnels::start(&to);
    let authority = tls.authority().to_str().expect("the path is text");
    let proxy = format!("http://user:p%40ss@{}", tunnels.address);
    for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"] {
        let variables = [(name, &*proxy), ("SSL_CERT_FILE", authority)];
        let printed = call("https://through.example.com", &variables);
        assert!(
            printed.contains("missing field `id`") && printed.contains("status 200"),
            "{printed}"
        );
        let heads = std::mem::take(&mut *tunnels.heads.lock().expect("whole heads"));
        let [head] = &heads[..] else { panic!("{heads:?}") };
        let head = head.to_lowercase();
        assert!(head.starts_with("connect through.example.com:443 http/1.1\r\n"), "{head}");
        // `user:p@ss`
        assert!(head.contains("proxy-authorization: basic dxnlcjpwqhnz\r\n"), "{head}");
        assert!(head.contains("user-agent: aws-operation/"), "{head}");
        assert!(!head.contains("aws4-hmac-sha256"), "{head}");
    }
    // Another name than those of the certificate is not trusted, whoever made the tunnel.
    let variables = [("HTTPS_PROXY", &*proxy), ("SSL_CERT_FILE", authority)];
    let printed = call("https://other.example.com", &variables);
    assert!(printed.contains("cannot connect: ") && printed.contains("certificate"), "{printed}");
}

#[test]
fn a_proxy_is_told_who_asks_and_what_for() {
    let proxy = RawServer::start(&[OK]);
    let address = proxy.endpoint().trim_start_matches("http://");
    let printed = call("http://api.example.com", &[("HTTP_PROXY", &format!("u:p@{address}"))]);
    assert!(printed.contains("status 200"), "{printed}");
    let head = proxy.heads()[0].to_lowercase();
    assert!(head.starts_with("get http://api.example.com/restapis/a1 http/1.1\r\n"), "{head}");
    assert!(head.contains("proxy-authorization: basic dtpw\r\n"), "{head}");
    assert!(head.contains("host: api.example.com\r\n"), "{head}");
}

#[test]
fn a_tunnel_that_is_refused_is_an_error() {
    for answer in [
        "HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n",
        "HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n",
    ] {
        let proxy = RawServer::start(&[answer]);
        let printed = call("https://api.example.com", &[("HTTPS_PROXY", proxy.endpoint())]);
        assert!(printed.contains("cannot connect: ") && printed.contains("tunnel"), "{printed}");
        assert_eq!(proxy.heads().len(), 1, "{printed}");
    }
}

#[test]
fn no_call_goes_around_a_proxy_that_cannot_be_asked() {
    let server = RawServer::start(&[OK; 2]);
    let here = server.endpoint();
    for value in ["http//proxy:3128", "proxy one", "socks5://hunter2@127.0.0.1:1", "http://p:99999"]
    {
        for name in ["HTTP_PROXY", "ALL_PROXY", "all_proxy"] {
            let printed = call("http://api.example.com", &[(name, value)]);
            let line =
                format!("the environment variable {name} is not the URL of a proxy; write it");
            assert!(printed.contains(&line) && printed.contains("nothing was sent"), "{printed}");
            assert!(!printed.contains("hunter2"), "{printed}");
        }
        let printed = call("https://api.example.com", &[("HTTPS_PROXY", value)]);
        assert!(printed.contains("variable HTTPS_PROXY is not the URL of a proxy"), "{printed}");
        // Nobody would ask it on the way to this machine.
        assert!(call(here, &[("HTTP_PROXY", value), ("ALL_PROXY", value)]).contains("status 200"));
    }
}
