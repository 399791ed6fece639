//! Calls that are signed for several regions.

use std::sync::{Arc, Mutex, PoisonError};

use super::Client;
use crate::sigv4::EcdsaKey;
use crate::types::Credentials;

/// The regions, and the key that was derived last.
#[derive(Clone)]
pub(super) struct RegionSet {
    regions: Arc<str>,
    last: Arc<Mutex<Option<Derived>>>,
}

/// Credentials, and their key.
type Derived = (Credentials, Arc<EcdsaKey>);

impl RegionSet {
    pub(super) fn regions(&self) -> &str {
        &self.regions
    }

    /// The key of the credentials: deriving one takes longer than signing.
    pub(super) fn key(&self, credentials: &Credentials) -> Arc<EcdsaKey> {
        // A thread that panicked elsewhere left a whole entry, or none.
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        match &*last {
            Some((of, key)) if of == credentials => Arc::clone(key),
            _ => {
                let key = Arc::new(EcdsaKey::derive(credentials));
                *last = Some((credentials.clone(), Arc::clone(&key)));
                key
            }
        }
    }
}

impl Client {
    /// The same client, whose requests are signed for a set of regions (Signature Version 4a):
    /// names with commas between them, and `*` for any part of one. Multi-region access points,
    /// EventBridge's global endpoints and VPC Lattice take such signatures.
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
        let regions = RegionSet { regions: regions.into(), last: Arc::default() };
        Arc::make_mut(&mut self.inner).region_set = Some(regions);
        self
    }
}
