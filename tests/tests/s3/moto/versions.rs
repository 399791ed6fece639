//! Versions of objects, and objects that are kept until a date.

use aws_operation::Timestamp;
use aws_operation_server_tests::s3::*;
use serde_json::json;

use super::Bucket;

#[tokio::test]
async fn every_version_of_an_object_is_listed_and_read() {
    let bucket = Bucket::new().await;
    let enable = PutBucketVersioning {
        bucket: bucket.name.clone(),
        versioning_configuration: VersioningConfiguration {
            status: Some(BucketVersioningStatus::Enabled),
            ..VersioningConfiguration::default()
        },
        ..PutBucketVersioning::default()
    };
    bucket.send(enable).await;
    let get = GetBucketVersioning { bucket: bucket.name.clone(), ..Default::default() };
    assert_eq!(bucket.send(get).await.status, Some(BucketVersioningStatus::Enabled));
    assert_eq!(bucket.boto3("get_bucket_versioning", json!({}))["Status"], "Enabled");

    let first = bucket.send(bucket.put("key", "first")).await.version_id.expect("a version");
    // The other client's version is one as well.
    let second = bucket.boto3("put_object", json!({ "Key": "key", "Body": "second" }));
    let second = second["VersionId"].as_str().expect("a version").to_owned();
    let delete =
        DeleteObject { bucket: bucket.name.clone(), key: "key".into(), ..Default::default() };
    let deleted = bucket.send(delete).await;
    assert_eq!(deleted.delete_marker, Some(true));
    let error = bucket.s3.send(bucket.get("key")).await.expect_err("it is deleted");
    assert_eq!(error.code(), Some("NoSuchKey"), "{error}");

    for (version, body) in [(&first, "first"), (&second, "second")] {
        let get = GetObject { version_id: Some(version.clone()), ..bucket.get("key") };
        assert_eq!(bucket.read(get).await, body.as_bytes());
    }
    let list = ListObjectVersions { bucket: bucket.name.clone(), ..Default::default() };
    let listed = bucket.send(list).await;
    let versions = listed.versions.unwrap_or_default();
    let versions: Vec<_> =
        versions.iter().filter_map(|version| version.version_id.clone()).collect();
    assert_eq!(versions, [second, first]);
    let markers = listed.delete_markers.unwrap_or_default();
    let [marker] = markers.as_slice() else { panic!("one marker: {markers:?}") };
    assert_eq!((&marker.version_id, marker.is_latest), (&deleted.version_id, Some(true)));
    let theirs = bucket.boto3("list_object_versions", json!({}));
    assert_eq!(theirs["Versions"].as_array().map(Vec::len), Some(2));
    assert_eq!(theirs["DeleteMarkers"][0]["VersionId"], json!(marker.version_id));
}

#[tokio::test]
async fn an_object_is_kept_until_a_date() {
    let create =
        CreateBucket { object_lock_enabled_for_bucket: Some(true), ..CreateBucket::default() };
    let bucket = Bucket::created(create).await;
    let date: Timestamp = "2099-12-31T23:59:58Z".parse().expect("a date");
    let put = PutObject {
        object_lock_mode: Some(ObjectLockMode::Compliance),
        object_lock_retain_until_date: Some(date),
        ..bucket.put("kept", "x")
    };
    let version = bucket.send(put).await.version_id;
    let hold = PutObjectLegalHold {
        bucket: bucket.name.clone(),
        key: "kept".into(),
        legal_hold: Some(ObjectLockLegalHold { status: Some(ObjectLockLegalHoldStatus::On) }),
        ..PutObjectLegalHold::default()
    };
    bucket.send(hold).await;
    let get = GetObjectLegalHold {
        bucket: bucket.name.clone(),
        key: "kept".into(),
        ..GetObjectLegalHold::default()
    };
    let hold = bucket.send(get).await.legal_hold.and_then(|hold| hold.status);
    assert_eq!(hold, Some(ObjectLockLegalHoldStatus::On));
    let head =
        HeadObject { bucket: bucket.name.clone(), key: "kept".into(), ..HeadObject::default() };
    let head = bucket.send(head).await;
    assert_eq!(head.object_lock_retain_until_date, Some(date));
    let theirs = bucket.boto3("head_object", json!({ "Key": "kept" }));
    assert_eq!(theirs["ObjectLockRetainUntilDate"], "2099-12-31T23:59:58+00:00");
    assert_eq!(
        (&theirs["ObjectLockMode"], &theirs["ObjectLockLegalHoldStatus"]),
        (&json!("COMPLIANCE"), &json!("ON"))
    );

    let delete = DeleteObject {
        bucket: bucket.name.clone(),
        key: "kept".into(),
        version_id: version,
        ..DeleteObject::default()
    };
    let error = bucket.s3.send(delete).await.expect_err("it is kept");
    assert_eq!(error.code(), Some("AccessDenied"), "{error}");
}
