//! [`Meter`]: counts the bytes of an object that have passed, over all its parts.

use std::sync::{Arc, Mutex, PoisonError};

use crate::types::{OnProgress, Progress};

/// Counts the bytes of an object that have passed, and reports them.
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

    /// Adds bytes that have passed for the first time.
    pub(super) fn add(&self, bytes: u64) {
        let Some(report) = &self.report else { return };
        if bytes == 0 {
            return;
        }
        // The lock is held while the program is told, so that it never sees the number go back.
        let mut passed = self.passed.lock().unwrap_or_else(PoisonError::into_inner);
        *passed += bytes;
        report(Progress { bytes: *passed, total: self.total });
    }
}
