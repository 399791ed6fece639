//! Selects the server that the program calls: Bedrock, another server, or the stand-in in this process.

use std::error::Error;
use std::thread;
use std::time::Duration;

use aws_operation::testing::verify::Server;
use aws_operation::{Config, Credentials};

use super::arguments::Arguments;
use super::configured::is_configured;
use super::local_bedrock;
use super::terminal::note;

/// The pause of the stand-in before each event.
const PAUSE: Duration = Duration::from_millis(30);

/// The configuration, and the stand-in, which stops when it is dropped.
pub struct Setup {
    pub config: Config,
    _stand_in: Option<Server>,
}

pub async fn load(arguments: &Arguments) -> Result<Setup, Box<dyn Error>> {
    let Arguments { region, endpoint_url, local, .. } = arguments;
    if *local
        || region.is_none()
            && endpoint_url.is_none()
            && !is_configured("AWS_ENDPOINT_URL_BEDROCK_RUNTIME")
    {
        return stand_in(*local);
    }
    let mut config = Config::builder();
    if let Some(region) = region {
        config = config.region(region);
    }
    if let Some(url) = endpoint_url {
        config = config.endpoint_url(url);
    }
    let config = config.load().await;
    let config = config.map_err(|error| {
        format!("{error}\nTo try the program without an AWS account, use `--local`.")
    })?;
    Ok(Setup { config, _stand_in: None })
}

/// Starts the stand-in for Bedrock in this process.
fn stand_in(is_chosen: bool) -> Result<Setup, Box<dyn Error>> {
    let credentials = Credentials::new("AKIDEXAMPLE", "secret");
    let server = local_bedrock::start(credentials, || thread::sleep(PAUSE))?;
    note(match is_chosen {
        true => "Calling a local stand-in for Bedrock.",
        false => {
            "No AWS configuration: calling a local stand-in for Bedrock. \
             To call Bedrock, set credentials and a region."
        }
    });
    let config = Config::builder()
        .region("us-east-1")
        .credentials(server.credentials())
        .endpoint_url(server.url())
        .build()?;
    Ok(Setup { config, _stand_in: Some(server) })
}
