//! [`Targets`]: resolves the endpoint of each call, for services whose endpoint depends on the call.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::endpoint::Resolver;
use crate::endpoint_rules::Value;
use crate::error::EndpointError;
use crate::types::Target;

/// How many endpoints are cached. A call to another bucket, table or account evaluates the rules again.
const MAX_CACHED: usize = 32;

/// A resolver with a cache of the most recent endpoints. Without the cache, the rules of S3 would take
/// as long as all other work of a small call.
pub(super) struct Targets {
    pub(super) resolver: Resolver,
    /// The most recently used endpoint is the first one.
    recent: Mutex<Vec<(Box<[Parameter]>, Target)>>,
}

type Parameter = (&'static str, Value<'static>);

impl Targets {
    pub(super) fn new(resolver: Resolver) -> Self {
        Self { resolver, recent: Mutex::default() }
    }

    /// The endpoint of a call with these parameters.
    pub(super) fn get(&self, call: &[Parameter]) -> Result<Target, EndpointError> {
        if let Some(target) = find(&mut self.recent(), call) {
            return Ok(target);
        }
        let target = self.resolver.target(call)?;
        let mut recent = self.recent();
        recent.truncate(MAX_CACHED - 1);
        recent.insert(0, (call.into(), target.clone()));
        Ok(target)
    }

    fn recent(&self) -> MutexGuard<'_, Vec<(Box<[Parameter]>, Target)>> {
        // Every state of the list is valid.
        self.recent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Finds a cached endpoint, and moves it to the front.
fn find(recent: &mut [(Box<[Parameter]>, Target)], call: &[Parameter]) -> Option<Target> {
    let at = recent.iter().position(|(parameters, _)| **parameters == *call)?;
    recent[..=at].rotate_right(1);
    recent.first().map(|(_, target)| target.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoint::{Settings, Variant};
    use crate::services;

    fn targets() -> Targets {
        Targets::new(Resolver {
            service: services::S3,
            region: "eu-west-1".to_owned(),
            variant: Variant { fips: false, dual_stack: false },
            configured: None,
            settings: Settings::default(),
        })
    }

    #[test]
    fn each_bucket_has_its_own_endpoint() {
        let targets = targets();
        for round in 0..3 {
            for bucket in 0..2 * MAX_CACHED {
                let bucket = format!("bucket-{bucket}");
                let parameters = [("Bucket", Value::Text(bucket.clone().into()))];
                let target = targets.get(&parameters).expect("an endpoint");
                let host = format!("{bucket}.s3.eu-west-1.amazonaws.com");
                assert_eq!(target.endpoint.host(), host, "round {round}");
                assert!(targets.recent().len() <= MAX_CACHED);
            }
        }
    }

    #[test]
    fn the_most_recent_endpoints_are_cached() {
        let targets = targets();
        let parameters =
            |bucket: usize| [("Bucket", Value::Text(format!("bucket-{bucket}").into()))];
        for bucket in 0..MAX_CACHED {
            targets.get(&parameters(bucket)).expect("an endpoint");
        }
        // The first becomes the most recent, so the second is removed.
        targets.get(&parameters(0)).expect("an endpoint");
        targets.get(&parameters(MAX_CACHED)).expect("an endpoint");
        let recent = targets.recent();
        let has = |bucket| recent.iter().any(|(it, _)| **it == parameters(bucket));
        assert!(has(0) && has(MAX_CACHED) && !has(1));
    }

    #[test]
    fn an_error_is_not_cached() {
        let targets = targets();
        let parameters = [("Bucket", Value::Text("arn:aws:s3:nothing".into()))];
        targets.get(&parameters).expect_err("no endpoint");
        assert!(targets.recent().is_empty());
    }
}
