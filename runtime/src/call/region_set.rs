//! [`RegionSet`]: the regions of a multi-region signature, and the key for it.

use std::sync::{Arc, Mutex, PoisonError};

use crate::sigv4::EcdsaKey;
use crate::types::Credentials;

/// The regions, and the last key that was derived.
#[derive(Clone)]
pub(super) struct RegionSet {
    regions: Arc<str>,
    last: Arc<Mutex<Option<Derived>>>,
}

/// Credentials and the key that was derived from them.
type Derived = (Credentials, Arc<EcdsaKey>);

impl RegionSet {
    pub(super) fn new(regions: &str) -> Self {
        Self { regions: regions.into(), last: Arc::default() }
    }

    pub(super) fn regions(&self) -> &str {
        &self.regions
    }

    /// The key of the credentials. It is cached, because deriving a key takes longer than signing.
    pub(super) fn key(&self, credentials: &Credentials) -> Arc<EcdsaKey> {
        // A poisoned lock has a complete entry or none.
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
