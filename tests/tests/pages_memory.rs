//! The number of allocations: `items()` needs no allocation for an item beyond those of its page.

use std::alloc::System;

use aws_operation::{
    Body, Client, Config, Credentials, Retry, Transport, TransportFuture, aws_operation, services,
};
use bytes::Bytes;
use serde::Deserialize;
use serde_json::json;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// The number of items in a page.
const ITEMS: usize = 1000;
/// `items()` may need this many more allocations than `pages()`, for all items together.
const MORE: usize = 8;

#[aws_operation(
    method = "GET",
    uri = "/things",
    output = Things,
    paginated(input_token = token, output_token = token, items = things: Vec<Thing>)
)]
#[derive(Default)]
struct ListThings {
    #[query]
    token: Option<String>,
}

#[derive(Deserialize)]
struct Things {
    token: Option<String>,
    things: Vec<Thing>,
}

#[derive(Deserialize)]
struct Thing {
    name: String,
}

/// Responds to each request with a page. The first one has a token.
struct TwoPages([Bytes; 2]);

impl TwoPages {
    fn new() -> Self {
        let things: Vec<_> =
            (0..ITEMS).map(|number| json!({ "name": number.to_string() })).collect();
        let page = |token| json!({ "token": token, "things": things }).to_string().into();
        Self([page(Some("2")), page(None)])
    }
}

impl Transport for TwoPages {
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
        let [first, last] = &self.0;
        let page = if request.uri().query().is_none() { first } else { last };
        Box::pin(std::future::ready(Ok(http::Response::new(page.clone().into()))))
    }
}

/// The number of allocations during a future, which returns the number of items and the bytes of
/// their names.
async fn allocations(read: impl Future<Output = (usize, usize)>) -> usize {
    let region = Region::new(&INSTRUMENTED_SYSTEM);
    let found = read.await;
    let change = region.change();
    // The names are 0 to 999, in two pages.
    assert_eq!(found, (2 * ITEMS, 2 * (10 + 2 * 90 + 3 * 900)));
    change.allocations + change.reallocations
}

async fn read_pages(client: &Client, prefetch: bool) -> (usize, usize) {
    let mut pages = client.pages(ListThings::default());
    if prefetch {
        pages = pages.prefetch();
    }
    let (mut count, mut bytes) = (0, 0);
    while let Some(page) = pages.next().await {
        for thing in page.expect("a page").things {
            count += 1;
            bytes += thing.name.len();
        }
    }
    (count, bytes)
}

async fn read_items(client: &Client, prefetch: bool) -> (usize, usize) {
    let mut items = client.items(ListThings::default());
    if prefetch {
        items = items.prefetch();
    }
    let (mut count, mut bytes) = (0, 0);
    while let Some(thing) = items.next().await {
        count += 1;
        bytes += thing.expect("an item").name.len();
    }
    (count, bytes)
}

/// One test, because the allocator counts for all threads.
#[tokio::test(flavor = "current_thread")]
async fn items_cost_no_allocation_each() {
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
        .endpoint_url("https://example.com")
        .retry(Retry::off())
        .transport(TwoPages::new())
        .build()
        .expect("a configuration");
    let client = Client::new(&config, services::API_GATEWAY);
    read_pages(&client, false).await;

    for prefetch in [false, true] {
        let of_pages = allocations(read_pages(&client, prefetch)).await;
        let of_items = allocations(read_items(&client, prefetch)).await;
        println!("prefetch {prefetch}: {of_pages} allocations for pages, {of_items} for items");
        // Each item has a name.
        assert!(of_pages >= 2 * ITEMS, "{of_pages} allocations are too few: are they counted?");
        assert!(
            of_items <= of_pages + MORE,
            "{of_items} allocations for the items, {of_pages} for the pages"
        );
    }
}
