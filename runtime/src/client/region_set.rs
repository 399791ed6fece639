//! [`Client::with_region_set`]: signatures for several regions.

use std::sync::Arc;

use super::Client;

impl Client {
    /// The same client, whose requests are signed for a set of regions (Signature Version 4a): names
    /// separated by commas, in which `*` stands for any text. Multi-region access points,
    /// EventBridge's global endpoints and VPC Lattice accept such signatures.
    ///
    /// ```
    /// use aws_operation::{Client, Config, Credentials, services};
    ///
    /// let config = Config::builder()
    ///     .region("eu-west-1")
    ///     .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
    ///     .build()?;
    /// let lattice = Client::new(&config, services::VPC_LATTICE).with_region_set("eu-*");
    /// # Ok::<(), aws_operation::ConfigError>(())
    /// ```
    #[must_use]
    pub fn with_region_set(mut self, regions: &str) -> Self {
        Arc::make_mut(&mut self.caller).set_region_set(regions);
        self
    }
}
