use std::sync::LazyLock;

use aws_operation::{Waiter, aws_operation};

#[aws_operation(method = "GET", uri = "/orders/{id}", output = Order)]
struct GetOrder {
    id: String,
}

#[derive(serde::Deserialize)]
struct Order {}

static ORDER_NOT_EXISTS: LazyLock<Waiter<GetOrder>> =
    LazyLock::new(|| Waiter::new("OrderNotExists").success_on("NotFoundException"));

fn main() {
    let _ = (&ORDER_NOT_EXISTS, Order {});
}
