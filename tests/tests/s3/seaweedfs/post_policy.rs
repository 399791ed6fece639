//! Signed forms, sent by a client that knows nothing of AWS, and compared with boto3's.

use std::collections::BTreeSet;
use std::time::{Duration, SystemTime};

use aws_operation::sigv4::{self, PostPolicy, PresignedPost, SigningParams};
use aws_operation::{Credentials, Timestamp};
use aws_operation_server_tests::s3::*;
use aws_operation_server_tests::seaweedfs;
use aws_operation_tests::boto3::boto3;
use aws_operation_tests::{ACCESS_KEY, REGION, SECRET_KEY};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::{Bucket, browser, read};

/// Sends the form with these fields added, and returns the status and the body of the answer.
async fn submit(post: &PresignedPost, added: &[(&str, &str)], file: &str) -> (u16, String) {
    let fields = post.fields().iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let mut form = String::new();
    for (name, value) in fields.chain(added.iter().copied()) {
        form += &format!(
            "--limit\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        );
    }
    form += &format!(
        "--limit\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a cat.txt\"\r\n\
         Content-Type: text/plain\r\n\r\n{file}\r\n--limit--\r\n"
    );
    let answer = browser()
        .post(post.url())
        .header("content-type", "multipart/form-data; boundary=limit")
        .body(form)
        .send()
        .await
        .expect("it is answered");
    (answer.status().as_u16(), answer.text().await.expect("it is text"))
}

#[tokio::test]
async fn a_signed_form_uploads_what_its_policy_allows() {
    let bucket = Bucket::new().await;
    let minute = Duration::from_secs(60);
    let policy = PostPolicy::keys_starting_with(&bucket.name, "uploads/", minute)
        .field("x-amz-meta-owner", "a \"person\" ü")
        .field_starts_with("Content-Type", "text/")
        .content_length(1..=10);
    let post = bucket.s3.presign_post(policy).await.expect("it can be presigned");
    let text = [("Content-Type", "text/x-pets")];
    let (status, answer) = submit(&post, &text, "0123456789").await;
    assert!((200..300).contains(&status), "{answer}");
    let get = GetObject {
        bucket: bucket.name.clone(),
        key: "uploads/a cat.txt".into(),
        ..GetObject::default()
    };
    let got = bucket.send(&get).await;
    assert_eq!(read(got.body).await, b"0123456789"[..]);
    assert_eq!(got.content_type.as_deref(), Some("text/x-pets"));

    for (added, file, code) in [
        (("Content-Type", "text/plain"), "01234567890", "EntityTooLarge"),
        (("Content-Type", "image/png"), "0123", "AccessDenied"),
    ] {
        let (status, answer) = submit(&post, &[added], file).await;
        assert!((400..500).contains(&status) && answer.contains(code), "{code}: {answer}");
    }

    let exact = PostPolicy::key(&bucket.name, "exact key", minute);
    let post = bucket.s3.presign_post(exact).await.expect("it can be presigned");
    let (status, answer) = submit(&post, &[], "exact").await;
    assert!((200..300).contains(&status), "{answer}");
    let get = GetObject { key: "exact key".into(), ..get };
    assert_eq!(read(bucket.send(&get).await.body).await, b"exact"[..]);
}

/// The conditions of a policy, without an order.
fn conditions(policy: &str) -> BTreeSet<String> {
    let policy = STANDARD.decode(policy).expect("it is base64");
    let policy: Value = serde_json::from_slice(&policy).expect("it is JSON");
    let conditions = policy["conditions"].as_array().expect("it has conditions");
    conditions.iter().map(Value::to_string).collect()
}

#[test]
fn boto3_makes_the_same_form() {
    let calls = json!([{
        "service": "s3",
        "method": "generate_presigned_post",
        "args": {
            "Bucket": "pictures",
            "Key": "cats/${filename}",
            "Fields": { "acl": "private" },
            "Conditions": [
                { "acl": "private" },
                ["starts-with", "$Content-Type", "image/"],
                ["content-length-range", 1, 1000],
            ],
            "ExpiresIn": 600,
        },
    }]);
    let theirs = boto3(seaweedfs(), &calls)[0]["ok"].take();
    let field = |name: &str| theirs["fields"][name].as_str().unwrap_or_default().to_owned();
    let date = field("x-amz-date");
    let part = |range| date.get(range).unwrap_or_default();
    let (day, time) =
        ((part(0..4), part(4..6), part(6..8)), (part(9..11), part(11..13), part(13..15)));
    let date = format!("{}-{}-{}T{}:{}:{}Z", day.0, day.1, day.2, time.0, time.1, time.2);
    let date: Timestamp = date.parse().expect("a time");

    let credentials = Credentials::new(ACCESS_KEY, SECRET_KEY);
    let params = SigningParams::new(&credentials, REGION, "s3", SystemTime::from(date));
    let policy = PostPolicy::keys_starting_with("pictures", "cats/", Duration::from_secs(600))
        .field("acl", "private")
        .field_starts_with("Content-Type", "image/")
        .content_length(1..=1000);
    let url = format!("{}/pictures", seaweedfs()).parse().expect("a URL");
    let ours = sigv4::presign_post(&url, &policy, &params).expect("it can be presigned");
    assert_eq!(ours.url(), theirs["url"]);
    for (name, value) in ours.fields() {
        match name.as_str() {
            "policy" => assert_eq!(conditions(value), conditions(&field("policy"))),
            // Of another JSON text for the same policy.
            "x-amz-signature" => assert_eq!(value.len(), field(name).len()),
            name => assert_eq!(*value, field(name), "{name}"),
        }
    }
    let theirs = theirs["fields"].as_object().expect("an object");
    assert_eq!(ours.fields().len(), theirs.len());
}
