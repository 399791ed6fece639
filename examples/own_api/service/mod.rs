//! The orders service, written with axum. All requests pass the gate.

mod gate;
mod orders;

use std::io;
use std::net::Ipv4Addr;

use aws_operation_examples::verify::Keys;
use axum::{Router, middleware};
use tokio::net::TcpListener;

/// Starts the service for requests that are signed with `keys`, on a free port of this machine. Returns
/// the URL of its stage `prod`. It runs until the runtime ends.
pub async fn start(keys: Keys<'static>) -> io::Result<String> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let url = format!("http://{}/prod", listener.local_addr()?);
    let gate = middleware::from_fn_with_state(keys, gate::pass);
    let service = Router::new().nest("/prod", orders::router()).layer(gate);
    tokio::spawn(axum::serve(listener, service).into_future());
    Ok(url)
}
