//! [`Meter`]: counts and reports the transferred bytes of an object, for all its parts together.

use std::sync::{Arc, Mutex, PoisonError};

use crate::types::{OnProgress, Progress};

/// Counts and reports the transferred bytes of an object.
#[derive(Clone)]
pub(super) struct Meter {
    report: Option<OnProgress>,
    total: Option<u64>,
    passed: Arc<Mutex<u64>>,
}

impl Meter {
    pub(super) fn new(report: Option<OnProgress>, total: Option<u64>) -> Self {
        Self { report, total, passed: Arc::default() }
    }

    /// Adds bytes. Bytes that are transferred again must not be added again.
    pub(super) fn add(&self, bytes: u64) {
        let Some(report) = &self.report else { return };
        if bytes == 0 {
            return;
        }
        // The lock is held while `report` runs. Otherwise the reported number could decrease.
        let mut passed = self.passed.lock().unwrap_or_else(PoisonError::into_inner);
        *passed += bytes;
        report(Progress { bytes: *passed, total: self.total });
    }
}
