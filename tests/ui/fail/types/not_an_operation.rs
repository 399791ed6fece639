use aws_operation::Client;

struct GetRestApi {
    rest_api_id: String,
}

fn main() {}

async fn call(client: &Client) {
    let response = client.send(GetRestApi { rest_api_id: String::new() }).await;
    drop(response);
}
