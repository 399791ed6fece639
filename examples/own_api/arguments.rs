//! The command line.

use aws_operation::{Service, services};

use super::commands::Command;

pub const USAGE: &str =
    "usage: own_api    a tour with a service in this process, without an AWS account
       own_api --url URL create ITEM QUANTITY
       own_api --url URL get ORDER
       own_api --url URL pay ORDER CARD
       own_api --url URL list

options: --url URL         the URL of the API, such as a stage of API Gateway
         --service NAME    the service in signatures, if the host of the URL does not identify it:
                           execute-api, lambda or vpc-lattice-svcs

Credentials and the region come from the environment or from a profile.";

pub enum Arguments {
    Help,
    Tour,
    Call { url: String, service: Option<&'static Service>, command: Command },
}

impl Arguments {
    pub fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let (mut url, mut service, mut words) = (None, None, Vec::new());
        while let Some(argument) = arguments.next() {
            let mut value = || {
                let value = arguments.next();
                value.ok_or_else(|| format!("`{argument}` needs a value\n\n{USAGE}"))
            };
            match argument.as_str() {
                "--url" => url = Some(value()?),
                "--service" => service = Some(service_named(&value()?)?),
                "--help" | "-h" => return Ok(Self::Help),
                option if option.starts_with("--") => {
                    return Err(format!("unknown option `{option}`\n\n{USAGE}"));
                }
                _ => words.push(argument),
            }
        }
        match (url, service) {
            (None, None) if words.is_empty() => Ok(Self::Tour),
            (None, _) => Err(format!("`--url` is missing\n\n{USAGE}")),
            (Some(url), service) => Ok(Self::Call { url, service, command: command(words)? }),
        }
    }
}

fn service_named(name: &str) -> Result<&'static Service, String> {
    Ok(match name {
        "execute-api" => &services::EXECUTE_API,
        "lambda" => &services::LAMBDA_URL,
        "vpc-lattice-svcs" => &services::VPC_LATTICE,
        _ => {
            return Err(format!(
                "unknown service `{name}`; use execute-api, lambda or vpc-lattice-svcs"
            ));
        }
    })
}

fn command(words: Vec<String>) -> Result<Command, String> {
    let mut words = words.into_iter();
    let name = words.next().unwrap_or_default();
    let (first, second, rest) = (words.next(), words.next(), words.next());
    match (name.as_str(), first, second, rest) {
        ("create", Some(item), Some(quantity), None) => {
            let number = quantity.parse();
            let quantity = number.map_err(|_| format!("invalid quantity `{quantity}`"))?;
            Ok(Command::Create { item, quantity })
        }
        ("get", Some(id), None, None) => Ok(Command::Get { id }),
        ("pay", Some(id), Some(card), None) => Ok(Command::Pay { id, card }),
        ("list", None, None, None) => Ok(Command::List),
        ("", ..) => Err(format!("a command is missing\n\n{USAGE}")),
        ("create" | "get" | "pay" | "list", ..) => {
            Err(format!("wrong number of arguments for `{name}`\n\n{USAGE}"))
        }
        _ => Err(format!("unknown command `{name}`\n\n{USAGE}")),
    }
}
