//! [`Config::fixed`]: a configuration without optional settings, which cannot fail.

use std::sync::Arc;

use super::endpoints::Endpoints;
use super::profiles::Found;
use super::whoami::Origins;
use super::{Config, Inner};
use crate::call::{MaxResponse, Setup};
use crate::credentials::Chain;
use crate::endpoint::Variant;
use crate::profile::Variables;
use crate::retry::Retry;
use crate::time::Timer;
use crate::transport::Transport;
use crate::types::{ProvideCredentials, Timeouts};
use crate::wire::protocol::memory::MAX_MEMORY;
use crate::wire::request::{Checksums, Compression};

impl Config {
    /// The configuration that [`build`](super::ConfigBuilder::build) returns if only these values are set.
    /// The region must be one that `build` accepts without a change.
    pub(crate) fn fixed(
        region: &'static str,
        credentials: impl ProvideCredentials,
        transport: impl Transport,
        timer: impl Timer,
    ) -> Self {
        let credentials: Arc<dyn ProvideCredentials> = Arc::new(credentials);
        let found = Found::nothing(None, Variables::new(&|_| None));
        Self {
            inner: Arc::new(Inner {
                region: region.to_owned(),
                chain: Arc::new(Chain::new().then("the program", Arc::clone(&credentials))),
                setup: Setup {
                    credentials,
                    transport: Arc::new(transport),
                    timer: Arc::new(timer),
                    compression: Compression::default(),
                    request_checksums: Checksums::default(),
                    response_checksums: Checksums::default(),
                    max_response: MaxResponse::configured(None),
                    max_decoded_bytes: MAX_MEMORY,
                    corrects_clock_skew: true,
                    follow: None,
                },
                endpoints: Endpoints::new(Variant::default(), false, None, Vec::new().into()),
                retry: Retry::standard().or_rules_2026(false),
                rules_2026: false,
                timeouts: Timeouts::default(),
                origins: Origins::new("`region`".to_owned(), &found, Vec::new()),
            }),
        }
    }
}
