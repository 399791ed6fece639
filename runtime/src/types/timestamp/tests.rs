//! Known dates in every format, and texts that are none.

use super::{Timestamp, TimestampFormat};

#[test]
fn known_dates_are_written_and_read_in_every_format() {
    for (seconds, date_time, http_date) in [
        (0, "1970-01-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 GMT"),
        (-1, "1969-12-31T23:59:59Z", "Wed, 31 Dec 1969 23:59:59 GMT"),
        (951_782_400, "2000-02-29T00:00:00Z", "Tue, 29 Feb 2000 00:00:00 GMT"),
        (1_576_540_098, "2019-12-16T23:48:18Z", "Mon, 16 Dec 2019 23:48:18 GMT"),
        (4_107_542_400, "2100-03-01T00:00:00Z", "Mon, 01 Mar 2100 00:00:00 GMT"),
        (-62_135_596_800, "0001-01-01T00:00:00Z", "Mon, 01 Jan 0001 00:00:00 GMT"),
        (253_402_300_799, "9999-12-31T23:59:59Z", "Fri, 31 Dec 9999 23:59:59 GMT"),
    ] {
        let timestamp = Timestamp::from_epoch_seconds(seconds);
        assert_eq!(timestamp.to_string(), date_time);
        assert_eq!(timestamp.format(TimestampFormat::HttpDate), http_date);
        assert_eq!(timestamp.format(TimestampFormat::EpochSeconds), seconds.to_string());
        for text in [date_time, http_date, &seconds.to_string()] {
            assert_eq!(text.parse(), Ok(timestamp), "{text}");
        }
    }
}

#[test]
fn fractions_and_offsets_are_read() {
    for (text, nanos) in [
        ("1970-01-01T00:00:01.5Z", 1_500_000_000),
        ("1970-01-01T00:00:00.123456789999Z", 123_456_789),
        ("1970-01-01t01:00:01+01:00", 1_000_000_000),
        ("1969-12-31T22:30:01-01:30", 1_000_000_000),
        ("1970-01-01T00:00:60Z", 60_000_000_000),
        ("Thu, 01 Jan 1970 00:00:01.25 GMT", 1_250_000_000),
        ("-0.5", -500_000_000),
        ("1.5e3", 1_500_000_000_000),
        (" 7 ", 7_000_000_000),
    ] {
        assert_eq!(text.parse::<Timestamp>().map(Timestamp::epoch_nanos), Ok(nanos), "{text}");
    }
    let half_before =
        Timestamp::from_epoch_nanos(-500_000_000).map(|t| t.format(TimestampFormat::EpochSeconds));
    assert_eq!(half_before.as_deref(), Some("-0.5"));
}

#[test]
fn what_is_no_date_is_refused() {
    for text in [
        "",
        "yesterday",
        "2019-02-29T00:00:00Z",
        "2019-13-01T00:00:00Z",
        "2019-12-16T24:00:00Z",
        "2019-12-16T23:48:18",
        "2019-12-16 23:48:18Z",
        "2019-12-16T23:48:18.Z",
        "2019-12-16T23:48:18+25:00",
        "0000-01-01T00:00:00Z",
        "Xyz, 16 Dec 2019 23:48:18 GMT",
        "Mon, 16 Dec 2019 23:48:18",
        "1e400",
        "-+1",
        "253402300800",
        "99999999999999999999999999",
    ] {
        assert!(text.parse::<Timestamp>().is_err(), "{text}");
    }
}

#[test]
fn times_out_of_range_are_the_nearest_one() {
    assert_eq!(Timestamp::from_epoch_seconds(i64::MAX).to_string(), "9999-12-31T23:59:59Z");
    assert_eq!(Timestamp::from_epoch_seconds(i64::MIN).to_string(), "0001-01-01T00:00:00Z");
    assert_eq!(Timestamp::from_epoch_nanos(i128::MAX), None);
}
