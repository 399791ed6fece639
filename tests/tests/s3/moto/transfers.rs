//! Objects in parts, with a server that stores no checksum of a whole object.

use std::fs;
use std::process;

use aws_operation::s3;
use serde_json::json;

use super::Bucket;

const PART: usize = 5 * 1024 * 1024;

#[tokio::test]
async fn an_object_goes_up_and_down_in_parts() {
    let bucket = Bucket::new().await;
    let bytes: Vec<u8> = (0..2 * PART as u32 + 7).map(|i| (i.wrapping_mul(i) >> 7) as u8).collect();
    let upload = s3::upload(&bucket.s3, &bucket.name, "a/b c", bytes.clone());
    let done = upload.part_size(PART as u64).metadata("a", "b").await;
    let done = done.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!((done.parts, done.bytes), (3, bytes.len() as u64));

    let theirs = bucket.boto3_all([
        ("head_object", json!({ "Key": "a/b c" })),
        ("list_multipart_uploads", json!({})),
    ]);
    assert_eq!(theirs[0]["ContentLength"], json!(bytes.len()));
    assert_eq!(theirs[0]["ETag"].as_str(), done.e_tag.as_deref());
    assert_eq!(theirs[0]["Metadata"], json!({ "a": "b" }));
    assert!(theirs[1]["Uploads"].is_null(), "{}", theirs[1]);

    let path = std::env::temp_dir().join(format!("aws-operation-{}-moto", process::id()));
    let download = s3::download(&bucket.s3, &bucket.name, "a/b c").part_size(PART as u64 / 2);
    let done = download.to_path(&path).await.unwrap_or_else(|error| panic!("{error}"));
    let copy = fs::read(&path);
    let _ = fs::remove_file(&path);
    assert_eq!(done.bytes, bytes.len() as u64);
    assert!(copy.expect("a file") == bytes, "the bytes differ");
}
