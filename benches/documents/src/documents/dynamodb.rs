//! A page of DynamoDB's Query, of 1 MB: items with attributes of all types, in JSON.

use std::collections::BTreeMap;

use aws_operation::{Blob, aws_operation, services};
use bytes::Bytes;
use serde::{Deserialize, Serialize};

use super::{Case, decode_ours, encode_ours, response};
use crate::job::Direction::{Decode, Encode};
use crate::job::Job;
use crate::random::Random;

const BYTES: usize = 1 << 20;

/// As the generator writes them.
mod declared {
    use std::collections::BTreeMap;

    use aws_operation::{Blob, Document, aws_operation, aws_structure, aws_union};

    #[aws_operation(protocol = "awsJson1_0", name = "Query", rename_all = "PascalCase", output = Page)]
    pub struct Read;

    #[aws_operation(protocol = "awsJson1_0", name = "Query", rename_all = "PascalCase")]
    pub struct Write<'a> {
        pub page: &'a Page,
    }

    #[aws_structure(rename_all = "PascalCase")]
    #[derive(Debug, PartialEq)]
    pub struct Page {
        pub items: Option<Vec<BTreeMap<String, AttributeValue>>>,
        pub count: Option<i32>,
        pub scanned_count: Option<i32>,
        pub last_evaluated_key: Option<BTreeMap<String, AttributeValue>>,
        pub consumed_capacity: Option<ConsumedCapacity>,
    }

    #[aws_union(rename_all = "PascalCase")]
    #[derive(Debug, PartialEq)]
    pub enum AttributeValue {
        S(String),
        N(String),
        B(Blob),
        #[tag("SS")]
        Ss(Vec<String>),
        #[tag("NS")]
        Ns(Vec<String>),
        #[tag("BS")]
        Bs(Vec<Blob>),
        M(BTreeMap<String, AttributeValue>),
        L(Vec<AttributeValue>),
        #[tag("NULL")]
        Null(bool),
        #[tag("BOOL")]
        Bool(bool),
        Unknown(String, Document),
    }

    #[aws_structure(rename_all = "PascalCase")]
    #[derive(Debug, PartialEq)]
    pub struct ConsumedCapacity {
        pub table_name: Option<String>,
        pub capacity_units: Option<f64>,
    }
}

#[aws_operation(protocol = "awsJson1_0", name = "Query", rename_all = "PascalCase", output = Page)]
struct Read;

#[aws_operation(protocol = "awsJson1_0", name = "Query", rename_all = "PascalCase")]
struct Write<'a> {
    page: &'a Page,
}

/// What serde_json writes, for what [`Write`] does.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Body<'a, T> {
    page: &'a T,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Page {
    items: Vec<BTreeMap<String, AttributeValue>>,
    count: i32,
    scanned_count: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_evaluated_key: Option<BTreeMap<String, AttributeValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    consumed_capacity: Option<ConsumedCapacity>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum AttributeValue {
    S(String),
    N(String),
    B(Blob),
    #[serde(rename = "SS")]
    Ss(Vec<String>),
    #[serde(rename = "NS")]
    Ns(Vec<String>),
    #[serde(rename = "BS")]
    Bs(Vec<Blob>),
    M(BTreeMap<String, AttributeValue>),
    L(Vec<AttributeValue>),
    #[serde(rename = "NULL")]
    Null(bool),
    #[serde(rename = "BOOL")]
    Bool(bool),
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ConsumedCapacity {
    table_name: String,
    capacity_units: f64,
}

fn item(random: &mut Random) -> BTreeMap<String, AttributeValue> {
    use AttributeValue::{B, Bool, Bs, L, M, N, Ns, Null, S, Ss};
    let number = |random: &mut Random| random.below(1_000_000).to_string();
    let line = |random: &mut Random| {
        let price = format!("{}.{:02}", random.below(500), random.below(100));
        M(BTreeMap::from([
            ("Sku".to_owned(), S(random.hex(10))),
            ("Title".to_owned(), S(random.words(4))),
            ("Quantity".to_owned(), N((1 + random.below(9)).to_string())),
            ("Price".to_owned(), N(price)),
            ("IsGift".to_owned(), Bool(random.once_in(8))),
        ]))
    };
    let lines = 1 + random.below(4);
    BTreeMap::from([
        ("CustomerId".to_owned(), S(format!("customer#{}", random.hex(12)))),
        ("OrderId".to_owned(), S(format!("order#{}", random.hex(16)))),
        ("Version".to_owned(), N(number(random))),
        ("CreatedAt".to_owned(), N(random.seconds().to_string())),
        ("Note".to_owned(), S(random.words(24))),
        ("Lines".to_owned(), L((0..lines).map(|_| line(random)).collect())),
        ("Tags".to_owned(), Ss((0..3).map(|_| random.words(1)).collect())),
        ("Weights".to_owned(), Ns((0..4).map(|_| number(random)).collect())),
        ("Digest".to_owned(), B(random.bytes(32).into())),
        ("Signatures".to_owned(), Bs((0..2).map(|_| random.bytes(24).into()).collect())),
        ("IsPaid".to_owned(), Bool(random.once_in(2))),
        ("CancelledAt".to_owned(), Null(true)),
    ])
}

fn page() -> Page {
    let mut random = Random::new();
    let mut items = Vec::new();
    let mut bytes = 0;
    while bytes < BYTES {
        let item = item(&mut random);
        bytes += serde_json::to_vec(&item).expect("an item is JSON").len();
        items.push(item);
    }
    let count = items.len() as i32;
    let key = AttributeValue::S(random.hex(16));
    Page {
        items,
        count,
        scanned_count: count,
        last_evaluated_key: Some(BTreeMap::from([("OrderId".to_owned(), key)])),
        consumed_capacity: Some(ConsumedCapacity {
            table_name: "orders".to_owned(),
            capacity_units: 128.5,
        }),
    }
}

pub fn case() -> Case {
    let plain: &'static Page = Box::leak(Box::new(page()));
    let body: Bytes = serde_json::to_vec(plain).expect("a page is JSON").into();
    let response = response(&body);
    let typed: &'static declared::Page =
        Box::leak(Box::new(decode_ours::<declared::Read>(&response)));

    // Nobody is timed who does not do the job.
    assert!(&decode_ours::<Read>(&response) == plain);
    assert!(&serde_json::from_slice::<Page>(&body).expect("the page") == plain);
    let theirs = serde_json::to_vec(&Body { page: plain }).expect("a page is JSON");
    assert!(encode_ours(&Write { page: plain }, &services::DYNAMODB) == theirs);
    assert!(encode_ours(&declared::Write { page: typed }, &services::DYNAMODB) == theirs);
    assert!(serde_json::to_vec(&Body { page: typed }).expect("a page is JSON") == theirs);

    let (ours, ours_too) = (response.clone(), response);
    let (text, text_too) = (body.clone(), body.clone());
    let jobs = vec![
        Job::new(Decode, "ours", "serde", move || decode_ours::<Read>(&ours)),
        Job::new(Decode, "ours", "declared", move || decode_ours::<declared::Read>(&ours_too)),
        Job::new(Decode, "serde_json", "serde", move || {
            serde_json::from_slice::<Page>(&text).expect("the page")
        }),
        Job::new(Decode, "serde_json", "declared", move || {
            serde_json::from_slice::<declared::Page>(&text_too).expect("the page")
        }),
        Job::new(Encode, "ours", "serde", || {
            encode_ours(&Write { page: plain }, &services::DYNAMODB)
        }),
        Job::new(Encode, "ours", "declared", || {
            encode_ours(&declared::Write { page: typed }, &services::DYNAMODB)
        }),
        Job::new(Encode, "serde_json", "serde", || {
            serde_json::to_vec(&Body { page: plain }).expect("a page is JSON")
        }),
        Job::new(Encode, "serde_json", "declared", || {
            serde_json::to_vec(&Body { page: typed }).expect("a page is JSON")
        }),
    ];
    Case { title: "Query", format: super::Format::Json, bytes: body.len(), jobs }
}
