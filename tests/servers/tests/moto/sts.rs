//! STS: awsQuery.

use std::time::SystemTime;

use aws_operation::Timestamp;
use aws_operation_server_tests::sts::*;
use serde_json::json;

use super::Moto;

#[tokio::test]
async fn the_identity_is_that_of_boto3() {
    let sts = Moto::new("sts", STS);
    let identity = sts.send(GetCallerIdentity {}).await;
    let theirs = sts.boto3("get_caller_identity", json!({}));
    assert_eq!(json!(identity.account), theirs["Account"]);
    assert_eq!(json!(identity.arn), theirs["Arn"]);
    assert_eq!(json!(identity.user_id), theirs["UserId"]);
    assert!(identity.arn.is_some_and(|arn| arn.starts_with("arn:aws:sts::")));
    let session =
        sts.send(GetSessionToken { duration_seconds: Some(900), ..GetSessionToken::default() });
    let credentials = session.await.credentials.expect("there are credentials");
    assert!(!credentials.session_token.is_empty());
}

#[tokio::test]
async fn a_role_is_assumed() {
    let sts = Moto::new("sts", STS);
    let tag = |key: &str, value: &str| Tag { key: key.into(), value: value.into() };
    let policy = |arn: &str| PolicyDescriptorType { arn: Some(arn.into()) };
    let assume = AssumeRole {
        role_arn: "arn:aws:iam::123456789012:role/pets".into(),
        role_session_name: "a-session".into(),
        duration_seconds: Some(1800),
        policy: Some("{\"Version\": \"2012-10-17\", \"Statement\": []}".into()),
        policy_arns: Some(vec![policy("arn:aws:iam::aws:policy/ReadOnlyAccess")]),
        tags: Some(vec![tag("team", "pets & cats"), tag("stage", "é")]),
        transitive_tag_keys: Some(vec!["team".into()]),
        ..AssumeRole::default()
    };
    let assumed = sts.send(&assume).await;
    let credentials = assumed.credentials.expect("there are credentials");
    let user = assumed.assumed_role_user.expect("there is a user");
    assert_eq!(user.arn, "arn:aws:sts::123456789012:assumed-role/pets/a-session");
    assert!(user.assumed_role_id.ends_with(":a-session"), "{}", user.assumed_role_id);
    assert!(credentials.access_key_id.starts_with("ASIA"), "{}", credentials.access_key_id);
    let now = Timestamp::from(SystemTime::now()).epoch_seconds();
    let life = credentials.expiration.epoch_seconds() - now;
    assert!((1700..=1800).contains(&life), "{life} seconds are left");
    let debug = format!("{credentials:?}");
    assert!(!debug.contains(&credentials.secret_access_key), "the secret is printed");

    let long = AssumeRole { role_session_name: "x".repeat(65), ..assume };
    let error = sts.fail(long, "ValidationError", 400).await;
    let Some(AssumeRoleError::Other(other)) = error.service() else {
        panic!("{error:?} is a modelled error");
    };
    assert!(
        other.message().is_some_and(|message| message.contains("roleSessionName")),
        "{other:?}"
    );
    assert!(error.request_id().is_some(), "{error}");
}
