//! Selects the server that the program calls: Bedrock, another server, or the stand-in in this process.

use std::env;
use std::error::Error;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use aws_operation::testing::verify::Server;
use aws_operation::{Config, Credentials};

use super::arguments::Arguments;
use super::local_bedrock;
use super::terminal::note;

/// If one of these variables is set, the program uses the AWS configuration.
const VARIABLES: [&str; 11] = [
    "AWS_ACCESS_KEY_ID",
    "AWS_PROFILE",
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
    "AWS_ENDPOINT_URL",
    "AWS_ENDPOINT_URL_BEDROCK_RUNTIME",
    "AWS_CONFIG_FILE",
    "AWS_SHARED_CREDENTIALS_FILE",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
];

/// The pause of the stand-in before each event.
const PAUSE: Duration = Duration::from_millis(30);

/// The configuration, and the stand-in, which stops when it is dropped.
pub struct Setup {
    pub config: Config,
    _stand_in: Option<Server>,
}

pub async fn load(arguments: &Arguments) -> Result<Setup, Box<dyn Error>> {
    let Arguments { region, endpoint_url, local, .. } = arguments;
    if *local || region.is_none() && endpoint_url.is_none() && !is_configured() {
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

/// Whether there is AWS configuration in the environment or in files.
fn is_configured() -> bool {
    let home = env::var_os("HOME").or_else(|| env::var_os("USERPROFILE"));
    let folder = home.map(|home| PathBuf::from(home).join(".aws"));
    let has_file =
        |folder: PathBuf| ["config", "credentials"].iter().any(|it| folder.join(it).exists());
    let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    VARIABLES.into_iter().any(is_set) || folder.is_some_and(has_file)
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
