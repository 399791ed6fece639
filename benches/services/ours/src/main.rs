//! Ten operations of five services, declared with aws-operation.

use std::collections::BTreeMap;
use std::error::Error;
use std::process::ExitCode;

use aws_operation::{
    Blob, Client, Config, aws_operation, aws_output, aws_structure, aws_union, services,
};
use serde::Deserialize;

#[aws_operation(
    protocol = "restXml",
    method = "GET",
    uri = "/{Bucket}?list-type=2",
    rename_all = "PascalCase",
    output = ListObjectsV2Output
)]
struct ListObjectsV2 {
    #[context_param]
    bucket: String,
    #[query("prefix")]
    prefix: Option<String>,
}

#[aws_structure(rename_all = "PascalCase")]
struct ListObjectsV2Output {
    #[xml(flattened)]
    contents: Option<Vec<Object>>,
    next_continuation_token: Option<String>,
}

#[aws_structure(rename_all = "PascalCase")]
struct Object {
    key: Option<String>,
    size: Option<i64>,
}

#[aws_operation(
    protocol = "restXml",
    method = "PUT",
    uri = "/{Bucket}/{Key+}",
    rename_all = "PascalCase",
    output = PutObjectOutput
)]
struct PutObject {
    #[context_param]
    bucket: String,
    key: String,
    #[payload]
    body: Blob,
}

#[aws_output]
struct PutObjectOutput {
    #[header("ETag")]
    e_tag: Option<String>,
}

#[aws_operation(
    protocol = "restXml",
    method = "GET",
    uri = "/{Bucket}/{Key+}",
    rename_all = "PascalCase",
    output = GetObjectOutput
)]
struct GetObject {
    #[context_param]
    bucket: String,
    key: String,
}

#[aws_output]
struct GetObjectOutput {
    #[header("Content-Type")]
    content_type: Option<String>,
    #[payload]
    body: Blob,
}

type Item = BTreeMap<String, AttributeValue>;

#[aws_union]
#[derive(Clone)]
enum AttributeValue {
    S(String),
    N(String),
    B(Blob),
    Bool(bool),
    M(BTreeMap<String, AttributeValue>),
    L(Vec<AttributeValue>),
    Unknown(String, aws_operation::Document),
}

#[aws_operation(protocol = "awsJson1_0", rename_all = "PascalCase", output = GetItemOutput)]
struct GetItem {
    table_name: String,
    key: Item,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct GetItemOutput {
    item: Option<Item>,
}

#[aws_operation(protocol = "awsJson1_0", rename_all = "PascalCase")]
struct PutItem {
    table_name: String,
    item: Item,
}

#[aws_operation(protocol = "awsJson1_0", rename_all = "PascalCase", output = QueryOutput)]
struct Query {
    table_name: String,
    key_condition_expression: String,
    expression_attribute_values: Item,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct QueryOutput {
    #[serde(default)]
    items: Vec<Item>,
}

#[aws_operation(protocol = "awsJson1_0", rename_all = "PascalCase", output = SendMessageOutput)]
struct SendMessage {
    queue_url: String,
    message_body: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct SendMessageOutput {
    message_id: String,
}

#[aws_operation(protocol = "awsJson1_0", rename_all = "PascalCase", output = ReceiveMessageOutput)]
struct ReceiveMessage {
    queue_url: String,
    wait_time_seconds: u32,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ReceiveMessageOutput {
    #[serde(default)]
    messages: Vec<Message>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Message {
    body: String,
}

#[aws_operation(protocol = "awsQuery", output = GetCallerIdentityOutput)]
struct GetCallerIdentity {}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct GetCallerIdentityOutput {
    arn: String,
}

#[aws_operation(
    method = "POST",
    uri = "/2015-03-31/functions/{FunctionName}/invocations",
    rename_all = "PascalCase",
    output = InvokeOutput
)]
struct Invoke {
    function_name: String,
    #[payload]
    payload: Blob,
}

#[aws_output]
struct InvokeOutput {
    #[header("X-Amz-Function-Error")]
    function_error: Option<String>,
    #[payload]
    payload: Blob,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [bucket, table_name, queue_url, function_name] = <[String; 4]>::try_from(arguments)
        .map_err(|_| "usage: services-ours BUCKET TABLE QUEUE_URL FUNCTION")?;
    let config = Config::load().await?;
    let sts = Client::new(&config, services::STS);
    println!("{}", sts.send(GetCallerIdentity {}).await?.arn);

    let s3 = Client::new(&config, services::S3);
    let (key, body) = ("greeting".to_owned(), Blob::from("hello"));
    let put = PutObject { bucket: bucket.clone(), key: key.clone(), body };
    println!("{}", s3.send(put).await?.e_tag.unwrap_or_default());
    let object = s3.send(GetObject { bucket: bucket.clone(), key }).await?;
    println!("{} {}", object.content_type.unwrap_or_default(), object.body.len());
    let listed = s3.send(ListObjectsV2 { bucket, prefix: None }).await?;
    for object in listed.contents.unwrap_or_default() {
        println!("{} {}", object.key.unwrap_or_default(), object.size.unwrap_or_default());
    }
    println!("{}", listed.next_continuation_token.unwrap_or_default());

    let dynamodb = Client::new(&config, services::DYNAMODB);
    let text = |text: &str| AttributeValue::S(text.to_owned());
    let key = Item::from([("id".to_owned(), text("1"))]);
    let put = PutItem { table_name: table_name.clone(), item: key.clone() };
    dynamodb.send(put).await?;
    let found = dynamodb.send(GetItem { table_name: table_name.clone(), key }).await?;
    println!("{}", found.item.unwrap_or_default().len());
    let query = Query {
        table_name,
        key_condition_expression: "id = :id".to_owned(),
        expression_attribute_values: Item::from([(":id".to_owned(), text("1"))]),
    };
    println!("{}", dynamodb.send(query).await?.items.len());

    let sqs = Client::new(&config, services::SQS);
    let message = SendMessage { queue_url: queue_url.clone(), message_body: "hello".to_owned() };
    println!("{}", sqs.send(message).await?.message_id);
    let received = sqs.send(ReceiveMessage { queue_url, wait_time_seconds: 0 }).await?;
    for message in received.messages {
        println!("{}", message.body);
    }

    let lambda = Client::new(&config, services::LAMBDA);
    let answer = lambda.send(Invoke { function_name, payload: Blob::from("{}") }).await?;
    println!("{} {}", answer.function_error.unwrap_or_default(), answer.payload.len());
    Ok(())
}
