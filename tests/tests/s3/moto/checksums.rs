//! Checksums, metadata and tags: what one client stores, the other checks and reads.

use std::collections::BTreeMap;

use aws_operation::{Blob, ByteStream};
use aws_operation_server_tests::s3::*;
use aws_operation_tests::crc32;
use serde_json::json;

use super::Bucket;

/// A stream that can be sent once.
fn once(bytes: &[u8]) -> ByteStream {
    let length = bytes.len() as u64;
    ByteStream::from_reader(std::io::Cursor::new(bytes.to_vec())).with_length(length)
}

#[tokio::test]
async fn boto3_reads_and_checks_what_was_streamed_with_a_trailer() {
    let bucket = Bucket::new().await;
    let bytes: Vec<u8> = (0..150_000_u32).map(|byte| (byte % 251) as u8).collect();
    let mut stored = Vec::new();
    for (algorithm, name) in [
        (ChecksumAlgorithm::Crc32, "ChecksumCRC32"),
        (ChecksumAlgorithm::Crc32C, "ChecksumCRC32C"),
        (ChecksumAlgorithm::Crc64Nvme, "ChecksumCRC64NVME"),
        (ChecksumAlgorithm::Sha1, "ChecksumSHA1"),
        (ChecksumAlgorithm::Sha256, "ChecksumSHA256"),
    ] {
        let metadata = BTreeMap::from([("owner".to_owned(), format!("me; {name}"))]);
        let put = PutObject {
            checksum_algorithm: Some(algorithm),
            metadata: Some(metadata.clone()),
            tagging: Some("a=1&b%20c=%C3%BC".into()),
            content_encoding: Some("identity".into()),
            ..bucket.put(name, once(&bytes))
        };
        bucket.send(put).await;
        stored.push((name, metadata));
        let ours = bucket.read(bucket.get(name)).await;
        assert!(ours == bytes, "{name}: the bytes differ");
    }
    let names = || stored.iter().map(|(name, _)| name);
    let objects =
        names().map(|name| ("get_object", json!({ "Key": name, "ChecksumMode": "ENABLED" })));
    let tags = names().map(|name| ("get_object_tagging", json!({ "Key": name })));
    let answers = bucket.boto3_all(objects.chain(tags));
    let (objects, tags) = answers.split_at(stored.len());
    for (((name, metadata), theirs), tags) in stored.iter().zip(objects).zip(tags) {
        // boto3 has checked the checksum, if it knows the algorithm.
        let body: Blob = serde_json::from_value(theirs["Body"].clone()).expect("it is base64");
        assert!(body == Blob::from(bytes.clone()), "{name}: boto3 reads other bytes");
        assert_eq!(theirs["Metadata"], json!(metadata), "{name}");
        assert!(theirs[*name].is_string(), "{name}: the trailer is lost");
        let expected = json!([{ "Key": "a", "Value": "1" }, { "Key": "b c", "Value": "ü" }]);
        assert_eq!(tags["TagSet"], expected, "{name}");
    }
    assert_eq!(objects[0]["ChecksumCRC32"], json!(crc32(&bytes)));
}

#[tokio::test]
async fn what_boto3_stores_is_read_and_checked() {
    const ALGORITHMS: [&str; 3] = ["CRC32", "SHA1", "SHA256"];
    let bucket = Bucket::new().await;
    bucket.boto3_all(ALGORITHMS.map(|algorithm| {
        let args = json!({
            "Key": algorithm,
            "Body": "stored by boto3",
            "ChecksumAlgorithm": algorithm,
            "Metadata": { "by": "boto3" },
            "Tagging": "a=1",
            "CacheControl": "max-age=60",
        });
        ("put_object", args)
    }));
    for algorithm in ALGORITHMS {
        let got = bucket.send(bucket.get(algorithm)).await;
        let checksum = match algorithm {
            "CRC32" => got.checksum_crc32.clone(),
            "SHA1" => got.checksum_sha1.clone(),
            _ => got.checksum_sha256.clone(),
        };
        assert!(checksum.is_some(), "{algorithm} is not returned");
        assert_eq!(got.metadata.get("by").map(String::as_str), Some("boto3"));
        assert_eq!((got.cache_control.as_deref(), got.tag_count), (Some("max-age=60"), Some(1)));
        let body = got.body.collect(usize::MAX).await.expect("the checksum is right");
        assert_eq!(body, b"stored by boto3"[..]);
    }
}

#[tokio::test]
async fn the_attributes_of_an_object_have_its_checksum() {
    let bucket = Bucket::new().await;
    let put = PutObject {
        checksum_algorithm: Some(ChecksumAlgorithm::Sha256),
        ..bucket.put("object", "hello")
    };
    bucket.send(put).await;
    let get = |attribute| GetObjectAttributes {
        bucket: bucket.name.clone(),
        key: "object".into(),
        // moto understands one at a time: it does not expect spaces behind commas.
        object_attributes: vec![attribute],
        ..GetObjectAttributes::default()
    };
    let size = bucket.send(get(ObjectAttributes::ObjectSize)).await.object_size;
    assert_eq!(size, Some(5));
    let e_tag = bucket.send(get(ObjectAttributes::Etag)).await.e_tag;
    assert_eq!(e_tag.as_deref(), Some("5d41402abc4b2a76b9719d911017c592"));
    let checksum = bucket.send(get(ObjectAttributes::Checksum)).await.checksum;
    let checksum = checksum.and_then(|checksum| checksum.checksum_sha256);
    assert_eq!(checksum.as_deref(), Some("LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="));
}
