//! SQS: awsJson1_0, with the error codes of awsQuery.

use std::collections::BTreeMap;

use aws_operation_server_tests::sqs::*;
use serde_json::json;

use super::Moto;

fn attributes() -> BTreeMap<String, MessageAttributeValue> {
    let bytes: Vec<u8> = (0..=255).collect();
    BTreeMap::from([
        (
            "text".to_owned(),
            MessageAttributeValue {
                data_type: "String".into(),
                string_value: Some("ü & <x>".into()),
                ..MessageAttributeValue::default()
            },
        ),
        (
            "number".to_owned(),
            MessageAttributeValue {
                data_type: "Number.int".into(),
                string_value: Some("7".into()),
                ..MessageAttributeValue::default()
            },
        ),
        (
            "bytes".to_owned(),
            MessageAttributeValue {
                data_type: "Binary".into(),
                binary_value: Some(bytes.into()),
                ..MessageAttributeValue::default()
            },
        ),
    ])
}

async fn queue(name: &str) -> (Moto, String) {
    let sqs = Moto::new("sqs", SQS);
    let create = CreateQueue {
        queue_name: name.into(),
        attributes: Some(BTreeMap::from([
            (QueueAttributeName::VisibilityTimeout, "60".to_owned()),
            (QueueAttributeName::DelaySeconds, "0".to_owned()),
        ])),
        tags: Some(BTreeMap::from([("team".to_owned(), "pets".to_owned())])),
    };
    let url = sqs.send(create).await.queue_url.expect("a queue has a URL");
    (sqs, url)
}

#[tokio::test]
async fn a_message_arrives_with_its_attributes() {
    let (sqs, url) = queue("messages").await;
    let found = sqs.send(GetQueueUrl { queue_name: "messages".into(), ..GetQueueUrl::default() });
    assert_eq!(found.await.queue_url.as_ref(), Some(&url));
    let get = GetQueueAttributes {
        queue_url: url.clone(),
        attribute_names: Some(vec![QueueAttributeName::All]),
    };
    let got = sqs.send(get).await.attributes.unwrap_or_default();
    assert_eq!(got.get(&QueueAttributeName::VisibilityTimeout).map(String::as_str), Some("60"));
    let arn = got.get(&QueueAttributeName::QueueArn).expect("a queue has an ARN");
    let theirs = sqs.boto3(
        "get_queue_attributes",
        json!({ "QueueUrl": url, "AttributeNames": ["QueueArn", "VisibilityTimeout"] }),
    );
    assert_eq!(theirs["Attributes"], json!({ "QueueArn": arn, "VisibilityTimeout": "60" }));

    let body = "{\"ü\": \"\u{1f408}\"}\n\t& <x>";
    let send = SendMessage {
        queue_url: url.clone(),
        message_body: body.into(),
        message_attributes: Some(attributes()),
        ..SendMessage::default()
    };
    let sent = sqs.send(send).await;
    let receive = ReceiveMessage {
        queue_url: url.clone(),
        message_attribute_names: Some(vec!["All".into()]),
        message_system_attribute_names: Some(vec![MessageSystemAttributeName::All]),
        visibility_timeout: Some(0),
        ..ReceiveMessage::default()
    };
    let received = sqs.send(receive).await.messages.unwrap_or_default();
    let [message] = received.as_slice() else { panic!("there is one message: {received:?}") };
    assert_eq!(message.body.as_deref(), Some(body));
    assert_eq!(message.message_attributes, Some(attributes()));
    assert_eq!(message.message_id, sent.message_id);
    assert_eq!(message.md5_of_body, sent.md5_of_message_body);
    let system = message.attributes.as_ref().expect("they were asked for");
    let count = system.get(&MessageSystemAttributeName::ApproximateReceiveCount);
    assert_eq!(count.map(String::as_str), Some("1"));

    let theirs =
        sqs.boto3("receive_message", json!({ "QueueUrl": url, "MessageAttributeNames": ["All"] }));
    assert_eq!(theirs["Messages"][0]["Body"], json!(body));
    assert_eq!(
        theirs["Messages"][0]["MD5OfMessageAttributes"],
        json!(sent.md5_of_message_attributes)
    );
    assert_eq!(theirs["Messages"][0]["MessageAttributes"]["text"]["StringValue"], "ü & <x>");
}

#[tokio::test]
async fn a_batch_fails_in_part() {
    let (sqs, url) = queue("batches").await;
    let entry = |id: &str, delay_seconds| SendMessageBatchRequestEntry {
        id: id.into(),
        message_body: format!("body of {id}"),
        delay_seconds,
        ..SendMessageBatchRequestEntry::default()
    };
    let batch = SendMessageBatch {
        queue_url: url.clone(),
        // A delay has at most 900 seconds.
        entries: vec![entry("first", None), entry("second", Some(1800)), entry("third", Some(0))],
    };
    let sent = sqs.send(batch).await;
    let ids: Vec<_> = sent.successful.iter().map(|entry| entry.id.as_str()).collect();
    assert_eq!(ids, ["first", "third"]);
    let [failed] = sent.failed.as_slice() else { panic!("one failed: {:?}", sent.failed) };
    assert_eq!((&*failed.id, &*failed.code), ("second", "InvalidParameterValue"));
    assert!(failed.sender_fault);
    assert!(failed.message.as_deref().is_some_and(|m| m.contains("DelaySeconds")), "{failed:?}");

    let receive = ReceiveMessage {
        queue_url: url.clone(),
        max_number_of_messages: Some(10),
        ..ReceiveMessage::default()
    };
    let received = sqs.send(receive).await.messages.unwrap_or_default();
    let mut bodies: Vec<_> =
        received.iter().filter_map(|message| message.body.as_deref()).collect();
    bodies.sort_unstable();
    assert_eq!(bodies, ["body of first", "body of third"]);

    let handle = |index: usize| {
        received.get(index).and_then(|message| message.receipt_handle.clone()).unwrap_or_default()
    };
    let entry =
        |id: &str, receipt_handle| DeleteMessageBatchRequestEntry { id: id.into(), receipt_handle };
    let delete = DeleteMessageBatch {
        queue_url: url.clone(),
        entries: vec![entry("a", handle(0)), entry("b", "no handle".into()), entry("c", handle(1))],
    };
    let deleted = sqs.send(delete).await;
    let ids: Vec<_> = deleted.successful.iter().map(|entry| entry.id.as_str()).collect();
    assert_eq!(ids, ["a", "c"]);
    let failed: Vec<_> = deleted.failed.iter().map(|e| (&*e.id, &*e.code)).collect();
    assert_eq!(failed, [("b", "ReceiptHandleIsInvalid")]);
    let theirs = sqs.boto3(
        "get_queue_attributes",
        json!({ "QueueUrl": url, "AttributeNames": ["ApproximateNumberOfMessagesNotVisible"] }),
    );
    assert_eq!(theirs["Attributes"]["ApproximateNumberOfMessagesNotVisible"], "0");
}

#[tokio::test]
async fn an_error_has_the_code_of_aws_query() {
    let (sqs, url) = queue("errors").await;
    let get = GetQueueUrl { queue_name: "no-such-queue".into(), ..GetQueueUrl::default() };
    let error = sqs.fail(get, "AWS.SimpleQueueService.NonExistentQueue", 400).await;
    let Some(GetQueueUrlError::QueueDoesNotExist(missing)) = error.service() else {
        panic!("{error:?} is not typed");
    };
    assert!(
        missing.message.as_deref().is_some_and(|m| m.contains("does not exist")),
        "{missing:?}"
    );

    let empty = SendMessageBatch { queue_url: url.clone(), entries: vec![] };
    let error = sqs.fail(empty, "AWS.SimpleQueueService.EmptyBatchRequest", 400).await;
    assert!(matches!(error.service(), Some(SendMessageBatchError::EmptyBatchRequest(_))));

    let twice = |id: &str| SendMessageBatchRequestEntry {
        id: id.into(),
        message_body: "x".into(),
        ..SendMessageBatchRequestEntry::default()
    };
    let batch = SendMessageBatch { queue_url: url.clone(), entries: vec![twice("a"), twice("a")] };
    let error = sqs.fail(batch, "AWS.SimpleQueueService.BatchEntryIdsNotDistinct", 400).await;
    assert!(matches!(error.service(), Some(SendMessageBatchError::BatchEntryIdsNotDistinct(_))));
    sqs.send(DeleteQueue { queue_url: url }).await;
    let list = ListQueues { queue_name_prefix: Some("errors".into()), ..ListQueues::default() };
    assert_eq!(sqs.send(list).await.queue_urls.unwrap_or_default(), [""; 0]);
}
