//! How long to wait before a retry: a random part of a time that doubles with each retry, or the
//! time that the service requests.

use std::time::{Duration, SystemTime};

use http::HeaderMap;

use crate::types::Timestamp;

/// The longest wait.
pub(super) const MAX_DELAY: Duration = Duration::from_secs(20);

/// By how much the wait that the service requests may exceed the computed wait, with the rules of
/// 2026.
const MAX_EXTRA: Duration = Duration::from_secs(5);

/// `base × 2^retries`, at most 20 s, multiplied by `random` (0 to 1).
pub(super) fn backoff(base: Duration, retries: u32, random: f64) -> Duration {
    let factor = 1_u32.checked_shl(retries).unwrap_or(u32::MAX);
    let longest = base.saturating_mul(factor).min(MAX_DELAY);
    longest.mul_f64(random.clamp(0.0, 1.0))
}

/// The wait that the service requests, within limits.
pub(super) fn within(asked: Option<Duration>, own: Duration, rules_2026: bool) -> Duration {
    match asked {
        None => own,
        Some(asked) if rules_2026 => asked.clamp(own, own + MAX_EXTRA),
        Some(asked) => asked.min(MAX_DELAY),
    }
}

/// The wait that a response requests: `x-amz-retry-after` in milliseconds; otherwise `Retry-After`
/// in seconds or as a date. Other values are ignored.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = |name: &str| headers.get(name)?.to_str().ok().map(str::trim);
    let number = |text: &str| {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        // A number that is too large counts as the longest wait.
        digits.then(|| text.parse::<u64>().unwrap_or(u64::MAX))
    };
    if let Some(milliseconds) = text("x-amz-retry-after").and_then(number) {
        return Some(Duration::from_millis(milliseconds));
    }
    let asked = text("retry-after")?;
    if let Some(seconds) = number(asked) {
        return Some(Duration::from_secs(seconds));
    }
    let at = SystemTime::from(Timestamp::from_http_date(asked)?);
    Some(at.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_twenty_seconds() {
        let ms = Duration::from_millis;
        for (base, retries, random, delay) in [
            (1_000, 0, 1.0, 1_000),
            (1_000, 1, 1.0, 2_000),
            (1_000, 4, 1.0, 16_000),
            (1_000, 5, 1.0, 20_000),
            (1_000, 31, 1.0, 20_000),
            (1_000, 32, 1.0, 20_000),
            (1_000, u32::MAX, 0.5, 10_000),
            (50, 0, 1.0, 50),
            (50, 1, 1.0, 100),
            (50, 0, 0.0, 0),
            (25, 2, 0.5, 50),
        ] {
            assert_eq!(backoff(ms(base), retries, random), ms(delay), "{base} {retries} {random}");
        }
    }

    #[test]
    fn a_service_is_believed_within_bounds() {
        let ms = Duration::from_millis;
        for (asked, own, rules_2026, delay) in [
            (None, 700, false, 700),
            (None, 700, true, 700),
            (Some(0), 700, false, 0),
            (Some(1_500), 700, false, 1_500),
            (Some(60_000), 700, false, 20_000),
            (Some(0), 700, true, 700),
            (Some(1_500), 700, true, 1_500),
            (Some(60_000), 700, true, 5_700),
            (Some(u64::MAX), 700, true, 5_700),
        ] {
            let got = within(asked.map(ms), ms(own), rules_2026);
            assert_eq!(got, ms(delay), "{asked:?} {own} {rules_2026}");
        }
    }

    #[test]
    fn what_is_asked_for_is_read_or_passed_over() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_445_412_480);
        let date = "Wed, 21 Oct 2015 07:28:30 GMT";
        for (amz, standard, milliseconds) in [
            (None, None, None),
            (Some("1500"), None, Some(1_500)),
            (Some("1500"), Some("7"), Some(1_500)),
            (Some("0"), Some("7"), Some(0)),
            (Some("-1"), None, None),
            (Some("1.5"), None, None),
            (Some("soon"), Some("7"), Some(7_000)),
            (Some(""), None, None),
            (None, Some("0"), Some(0)),
            (None, Some(date), Some(30_000)),
            (None, Some("Wed, 21 Oct 2015 07:27:30 GMT"), Some(0)),
            (None, Some("Wednesday, 21-Oct-15 07:28:30 GMT"), Some(30_000)),
            (None, Some("Wed Oct 21 07:28:30 2015"), Some(30_000)),
            (None, Some("wed, 21 oct 2015 07:28:30 gmt"), Some(30_000)),
            (None, Some("Wed, 21 Oct 2015 7:28:30 UTC"), Some(30_000)),
            (None, Some("tomorrow"), None),
            (None, Some("2015-10-21T07:28:30Z"), None),
            (Some("99999999999999999999"), None, Some(u64::MAX)),
        ] {
            let mut headers = HeaderMap::new();
            for (name, value) in [("x-amz-retry-after", amz), ("retry-after", standard)] {
                if let Some(value) = value.and_then(|value| value.parse().ok()) {
                    headers.insert(name, value);
                }
            }
            let asked = retry_after(&headers, now);
            assert_eq!(asked, milliseconds.map(Duration::from_millis), "{amz:?} {standard:?}");
        }
    }
}
