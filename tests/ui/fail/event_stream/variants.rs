//! Mistakes in the enum of a stream's events.

use aws_operation::{Blob, RawEvent, aws_event_stream, aws_output, aws_structure, aws_union};

#[aws_event_stream]
enum WithoutUnknown {
    Delta(String),
}

#[aws_event_stream]
enum UnknownFirst {
    Unknown(RawEvent),
    Stop,
}

#[aws_event_stream]
enum TwiceTheSame {
    #[tag("delta")]
    First,
    Delta,
    Unknown(RawEvent),
}

#[aws_event_stream]
enum SeveralFields {
    Delta(String, String),
    Unknown(RawEvent),
}

#[aws_event_stream]
enum BytesAsDocument {
    Audio(Blob),
    Unknown(RawEvent),
}

#[aws_event_stream]
enum PayloadAndMember {
    Audio {
        #[event_payload]
        chunk: Blob,
        rate: i32,
    },
    Unknown(RawEvent),
}

#[aws_event_stream]
enum OfHttp {
    Audio {
        #[header("x-rate")]
        rate: i32,
        #[payload]
        chunk: Blob,
    },
    Unknown(RawEvent),
}

#[aws_event_stream]
enum Names {
    Audio {
        #[event_header(":event-type")]
        own: String,
        #[event_header("rate")]
        rate: i32,
        #[event_header("rate")]
        speed: i32,
    },
    Unknown(RawEvent),
}

#[aws_event_stream]
enum Exceptions {
    #[exception("ThrottlingException")]
    Throttling { message: String },
    #[retryable]
    Other,
    #[exception]
    #[exception]
    Twice { message: String },
    Unknown(RawEvent),
}

#[aws_output]
struct Output {
    #[event_header]
    rate: i32,
}

#[aws_structure]
struct Structure {
    #[event_payload]
    chunk: Blob,
}

#[aws_union]
enum Union {
    #[exception]
    A(String),
    Unknown(String, aws_operation::Document),
}

#[aws_event_stream]
struct NoEnum {
    rate: i32,
}

fn main() {}
