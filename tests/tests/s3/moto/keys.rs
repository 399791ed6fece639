//! Keys whose slashes a URL library would change: moto keeps them, SeaweedFS does not.

use aws_operation_server_tests::s3::*;
use serde_json::json;

use super::Bucket;

const KEYS: [&str; 7] =
    ["/leading", "//two leading", "a//b", "a///b//", "trailing/", "ends//", "/%2F/ +&?#\u{e9}"];

#[tokio::test]
async fn slashes_stay_where_they_are() {
    let bucket = Bucket::new().await;
    for key in KEYS {
        bucket.send(bucket.put(key, key)).await;
        assert_eq!(bucket.read(bucket.get(key)).await, key.as_bytes(), "{key}");
    }
    let list = ListObjectsV2 { bucket: bucket.name.clone(), ..ListObjectsV2::default() };
    let listed = bucket.send(list).await.contents.unwrap_or_default();
    let listed: Vec<_> = listed.into_iter().filter_map(|object| object.key).collect();
    let mut keys = KEYS.map(str::to_owned);
    keys.sort();
    assert_eq!(listed, keys);

    let list = ("list_objects_v2", json!({}));
    let heads = KEYS.map(|key| ("head_object", json!({ "Key": key })));
    let puts = KEYS.map(|key| ("put_object", json!({ "Key": key, "Body": "theirs" })));
    let answers = bucket.boto3_all([list].into_iter().chain(heads).chain(puts));
    let theirs = answers[0]["Contents"].as_array().cloned().unwrap_or_default();
    let theirs: Vec<_> = theirs.iter().filter_map(|object| object["Key"].as_str()).collect();
    assert_eq!(theirs, keys);
    for (key, head) in KEYS.iter().zip(&answers[1..]) {
        assert_eq!(head["ContentLength"], json!(key.len()), "{key}");
        assert_eq!(bucket.read(bucket.get(key)).await, b"theirs", "{key}");
    }
}
