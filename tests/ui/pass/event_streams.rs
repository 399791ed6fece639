//! Streams of events that are unusual, but valid.

#![deny(warnings)]

use aws_operation::{Client, EventStream, RawEvent, aws_event_stream, aws_operation, aws_output};

/// The other members are in the initial response.
#[aws_operation(protocol = "awsJson1_1", output = Output)]
struct Rpc {}

#[aws_output]
struct Output {
    session: String,
    #[payload]
    events: EventStream<Events>,
}

/// A program may read events without a type for any of them.
#[aws_event_stream]
enum Events {
    Unknown(RawEvent),
}

async fn read(client: &Client) {
    let Ok(Output { session, mut events }) = client.send(Rpc {}).await else { return };
    while let Some(Ok(Events::Unknown(event))) = events.next().await {
        println!("{session}: {event:?}");
    }
}

fn main() {
    let _ = |client: Client| async move { read(&client).await };
}
