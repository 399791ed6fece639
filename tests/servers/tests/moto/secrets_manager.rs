//! Secrets Manager: awsJson1_1, with idempotency tokens.

use aws_operation_server_tests::secrets_manager::*;
use serde_json::json;

use super::Moto;

#[tokio::test]
async fn a_secret_has_versions_as_text_and_as_bytes() {
    let secrets = Moto::new("secretsmanager", SECRETS_MANAGER);
    let create = CreateSecret {
        name: "pets/password".into(),
        description: Some("of the pets".into()),
        secret_string: Some("{\"password\": \"hüsh\"}".into()),
        tags: Some(vec![Tag { key: Some("team".into()), value: Some("pets".into()) }]),
        ..CreateSecret::default()
    };
    let created = secrets.send(&create).await;
    // The version id is the idempotency token that the client generated.
    let version = created.version_id.expect("a secret has a version");
    assert_eq!(version.len(), 36, "{version}");
    let get = GetSecretValue { secret_id: "pets/password".into(), ..GetSecretValue::default() };
    let got = secrets.send(&get).await;
    assert_eq!(got.secret_string.as_deref(), Some("{\"password\": \"hüsh\"}"));
    assert_eq!((got.version_id.as_deref(), &got.arn), (Some(&*version), &created.arn));
    assert!(!format!("{got:?}").contains("hüsh"), "the secret is printed");

    let bytes: Vec<u8> = (0..=255).collect();
    let put = PutSecretValue {
        secret_id: "pets/password".into(),
        secret_binary: Some(bytes.clone().into()),
        ..PutSecretValue::default()
    };
    secrets.send(put).await;
    let got = secrets.send(&get).await;
    assert_eq!((got.secret_binary, got.secret_string), (Some(bytes.into()), None));
    assert_eq!(got.version_stages, Some(vec!["AWSCURRENT".to_owned()]));
    let theirs = secrets.boto3(
        "get_secret_value",
        json!({ "SecretId": "pets/password", "VersionStage": "AWSPREVIOUS" }),
    );
    assert_eq!(theirs["SecretString"], "{\"password\": \"hüsh\"}");

    let described = secrets.send(DescribeSecret { secret_id: "pets/password".into() }).await;
    assert_eq!(described.description.as_deref(), Some("of the pets"));
    let stages = described.version_ids_to_stages.unwrap_or_default();
    assert_eq!(stages.get(&version), Some(&vec!["AWSPREVIOUS".to_owned()]));
    let date = described.created_date.expect("it has a time");
    assert!(date.epoch_seconds() > 1_700_000_000, "{date:?}");
    let list = ListSecrets {
        filters: Some(vec![Filter {
            key: Some(FilterNameStringType::TagKey),
            values: Some(vec!["team".into()]),
        }]),
        ..ListSecrets::default()
    };
    let listed = secrets.send(list).await.secret_list.unwrap_or_default();
    let names: Vec<_> = listed.iter().filter_map(|secret| secret.name.as_deref()).collect();
    assert_eq!(names, ["pets/password"]);

    let error = secrets.fail(create, "ResourceExistsException", 400).await;
    let Some(CreateSecretError::ResourceExistsException(exists)) = error.service() else {
        panic!("{error:?} is not typed");
    };
    assert!(exists.message.as_deref().is_some_and(|m| m.contains("already exists")), "{exists:?}");
    let delete = DeleteSecret {
        secret_id: "pets/password".into(),
        force_delete_without_recovery: Some(true),
        ..DeleteSecret::default()
    };
    secrets.send(delete).await;
    let error = secrets.fail(get, "ResourceNotFoundException", 404).await;
    assert!(
        matches!(error.service(), Some(GetSecretValueError::ResourceNotFoundException(_))),
        "{error:?}"
    );
}
