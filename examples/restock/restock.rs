//! The function that orders missing products. The program and the tests call it.

use std::error::Error;

use aws_operation::{Client, Config, services};

use crate::operations::{Count, Scan, ScanError, SendMessage};

/// Reads the products in a table, and sends a message for each product whose quantity is less than its minimum.
/// Returns the messages.
///
/// # Errors
///
/// A call fails, or the quantity or the minimum of a product is not a number.
pub async fn restock(
    config: &Config,
    table: &str,
    queue_url: &str,
) -> Result<Vec<String>, Box<dyn Error>> {
    let dynamodb = Client::new(config, services::DYNAMODB);
    let sqs = Client::new(config, services::SQS);
    let mut orders = Vec::new();
    let mut products =
        dynamodb.items(Scan { table_name: table.to_owned(), exclusive_start_key: None });
    while let Some(product) = products.next().await {
        let product = product.map_err(|error| match error.service() {
            Some(ScanError::ResourceNotFoundException) => {
                format!("there is no table `{table}`").into()
            }
            _ => Box::<dyn Error>::from(error),
        })?;
        let name = product.name.text;
        let missing =
            number(&name, &product.minimum)?.saturating_sub(number(&name, &product.quantity)?);
        if missing > 0 {
            let message_body = format!("{missing} × {name}");
            orders.push(message_body.clone());
            sqs.send(SendMessage { queue_url: queue_url.to_owned(), message_body }).await?;
        }
    }
    Ok(orders)
}

fn number(product: &str, count: &Count) -> Result<u32, String> {
    let digits = &count.digits;
    digits.parse().map_err(|_| format!("the product `{product}` has the invalid number {digits:?}"))
}
