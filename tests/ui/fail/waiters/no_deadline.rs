use aws_operation::{Client, Waiter, aws_operation};

#[aws_operation(method = "GET", uri = "/orders/{id}")]
struct GetOrder {
    id: String,
}

async fn run(client: Client) {
    let exists = Waiter::new("OrderExists").success_on_success();
    let _ = client.wait(GetOrder { id: "1".into() }, &exists).await;
}

fn main() {}
