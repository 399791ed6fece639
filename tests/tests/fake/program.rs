//! A program with ten operations of four services, of which nothing is sent.

use std::error::Error;
use std::time::Duration;

use aws_operation::testing::{Fake, Fault};
use aws_operation::{
    ByteStream, Client, ServiceError, Waiter, aws_error, aws_operation, aws_output, aws_structure,
    services,
};

macro_rules! dynamodb {
    ($(#[$attribute:meta])* $name:ident { $($field:ident: $type:ty),* } -> $output:ty) => {
        #[aws_operation(protocol = "awsJson1_0", rename_all = "PascalCase", output = $output)]
        $(#[$attribute])*
        #[derive(Debug, Clone, PartialEq)]
        struct $name { $($field: $type),* }
    };
}

dynamodb!(CreateTable { table_name: String } -> ());
dynamodb!(DescribeTable { table_name: String } -> DescribeTableOutput);
dynamodb!(PutItem { table_name: String, order: String } -> ());

#[aws_structure(rename_all = "PascalCase")]
struct DescribeTableOutput {
    table_status: String,
}

#[aws_operation(
    protocol = "awsJson1_0",
    rename_all = "PascalCase",
    output = QueryOutput,
    paginated(
        input_token = exclusive_start_key,
        output_token = last_evaluated_key,
        items = items: Vec<String>
    )
)]
#[derive(Debug, Clone)]
struct Query {
    table_name: String,
    exclusive_start_key: Option<String>,
}

#[aws_structure(rename_all = "PascalCase")]
struct QueryOutput {
    items: Vec<String>,
    last_evaluated_key: Option<String>,
}

#[aws_operation(protocol = "restXml", method = "PUT", uri = "/{Key+}", rename_all = "PascalCase")]
struct PutObject {
    key: String,
    #[payload]
    body: ByteStream,
}

#[aws_operation(
    protocol = "restXml",
    method = "GET",
    uri = "/{Key+}",
    rename_all = "PascalCase",
    output = GetObjectOutput,
    error = GetObjectError
)]
#[derive(Clone)]
struct GetObject {
    key: String,
}

#[aws_output]
struct GetObjectOutput {
    #[payload]
    body: ByteStream,
}

#[aws_error]
#[derive(Debug)]
enum GetObjectError {
    NoSuchKey,
    Other(ServiceError),
}

#[aws_operation(protocol = "awsJson1_0", rename_all = "PascalCase")]
#[derive(Debug, Clone, PartialEq)]
struct SendMessage {
    message_body: String,
}

#[aws_operation(
    protocol = "awsJson1_0",
    rename_all = "PascalCase",
    output = ReceiveMessageOutput
)]
struct ReceiveMessage {}

#[aws_structure(rename_all = "PascalCase")]
struct ReceiveMessageOutput {
    receipt_handle: String,
}

#[aws_operation(protocol = "awsJson1_0", rename_all = "PascalCase")]
#[derive(Debug, Clone, PartialEq)]
struct DeleteMessage {
    receipt_handle: String,
}

#[aws_operation(
    method = "POST",
    uri = "/2015-03-31/functions/{FunctionName}/invocations",
    rename_all = "PascalCase",
    output = InvokeOutput
)]
#[derive(Debug, Clone)]
struct Invoke {
    function_name: String,
}

#[aws_structure]
struct InvokeOutput {
    total: u32,
}

struct Program {
    dynamodb: Client,
    s3: Client,
    sqs: Client,
    lambda: Client,
}

impl Program {
    /// Stores two orders, and returns their total, the stored names and the receipt.
    async fn run(&self) -> Result<(u32, Vec<String>, String), Box<dyn Error>> {
        let table_name = "orders".to_owned();
        self.dynamodb.send(CreateTable { table_name: table_name.clone() }).await?;
        let active = Waiter::new("TableActive").success_when(
            "the table is active",
            |_: &DescribeTable, output: &DescribeTableOutput| output.table_status == "ACTIVE",
        );
        let describe = DescribeTable { table_name: table_name.clone() };
        self.dynamodb.wait(describe, &active).at_most(Duration::from_secs(600)).await?;
        for order in ["tea", "cake"] {
            let put = PutItem { table_name: table_name.clone(), order: order.to_owned() };
            self.dynamodb.send(put).await?;
            self.sqs.send(SendMessage { message_body: order.to_owned() }).await?;
        }
        let received = self.sqs.send(ReceiveMessage {}).await?;
        self.sqs.send(DeleteMessage { receipt_handle: received.receipt_handle }).await?;
        let total = self.lambda.send(Invoke { function_name: "total".to_owned() }).await?.total;
        let query = Query { table_name, exclusive_start_key: None };
        let names = self.dynamodb.items(query).collect(10).await?;
        let receipt = match self.s3.send(GetObject { key: "receipt".to_owned() }).await {
            Ok(object) => object.body,
            Err(error) if matches!(error.service(), Some(GetObjectError::NoSuchKey)) => {
                let body = ByteStream::from(format!("total: {total}"));
                self.s3.send(PutObject { key: "receipt".to_owned(), body }).await?;
                self.s3.send(GetObject { key: "receipt".to_owned() }).await?.body
            }
            Err(error) => return Err(error.into()),
        };
        let receipt = String::from_utf8(receipt.collect(1000).await?.to_vec())?;
        Ok((total, names, receipt))
    }
}

#[tokio::test]
async fn a_program_with_ten_operations_of_four_services() {
    let fake = Fake::new()
        .on(|_: &CreateTable| Ok(()))
        .once(|_: &DescribeTable| Ok(DescribeTableOutput { table_status: "CREATING".into() }))
        .on(|_: &DescribeTable| Ok(DescribeTableOutput { table_status: "ACTIVE".into() }))
        .on(|_: &PutItem| Ok(()))
        .fault::<PutItem>(Fault::throttled().times(2))
        .on(|query: &Query| {
            Ok(match query.exclusive_start_key {
                None => QueryOutput {
                    items: vec!["tea".into()],
                    last_evaluated_key: Some("tea".into()),
                },
                Some(_) => QueryOutput { items: vec!["cake".into()], last_evaluated_key: None },
            })
        })
        .once(|_: &GetObject| Err(GetObjectError::NoSuchKey))
        .on(|_: &GetObject| Ok(GetObjectOutput { body: "total: 7".into() }))
        .on(|_: &PutObject| Ok(()))
        .on(|_: &SendMessage| Ok(()))
        .fault::<SendMessage>(Fault::reset())
        .on(|_: &ReceiveMessage| Ok(ReceiveMessageOutput { receipt_handle: "r-1".into() }))
        .on(|_: &DeleteMessage| Ok(()))
        .on(|_: &Invoke| Ok(InvokeOutput { total: 7 }));
    let program = Program {
        dynamodb: fake.client(services::DYNAMODB),
        s3: fake.client(services::S3),
        sqs: fake.client(services::SQS),
        lambda: fake.client(services::LAMBDA),
    };
    let (total, names, receipt) = program.run().await.expect("every call is answered");
    assert_eq!((total, receipt.as_str()), (7, "total: 7"));
    assert_eq!(names, ["tea", "cake"]);

    let orders: Vec<_> = fake.calls::<PutItem>().into_iter().map(|put| put.order).collect();
    assert_eq!(orders, ["tea", "cake"], "a retry is not another call");
    assert_eq!(fake.count::<DescribeTable>(), 2);
    assert_eq!(fake.count::<Query>(), 2);
    let sent = fake.calls::<SendMessage>();
    assert_eq!(sent[1], SendMessage { message_body: "cake".into() });
    let deleted = fake.calls::<DeleteMessage>();
    assert_eq!(deleted, [DeleteMessage { receipt_handle: "r-1".into() }]);
    assert_eq!((fake.count::<GetObject>(), fake.count::<PutObject>()), (2, 1));
    assert_eq!(fake.calls::<Invoke>()[0].function_name, "total");
    assert_eq!((fake.count::<CreateTable>(), fake.count::<ReceiveMessage>()), (1, 1));
}
