//! The orders service behind the gateway.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The items in stock. There are no other items.
const STOCK: [(&str, u32); 3] = [("tea", 100), ("cake", 3), ("coffee", 10)];
const MAX_QUANTITY: u32 = 20;
/// The maximum number of items that the card `small` pays for.
const SMALL_CARD: u32 = 2;
const DECLINED: &str = "https://orders.example.com/problems/card-declined";

/// The service's own declaration of an order. It is independent of the client's, so a mistake in one of
/// them makes a test fail.
#[derive(Clone, Serialize)]
struct Order {
    id: String,
    item: String,
    quantity: u32,
    status: &'static str,
}

#[derive(Clone, Default)]
struct Orders(Arc<Mutex<Vec<Order>>>);

impl Orders {
    fn lock(&self) -> MutexGuard<'_, Vec<Order>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub fn router() -> Router {
    Router::new()
        .route("/orders", post(create).get(list))
        .route("/orders/{id}", get(show))
        .route("/orders/{id}/payment", post(pay))
        .with_state(Orders::default())
}

#[derive(Deserialize)]
struct NewOrder {
    item: String,
    quantity: u32,
}

async fn create(State(orders): State<Orders>, Json(new): Json<NewOrder>) -> Response {
    let NewOrder { item, quantity } = new;
    if !(1..=MAX_QUANTITY).contains(&quantity) {
        let message = format!("The quantity must be from 1 to {MAX_QUANTITY}.");
        let error = json!({ "code": 4001, "message": message });
        return failure(StatusCode::UNPROCESSABLE_ENTITY, error);
    }
    let mut orders = orders.lock();
    let stock = STOCK.into_iter().find(|(name, _)| *name == item).map_or(0, |(_, count)| count);
    let ordered = orders.iter().filter(|order| order.item == item).map(|order| order.quantity);
    let left = stock.saturating_sub(ordered.sum());
    if quantity > left {
        let message = format!("There is not enough {item}.");
        let error = json!({ "code": "SOLD_OUT", "message": message, "left": left });
        return failure(StatusCode::CONFLICT, error);
    }
    let order = Order { id: format!("o-{}", orders.len() + 1), item, quantity, status: "open" };
    let location = format!("/prod/orders/{}", order.id);
    orders.push(order.clone());
    (StatusCode::CREATED, [(LOCATION, location)], Json(order)).into_response()
}

#[derive(Deserialize)]
struct Page {
    after: Option<String>,
    limit: Option<usize>,
}

async fn list(State(orders): State<Orders>, Query(page): Query<Page>) -> Json<Value> {
    let orders = orders.lock();
    let start = page.after.and_then(|after| orders.iter().position(|order| order.id == after));
    let rest = &orders[start.map_or(0, |at| at + 1)..];
    let listed = &rest[..rest.len().min(page.limit.unwrap_or(10).max(1))];
    let next = listed.last().filter(|_| listed.len() < rest.len()).map(|order| &order.id);
    Json(json!({ "orders": listed, "next": next }))
}

async fn show(State(orders): State<Orders>, Path(id): Path<String>) -> Response {
    match orders.lock().iter().find(|order| order.id == id) {
        Some(order) => Json(order).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

#[derive(Deserialize)]
struct Payment {
    card: String,
}

async fn pay(
    State(orders): State<Orders>,
    Path(id): Path<String>,
    Json(payment): Json<Payment>,
) -> Response {
    let mut orders = orders.lock();
    let Some(order) = orders.iter_mut().find(|order| order.id == id) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    if payment.card == "small" && order.quantity > SMALL_CARD {
        let problem = json!({
            "type": DECLINED,
            "title": "The card was declined.",
            "detail": format!("The card pays for {SMALL_CARD} items, but {id} has {}.", order.quantity),
            "limit": SMALL_CARD,
        });
        let headers = [(CONTENT_TYPE, "application/problem+json")];
        return (StatusCode::PAYMENT_REQUIRED, headers, problem.to_string()).into_response();
    }
    order.status = "paid";
    Json(order.clone()).into_response()
}

/// An error in the form of this API.
fn failure(status: StatusCode, error: Value) -> Response {
    (status, Json(json!({ "error": error }))).into_response()
}
