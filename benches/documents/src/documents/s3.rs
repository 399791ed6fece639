//! A page of S3's ListObjectsV2, of 1,000 keys, in XML.

use std::fmt::Write as _;

use aws_operation::{Timestamp, aws_operation, aws_structure, services};
use bytes::Bytes;
use http::Response;

use super::{Case, Format, decode_ours, encode_ours, response};
use crate::job::Direction::{Decode, Encode};
use crate::job::Job;
use crate::random::Random;

const KEYS: usize = 1000;

#[aws_operation(protocol = "restXml", method = "GET", uri = "/?list-type=2", output = ListBucketResult)]
struct Read;

#[aws_operation(protocol = "restXml", method = "PUT", uri = "/")]
struct Write<'a> {
    #[payload]
    page: &'a ListBucketResult,
}

/// As the generator writes them.
#[aws_structure(rename_all = "PascalCase")]
#[derive(Debug, PartialEq)]
struct ListBucketResult {
    is_truncated: Option<bool>,
    #[xml(flattened)]
    contents: Option<Vec<Object>>,
    name: Option<String>,
    prefix: Option<String>,
    max_keys: Option<i32>,
    #[xml(flattened)]
    common_prefixes: Option<Vec<CommonPrefix>>,
    key_count: Option<i32>,
    next_continuation_token: Option<String>,
}

#[aws_structure(rename_all = "PascalCase")]
#[derive(Debug, PartialEq)]
struct Object {
    key: Option<String>,
    last_modified: Option<Timestamp>,
    e_tag: Option<String>,
    #[xml(flattened)]
    checksum_algorithm: Option<Vec<String>>,
    checksum_type: Option<String>,
    size: Option<i64>,
    storage_class: Option<String>,
    owner: Option<Owner>,
}

#[aws_structure(rename_all = "PascalCase")]
#[derive(Debug, PartialEq)]
struct Owner {
    display_name: Option<String>,
    #[body("ID")]
    id: Option<String>,
}

#[aws_structure(rename_all = "PascalCase")]
#[derive(Debug, PartialEq)]
struct CommonPrefix {
    prefix: Option<String>,
}

/// The same with what serde derives, for quick-xml.
mod derived {
    use aws_operation::Timestamp;
    use serde::{Deserialize, Serialize};

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub struct ListBucketResult {
        pub is_truncated: Option<bool>,
        #[serde(default)]
        pub contents: Vec<Object>,
        pub name: Option<String>,
        pub prefix: Option<String>,
        pub max_keys: Option<i32>,
        #[serde(default)]
        pub common_prefixes: Vec<CommonPrefix>,
        pub key_count: Option<i32>,
        pub next_continuation_token: Option<String>,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub struct Object {
        pub key: Option<String>,
        #[serde(with = "super::super::text")]
        pub last_modified: Option<Timestamp>,
        pub e_tag: Option<String>,
        #[serde(default)]
        pub checksum_algorithm: Vec<String>,
        pub checksum_type: Option<String>,
        pub size: Option<i64>,
        pub storage_class: Option<String>,
        pub owner: Option<Owner>,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub struct Owner {
        pub display_name: Option<String>,
        #[serde(rename = "ID")]
        pub id: Option<String>,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub struct CommonPrefix {
        pub prefix: Option<String>,
    }
}

/// As S3 writes it: in one line, with quotes around entity tags.
fn document() -> String {
    let mut random = Random::new();
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\
         <Name>order-archive</Name><Prefix>orders/</Prefix>\
         <NextContinuationToken>{}</NextContinuationToken><KeyCount>{KEYS}</KeyCount>\
         <MaxKeys>{KEYS}</MaxKeys><IsTruncated>true</IsTruncated>",
        random.hex(72),
    );
    let owner = random.hex(64);
    for index in 0..KEYS {
        // Writing to a string does not fail.
        let _ = write!(
            text,
            "<Contents><Key>orders/2026/{:02}/{index:04} R&amp;D {}.json</Key>\
             <LastModified>{}</LastModified><ETag>&quot;{}&quot;</ETag>\
             <ChecksumAlgorithm>CRC64NVME</ChecksumAlgorithm>\
             <ChecksumType>FULL_OBJECT</ChecksumType><Size>{}</Size>\
             <Owner><ID>{owner}</ID><DisplayName>archive</DisplayName></Owner>\
             <StorageClass>{}</StorageClass></Contents>",
            1 + random.below(12),
            random.hex(24),
            Timestamp::from_epoch_seconds(random.seconds()).to_string().replace('Z', ".000Z"),
            random.hex(32),
            random.below(1 << 32),
            random.pick(&["STANDARD", "STANDARD_IA", "GLACIER"]),
        );
    }
    for _ in 0..2 {
        let _ = write!(
            text,
            "<CommonPrefixes><Prefix>orders/{}/</Prefix></CommonPrefixes>",
            random.below(4000)
        );
    }
    text + "</ListBucketResult>"
}

fn quick_xml_write(page: &derived::ListBucketResult) -> String {
    let mut text = String::new();
    quick_xml::se::to_writer_with_root(&mut text, "ListBucketResult", page).expect("a page is XML");
    text
}

pub fn case() -> Case {
    let text: &'static str = document().leak();
    let body = Bytes::from_static(text.as_bytes());
    let response = response(&body);
    let page: &'static ListBucketResult = Box::leak(Box::new(decode_ours::<Read>(&response)));
    let derived: &'static derived::ListBucketResult =
        Box::leak(Box::new(quick_xml::de::from_str(text).expect("the page")));

    // Nobody is timed who does not do the job.
    assert_eq!(page.contents.as_ref().map(Vec::len), Some(KEYS));
    let written = encode_ours(&Write { page }, &services::S3);
    let again = Response::new(written);
    assert!(&decode_ours::<Read>(&again) == page);
    let theirs = Response::new(Bytes::from(quick_xml_write(derived)));
    assert!(&decode_ours::<Read>(&theirs) == page);

    let jobs = vec![
        Job::new(Decode, "ours", "declared", move || decode_ours::<Read>(&response)),
        Job::new(Decode, "quick-xml", "mirror", || {
            quick_xml::de::from_str::<derived::ListBucketResult>(text).expect("the page")
        }),
        Job::new(Encode, "ours", "declared", || encode_ours(&Write { page }, &services::S3)),
        Job::new(Encode, "quick-xml", "mirror", || quick_xml_write(derived)),
    ];
    Case { title: "ListObjectsV2", format: Format::Xml, bytes: body.len(), jobs }
}
