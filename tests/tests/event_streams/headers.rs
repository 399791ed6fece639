//! Members of events that are bound to headers: each type of header, sent and received.

use std::collections::BTreeMap;

use aws_operation::{
    Blob, ErrorKind, EventHeader, EventStream, RawEvent, Timestamp, aws_event_stream,
    aws_operation, aws_output, services,
};
use aws_operation_tests::cases;
use aws_operation_tests::event_frames::messages;
use aws_operation_tests::paused::Checked;

use super::{receive, send};

cases! {
    a_header_has_the_type_of_its_field
    a_value_that_cannot_be_a_header_is_an_error
    a_header_of_another_type_is_an_error
}

#[aws_operation(method = "POST", uri = "/", auth = "none")]
struct Send {
    #[payload]
    events: EventStream<Typed>,
}

#[aws_operation(method = "POST", uri = "/", output = Received)]
struct Receive {}

#[aws_output]
struct Received {
    #[payload]
    events: EventStream<Typed>,
}

#[aws_event_stream]
#[derive(Debug, Clone, PartialEq)]
enum Typed {
    All {
        #[event_header]
        boolean: bool,
        #[event_header]
        byte: i8,
        #[event_header]
        short: i16,
        #[event_header]
        int: i32,
        #[event_header]
        long: i64,
        #[event_header]
        unsigned: u32,
        #[event_header]
        blob: Blob,
        #[event_header]
        text: String,
        #[event_header]
        time: Timestamp,
        #[event_header]
        unset: Option<String>,
    },
    Float {
        #[event_header]
        rate: f64,
    },
    List {
        #[event_header]
        rates: Vec<i32>,
    },
    Map {
        #[event_header]
        rates: BTreeMap<String, i32>,
    },
    Unknown(RawEvent),
}

fn all() -> Option<(Typed, Timestamp)> {
    let time = Timestamp::from_epoch_nanos(1_730_000_000_123_000_000)?;
    let all = Typed::All {
        boolean: true,
        byte: i8::MIN,
        short: i16::MIN,
        int: i32::MIN,
        long: i64::MIN,
        unsigned: u32::MAX,
        blob: Blob::from(&b"\0\xff"[..]),
        text: "é, \"".into(),
        time,
        unset: None,
    };
    Some((all, time))
}

async fn a_header_has_the_type_of_its_field() -> Checked {
    let (all, time) = all().ok_or("a time")?;
    let recorder = send::Recorder::default();
    let events = send::stream_of([all.clone()]);
    send::client(&recorder).await.send(Send { events }).await?;
    let (_, body) = recorder.0.lock().expect("no panic").take().ok_or("no request")?;
    let messages = messages(body.clone())?;
    assert_eq!(messages.len(), 1);
    let headers: Vec<_> = messages[0].headers().collect();
    assert_eq!(
        headers[2..],
        [
            ("boolean", EventHeader::Bool(true)),
            ("byte", EventHeader::Byte(i8::MIN)),
            ("short", EventHeader::Short(i16::MIN)),
            ("int", EventHeader::Int(i32::MIN)),
            ("long", EventHeader::Long(i64::MIN)),
            ("unsigned", EventHeader::Long(u32::MAX.into())),
            ("blob", EventHeader::Blob(b"\0\xff")),
            ("text", EventHeader::Text("é, \"")),
            ("time", EventHeader::Timestamp(time)),
        ]
    );

    let client = receive::client(services::API_GATEWAY, receive::Chunks(vec![Ok(body)])).await;
    let mut events = client.send(Receive {}).await?.events;
    assert_eq!(events.next().await.transpose()?, Some(all));
    Ok(())
}

async fn a_value_that_cannot_be_a_header_is_an_error() -> Checked {
    for (event, expected) in [
        (Typed::Float { rate: 0.5 }, "`rate` is a floating-point number, which cannot be a header"),
        (Typed::List { rates: vec![1] }, "`rates` is a list, which cannot be a header"),
        (Typed::Map { rates: BTreeMap::new() }, "`rates` is a map, which cannot be a header"),
    ] {
        let client = send::client(&send::Recorder::default()).await;
        let events = send::stream_of([event]);
        let error = client.send(Send { events }).await.expect_err("no header").to_string();
        assert!(error.contains(&format!("an event cannot be sent: {expected}")), "{error}");
    }
    Ok(())
}

async fn a_header_of_another_type_is_an_error() -> Checked {
    let text = EventHeader::Text;
    for (header, expected) in [
        (("byte", EventHeader::Int(128)), "`byte` cannot be read from the header `byte`: "),
        (("boolean", text("yes")), "`boolean` cannot be read from the header `boolean`: "),
        (
            ("text", EventHeader::Uuid([1; 16])),
            "`text` cannot be read from the header `text`: a UUID cannot be decoded",
        ),
    ] {
        let headers = [(":message-type", text("event")), (":event-type", text("all")), header];
        let chunks = receive::Chunks(vec![Ok(receive::frame(&headers, ""))]);
        let client = receive::client(services::API_GATEWAY, chunks).await;
        let mut events = client.send(Receive {}).await?.events;
        let error = events.next().await.ok_or("an event")?.expect_err("another type");
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.to_string().starts_with(&format!("the event `all`: {expected}")), "{error}");
    }
    Ok(())
}
