//! The commands of this program. Each one makes a call, and returns the text to print: about the result,
//! or about the error.

use aws_operation::{Client, Error};

use super::operations::{
    CreateOrder, CreateOrderError, GetOrder, GetOrderError, ListOrders, PayOrder, PayOrderError,
};

pub enum Command {
    Create { item: String, quantity: u32 },
    Get { id: String },
    Pay { id: String, card: String },
    List,
}

/// The number of orders in a page.
const PAGE_SIZE: u32 = 2;

impl Command {
    pub async fn run(self, orders: &Client) -> Result<String, String> {
        match self {
            Self::Create { item, quantity } => create(orders, item, quantity).await,
            Self::Get { id } => get(orders, id).await,
            Self::Pay { id, card } => pay(orders, id, card).await,
            Self::List => list(orders).await,
        }
    }
}

async fn create(orders: &Client, item: String, quantity: u32) -> Result<String, String> {
    let requested = format!("{quantity} × {item}");
    match orders.send(CreateOrder { item, quantity }).await {
        Ok(order) => Ok(format!("created  {order}\n")),
        Err(error) => Err(match error.service() {
            Some(CreateOrderError::SoldOut { error: sold_out }) => {
                explain(&format!("{requested}: only {} left", sold_out.left), &error)
            }
            Some(CreateOrderError::InvalidQuantity) => {
                explain(&format!("{requested}: invalid quantity"), &error)
            }
            Some(CreateOrderError::Other(_)) | None => error.to_string(),
        }),
    }
}

async fn get(orders: &Client, id: String) -> Result<String, String> {
    let not_found = format!("there is no order {id}");
    match orders.send(GetOrder { id }).await {
        Ok(order) => Ok(format!("order    {order}\n")),
        Err(error) => Err(match error.service() {
            Some(GetOrderError::NotFound) => explain(&not_found, &error),
            Some(GetOrderError::Other(_)) | None => error.to_string(),
        }),
    }
}

async fn pay(orders: &Client, id: String, card: String) -> Result<String, String> {
    let not_found = format!("there is no order {id}");
    match orders.send(PayOrder { id, card }).await {
        Ok(order) => Ok(format!("paid     {order}\n")),
        Err(error) => Err(match error.service() {
            Some(PayOrderError::CardDeclined { limit }) => {
                explain(&format!("the card is declined: its limit is {limit} items"), &error)
            }
            Some(PayOrderError::NotFound) => explain(&not_found, &error),
            Some(PayOrderError::Other(_)) | None => error.to_string(),
        }),
    }
}

async fn list(orders: &Client) -> Result<String, String> {
    let mut pages = orders.pages(ListOrders::default()).page_size(PAGE_SIZE);
    let mut text = String::new();
    let mut number = 0;
    while let Some(page) = pages.next().await {
        let page = page.map_err(|error| error.to_string())?;
        number += 1;
        for order in page.orders {
            text += &format!("page {number}   {order}\n");
        }
    }
    Ok(text)
}

/// An explanation for the user, and below it the error with its details.
fn explain<E>(explanation: &str, error: &Error<E>) -> String {
    format!("{explanation}\n         {error}")
}
