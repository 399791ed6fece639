//! Access: lists with grantees, whose type is an XML attribute, and policies, which are JSON.

use aws_operation_server_tests::s3::*;
use serde_json::{Value, json};

use super::Bucket;

#[tokio::test]
async fn an_access_control_list_is_the_same_for_both_clients() {
    let bucket = Bucket::new().await;
    let get = GetBucketAcl { bucket: bucket.name.clone(), ..GetBucketAcl::default() };
    let owner = bucket.send(&get).await.owner.expect("it has an owner");
    let group = "http://acs.amazonaws.com/groups/global/AllUsers";
    let grant =
        |grantee, permission| Grant { grantee: Some(grantee), permission: Some(permission) };
    let grants = vec![
        grant(
            Grantee { id: owner.id.clone(), r#type: Type::CanonicalUser, ..Grantee::default() },
            Permission::FullControl,
        ),
        grant(
            Grantee { uri: Some(group.into()), r#type: Type::Group, ..Grantee::default() },
            Permission::Read,
        ),
    ];
    let put = PutBucketAcl {
        bucket: bucket.name.clone(),
        access_control_policy: Some(AccessControlPolicy {
            grants: Some(grants),
            owner: Some(owner.clone()),
        }),
        ..PutBucketAcl::default()
    };
    bucket.send(put).await;
    let granted = bucket.send(get).await.grants.unwrap_or_default();
    let read = granted.iter().find(|grant| grant.permission == Some(Permission::Read));
    let grantee = read.and_then(|grant| grant.grantee.as_ref()).expect("a grant to read");
    assert_eq!((&grantee.r#type, grantee.uri.as_deref()), (&Type::Group, Some(group)));

    let theirs = bucket.boto3("get_bucket_acl", json!({}));
    let theirs = theirs["Grants"].as_array().cloned().unwrap_or_default();
    assert_eq!(theirs.len(), granted.len());
    let expected = json!({ "Grantee": { "Type": "Group", "URI": group }, "Permission": "READ" });
    assert!(theirs.contains(&expected), "{theirs:?}");
}

#[tokio::test]
async fn a_policy_is_stored_and_read_as_it_is() {
    let bucket = Bucket::new().await;
    let policy = json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow",
            "Principal": "*",
            "Action": "s3:GetObject",
            "Resource": format!("arn:aws:s3:::{}/ü & <b>/*", bucket.name),
        }],
    });
    let put = PutBucketPolicy {
        bucket: bucket.name.clone(),
        policy: policy.to_string(),
        ..PutBucketPolicy::default()
    };
    bucket.send(put).await;
    let get = GetBucketPolicy { bucket: bucket.name.clone(), ..GetBucketPolicy::default() };
    let ours = bucket.send(get).await.policy.unwrap_or_default();
    let theirs = bucket.boto3("get_bucket_policy", json!({}));
    for text in [ours.as_str(), theirs["Policy"].as_str().unwrap_or_default()] {
        assert_eq!(serde_json::from_str::<Value>(text).expect("JSON"), policy, "{text}");
    }
}
