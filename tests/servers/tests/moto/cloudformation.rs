//! CloudFormation: awsQuery, declared by hand.

use std::collections::BTreeMap;

use aws_operation::{ServiceError, Timestamp, aws_error, aws_operation, aws_structure, services};
use serde_json::json;

use super::Moto;

#[aws_operation(protocol = "awsQuery", rename_all = "PascalCase", output = Stack, error = StackError)]
#[derive(Debug, Clone)]
struct CreateStack {
    stack_name: String,
    template_body: String,
    parameters: Vec<Parameter>,
    capabilities: Vec<String>,
    tags: Vec<Tag>,
}

#[aws_operation(protocol = "awsQuery", rename_all = "PascalCase", output = Stacks, error = StackError)]
#[derive(Debug, Clone)]
struct DescribeStacks {
    stack_name: Option<String>,
}

#[aws_operation(protocol = "awsQuery", rename_all = "PascalCase", output = Resources)]
struct ListStackResources {
    stack_name: String,
}

#[aws_operation(protocol = "awsQuery", rename_all = "PascalCase")]
struct DeleteStack {
    stack_name: String,
}

#[aws_error]
#[derive(Debug)]
enum StackError {
    AlreadyExistsException { message: Option<String> },
    Other(ServiceError),
}

#[aws_structure(rename_all = "PascalCase")]
#[derive(Debug, Clone, PartialEq)]
struct Parameter {
    parameter_key: String,
    parameter_value: Option<String>,
}

#[aws_structure(rename_all = "PascalCase")]
#[derive(Debug, Clone, PartialEq)]
struct Tag {
    key: String,
    value: String,
}

#[aws_structure(rename_all = "PascalCase")]
#[derive(Debug, Default)]
struct Stack {
    stack_id: String,
    stack_name: String,
    stack_status: String,
    description: Option<String>,
    creation_time: Option<Timestamp>,
    parameters: Vec<Parameter>,
    outputs: Vec<Output>,
    tags: Vec<Tag>,
}

#[aws_structure(rename_all = "PascalCase")]
#[derive(Debug)]
struct Output {
    output_key: String,
    output_value: String,
    description: Option<String>,
}

#[aws_structure(rename_all = "PascalCase")]
#[derive(Debug)]
struct Stacks {
    stacks: Vec<Stack>,
    next_token: Option<String>,
}

#[aws_structure(rename_all = "PascalCase")]
#[derive(Debug)]
struct Resources {
    stack_resource_summaries: Vec<Resource>,
}

#[aws_structure(rename_all = "PascalCase")]
#[derive(Debug)]
struct Resource {
    logical_resource_id: String,
    resource_type: String,
    resource_status: String,
}

#[tokio::test]
async fn a_stack_is_made_described_and_removed() {
    let cloudformation = Moto::new("cloudformation", services::CLOUDFORMATION);
    let template = json!({
        "Description": "a queue & <its> topic",
        "Parameters": { "Name": { "Type": "String" }, "Delay": { "Type": "Number", "Default": 5 } },
        "Resources": {
            "Queue": {
                "Type": "AWS::SQS::Queue",
                "Properties": { "QueueName": { "Ref": "Name" }, "DelaySeconds": { "Ref": "Delay" } },
            },
            "Topic": { "Type": "AWS::SNS::Topic", "Properties": { "TopicName": "stack-topic" } },
        },
        "Outputs": {
            "Name": {
                "Description": "the queue's",
                "Value": { "Fn::GetAtt": ["Queue", "QueueName"] },
            },
        },
    });
    let create = CreateStack {
        stack_name: "pets".into(),
        template_body: template.to_string(),
        parameters: vec![Parameter {
            parameter_key: "Name".into(),
            parameter_value: Some("stack-queue".into()),
        }],
        capabilities: vec!["CAPABILITY_IAM".into(), "CAPABILITY_NAMED_IAM".into()],
        tags: vec![Tag { key: "team".into(), value: "pets + & é".into() }],
    };
    let id = cloudformation.send(&create).await.stack_id;
    assert!(id.starts_with("arn:aws:cloudformation:"), "{id}");

    let describe = DescribeStacks { stack_name: Some("pets".into()) };
    let described = cloudformation.send(&describe).await;
    assert_eq!(described.next_token, None);
    let [stack] = described.stacks.as_slice() else { panic!("there is one stack: {described:?}") };
    assert_eq!((&*stack.stack_id, &*stack.stack_name), (&*id, "pets"));
    assert_eq!(stack.stack_status, "CREATE_COMPLETE");
    assert_eq!(stack.description.as_deref(), Some("a queue & <its> topic"));
    assert!(stack.creation_time.is_some_and(|date| date.epoch_seconds() > 1_700_000_000));
    let parameters: BTreeMap<_, _> = stack
        .parameters
        .iter()
        .map(|p| (&*p.parameter_key, p.parameter_value.as_deref()))
        .collect();
    assert_eq!(parameters, [("Delay", Some("5")), ("Name", Some("stack-queue"))].into());
    let [output] = stack.outputs.as_slice() else { panic!("there is one output: {stack:?}") };
    assert_eq!((&*output.output_key, &*output.output_value), ("Name", "stack-queue"));
    assert_eq!(output.description.as_deref(), Some("the queue's"));
    assert_eq!(stack.tags, create.tags);
    let theirs = cloudformation.boto3("describe_stacks", json!({ "StackName": "pets" }));
    assert_eq!(theirs["Stacks"][0]["StackId"], json!(id));
    assert_eq!(theirs["Stacks"][0]["Tags"], json!([{ "Key": "team", "Value": "pets + & é" }]));

    let list = ListStackResources { stack_name: "pets".into() };
    let resources = cloudformation.send(list).await.stack_resource_summaries;
    let mut resources: Vec<_> = resources
        .iter()
        .map(|r| (&*r.logical_resource_id, &*r.resource_type, &*r.resource_status))
        .collect();
    resources.sort_unstable();
    let expected = [
        ("Queue", "AWS::SQS::Queue", "CREATE_COMPLETE"),
        ("Topic", "AWS::SNS::Topic", "CREATE_COMPLETE"),
    ];
    assert_eq!(resources, expected);

    let error = cloudformation.fail(create, "AlreadyExistsException", 400).await;
    let Some(StackError::AlreadyExistsException { message }) = error.service() else {
        panic!("{error:?} is not typed");
    };
    assert!(message.as_deref().is_some_and(|message| message.contains("pets")), "{message:?}");
    cloudformation.send(DeleteStack { stack_name: "pets".into() }).await;
    let error = cloudformation.fail(describe, "ValidationError", 400).await;
    let Some(StackError::Other(other)) = error.service() else {
        panic!("{error:?} is a modelled error");
    };
    assert!(other.message().is_some_and(|message| message.contains("pets")), "{other:?}");
}
