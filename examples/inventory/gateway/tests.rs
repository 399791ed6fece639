//! The calls against answers made up: pages, failures, throttling, and how many at a time.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use aws_operation::{Body, Client, Config, Credentials, Transport, TransportFuture};

use super::{ATTEMPTS, Gateway};
use crate::operations::{API_GATEWAY, RestApi};

/// An API Gateway that answers what a function makes of the request's target.
struct Fake {
    answer: fn(&str, usize) -> (u16, String),
    counts: Arc<Counts>,
}

#[derive(Default)]
struct Counts {
    calls: AtomicUsize,
    under_way: AtomicUsize,
    most_under_way: AtomicUsize,
}

impl Transport for Fake {
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
        let target = request.uri().path_and_query().map(ToString::to_string);
        Box::pin(async move {
            let calls = self.counts.calls.fetch_add(1, Ordering::Relaxed);
            let under_way = self.counts.under_way.fetch_add(1, Ordering::Relaxed) + 1;
            self.counts.most_under_way.fetch_max(under_way, Ordering::Relaxed);
            for _ in 0..5 {
                tokio::task::yield_now().await;
            }
            self.counts.under_way.fetch_sub(1, Ordering::Relaxed);
            let (status, body) = (self.answer)(&target.unwrap_or_default(), calls);
            let response = http::Response::builder().status(status).header("retry-after", "0");
            Ok(response.body(Body::from(body)).expect("it is a response"))
        })
    }
}

fn gateway(concurrency: usize, answer: fn(&str, usize) -> (u16, String)) -> (Gateway, Arc<Counts>) {
    let counts = Arc::<Counts>::default();
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
        .transport(Fake { answer, counts: Arc::clone(&counts) })
        .build()
        .expect("the configuration is whole");
    (Gateway::new(Client::new(&config, API_GATEWAY), concurrency), counts)
}

fn api() -> RestApi {
    RestApi { id: Some("a1".into()), name: Some("pets".into()), ..RestApi::default() }
}

fn ids(apis: Vec<RestApi>) -> Vec<String> {
    apis.into_iter().filter_map(|api| api.id).collect()
}

#[tokio::test]
async fn lists_go_on_to_their_last_page() {
    let (gateway, _) = gateway(1, |target, _| {
        let page = match target {
            "/restapis?limit=500" => r#"{"item": [{"id": "a"}, {"id": "b"}], "position": "p 1"}"#,
            "/restapis?position=p%201&limit=500" => r#"{"item": [], "position": "p2"}"#,
            "/restapis?position=p2&limit=500" => r#"{"item": [{"id": "c"}]}"#,
            _ => panic!("nobody asked for {target}"),
        };
        (200, page.to_owned())
    });
    let (apis, problem) = gateway.rest_apis().await;
    assert_eq!((ids(apis), problem), (vec!["a".into(), "b".into(), "c".into()], None));
}

#[tokio::test]
async fn a_page_that_fails_leaves_those_before_it() {
    let (gateway, _) = gateway(1, |target, _| match target {
        "/restapis?limit=500" => (200, r#"{"item": [{"id": "a"}], "position": "p"}"#.to_owned()),
        _ => (403, r#"{"__type": "UnauthorizedException", "message": "no"}"#.to_owned()),
    });
    let (apis, problem) = gateway.rest_apis().await;
    let problem = problem.expect("a page failed");
    assert_eq!(ids(apis), ["a"]);
    assert!(problem.starts_with("GetRestApis: UnauthorizedException (403): no ["), "{problem}");
}

#[tokio::test]
async fn a_repeated_position_is_a_problem() {
    let (gateway, counts) =
        gateway(1, |_, _| (200, r#"{"item": [{"id": "a"}], "position": "p"}"#.to_owned()));
    let (apis, problem) = gateway.rest_apis().await;
    assert_eq!(ids(apis), ["a", "a"]);
    let problem = problem.expect("the list would never end");
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
async fn as_many_calls_as_allowed_are_under_way() {
    for concurrency in [1, 3, 20] {
        let (gateway, counts) = gateway(concurrency, twenty_methods);
        let inventory = gateway.inventory(api()).await;
        assert_eq!(inventory.problems, [""; 0]);
        assert_eq!(inventory.methods.values().flatten().count(), 20);
        assert_eq!(counts.calls.load(Ordering::Relaxed), 21);
        assert_eq!(counts.most_under_way.load(Ordering::Relaxed), concurrency);
    }
}

#[tokio::test]
async fn what_fails_is_named_in_order_and_the_rest_is_read() {
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

fn too_many() -> (u16, String) {
    (429, r#"{"__type": "TooManyRequestsException"}"#.to_owned())
}

#[tokio::test(start_paused = true)]
async fn a_throttled_call_is_made_again() {
    let (patient, counts) = gateway(1, |_, calls| match calls {
        0 | 1 => too_many(),
        _ => (200, r#"{"item": [{"id": "a"}]}"#.to_owned()),
    });
    let (apis, problem) = patient.rest_apis().await;
    assert_eq!((ids(apis), problem), (vec!["a".into()], None));
    assert_eq!(counts.calls.load(Ordering::Relaxed), 3);

    let (refused, counts) = gateway(1, |_, _| too_many());
    let (_, problem) = refused.rest_apis().await;
    assert!(problem.is_some_and(|it| it.contains("TooManyRequestsException (429)")));
    assert_eq!(counts.calls.load(Ordering::Relaxed), ATTEMPTS as usize);
}
