//! How pages end: by their tokens, by a flag, and by a token that is repeated.

use aws_operation::{ErrorKind, aws_operation, aws_output};
use aws_operation_tests::cases;
use aws_operation_tests::paused::{Checked, equal};

use super::{Answer, ListFunctions, all_of, count, ok, page, scripted, three};

cases! {
    pages_end_without_a_token
    pages_end_with_an_empty_token
    items_of_all_pages_in_order
    empty_pages_are_not_the_end
    a_flag_decides_whether_there_are_more_pages
    a_flag_without_a_token_is_an_error
    a_repeated_token_is_an_error
    a_cycle_of_tokens_is_an_error
    follow_accepts_repeated_tokens
    stop_at_repeated_token_ends_with_the_last_page
    stop_at_repeated_token_rejects_the_token_of_another_page
}

async fn pages_end_without_a_token() -> Checked {
    let (transport, client) = three();
    let mut pages = client.pages(ListFunctions::default());
    let mut found = Vec::new();
    while let Some(page) = pages.next().await {
        found.push(page?.functions.concat());
    }
    equal(&*found.join("|"), "ab|c|d")?;
    equal(transport.queries().join("|"), "|Marker=1|Marker=2".to_owned())?;
    equal(pages.next().await.is_none(), true)?;
    equal(pages.token(), None)?;
    equal(transport.count(), 3)
}

async fn pages_end_with_an_empty_token() -> Checked {
    let (transport, client) = scripted([page(&["a"], Some("1")), page(&["b"], Some(""))]);
    equal(count(client.pages(ListFunctions::default())).await?, 2)?;
    equal(transport.count(), 2)
}

async fn items_of_all_pages_in_order() -> Checked {
    let (transport, client) = three();
    let mut items = client.items(ListFunctions::default());
    equal(&*all_of(&mut items).await?.concat(), "abcd")?;
    equal(items.next().await.is_none(), true)?;
    equal(transport.count(), 3)
}

async fn empty_pages_are_not_the_end() -> Checked {
    let (transport, client) = scripted([
        page(&[], Some("1")),
        page(&[], Some("2")),
        page(&["a"], Some("3")),
        page(&[], None),
    ]);
    let mut items = client.items(ListFunctions::default());
    equal(&*all_of(&mut items).await?.concat(), "a")?;
    equal(transport.count(), 4)
}

/// As in IAM: the flag says whether there are more pages.
#[aws_operation(
    protocol = "restJson1",
    method = "GET",
    uri = "/users",
    output = ListUsersOutput,
    paginated(input_token = marker, output_token = marker, more = is_truncated)
)]
struct ListUsers {
    #[query]
    marker: Option<String>,
}

#[aws_output]
struct ListUsersOutput {
    marker: Option<String>,
    is_truncated: Option<bool>,
}

async fn a_flag_decides_whether_there_are_more_pages() -> Checked {
    let (transport, client) = scripted([
        ok(r#"{"marker":"1","isTruncated":true}"#),
        // Without the flag, the token decides.
        ok(r#"{"marker":"2"}"#),
        ok(r#"{"marker":"3","isTruncated":false}"#),
    ]);
    equal(count(client.pages(ListUsers { marker: None })).await?, 3)?;
    equal(transport.count(), 3)
}

async fn a_flag_without_a_token_is_an_error() -> Checked {
    let (_, client) = scripted([ok(r#"{"isTruncated":true}"#)]);
    let mut pages = client.pages(ListUsers { marker: None });
    equal(matches!(pages.next().await, Some(Ok(_))), true)?;
    let Some(Err(error)) = pages.next().await else { return Err("no error".into()) };
    equal(
        error.to_string(),
        "ListUsers: the output says that there are more pages, but `marker` is not set [host \
         example.com, 1 attempt]"
            .to_owned(),
    )?;
    equal(error.kind(), ErrorKind::Decode)?;
    equal(pages.next().await.is_none(), true)
}

async fn a_repeated_token_is_an_error() -> Checked {
    let (transport, client) = scripted([
        page(&["a"], Some("1")),
        Answer::status(500),
        page(&["b"], Some("1")),
        page(&["b"], Some("1")),
    ]);
    let mut items = client.items(ListFunctions::default());
    let mut found = Vec::new();
    let error = loop {
        match items.next().await {
            Some(Ok(item)) => found.push(item),
            Some(Err(error)) => break error,
            None => return Err("no error".into()),
        }
    };
    // The page with the repeated token is returned first.
    equal(found.concat(), "ab".to_owned())?;
    equal(
        error.to_string(),
        "ListFunctions: `next_marker` has the token of an earlier page, so the pages would never \
         end; call `stop_at_repeated_token` if this marks the last page, or `follow` to request more \
         pages [host example.com, 2 attempts]"
            .to_owned(),
    )?;
    equal(error.kind(), ErrorKind::Decode)?;
    equal(items.token(), Some("1".to_owned()))?;
    equal(items.next().await.is_none(), true)?;
    equal(transport.count(), 3)
}

async fn a_cycle_of_tokens_is_an_error() -> Checked {
    let (transport, client) = scripted([]);
    for token in
        ["0", "1", "2", "3"].into_iter().chain(["4", "5", "6"].into_iter().cycle().take(50))
    {
        transport.then([page(&["a"], Some(token))]);
    }
    let result = client.items(ListFunctions::default()).collect(1000).await;
    equal(result.map_err(|error| error.kind()), Err(ErrorKind::Decode))?;
    equal(transport.count() < 20, true)
}

async fn follow_accepts_repeated_tokens() -> Checked {
    let (transport, client) = scripted([
        page(&["a"], Some("1")),
        page(&["b"], Some("1")),
        page(&[], Some("1")),
        page(&["c"], Some("1")),
    ]);
    let mut items = client.items(ListFunctions::default()).follow();
    for expected in ["a", "b", "c"] {
        equal(items.next().await.transpose()?.as_deref(), Some(expected))?;
    }
    equal(transport.queries().join("|"), "|Marker=1|Marker=1|Marker=1".to_owned())
}

async fn stop_at_repeated_token_ends_with_the_last_page() -> Checked {
    let answers = || {
        [page(&["a"], Some("1")), page(&["b"], Some("2")), page(&[], Some("2")), page(&["c"], None)]
    };
    let (transport, client) = scripted(answers());
    let mut items = client.items(ListFunctions::default()).stop_at_repeated_token();
    equal(&*all_of(&mut items).await?.concat(), "ab")?;
    equal(items.next().await.is_none(), true)?;
    equal(transport.queries().join("|"), "|Marker=1|Marker=2".to_owned())?;
    // The program can continue with this token.
    equal(items.token(), Some("2".to_owned()))?;

    let (transport, client) = scripted(answers());
    equal(count(client.pages(ListFunctions::default()).stop_at_repeated_token()).await?, 3)?;
    equal(transport.count(), 3)
}

async fn stop_at_repeated_token_rejects_the_token_of_another_page() -> Checked {
    let (transport, client) =
        scripted(["1", "2", "1", "2", "1", "2", "1", "2"].map(|token| page(&["a"], Some(token))));
    let pages = client.pages(ListFunctions::default()).stop_at_repeated_token();
    equal(count(pages).await.map_err(|error| error.kind()), Err(ErrorKind::Decode))?;
    equal(transport.count() < 8, true)
}
