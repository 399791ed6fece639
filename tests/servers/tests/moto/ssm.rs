//! SSM: awsJson1_1.

use aws_operation_server_tests::ssm::*;
use serde_json::json;

use super::Moto;

async fn put(ssm: &Moto, name: &str, value: &str, kind: ParameterType) {
    let put = PutParameter {
        name: name.into(),
        value: value.into(),
        r#type: Some(kind),
        description: Some("a parameter".into()),
        tags: Some(vec![Tag { key: "team".into(), value: "pets".into() }]),
        ..PutParameter::default()
    };
    assert_eq!(ssm.send(put).await.version, 1);
}

#[tokio::test]
async fn parameters_of_each_type_are_kept() {
    let ssm = Moto::new("ssm", SSM);
    put(&ssm, "/kept/text", "ü\n\"x\"", ParameterType::String).await;
    put(&ssm, "/kept/list", "a,b,c", ParameterType::StringList).await;
    put(&ssm, "/kept/secret", "hush", ParameterType::SecureString).await;
    let get = GetParameter { name: "/kept/text".into(), ..GetParameter::default() };
    let got = ssm.send(get).await.parameter.expect("it is there");
    assert_eq!((got.value.as_deref(), got.r#type), (Some("ü\n\"x\""), Some(ParameterType::String)));
    let date = got.last_modified_date.expect("it has a time");
    assert!(date.epoch_seconds() > 1_700_000_000, "{date:?}");
    let theirs = ssm.boto3("get_parameter", json!({ "Name": "/kept/text" }));
    assert_eq!(theirs["Parameter"]["Value"], "ü\n\"x\"");
    assert_eq!(theirs["Parameter"]["ARN"], json!(got.arn));
    let secret = |with_decryption| GetParameter { name: "/kept/secret".into(), with_decryption };
    let plain = ssm.send(secret(Some(true))).await.parameter.expect("it is there");
    assert_eq!(plain.value.as_deref(), Some("hush"));
    assert!(!format!("{plain:?}").contains("hush"));
    let closed = ssm.send(secret(None)).await.parameter.expect("it is there");
    assert_ne!(closed.value.as_deref(), Some("hush"));

    let several = GetParameters {
        names: vec!["/kept/list".into(), "/kept/none".into()],
        ..GetParameters::default()
    };
    let several = ssm.send(several).await;
    let values: Vec<_> = several.parameters.iter().flatten().map(|p| p.value.as_deref()).collect();
    assert_eq!(values, [Some("a,b,c")]);
    assert_eq!(several.invalid_parameters, Some(vec!["/kept/none".to_owned()]));
    let tags = ListTagsForResource {
        resource_type: ResourceTypeForTagging::Parameter,
        resource_id: "/kept/text".into(),
    };
    let tags = ssm.send(tags).await.tag_list.unwrap_or_default();
    assert_eq!(tags, [Tag { key: "team".into(), value: "pets".into() }]);
}

#[tokio::test]
async fn pages_are_followed_and_errors_are_typed() {
    let ssm = Moto::new("ssm", SSM);
    for n in 0..5 {
        put(&ssm, &format!("/pages/deep/{n}"), &n.to_string(), ParameterType::String).await;
    }
    let mut page = GetParametersByPath {
        path: "/pages".into(),
        recursive: Some(true),
        max_results: Some(2),
        ..GetParametersByPath::default()
    };
    let (mut names, mut pages) = (Vec::new(), 0);
    loop {
        let got = ssm.send(&page).await;
        names.extend(got.parameters.unwrap_or_default().into_iter().filter_map(|p| p.name));
        pages += 1;
        if got.next_token.is_none() {
            break;
        }
        page.next_token = got.next_token;
    }
    names.sort();
    assert_eq!(names, [0, 1, 2, 3, 4].map(|n| format!("/pages/deep/{n}")));
    assert_eq!(pages, 3);

    let none = GetParameter { name: "/pages/none".into(), ..GetParameter::default() };
    let error = ssm.fail(none, "ParameterNotFound", 400).await;
    let Some(GetParameterError::ParameterNotFound(missing)) = error.service() else {
        panic!("{error:?} is not typed");
    };
    assert_eq!(missing.message.as_deref(), error.message());
    let again = PutParameter {
        name: "/pages/deep/0".into(),
        value: "other".into(),
        r#type: Some(ParameterType::String),
        ..PutParameter::default()
    };
    let error = ssm.fail(again, "ParameterAlreadyExists", 400).await;
    assert!(matches!(error.service(), Some(PutParameterError::ParameterAlreadyExists(_))));
    let delete = DeleteParameters { names: vec!["/pages/deep/0".into(), "/pages/none".into()] };
    let deleted = ssm.send(delete).await;
    assert_eq!(deleted.deleted_parameters, Some(vec!["/pages/deep/0".to_owned()]));
    assert_eq!(deleted.invalid_parameters, Some(vec!["/pages/none".to_owned()]));
    let theirs = ssm.boto3("get_parameters_by_path", json!({ "Path": "/pages/deep" }));
    assert_eq!(theirs["Parameters"].as_array().map(Vec::len), Some(4));
}
