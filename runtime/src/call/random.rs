//! Random values: invocation ids, idempotency tokens, and the jitter of waits.

use std::hash::{BuildHasher as _, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};

use http::HeaderValue;
use ring::rand::{SecureRandom as _, SystemRandom};

use crate::types::pair;

/// Makes the unique invocation ids of a client's calls, for the logs of the client and the service.
/// Gets only one random number from the system per client, not one per call.
#[derive(Default)]
pub(super) struct Invocations {
    keys: RandomState,
    made: AtomicU64,
}

impl Invocations {
    /// The id of the next call, as a header.
    pub(super) fn next(&self) -> Option<HeaderValue> {
        let number = self.made.fetch_add(1, Ordering::Relaxed);
        let halves = [self.keys.hash_one((number, 0_u8)), self.keys.hash_one((number, 1_u8))];
        let mut bytes = [0_u8; 16];
        for (half, number) in bytes.chunks_exact_mut(8).zip(halves) {
            half.copy_from_slice(&number.to_le_bytes());
        }
        HeaderValue::from_bytes(&uuid(bytes)).ok()
    }
}

/// An idempotency token: a random UUID. A service that gets the same token twice carries out the
/// call only once. `None` if the system has no random numbers.
pub(super) fn idempotency_token() -> Option<String> {
    let mut bytes = [0_u8; 16];
    SystemRandom::new().fill(&mut bytes).ok()?;
    String::from_utf8(uuid(bytes).to_vec()).ok()
}

/// A random number from 0 to 1, for the jitter of waits. 1 if the system has no random numbers.
pub(crate) fn random() -> f64 {
    let mut bytes = [0_u8; 4];
    match SystemRandom::new().fill(&mut bytes) {
        Ok(()) => f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX),
        Err(_) => 1.0,
    }
}

/// The text of a random UUID (version 4).
fn uuid(mut bytes: [u8; 16]) -> [u8; 36] {
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let mut text = [b'-'; 36];
    // There are hyphens after 4, 6, 8 and 10 bytes.
    for (at, byte) in bytes.into_iter().enumerate() {
        let hyphens = (at / 2).saturating_sub(1).min(4);
        let start = 2 * at + hyphens;
        text[start..start + 2].copy_from_slice(&pair(byte));
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn a_uuid_has_its_version_and_its_hyphens() {
        let text = |bytes| String::from_utf8_lossy(&uuid(bytes)).into_owned();
        assert_eq!(text([0; 16]), "00000000-0000-4000-8000-000000000000");
        assert_eq!(text([0xff; 16]), "ffffffff-ffff-4fff-bfff-ffffffffffff");
        let counted = std::array::from_fn(|at| at as u8);
        assert_eq!(text(counted), "00010203-0405-4607-8809-0a0b0c0d0e0f");
    }

    #[test]
    fn no_two_invocations_share_an_id() {
        let clients = [Invocations::default(), Invocations::default()];
        let ids = (0..20_000).filter_map(|call| clients[call % 2].next());
        assert_eq!(ids.collect::<HashSet<_>>().len(), 20_000);
    }
}
