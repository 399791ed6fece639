//! Ten operations of five services, from the AWS SDK for Rust.

use std::error::Error;
use std::process::ExitCode;

use aws_sdk_dynamodb::types::AttributeValue;
use aws_sdk_lambda::primitives::Blob;
use aws_sdk_s3::primitives::ByteStream;

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
        .map_err(|_| "usage: services-sdk BUCKET TABLE QUEUE_URL FUNCTION")?;
    let config = aws_config::load_from_env().await;
    let sts = aws_sdk_sts::Client::new(&config);
    println!("{}", sts.get_caller_identity().send().await?.arn().unwrap_or_default());

    let s3 = aws_sdk_s3::Client::new(&config);
    let body = ByteStream::from_static(b"hello");
    let put = s3.put_object().bucket(&bucket).key("greeting").body(body).send().await?;
    println!("{}", put.e_tag().unwrap_or_default());
    let object = s3.get_object().bucket(&bucket).key("greeting").send().await?;
    let content_type = object.content_type().unwrap_or_default().to_owned();
    println!("{content_type} {}", object.body.collect().await?.into_bytes().len());
    let listed = s3.list_objects_v2().bucket(&bucket).send().await?;
    for object in listed.contents() {
        println!("{} {}", object.key().unwrap_or_default(), object.size().unwrap_or_default());
    }
    println!("{}", listed.next_continuation_token().unwrap_or_default());

    let dynamodb = aws_sdk_dynamodb::Client::new(&config);
    let id = || AttributeValue::S("1".to_owned());
    dynamodb.put_item().table_name(&table_name).item("id", id()).send().await?;
    let found = dynamodb.get_item().table_name(&table_name).key("id", id()).send().await?;
    println!("{}", found.item().map_or(0, |item| item.len()));
    let query = dynamodb.query().table_name(&table_name).key_condition_expression("id = :id");
    let page = query.expression_attribute_values(":id", id()).send().await?;
    println!("{}", page.items().len());

    let sqs = aws_sdk_sqs::Client::new(&config);
    let sent = sqs.send_message().queue_url(&queue_url).message_body("hello").send().await?;
    println!("{}", sent.message_id().unwrap_or_default());
    let received = sqs.receive_message().queue_url(&queue_url).wait_time_seconds(0).send().await?;
    for message in received.messages() {
        println!("{}", message.body().unwrap_or_default());
    }

    let lambda = aws_sdk_lambda::Client::new(&config);
    let payload = Blob::new("{}");
    let answer = lambda.invoke().function_name(function_name).payload(payload).send().await?;
    let length = answer.payload().map_or(0, |payload| payload.as_ref().len());
    println!("{} {length}", answer.function_error().unwrap_or_default());
    Ok(())
}
