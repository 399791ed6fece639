use aws_operation::{Waiter, aws_operation};

#[aws_operation(method = "GET", uri = "/orders/{id}", output = Order)]
struct GetOrder {
    id: String,
}

#[derive(serde::Deserialize)]
struct Order {
    is_paid: bool,
}

#[derive(serde::Deserialize)]
struct Table {
    is_paid: bool,
}

fn no_input() -> Waiter<GetOrder> {
    Waiter::<GetOrder>::new("OrderPaid").success_when("it is paid", |output| output.is_paid)
}

fn no_bool() -> Waiter<GetOrder> {
    Waiter::<GetOrder>::new("OrderPaid").success_when("it is paid", |_, output| Some(output.is_paid))
}

fn another_output() -> Waiter<GetOrder> {
    Waiter::<GetOrder>::new("OrderPaid").success_when("it is paid", |_, it: &Table| it.is_paid)
}

fn borrows(id: String) -> Waiter<GetOrder> {
    Waiter::<GetOrder>::new("OrderPaid").success_when("it has the id", |input, _| input.id == id)
}

fn main() {
    let _ = (no_input(), no_bool(), another_output(), borrows(String::new()));
}
