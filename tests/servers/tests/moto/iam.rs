//! IAM: awsQuery.

use aws_operation_server_tests::iam::*;
use serde_json::{Value, json};

use super::Moto;

const TRUST: &str = "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \
    \"Principal\": {\"Service\": \"lambda.amazonaws.com\"}, \"Action\": \"sts:AssumeRole\"}]}";

fn role(name: &str) -> CreateRole {
    CreateRole {
        path: Some("/pets/".into()),
        role_name: name.into(),
        assume_role_policy_document: TRUST.into(),
        description: Some("for + the & <pets> = é".into()),
        max_session_duration: Some(7200),
        tags: Some(vec![
            Tag { key: "team".into(), value: "pets + cats".into() },
            Tag { key: "stage".into(), value: String::new() },
        ]),
        ..CreateRole::default()
    }
}

#[tokio::test]
async fn a_role_keeps_its_policies_and_tags() {
    let iam = Moto::new("iam", IAM);
    let created = iam.send(role("keeper")).await.role;
    assert_eq!((&*created.path, &*created.role_name), ("/pets/", "keeper"));
    assert!(created.create_date.epoch_seconds() > 1_700_000_000);
    let got = iam.send(GetRole { role_name: "keeper".into() }).await.role;
    assert_eq!((&got.arn, &got.role_id), (&created.arn, &created.role_id));
    assert_eq!(got.description.as_deref(), Some("for + the & <pets> = é"));
    assert_eq!(got.max_session_duration, Some(7200));
    // IAM returns the document percent-encoded.
    let document = got.assume_role_policy_document.unwrap_or_default();
    assert!(document.starts_with("%7B%22Version%22"), "{document}");
    let theirs = iam.boto3("get_role", json!({ "RoleName": "keeper" }));
    assert_eq!(theirs["Role"]["Arn"], json!(got.arn));
    assert_eq!(theirs["Role"]["Description"], json!(got.description));
    let trust: Value = serde_json::from_str(TRUST).expect("it is JSON");
    assert_eq!(theirs["Role"]["AssumeRolePolicyDocument"], trust);

    let policy = "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \
        \"Action\": \"s3:*\", \"Resource\": \"*\"}]}";
    let put = PutRolePolicy {
        role_name: "keeper".into(),
        policy_name: "all".into(),
        policy_document: policy.into(),
    };
    iam.send(put).await;
    let get = GetRolePolicy { role_name: "keeper".into(), policy_name: "all".into() };
    let inline = iam.send(&get).await;
    assert_eq!((&*inline.role_name, &*inline.policy_name), ("keeper", "all"));
    assert!(inline.policy_document.contains("s3"), "{}", inline.policy_document);

    let more = vec![Tag { key: "third".into(), value: "x".into() }];
    iam.send(TagRole { role_name: "keeper".into(), tags: more }).await;
    let list = ListRoleTags { role_name: "keeper".into(), ..ListRoleTags::default() };
    let mut tags: Vec<_> =
        iam.send(list).await.tags.into_iter().map(|tag| (tag.key, tag.value)).collect();
    tags.sort();
    let expected = [("stage", ""), ("team", "pets + cats"), ("third", "x")];
    assert_eq!(tags, expected.map(|(key, value)| (key.to_owned(), value.to_owned())));

    let delete = DeleteRole { role_name: "keeper".into() };
    let error = iam.fail(&delete, "DeleteConflict", 409).await;
    let Some(DeleteRoleError::DeleteConflictException(conflict)) = error.service() else {
        panic!("{error:?} is not typed");
    };
    assert_eq!(conflict.message.as_deref(), error.message());
    let inline = DeleteRolePolicy { role_name: "keeper".into(), policy_name: "all".into() };
    iam.send(inline).await;
    iam.send(delete).await;
    let error = iam.fail(get, "NoSuchEntity", 404).await;
    let Some(GetRolePolicyError::NoSuchEntityException(missing)) = error.service() else {
        panic!("{error:?} is not typed");
    };
    assert!(missing.message.as_deref().is_some_and(|m| m.contains("keeper")), "{missing:?}");
}

#[tokio::test]
async fn pages_are_followed_to_the_end() {
    let iam = Moto::new("iam", IAM);
    for n in 0..5 {
        let create = CreateRole { path: Some("/pages/".into()), ..role(&format!("page-{n}")) };
        iam.send(create).await;
    }
    let mut list = ListRoles {
        path_prefix: Some("/pages/".into()),
        max_items: Some(2),
        ..ListRoles::default()
    };
    let (mut names, mut pages) = (Vec::new(), Vec::new());
    loop {
        let page = iam.send(&list).await;
        pages.push(page.roles.len());
        names.extend(page.roles.into_iter().map(|role| role.role_name));
        assert_eq!(page.is_truncated, page.marker.is_some());
        if !page.is_truncated {
            break;
        }
        list.marker = page.marker;
    }
    // moto sorts roles by their random ids.
    names.sort();
    assert_eq!(names, [0, 1, 2, 3, 4].map(|n| format!("page-{n}")));
    assert_eq!(pages, [2, 2, 1]);
    let theirs = iam.boto3("list_roles", json!({ "PathPrefix": "/pages/" }));
    assert_eq!(theirs["Roles"].as_array().map(Vec::len), Some(5));
    let none = ListRoles { path_prefix: Some("/nothing/".into()), ..ListRoles::default() };
    assert_eq!(iam.send(none).await.roles, []);
    let error = iam.fail(role("page-0"), "EntityAlreadyExists", 409).await;
    assert!(
        matches!(error.service(), Some(CreateRoleError::EntityAlreadyExistsException(_))),
        "{error:?}"
    );
}
