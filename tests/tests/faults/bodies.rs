//! Responses whose bodies are too long, too slow or of another format.

use aws_operation::ErrorKind::{Decode, Service, Transport};
use aws_operation::Timeouts;
use aws_operation_tests::faults::{Answer, End, Pace, Read, Step};

use super::Expected::{Fails, Output};
use super::{Case, MS, case, ok};

const HTML: &str = "<html>\r\n<body>\r\n<h1>Bad Gateway</h1>\r\n</body>\r\n</html>";

pub fn cases() -> Vec<Case> {
    vec![
        case(
            "content-length too short",
            |_| Step::answer(&ok().announcing("9")),
            Fails("cannot decode the response body: the JSON ends too early at byte 9", Decode, ""),
        ),
        case(
            "bytes of another response after the response",
            |_| {
                let mut two = ok().bytes();
                two.extend(Answer::ok(r#"{"name": "another response"}"#).bytes());
                Step::send(two, End::Keep)
            },
            Output,
        ),
        case(
            "an endless body",
            |_| Step::send(ok().unannounced().bytes(), End::Hang).pace(Pace::Endless),
            Fails(
                "the response is larger than 1048576 bytes; raise `max_response_bytes` of the config",
                Transport,
                "",
            ),
        ),
        case(
            "an announced length above the limit",
            |_| Step::answer(&ok().announcing("9999999999999")),
            Fails(
                "the response is larger than 1048576 bytes; raise `max_response_bytes` of the config",
                Transport,
                "",
            ),
        ),
        Case {
            timeouts: Timeouts::default().stalled_stream(MS(150)),
            ..case(
                "a body that is too slow",
                |_| Step::answer(&ok()).pace(Pace::Drip(10, MS(1500))),
                Fails(
                    "the response body stalled: 0 bytes in 150ms",
                    Transport,
                    "timeout retryable",
                ),
            )
        },
        Case {
            timeouts: Timeouts::default().stalled_stream(MS(150)),
            ..case(
                "a slow body within the timeout",
                |_| Step::answer(&ok()).pace(Pace::Drip(10, MS(30))),
                Output,
            )
        },
        Case {
            timeouts: Timeouts::default().read(MS(500)),
            ..case(
                "no response",
                |_| Step::nothing(Read::All, End::Hang),
                Fails("no response for 500ms, the read timeout", Transport, "timeout retryable"),
            )
        },
        Case {
            timeouts: Timeouts::default().read(MS(500)),
            ..case(
                "a head that is too slow",
                |_| Step::answer(&ok()).pace(Pace::Drip(40, MS(60))),
                Fails("no response for 500ms, the read timeout", Transport, "timeout retryable"),
            )
        },
        case(
            "an HTML page with status 502",
            |_| Step::answer(&Answer::new(502).header("content-type", "text/html").body(HTML)),
            Fails(
                "HTTP status 502, with the body \"<html> <body> <h1>Bad Gateway</h1> </body> </html>\"",
                Service,
                "retryable",
            ),
        ),
        case(
            "an HTML page with status 200",
            |_| Step::answer(&Answer::ok(HTML).header("content-type", "text/html")),
            Fails(
                "cannot decode the response body: expected an object in the JSON at byte 0, which \
                 looks like an HTML or XML page",
                Decode,
                "",
            ),
        ),
        case(
            "gzip although it was not requested",
            |_| {
                let gzip = b"\x1f\x8b\x08\0\0\0\0\0\0\x03\xabV\xcaK\xccMU\xb2RP*H-)V\xaa\x05\0";
                Step::answer(&Answer::new(200).header("content-encoding", "gzip").body(gzip))
            },
            Fails(
                "cannot decode the response body: expected an object in the JSON at byte 0, in the \
                 content-encoding gzip",
                Decode,
                "",
            ),
        ),
        Case {
            sends: 8 * 1024 * 1024,
            ..case(
                "a response before the request is read",
                |_| Step {
                    read: Read::Head,
                    ..Step::send(Answer::error(400, "TooLarge").bytes(), End::CloseAfter(MS(300)))
                },
                Fails("TooLarge (400)", Service, ""),
            )
        },
    ]
}
