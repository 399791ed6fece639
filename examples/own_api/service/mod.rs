//! The orders service, written with axum. All requests go through the gateway.

mod gateway;
mod orders;

use std::io;
use std::net::Ipv4Addr;

use aws_operation::Credentials;
use axum::{Router, middleware};
use tokio::net::TcpListener;

/// Starts the service for requests that are signed with these credentials, on a free port of this machine.
/// Returns the URL of its stage `prod`. It runs until the runtime ends.
pub async fn start(credentials: Credentials) -> io::Result<String> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let url = format!("http://{}/prod", listener.local_addr()?);
    let gateway = middleware::from_fn_with_state(gateway::verifier(credentials), gateway::forward);
    let service = Router::new().nest("/prod", orders::router()).layer(gateway);
    tokio::spawn(axum::serve(listener, service).into_future());
    Ok(url)
}
