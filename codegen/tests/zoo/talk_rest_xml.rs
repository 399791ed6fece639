// Made by aws-operation 0.1.0 from org.example.talk#Talk (2026-01-01):
//
//     aws-operation generate talk.json --protocol restXml --all
//
// Run it again rather than editing this file.
//
//     checksum 259b599863108fa6

use aws_operation::{Blob, EventStream, RawEvent, Service, ServiceError, Timestamp};

use aws_operation::{
    aws_enum, aws_error, aws_event_stream, aws_operation, aws_output, aws_structure,
};

/// Talks by events.
pub const TALK: Service = Service::new("talk")
    .service_id("Talk")
    .endpoint_prefix("talk")
    .xml_namespace("https://talk.example.org/");

#[aws_operation(
    protocol = "restXml",
    method = "POST",
    uri = "/listen/{room}",
    output = ListenOutput,
    error = ListenError,
)]
#[derive(Debug, Default)]
pub struct Listen {
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

#[aws_operation(
    protocol = "restXml",
    method = "POST",
    uri = "/speak",
    output = SpeakOutput,
    xml_name = "SpeakInput",
)]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Speak {
    pub text: String,
}

#[aws_event_stream(rename_all = "PascalCase")]
#[derive(Debug, Clone, PartialEq)]
pub enum EventStreamShape {
    Sound(Sound),
    #[exception]
    Gone {},
    /// An event that is not in the model.
    Unknown(RawEvent),
}

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
    Summary {
        /// The payload of the event.
        #[event_payload]
        words: Option<SummaryOfWords>,
        #[event_header]
        count: Option<i32>,
    },
    #[sensitive]
    Quiet(Quiet),
    /// Too many words.
    #[exception]
    Throttled {
        message: Option<String>,
        seconds: Option<i32>,
    },
    /// An event that is not in the model.
    Unknown(RawEvent),
}

#[aws_output]
#[derive(Debug, Default)]
pub struct ListenOutput {
    #[header("x-language")]
    pub language: Option<String>,
    /// What was heard.
    #[payload]
    pub heard: EventStream<Heard>,
}

#[aws_enum(rename_all = "lowercase")]
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mood {
    Calm,
    Loud,
    /// A value that is not in the model.
    Unknown(String),
}

#[aws_structure]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Quiet {}

#[aws_structure(xml_name = "RawEvent")]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RawEventShape {}

#[aws_structure(rename_all = "PascalCase")]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sound {
    pub chunk: Option<Blob>,
    pub last: bool,
}

#[aws_output]
#[derive(Debug, Default)]
pub struct SpeakOutput {
    /// The events.
    #[payload]
    pub sounds: EventStream<EventStreamShape>,
}

#[aws_structure]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SummaryOfWords {
    pub words: Option<Vec<Word>>,
}

/// Too many words.
#[aws_error]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Throttled {
    pub message: Option<String>,
    pub seconds: Option<i32>,
}

/// A word.
#[aws_structure]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Word {
    pub text: String,
    pub at: Option<Timestamp>,
    pub mood: Option<Mood>,
}

/// The words of a speaker.
#[aws_event_stream]
#[derive(Debug, Clone, PartialEq)]
pub enum Words {
    Word(Word),
    /// Recorded words.
    Audio {
        /// The payload of the event.
        #[event_payload]
        chunk: Option<Blob>,
        #[event_header]
        bool: Option<bool>,
        #[event_header]
        byte: Option<i8>,
        #[event_header]
        short: Option<i16>,
        #[event_header]
        int: Option<i32>,
        #[event_header]
        long: Option<i64>,
        #[event_header]
        blob: Option<Blob>,
        #[event_header]
        text: Option<String>,
        #[event_header]
        time: Option<Timestamp>,
        #[event_header]
        mood: Option<Mood>,
    },
    Pause {
        #[event_header]
        seconds: i32,
        reason: Option<String>,
        #[timestamp(http_date)]
        at: Option<Timestamp>,
        tags: Option<Vec<String>>,
    },
    Stop(RawEventShape),
    /// An event that is not in the model.
    Unknown(RawEvent),
}
