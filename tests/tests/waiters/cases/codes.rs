//! How the codes of acceptors are compared with the codes of errors.

use std::sync::LazyLock;

use aws_operation::{Client, Waiter, aws_operation, services};
use aws_operation_tests::cases;
use aws_operation_tests::paused::{Checked, equal};
use aws_operation_tests::scripted::Answer;

use super::fixtures::{Server, denied, error, orders, scripted, seconds, table};

cases! {
    a_code_is_compared_by_its_name
    the_code_of_a_response_to_head_is_its_status
    both_codes_of_a_query_compatible_service_match
}

async fn a_code_is_compared_by_its_name() -> Checked {
    for (sent, accepted, matches) in [
        ("NoSuchTable", "NoSuchTable", true),
        ("com.amazonaws.x#NoSuchTable", "NoSuchTable", true),
        ("NoSuchTable", "com.amazonaws.x#NoSuchTable", true),
        ("com.amazonaws.x#NoSuchTable", "com.amazonaws.y#NoSuchTable", true),
        ("NoSuchTable:http://internal.example.com", "NoSuchTable", true),
        ("NoSuchTable", "NoSuch", false),
        ("NoSuchTable", "NOSUCHTABLE", false),
        ("NoSuchTable", "", false),
        ("", "", false),
        ("AWS.Simple.Gone", "AWS.Simple.Gone", true),
    ] {
        let (server, client) = scripted([error(400, sent, "why"), table("ACTIVE")]);
        let waiter = Waiter::new("TableExists").retry_on(accepted).success_on_success();
        let result = client.wait(orders(), &waiter).at_most(seconds(60)).await;
        equal((sent, accepted, result.is_ok()), (sent, accepted, matches))?;
        equal(server.count(), 1 + usize::from(matches))?;
    }
    Ok(())
}

#[aws_operation(protocol = "restXml", method = "HEAD", uri = "/{Bucket}")]
struct HeadBucket {
    #[label("Bucket")]
    bucket: String,
}

static BUCKET_EXISTS: LazyLock<Waiter<HeadBucket>> =
    LazyLock::new(|| Waiter::new("BucketExists").success_on_success().retry_on("NotFound"));

static BUCKET_NOT_EXISTS: LazyLock<Waiter<HeadBucket, Option<()>>> =
    LazyLock::new(|| Waiter::new("BucketNotExists").success_on("NotFound"));

/// S3's models name the code `NotFound`, but a response to HEAD has no body that could contain it.
async fn the_code_of_a_response_to_head_is_its_status() -> Checked {
    let head = || HeadBucket { bucket: "orders".into() };
    let empty = |status| Answer::Response(status, Vec::new(), "");
    let s3 = |server: &Server| {
        let config = server.config().build();
        config.map(|config| Client::new(&config, services::S3))
    };

    let server = Server::new([empty(404), empty(404), empty(200)]);
    s3(&server)?.wait(head(), &BUCKET_EXISTS).at_most(seconds(60)).await?;
    equal(server.count(), 3)?;

    let server = Server::new([empty(200), empty(404)]);
    let output = s3(&server)?.wait(head(), &BUCKET_NOT_EXISTS).at_most(seconds(60)).await?;
    equal((output, server.count()), (None, 2))?;

    let server = Server::new([empty(403)]);
    let error = s3(&server)?.wait(head(), &BUCKET_EXISTS).at_most(seconds(60)).await.err();
    let error = error.ok_or("a success")?;
    equal((error.acceptor(), server.count()), (None, 1))?;
    equal(error.last().and_then(|last| last.err()?.code()), Some("Forbidden"))
}

/// An error with a code of awsQuery in a header, and the exception's name in the body.
fn two_codes(body: &'static str) -> Answer {
    let header = ("x-amzn-query-error", "AWS.Queue.NonExistent;Sender".to_owned());
    Answer::Response(400, vec![header], body)
}

const CODES: [(&str, bool); 4] = [
    ("AWS.Queue.NonExistent", true),
    ("QueueDoesNotExist", true),
    ("com.amazonaws.sqs#QueueDoesNotExist", true),
    ("Sender", false),
];

async fn both_codes_of_a_query_compatible_service_match() -> Checked {
    for (accepted, matches) in CODES {
        let body = r#"{"__type": "com.amazonaws.sqs#QueueDoesNotExist", "message": "gone"}"#;
        let (server, client) = scripted([two_codes(body), table("ACTIVE")]);
        let waiter = Waiter::new("QueueExists").retry_on(accepted).success_on_success();
        let result = client.wait(orders(), &waiter).at_most(seconds(60)).await;
        equal((accepted, result.is_ok()), (accepted, matches))?;
        equal(server.count(), 1 + usize::from(matches))?;
    }
    // The body of an error is not searched for other codes.
    let (server, client) = scripted([denied()]);
    let waiter = Waiter::new("QueueExists").retry_on("message").success_on_success();
    let error = client.wait(orders(), &waiter).at_most(seconds(60)).await.err();
    equal(error.ok_or("a success")?.is_timeout(), false)?;
    equal(server.count(), 1)
}
