//! Objects: every kind of key, headers, metadata, ranges, tags and copies.

use std::collections::BTreeMap;

use aws_operation::Blob;
use aws_operation_server_tests::s3::*;
use serde_json::json;

use super::{Bucket, read};

/// Keys in which clients and servers have disagreed about the encoding of the path.
const KEYS: [&str; 13] = [
    "plain",
    "a space",
    "plus+and+plus",
    "per%cent",
    "looks%20encoded",
    "a/b/c.txt",
    "ünï/cødé 🐈",
    "equals=and&amp",
    "tilde~ (brackets) [square] {curly}",
    "quote'\"<>|^`",
    "colon:semi;comma,at@dollar$bang!star*",
    "question?mark#hash",
    "trailing/",
];

#[tokio::test]
async fn an_object_of_every_kind_of_key_is_stored_and_read() {
    let bucket = Bucket::new().await;
    for key in KEYS {
        let body = if key.ends_with('/') { Vec::new() } else { key.as_bytes().to_vec() };
        bucket.put(key, body.clone()).await;
        let get =
            GetObject { bucket: bucket.name.clone(), key: key.into(), ..GetObject::default() };
        let got = bucket.send(get).await;
        assert_eq!(read(got.body).await, body, "{key}");
    }
    let list = ListObjectsV2 { bucket: bucket.name.clone(), ..ListObjectsV2::default() };
    let listed = bucket.send(list).await.contents.unwrap_or_default();
    let mut listed: Vec<String> = listed.into_iter().filter_map(|object| object.key).collect();
    listed.sort();
    let mut keys = KEYS.map(str::to_owned);
    keys.sort();
    assert_eq!(listed, keys);
    let theirs = bucket.boto3("list_objects_v2", json!({}));
    let theirs = theirs["Contents"].as_array().cloned().unwrap_or_default();
    let mut theirs: Vec<_> = theirs.iter().filter_map(|object| object["Key"].as_str()).collect();
    theirs.sort_unstable();
    assert_eq!(theirs, keys);
}

#[tokio::test]
async fn what_an_object_has_beside_its_bytes_comes_back() {
    let bucket = Bucket::new().await;
    let bytes: Vec<u8> = (0..=255).cycle().take(70_000).collect();
    let metadata = BTreeMap::from([
        ("owner".to_owned(), "me".to_owned()),
        ("long-name".to_owned(), "two words; a=b".to_owned()),
    ]);
    let put = PutObject {
        bucket: bucket.name.clone(),
        key: "data".into(),
        body: Some(bytes.clone().into()),
        cache_control: Some("max-age=60".into()),
        content_disposition: Some("attachment; filename=\"a b.bin\"".into()),
        content_type: Some("application/x-data".into()),
        metadata: Some(metadata.clone()),
        tagging: Some("project=pets&size=a%20b".into()),
        ..PutObject::default()
    };
    let e_tag = bucket.send(put).await.e_tag.expect("an object has an ETag");

    let get = GetObject { bucket: bucket.name.clone(), key: "data".into(), ..GetObject::default() };
    let got = bucket.send(&get).await;
    let body = read(got.body).await;
    assert_eq!(body, bytes);
    assert_eq!(got.e_tag.as_deref(), Some(&*e_tag));
    assert_eq!(got.content_length, Some(70_000));
    assert_eq!(got.content_type.as_deref(), Some("application/x-data"));
    assert_eq!(got.cache_control.as_deref(), Some("max-age=60"));
    assert_eq!(got.content_disposition.as_deref(), Some("attachment; filename=\"a b.bin\""));
    assert_eq!(got.metadata, metadata);
    assert_eq!(got.tag_count, Some(2));
    let modified = got.last_modified.expect("it says when");

    let theirs = bucket.boto3("get_object", json!({ "Key": "data" }));
    assert_eq!(theirs["ETag"], json!(e_tag));
    assert_eq!(theirs["Metadata"], json!(metadata));
    assert_eq!(theirs["ContentType"], "application/x-data");
    let theirs: Blob = serde_json::from_value(theirs["Body"].clone()).expect("it is base64");
    assert_eq!(theirs, Blob::from(body));

    let head =
        HeadObject { bucket: bucket.name.clone(), key: "data".into(), ..HeadObject::default() };
    let head = bucket.send(head).await;
    assert_eq!((head.e_tag, head.content_length), (Some(e_tag.clone()), Some(70_000)));
    assert_eq!((head.metadata, head.last_modified), (metadata, Some(modified)));

    let part = GetObject { range: Some("bytes=10-19".into()), ..get.clone() };
    let part = bucket.send(part).await;
    assert_eq!(read(part.body).await, bytes.get(10..20).unwrap_or_default());
    assert_eq!(part.content_range.as_deref(), Some("bytes 10-19/70000"));

    let same = GetObject { if_match: Some(e_tag.clone()), ..get.clone() };
    assert_eq!(read(bucket.send(same).await.body).await, bytes);
    let other = GetObject { if_none_match: Some(e_tag), ..get };
    let error = bucket.s3.send(other).await.expect_err("the object has not changed");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(304), "{error}");
}

#[tokio::test]
async fn tags_of_an_object_are_replaced_read_and_removed() {
    let bucket = Bucket::new().await;
    bucket.put("tagged", "x").await;
    let tag = |key: &str, value: &str| Tag { key: key.into(), value: value.into() };
    let tags = vec![tag("a", "1"), tag("ключ @:/", "значение + - ="), tag("empty", "")];
    let put = PutObjectTagging {
        bucket: bucket.name.clone(),
        key: "tagged".into(),
        tagging: Tagging { tag_set: tags.clone() },
        ..PutObjectTagging::default()
    };
    bucket.send(put).await;
    let get = GetObjectTagging {
        bucket: bucket.name.clone(),
        key: "tagged".into(),
        ..GetObjectTagging::default()
    };
    let sorted = |mut tags: Vec<Tag>| {
        tags.sort_by(|a, b| a.key.cmp(&b.key));
        tags
    };
    assert_eq!(sorted(bucket.send(&get).await.tag_set), sorted(tags.clone()));
    let theirs = bucket.boto3("get_object_tagging", json!({ "Key": "tagged" }));
    let theirs = theirs["TagSet"].as_array().cloned().unwrap_or_default();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let theirs = theirs.iter().map(|t| tag(&text(&t["Key"]), &text(&t["Value"]))).collect();
    assert_eq!(sorted(theirs), sorted(tags));

    let delete = DeleteObjectTagging {
        bucket: bucket.name.clone(),
        key: "tagged".into(),
        ..DeleteObjectTagging::default()
    };
    bucket.send(delete).await;
    assert_eq!(bucket.send(get).await.tag_set, []);
}

#[tokio::test]
async fn a_copy_has_the_bytes_and_new_metadata() {
    let bucket = Bucket::new().await;
    let e_tag = bucket.put("from/ü +%.txt", "copied").await;
    let copy = CopyObject {
        bucket: bucket.name.clone(),
        key: "to".into(),
        // The model leaves the encoding of this header to the caller.
        copy_source: format!("{}/from/%C3%BC%20%2B%25.txt", bucket.name),
        metadata_directive: Some(MetadataDirective::Replace),
        metadata: Some(BTreeMap::from([("copied".to_owned(), "yes".to_owned())])),
        ..CopyObject::default()
    };
    let result = bucket.send(&copy).await.copy_object_result.expect("it says what it made");
    // The server leaves out the quotes here.
    assert_eq!(result.e_tag.as_deref(), Some(e_tag.trim_matches('"')));
    assert!(result.last_modified.is_some_and(|date| date.epoch_seconds() > 1_700_000_000));
    let get = GetObject { bucket: bucket.name.clone(), key: "to".into(), ..GetObject::default() };
    let got = bucket.send(get).await;
    assert_eq!(read(got.body).await, &b"copied"[..]);
    assert_eq!(got.metadata.get("copied").map(String::as_str), Some("yes"));
    let theirs = bucket.boto3("head_object", json!({ "Key": "to" }));
    assert_eq!((&theirs["ETag"], &theirs["Metadata"]), (&json!(e_tag), &json!({"copied": "yes"})));

    let copy = CopyObject { copy_source: format!("{}/nothing", bucket.name), ..copy };
    let error = bucket.s3.send(copy).await.expect_err("there is nothing to copy");
    let Some(CopyObjectError::Other(other)) = error.service() else {
        panic!("{error} is not the error of a service");
    };
    assert_eq!(other.code(), Some("NoSuchKey"), "{error}");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(404));
}

#[tokio::test]
async fn a_checksum_in_a_header_is_verified() {
    let bucket = Bucket::new().await;
    let put = PutObject {
        bucket: bucket.name.clone(),
        key: "checked".into(),
        body: Some(b"other bytes".to_vec().into()),
        // Of no bytes.
        content_md5: Some("1B2M2Y8AsgTpgAmY7PhCfg==".into()),
        ..PutObject::default()
    };
    let error = bucket.s3.send(&put).await.expect_err("the checksum is wrong");
    assert_eq!(error.code(), Some("BadDigest"), "{error}");
    let put = PutObject { body: None, ..put };
    bucket.send(put).await;
    assert_eq!(bucket.boto3("head_object", json!({ "Key": "checked" }))["ContentLength"], 0);
}
