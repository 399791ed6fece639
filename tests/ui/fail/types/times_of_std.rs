use std::collections::HashMap;
use std::time::{Duration, SystemTime};

use aws_operation::{Document, ServiceError, aws_error, aws_operation, aws_output, aws_structure, aws_union};

#[aws_operation(method = "POST", uri = "/{at}")]
struct Create {
    at: SystemTime,
    #[query]
    since: Option<SystemTime>,
    #[header("x-wait")]
    wait: Duration,
    body: Vec<HashMap<String, Option<std::time::SystemTime>>>,
}

#[aws_output]
struct Created {
    #[header("x-at")]
    at: SystemTime,
}

#[aws_structure]
struct Window {
    length: Option<std::time::Duration>,
}

#[aws_union]
enum When {
    At(SystemTime),
    Unknown(String, Document),
}

#[aws_error]
enum TooEarly {
    RetryLater { after: Duration },
    Other(ServiceError),
}

fn main() {}
