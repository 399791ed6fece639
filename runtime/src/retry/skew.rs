//! [`Skew`]: the difference between the service's clock and this machine's.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::{AGE, DATE};

use crate::types::Timestamp;

/// The longest round trip after which the clocks are compared.
const MAX_ROUND_TRIP: Duration = Duration::from_secs(15 * 60);

/// With a larger difference in milliseconds, the clock counts as wrong. Services accept five
/// minutes.
const TOLERATED: i64 = 4 * 60 * 1_000;

/// The largest credible difference in milliseconds. A wrong time zone causes hours, a wrong date a
/// day. A clock that was never set is not corrected; the error has a hint instead.
const CREDIBLE: i64 = 48 * 60 * 60 * 1_000;

/// How many milliseconds the service's clock is ahead of this machine's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Skew(i64);

impl Skew {
    pub(crate) fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    pub(crate) fn millis(self) -> i64 {
        self.0
    }

    /// The difference between the response's `Date` and the middle of the round trip. `None`
    /// without a date, if the response is from a cache, or if the round trip took too long.
    pub(crate) fn of_response(
        headers: &HeaderMap,
        sent: SystemTime,
        received: SystemTime,
    ) -> Option<Self> {
        if headers.contains_key(AGE) {
            return None;
        }
        let date = Timestamp::from_http_date(headers.get(DATE)?.to_str().ok()?)?;
        let round_trip = received.duration_since(sent).ok()?;
        if round_trip > MAX_ROUND_TRIP {
            return None;
        }
        let middle = Timestamp::from(sent + round_trip / 2);
        let seconds = date.epoch_seconds() - middle.epoch_seconds();
        let nanos = i64::from(date.subsec_nanos()) - i64::from(middle.subsec_nanos());
        Some(Self(seconds * 1_000 + nanos / 1_000_000))
    }

    /// Whether a request that was signed with the correction `used` differs too much from the
    /// service's clock.
    pub(crate) fn spoils(self, used: Self) -> bool {
        self.0.saturating_sub(used.0).abs() > TOLERATED
    }

    /// Whether requests may be signed with this correction. Without a limit, one response could
    /// make a client sign requests that are valid in a distant future.
    pub(crate) fn is_credible(self) -> bool {
        self.0.unsigned_abs() <= CREDIBLE.unsigned_abs()
    }

    /// The service's time.
    pub(crate) fn apply(self, now: SystemTime) -> SystemTime {
        let by = Duration::from_millis(self.0.unsigned_abs());
        let shifted = if self.0 < 0 { now.checked_sub(by) } else { now.checked_add(by) };
        shifted.unwrap_or(now)
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn a_date_is_compared_with_the_middle_of_the_round_trip() {
        let start = SystemTime::UNIX_EPOCH + Duration::from_secs(1_445_412_480);
        let date = "Wed, 21 Oct 2015 07:28:00 GMT";
        for (date, age, trip, skew) in [
            (Some(date), None, 0, Some(0)),
            (Some(date), None, 2_000, Some(-1_000)),
            (Some("Wed, 21 Oct 2015 10:28:00 GMT"), None, 0, Some(3 * 3_600_000)),
            (Some("Wed, 21 Oct 2015 04:28:00 GMT"), None, 0, Some(-3 * 3_600_000)),
            (Some(date), Some("3"), 0, None),
            (Some(date), None, 900_000, Some(-450_000)),
            (Some(date), None, 900_001, None),
            (Some("Wednesday, 21-Oct-15 10:28:00 GMT"), None, 0, Some(3 * 3_600_000)),
            (Some("Wed Oct 21 10:28:00 2015"), None, 0, Some(3 * 3_600_000)),
            (Some("wed, 21 oct 2015 10:28:00 utc"), None, 0, Some(3 * 3_600_000)),
            (Some("Wed, 21 Oct 2015 10:28:00 +0000"), None, 0, Some(3 * 3_600_000)),
            (Some("21 Oct 2015 7:28:00 GMT"), None, 0, Some(0)),
            (Some("yesterday"), None, 0, None),
            (Some("2015-10-21T07:28:00Z"), None, 0, None),
            (Some("1445412480"), None, 0, None),
            (None, None, 0, None),
        ] {
            let mut headers = HeaderMap::new();
            date.map(|date| headers.insert(DATE, HeaderValue::from_static(date)));
            age.map(|age| headers.insert(AGE, HeaderValue::from_static(age)));
            let received = start + Duration::from_millis(trip);
            let got = Skew::of_response(&headers, start, received).map(Skew::millis);
            assert_eq!(got, skew, "{date:?} {age:?} {trip}");
        }
    }

    #[test]
    fn four_minutes_are_tolerated() {
        let used = Skew::from_millis(1_000);
        for (millis, spoils) in
            [(0, false), (241_000, false), (241_001, true), (-239_001, true), (-239_000, false)]
        {
            assert_eq!(Skew::from_millis(millis).spoils(used), spoils, "{millis}");
        }
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000);
        assert_eq!(Skew::from_millis(-500).apply(now), now - Duration::from_millis(500));
        assert_eq!(Skew::from_millis(500).apply(now), now + Duration::from_millis(500));
        for (millis, is_credible) in [
            (0, true),
            (172_800_000, true),
            (-172_800_000, true),
            (172_800_001, false),
            (-172_800_001, false),
            (i64::MAX, false),
            (i64::MIN, false),
        ] {
            assert_eq!(Skew::from_millis(millis).is_credible(), is_credible, "{millis}");
        }
        // A time before the earliest `SystemTime` must not panic.
        let _ = Skew::from_millis(i64::MIN).apply(now);
    }
}
