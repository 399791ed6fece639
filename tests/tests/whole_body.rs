//! What depends on the whole body: compression and checksums; and requests without a signature.

use std::io::Read as _;
use std::process::Command;
use std::sync::{Arc, Mutex, PoisonError};

use aws_operation::{
    Blob, Body, Client, Compression, Config, ConfigBuilder, Service, Transport, TransportFuture,
    aws_operation, encode, services,
};
use bytes::Bytes;

type Request = http::Request<Bytes>;

fn encoded<O: aws_operation::Operation>(operation: &O) -> Request {
    let endpoint = "https://example.com".parse().expect("a URL");
    let encoded = encode(operation, &services::EXECUTE_API, &endpoint, &mut String::new);
    encoded.expect("it can be sent").request
}

fn header<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    request.headers().get(name).map(|value| value.to_str().expect("text"))
}

/// A transport that answers nothing and keeps what it was given.
#[derive(Clone, Default)]
struct Keep(Arc<Mutex<Vec<Request>>>);

impl Keep {
    fn last(&self) -> Request {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pop().expect("a request was sent")
    }
}

impl Transport for Keep {
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
        let request = request.map(|body| body.as_bytes().cloned().expect("no stream"));
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(request);
        Box::pin(async { Ok(http::Response::new(Body::empty())) })
    }
}

fn config() -> ConfigBuilder {
    Config::builder().region("us-east-1").endpoint_url("https://example.com")
}

#[aws_operation(method = "POST", uri = "/", request_compression = "gzip")]
struct Put {
    #[header("Content-Encoding")]
    encoding: Option<String>,
    #[payload]
    content: Blob,
}

impl Put {
    fn of(bytes: usize) -> Self {
        Self { encoding: None, content: vec![b'a'; bytes].into() }
    }
}

#[test]
fn a_body_is_compressed_from_10240_bytes_on_and_reads_back() {
    for (bytes, compressed) in [(0, false), (10_239, false), (10_240, true), (1_000_000, true)] {
        let request = encoded(&Put::of(bytes));
        let coding = compressed.then_some("gzip");
        assert_eq!(header(&request, "content-encoding"), coding, "{bytes}");
        let mut content = Vec::new();
        if compressed {
            assert!(request.body().len() < bytes / 10, "{bytes}");
            let mut reader = flate2::read::GzDecoder::new(&request.body()[..]);
            reader.read_to_end(&mut content).expect("it is gzip");
        } else {
            content.extend_from_slice(request.body());
        }
        assert_eq!(content, vec![b'a'; bytes], "{bytes}");
    }
    let twice = Put { encoding: Some("custom".into()), ..Put::of(20_000) };
    assert_eq!(header(&encoded(&twice), "content-encoding"), Some("custom, gzip"));
    // Only where the operation allows it.
    #[aws_operation(method = "POST", uri = "/")]
    struct Plain {
        #[payload]
        content: Blob,
    }
    let plain = encoded(&Plain { content: vec![b'a'; 20_000].into() });
    assert_eq!((header(&plain, "content-encoding"), plain.body().len()), (None, 20_000));
}

#[tokio::test]
async fn code_decides_what_is_compressed() {
    for (compression, bytes, compressed) in [
        (None, 10_240, true),
        (Some(Compression::Off), 1_000_000, false),
        (Some(Compression::FromBytes(0)), 1, true),
        (Some(Compression::FromBytes(0)), 0, false),
        (Some(Compression::FromBytes(20_000)), 19_999, false),
    ] {
        let keep = Keep::default();
        let mut config = config().transport(keep.clone());
        if let Some(compression) = compression {
            config = config.compression(compression);
        }
        let config = config.credentials(aws_operation::Credentials::new("a", "b"));
        let client = Client::new(&config.build().expect("it is whole"), services::EXECUTE_API);
        client.send(Put::of(bytes)).await.expect("it is answered");
        let request = keep.last();
        assert_eq!(
            header(&request, "content-encoding").is_some(),
            compressed,
            "{compression:?}, {bytes}"
        );
        // What is sent is what was signed.
        assert!(header(&request, "authorization").is_some());
    }
}

#[test]
fn variables_decide_what_is_compressed_and_wrong_ones_are_named() {
    let run = |name: &str, value: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_call"));
        command.env_clear().env(name, value).env("AWS_REGION", "eu-west-1");
        command.env("AWS_ACCESS_KEY_ID", "a").env("AWS_SECRET_ACCESS_KEY", "b");
        let output = command.output().expect("the program runs");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let (off, size) = ("AWS_DISABLE_REQUEST_COMPRESSION", "AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES");
    for (name, value) in [(off, "true"), (off, "False"), (size, "0"), (size, "10485760")] {
        assert!(!run(name, value).contains("configuration:"), "{name}={value}");
    }
    let number = format!("configuration: {size} is not a number of bytes from 0 to 10485760\n");
    for (name, value, message) in [
        (
            off,
            "1",
            format!("configuration: {off} is neither true nor false; set it to one of them\n"),
        ),
        (size, "10485761", number.clone()),
        (size, "-1", number.clone()),
        (size, "10k", number),
    ] {
        assert_eq!(run(name, value), message, "{name}={value}");
    }
}

#[test]
fn a_required_checksum_is_the_md5_of_what_is_sent_unless_there_is_one() {
    #[aws_operation(
        method = "POST",
        uri = "/",
        http_checksum_required,
        request_compression = "gzip"
    )]
    struct Post {
        #[header("Content-MD5")]
        md5: Option<String>,
        #[payload]
        content: Blob,
    }
    let md5 = |bytes: &[u8]| {
        use base64::Engine as _;
        base64::engine::general_purpose::STANDARD.encode(md5::compute(bytes).as_slice())
    };
    let hello = encoded(&Post { md5: None, content: "hello".into() });
    // The digest of RFC 1321's kind, computed by another program.
    assert_eq!(header(&hello, "content-md5"), Some("XUFAKrxLKna5cZ2REBfFkg=="));
    let large = encoded(&Post { md5: None, content: vec![b'a'; 20_000].into() });
    assert_eq!(header(&large, "content-md5"), Some(&*md5(large.body())));
    let own = encoded(&Post { md5: Some("mine".into()), content: "hello".into() });
    assert_eq!(header(&own, "content-md5"), Some("mine"));
}

#[test]
fn glaciers_archives_carry_their_tree_hash_and_its_accounts_a_hyphen() {
    const GLACIER: Service = Service::new("glacier").header("x-amz-glacier-version", "2012-06-01");

    #[aws_operation(method = "POST", uri = "/{accountId}/archives", sha256_tree_hash)]
    struct Upload {
        #[default("-")]
        account_id: String,
        #[header("x-amz-sha256-tree-hash")]
        checksum: Option<String>,
        #[payload]
        body: Option<Blob>,
    }
    let endpoint = "https://example.com".parse().expect("a URL");
    let upload = |account_id: &str, checksum: Option<&str>, body: Option<&str>| {
        let upload = Upload {
            account_id: account_id.into(),
            checksum: checksum.map(str::to_owned),
            body: body.map(Blob::from),
        };
        encode(&upload, &GLACIER, &endpoint, &mut String::new).expect("it can be sent").request
    };
    let hash = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    let request = upload("", None, Some("hello"));
    assert_eq!(request.uri().path(), "/-/archives");
    assert_eq!(header(&request, "x-amz-sha256-tree-hash"), Some(hash));
    assert_eq!(header(&request, "x-amz-content-sha256"), Some(hash));
    assert_eq!(header(&request, "x-amz-glacier-version"), Some("2012-06-01"));
    let request = upload("123", Some("mine"), Some("hello"));
    assert_eq!(request.uri().path(), "/123/archives");
    assert_eq!(header(&request, "x-amz-sha256-tree-hash"), Some("mine"));
    assert_eq!(header(&upload("1", None, None), "x-amz-sha256-tree-hash"), None);
}

#[tokio::test]
async fn an_operation_without_authentication_is_sent_unsigned_and_asks_for_no_credentials() {
    #[aws_operation(method = "GET", uri = "/token", auth = "none")]
    struct GetToken {}

    struct Nobody;

    impl aws_operation::ProvideCredentials for Nobody {
        fn credentials(&self) -> aws_operation::CredentialsFuture<'_> {
            panic!("nobody asks")
        }
    }
    let keep = Keep::default();
    let config = config().transport(keep.clone()).credentials_provider(Nobody);
    let client = Client::new(&config.build().expect("it is whole"), services::EXECUTE_API);
    client.send(GetToken {}).await.expect("it is answered");
    let request = keep.last();
    // Which attempt it is says no more than the request itself.
    let mut names = request.headers().keys().map(|name| name.as_str());
    assert!(names.all(|name| name.starts_with("amz-sdk-")), "{:?}", request.headers());
}
