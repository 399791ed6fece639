use std::collections::BTreeMap;

use aws_operation::{Client, Timestamp, aws_operation, aws_output};

#[aws_operation(method = "POST", uri = "/logs", output = Logs)]
struct GetLogs {
    #[query]
    #[timestamp(date_time)]
    since: String,
    #[timestamp(epoch_seconds)]
    until: Option<Vec<u64>>,
    #[query_params]
    #[timestamp(date_time)]
    others: BTreeMap<String, Timestamp>,
}

#[aws_output]
struct Logs {
    #[response_code]
    #[timestamp(date_time)]
    status: u16,
}

fn main() {}

fn call(client: &Client, operation: GetLogs) {
    drop(client.send(operation));
}
