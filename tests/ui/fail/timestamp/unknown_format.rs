use aws_operation::{Client, Timestamp, aws_operation};

#[aws_operation(method = "GET", uri = "/logs")]
struct GetLogs {
    #[query]
    #[timestamp(datetime)]
    since: Timestamp,
    #[query]
    #[timestamp("date-time")]
    until: Timestamp,
    #[query]
    #[timestamp(rfc7231)]
    at: Timestamp,
}

fn main() {}

fn call(client: &Client, operation: GetLogs) {
    drop(client.send(operation));
}
