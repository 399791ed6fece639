//! What a person can do with the orders API. Each function makes a call, and prints the result or
//! returns what to print about the error.

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

/// The orders in a page.
const PAGE: u32 = 2;

impl Command {
    /// Makes the call.
    pub async fn run(self, orders: &Client) -> Result<(), String> {
        match self {
            Self::Create { item, quantity } => create(orders, item, quantity).await,
            Self::Get { id } => get(orders, id).await,
            Self::Pay { id, card } => pay(orders, id, card).await,
            Self::List => list(orders).await,
        }
    }
}

async fn create(orders: &Client, item: String, quantity: u32) -> Result<(), String> {
    let ordered = format!("{quantity} × {item}");
    let error = match orders.send(CreateOrder { item, quantity }).await {
        Ok(order) => {
            println!("created  {order}");
            return Ok(());
        }
        Err(error) => error,
    };
    Err(match error.service() {
        Some(CreateOrderError::SoldOut { error: sold_out }) => {
            explained(&format!("{ordered}: only {} left", sold_out.left), &error)
        }
        Some(CreateOrderError::InvalidQuantity) => {
            explained(&format!("{ordered}: not a quantity that can be ordered"), &error)
        }
        Some(CreateOrderError::Other(_)) | None => error.to_string(),
    })
}

async fn get(orders: &Client, id: String) -> Result<(), String> {
    let unknown = format!("there is no order {id}");
    let error = match orders.send(GetOrder { id }).await {
        Ok(order) => {
            println!("order    {order}");
            return Ok(());
        }
        Err(error) => error,
    };
    Err(match error.service() {
        Some(GetOrderError::NotFound) => explained(&unknown, &error),
        Some(GetOrderError::Other(_)) | None => error.to_string(),
    })
}

async fn pay(orders: &Client, id: String, card: String) -> Result<(), String> {
    let unknown = format!("there is no order {id}");
    let error = match orders.send(PayOrder { id, card }).await {
        Ok(order) => {
            println!("paid     {order}");
            return Ok(());
        }
        Err(error) => error,
    };
    Err(match error.service() {
        Some(PayOrderError::CardDeclined { limit }) => {
            explained(&format!("the card is declined: its limit is {limit} items"), &error)
        }
        Some(PayOrderError::NotFound) => explained(&unknown, &error),
        Some(PayOrderError::Other(_)) | None => error.to_string(),
    })
}

async fn list(orders: &Client) -> Result<(), String> {
    let mut pages = orders.pages(ListOrders::default()).page_size(PAGE);
    let mut number = 0;
    while let Some(page) = pages.next().await {
        let page = page.map_err(|error| error.to_string())?;
        number += 1;
        for order in page.orders {
            println!("page {number}   {order}");
        }
    }
    Ok(())
}

/// What happened in words of the program, and the error's line for the log.
fn explained<E>(what: &str, error: &Error<E>) -> String {
    format!("{what}\n         {error}")
}
