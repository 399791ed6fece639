//! Mistakes in the members of events.

use aws_operation::{ByteStream, EventStream, RawEvent, Timestamp, aws_event_stream};

#[aws_event_stream]
enum Streams {
    Audio {
        #[event_payload]
        chunks: ByteStream,
    },
    Text {
        chunks: Option<ByteStream>,
        events: EventStream<Inner>,
    },
    Document(EventStream<Inner>),
    Unknown(RawEvent),
}

#[aws_event_stream]
enum Inner {
    Unknown(RawEvent),
}

#[aws_event_stream]
enum Timestamps {
    Audio {
        #[event_header]
        #[timestamp(epoch_seconds)]
        at: Timestamp,
        #[event_payload]
        #[timestamp(date_time)]
        end: Timestamp,
    },
    Text {
        #[timestamp(date_time)]
        at: String,
    },
    Unknown(RawEvent),
}

#[aws_event_stream]
enum LongName {
    Audio {
        #[event_header("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
        rate: i32,
    },
    Unknown(RawEvent),
}

fn main() {}
