//! DynamoDB: awsJson1_0.

use std::collections::BTreeMap;

use aws_operation_server_tests::dynamodb::*;
use serde_json::{Value, json};

use super::Moto;

type Item = BTreeMap<String, AttributeValue>;

fn item<const N: usize>(pairs: [(&str, AttributeValue); N]) -> Item {
    pairs.map(|(name, value)| (name.to_owned(), value)).into()
}

fn text(value: &str) -> AttributeValue {
    AttributeValue::S(value.into())
}

fn number(value: impl ToString) -> AttributeValue {
    AttributeValue::N(value.to_string())
}

fn key(pk: &str, sk: u32) -> Item {
    item([("pk", text(pk)), ("sk", number(sk))])
}

/// An item with every type of attribute, and with unusual values of each type.
fn every_type(pk: &str, sk: u32) -> Item {
    let bytes: Vec<u8> = (0..=255).collect();
    let nested = item([
        ("empty map", AttributeValue::M(BTreeMap::new())),
        ("list", AttributeValue::L(vec![number("-1.5"), AttributeValue::Null(true)])),
    ]);
    let mut item = item([
        ("text", text("\"quoted\" \\ / ü \u{1f408} \u{7f} \n\t")),
        ("no text", text("")),
        ("number", number("123456789012345678901234567890.12345678")),
        ("small", number("-0.0000000001")),
        ("bytes", AttributeValue::B(bytes.into())),
        ("texts", AttributeValue::Ss(vec!["a".into(), "é".into()])),
        ("numbers", AttributeValue::Ns(vec!["-1".into(), "2.5".into()])),
        ("many bytes", AttributeValue::Bs(vec![vec![0, 255].into(), vec![1].into()])),
        ("map", AttributeValue::M(nested.clone())),
        ("list", AttributeValue::L(vec![AttributeValue::M(nested), AttributeValue::L(vec![])])),
        ("null", AttributeValue::Null(true)),
        ("yes", AttributeValue::Bool(true)),
        ("no", AttributeValue::Bool(false)),
    ]);
    item.extend(key(pk, sk));
    item
}

/// The item with its sets sorted, because the order of a set has no meaning.
fn with_sorted_sets(mut item: Item) -> Item {
    for value in item.values_mut() {
        match value {
            AttributeValue::Ss(set) | AttributeValue::Ns(set) => set.sort(),
            AttributeValue::Bs(set) => set.sort_by(|a, b| a.as_ref().cmp(b.as_ref())),
            _ => {}
        }
    }
    item
}

/// A new table with the keys `pk` and `sk`.
async fn table(name: &str) -> Moto {
    let dynamodb = Moto::new("dynamodb", DYNAMODB);
    let attribute = |name: &str, attribute_type| AttributeDefinition {
        attribute_name: name.into(),
        attribute_type,
    };
    let element = |name: &str, key_type| KeySchemaElement { attribute_name: name.into(), key_type };
    let schema = vec![element("pk", KeyType::Hash), element("sk", KeyType::Range)];
    let create = CreateTable {
        table_name: name.into(),
        attribute_definitions: Some(vec![
            attribute("pk", ScalarAttributeType::S),
            attribute("sk", ScalarAttributeType::N),
        ]),
        key_schema: Some(schema.clone()),
        billing_mode: Some(BillingMode::PayPerRequest),
        tags: Some(vec![Tag { key: "team".into(), value: "pets".into() }]),
        ..CreateTable::default()
    };
    let created = dynamodb.send(&create).await.table_description.expect("it is described");
    assert_eq!(created.key_schema, Some(schema));
    assert_eq!(created.table_status, Some(TableStatus::Active));
    let date = created.creation_date_time.expect("it has a time");
    assert!(date.epoch_seconds() > 1_700_000_000, "{date:?}");

    let described = dynamodb.send(DescribeTable { table_name: name.into() }).await.table;
    assert_eq!(described.map(|table| table.table_arn), Some(created.table_arn));
    let error = dynamodb.fail(create, "ResourceInUseException", 400).await;
    let Some(CreateTableError::ResourceInUseException(in_use)) = error.service() else {
        panic!("{error:?} is not typed");
    };
    assert!(in_use.message.as_deref().is_some_and(|message| message.contains(name)), "{in_use:?}");
    dynamodb
}

#[tokio::test]
async fn an_item_has_every_type_of_attribute() {
    let dynamodb = table("types").await;
    let item = every_type("pets", 1);
    let put = PutItem { table_name: "types".into(), item: item.clone(), ..PutItem::default() };
    dynamodb.send(put).await;
    let get = GetItem {
        table_name: "types".into(),
        key: key("pets", 1),
        consistent_read: Some(true),
        return_consumed_capacity: Some(ReturnConsumedCapacity::Total),
        ..GetItem::default()
    };
    let got = dynamodb.send(&get).await;
    assert_eq!(got.item.map(with_sorted_sets), Some(with_sorted_sets(item.clone())));
    let capacity = got.consumed_capacity.expect("it was asked for");
    assert_eq!(capacity.table_name.as_deref(), Some("types"));
    assert!(capacity.capacity_units.is_some_and(|units| units > 0.0), "{capacity:?}");

    // boto3 reads the same item, and names the types of the attributes.
    let theirs = dynamodb.boto3(
        "get_item",
        json!({ "TableName": "types", "Key": { "pk": { "S": "pets" }, "sk": { "N": "1" } } }),
    );
    let theirs: Item = match theirs["Item"].clone() {
        Value::Object(attributes) => attributes
            .into_iter()
            .map(|(name, value)| (name, serde_json::from_value(value).expect("it is an attribute")))
            .collect(),
        other => panic!("boto3 has no item: {other}"),
    };
    assert_eq!(with_sorted_sets(theirs), with_sorted_sets(item));

    let nothing = GetItem { key: key("pets", 2), ..get };
    assert_eq!(dynamodb.send(nothing).await.item, None);
    let elsewhere =
        GetItem { table_name: "no-such-table".into(), key: key("pets", 1), ..GetItem::default() };
    let error = dynamodb.fail(elsewhere, "ResourceNotFoundException", 400).await;
    assert!(
        matches!(error.service(), Some(GetItemError::ResourceNotFoundException(_))),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_failed_condition_returns_the_present_item() {
    let dynamodb = table("conditions").await;
    let there = every_type("pets", 1);
    let put = PutItem {
        table_name: "conditions".into(),
        item: there.clone(),
        condition_expression: Some("attribute_not_exists(pk)".into()),
        return_values_on_condition_check_failure: Some(ReturnValuesOnConditionCheckFailure::AllOld),
        ..PutItem::default()
    };
    dynamodb.send(&put).await;
    let error = dynamodb.fail(put, "ConditionalCheckFailedException", 400).await;
    let Some(PutItemError::ConditionalCheckFailedException(failed)) = error.service() else {
        panic!("{error:?} is not typed");
    };
    assert_eq!(failed.message.as_deref(), Some("The conditional request failed"));
    assert_eq!(failed.item.clone().map(with_sorted_sets), Some(with_sorted_sets(there)));
    assert!(error.to_string().starts_with("PutItem: ConditionalCheckFailedException (400): "));

    // In a transaction, each item has its own reason.
    let put = |sk: u32, condition: &str| TransactWriteItem {
        put: Some(Put {
            table_name: "conditions".into(),
            item: key("pets", sk),
            condition_expression: Some(condition.into()),
            ..Put::default()
        }),
        ..TransactWriteItem::default()
    };
    let transaction = TransactWriteItems {
        transact_items: vec![
            put(2, "attribute_not_exists(pk)"),
            put(1, "attribute_not_exists(pk)"),
        ],
        ..TransactWriteItems::default()
    };
    let error = dynamodb.fail(transaction, "TransactionCanceledException", 400).await;
    let Some(TransactWriteItemsError::TransactionCanceledException(canceled)) = error.service()
    else {
        panic!("{error:?} is not typed");
    };
    let reasons = canceled.cancellation_reasons.iter().flatten();
    let codes: Vec<_> = reasons.map(|reason| reason.code.as_deref().unwrap_or("None")).collect();
    assert_eq!(codes, ["None", "ConditionalCheckFailed"]);
    let keys = json!({ "pk": { "S": "pets" }, "sk": { "N": "2" } });
    let theirs = dynamodb.boto3("get_item", json!({ "TableName": "conditions", "Key": keys }));
    assert_eq!(theirs.get("Item"), None);
}

#[tokio::test]
async fn pages_of_a_query_are_followed_to_the_end() {
    let dynamodb = table("pages").await;
    let requests = |range: std::ops::Range<u32>| {
        let put = |sk| WriteRequest {
            put_request: Some(PutRequest { item: every_type("pets", sk) }),
            ..WriteRequest::default()
        };
        BTreeMap::from([("pages".to_owned(), range.map(put).collect())])
    };
    // A batch has at most 25 items.
    for range in [0..25, 25..27] {
        let write = BatchWriteItem { request_items: requests(range), ..BatchWriteItem::default() };
        let unprocessed = dynamodb.send(write).await.unprocessed_items;
        assert!(unprocessed.is_none_or(|items| items.is_empty()));
    }
    let mut query = Query {
        table_name: "pages".into(),
        key_condition_expression: Some("pk = :pk AND sk >= :least".into()),
        expression_attribute_values: Some(item([(":pk", text("pets")), (":least", number(2))])),
        projection_expression: Some("sk, #t".into()),
        expression_attribute_names: Some(BTreeMap::from([("#t".to_owned(), "text".to_owned())])),
        scan_index_forward: Some(false),
        limit: Some(10),
        ..Query::default()
    };
    let (mut items, mut counts) = (Vec::new(), Vec::new());
    loop {
        let page = dynamodb.send(&query).await;
        counts.push((page.count, page.items.as_ref().map(Vec::len)));
        items.extend(page.items.unwrap_or_default());
        if page.last_evaluated_key.is_none() {
            break;
        }
        query.exclusive_start_key = page.last_evaluated_key;
    }
    assert_eq!(counts, [(10, Some(10)), (10, Some(10)), (5, Some(5))]);
    let numbers: Vec<_> = items.iter().map(|item| item.get("sk").cloned()).collect();
    let expected: Vec<_> = (2..27).rev().map(|sk: u32| Some(number(sk))).collect();
    assert_eq!(numbers, expected);
    assert!(items.iter().all(|item| item.len() == 2), "{items:?}");

    let theirs = dynamodb.boto3(
        "query",
        json!({
            "TableName": "pages",
            "KeyConditionExpression": "pk = :pk",
            "ExpressionAttributeValues": { ":pk": { "S": "pets" } },
            "Select": "COUNT",
        }),
    );
    assert_eq!(theirs["Count"], 27);
}

#[tokio::test]
async fn an_item_is_changed_and_removed() {
    let dynamodb = table("changes").await;
    let update = UpdateItem {
        table_name: "changes".into(),
        key: key("pets", 1),
        update_expression: Some("SET #n = if_not_exists(#n, :zero) + :one, seen = :seen".into()),
        expression_attribute_names: Some(BTreeMap::from([("#n".to_owned(), "count".to_owned())])),
        expression_attribute_values: Some(item([
            (":zero", number(0)),
            (":one", number("1.5")),
            (":seen", AttributeValue::Ss(vec!["cat".into()])),
        ])),
        return_values: Some(ReturnValue::AllNew),
        ..UpdateItem::default()
    };
    dynamodb.send(&update).await;
    let updated = dynamodb.send(update).await.attributes;
    let mut expected =
        item([("count", number("3.0")), ("seen", AttributeValue::Ss(vec!["cat".into()]))]);
    expected.extend(key("pets", 1));
    assert_eq!(updated, Some(expected.clone()));
    let delete = DeleteItem {
        table_name: "changes".into(),
        key: key("pets", 1),
        return_values: Some(ReturnValue::AllOld),
        ..DeleteItem::default()
    };
    assert_eq!(dynamodb.send(&delete).await.attributes, Some(expected));
    assert_eq!(dynamodb.send(delete).await.attributes, None);
    let theirs = dynamodb.boto3("scan", json!({ "TableName": "changes" }));
    assert_eq!(theirs["Count"], 0);
    dynamodb.send(DeleteTable { table_name: "changes".into() }).await;
    let delete = DeleteTable { table_name: "changes".into() };
    let error = dynamodb.fail(delete, "ResourceNotFoundException", 400).await;
    assert!(matches!(error.service(), Some(DeleteTableError::ResourceNotFoundException(_))));
}
