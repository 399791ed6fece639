//! Responses whose heads are invalid or unusual.

use aws_operation::ErrorKind::{Service, Transport};
use aws_operation_tests::faults::{Answer, End, Pace, Step};

use super::Expected::{Fails, Output};
use super::{Case, case, chunked, ok};

pub fn cases() -> Vec<Case> {
    let parse = |line| Fails(line, Transport, "");
    vec![
        case(
            "a header of 100 KB",
            |_| Step::answer(&ok().header("x-long", &"x".repeat(100 * 1024))),
            Output,
        ),
        case(
            "100 KB of headers",
            |_| {
                let header = |answer: Answer, i| answer.header(&format!("x-{i}"), &"x".repeat(90));
                Step::answer(&(0..1024).fold(ok(), header))
            },
            parse("error sending request: client error (SendRequest): message head is too large"),
        ),
        case(
            "an endless head",
            |_| Step::send("HTTP/1.1 200 OK\r\nx: y", End::Hang).pace(Pace::Endless),
            parse("error sending request: client error (SendRequest): message head is too large"),
        ),
        case("301 to another port", |to| redirect(301, to), Fails("HTTP status 301", Service, "")),
        case("302 to another port", |to| redirect(302, to), Fails("HTTP status 302", Service, "")),
        case("303 to another port", |to| redirect(303, to), Fails("HTTP status 303", Service, "")),
        case("307 to another port", |to| redirect(307, to), Fails("HTTP status 307", Service, "")),
        case("308 to another port", |to| redirect(308, to), Fails("HTTP status 308", Service, "")),
        case(
            "another protocol",
            |_| Step::send("220 mail.example.com ESMTP\r\n\r\n", End::Keep),
            parse("error sending request: client error (SendRequest): invalid HTTP version parsed"),
        ),
        case(
            "TLS",
            |_| Step::send([0x15, 3, 1, 0, 2, 2, 40], End::Close),
            parse("error sending request: client error (SendRequest): invalid HTTP version parsed"),
        ),
        case(
            "no status",
            |_| Step::send("HTTP/1.1 abc\r\n\r\n", End::Keep),
            parse(
                "error sending request: client error (SendRequest): invalid HTTP status-code parsed",
            ),
        ),
        case(
            "an unknown version of HTTP",
            |_| Step::send("HTTP/7.3 200 OK\r\n\r\n", End::Keep),
            parse("error sending request: client error (SendRequest): invalid HTTP version parsed"),
        ),
        case(
            "a header without a colon",
            |_| Step::send("HTTP/1.1 200 OK\r\noops\r\n\r\n", End::Keep),
            parse("error sending request: client error (SendRequest): invalid HTTP header parsed"),
        ),
        case(
            "two different lengths",
            |_| {
                Step::send(
                    "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}",
                    End::Keep,
                )
            },
            parse(
                "error sending request: client error (SendRequest): invalid content-length parsed",
            ),
        ),
        case(
            "a negative length",
            |_| Step::answer(&ok().announcing("-1")),
            parse(
                "error sending request: client error (SendRequest): invalid content-length parsed",
            ),
        ),
        case(
            "a chunk without a length",
            |_| Step::answer(&chunked("xyz\r\n")),
            parse(
                "error decoding response body: error reading a body from connection: Invalid chunk size line: missing size digit",
            ),
        ),
        case(
            "101 without a request for an upgrade",
            |_| {
                Step::send(
                    "HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n",
                    End::Hang,
                )
            },
            Fails("HTTP status 101", Service, ""),
        ),
        case(
            "100 before the response",
            |_| {
                let mut bytes = b"HTTP/1.1 100 Continue\r\n\r\n".to_vec();
                bytes.extend(ok().bytes());
                Step::send(bytes, End::Keep)
            },
            Output,
        ),
    ]
}

fn redirect(status: u16, to: &str) -> Step {
    Step::answer(&Answer::new(status).header("location", to))
}
