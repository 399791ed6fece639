//! An object uploaded in parts.

use aws_operation_server_tests::s3::*;
use serde_json::json;

use super::{Bucket, read};

/// The least size of a part that is not the last.
const PART: usize = 5 * 1024 * 1024;

#[tokio::test]
async fn an_object_is_made_of_parts_and_of_a_part_of_another() {
    let bucket = Bucket::new().await;
    let key = "big/ä b+c.bin";
    let source: Vec<u8> = (0..PART).map(|i| (i % 249) as u8).collect();
    bucket.put("source", source.clone()).await;
    let create = CreateMultipartUpload {
        bucket: bucket.name.clone(),
        key: key.into(),
        content_type: Some("application/x-parts".into()),
        ..CreateMultipartUpload::default()
    };
    let created = bucket.send(create).await;
    assert_eq!(
        (created.bucket.as_deref(), created.key.as_deref()),
        (Some(&*bucket.name), Some(key))
    );
    let upload_id = created.upload_id.expect("an upload has an id");

    let first: Vec<u8> = (0..PART).map(|i| (i % 251) as u8).collect();
    let last = b"the end".to_vec();
    let mut parts = Vec::new();
    for (part_number, body) in [(1, &first), (3, &last)] {
        let upload = UploadPart {
            bucket: bucket.name.clone(),
            key: key.into(),
            upload_id: upload_id.clone(),
            part_number,
            body: Some(body.clone().into()),
            ..UploadPart::default()
        };
        let e_tag = bucket.send(upload).await.e_tag;
        parts.push(CompletedPart {
            e_tag,
            part_number: Some(part_number),
            ..CompletedPart::default()
        });
    }
    let copy = UploadPartCopy {
        bucket: bucket.name.clone(),
        key: key.into(),
        upload_id: upload_id.clone(),
        part_number: 2,
        copy_source: format!("{}/source", bucket.name),
        ..UploadPartCopy::default()
    };
    let copied = bucket.send(copy).await.copy_part_result.expect("it says what it made");
    assert!(copied.last_modified.is_some());
    parts.insert(
        1,
        CompletedPart { e_tag: copied.e_tag, part_number: Some(2), ..CompletedPart::default() },
    );

    let list =
        ListMultipartUploads { bucket: bucket.name.clone(), ..ListMultipartUploads::default() };
    let uploads = bucket.send(list).await.uploads.unwrap_or_default();
    let [upload] = uploads.as_slice() else { panic!("there is one upload: {uploads:?}") };
    assert_eq!((upload.key.as_deref(), upload.upload_id.as_ref()), (Some(key), Some(&upload_id)));
    let list = ListParts {
        bucket: bucket.name.clone(),
        key: key.into(),
        upload_id: upload_id.clone(),
        ..ListParts::default()
    };
    let listed = bucket.send(list).await.parts.unwrap_or_default();
    // The server leaves out the quotes of a part's ETag where it copied the part.
    let bare = |e_tag: &Option<String>| e_tag.as_deref().map(|e_tag| e_tag.replace('"', ""));
    let listed: Vec<_> =
        listed.iter().map(|part| (part.part_number, part.size, bare(&part.e_tag))).collect();
    let sizes = [PART as i64, PART as i64, 7];
    let expected: Vec<_> = parts
        .iter()
        .zip(sizes)
        .map(|(part, size)| (part.part_number, Some(size), bare(&part.e_tag)))
        .collect();
    assert_eq!(listed, expected);

    let complete = CompleteMultipartUpload {
        bucket: bucket.name.clone(),
        key: key.into(),
        upload_id,
        multipart_upload: Some(CompletedMultipartUpload { parts: Some(parts) }),
        ..CompleteMultipartUpload::default()
    };
    let completed = bucket.send(complete).await;
    assert_eq!(
        (completed.bucket.as_deref(), completed.key.as_deref()),
        (Some(&*bucket.name), Some(key))
    );
    let e_tag = completed.e_tag.expect("an object has an ETag");
    assert!(e_tag.trim_matches('"').ends_with("-3"), "{e_tag}");

    let whole = [first, source, last].concat();
    let get = GetObject { bucket: bucket.name.clone(), key: key.into(), ..GetObject::default() };
    let got = bucket.send(get).await;
    assert_eq!(got.content_type.as_deref(), Some("application/x-parts"));
    assert!(read(got.body).await == whole, "the bytes differ");
    let theirs = bucket.boto3("head_object", json!({ "Key": key }));
    assert_eq!(theirs["ContentLength"], json!(whole.len()));
    assert_eq!(theirs["ETag"], json!(e_tag));
}

#[tokio::test]
async fn an_upload_is_given_up() {
    let bucket = Bucket::new().await;
    let create = CreateMultipartUpload {
        bucket: bucket.name.clone(),
        key: "never".into(),
        ..CreateMultipartUpload::default()
    };
    let upload_id = bucket.send(create).await.upload_id.expect("an upload has an id");
    let abort = AbortMultipartUpload {
        bucket: bucket.name.clone(),
        key: "never".into(),
        upload_id: upload_id.clone(),
        ..AbortMultipartUpload::default()
    };
    bucket.send(abort).await;
    let theirs = bucket.boto3("list_multipart_uploads", json!({}));
    assert_eq!(theirs.get("Uploads"), None);
    let list = ListParts {
        bucket: bucket.name.clone(),
        key: "never".into(),
        upload_id,
        ..ListParts::default()
    };
    let error = bucket.s3.send(list).await.expect_err("the upload is gone");
    assert_eq!(error.code(), Some("NoSuchUpload"), "{error}");
}
