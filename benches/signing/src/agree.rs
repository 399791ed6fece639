//! Whether all peers make the same signature: figures of different jobs would say nothing.

use std::time::{Duration, SystemTime};

use crate::cases::Case;
use crate::peers::{Key, Peer, ours_at, signature};

/// Panics where one differs.
pub fn check(case: &Case) {
    let sign = |peer: Peer, key| {
        let mut request = case.request.clone();
        let signed = peer.prepare(case, key)(&mut request);
        signature(&request, &signed)
    };
    let expected = sign(Peer::Limit, Key::Fresh);
    for peer in [Peer::Limit, Peer::Ours, Peer::AwsSigv4] {
        for key in Key::ALL {
            let (peer_name, key_name) = (peer.name(), key.name());
            assert_eq!(sign(peer, key), expected, "{}: {peer_name}, {key_name} key", case.name);
        }
    }
    if Peer::Reqsign.can_sign(case) {
        // It took the time from the clock, which may have gone on to the next second.
        let before = SystemTime::now();
        let theirs = sign(Peer::Reqsign, Key::Fresh);
        let seconds = before.elapsed().unwrap_or_default().as_secs() + 1;
        let found =
            (0..=seconds).any(|more| ours_at(case, before + Duration::from_secs(more)) == theirs);
        assert!(found, "{}: reqsign", case.name);
    }
}
