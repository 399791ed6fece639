//! What a bucket is told: tags, CORS, lifecycle rules.

use aws_operation_server_tests::s3::*;
use serde_json::json;

use super::Bucket;

#[tokio::test]
async fn tags_of_a_bucket() {
    let bucket = Bucket::new().await;
    let get = GetBucketTagging { bucket: bucket.name.clone(), ..GetBucketTagging::default() };
    let error = bucket.s3.send(&get).await.expect_err("the bucket has no tags");
    assert_eq!(error.code(), Some("NoSuchTagSet"), "{error}");
    let tags = vec![
        Tag { key: "team".into(), value: "pets + cats/dogs = @home".into() },
        Tag { key: "stage".into(), value: "\u{e9}".into() },
    ];
    let put = PutBucketTagging {
        bucket: bucket.name.clone(),
        tagging: Tagging { tag_set: tags.clone() },
        ..PutBucketTagging::default()
    };
    bucket.send(put).await;
    let mut got = bucket.send(&get).await.tag_set;
    got.sort_by(|a, b| b.key.cmp(&a.key));
    assert_eq!(got, tags);
    let theirs = bucket.boto3("get_bucket_tagging", json!({}));
    let theirs = theirs["TagSet"].as_array().cloned().unwrap_or_default();
    assert_eq!(theirs.len(), 2);
    assert!(
        theirs.contains(&json!({ "Key": "team", "Value": "pets + cats/dogs = @home" })),
        "{theirs:?}"
    );

    let delete =
        DeleteBucketTagging { bucket: bucket.name.clone(), ..DeleteBucketTagging::default() };
    bucket.send(delete).await;
    let error = bucket.s3.send(get).await.expect_err("the tags are gone");
    assert_eq!(error.code(), Some("NoSuchTagSet"), "{error}");
}

#[tokio::test]
async fn cors_rules() {
    let bucket = Bucket::new().await;
    let texts = |texts: &[&str]| texts.iter().map(|text| text.to_string()).collect::<Vec<_>>();
    let rules = vec![
        CORSRule {
            id: Some("first".into()),
            allowed_headers: Some(texts(&["*"])),
            allowed_methods: texts(&["GET", "PUT"]),
            allowed_origins: texts(&["https://a.example", "https://*.b.example"]),
            expose_headers: Some(texts(&["ETag", "x-amz-request-id"])),
            max_age_seconds: Some(3000),
        },
        CORSRule {
            allowed_methods: texts(&["HEAD"]),
            allowed_origins: texts(&["*"]),
            max_age_seconds: Some(1),
            ..CORSRule::default()
        },
    ];
    let put = PutBucketCors {
        bucket: bucket.name.clone(),
        cors_configuration: CORSConfiguration { cors_rules: rules.clone() },
        ..PutBucketCors::default()
    };
    bucket.send(put).await;
    let get = GetBucketCors { bucket: bucket.name.clone(), ..GetBucketCors::default() };
    assert_eq!(bucket.send(&get).await.cors_rules, Some(rules));
    let theirs = bucket.boto3("get_bucket_cors", json!({}));
    assert_eq!(
        theirs["CORSRules"],
        json!([
            {
                "ID": "first",
                "AllowedHeaders": ["*"],
                "AllowedMethods": ["GET", "PUT"],
                "AllowedOrigins": ["https://a.example", "https://*.b.example"],
                "ExposeHeaders": ["ETag", "x-amz-request-id"],
                "MaxAgeSeconds": 3000,
            },
            { "AllowedMethods": ["HEAD"], "AllowedOrigins": ["*"], "MaxAgeSeconds": 1 },
        ])
    );
    bucket
        .send(DeleteBucketCors { bucket: bucket.name.clone(), ..DeleteBucketCors::default() })
        .await;
    let error = bucket.s3.send(get).await.expect_err("the rules are gone");
    assert_eq!(error.code(), Some("NoSuchCORSConfiguration"), "{error}");
}

#[tokio::test]
async fn lifecycle_rules() {
    let bucket = Bucket::new().await;
    let rules = vec![
        LifecycleRule {
            id: Some("old logs".into()),
            status: ExpirationStatus::Enabled,
            filter: Some(LifecycleRuleFilter {
                prefix: Some("logs/".into()),
                ..LifecycleRuleFilter::default()
            }),
            expiration: Some(LifecycleExpiration {
                days: Some(30),
                ..LifecycleExpiration::default()
            }),
            ..LifecycleRule::default()
        },
        LifecycleRule {
            id: Some("both".into()),
            status: ExpirationStatus::Enabled,
            filter: Some(LifecycleRuleFilter {
                and: Some(LifecycleRuleAndOperator {
                    prefix: Some("tmp/".into()),
                    tags: Some(vec![
                        Tag { key: "a".into(), value: "1".into() },
                        Tag { key: "b".into(), value: "2".into() },
                    ]),
                    ..LifecycleRuleAndOperator::default()
                }),
                ..LifecycleRuleFilter::default()
            }),
            expiration: Some(LifecycleExpiration {
                days: Some(1),
                ..LifecycleExpiration::default()
            }),
            ..LifecycleRule::default()
        },
    ];
    let put = PutBucketLifecycleConfiguration {
        bucket: bucket.name.clone(),
        lifecycle_configuration: Some(BucketLifecycleConfiguration { rules: rules.clone() }),
        ..PutBucketLifecycleConfiguration::default()
    };
    bucket.send(put).await;
    let get = GetBucketLifecycleConfiguration {
        bucket: bucket.name.clone(),
        ..GetBucketLifecycleConfiguration::default()
    };
    assert_eq!(bucket.send(&get).await.rules, Some(rules));
    let theirs = bucket.boto3("get_bucket_lifecycle_configuration", json!({}));
    assert_eq!(
        theirs["Rules"],
        json!([
            {
                "ID": "old logs",
                "Status": "Enabled",
                "Filter": { "Prefix": "logs/" },
                "Expiration": { "Days": 30 },
            },
            {
                "ID": "both",
                "Status": "Enabled",
                "Filter": { "And": {
                    "Prefix": "tmp/",
                    "Tags": [{ "Key": "a", "Value": "1" }, { "Key": "b", "Value": "2" }],
                } },
                "Expiration": { "Days": 1 },
            },
        ])
    );
    let delete =
        DeleteBucketLifecycle { bucket: bucket.name.clone(), ..DeleteBucketLifecycle::default() };
    bucket.send(delete).await;
    let error = bucket.s3.send(get).await.expect_err("the rules are gone");
    assert_eq!(error.code(), Some("NoSuchLifecycleConfiguration"), "{error}");
}
