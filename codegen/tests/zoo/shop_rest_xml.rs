// Made by aws-operation 0.1.0 from org.example.shop#Shop_20260101 (2026-01-01):
//
//     aws-operation generate shop.json --protocol restXml --all
//
// Run it again rather than editing this file.
//
//     checksum 1410504ca4ac0663

use std::collections::BTreeMap;

use aws_operation::{Document, Service, ServiceError, Timestamp};

use aws_operation::{aws_error, aws_operation, aws_output, aws_structure, aws_union};

/// Orders, in every protocol.
pub const SHOP: Service = Service::new("shop")
    .service_id("Shop")
    .endpoint_prefix("shop")
    .xml_namespace("https://shop.example.org/doc/2026-01-01/");

/// Looks an order up.
#[aws_operation(
    protocol = "restXml",
    method = "GET",
    uri = "/orders/{OrderId}",
    output = GetOrderOutput,
    error = GetOrderError,
)]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GetOrder {
    #[label("OrderId")]
    pub order_id: String,
    #[query]
    pub detailed: Option<bool>,
}

/// The errors of [`GetOrder`].
#[aws_error]
#[derive(Debug, Clone, PartialEq)]
pub enum GetOrderError {
    /// There is no such order.
    NoSuchOrder(NoSuchOrder),
    /// Any other error.
    Other(ServiceError),
}

#[aws_operation(
    protocol = "restXml",
    method = "GET",
    uri = "/place",
    output = GetPlaceOutput,
)]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GetPlace {}

/// Places an order.
#[aws_operation(
    protocol = "restXml",
    method = "POST",
    uri = "/orders",
    error = PlaceOrderError,
    rename_all = "PascalCase",
    xml_name = "NewOrder",
    xml_namespace = "o https://shop.example.org/orders",
)]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PlaceOrder {
    pub order: Order,
    #[idempotency_token]
    pub token: Option<String>,
}

/// The errors of [`PlaceOrder`]: the same as [`GetOrderError`].
pub type PlaceOrderError = GetOrderError;

#[aws_operation(
    protocol = "restXml",
    method = "PUT",
    uri = "/orders/{OrderId}/note",
    code = 204,
    rename_all = "PascalCase"
)]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PutNote {
    pub order_id: String,
    /// The whole body.
    #[payload("OrderNote")]
    pub note: Note,
}

#[aws_output]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GetOrderOutput {
    #[header("ETag")]
    pub revision: Option<String>,
    pub order: Order,
}

#[aws_output(rename_all = "PascalCase", s3_unwrapped_xml_output)]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GetPlaceOutput {
    pub place: Option<String>,
}

/// There is no such order.
#[aws_error]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NoSuchOrder {
    pub message: Option<String>,
}

#[aws_structure(rename_all = "PascalCase", xml_name = "PlainNote")]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Note {
    #[body("xml:lang")]
    #[xml(attribute)]
    pub language: Option<String>,
    #[xml(namespace = "https://shop.example.org/text")]
    pub text: Option<String>,
}

#[aws_structure]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Order {
    pub placed: Option<Timestamp>,
    #[timestamp(http_date)]
    pub delivered: Option<Timestamp>,
    #[body("itemSet")]
    #[xml(item = "item")]
    pub items: Option<Vec<String>>,
    #[body("Tag")]
    #[xml(flattened, key = "Key", value = "Value")]
    pub tags: Option<BTreeMap<String, String>>,
    #[body("Rows")]
    #[xml(item = "row", inner(item = "item"))]
    pub rows: Option<Vec<Vec<String>>>,
    #[body("Payment")]
    pub payment: Option<Payment>,
}

#[aws_union]
#[derive(Debug, Clone, PartialEq)]
pub enum Payment {
    Cash(i32),
    #[tag("Vouchers")]
    #[xml(flattened)]
    Vouchers(Vec<String>),
    /// A member that is not in the model: its tag and its value.
    Unknown(String, Document),
}
