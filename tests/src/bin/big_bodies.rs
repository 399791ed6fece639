//! The memory of large bodies: 2 GB up and down, in one request and in parts, beside a small call that is
//! buffered.
//!
//! `cargo run --release -p aws-operation-tests --bin big_bodies [MEGABYTES]`
//!
//! Each transfer runs in a process of its own, whose peak is read from `/proc/self/status`. The server
//! is in another process, too. The bytes are checked by their CRC-32 on both sides.

use std::collections::HashMap;
use std::error::Error;
use std::io::{BufRead as _, BufReader, ErrorKind, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};

use aws_operation::{
    ByteStream, Client, Config, Credentials, aws_operation, aws_output, s3, services,
};
use bytes::Bytes;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// How much more than a small call a transfer may take, in KiB.
const BUDGET: u64 = 16 * 1024;

/// The number of parts that are sent or received at once.
const PARTS: usize = 8;

/// The size of a part in bytes.
const PART: u64 = 8 * 1024 * 1024;

/// The transfers, and how many parts each of them may have in memory.
const TRANSFERS: [(&str, u64); 7] = [
    ("up from a stream", 0),
    ("up from a file", 0),
    ("down in chunks", 0),
    ("down to a file", 0),
    // The parts of a file are not in memory as a whole.
    ("up from a file in parts", 0),
    ("up from a stream of unknown length", PARTS as u64),
    ("down to a file in parts", 0),
];

const CHUNK: usize = 64 * 1024;

#[aws_operation(
    protocol = "restXml",
    method = "PUT",
    uri = "/{Key+}",
    rename_all = "PascalCase",
    http_checksum(request)
)]
struct PutObject {
    key: String,
    #[payload]
    body: ByteStream,
}

#[aws_operation(
    protocol = "restXml",
    method = "GET",
    uri = "/{Key+}",
    rename_all = "PascalCase",
    http_checksum(response),
    output = Object
)]
struct GetObject {
    key: String,
}

#[aws_output]
struct Object {
    #[payload]
    body: ByteStream,
}

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["serve"] => serve(),
        ["transfer", how, megabytes, endpoint] => transfer(how, megabytes.parse()?, endpoint),
        [] => measure(2048),
        [megabytes] => measure(megabytes.parse()?),
        _ => Err("usage: big_bodies [MEGABYTES]".into()),
    }
}

fn measure(megabytes: u64) -> Result<()> {
    let program = std::env::current_exe()?;
    let mut server =
        Command::new(&program).arg("serve").stdout(Stdio::piped()).stdin(Stdio::piped()).spawn()?;
    let mut endpoint = String::new();
    BufReader::new(server.stdout.take().ok_or("no output")?).read_line(&mut endpoint)?;
    let peak = |how: &str| -> Result<u64> {
        let transfer = Command::new(&program)
            .args(["transfer", how, &megabytes.to_string(), endpoint.trim()])
            .output()?;
        if !transfer.status.success() {
            return Err(format!("{how}: {}", String::from_utf8_lossy(&transfer.stderr)).into());
        }
        Ok(String::from_utf8(transfer.stdout)?.trim().parse()?)
    };
    let mut failed = false;
    let small = peak("small")?;
    println!("a small call: {small} KiB at its peak");
    for (how, parts) in TRANSFERS {
        let more = peak(how)?.saturating_sub(small);
        let is_over = more > BUDGET + parts * PART / 1024;
        failed |= is_over;
        let verdict = if is_over { ", which is over the budget" } else { "" };
        println!("{megabytes} MB {how}: {more} KiB more{verdict}");
    }
    server.kill()?;
    server.wait()?;
    if failed {
        Err("a transfer takes more memory than a small call, its parts and 16 MiB".into())
    } else {
        Ok(())
    }
}

fn transfer(how: &str, megabytes: u64, endpoint: &str) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let config = Config::builder()
            .region("us-east-1")
            .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
            .endpoint_url(endpoint)
            .build()?;
        let s3 = Client::new(&config, services::S3);
        let length = megabytes << 20;
        let key = |length: u64| length.to_string();
        let path = std::env::temp_dir().join(format!("big-bodies-{}", std::process::id()));
        match how {
            "small" => {
                s3.send(PutObject { key: key(5), body: "hello".into() }).await?;
            }
            "up from a stream" => {
                let body = ByteStream::from_stream(Zeros(length)).with_length(length);
                s3.send(PutObject { key: key(length), body }).await?;
            }
            "up from a file" => {
                let file = std::fs::File::create(&path)?;
                // A file of holes takes no room.
                file.set_len(length)?;
                let body = ByteStream::from_path(&path).await?;
                s3.send(PutObject { key: key(length), body }).await?;
                std::fs::remove_file(&path)?;
            }
            "down in chunks" => {
                let mut body = s3.send(GetObject { key: key(length) }).await?.body;
                let mut read = 0;
                while let Some(chunk) = body.next().await {
                    read += chunk?.len() as u64;
                }
                check(read, length)?;
            }
            "up from a file in parts" => {
                let file = std::fs::File::create(&path)?;
                file.set_len(length)?;
                let body = ByteStream::from_path(&path).await?;
                let upload = s3::upload(&s3, "bucket", key(length), body);
                let done = upload.part_size(PART).concurrency(PARTS).await?;
                std::fs::remove_file(&path)?;
                check(done.bytes, length)?;
            }
            "up from a stream of unknown length" => {
                let body = ByteStream::from_stream(Zeros(length));
                let upload = s3::upload(&s3, "bucket", key(length), body);
                let done = upload.part_size(PART).concurrency(PARTS).await?;
                check(done.bytes, length)?;
            }
            "down to a file in parts" => {
                let download = s3::download(&s3, "bucket", key(length));
                let done = download.part_size(PART).concurrency(PARTS).to_path(&path).await?;
                std::fs::remove_file(&path)?;
                check(done.bytes, length)?;
                if done.checksum_algorithm != Some("CRC32") {
                    return Err("the checksum was not checked".into());
                }
            }
            _ => {
                let body = s3.send(GetObject { key: key(length) }).await?.body;
                let written = body.write_to_path(&path).await?;
                std::fs::remove_file(&path)?;
                check(written, length)?;
            }
        }
        println!("{}", peak()?);
        Ok(())
    })
}

fn check(found: u64, length: u64) -> Result<()> {
    match found == length {
        true => Ok(()),
        false => Err(format!("{found} bytes, and not {length}").into()),
    }
}

/// The most memory that this process has had, in KiB.
fn peak() -> Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).ok_or("no VmHWM")?;
    Ok(line.split_whitespace().nth(1).ok_or("no number")?.parse()?)
}

/// So many bytes of zeros.
struct Zeros(u64);

static ZEROS: [u8; CHUNK] = [0; CHUNK];

impl futures_core::Stream for Zeros {
    type Item = std::io::Result<Bytes>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        let length = self.0.min(CHUNK as u64);
        self.0 -= length;
        let chunk = Bytes::from_static(&ZEROS).slice(..length as usize);
        std::task::Poll::Ready((length > 0).then_some(Ok(chunk)))
    }
}

/// A server that reads uploads, and answers `GET /LENGTH` with zeros and their CRC-32.
fn serve() -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    println!("http://{}", listener.local_addr()?);
    for stream in listener.incoming() {
        let stream = stream?;
        std::thread::spawn(move || {
            let result = answer_all(stream);
            // A download in parts drops its first response once it has the first part.
            let is_dropped = |error: &std::io::Error| {
                [ErrorKind::BrokenPipe, ErrorKind::ConnectionReset].contains(&error.kind())
            };
            match result {
                Err(error) if !error.downcast_ref().is_some_and(is_dropped) => eprintln!("{error}"),
                _ => {}
            }
        });
    }
    Ok(())
}

fn answer_all(stream: TcpStream) -> Result<()> {
    let mut reader = BufReader::with_capacity(CHUNK, stream.try_clone()?);
    let mut writer = stream;
    let (mut line, mut target, mut headers) = (String::new(), String::new(), HashMap::new());
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let text = line.trim();
        if target.is_empty() {
            text.clone_into(&mut target);
        } else if let Some((name, value)) = text.split_once(": ") {
            headers.insert(name.to_owned(), value.to_owned());
        } else {
            answer(&target, &headers, &mut reader, &mut writer)?;
            headers.clear();
            target.clear();
        }
    }
}

fn answer(
    target: &str,
    headers: &HashMap<String, String>,
    reader: &mut BufReader<TcpStream>,
    writer: &mut TcpStream,
) -> Result<()> {
    let number = |name: &str| headers.get(name).map(|value| value.parse::<u64>()).transpose();
    let mut words = target.split(' ');
    let (method, uri) = (words.next().ok_or("no method")?, words.next().ok_or("no URI")?);
    let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
    let key: u64 = path.rsplit('/').next().ok_or("no key")?.parse()?;
    let length = number("content-length")?.unwrap_or(0);
    let read = std::io::copy(&mut reader.take(length), &mut std::io::sink())?;
    let data = number("x-amz-decoded-content-length")?.unwrap_or(length);
    let (is_right, body) = match (method, query) {
        ("GET", _) => return send(key, headers.get("range"), writer),
        ("POST", "uploads") => (true, "<R><UploadId>1</UploadId></R>"),
        // The checksum of the whole object, which is combined from those of the parts.
        ("POST", _) => {
            let is_right = headers.get("x-amz-checksum-crc32") == Some(&crc_of_zeros(key))
                && number("x-amz-mp-object-size")? == Some(key);
            (is_right, "<R><ETag>1</ETag></R>")
        }
        ("PUT", query) if query.contains("partNumber") => {
            (read == length && (data == PART || data == key % PART), "")
        }
        ("PUT", _) => (read == length && data == key, ""),
        _ => (false, ""),
    };
    let status = if is_right { "200 OK" } else { "400 Bad Request" };
    let length = body.len();
    write!(writer, "HTTP/1.1 {status}\r\netag: \"1\"\r\ncontent-length: {length}\r\n\r\n{body}")?;
    Ok(())
}

/// Sends zeros: all of them with their checksum, or a range.
fn send(key: u64, range: Option<&String>, writer: &mut TcpStream) -> Result<()> {
    let same = "accept-ranges: bytes\r\netag: \"1\"";
    let length = match range {
        Some(range) => {
            let range = range.trim_start_matches("bytes=");
            let (start, end) = range.split_once('-').ok_or("no range")?;
            let length = end.parse::<u64>()? + 1 - start.parse::<u64>()?;
            write!(
                writer,
                "HTTP/1.1 206 Partial Content\r\n{same}\r\ncontent-length: {length}\r\n\
                 content-range: bytes {range}/{key}\r\n\r\n"
            )?;
            length
        }
        None => {
            let crc = crc_of_zeros(key);
            write!(
                writer,
                "HTTP/1.1 200 OK\r\n{same}\r\ncontent-length: {key}\r\n\
                 x-amz-checksum-crc32: {crc}\r\n\r\n"
            )?;
            key
        }
    };
    std::io::copy(&mut std::io::repeat(0).take(length), writer)?;
    Ok(())
}

fn crc_of_zeros(length: u64) -> String {
    use base64::Engine as _;

    let mut hasher = crc32fast::Hasher::new();
    let mut left = length;
    while left > 0 {
        let chunk = left.min(CHUNK as u64);
        hasher.update(&ZEROS[..chunk as usize]);
        left -= chunk;
    }
    base64::engine::general_purpose::STANDARD.encode(hasher.finalize().to_be_bytes())
}
