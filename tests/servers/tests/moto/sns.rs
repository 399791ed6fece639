//! SNS: awsQuery, with maps in lists, and maps with names in the model for their entries.

use std::collections::BTreeMap;

use aws_operation_server_tests::{sns::*, sqs};
use serde_json::{Value, json};

use super::Moto;

async fn topic(name: &str) -> (Moto, String) {
    let sns = Moto::new("sns", SNS);
    let create = CreateTopic {
        name: name.into(),
        attributes: Some(BTreeMap::from([("DisplayName".to_owned(), "Pets & <cats>".to_owned())])),
        tags: Some(vec![
            Tag { key: "team".into(), value: "pets = +".into() },
            Tag { key: "stage".into(), value: "é".into() },
        ]),
        ..CreateTopic::default()
    };
    let arn = sns.send(create).await.topic_arn.expect("a topic has an ARN");
    (sns, arn)
}

#[tokio::test]
async fn a_topic_keeps_attributes_and_tags() {
    let (sns, arn) = topic("kept").await;
    let set = SetTopicAttributes {
        topic_arn: arn.clone(),
        attribute_name: "DeliveryPolicy".into(),
        attribute_value: Some("{\"http\": {\"a\": 1}}".into()),
    };
    sns.send(set).await;
    let got = sns.send(GetTopicAttributes { topic_arn: arn.clone() }).await.attributes;
    let got = got.expect("a topic has attributes");
    assert_eq!(got.get("DisplayName").map(String::as_str), Some("Pets & <cats>"));
    assert_eq!(got.get("DeliveryPolicy").map(String::as_str), Some("{\"http\": {\"a\": 1}}"));
    let theirs = sns.boto3("get_topic_attributes", json!({ "TopicArn": arn }));
    assert_eq!(theirs["Attributes"], json!(got));

    let tags = sns.send(ListTagsForResource { resource_arn: arn.clone() }).await.tags;
    let tags: BTreeMap<String, String> =
        tags.unwrap_or_default().into_iter().map(|tag| (tag.key, tag.value)).collect();
    let expected = [("stage", "é"), ("team", "pets = +")];
    assert_eq!(tags, expected.map(|(k, v)| (k.to_owned(), v.to_owned())).into());
    let topics = sns.send(ListTopics::default()).await.topics.unwrap_or_default();
    assert!(topics.contains(&Topic { topic_arn: Some(arn.clone()) }), "{topics:?}");

    sns.send(DeleteTopic { topic_arn: arn.clone() }).await;
    let error = sns.fail(GetTopicAttributes { topic_arn: arn }, "NotFound", 404).await;
    let Some(GetTopicAttributesError::NotFoundException(missing)) = error.service() else {
        panic!("{error:?} is not typed");
    };
    assert!(missing.message.as_deref().is_some_and(|m| m.contains("Topic")), "{missing:?}");
}

#[tokio::test]
async fn a_message_reaches_a_queue_with_its_attributes() {
    let (sns, arn) = topic("sent").await;
    let queues = Moto::new("sqs", sqs::SQS);
    let create = sqs::CreateQueue { queue_name: "sns-sent".into(), ..sqs::CreateQueue::default() };
    let url = queues.send(create).await.queue_url.expect("a queue has a URL");
    let attributes = sqs::GetQueueAttributes {
        queue_url: url.clone(),
        attribute_names: Some(vec![sqs::QueueAttributeName::QueueArn]),
    };
    let attributes = queues.send(attributes).await.attributes.unwrap_or_default();
    let subscribe = Subscribe {
        topic_arn: arn.clone(),
        protocol: "sqs".into(),
        endpoint: attributes.get(&sqs::QueueAttributeName::QueueArn).cloned(),
        return_subscription_arn: Some(true),
        ..Subscribe::default()
    };
    let subscription = sns.send(subscribe).await.subscription_arn.unwrap_or_default();
    assert!(subscription.starts_with(&arn), "{subscription}");

    let attribute = |data_type: &str, string_value: Option<&str>, bytes: Option<Vec<u8>>| {
        MessageAttributeValue {
            data_type: data_type.into(),
            string_value: string_value.map(str::to_owned),
            binary_value: bytes.map(Into::into),
        }
    };
    let message = "line\n& <x> + = % \u{1f408}";
    let publish = Publish {
        topic_arn: Some(arn.clone()),
        message: message.into(),
        subject: Some("a subject".into()),
        message_attributes: Some(BTreeMap::from([
            ("text".to_owned(), attribute("String", Some("ü&="), None)),
            ("bytes".to_owned(), attribute("Binary", None, Some(vec![0, 1, 254, 255]))),
        ])),
        ..Publish::default()
    };
    let id = sns.send(publish).await.message_id.expect("a message has an id");
    let receive = sqs::ReceiveMessage { queue_url: url, ..sqs::ReceiveMessage::default() };
    let received = queues.send(receive).await.messages.unwrap_or_default();
    let [received] = received.as_slice() else { panic!("there is one message: {received:?}") };
    let body = received.body.as_deref().unwrap_or_default();
    let body: Value = serde_json::from_str(body).expect("SNS wraps a message in JSON");
    assert_eq!((&body["Message"], &body["MessageId"]), (&json!(message), &json!(id)));
    assert_eq!(body["Subject"], "a subject");
    assert_eq!(body["MessageAttributes"]["text"]["Value"], "ü&=");
    assert_eq!(body["MessageAttributes"]["bytes"]["Value"], "AAH+/w==");
}

#[tokio::test]
async fn a_batch_is_sent_and_invalid_messages_are_typed_errors() {
    let (sns, arn) = topic("batch").await;
    let entry = |id: &str, message: &str| PublishBatchRequestEntry {
        id: id.into(),
        message: message.into(),
        ..PublishBatchRequestEntry::default()
    };
    let batch = PublishBatch {
        topic_arn: arn.clone(),
        publish_batch_request_entries: vec![entry("a", "1"), entry("b", "2")],
    };
    let sent = sns.send(batch).await;
    let ids: Vec<_> = sent.successful.iter().flatten().filter_map(|e| e.id.as_deref()).collect();
    assert_eq!(ids, ["a", "b"]);
    assert_eq!(sent.failed.unwrap_or_default(), []);

    let batch = PublishBatch {
        topic_arn: arn.clone(),
        publish_batch_request_entries: vec![entry("a", "1"), entry("a", "2")],
    };
    let error = sns.fail(batch, "BatchEntryIdsNotDistinct", 400).await;
    assert!(
        matches!(error.service(), Some(PublishBatchError::BatchEntryIdsNotDistinctException(_))),
        "{error:?}"
    );
    let long = Publish {
        topic_arn: Some(arn),
        message: "x".into(),
        subject: Some("s".repeat(101)),
        ..Publish::default()
    };
    let error = sns.fail(long, "InvalidParameter", 400).await;
    let Some(PublishError::InvalidParameterException(invalid)) = error.service() else {
        panic!("{error:?} is not typed");
    };
    assert!(invalid.message.as_deref().is_some_and(|m| m.contains("Subject")), "{invalid:?}");
}
