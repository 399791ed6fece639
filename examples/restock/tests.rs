//! Three kinds of tests without AWS: with a fake, with a server that verifies signatures, and with a recording.

use std::path::PathBuf;

use aws_operation::Config;
use aws_operation::testing::{Fake, Fault, Playback, Recorder};
use aws_operation_tests::TemporaryFolder;

use crate::local;
use crate::operations::{Count, Key, Product, Products, Scan, ScanError, SendMessage, Text};
use crate::restock::restock;

fn text(text: &str) -> Text {
    Text { text: text.into() }
}

fn product(name: &str, quantity: &str, minimum: &str) -> Product {
    let count = |digits: &str| Count { digits: digits.into() };
    Product { name: text(name), quantity: count(quantity), minimum: count(minimum) }
}

/// A fake with this table.
fn shop(items: &[Product]) -> Fake {
    let items = items.to_vec();
    Fake::new()
        .on(move |_: &Scan| Ok(Products { items: items.clone(), last_evaluated_key: None }))
        .on(|_: &SendMessage| Ok(()))
}

#[tokio::test]
async fn a_message_is_sent_for_each_missing_product() {
    let fake = shop(&[product("cake", "2", "5"), product("tea", "7", "7")]);
    let orders = restock(&fake.config(), "products", "queue").await.unwrap();
    assert_eq!(orders, ["3 × cake"]);
    let message = SendMessage { queue_url: "queue".into(), message_body: "3 × cake".into() };
    assert_eq!(fake.calls::<SendMessage>(), [message]);
}

#[tokio::test]
async fn all_pages_are_read() {
    let key = || Some(Key::from([("name".into(), text("cake"))]));
    let fake = Fake::new()
        .once(move |_: &Scan| {
            Ok(Products { items: vec![product("cake", "2", "5")], last_evaluated_key: key() })
        })
        .once(|_: &Scan| {
            Ok(Products { items: vec![product("tea", "0", "1")], last_evaluated_key: None })
        })
        .on(|_: &SendMessage| Ok(()));
    let orders = restock(&fake.config(), "products", "queue").await.unwrap();
    assert_eq!(orders, ["3 × cake", "1 × tea"]);
    assert_eq!(
        fake.calls::<Scan>()[1].exclusive_start_key,
        Some(Key::from([("name".into(), text("cake"))]))
    );
}

/// The client retries. With a fake, waiting takes no time.
#[tokio::test]
async fn throttling_and_a_reset_lose_no_message() {
    let fake = shop(&[product("cake", "2", "5")])
        .fault::<Scan>(Fault::throttled().times(2))
        .fault::<SendMessage>(Fault::reset());
    restock(&fake.config(), "products", "queue").await.unwrap();
    assert_eq!((fake.count::<Scan>(), fake.count::<SendMessage>()), (1, 1));
}

#[tokio::test]
async fn errors_say_what_is_wrong() {
    let fake = Fake::new().on(|_: &Scan| Err(ScanError::ResourceNotFoundException));
    let error = restock(&fake.config(), "produce", "queue").await.unwrap_err();
    assert_eq!(error.to_string(), "there is no table `produce`");
    let fake = shop(&[product("cake", "two", "5")]);
    let error = restock(&fake.config(), "products", "queue").await.unwrap_err();
    assert_eq!(error.to_string(), "the product `cake` has the invalid number \"two\"");
}

const ORDERS: [&str; 2] = ["3 × cake", "12 × milk"];

/// A fake answers before a request is signed. This server receives the signed requests, and verifies them.
#[tokio::test]
async fn the_requests_are_what_aws_expects() {
    let server = local::start().unwrap();
    let config = Config::builder().region("eu-west-1").credentials(server.credentials());
    let config = config.endpoint_url(server.url()).build().unwrap();
    assert_eq!(restock(&config, local::TABLE, local::QUEUE_URL).await.unwrap(), ORDERS);
    let requests = server.requests();
    assert!(requests.iter().all(|request| request.refusal.is_none()));
    assert_eq!(requests.len(), 4, "two pages and two messages");
}

fn recording() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "restock", "recording.json"].iter().collect()
}

/// To write the file again, delete it and run `restock --local --record examples/restock/recording.json`.
#[tokio::test]
async fn a_recording_needs_no_server() {
    let playback = Playback::open(recording()).unwrap();
    let config = playback.config_builder().region("eu-west-1").endpoint_url("http://localhost");
    let config = config.build().unwrap();
    assert_eq!(restock(&config, local::TABLE, local::QUEUE_URL).await.unwrap(), ORDERS);
    assert!(playback.unused().is_empty());
}

/// Without this, the recording could be from an older version of the program.
#[tokio::test]
async fn the_recording_is_up_to_date() {
    let server = local::start().unwrap();
    let folder = TemporaryFolder::new("restock");
    let path = folder.path().join("recording.json");
    let recorder = Recorder::overwrite(&path).unwrap();
    let config = Config::builder().region("eu-west-1").credentials(server.credentials());
    let config = config.endpoint_url(server.url()).transport(recorder.clone()).build().unwrap();
    restock(&config, local::TABLE, local::QUEUE_URL).await.unwrap();
    recorder.finish().unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    // The dates of the responses differ.
    let without_dates = |text: &str| -> String {
        text.lines().filter(|line| !line.trim_start().starts_with("\"date\": ")).collect()
    };
    let committed = std::fs::read_to_string(recording()).unwrap();
    assert_eq!(without_dates(&text), without_dates(&committed));
}
