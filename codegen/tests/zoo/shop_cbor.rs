// Made by aws-operation 0.1.0 from org.example.shop#Shop_20260101 (2026-01-01):
//
//     aws-operation generate shop.json --protocol rpcv2Cbor --all
//
// Run it again rather than editing this file.
//
//     checksum a2c416784e679212

use std::collections::BTreeMap;

use aws_operation::{Document, Service, ServiceError, Timestamp};

use aws_operation::{aws_error, aws_operation, aws_structure, aws_union};

/// Orders, in every protocol.
pub const SHOP: Service = Service::new("shop")
    .service_id("Shop")
    .endpoint_prefix("shop")
    .target_prefix("Shop_20260101")
    .query_compatible();

/// Looks an order up.
#[aws_operation(protocol = "rpcv2Cbor", rename_all = "PascalCase",
    output = GetOrderOutput, error = GetOrderError)]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GetOrder {
    pub order_id: String,
    pub detailed: Option<bool>,
}

/// The errors of [`GetOrder`].
#[aws_error]
#[derive(Debug, Clone, PartialEq)]
pub enum GetOrderError {
    /// There is no such order.
    #[code("Shop.NoSuchOrder")]
    NoSuchOrder(NoSuchOrder),
    /// Any other error.
    Other(ServiceError),
}

#[aws_operation(protocol = "rpcv2Cbor", output = GetPlaceOutput)]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GetPlace;

/// Places an order.
#[aws_operation(protocol = "rpcv2Cbor", rename_all = "PascalCase", error = PlaceOrderError)]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PlaceOrder {
    pub order: Order,
    #[idempotency_token]
    pub token: Option<String>,
}

/// The errors of [`PlaceOrder`]: the same as [`GetOrderError`].
pub type PlaceOrderError = GetOrderError;

#[aws_operation(protocol = "rpcv2Cbor", rename_all = "PascalCase")]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PutNote {
    pub order_id: String,
    pub note: Note,
}

#[aws_structure(rename_all = "PascalCase")]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GetOrderOutput {
    pub revision: Option<String>,
    pub order: Order,
}

#[aws_structure(rename_all = "PascalCase")]
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

#[aws_structure(rename_all = "PascalCase")]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Note {
    pub language: Option<String>,
    pub text: Option<String>,
}

#[aws_structure(rename_all = "PascalCase")]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Order {
    pub placed: Option<Timestamp>,
    pub delivered: Option<Timestamp>,
    pub items: Option<Vec<String>>,
    pub tags: Option<BTreeMap<String, String>>,
    pub rows: Option<Vec<Vec<String>>>,
    pub payment: Option<Payment>,
}

#[aws_union(rename_all = "PascalCase")]
#[derive(Debug, Clone, PartialEq)]
pub enum Payment {
    Cash(i32),
    Vouchers(Vec<String>),
    /// A member that is not in the model: its tag and its value.
    Unknown(String, Document),
}
