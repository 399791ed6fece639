//! Pages and waiters, which make several calls.

use std::time::{Duration, Instant};

use aws_operation::testing::{Fake, Fault};
use aws_operation::{Waiter, services};

use super::operations::{GetItem, GetItemError, GetItemOutput, List, ListOutput};

#[tokio::test]
async fn pages_are_requested_from_the_fake() {
    let fake = Fake::new()
        .on(|list: &List| {
            Ok(match list.from.as_deref() {
                None => ListOutput { names: vec!["a".into(), "b".into()], next: Some("2".into()) },
                Some(_) => ListOutput { names: vec!["c".into()], next: None },
            })
        })
        .fault::<List>(Fault::reset());
    let mut items = fake.client(services::DYNAMODB).items(List::default());
    let mut names = Vec::new();
    while let Some(name) = items.next().await {
        names.push(name.expect("a name"));
    }
    assert_eq!(names, ["a", "b", "c"]);
    let tokens: Vec<_> = fake.calls::<List>().into_iter().map(|list| list.from).collect();
    assert_eq!(tokens, [None, Some("2".to_owned())]);
}

#[tokio::test]
async fn a_wait_takes_no_time() {
    let exists = Waiter::new("ItemExists")
        .delays(Duration::from_secs(20), Duration::from_secs(120))
        .success_when("the item exists", |_: &GetItem, output: &GetItemOutput| {
            output.item.is_some()
        })
        .retry_on("ResourceNotFoundException");
    let begin = Instant::now();
    let missing = |_: &GetItem| Err(GetItemError::ResourceNotFoundException { message: None });
    let fake = Fake::new()
        .once(missing)
        .once(|_: &GetItem| Ok(GetItemOutput::default()))
        .once(missing)
        .on(|_: &GetItem| Ok(GetItemOutput { item: Some("it".into()) }));
    let client = fake.client(services::DYNAMODB);
    let get = GetItem { table_name: "t".into() };
    let found = client.wait(get.clone(), &exists).at_most(Duration::from_secs(600)).await;
    assert_eq!(found.expect("it exists").item.as_deref(), Some("it"));
    assert_eq!(fake.count::<GetItem>(), 4);

    let fake = Fake::new().on(missing);
    let client = fake.client(services::DYNAMODB);
    let error = client.wait(get, &exists).at_most(Duration::from_secs(600)).await;
    let error = error.expect_err("it never exists").to_string();
    assert!(error.contains("timed out"), "{error}");
    assert!(begin.elapsed() < Duration::from_secs(60));
}
