use std::sync::LazyLock;
use std::time::Duration;

use aws_operation::{Client, Waiter, aws_operation};

#[aws_operation(method = "GET", uri = "/orders/{id}")]
struct GetOrder {
    id: String,
}

#[aws_operation(method = "GET", uri = "/tables/{id}")]
struct GetTable {
    id: String,
}

static ORDER_EXISTS: LazyLock<Waiter<GetOrder>> =
    LazyLock::new(|| Waiter::new("OrderExists").success_on_success());

async fn run(client: Client) {
    let minute = Duration::from_secs(60);
    let _ = client.wait(GetTable { id: "1".into() }, &ORDER_EXISTS).at_most(minute).await;

    let exists = Waiter::<GetOrder>::new("OrderExists").success_on_success();
    let _ = client.wait(GetTable { id: "1".into() }, &exists).at_most(minute).await;
}

fn main() {}
