//! Body members beside a stream of events, in a protocol without initial messages.

use aws_operation::{Client, EventStream, RawEvent, aws_event_stream, aws_operation, aws_output};

#[aws_operation(method = "POST", uri = "/", output = Output)]
struct Rest {}

#[aws_operation(protocol = "awsJson1_1", output = Output)]
struct Rpc {}

#[aws_output]
struct Output {
    #[header("x-session")]
    session: String,
    language: Option<String>,
    #[body("sampleRate")]
    rate: i32,
    #[payload]
    events: EventStream<Events>,
}

#[aws_event_stream]
enum Events {
    Stop,
    Unknown(RawEvent),
}

/// Only calls that the program makes are compiled.
fn main() {
    let _: fn(&Client) = |client| drop((client.send(Rest {}), client.send(Rpc {})));
}
