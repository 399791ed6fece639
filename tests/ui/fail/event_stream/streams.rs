//! Mistakes in operations and outputs with a stream of events.

use aws_operation::{EventStream, RawEvent, aws_event_stream, aws_operation, aws_output};
use serde::{Deserialize, Serialize};

#[aws_event_stream]
enum OnlyReceived {
    Delta(Delta),
    Unknown(RawEvent),
}

#[derive(Deserialize)]
struct Delta {
    text: String,
}

#[aws_event_stream]
enum OnlySent {
    Audio(Audio),
    Unknown(RawEvent),
}

#[derive(Serialize)]
struct Audio {
    text: String,
}

enum NoEvents {}

#[aws_operation(method = "POST", uri = "/")]
struct Sends {
    #[payload]
    events: EventStream<OnlyReceived>,
}

#[aws_output]
struct Receives {
    #[payload]
    events: EventStream<OnlySent>,
}

#[aws_output]
struct ReceivesNothing {
    #[payload]
    events: EventStream<NoEvents>,
}

#[aws_output]
struct WithoutPayload {
    events: EventStream<OnlyReceived>,
}

#[aws_operation(method = "POST", uri = "/")]
struct WithMembers {
    language: String,
    #[payload]
    events: EventStream<Both>,
}

#[aws_event_stream]
enum Both {
    Stop,
    Unknown(RawEvent),
}

fn main() {}
