//! `aws-operation whoami`: shows the configuration that a program finds here, and its sources.

use super::arguments::Whoami;
use crate::Error;

/// The report; an error if the configuration cannot be loaded.
#[cfg(feature = "whoami")]
pub fn run(arguments: Whoami) -> Result<(String, bool), Error> {
    use aws_operation::{Config, Service, services};

    const KNOWN: [(&str, Service); 7] = [
        ("apigateway", services::API_GATEWAY),
        ("bedrock-runtime", services::BEDROCK_RUNTIME),
        ("eks", services::EKS),
        ("lambda", services::LAMBDA),
        ("polly", services::POLLY),
        ("scheduler", services::SCHEDULER),
        ("sts", services::STS),
    ];

    let name = arguments.service.as_deref().unwrap_or("sts");
    let known = KNOWN.iter().find(|(known, _)| *known == name);
    let Some((_, service)) = known else {
        let names: Vec<&str> = KNOWN.iter().map(|(name, _)| *name).collect();
        let hint = match crate::nearest::suggestion(name, names.iter().copied()) {
            nearest if nearest.is_empty() => {
                format!("; the known services are {}", names.join(", "))
            }
            nearest => nearest,
        };
        return Err(Error::new(format!("unknown service `{name}`{hint}")));
    };
    let mut config = Config::builder();
    if let Some(profile) = arguments.profile {
        config = config.profile(profile);
    }
    if let Some(region) = arguments.region {
        config = config.region(region);
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime =
        runtime.map_err(|error| Error::new(format!("cannot start the async runtime: {error}")))?;
    runtime.block_on(async {
        let config = config.load().await.map_err(|error| Error::new(error.to_string()))?;
        let whoami = config.whoami(*service).await;
        Ok((whoami.to_string(), whoami.has_credentials()))
    })
}

/// The message of a build without the feature `whoami`.
#[cfg(not(feature = "whoami"))]
pub fn run(_: Whoami) -> Result<(String, bool), Error> {
    Err(Error::new(
        "this build has no `whoami`; install it with `cargo install aws-operation-codegen \
         --features whoami`",
    ))
}
