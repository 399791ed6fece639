//! The operations of DynamoDB and SQS that the program calls.

use std::collections::BTreeMap;

use aws_operation::{ServiceError, aws_error, aws_operation};
use serde::{Deserialize, Serialize};

#[aws_operation(
    protocol = "awsJson1_0",
    rename_all = "PascalCase",
    output = Products,
    error = ScanError,
    paginated(input_token = exclusive_start_key, output_token = last_evaluated_key, items = items: Vec<Product>)
)]
#[derive(Clone, Debug)]
pub struct Scan {
    pub table_name: String,
    pub exclusive_start_key: Option<Key>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Products {
    pub items: Vec<Product>,
    pub last_evaluated_key: Option<Key>,
}

/// An item of the table.
#[derive(Clone, Debug, Deserialize)]
pub struct Product {
    pub name: Text,
    pub quantity: Count,
    pub minimum: Count,
}

/// The key of an item, from name to value.
pub type Key = BTreeMap<String, Text>;

/// An attribute with text: `{"S": "tea"}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Text {
    #[serde(rename = "S")]
    pub text: String,
}

/// An attribute with a number: `{"N": "3"}`.
#[derive(Clone, Debug, Deserialize)]
pub struct Count {
    #[serde(rename = "N")]
    pub digits: String,
}

#[aws_error]
#[derive(Debug)]
pub enum ScanError {
    ResourceNotFoundException,
    Other(ServiceError),
}

#[aws_operation(protocol = "awsJson1_0", rename_all = "PascalCase")]
#[derive(Clone, Debug, PartialEq)]
pub struct SendMessage {
    pub queue_url: String,
    pub message_body: String,
}
