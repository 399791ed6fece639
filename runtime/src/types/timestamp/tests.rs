//! Known dates in every format, the spellings that services send, and texts that are no dates.

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

/// A response is not lost because its service writes a time in an unusual way. botocore reads all of
/// these.
#[test]
fn spellings_of_iso_8601_are_read() {
    for text in [
        "2024-11-04T06:48:27Z",
        "2024-11-04t06:48:27z",
        "2024-11-04 06:48:27Z",
        "2024-11-04  06:48:27 Z",
        "2024-11-04T06:48:27UTC",
        "2024-11-04T06:48:27utc",
        "2024-11-04 06:48:27 UTC",
        "2024-11-04T06:48:27GMT",
        "2024-11-04T06:48:27UTC+00:00",
        "2024-11-04T06:48:27+00:00",
        "2024-11-04T06:48:27-00:00",
        "2024-11-04T06:48:27 +00:00",
        "2024-11-04T06:48:27+0000",
        "2024-11-04T06:48:27+00",
        "2024-11-04T06:48:27+0",
        "2024-11-04T06:48:27.000+0000",
        "2024-11-04T06:48:27,000Z",
        "2024-11-04T12:18:27+05:30",
        "2024-11-04T12:18:27+0530",
        "2024-11-04T01:48:27-5",
        "2024-11-04T06:48:27",
        "2024-11-04 06:48:27",
        "2024-11-4T6:48:27Z",
        "20241104T064827Z",
        "20241104T064827.0Z",
        "2024-11-04T064827Z",
        "20241104T06:48:27Z",
        " 2024-11-04T06:48:27Z\n",
        "1730702907",
        "+1730702907",
        "1730702907.0",
        "1.730702907e9",
    ] {
        let read = text.parse().map(Timestamp::epoch_nanos);
        assert_eq!(read, Ok(1_730_702_907_000_000_000), "{text}");
    }
    for (text, expected) in [
        ("2024-11-04T06:48Z", "2024-11-04T06:48:00Z"),
        ("2024-11-04T06:48+01:00", "2024-11-04T05:48:00Z"),
        ("2024-11-04T06:48", "2024-11-04T06:48:00Z"),
        ("2024-11-04T0648Z", "2024-11-04T06:48:00Z"),
        ("2024-11-04T06Z", "2024-11-04T06:00:00Z"),
        ("2024-11-04", "2024-11-04T00:00:00Z"),
        ("2024-11-04T06:48:27,5Z", "2024-11-04T06:48:27.5Z"),
        ("2024-11-04T06:48:27.123456789123UTC", "2024-11-04T06:48:27.123456789Z"),
        ("2024-12-31T23:59:60Z", "2025-01-01T00:00:00Z"),
        // Eight digits alone are epoch seconds.
        ("20241104", "1970-08-23T06:31:44Z"),
    ] {
        let read = text.parse().map(|read: Timestamp| read.to_string());
        assert_eq!(read.as_deref(), Ok(expected), "{text}");
    }
}

/// The formats of RFC 9110, section 5.6.7, and what else botocore takes for one of them.
#[test]
fn spellings_of_http_dates_are_read() {
    for text in [
        "Mon, 04 Nov 2024 06:48:27 GMT",
        "Mon, 4 Nov 2024 06:48:27 GMT",
        "Mon,  4 Nov 2024 6:48:27 GMT",
        "Mon,04 Nov 2024 06:48:27 GMT",
        "Mon 04 Nov 2024 06:48:27 GMT",
        "Monday, 04-Nov-24 06:48:27 GMT",
        "Monday, 4-Nov-24 06:48:27 GMT",
        "Mon, 04-Nov-2024 06:48:27 GMT",
        "Mon, 04 Nov 24 06:48:27 GMT",
        "Monday, 04 November 2024 06:48:27 GMT",
        "Mon Nov  4 06:48:27 2024",
        "Mon Nov 4 06:48:27 2024",
        "Mon Nov 04 06:48:27 2024",
        "Mon Nov  4 06:48:27 2024 GMT",
        "Mon Nov  4 06:48:27 GMT 2024",
        "Nov  4 06:48:27 2024",
        "04 Nov 2024 06:48:27 GMT",
        "4 Nov 2024 06:48:27",
        "mon, 04 nov 2024 06:48:27 gmt",
        "MON, 04 NOV 2024 06:48:27 GMT",
        "Mon, 04 Nov 2024 06:48:27 UTC",
        "Mon, 04 Nov 2024 06:48:27 UT",
        "Mon, 04 Nov 2024 06:48:27 Z",
        "Mon, 04 Nov 2024 06:48:27 +0000",
        "Mon, 04 Nov 2024 06:48:27 -0000",
        "Mon, 04 Nov 2024 06:48:27 +00:00",
        "Mon, 04 Nov 2024 06:48:27 GMT+00:00",
        "Mon, 04 Nov 2024 01:48:27 -0500",
        "Mon, 04 Nov 2024 06:48:27",
        "Mon, 04 Nov 2024 06:48:27.000 GMT",
        // The weekday is not checked.
        "Tue, 04 Nov 2024 06:48:27 GMT",
    ] {
        let expected = Timestamp::from_epoch_seconds(1_730_702_907);
        assert_eq!(text.parse(), Ok(expected), "{text}");
        assert_eq!(Timestamp::from_http_date(text), Some(expected), "{text}");
    }
    let minute = "Mon, 04 Nov 2024 06:48 GMT".parse::<Timestamp>().map(Timestamp::epoch_seconds);
    assert_eq!(minute, Ok(1_730_702_880));
}

#[test]
fn the_century_of_a_two_digit_year_is_that_of_the_rfc() {
    for (text, year) in [
        // The RFC's own example.
        ("Sunday, 06-Nov-94 08:49:37 GMT", "1994"),
        ("Saturday, 06-Nov-94 08:49:37 GMT", "2094"),
        ("06-Nov-94 08:49:37 GMT", "1994"),
        ("Thursday, 01-Jan-70 00:00:00 GMT", "1970"),
        ("Wednesday, 01-Jan-70 00:00:00 GMT", "2070"),
        ("01-Jan-70 00:00:00 GMT", "2070"),
        ("Thursday, 04-Nov-76 06:48:27 GMT", "1976"),
        ("04-Nov-76 06:48:27 GMT", "2076"),
        ("04-Nov-77 06:48:27 GMT", "1977"),
        ("31-Dec-99 23:59:59 GMT", "1999"),
        ("01-Jan-00 00:00:00 GMT", "2000"),
        // A Tuesday in 1924.
        ("Tuesday, 04-Nov-24 06:48:27 GMT", "2024"),
        ("Friday, 04-Nov-38 06:48:27 GMT", "2038"),
    ] {
        let read = text.parse().map(|read: Timestamp| read.to_string());
        assert_eq!(read.as_ref().map(|read| &read[..4]), Ok(year), "{text}");
    }
}

#[test]
fn what_is_no_date_is_refused() {
    for text in [
        "",
        "yesterday",
        "NaN",
        "Infinity",
        "2019-02-29T00:00:00Z",
        "2019-13-01T00:00:00Z",
        "2019-00-01T00:00:00Z",
        "2019-12-00T00:00:00Z",
        "2019-12-16T24:00:00Z",
        "2019-12-16T23:60:00Z",
        "2019-12-16T23:48:61Z",
        "2019-12-16T23:48:18.Z",
        "2019-12-16T23:48:18+25:00",
        "2019-12-16T23:48:18+530",
        "2019-12-16T23:48:18+05:30:00",
        "2019-12-16T23:48:18+00:00Z",
        "2019-12-16T23:48:18 PST",
        // The sign of such an offset means different things to different programs.
        "2019-12-16T23:48:18UTC+01:00",
        "2019-12-16T",
        "2019-12-16_23:48:18Z",
        "2019-12-16T23:48:18Zulu",
        "2019-12",
        "2019-W51-1T23:48:18Z",
        "2019-350T23:48:18Z",
        "20191216T",
        "0000-01-01T00:00:00Z",
        "Xyz, 16 Dec 2019 23:48:18 GMT",
        "Mon, 16 Xyz 2019 23:48:18 GMT",
        "Mon, 16 Dec 2019 23:48:18 XYZ",
        "Mon, 16 Dec 2019 24:48:18 GMT",
        "Mon, 31 Nov 2019 23:48:18 GMT",
        "Mon, 16 Dec 2019 GMT",
        "Mon, 16 Dec 019 23:48:18 GMT",
        "Mon, 16 Dec 2019 23:48:18 GMT, again",
        "Mon, Dec 16 2019",
        "Mo, 16 Dec 2019 23:48:18 GMT",
        "1e400",
        "-+1",
        "+-1",
        "1_000",
        "253402300800",
        "99999999999999999999999999",
    ] {
        assert!(text.parse::<Timestamp>().is_err(), "{text}");
    }
    for text in ["2024-11-04T06:48:27Z", "1730702907"] {
        assert_eq!(Timestamp::from_http_date(text), None, "{text}");
    }
    for text in ["Mon, 04 Nov 2024 06:48:27 GMT", "1730702907"] {
        assert_eq!(Timestamp::from_date_time(text), None, "{text}");
    }
}

#[test]
fn times_out_of_range_are_the_nearest_one() {
    assert_eq!(Timestamp::from_epoch_seconds(i64::MAX).to_string(), "9999-12-31T23:59:59Z");
    assert_eq!(Timestamp::from_epoch_seconds(i64::MIN).to_string(), "0001-01-01T00:00:00Z");
    assert_eq!(Timestamp::from_epoch_nanos(i128::MAX), None);
}

proptest::proptest! {
    #[test]
    fn nothing_panics(text in "[0-9TtZz:.,+ -]{0,24}|[A-Za-z, ]{0,8}[0-9A-Za-z:, é-]{0,24}") {
        let _ = text.parse::<Timestamp>();
    }
}
