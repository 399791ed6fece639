//! Operations with several pages of items.

use std::collections::BTreeMap;

use aws_operation::{aws_operation, aws_structure, services};
use aws_operation_server_tests::dynamodb::*;
use aws_operation_server_tests::iam::{CreateRole, IAM, ListRoles};

use super::Moto;

type Item = BTreeMap<String, AttributeValue>;

fn item(pk: &str, sk: u32) -> Item {
    let text = AttributeValue::S(pk.into());
    [("pk".into(), text), ("sk".into(), AttributeValue::N(sk.to_string()))].into()
}

/// A new table with 25 items of one partition key, and 5 of another.
async fn table(name: &str) -> Moto {
    let dynamodb = Moto::new("dynamodb", DYNAMODB);
    let attribute = |name: &str, attribute_type| AttributeDefinition {
        attribute_name: name.into(),
        attribute_type,
    };
    let element = |name: &str, key_type| KeySchemaElement { attribute_name: name.into(), key_type };
    let create = CreateTable {
        table_name: name.into(),
        attribute_definitions: Some(vec![
            attribute("pk", ScalarAttributeType::S),
            attribute("sk", ScalarAttributeType::N),
        ]),
        key_schema: Some(vec![element("pk", KeyType::Hash), element("sk", KeyType::Range)]),
        billing_mode: Some(BillingMode::PayPerRequest),
        ..CreateTable::default()
    };
    dynamodb.send(create).await;
    let items = (0..25).map(|sk| item("cats", sk)).chain((0..5).map(|sk| item("dogs", sk)));
    for item in items {
        dynamodb.send(PutItem { table_name: name.into(), item, ..PutItem::default() }).await;
    }
    dynamodb
}

fn query(table: &str) -> Query {
    let value = AttributeValue::S("cats".into());
    Query {
        table_name: table.into(),
        key_condition_expression: Some("pk = :pk".into()),
        expression_attribute_values: Some([(":pk".into(), value)].into()),
        ..Query::default()
    }
}

#[tokio::test]
async fn a_query_can_be_resumed_after_each_page() {
    let dynamodb = table("queried").await;
    let all: Vec<Item> = (0..25).map(|sk| item("cats", sk)).collect();
    let mut pages = dynamodb.client.pages(query("queried")).page_size(10);
    let mut counts = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page.expect("a page");
        let before: usize = counts.iter().sum();
        counts.push(page.items.as_ref().map_or(0, Vec::len));
        assert_eq!(page.items.as_deref(), all.get(before..before + counts[counts.len() - 1]));
        let resumed = Query { exclusive_start_key: pages.token(), ..query("queried") };
        if resumed.exclusive_start_key.is_some() {
            let rest = dynamodb.client.items(resumed).page_size(7).collect(100).await;
            assert_eq!(rest.expect("the rest"), all[counts.iter().sum()..]);
        }
    }
    assert_eq!(counts, [10, 10, 5]);
}

#[tokio::test]
async fn a_scan_has_the_items_of_all_pages() {
    let dynamodb = table("scanned").await;
    let scan = Scan { table_name: "scanned".into(), ..Scan::default() };
    let mut items = dynamodb.client.items(scan.clone()).page_size(4);
    let mut counts = BTreeMap::new();
    while let Some(item) = items.next().await {
        let mut item = item.expect("an item");
        if let Some(AttributeValue::S(pk)) = item.remove("pk") {
            *counts.entry(pk).or_insert(0) += 1;
        }
    }
    assert_eq!(counts, BTreeMap::from([("cats".to_owned(), 25), ("dogs".to_owned(), 5)]));
    let error = dynamodb.client.items(scan).page_size(4).collect(29).await;
    let error = error.expect_err("there are 30").to_string();
    assert!(error.contains("there are more than 29 items"), "{error}");
}

#[tokio::test]
async fn roles_are_listed_in_pages() {
    let iam = Moto::new("iam", IAM);
    for number in 0..12 {
        let create = CreateRole {
            path: Some("/paged/".into()),
            role_name: format!("paged-{number:02}"),
            assume_role_policy_document: "{}".into(),
            ..CreateRole::default()
        };
        iam.send(create).await;
    }
    let list = ListRoles { path_prefix: Some("/paged/".into()), ..ListRoles::default() };
    let pages = iam.client.pages(list.clone()).page_size(5).collect(10).await.expect("pages");
    let counts: Vec<usize> = pages.iter().map(|page| page.roles.len()).collect();
    assert_eq!(counts, [5, 5, 2]);
    let roles = iam.client.items(list).page_size(5).collect(100).await.expect("roles");
    // moto sorts roles by their random ids.
    let mut names: Vec<&str> = roles.iter().map(|role| &*role.role_name).collect();
    names.sort_unstable();
    let expected: Vec<String> = (0..12).map(|number| format!("paged-{number:02}")).collect();
    assert_eq!(names, expected);
}

#[aws_operation(protocol = "awsQuery", rename_all = "PascalCase")]
struct CreateStack {
    stack_name: String,
    template_body: String,
}

#[aws_operation(
    protocol = "awsQuery",
    rename_all = "PascalCase",
    output = Stacks,
    paginated(input_token = next_token, output_token = next_token, items = stacks: Vec<Stack>)
)]
#[derive(Default)]
struct DescribeStacks {
    next_token: Option<String>,
}

#[aws_structure(rename_all = "PascalCase")]
struct Stacks {
    stacks: Vec<Stack>,
    next_token: Option<String>,
}

#[aws_structure(rename_all = "PascalCase")]
struct Stack {
    stack_name: String,
}

/// The operation has no page size; moto returns 50 stacks in a page.
#[tokio::test]
async fn stacks_are_listed_in_pages() {
    const TEMPLATE: &str = r#"{"Resources": {"Queue": {"Type": "AWS::SQS::Queue"}}}"#;

    let cloudformation = Moto::new("cloudformation", services::CLOUDFORMATION);
    let expected: Vec<String> = (0..55).map(|number| format!("paged-{number:02}")).collect();
    for stack_name in &expected {
        let (stack_name, template_body) = (stack_name.clone(), TEMPLATE.to_owned());
        cloudformation.send(CreateStack { stack_name, template_body }).await;
    }
    let pages = cloudformation.client.pages(DescribeStacks::default()).collect(10).await;
    let pages = pages.expect("pages");
    assert!(pages.len() >= 2, "one page");
    let mut names: Vec<String> = pages
        .into_iter()
        .flat_map(|page| page.stacks)
        .map(|stack| stack.stack_name)
        .filter(|name| name.starts_with("paged-"))
        .collect();
    names.sort_unstable();
    assert_eq!(names, expected);
}
