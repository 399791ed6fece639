//! Answers: outputs, typed errors, several in order, and the calls so far.

use aws_operation::testing::Fake;
use aws_operation::{ErrorKind, EventStreamError, ServiceError, services};
use bytes::Bytes;

use super::operations::{
    GetItem, GetItemError, GetItemOutput, GetObject, GetObjectOutput, GetUser, Heard, Listen,
    ListenOutput, PutOrder, PutOrderError,
};

fn get(table: &str) -> GetItem {
    GetItem { table_name: table.to_owned() }
}

fn item(text: &str) -> GetItemOutput {
    GetItemOutput { item: Some(text.to_owned()) }
}

#[tokio::test]
async fn the_output_is_the_value_of_the_function() {
    let fake = Fake::new().on(|get: &GetItem| Ok(item(&get.table_name)));
    let client = fake.client(services::DYNAMODB);
    assert_eq!(client.send(get("orders")).await.expect("an output"), item("orders"));
    // A reference is the same operation.
    assert_eq!(client.send(&get("users")).await.expect("an output"), item("users"));
    assert_eq!(fake.calls::<GetItem>(), [get("orders"), get("users")]);
    assert_eq!(fake.count::<GetItem>(), 2);
}

#[tokio::test]
async fn an_error_is_the_typed_variant_with_its_code_and_message() {
    let fake = Fake::new().on(|_: &GetItem| {
        let message = Some("no such table".to_owned());
        Err(GetItemError::ResourceNotFoundException { message })
    });
    let error = fake.client(services::DYNAMODB).send(get("orders")).await.expect_err("an error");
    assert_eq!(error.kind(), ErrorKind::Service);
    assert_eq!(error.code(), Some("ResourceNotFoundException"));
    assert_eq!(
        error.to_string(),
        "GetItem: ResourceNotFoundException (400): no such table [host \
         dynamodb.us-east-1.amazonaws.com, 1 attempt, not retryable]"
    );
    let expected =
        GetItemError::ResourceNotFoundException { message: Some("no such table".to_owned()) };
    assert_eq!(error.service(), Some(&expected));
}

#[tokio::test]
async fn an_unmodelled_error_keeps_its_status() {
    let fake = Fake::new()
        .on(|_: &GetItem| Err(GetItemError::Other(ServiceError::new(404, "Gone", "it is gone"))))
        .on(|_: &GetUser| Err(ServiceError::new(403, "Denied", "no")));
    let error = fake.client(services::DYNAMODB).send(get("orders")).await.expect_err("an error");
    assert_eq!((error.code(), error.status().map(|it| it.as_u16())), (Some("Gone"), Some(404)));
    let error = fake.client(services::LAMBDA).send(GetUser { id: "1".into() }).await;
    assert_eq!(error.expect_err("an error").code(), Some("Denied"));
}

#[tokio::test]
async fn once_answers_in_order_before_on() {
    let fake = Fake::new()
        .once(|_: &GetItem| Ok(item("1")))
        .once(|_: &GetItem| Err(GetItemError::ResourceNotFoundException { message: None }))
        .on(|_: &GetItem| Ok(item("3")));
    let client = fake.client(services::DYNAMODB);
    assert_eq!(client.send(get("t")).await.expect("an output"), item("1"));
    assert!(client.send(get("t")).await.is_err());
    assert_eq!(client.send(get("t")).await.expect("an output"), item("3"));
    assert_eq!(client.send(get("t")).await.expect("an output"), item("3"));
}

#[tokio::test]
async fn a_call_without_an_answer_fails() {
    let fake = Fake::new().once(|_: &GetUser| Ok(()));
    let client = fake.client(services::LAMBDA);
    client.send(GetUser { id: "1".into() }).await.expect("an answer");
    let error = client.send(GetUser { id: "1".into() }).await.expect_err("no answer is left");
    assert_eq!(error.kind(), ErrorKind::Usage);
    assert_eq!(
        error.to_string(),
        "GetUser: the fake has no answer for this call; add `.on(|operation: &GetUser| Ok(…))` for all \
         calls, or `.once(…)` for one more [host lambda.us-east-1.amazonaws.com, nothing was sent]"
    );
}

#[tokio::test]
async fn an_operation_is_checked_before_the_function_is_called() {
    let fake = Fake::new().on(|_: &GetUser| Ok(()));
    let error = fake.client(services::LAMBDA).send(GetUser { id: String::new() }).await;
    assert_eq!(error.expect_err("an empty label").kind(), ErrorKind::Encode);
    assert_eq!(fake.count::<GetUser>(), 0);
}

/// `config` sets the same values as the builder.
#[tokio::test]
async fn the_configuration_needs_no_other_settings() {
    let fake = Fake::new();
    let built = fake.config_builder().build().expect("it is complete");
    let (config, service) = (fake.config(), services::DYNAMODB);
    assert_eq!(config.whoami(service).await.to_string(), built.whoami(service).await.to_string());
    assert_eq!(config.region(), "us-east-1");
}

#[tokio::test]
async fn all_other_requests_have_responses() {
    let fake = Fake::new().on(|_: &GetItem| Ok(item("1"))).otherwise(|request| {
        let found = request.uri().path() == "/users/1";
        let mut response = http::Response::new(Bytes::from_static(b"{}"));
        *response.status_mut() =
            if found { http::StatusCode::OK } else { http::StatusCode::NOT_FOUND };
        response
    });
    let client = fake.client(services::LAMBDA);
    client.send(GetUser { id: "1".into() }).await.expect("it is found");
    let error = client.send(GetUser { id: "2".into() }).await.expect_err("it is not found");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(404));
    let request = http::Request::get("/users/1").body(Bytes::new()).expect("a request");
    assert_eq!(client.send_http(request).await.expect("a response").status(), 200);
}

#[tokio::test]
async fn nothing_is_sent_without_an_answer_for_requests() {
    let client = Fake::new().client(services::LAMBDA);
    let request = http::Request::get("/users/1").body(Bytes::new()).expect("a request");
    let error = client.send_http(request).await.expect_err("there is no answer").to_string();
    assert!(error.contains("the fake has no answer for GET /users/1"), "{error}");
}

/// An output with a stream needs no encoding, and an operation need not be `Clone`.
#[tokio::test]
async fn a_stream_in_an_output_is_read() {
    let fake = Fake::new().on(|get: &GetObject| {
        Ok(GetObjectOutput { body: format!("content of {}", get.key).into() })
    });
    let output = fake.client(services::S3).send(GetObject { key: "a".into() }).await;
    let bytes = output.expect("an output").body.collect(100).await.expect("its bytes");
    assert_eq!(bytes, "content of a");
    assert_eq!(fake.count::<GetObject>(), 1);
}

/// A function may use the fake, and may count.
#[tokio::test]
async fn a_function_can_look_at_earlier_calls() {
    let fake = Fake::new();
    let inside = fake.clone();
    let fake = fake.on(move |_: &GetItem| Ok(item(&inside.calls::<GetItem>().len().to_string())));
    let client = fake.client(services::DYNAMODB);
    for count in ["1", "2"] {
        assert_eq!(client.send(get("t")).await.expect("an output"), item(count));
    }
}

#[test]
fn debug_prints_no_values() {
    let fake = Fake::new().on(|_: &GetItem| Ok(item("secret")));
    assert_eq!(format!("{fake:?}"), "Fake { operations: 1, .. }");
}

/// An exception ends the events of an output.
#[tokio::test]
async fn events_in_an_output_are_read() {
    let fake = Fake::new().on(|_: &Listen| {
        let gone = EventStreamError::of_exception("gone", "it is over", Heard::Gone);
        let events = [Ok(Heard::Word { text: "one".into() }), Err(gone)];
        Ok(ListenOutput { heard: events.into_iter().collect() })
    });
    let output = fake.client(services::LAMBDA).send(Listen {}).await;
    let mut heard = output.expect("an output").heard;
    let first = heard.next().await.expect("an event").expect("a word");
    assert_eq!(first, Heard::Word { text: "one".into() });
    let error = heard.next().await.expect("an event").expect_err("an exception");
    assert_eq!(error.to_string(), "gone: it is over");
    assert_eq!(error.exception(), Some(&Heard::Gone));
    assert!(heard.next().await.is_none());
}

/// The error of a variant under `#[status(…)]` has this status.
#[tokio::test]
async fn an_error_without_a_code_has_its_status() {
    let fake = Fake::new().on(|_: &PutOrder| Err(PutOrderError::Conflict));
    let error = fake.client(services::LAMBDA).send(PutOrder {}).await.expect_err("an error");
    assert_eq!(error.service(), Some(&PutOrderError::Conflict));
    assert_eq!((error.code(), error.status().map(|it| it.as_u16())), (None, Some(409)));
}
