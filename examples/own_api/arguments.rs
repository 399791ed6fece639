//! The command line.

use aws_operation::{Service, services};

use super::commands::Command;

const USAGE: &str = "usage: own_api                                  a tour, without an AWS account
       own_api --url URL create ITEM QUANTITY
       own_api --url URL get ORDER
       own_api --url URL pay ORDER CARD
       own_api --url URL list

options: --url URL         where the API is, such as a stage of API Gateway
         --service NAME    what is in front of it, if the host of the URL does not say so:
                           execute-api, lambda or vpc-lattice-svcs

Credentials and the region come from the usual places, such as AWS_PROFILE.";

pub enum Arguments {
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
                "--service" => service = Some(named(&value()?)?),
                "--help" | "-h" => return Err(USAGE.to_owned()),
                option if option.starts_with("--") => {
                    return Err(format!("there is no option `{option}`\n\n{USAGE}"));
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

fn named(service: &str) -> Result<&'static Service, String> {
    Ok(match service {
        "execute-api" => &services::EXECUTE_API,
        "lambda" => &services::LAMBDA_URL,
        "vpc-lattice-svcs" => &services::VPC_LATTICE,
        _ => {
            return Err(format!(
                "unknown service `{service}`; use execute-api, lambda or vpc-lattice-svcs"
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
            let quantity = number.map_err(|_| format!("`{quantity}` is not a quantity"))?;
            Ok(Command::Create { item, quantity })
        }
        ("get", Some(id), None, None) => Ok(Command::Get { id }),
        ("pay", Some(id), Some(card), None) => Ok(Command::Pay { id, card }),
        ("list", None, None, None) => Ok(Command::List),
        _ => Err(USAGE.to_owned()),
    }
}
