//! The operations of the orders API, declared by hand: there is no Smithy model of it.
//!
//! Its errors have the form `{"error": {"code": …, "message": …}}`. Codes are strings or numbers. For an
//! unknown order, the response is status 404 without a body. For a declined card, it is
//! `application/problem+json`.

use std::fmt;

use aws_operation::{ServiceError, aws_enum, aws_error, aws_operation, aws_structure};

#[aws_structure(strict)]
#[derive(Debug, Clone)]
pub struct Order {
    pub id: String,
    pub item: String,
    pub quantity: u32,
    pub status: OrderStatus,
}

/// `Unknown` contains a status that the API adds later.
#[aws_enum(rename_all = "lowercase")]
#[derive(Debug, Clone, PartialEq)]
pub enum OrderStatus {
    Open,
    Paid,
    Unknown(String),
}

#[aws_operation(
    method = "POST",
    uri = "/orders",
    code = 201,
    output = Order,
    error = CreateOrderError
)]
pub struct CreateOrder {
    pub item: String,
    pub quantity: u32,
}

#[aws_error(code = "error.code", message = "error.message")]
#[derive(Debug)]
pub enum CreateOrderError {
    #[code("SOLD_OUT")]
    SoldOut {
        error: SoldOut,
    },
    #[code("4001")]
    InvalidQuantity,
    Other(ServiceError),
}

/// The members of `error` besides the code and the message.
#[aws_structure(strict)]
#[derive(Debug)]
pub struct SoldOut {
    pub left: u32,
}

#[aws_operation(method = "GET", uri = "/orders/{id}", output = Order, error = GetOrderError)]
pub struct GetOrder {
    pub id: String,
}

#[aws_error(code = "error.code", message = "error.message")]
#[derive(Debug)]
pub enum GetOrderError {
    #[status(404)]
    NotFound,
    Other(ServiceError),
}

#[aws_operation(
    method = "GET",
    uri = "/orders",
    output = ListOrdersOutput,
    paginated(
        input_token = after,
        output_token = next,
        items = orders: Vec<Order>,
        page_size = limit
    )
)]
#[derive(Default)]
pub struct ListOrders {
    #[query]
    pub after: Option<String>,
    #[query]
    pub limit: Option<u32>,
}

#[aws_structure]
#[derive(Debug)]
pub struct ListOrdersOutput {
    pub orders: Vec<Order>,
    /// Where the next page starts; `None` on the last page.
    pub next: Option<String>,
}

#[aws_operation(
    method = "POST",
    uri = "/orders/{id}/payment",
    output = Order,
    error = PayOrderError
)]
pub struct PayOrder {
    pub id: String,
    pub card: String,
}

#[aws_error(code = "error.code", message = "error.message")]
#[derive(Debug)]
pub enum PayOrderError {
    /// The code of `application/problem+json` is the URI in the member `type`.
    #[code("https://orders.example.com/problems/card-declined")]
    CardDeclined {
        limit: u32,
    },
    #[status(404)]
    NotFound,
    Other(ServiceError),
}

impl fmt::Display for Order {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, item, quantity, status } = self;
        write!(f, "{id}: {quantity} × {item}, {status}")
    }
}
