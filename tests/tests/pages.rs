//! Pages of scripted responses: which requests are sent, which pages and items are returned, how they
//! end, and where they can be resumed.
//!
//! A word after `--` chooses the cases whose names have it.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::future::Future;
use std::pin::{Pin, pin};
use std::process::ExitCode;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use aws_operation::{
    Client, Config, Credentials, ErrorKind, Items, Pages, Paginated, Retry, aws_operation,
    aws_output, aws_structure, services,
};
use aws_operation_tests::generated::{leave_out, models, nothing_matches, test};
use aws_operation_tests::pagination;
use aws_operation_tests::scripted::{Answer, Scripted, StartsAt};
use futures_core::Stream;
use serde::Deserialize;

type Checked = Result<(), Box<dyn std::error::Error>>;
type Case = (&'static str, fn() -> Pin<Box<dyn Future<Output = Checked>>>);

macro_rules! cases {
    ($($name:ident)*) => {
        &[$((stringify!($name), || Box::pin($name())),)*]
    };
}

const CASES: &[Case] = cases! {
    pages_end_without_a_token
    pages_end_with_an_empty_token
    items_of_all_pages_in_order
    empty_pages_are_not_the_end
    a_flag_decides_whether_there_are_more_pages
    a_flag_without_a_token_is_an_error
    a_repeated_token_is_an_error
    a_cycle_of_tokens_is_an_error
    follow_accepts_repeated_tokens
    a_token_may_be_a_map
    a_token_may_be_nested
    items_may_be_a_map
    after_an_error_the_same_page_is_asked_for
    calls_are_retried
    pages_resume_from_their_token
    items_resume_from_their_token
    dropping_sends_nothing_more
    nothing_is_sent_before_next
    a_dropped_next_loses_nothing
    collect_has_a_limit
    the_page_size_is_sent
    items_and_pages_are_streams
    prefetch_requests_one_page_ahead
    without_prefetch_no_page_is_requested_early
    an_error_ahead_is_returned_in_order
};

fn main() -> ExitCode {
    test(run)
}

fn run(filter: Option<&str>) -> Result<bool, String> {
    let chosen = |name: &str| filter.is_none_or(|word| name.contains(word));
    let (mut passed, mut failed) = (0, 0);
    for (name, case) in CASES.iter().filter(|(name, _)| chosen(name)) {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_all().start_paused(true).build();
        let runtime = runtime.map_err(|error| error.to_string())?;
        match runtime.block_on(case()) {
            Ok(()) => passed += 1,
            Err(wrong) => {
                println!("{name} failed: {wrong}");
                failed += 1;
            }
        }
    }
    let (of_models, differ) = beside_botocore(filter)?;
    passed += of_models;
    failed += differ;
    if passed + failed == 0 {
        return Err(nothing_matches("case", filter));
    }
    println!("{passed} passed, {failed} failed");
    Ok(failed == 0)
}

/// Compares what the generator declares for all paginated operations of the models with botocore's
/// paginators: how many are equal, and how many differ.
fn beside_botocore(filter: Option<&str>) -> Result<(usize, usize), String> {
    let folder = models();
    let Ok(entries) = fs::read_dir(&folder) else {
        return leave_out("botocore's paginators", &folder).map(|()| (0, 0));
    };
    let mut files: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        name.ends_with(".json") && filter.is_none_or(|word| name.contains(word))
    });
    files.sort();
    if files.is_empty() {
        // A word may choose scripted cases alone.
        return match filter {
            Some(_) => Ok((0, 0)),
            None => Err(nothing_matches("model", None)),
        };
    }
    let declared = files.iter().map(|file| pagination::generated(file));
    let declared: Vec<_> = declared.collect::<Result<_, _>>()?;
    let services: Vec<&str> = declared.iter().map(|(service_id, _)| &**service_id).collect();
    let botocore = pagination::of_botocore(&services)?;
    let (mut equal, mut differ, mut unknown) = (0, 0, 0);
    for (service_id, operations) in &declared {
        for (name, ours) in operations {
            match botocore.get(service_id).and_then(|service| service.get(name)) {
                None => unknown += 1,
                Some(theirs) => match pagination::compare(ours, theirs) {
                    Ok(()) => equal += 1,
                    Err(difference) => {
                        println!("{service_id} {name} failed: {difference}");
                        differ += 1;
                    }
                },
            }
        }
    }
    if equal + differ == 0 && unknown > 0 && filter.is_none() {
        return Err(format!("botocore has no paginator for any of {unknown} operations"));
    }
    println!(
        "{equal} of the models' paginated operations are declared as botocore reads them; {unknown} \
         have no paginator in botocore"
    );
    Ok((equal, differ))
}

fn equal<T: PartialEq + std::fmt::Debug>(found: T, expected: T) -> Checked {
    match found == expected {
        true => Ok(()),
        false => Err(format!("{found:?}, expected {expected:?}").into()),
    }
}

/// Declared on a plain serde type.
#[aws_operation(
    method = "GET",
    uri = "/2015-03-31/functions",
    output = ListFunctionsOutput,
    rename_all = "PascalCase",
    paginated(
        input_token = marker,
        output_token = next_marker,
        items = functions: Vec<String>,
        page_size = max_items
    )
)]
#[derive(Default)]
struct ListFunctions {
    #[query]
    marker: Option<String>,
    #[query]
    max_items: Option<i32>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ListFunctionsOutput {
    next_marker: Option<String>,
    functions: Vec<String>,
}

fn client(transport: &Scripted) -> Client {
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "hunter2"))
        .endpoint_url("https://example.com")
        .transport(transport.clone())
        .timer(StartsAt::new(SystemTime::UNIX_EPOCH + Duration::from_secs(1_440_938_160)))
        .build();
    Client::new(&config.expect("a configuration"), services::LAMBDA)
}

/// A successful response with this body.
fn ok(body: impl Into<String>) -> Answer {
    Answer::Response(200, Vec::new(), body.into().leak())
}

/// A page of functions, and the token of the next page.
fn page(functions: &[&str], next: Option<&str>) -> Answer {
    ok(serde_json::json!({ "Functions": functions, "NextMarker": next }).to_string())
}

fn denied() -> Answer {
    Answer::code(403, "AccessDeniedException")
}

fn scripted(answers: impl IntoIterator<Item = Answer>) -> (Scripted, Client) {
    let transport = Scripted::new(answers);
    let client = client(&transport);
    (transport, client)
}

/// Three pages: a and b, c, d.
fn three() -> (Scripted, Client) {
    scripted([page(&["a", "b"], Some("1")), page(&["c"], Some("2")), page(&["d"], None)])
}

async fn all_of(items: &mut Items<ListFunctions>) -> Result<Vec<String>, aws_operation::Error> {
    let mut all = Vec::new();
    while let Some(item) = items.next().await {
        all.push(item?);
    }
    Ok(all)
}

async fn count<O: Paginated>(mut pages: Pages<O>) -> Result<usize, aws_operation::Error<O::Error>> {
    let mut count = 0;
    while let Some(page) = pages.next().await {
        page?;
        count += 1;
    }
    Ok(count)
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

/// As IAM: the flag says whether there are more pages.
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
         end; call `follow` if this is intended [host example.com, 2 attempts]"
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

#[aws_structure]
#[derive(Debug, Clone, Default, PartialEq)]
#[allow(non_snake_case, reason = "the names of DynamoDB's types")]
struct AttributeValue {
    #[body("S")]
    s: Option<String>,
}

/// As DynamoDB's: the token is a map.
#[aws_operation(
    protocol = "awsJson1_0",
    output = ScanOutput,
    rename_all = "PascalCase",
    paginated(
        input_token = exclusive_start_key,
        output_token = last_evaluated_key,
        items = items: Vec<HashMap<String, AttributeValue>>,
        page_size = limit
    )
)]
struct Scan {
    exclusive_start_key: Option<HashMap<String, AttributeValue>>,
    limit: i32,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ScanOutput {
    items: Option<Vec<HashMap<String, AttributeValue>>>,
    #[serde(default)]
    last_evaluated_key: HashMap<String, AttributeValue>,
}

async fn a_token_may_be_a_map() -> Checked {
    let transport = Scripted::new([
        ok(r#"{"Items":[{"id":{"S":"a"}}],"LastEvaluatedKey":{"id":{"S":"a"}}}"#),
        ok(r#"{"LastEvaluatedKey":{"id":{"S":"b"}}}"#),
        ok(r#"{"Items":[{"id":{"S":"c"}}],"LastEvaluatedKey":{}}"#),
    ]);
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "hunter2"))
        .transport(transport.clone())
        .timer(StartsAt::new(SystemTime::UNIX_EPOCH))
        .build()?;
    let dynamodb = Client::new(&config, services::DYNAMODB);
    let items = dynamodb.items(Scan { exclusive_start_key: None, limit: 7 }).page_size(1);
    let items = items.collect(2).await?;
    let ids = items.into_iter().filter_map(|mut item| item.remove("id")?.s);
    equal(ids.collect::<Vec<_>>().concat(), "ac".to_owned())?;
    let keys = [
        r#"{"Limit":1}"#,
        r#"{"ExclusiveStartKey":{"id":{"S":"a"}},"Limit":1}"#,
        r#"{"ExclusiveStartKey":{"id":{"S":"b"}},"Limit":1}"#,
    ];
    equal(transport.bodies(), keys.map(str::to_owned).to_vec())
}

/// As CloudFront's: the token and the items are in a structure, which may be missing.
#[aws_operation(
    method = "GET",
    uri = "/distributions",
    output = ListDistributionsOutput,
    paginated(
        input_token = marker,
        output_token = list.next.marker,
        items = list.summary.items: Vec<u8>,
        more = list.is_truncated
    )
)]
struct ListDistributions {
    #[query]
    marker: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ListDistributionsOutput {
    list: Option<Box<DistributionList>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DistributionList {
    next: Next,
    is_truncated: bool,
    summary: Option<Summary>,
}

#[derive(Deserialize)]
struct Next {
    marker: Option<String>,
}

#[derive(Deserialize)]
struct Summary {
    items: Vec<u8>,
}

async fn a_token_may_be_nested() -> Checked {
    let (transport, client) = scripted([
        ok(r#"{"list":{"next":{"marker":"m"},"isTruncated":true,"summary":{"items":[1,2]}}}"#),
        ok(r#"{"list":{"next":{"marker":"n"},"isTruncated":true}}"#),
        ok(r#"{"list":{"next":{"marker":"o"},"isTruncated":false,"summary":{"items":[3]}}}"#),
    ]);
    let items = client.items(ListDistributions { marker: String::new() });
    equal(items.collect(10).await?, vec![1, 2, 3])?;
    equal(transport.queries().join("|"), "marker=|marker=m|marker=n".to_owned())?;
    // Without the structure, there is neither a token nor an item.
    let (_, client) = scripted([ok("{}")]);
    let items = client.items(ListDistributions { marker: String::new() });
    equal(items.collect(10).await?, vec![])
}

#[aws_operation(
    method = "GET",
    uri = "/usage",
    output = Usage,
    paginated(input_token = position, output_token = position, items = items: BTreeMap<String, u8>)
)]
struct GetUsage {
    #[query]
    position: Option<String>,
}

#[aws_output]
struct Usage {
    position: Option<String>,
    items: BTreeMap<String, u8>,
}

async fn items_may_be_a_map() -> Checked {
    let (_, client) =
        scripted([ok(r#"{"items":{"b":2,"a":1},"position":"x"}"#), ok(r#"{"items":{"a":3}}"#)]);
    let items = client.items(GetUsage { position: None }).collect(3).await?;
    equal(items, vec![("a".to_owned(), 1), ("b".to_owned(), 2), ("a".to_owned(), 3)])
}

async fn after_an_error_the_same_page_is_asked_for() -> Checked {
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

async fn the_page_size_is_sent() -> Checked {
    let (transport, client) = three();
    count(client.pages(ListFunctions::default()).page_size(50)).await?;
    let expected = "MaxItems=50|Marker=1&MaxItems=50|Marker=2&MaxItems=50";
    equal(transport.queries().join("|"), expected.to_owned())?;
    // More than the member's type can say.
    let (transport, client) = scripted([page(&[], None)]);
    count(client.pages(ListFunctions::default()).page_size(u32::MAX)).await?;
    equal(transport.queries().join("|"), "MaxItems=2147483647".to_owned())
}

/// The items of a stream, which is polled without a waker.
fn poll_all<S: Stream + ?Sized>(mut stream: Pin<&mut S>) -> Option<Vec<S::Item>> {
    let mut context = Context::from_waker(Waker::noop());
    let mut items = Vec::new();
    loop {
        match stream.as_mut().poll_next(&mut context) {
            Poll::Ready(Some(item)) => items.push(item),
            Poll::Ready(None) => return Some(items),
            Poll::Pending => return None,
        }
    }
}

async fn items_and_pages_are_streams() -> Checked {
    fn assert_send<T: Send + 'static>(value: T) -> T {
        value
    }
    let (_, client) = three();
    let items = poll_all(pin!(assert_send(client.items(ListFunctions::default()))));
    let items: Result<Vec<_>, _> = items.ok_or("a stream is pending")?.into_iter().collect();
    equal(items?.concat(), "abcd".to_owned())?;
    let (_, client) = three();
    let pages = poll_all(pin!(assert_send(client.pages(ListFunctions::default()))));
    equal(pages.ok_or("a stream is pending")?.len(), 3)
}

async fn prefetch_requests_one_page_ahead() -> Checked {
    let (transport, client) = three();
    let mut items = client.items(ListFunctions::default()).prefetch();
    let mut counts = Vec::new();
    while let Some(item) = items.next().await {
        item?;
        counts.push(transport.count());
    }
    // With a the second page is asked for, and with c the third.
    equal(counts, vec![2, 2, 3, 3])?;

    let (transport, client) = three();
    let mut pages = client.pages(ListFunctions::default()).prefetch();
    pages.next().await.transpose()?;
    equal(transport.count(), 2)?;
    // The page that is ahead was not returned.
    equal(pages.token().as_deref(), Some("1"))?;
    equal(count(pages).await?, 2)
}

async fn without_prefetch_no_page_is_requested_early() -> Checked {
    let (transport, client) = three();
    let mut items = client.items(ListFunctions::default());
    let mut counts = Vec::new();
    while let Some(item) = items.next().await {
        item?;
        counts.push(transport.count());
    }
    equal(counts, vec![1, 1, 2, 3])
}

async fn an_error_ahead_is_returned_in_order() -> Checked {
    let (transport, client) =
        scripted([page(&["a", "b"], Some("1")), denied(), page(&["c"], None)]);
    let mut items = client.items(ListFunctions::default()).prefetch();
    let mut found = String::new();
    while let Some(item) = items.next().await {
        found += item.as_deref().unwrap_or("-");
    }
    equal(&*found, "ab-c")?;
    equal(transport.count(), 3)
}
