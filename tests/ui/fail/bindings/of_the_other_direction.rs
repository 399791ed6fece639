use aws_operation::{Client, ServiceError, aws_error, aws_operation, aws_output};

#[aws_operation(method = "GET", uri = "/stages", output = Stages, error = GetStagesError)]
struct GetStages {
    #[response_code]
    status: u16,
}

#[aws_output]
struct Stages {
    #[label]
    a: String,
    #[query]
    b: String,
    #[host_label]
    c: String,
    #[idempotency_token]
    d: String,
}

#[aws_error]
enum GetStagesError {
    NotFoundException {
        #[query_params]
        message: String,
    },
    Other(ServiceError),
}

fn main() {}

fn call(client: &Client) {
    drop(client.send(GetStages { status: 1 }));
}
