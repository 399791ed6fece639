//! Reads event streams that must not fail.

use aws_operation::EventStream;

/// The next event.
///
/// # Panics
/// When the stream ends, or returns an error.
pub async fn next_event<E>(stream: &mut EventStream<E>) -> E {
    match stream.next().await {
        Some(Ok(event)) => event,
        Some(Err(error)) => panic!("{error}"),
        None => panic!("the stream has ended"),
    }
}

/// All events until the stream ends.
///
/// # Panics
/// When the stream returns an error.
pub async fn all_events<E>(mut stream: EventStream<E>) -> Vec<E> {
    let mut events = Vec::new();
    while let Some(event) = stream.next().await {
        match event {
            Ok(event) => events.push(event),
            Err(error) => panic!("{error} (after {} events)", events.len()),
        }
    }
    events
}
