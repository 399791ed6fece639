//! The calls with a simulated API Gateway: pages, failures, throttling and the concurrency limit.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use aws_operation::{Body, Client, Config, Credentials, Transport, TransportFuture};

use super::{Gateway, MAX_ATTEMPTS};
use crate::operations::{API_GATEWAY, RestApi};

/// A transport whose responses come from a function. Its arguments are the request's path with query, and
/// the number of calls before.
struct Fake {
    respond: fn(&str, usize) -> (u16, String),
    counts: Arc<Counts>,
}

#[derive(Default)]
struct Counts {
    calls: AtomicUsize,
    in_flight: AtomicUsize,
    max_in_flight: AtomicUsize,
}

impl Transport for Fake {
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
        let target = request.uri().path_and_query().map(ToString::to_string);
        Box::pin(async move {
            let calls = self.counts.calls.fetch_add(1, Ordering::Relaxed);
            let in_flight = self.counts.in_flight.fetch_add(1, Ordering::Relaxed) + 1;
            self.counts.max_in_flight.fetch_max(in_flight, Ordering::Relaxed);
            for _ in 0..5 {
                tokio::task::yield_now().await;
            }
            self.counts.in_flight.fetch_sub(1, Ordering::Relaxed);
            let (status, body) = (self.respond)(&target.unwrap_or_default(), calls);
            let response = http::Response::builder().status(status).header("retry-after", "0");
            Ok(response.body(Body::from(body)).expect("a valid response"))
        })
    }
}

fn gateway(
    concurrency: usize,
    respond: fn(&str, usize) -> (u16, String),
) -> (Gateway, Arc<Counts>) {
    let counts = Arc::<Counts>::default();
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
        .transport(Fake { respond, counts: Arc::clone(&counts) })
        .build()
        .expect("a valid configuration");
    (Gateway::new(Client::new(&config, API_GATEWAY), concurrency), counts)
}

fn api() -> RestApi {
    RestApi { id: Some("a1".into()), name: Some("pets".into()), ..RestApi::default() }
}

fn ids(apis: Vec<RestApi>) -> Vec<String> {
    apis.into_iter().filter_map(|api| api.id).collect()
}

#[tokio::test]
async fn all_pages_are_read() {
    let (gateway, _) = gateway(1, |target, _| {
        let page = match target {
            "/restapis?limit=500" => r#"{"item": [{"id": "a"}, {"id": "b"}], "position": "p 1"}"#,
            "/restapis?position=p%201&limit=500" => r#"{"item": [], "position": "p2"}"#,
            "/restapis?position=p2&limit=500" => r#"{"item": [{"id": "c"}]}"#,
            _ => panic!("unexpected request {target}"),
        };
        (200, page.to_owned())
    });
    let (apis, problem) = gateway.rest_apis().await;
    assert_eq!((ids(apis), problem), (vec!["a".into(), "b".into(), "c".into()], None));
}

#[tokio::test]
async fn items_before_a_failed_page_are_returned() {
    let (gateway, _) = gateway(1, |target, _| match target {
        "/restapis?limit=500" => (200, r#"{"item": [{"id": "a"}], "position": "p"}"#.to_owned()),
        _ => (403, r#"{"__type": "UnauthorizedException", "message": "no"}"#.to_owned()),
    });
    let (apis, problem) = gateway.rest_apis().await;
    let problem = problem.expect("an error");
    assert_eq!(ids(apis), ["a"]);
    assert!(problem.starts_with("GetRestApis: UnauthorizedException (403): no ["), "{problem}");
}

#[tokio::test]
async fn a_repeated_position_is_an_error() {
    let (gateway, counts) =
        gateway(1, |_, _| (200, r#"{"item": [{"id": "a"}], "position": "p"}"#.to_owned()));
    let (apis, problem) = gateway.rest_apis().await;
    assert_eq!(ids(apis), ["a", "a"]);
    let problem = problem.expect("an error");
    assert!(problem.contains("`position` has the token of an earlier page"), "{problem}");
    assert_eq!(counts.calls.load(Ordering::Relaxed), 2);
}

/// Five resources with four methods each.
fn twenty_methods(target: &str, _: usize) -> (u16, String) {
    if target.contains("/methods/") {
        return (200, r#"{"authorizationType": "NONE"}"#.to_owned());
    }
    let methods = r#"{"GET": {}, "PUT": {}, "POST": {}, "DELETE": {}}"#;
    let items: Vec<String> = (0..5)
        .map(|i| format!(r#"{{"id": "r{i}", "path": "/{i}", "resourceMethods": {methods}}}"#))
        .collect();
    (200, format!(r#"{{"item": [{}]}}"#, items.join(", ")))
}

#[tokio::test]
async fn the_concurrency_limit_is_reached_but_not_exceeded() {
    for concurrency in [1, 3, 20] {
        let (gateway, counts) = gateway(concurrency, twenty_methods);
        let inventory = gateway.inventory(api()).await;
        assert_eq!(inventory.problems, [""; 0]);
        assert_eq!(inventory.methods.values().flatten().count(), 20);
        assert_eq!(counts.calls.load(Ordering::Relaxed), 21);
        assert_eq!(counts.max_in_flight.load(Ordering::Relaxed), concurrency);
    }
}

#[tokio::test]
async fn failed_methods_are_reported_in_order_and_the_rest_is_read() {
    let (gateway, _) = gateway(8, |target, calls| match target {
        "/restapis/a1/resources/r3/methods/PUT" | "/restapis/a1/resources/r0/methods/GET" => {
            (404, r#"{"__type": "NotFoundException", "message": "gone"}"#.to_owned())
        }
        _ => twenty_methods(target, calls),
    });
    let inventory = gateway.inventory(api()).await;
    let failed = BTreeMap::from_iter(inventory.methods.iter().filter(|(_, it)| it.is_none()));
    assert_eq!((inventory.methods.len(), failed.len()), (20, 2));
    let starts = ["GET /0 of pets (a1): GetMethod: NotFound", "PUT /3 of pets (a1): GetMethod: "];
    for (problem, start) in inventory.problems.iter().zip(starts) {
        assert!(problem.starts_with(start), "{problem}");
    }
    assert_eq!(inventory.problems.len(), 2);
}

fn throttled() -> (u16, String) {
    (429, r#"{"__type": "TooManyRequestsException"}"#.to_owned())
}

#[tokio::test(start_paused = true)]
async fn a_throttled_call_is_retried() {
    let (retried, counts) = gateway(1, |_, calls| match calls {
        0 | 1 => throttled(),
        _ => (200, r#"{"item": [{"id": "a"}]}"#.to_owned()),
    });
    let (apis, problem) = retried.rest_apis().await;
    assert_eq!((ids(apis), problem), (vec!["a".into()], None));
    assert_eq!(counts.calls.load(Ordering::Relaxed), 3);

    let (failed, counts) = gateway(1, |_, _| throttled());
    let (_, problem) = failed.rest_apis().await;
    assert!(problem.is_some_and(|it| it.contains("TooManyRequestsException (429)")));
    assert_eq!(counts.calls.load(Ordering::Relaxed), MAX_ATTEMPTS as usize);
}
