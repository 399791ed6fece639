//! Calls, pages, waits and presigned URLs.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use aws_operation::{Config, ErrorKind, Retry, Timeouts, Waiter, blocking};
use aws_operation_tests::faults::{Answer, End, FaultServer, Read, Step};
use bytes::Bytes;

use crate::operations::{ListPets, Pets, client, pets};

#[test]
fn calls_keep_their_connection() {
    let server = pets();
    let client = client(&server);
    for _ in 0..100 {
        let page = client.send(ListPets::default()).expect("answered");
        assert_eq!(page.pets, ["ant", "bee"]);
    }
    assert_eq!(server.counts().requests(), 100);
    // A few more than one, if a call begins before the last one's connection is free.
    assert!(server.counts().connections() <= 10, "{}", server.counts().connections());
}

#[test]
fn one_client_makes_calls_on_many_threads_at_once() {
    let server = pets();
    let client = client(&server);
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..50 {
                    client.send(ListPets::default()).expect("answered");
                }
            });
        }
    });
    assert_eq!(server.counts().requests(), 400);
    assert!(server.counts().connections() <= 40, "{}", server.counts().connections());
}

#[test]
fn a_call_has_its_own_retry_policy_and_timeouts() {
    let server = FaultServer::by(|seen| match seen.target() {
        "/pets?token=never" => Step::nothing(Read::All, End::Hang),
        _ => Step::answer(&Answer::error(500, "InternalError")),
    });
    let client = client(&server);
    let error = client.send(ListPets::default()).expect_err("an error");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Service, 1), "{error}");

    let retry = Retry::standard().rules_2026(true);
    let error = client.call(ListPets::default()).retry(retry).send().expect_err("an error");
    assert_eq!(error.attempts(), 3, "{error}");

    let (begin, limit) = (Instant::now(), Duration::from_millis(200));
    let never = ListPets { token: Some("never".into()), size: None };
    let timeouts = Timeouts::default().operation(limit);
    let error = client.call(never).timeouts(timeouts).send().expect_err("too slow");
    assert!(error.is_timeout(), "{error}");
    assert!(begin.elapsed() >= limit && begin.elapsed() < Duration::from_secs(5));
}

#[test]
fn pages_and_items_are_iterators() {
    let server = pets();
    let client = client(&server);
    let pages: Vec<Pets> =
        client.pages(ListPets::default()).collect::<Result<_, _>>().expect("two pages");
    assert_eq!(pages.len(), 2);
    for prefetch in [false, true] {
        let mut items = client.items(ListPets::default()).page_size(2);
        if prefetch {
            items = items.prefetch();
        }
        assert_eq!(items.next().expect("an item").expect("answered"), "ant");
        assert_eq!(items.token(), None);
        let rest: Vec<String> = items.by_ref().take(2).collect::<Result<_, _>>().expect("answered");
        assert_eq!(rest, ["bee", "cat"]);
        let token = items.token();
        assert_eq!(token.as_deref(), Some("two"));
        drop(items);
        // It can be continued there.
        let resumed = client.items(ListPets { token, size: None });
        let resumed: Vec<String> = resumed.collect::<Result<_, _>>().expect("answered");
        assert_eq!(resumed, ["cat", "dog"]);
    }
}

#[test]
fn a_wait_repeats_the_call() {
    let calls = AtomicUsize::new(0);
    let server = FaultServer::by(move |_| {
        let pets = match calls.fetch_add(1, Ordering::Relaxed) {
            0 | 1 => r#"{"pets": []}"#,
            _ => r#"{"pets": ["cat"]}"#,
        };
        Step::answer(&Answer::ok(pets))
    });
    let waiter = Waiter::new("PetsFound")
        .success_when("there are pets", |_, output: &Pets| !output.pets.is_empty());
    let moment = Duration::from_millis(1);
    let found = client(&server)
        .wait(ListPets::default(), &waiter)
        .delays(moment, 2 * moment)
        .at_most(Duration::from_secs(60))
        .expect("found");
    assert_eq!(found.pets, ["cat"]);
    assert_eq!(server.counts().requests(), 3);

    let error = client(&server).wait(ListPets::default(), &waiter).at_most(Duration::ZERO);
    assert!(error.expect_err("no time").to_string().contains("the time limit is zero"));
}

#[test]
fn other_requests_and_presigned_urls() {
    let server = pets();
    let client = client(&server);
    let request = http::Request::get("/pets?token=two").body(Bytes::new()).expect("a request");
    let response = client.send_http(request).expect("answered");
    assert_eq!(response.body(), r#"{"pets": ["cat", "dog"]}"#);

    let presigned = client.presign(ListPets::default(), Duration::from_secs(60)).expect("signed");
    assert!(presigned.url().starts_with(&format!("{}/pets?X-Amz-", server.endpoint())));
    assert_eq!(server.counts().requests(), 1, "presigning sends nothing");
}

#[test]
fn the_configuration_is_loaded() {
    let server = pets();
    let builder = Config::builder()
        .region("eu-west-1")
        .credentials(aws_operation::Credentials::new("AKIDEXAMPLE", "secret"))
        .endpoint_url(server.endpoint());
    let config = blocking::run(builder.load()).expect("it is whole");
    let client = blocking::Client::new(&config, aws_operation::services::API_GATEWAY);
    assert_eq!(client.send(ListPets::default()).expect("answered").pets.len(), 2);
}
