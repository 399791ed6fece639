//! The server's step for each attempt of each call. It depends on the seed, not on the time.

use std::time::Duration;

use crate::crc32;
use crate::faults::{Answer, End, Pace, Seen, Step};
use crate::random::Random;

/// What a call sends and receives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Bodies in memory.
    Buffered,
    /// A stream in the request.
    Upload,
    /// A stream in the output.
    Download,
}

impl Kind {
    /// The kind of the call of a request.
    pub fn of(seen: &Seen) -> Self {
        match (seen.target().starts_with("/objects/"), seen.method()) {
            (true, "PUT") => Self::Upload,
            (true, _) => Self::Download,
            (false, _) => Self::Buffered,
        }
    }
}

/// The effect of an attempt's step on its call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// The attempt is answered, and the caller must get this answer.
    Answered,
    /// The attempt fails, and another one may be made.
    Again,
    /// The attempt fails, and no other one may be made.
    Final,
    /// The caller gets the head of the response, and then an error of its stream.
    Broken,
}

/// The faults: their relative frequency, name and effect.
const FAULTS: [(usize, &str, Effect); 19] = [
    (12, "reset", Effect::Again),
    (12, "closed", Effect::Again),
    (8, "half a head", Effect::Again),
    (8, "half a body, reset", Effect::Again),
    (8, "half a body", Effect::Again),
    (8, "length too long", Effect::Again),
    (10, "500", Effect::Again),
    (8, "503, retry-after", Effect::Again),
    (6, "429", Effect::Again),
    (4, "502, HTML", Effect::Again),
    (1, "silence", Effect::Again),
    (1, "stalled body", Effect::Again),
    (2, "200, HTML", Effect::Final),
    (2, "no HTTP", Effect::Final),
    (2, "redirect", Effect::Final),
    (2, "endless body", Effect::Final),
    (2, "404", Effect::Final),
    (10, "answered, then closed", Effect::Answered),
    (6, "answered, with 100 KB of headers", Effect::Answered),
];

/// The body of an attempt's normal response.
pub fn name(id: u64, attempt: u32) -> String {
    format!("{id}.{attempt}")
}

/// The normal response to an attempt.
fn answered(kind: Kind, name: &str, random: &mut Random) -> Answer {
    match kind {
        Kind::Buffered => Answer::ok(&format!(r#"{{"name": "{name}"}}"#)),
        Kind::Upload => Answer::ok("stored").header("x-name", name),
        Kind::Download => {
            let object = format!("{name}\n{}", "x".repeat(1 << random.below(18)));
            let checksum = crc32(object.as_bytes());
            Answer::ok(&object).header("x-amz-checksum-crc32", &checksum)
        }
    }
}

/// The name and effect of a fault. Calls with streams replace some of them.
fn with_streams(kind: Kind, what: &'static str, effect: Effect) -> (&'static str, Effect) {
    match (kind, what) {
        (Kind::Upload, "200, HTML") => ("200, error document", Effect::Again),
        (Kind::Download, "200, HTML") => ("another checksum", Effect::Broken),
        (
            Kind::Download,
            "half a body" | "half a body, reset" | "length too long" | "stalled body"
            | "endless body",
        ) => (what, Effect::Broken),
        _ => (what, effect),
    }
}

/// The step of an attempt, with its name and effect.
pub fn step(
    (seed, faults): (u64, f64),
    id: u64,
    attempt: u32,
    kind: Kind,
) -> (Step, &'static str, Effect) {
    let mut random = Random::of_case(seed, "fault", id << 8 | u64::from(attempt));
    let ok = answered(kind, &name(id, attempt), &mut random);
    if random.below(1_000_000) as f64 >= faults * 1e6 {
        return (Step::answer(&ok), "answered", Effect::Answered);
    }
    let mut left = random.below(FAULTS.iter().map(|(weight, ..)| weight).sum());
    let mut chosen = FAULTS[0];
    for fault in FAULTS {
        chosen = fault;
        match left.checked_sub(fault.0) {
            None => break,
            Some(rest) => left = rest,
        }
    }
    let (what, effect) = with_streams(kind, chosen.1, chosen.2);
    let html = "<html><h1>Bad Gateway</h1></html>";
    let step = match what {
        "reset" => Step::send([], End::Reset),
        "closed" => Step::send([], End::Close),
        "half a head" => Step::send(ok.half_head(), End::Close),
        "half a body, reset" => Step::send(ok.half_body(), End::Reset),
        "half a body" => Step::send(ok.half_body(), End::Close),
        "length too long" => {
            let length = ok.bytes().len();
            Step::send(ok.announcing(&length.to_string()).bytes(), End::Close)
        }
        "500" => Step::answer(&Answer::error(500, "InternalError")),
        "503, retry-after" => Step::answer(&Answer::new(503).header("x-amz-retry-after", "70")),
        "429" => Step::answer(&Answer::error(429, "TooManyRequestsException")),
        "502, HTML" => Step::answer(&Answer::new(502).body(html)),
        "silence" => Step::send([], End::Hang),
        "stalled body" => Step::send(ok.half_body(), End::Hang),
        "200, error document" => {
            Step::answer(&Answer::ok("<Error><Code>InternalError</Code></Error>"))
        }
        "another checksum" => {
            let other = Answer::ok("another object").header("x-amz-checksum-crc32", "AAAAAA==");
            Step::answer(&other)
        }
        "200, HTML" => Step::answer(&Answer::ok(html)),
        "no HTTP" => Step::send("220 ESMTP\r\n\r\n", End::Close),
        "redirect" => Step::answer(&Answer::new(302).header("location", "http://127.0.0.1:9/")),
        "endless body" => Step::send(ok.unannounced().bytes(), End::Hang).pace(Pace::Endless),
        "404" => Step::answer(&Answer::error(404, "NotFoundException")),
        "answered, then closed" => {
            let time = Duration::from_micros(random.below(1_000) as u64);
            Step::send(ok.bytes(), End::CloseAfter(time))
        }
        _ => Step::answer(&ok.header("x-long", &"x".repeat(100 * 1024))),
    };
    (step, what, effect)
}
