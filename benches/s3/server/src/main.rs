//! A server like S3 that reads and discards uploads, and returns objects of zeros: `large.bin`, and a
//! small object for every other key. It checks no signatures and no checksums, so that it is faster than
//! the clients.
//!
//! It listens on a loopback port and prints its number. It exits when its standard input ends. With a
//! second argument it uses TLS, and writes its certificate for `localhost` to the file of that name.

use std::convert::Infallible;
use std::env;
use std::fs;
use std::io::{self, Read as _};
use std::process;
use std::sync::Arc;
use std::thread;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use futures_util::stream;
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt as _, Full, StreamBody};
use hyper::body::{Frame, Incoming};
use hyper::header::{CONTENT_LENGTH, ETAG};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::PrivateKeyDer;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

const SMALL: u64 = 4096;
const CHUNK: u64 = 256 * 1024;
static ZEROS: [u8; CHUNK as usize] = [0; CHUNK as usize];

type Body = BoxBody<Bytes, Infallible>;

#[derive(Clone)]
struct Objects {
    large: u64,
    large_crc: String,
    small_crc: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> io::Result<()> {
    let large = env::args().nth(1).and_then(|it| it.parse().ok());
    let large = large.ok_or_else(|| io::Error::other("usage: s3_server BYTES [CERTIFICATE]"))?;
    let tls = env::args().nth(2).map(|path| acceptor(&path)).transpose()?;
    let objects = Objects { large, large_crc: crc(large), small_crc: crc(SMALL) };
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    println!("{}", listener.local_addr()?.port());
    thread::spawn(|| {
        let _ = io::stdin().read_to_end(&mut Vec::new());
        process::exit(0);
    });
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let (objects, tls) = (objects.clone(), tls.clone());
        tokio::spawn(async move {
            match tls {
                None => serve(stream, objects).await,
                Some(tls) => match tls.accept(stream).await {
                    Ok(stream) => serve(stream, objects).await,
                    Err(error) => eprintln!("a handshake failed: {error}"),
                },
            }
        });
    }
}

/// Accepts connections over TLS. Its certificate is written to a file.
fn acceptor(path: &str) -> io::Result<TlsAcceptor> {
    let certified = rcgen::generate_simple_self_signed(["localhost".to_owned()]);
    let certified = certified.map_err(io::Error::other)?;
    fs::write(path, certified.cert.pem())?;
    let key =
        PrivateKeyDer::try_from(certified.signing_key.serialize_der()).map_err(io::Error::other)?;
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .with_no_client_auth()
        .with_single_cert(vec![certified.cert.into()], key)
        .map_err(io::Error::other)?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}

async fn serve(stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static, objects: Objects) {
    let service = service_fn(move |request| answer(request, objects.clone()));
    let served = hyper::server::conn::http1::Builder::new()
        .max_buf_size(CHUNK as usize)
        .serve_connection(TokioIo::new(stream), service)
        .await;
    if let Err(error) = served {
        eprintln!("a connection ended: {error}");
    }
}

async fn answer(
    request: Request<Incoming>,
    objects: Objects,
) -> Result<Response<Body>, hyper::Error> {
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let wants_checksum = request.headers().contains_key("x-amz-checksum-mode");
    let mut body = request.into_body();
    while let Some(frame) = body.frame().await {
        frame?;
    }
    let query = uri.query().unwrap_or_default();
    let response = Response::builder().header(ETAG, "\"0123456789abcdef0123456789abcdef\"");
    let response = match method {
        Method::PUT => response.body(text("")),
        Method::POST if query.contains("uploads") => response.body(text(
            "<InitiateMultipartUploadResult><UploadId>1</UploadId></InitiateMultipartUploadResult>",
        )),
        Method::POST => response.body(text(
            "<CompleteMultipartUploadResult><ETag>\"1-1\"</ETag></CompleteMultipartUploadResult>",
        )),
        _ => {
            let (length, crc) = match uri.path().ends_with("/large.bin") {
                true => (objects.large, objects.large_crc),
                false => (SMALL, objects.small_crc),
            };
            let mut response = response
                .header(CONTENT_LENGTH, length)
                .header("last-modified", "Fri, 27 Nov 2026 12:00:00 GMT");
            if wants_checksum {
                response = response
                    .header("x-amz-checksum-crc32", crc)
                    .header("x-amz-checksum-type", "FULL_OBJECT");
            }
            response.body(if method == Method::HEAD { text("") } else { zeros(length) })
        }
    };
    Ok(response.unwrap_or_else(|_| {
        let mut failed = Response::new(text(""));
        *failed.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
        failed
    }))
}

fn text(text: &'static str) -> Body {
    Full::new(Bytes::from_static(text.as_bytes())).boxed()
}

fn zeros(length: u64) -> Body {
    let chunks = stream::unfold(length, |left| async move {
        let now = left.min(CHUNK);
        let chunk = Bytes::from_static(&ZEROS[..now as usize]);
        (now > 0).then(|| (Ok::<_, Infallible>(Frame::data(chunk)), left - now))
    });
    StreamBody::new(Box::pin(chunks)).boxed()
}

fn crc(length: u64) -> String {
    let mut hasher = crc32fast::Hasher::new();
    let mut left = length;
    while left > 0 {
        let now = left.min(CHUNK);
        hasher.update(&ZEROS[..now as usize]);
        left -= now;
    }
    STANDARD.encode(hasher.finalize().to_be_bytes())
}
