//! Shows all operations and all errors, with the service in this process.

use std::error::Error;
use std::io::{self, Write as _};

use aws_operation::{Client, Config, Credentials, services};

use super::commands::Command;
use super::service;

const ACCESS_KEY_ID: &str = "AKIDEXAMPLE";
const SECRET: &str = "secret";

pub async fn run() -> Result<(), Box<dyn Error>> {
    let url = service::start(Credentials::new(ACCESS_KEY_ID, SECRET)).await?;
    writeln!(
        io::stdout(),
        "Calling an orders service in this process, at {url}, which verifies signatures.\n\
         To call another one, add arguments; `--help` lists them.\n"
    )?;

    let orders = client(&url, SECRET)?;
    let create = |item: &str, quantity| Command::Create { item: item.to_owned(), quantity };
    let get = |id: &str| Command::Get { id: id.to_owned() };
    let pay = |id: &str, card: &str| Command::Pay { id: id.to_owned(), card: card.to_owned() };
    for command in [
        create("tea", 2),
        create("cake", 1),
        create("coffee", 3),
        // Errors in the format of this API. The first code is a string, the second a number.
        create("cake", 9),
        create("tea", 0),
        get("o-2"),
        // An error response without a body.
        get("o-99"),
        pay("o-1", "unlimited"),
        // `application/problem+json`.
        pay("o-3", "small"),
        Command::List,
    ] {
        show(command.run(&orders).await)?;
    }

    writeln!(io::stdout(), "\nWith a wrong secret key, the gateway rejects the call:")?;
    Ok(show(get("o-1").run(&client(&url, "another secret")?).await)?)
}

fn client(url: &str, secret_access_key: &str) -> Result<Client, Box<dyn Error>> {
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(Credentials::new(ACCESS_KEY_ID, secret_access_key))
        .build()?;
    // A local host does not identify the service.
    Ok(Client::new(&config, services::EXECUTE_API).with_endpoint_url(url)?)
}

fn show(result: Result<String, String>) -> io::Result<()> {
    match result {
        Ok(text) => write!(io::stdout(), "{text}"),
        Err(message) => writeln!(io::stdout(), "error    {message}"),
    }
}
