//! The bucket of tokens that retries cost: when most calls fail, it empties, and nobody adds to the
//! load of a service that is down.

/// How many tokens there are at most, and at first.
pub(crate) const CAPACITY: u32 = 500;

#[derive(Debug)]
pub(crate) struct Quota {
    available: u32,
}

impl Default for Quota {
    fn default() -> Self {
        Self { available: CAPACITY }
    }
}

impl Quota {
    /// Takes the tokens of a retry; whether there were as many.
    pub(super) fn take(&mut self, cost: u32) -> bool {
        match self.available.checked_sub(cost) {
            Some(rest) => {
                self.available = rest;
                true
            }
            None => false,
        }
    }

    /// A call succeeded: its last retry's cost comes back, or a token where it needed none.
    pub(crate) fn succeeded(&mut self, last_cost: Option<u32>) {
        self.available = self.available.saturating_add(last_cost.unwrap_or(1)).min(CAPACITY);
    }

    #[cfg(test)]
    pub(crate) fn available(&self) -> u32 {
        self.available
    }
}
