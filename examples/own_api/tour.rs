//! All operations and all errors, with the service inside this process.

use std::error::Error;

use aws_operation::{Client, Config, Credentials, services};

use super::commands::Command;
use super::service;

const ACCESS_KEY_ID: &str = "AKIDLOCALEXAMPLE";
const SECRET: &str = "a secret that this process shares with itself";

pub async fn run() -> Result<(), Box<dyn Error>> {
    let url = service::start(Credentials::new(ACCESS_KEY_ID, SECRET)).await?;
    println!("No arguments: a tour with an orders service inside this process, at {url},");
    println!("which verifies signatures. `own_api --help` says how to call another one.\n");

    let orders = client(&url, SECRET)?;
    let create = |item: &str, quantity| Command::Create { item: item.to_owned(), quantity };
    let get = |id: &str| Command::Get { id: id.to_owned() };
    let pay = |id: &str, card: &str| Command::Pay { id: id.to_owned(), card: card.to_owned() };
    for command in [
        create("tea", 2),
        create("cake", 1),
        create("coffee", 3),
        // Errors in the form of this API: a text as the code, and a number.
        create("cake", 9),
        create("tea", 0),
        get("o-2"),
        // A status without a body.
        get("o-99"),
        pay("o-1", "unlimited"),
        // `application/problem+json`.
        pay("o-3", "small"),
        Command::List,
    ] {
        show(command.run(&orders).await);
    }

    println!("\nWith a wrong secret key, the gate refuses the call:");
    show(get("o-1").run(&client(&url, "another secret")?).await);
    Ok(())
}

fn client(url: &str, secret_access_key: &str) -> Result<Client, Box<dyn Error>> {
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(Credentials::new(ACCESS_KEY_ID, secret_access_key))
        .build()?;
    // The host is not one of AWS, so the service has to be named.
    Ok(Client::new(&config, services::EXECUTE_API).with_endpoint_url(url)?)
}

fn show(result: Result<(), String>) {
    if let Err(message) = result {
        println!("error    {message}");
    }
}
