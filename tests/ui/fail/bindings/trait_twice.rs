use aws_operation::{Client, Timestamp, aws_operation};

#[aws_operation(method = "POST", uri = "/keys", host_prefix = "{account}.")]
struct CreateKey {
    #[host_label]
    #[host_label]
    account: String,
    #[idempotency_token]
    #[idempotency_token]
    token: Option<String>,
    #[sensitive]
    #[sensitive]
    value: String,
    #[timestamp(date_time)]
    #[timestamp(http_date)]
    since: Timestamp,
    #[header("x-context")]
    #[media_type("application/json")]
    #[media_type("text/plain")]
    context: String,
}

fn main() {}

fn call(client: &Client, since: Timestamp) {
    drop(client.send(CreateKey {
        account: String::new(),
        token: None,
        value: String::new(),
        since,
        context: String::new(),
    }));
}
