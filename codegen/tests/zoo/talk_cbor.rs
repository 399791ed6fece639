// Made by aws-operation 0.1.0 from org.example.talk#Talk (2026-01-01):
//
//     aws-operation generate talk.json --protocol rpcv2Cbor --all
//
// Run it again rather than editing this file.
//
//     checksum 823ee0a818119ae0

use aws_operation::{Blob, EventStream, RawEvent, Service, ServiceError, Timestamp};

use aws_operation::{
    aws_enum, aws_error, aws_event_stream, aws_operation, aws_output, aws_structure,
};

/// Talks by events.
pub const TALK: Service = Service::new("talk")
    .service_id("Talk")
    .endpoint_prefix("talk")
    .target_prefix("Talk");

/// The operation `Listen`.
#[aws_operation(protocol = "rpcv2Cbor", output = ListenOutput, error = ListenError)]
#[derive(Debug, Default)]
pub struct Listen {
    /// The member `room`.
    pub room: String,
    /// The events.
    #[payload]
    pub words: EventStream<Words>,
}

/// The errors of [`Listen`].
#[aws_error]
#[derive(Debug, Clone, PartialEq)]
pub enum ListenError {
    /// Too many words.
    Throttled(Throttled),
    /// Any other error.
    Other(ServiceError),
}

/// The operation `Speak`.
#[aws_operation(protocol = "rpcv2Cbor", output = SpeakOutput)]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Speak {
    /// The member `text`.
    pub text: String,
}

/// The events of the stream `EventStream`.
#[aws_event_stream(rename_all = "PascalCase")]
#[derive(Debug, Clone, PartialEq)]
pub enum EventStreamShape {
    /// The event `Sound`.
    Sound(Sound),
    /// The exception `Gone`.
    #[exception]
    Gone {},
    /// An event that is not in the model.
    Unknown(RawEvent),
}

/// The events of the stream `Heard`.
#[aws_event_stream]
#[derive(Debug, Clone, PartialEq)]
pub enum Heard {
    /// A word that was heard.
    Word(Word),
    /// One line.
    Line {
        /// The payload of the event.
        #[event_payload]
        #[sensitive]
        text: Option<String>,
    },
    /// The event `summary`.
    Summary {
        /// The payload of the event.
        #[event_payload]
        words: Option<SummaryOfWords>,
        /// The event header `count`.
        #[event_header]
        count: Option<i32>,
    },
    /// The event `quiet`.
    #[sensitive]
    Quiet(Quiet),
    /// Too many words.
    #[exception]
    Throttled {
        /// The member `message`.
        message: Option<String>,
        /// The member `seconds`.
        seconds: Option<i32>,
    },
    /// An event that is not in the model.
    Unknown(RawEvent),
}

/// The output `ListenOutput`.
#[aws_output]
#[derive(Debug, Default)]
pub struct ListenOutput {
    /// The member `language`.
    pub language: Option<String>,
    /// What was heard.
    #[payload]
    pub heard: EventStream<Heard>,
}

/// The enum `Mood`.
#[aws_enum(rename_all = "lowercase")]
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mood {
    /// The value `calm`.
    Calm,
    /// The value `loud`.
    Loud,
    /// A value that is not in the model.
    Unknown(String),
}

/// The structure `Quiet`.
#[aws_structure]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Quiet {}

/// The structure `RawEvent`.
#[aws_structure]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RawEventShape {}

/// The structure `Sound`.
#[aws_structure(rename_all = "PascalCase")]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sound {
    /// The member `Chunk`.
    pub chunk: Option<Blob>,
    /// The member `Last`.
    pub last: bool,
}

/// The output `SpeakOutput`.
#[aws_output]
#[derive(Debug, Default)]
pub struct SpeakOutput {
    /// The events.
    #[payload]
    pub sounds: EventStream<EventStreamShape>,
}

/// The structure `SummaryOfWords`.
#[aws_structure]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SummaryOfWords {
    /// The member `words`.
    pub words: Option<Vec<Word>>,
}

/// Too many words.
#[aws_error]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Throttled {
    /// The member `message`.
    pub message: Option<String>,
    /// The member `seconds`.
    pub seconds: Option<i32>,
}

/// A word.
#[aws_structure]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Word {
    /// The member `text`.
    pub text: String,
    /// The member `at`.
    pub at: Option<Timestamp>,
    /// The member `mood`.
    pub mood: Option<Mood>,
}

/// The words of a speaker.
#[aws_event_stream]
#[derive(Debug, Clone, PartialEq)]
pub enum Words {
    /// The event `word`.
    Word(Word),
    /// Recorded words.
    Audio {
        /// The payload of the event.
        #[event_payload]
        chunk: Option<Blob>,
        /// The event header `bool`.
        #[event_header]
        bool: Option<bool>,
        /// The event header `byte`.
        #[event_header]
        byte: Option<i8>,
        /// The event header `short`.
        #[event_header]
        short: Option<i16>,
        /// The event header `int`.
        #[event_header]
        int: Option<i32>,
        /// The event header `long`.
        #[event_header]
        long: Option<i64>,
        /// The event header `blob`.
        #[event_header]
        blob: Option<Blob>,
        /// The event header `text`.
        #[event_header]
        text: Option<String>,
        /// The event header `time`.
        #[event_header]
        time: Option<Timestamp>,
        /// The event header `mood`.
        #[event_header]
        mood: Option<Mood>,
    },
    /// The event `pause`.
    Pause {
        /// The event header `seconds`.
        #[event_header]
        seconds: i32,
        /// The member `reason`.
        reason: Option<String>,
        /// The member `at`.
        at: Option<Timestamp>,
        /// The member `tags`.
        tags: Option<Vec<String>>,
    },
    /// The event `stop`.
    Stop(RawEventShape),
    /// An event that is not in the model.
    Unknown(RawEvent),
}
