//! The operation of the tests, and its client.

use aws_operation::{
    Client, Config, ConfigBuilder, Credentials, EventSender, EventStream, RawEvent, Service,
    aws_error, aws_event_stream, aws_operation, aws_output,
};
use aws_operation_tests::{ACCESS_KEY, REGION, SECRET_KEY};

/// Sends and receives events.
#[aws_operation(method = "POST", uri = "/talk", output = Talked, error = TalkError)]
pub struct Talk {
    /// A header of the request.
    #[header("x-language")]
    pub language: String,
    /// The events that are sent.
    #[payload]
    pub said: EventStream<Said>,
}

/// The output of [`Talk`].
#[aws_output]
#[derive(Debug)]
pub struct Talked {
    /// A header of the response.
    #[header("x-session")]
    pub session: String,
    /// The events that are received.
    #[payload]
    pub heard: EventStream<Heard>,
}

/// The errors of [`Talk`].
#[aws_error]
#[derive(Debug)]
pub enum TalkError {
    /// The request is not valid.
    BadRequestException {
        /// The reason.
        message: Option<String>,
    },
    /// Any other error.
    Other(aws_operation::ServiceError),
}

/// The events that the client sends.
#[aws_event_stream]
#[derive(Debug, Clone, PartialEq)]
pub enum Said {
    /// Some text.
    Words {
        /// The text.
        text: String,
    },
    /// Any other event.
    Unknown(RawEvent),
}

/// The events that the service sends.
#[aws_event_stream]
#[derive(Debug, Clone, PartialEq)]
pub enum Heard {
    /// Some text.
    Echo {
        /// The text.
        text: String,
    },
    /// The service does not accept the events.
    #[exception]
    BadRequestException {
        /// The reason.
        message: Option<String>,
    },
    /// Any other event.
    Unknown(RawEvent),
}

/// An event with this text.
pub fn say(text: impl Into<String>) -> Said {
    Said::Words { text: text.into() }
}

/// The configuration of a client of a server of the tests.
pub fn config(endpoint: &str) -> ConfigBuilder {
    Config::builder()
        .region(REGION)
        .credentials(Credentials::new(ACCESS_KEY, SECRET_KEY))
        .endpoint_url(endpoint)
}

/// A client of the server at this endpoint.
///
/// # Panics
///
/// When the endpoint is not valid.
pub fn client(endpoint: &str) -> Client {
    let config = config(endpoint).build().expect("a configuration");
    Client::new(&config, Service::new("talk"))
}

/// Sends a number of events. Sends each one only after the service has returned the previous one. Then
/// ends the events, and expects the end of the output's stream.
///
/// # Errors
///
/// The call or a stream fails, or an event is different.
pub async fn echo(client: &Client, events: usize) -> Result<(), Box<dyn std::error::Error>> {
    let (sender, said) = EventStream::channel(1);
    let mut output = client.send(Talk { language: "en".into(), said }).await?;
    if output.session != "s1" {
        return Err(format!("the session is {}", output.session).into());
    }
    for number in 0..events {
        exchange(&sender, &mut output.heard, &format!("event {number}")).await?;
    }
    drop(sender);
    match output.heard.next().await {
        None => Ok(()),
        Some(more) => Err(format!("{more:?} after the end").into()),
    }
}

async fn exchange(
    sender: &EventSender<Said>,
    heard: &mut EventStream<Heard>,
    text: &str,
) -> Result<(), Box<dyn std::error::Error>> {
    sender.send(say(text)).await?;
    match heard.next().await {
        Some(Ok(Heard::Echo { text: found })) if found == text => Ok(()),
        other => Err(format!("{other:?} instead of {text}").into()),
    }
}
