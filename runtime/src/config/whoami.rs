//! [`Whoami`]: the origins of a configuration's values, to find configuration errors.

use std::fmt;
use std::time::SystemTime;

use super::Config;
use super::profiles::Found;
use crate::credentials::Asked;
use crate::error::Line;
use crate::profile::Chosen;
use crate::service::Service;
use crate::types::{Credentials, Timestamp, TimestampFormat};

/// The origins of a configuration's values.
pub(super) struct Origins {
    region: String,
    profile: String,
    /// Ignored parts of files, files that were not read, and settings that were read with another
    /// meaning.
    notes: Vec<String>,
}

impl Origins {
    /// `notes` are notes about settings.
    pub fn new(region: String, found: &Found, notes: Vec<String>) -> Self {
        let chosen = match found.name.chosen {
            Chosen::ByDefault => "no profile selected",
            Chosen::ByVariable(variable) => variable,
            Chosen::InCode => "`profile`",
        };
        let of_files = found.profiles.warnings().iter().map(ToString::to_string);
        let of_files = of_files.chain(found.notes.iter().cloned());
        let profile = format!("{} ({chosen})", Line::name(&found.name.name));
        Self { region, profile, notes: of_files.chain(notes).collect() }
    }
}

/// The origins of a configuration's values: region, endpoint and profile, the provider that has
/// credentials, their expiration, and why the other providers have none. `Display` prints it as
/// lines, without secrets.
///
/// ```
/// use aws_operation::{Config, Credentials, services};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let config = Config::builder()
///     .region("eu-west-1")
///     .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
///     .build()?;
/// assert_eq!(
///     config.whoami(services::LAMBDA).await.to_string(),
///     "region:      eu-west-1 (`region`)\n\
///      endpoint:    https://lambda.eu-west-1.amazonaws.com (from the region)\n\
///      profile:     default (no profile selected)\n\
///      credentials: AKIDEXAMPLE, set in code; no expiry\n",
/// );
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Whoami {
    region: String,
    endpoint: String,
    profile: String,
    notes: Vec<String>,
    asked: Vec<Asked>,
    now: SystemTime,
}

impl Config {
    /// Fetches credentials without using the cache, and returns the origins of the credentials and
    /// of all other values.
    pub async fn whoami(&self, service: Service) -> Whoami {
        let inner = &self.inner;
        let found = self.endpoint(&service);
        let endpoint = match found.target() {
            Ok(target) => format!("{} ({})", target.endpoint, found.origin),
            Err(error) => format!("none: {error}"),
        };
        let asked = inner.chain.ask().await;
        Whoami {
            region: format!("{} ({})", inner.region, inner.origins.region),
            endpoint,
            profile: inner.origins.profile.clone(),
            notes: inner.origins.notes.clone(),
            asked,
            now: inner.setup.timer.now(),
        }
    }
}

impl Whoami {
    /// Whether there are credentials.
    pub fn has_credentials(&self) -> bool {
        self.asked.last().is_some_and(|asked| asked.answer.is_ok())
    }

    /// The providers that were asked for credentials, and their answers.
    pub fn asked(&self) -> &[Asked] {
        &self.asked
    }
}

impl fmt::Display for Whoami {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "region:      {}", self.region)?;
        writeln!(f, "endpoint:    {}", self.endpoint)?;
        writeln!(f, "profile:     {}", self.profile)?;
        match self.asked.last() {
            Some(Asked { name, answer: Ok(credentials) }) => {
                let (id, source) = (credentials.access_key_id(), Source(name));
                let expiry = Expiry(credentials, self.now);
                writeln!(f, "credentials: {id}, {source}; {expiry}")?;
            }
            _ => writeln!(f, "credentials: none")?,
        }
        for Asked { name, answer } in &self.asked {
            if let Err(error) = answer {
                let how = if error.is_not_configured() { "not configured" } else { "failed" };
                writeln!(f, "  {name}: {how}: {}", Line::message(&error.to_string()))?;
            }
        }
        self.notes.iter().try_for_each(|note| writeln!(f, "note: {}", Line::message(note)))
    }
}

/// Where credentials come from, by the name of their provider.
struct Source<'a>(&'a str);

impl fmt::Display for Source<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            "the program" => f.write_str("set in code"),
            name if name.starts_with("the ") => write!(f, "from {name}"),
            name => write!(f, "from the {name}"),
        }
    }
}

/// When the credentials expire.
struct Expiry<'a>(&'a Credentials, SystemTime);

impl fmt::Display for Expiry<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(credentials, now) = self;
        let Some(expiration) = credentials.expiration() else {
            return f.write_str("no expiry");
        };
        let time = Timestamp::from(expiration).format(TimestampFormat::DateTime);
        match expiration.duration_since(*now) {
            Ok(left) => write!(f, "expires at {time}, in {} minutes", left.as_secs() / 60),
            Err(_) => write!(f, "expired at {time}"),
        }
    }
}
