//! The calls for pages: errors, retries, resuming, dropping, and limits.

use std::time::Duration;

use aws_operation::{ErrorKind, Retry};
use aws_operation_tests::cases;
use aws_operation_tests::paused::{Checked, equal};

use super::{Answer, ListFunctions, count, denied, page, scripted, three};

cases! {
    after_an_error_the_same_page_is_requested
    calls_are_retried
    pages_resume_from_their_token
    items_resume_from_their_token
    dropping_sends_nothing_more
    nothing_is_sent_before_next
    a_dropped_next_loses_nothing
    collect_has_a_limit
}

async fn after_an_error_the_same_page_is_requested() -> Checked {
    let (transport, client) =
        scripted([page(&["a"], Some("1")), denied(), denied(), page(&["b"], None)]);
    let mut items = client.items(ListFunctions::default());
    let mut found = String::new();
    for _ in 0..4 {
        match items.next().await {
            Some(Ok(item)) => found += &item,
            Some(Err(error)) => found += error.code().unwrap_or_default().get(..1).unwrap_or("?"),
            None => return Err("it ends too soon".into()),
        }
    }
    equal(&*found, "aAAb")?;
    equal(items.next().await.is_none(), true)?;
    equal(transport.queries().join("|"), "|Marker=1|Marker=1|Marker=1".to_owned())
}

async fn calls_are_retried() -> Checked {
    let (transport, client) =
        scripted([page(&["a"], Some("1")), Answer::status(503), page(&["b"], None)]);
    equal(client.items(ListFunctions::default()).collect(2).await?.concat(), "ab".to_owned())?;
    equal(transport.count(), 3)?;

    let (transport, client) = scripted([page(&["a"], Some("1")), Answer::status(503)]);
    let client = client.with_retry(Retry::off());
    let result = client.items(ListFunctions::default()).collect(2).await;
    let status = result.err().and_then(|error| error.status());
    equal(status.map(|status| status.as_u16()), Some(503))?;
    equal(transport.count(), 2)
}

async fn pages_resume_from_their_token() -> Checked {
    let (_, client) = three();
    let mut pages = client.pages(ListFunctions::default());
    equal(pages.token(), None)?;
    pages.next().await.transpose()?;
    let token = pages.token();
    equal(token.as_deref(), Some("1"))?;
    drop(pages);

    let (transport, client) = scripted([page(&["c"], Some("2")), page(&["d"], None)]);
    equal(count(client.pages(ListFunctions { marker: token, max_items: None })).await?, 2)?;
    equal(transport.queries().join("|"), "Marker=1|Marker=2".to_owned())
}

async fn items_resume_from_their_token() -> Checked {
    let (_, client) =
        scripted([page(&["a"], Some("1")), page(&["b", "c"], Some("2")), page(&["d"], None)]);
    let mut items = client.items(ListFunctions::default());
    let mut tokens = vec![items.token()];
    while let Some(item) = items.next().await {
        item?;
        tokens.push(items.token());
    }
    // After b, the next item is in the same page.
    let expected = [None, Some("1"), Some("1"), Some("2"), None];
    equal(tokens, expected.map(|token| token.map(str::to_owned)).to_vec())
}

async fn dropping_sends_nothing_more() -> Checked {
    let (transport, client) = three();
    let mut items = client.items(ListFunctions::default());
    for _ in 0..2 {
        items.next().await.transpose()?;
    }
    drop(items);
    tokio::time::sleep(Duration::from_secs(60)).await;
    equal(transport.count(), 1)
}

async fn nothing_is_sent_before_next() -> Checked {
    let (transport, client) = three();
    let items = client.items(ListFunctions::default()).prefetch();
    tokio::time::sleep(Duration::from_secs(60)).await;
    equal(transport.count(), 0)?;
    drop(items);
    Ok(())
}

async fn a_dropped_next_loses_nothing() -> Checked {
    let slow = Answer::After(Duration::from_secs(10), Box::new(page(&["b"], None)));
    let (transport, client) = scripted([page(&["a"], Some("1")), slow]);
    let mut pages = client.pages(ListFunctions::default());
    pages.next().await.transpose()?;
    let short = Duration::from_secs(1);
    equal(tokio::time::timeout(short, pages.next()).await.is_err(), true)?;
    equal(
        pages.next().await.transpose()?.map(|page| page.functions.concat()),
        Some("b".to_owned()),
    )?;
    equal(transport.count(), 2)
}

async fn collect_has_a_limit() -> Checked {
    for limit in 4..6 {
        let (_, client) = three();
        equal(client.items(ListFunctions::default()).collect(limit).await?.len(), 4)?;
        let (_, client) = three();
        equal(client.pages(ListFunctions::default()).collect(limit).await?.len(), 3)?;
    }
    let (transport, client) = three();
    let error = client.items(ListFunctions::default()).collect(2).await.err().ok_or("no error")?;
    equal(
        error.to_string(),
        "ListFunctions: there are more than 2 items; raise the limit of `collect`, or use `next`"
            .to_owned(),
    )?;
    equal(error.kind(), ErrorKind::Usage)?;
    equal(transport.count(), 2)?;
    let (_, client) = three();
    let error = client.pages(ListFunctions::default()).collect(2).await.err().ok_or("no error")?;
    equal(error.kind(), ErrorKind::Usage)?;
    // An empty page after the last item is not too much.
    let (_, client) = scripted([page(&["a"], Some("1")), page(&[], None)]);
    equal(client.items(ListFunctions::default()).collect(1).await?.len(), 1)
}
