use aws_operation::{Client, aws_operation};

#[aws_operation(method = "POST", uri = "/restapis/{a}")]
struct CreateRestApi {
    #[label(3)]
    a: String,
    #[query = "b"]
    b: String,
    #[query()]
    c: String,
    #[query("d", "e")]
    d: String,
    #[header]
    e: String,
    #[header("")]
    f: String,
    #[prefix_headers]
    g: String,
    #[query_params("h")]
    h: String,
    #[payload("i")]
    i: String,
    #[body(name = "j")]
    j: String,
    #[host_label("k")]
    k: String,
    #[idempotency_token = true]
    l: String,
    #[sensitive(always)]
    m: String,
    #[media_type]
    n: String,
    #[timestamp]
    o: String,
    #[timestamp = "date_time"]
    p: String,
    #[response_code(200)]
    q: String,
}

fn main() {}

fn call(client: &Client, operation: CreateRestApi) {
    drop(client.send(operation));
}
