//! The memory of large bodies: 2 GB up and down, beside a small call that is buffered.
//!
//! `cargo run --release -p aws-operation-tests --bin big_bodies [MEGABYTES]`
//!
//! Each transfer runs in a process of its own, whose peak is read from `/proc/self/status`. The server
//! is in another process, too. The bytes are checked by their CRC-32 on both sides.

use std::error::Error;
use std::io::{BufRead as _, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};

use aws_operation::{ByteStream, Client, Config, Credentials, aws_operation, aws_output, services};
use bytes::Bytes;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// How much more than a small call a transfer may take.
const BUDGET: u64 = 16 * 1024;

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
    for how in ["up from a stream", "up from a file", "down in chunks", "down to a file"] {
        let more = peak(how)?.saturating_sub(small);
        let is_over = more > BUDGET;
        failed |= is_over;
        let verdict = if is_over { ", which is over the budget" } else { "" };
        println!("{megabytes} MB {how}: {more} KiB more{verdict}");
    }
    server.kill()?;
    server.wait()?;
    if failed {
        Err("a transfer takes more than 16 MiB more than a small call".into())
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
                if read != length {
                    return Err(format!("{read} bytes, and not {length}").into());
                }
            }
            _ => {
                let body = s3.send(GetObject { key: key(length) }).await?.body;
                let written = body.write_to_path(&path).await?;
                std::fs::remove_file(&path)?;
                if written != length {
                    return Err(format!("{written} bytes, and not {length}").into());
                }
            }
        }
        println!("{}", peak()?);
        Ok(())
    })
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
            if let Err(error) = answer(stream) {
                eprintln!("{error}");
            }
        });
    }
    Ok(())
}

fn answer(stream: TcpStream) -> Result<()> {
    let mut reader = BufReader::with_capacity(CHUNK, stream.try_clone()?);
    let mut writer = stream;
    let (mut line, mut length, mut decoded, mut target) = (String::new(), 0, None, String::new());
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let text = line.trim();
        if target.is_empty() {
            text.clone_into(&mut target);
        } else if let Some((name, value)) = text.split_once(": ") {
            match name {
                "content-length" => length = value.parse()?,
                "x-amz-decoded-content-length" => decoded = Some(value.parse::<u64>()?),
                _ => {}
            }
        } else {
            let words: Vec<&str> = target.split(' ').collect();
            let key: u64 = words.get(1).ok_or("no target")?.trim_start_matches('/').parse()?;
            let read = std::io::copy(&mut (&mut reader).take(length), &mut std::io::sink())?;
            if words[0] == "PUT" {
                let is_right = read == length && decoded.unwrap_or(length) == key;
                let status = if is_right { "200 OK" } else { "400 Bad Request" };
                write!(writer, "HTTP/1.1 {status}\r\ncontent-length: 0\r\n\r\n")?;
            } else {
                let crc = crc_of_zeros(key);
                write!(
                    writer,
                    "HTTP/1.1 200 OK\r\ncontent-length: {key}\r\nx-amz-checksum-crc32: {crc}\r\n\r\n"
                )?;
                std::io::copy(&mut std::io::repeat(0).take(key), &mut writer)?;
            }
            (length, decoded) = (0, None);
            target.clear();
        }
    }
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
