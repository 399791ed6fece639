use aws_operation::{Client, aws_operation};

type Moment = String;

#[aws_operation(method = "POST", uri = "/logs")]
struct GetLogs {
    #[timestamp(date_time)]
    since: Moment,
}

fn main() {}

fn call(client: &Client, operation: GetLogs) {
    drop(client.send(operation));
}
