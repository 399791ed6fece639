//! The bucket of retry tokens. It becomes empty if most calls fail, so that clients do not increase
//! the load of a service that is down.

/// The capacity of the bucket. It is full at first.
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
    /// Takes the tokens of a retry. False if there were not enough.
    pub(super) fn take(&mut self, cost: u32) -> bool {
        match self.available.checked_sub(cost) {
            Some(rest) => {
                self.available = rest;
                true
            }
            None => false,
        }
    }

    /// Returns the tokens of a successful call's last retry, or adds one token if the call had no
    /// retry.
    pub(crate) fn succeeded(&mut self, last_cost: Option<u32>) {
        self.available = self.available.saturating_add(last_cost.unwrap_or(1)).min(CAPACITY);
    }

    #[cfg(test)]
    pub(crate) fn available(&self) -> u32 {
        self.available
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// An operation on a bucket.
    #[derive(Debug, Clone)]
    enum Event {
        Retry(u32),
        Success(Option<u32>),
    }

    fn event() -> impl Strategy<Value = Event> {
        let cost = prop::sample::select(vec![5_u32, 10, 14]);
        prop_oneof![
            cost.clone().prop_map(Event::Retry),
            prop::option::of(cost).prop_map(Event::Success),
        ]
    }

    proptest! {
        /// Compares with an unbounded model: the bucket is never below zero or above its capacity,
        /// and it only refuses a retry that would make it negative.
        #[test]
        fn a_bucket_holds_what_the_model_does(events in prop::collection::vec(event(), 0..400)) {
            let mut quota = Quota::default();
            let mut model = i64::from(CAPACITY);
            for event in events {
                match event {
                    Event::Retry(cost) => {
                        let there = model >= i64::from(cost);
                        prop_assert_eq!(quota.take(cost), there);
                        model -= if there { i64::from(cost) } else { 0 };
                    }
                    Event::Success(cost) => {
                        quota.succeeded(cost);
                        model = (model + cost.map_or(1, i64::from)).min(i64::from(CAPACITY));
                    }
                }
                prop_assert_eq!(i64::from(quota.available()), model);
            }
        }
    }
}
