//! The members that tokens, items and page sizes can be.

use std::collections::{BTreeMap, HashMap};
use std::time::SystemTime;

use aws_operation::{
    Client, Config, Credentials, aws_operation, aws_output, aws_structure, services,
};
use aws_operation_tests::cases;
use aws_operation_tests::paused::{Checked, equal};
use serde::Deserialize;

use super::{ListFunctions, Scripted, StartsAt, count, ok, page, scripted, three};

cases! {
    a_token_may_be_a_map
    a_token_may_be_nested
    items_may_be_a_map
    the_page_size_is_sent
}

#[aws_structure]
#[derive(Debug, Clone, Default, PartialEq)]
#[allow(non_snake_case, reason = "the names of DynamoDB's types")]
struct AttributeValue {
    #[body("S")]
    s: Option<String>,
}

/// As in DynamoDB: the token is a map.
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
    let bodies = [
        r#"{"Limit":1}"#,
        r#"{"ExclusiveStartKey":{"id":{"S":"a"}},"Limit":1}"#,
        r#"{"ExclusiveStartKey":{"id":{"S":"b"}},"Limit":1}"#,
    ];
    equal(transport.bodies(), bodies.map(str::to_owned).to_vec())
}

/// As in CloudFront: the token and the items are in a structure, which may be missing.
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

async fn the_page_size_is_sent() -> Checked {
    let (transport, client) = three();
    count(client.pages(ListFunctions::default()).page_size(50)).await?;
    let expected = "MaxItems=50|Marker=1&MaxItems=50|Marker=2&MaxItems=50";
    equal(transport.queries().join("|"), expected.to_owned())?;
    // More than the member's type can hold.
    let (transport, client) = scripted([page(&[], None)]);
    count(client.pages(ListFunctions::default()).page_size(u32::MAX)).await?;
    equal(transport.queries().join("|"), "MaxItems=2147483647".to_owned())
}
