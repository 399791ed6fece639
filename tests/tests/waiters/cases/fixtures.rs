//! The operation, the waiter and the server that the cases share.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use aws_operation::{
    Body, Client, Config, ConfigBuilder, Credentials, Transport, TransportFuture, Waiter,
    aws_operation, aws_structure, services,
};
use aws_operation_tests::scripted::{Answer, Scripted, StartsAt};
use tokio::time::Instant;

#[aws_operation(protocol = "awsJson1_0", rename_all = "PascalCase", output = DescribeTableOutput)]
pub struct DescribeTable {
    pub table_name: String,
}

/// Has no `Debug`, because errors must not need it.
#[aws_structure(rename_all = "PascalCase")]
pub struct DescribeTableOutput {
    pub table: Table,
}

#[aws_structure(rename_all = "PascalCase")]
pub struct Table {
    pub table_name: String,
    pub table_status: String,
}

pub fn orders() -> DescribeTable {
    DescribeTable { table_name: "orders".into() }
}

/// Succeeds with `ACTIVE`, fails with `ARCHIVED`, and retries if the table does not exist.
pub fn active() -> Waiter<DescribeTable> {
    Waiter::new("TableActive")
        .success_when("the table is active", has_status("ACTIVE"))
        .failure_when("the table is archived", has_status("ARCHIVED"))
        .retry_when("the table is being created", has_status("CREATING"))
        .retry_on("ResourceNotFoundException")
}

/// Whether the table has this status.
pub fn has_status(status: &'static str) -> impl Fn(&DescribeTable, &DescribeTableOutput) -> bool {
    move |_, output| output.table.table_status == status
}

/// A table with this status.
pub fn table(status: &str) -> Answer {
    let table = serde_json::json!({ "TableName": "orders", "TableStatus": status });
    let body = serde_json::json!({ "Table": table }).to_string();
    Answer::Response(200, Vec::new(), body.leak())
}

/// An error with this status, code and message.
pub fn error(status: u16, code: &str, message: &str) -> Answer {
    let body = serde_json::json!({ "__type": code, "message": message }).to_string();
    Answer::Response(status, Vec::new(), body.leak())
}

pub fn not_found() -> Answer {
    error(400, "ResourceNotFoundException", "Requested resource not found")
}

pub fn denied() -> Answer {
    error(403, "AccessDeniedException", "not allowed")
}

pub const fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// A transport with scripted responses, which records when requests are sent.
#[derive(Clone)]
pub struct Server {
    scripted: Scripted,
    start: Instant,
    times: Arc<Mutex<Vec<Duration>>>,
}

impl Server {
    pub fn new(answers: impl IntoIterator<Item = Answer>) -> Self {
        let (start, times) = (Instant::now(), Arc::default());
        Self { scripted: Scripted::new(answers), start, times }
    }

    /// When each request was sent, from the start of the server.
    pub fn times(&self) -> Vec<Duration> {
        self.times.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How many requests were sent.
    pub fn count(&self) -> usize {
        self.scripted.count()
    }

    /// The bodies of all requests.
    pub fn bodies(&self) -> Vec<String> {
        self.scripted.bodies()
    }

    pub fn config(&self) -> ConfigBuilder {
        Config::builder()
            .region("eu-west-1")
            .credentials(Credentials::new("AKIDEXAMPLE", "hunter2"))
            .endpoint_url("https://example.com")
            .transport(self.clone())
            .timer(StartsAt::new(SystemTime::UNIX_EPOCH + Duration::from_secs(1_440_938_160)))
    }
}

impl Transport for Server {
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
        let mut times = self.times.lock().unwrap_or_else(PoisonError::into_inner);
        times.push(self.start.elapsed());
        self.scripted.send(request)
    }
}

/// A server with these answers, and a client of DynamoDB at it.
pub fn scripted(answers: impl IntoIterator<Item = Answer>) -> (Server, Client) {
    let server = Server::new(answers);
    let config = server.config().build().expect("a configuration");
    (server, Client::new(&config, services::DYNAMODB))
}
