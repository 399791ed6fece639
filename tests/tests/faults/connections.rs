//! Connections that the server resets or closes.

use aws_operation::ErrorKind::Transport;
use aws_operation_tests::faults::{End, Read, Step};

use super::Expected::{Fails, Output};
use super::{Case, MS, case, chunked, ok};

const RESET: &str = "error sending request: client error (SendRequest): connection error: Connection \
                     reset by peer (os error 104)";
const CLOSED: &str = "error sending request: client error (SendRequest): connection closed before \
                      message completed";
const INCOMPLETE: &str = "error decoding response body: error reading a body from connection: end of \
                          file before message length reached";

pub fn cases() -> Vec<Case> {
    let fails = |line| Fails(line, Transport, "retryable");
    vec![
        case(
            "reset before the request is read",
            |_| Step::nothing(Read::Nothing, End::Reset),
            fails(RESET),
        ),
        Case {
            sends: 8 * 1024 * 1024,
            ..case(
                "reset while the request is sent",
                |_| Step::nothing(Read::Head, End::Reset),
                fails(
                    "error sending request: client error (SendRequest): connection error: Connection reset by peer (os error 104)|error sending request: client error (SendRequest): connection error: Broken pipe (os error 32)|error sending request: client error (SendRequest): error writing a body to connection: Connection reset by peer (os error 104)",
                ),
            )
        },
        case("reset after the request", |_| Step::nothing(Read::All, End::Reset), fails(RESET)),
        case(
            "reset in the response's head",
            |_| Step::send(ok().half_head(), End::Reset),
            fails(RESET),
        ),
        case(
            "reset in the response's body",
            |_| Step::send(ok().half_body(), End::Reset),
            fails(
                "error decoding response body: error reading a body from connection: Connection reset by peer (os error 104)",
            ),
        ),
        case("reset after the response", |_| Step::send(ok().bytes(), End::Reset), Output),
        case(
            "closed before the request is read",
            |_| Step::nothing(Read::Nothing, End::Close),
            fails(RESET),
        ),
        case("closed after the request", |_| Step::nothing(Read::All, End::Close), fails(CLOSED)),
        case("half of the head", |_| Step::send(ok().half_head(), End::Close), fails(CLOSED)),
        case("half of the body", |_| Step::send(ok().half_body(), End::Close), fails(INCOMPLETE)),
        case("a head and no body", |_| Step::send(ok().head(), End::Close), fails(INCOMPLETE)),
        case(
            "half of a chunked body",
            |_| Step::send(chunked("10\r\n{\"name\"").bytes(), End::Close),
            fails(INCOMPLETE),
        ),
        case(
            "a chunked body without its end",
            |_| Step::send(chunked("2\r\n{}\r\n").bytes(), End::Close),
            fails(
                "error decoding response body: error reading a body from connection: unexpected EOF during chunk size line",
            ),
        ),
        case("closed after the response", |_| Step::send(ok().bytes(), End::Close), Output),
        case(
            "closed 20 ms after the response",
            |_| Step::send(ok().bytes(), End::CloseAfter(MS(20))),
            Output,
        ),
        case(
            "content-length too long",
            |_| Step::send(ok().announcing("99").bytes(), End::Close),
            fails(INCOMPLETE),
        ),
    ]
}
