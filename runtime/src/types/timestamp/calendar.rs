//! Days and dates of the proleptic Gregorian calendar.

pub(super) const SECONDS_PER_DAY: i64 = 86_400;
pub(super) const WEEKDAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
pub(super) const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The year, month and day of a day counted from 1970-01-01, in the proleptic Gregorian calendar. It is
/// correct at least for the years 0 to 9999.
///
/// Years begin in March, so that the leap day is the last day of its year. The high half of each product
/// is the year or the month; the low half gives the days that are left.
///
/// Source: Neri and Schneider, "Euclidean affine functions and their application to calendar
/// algorithms".
pub(super) fn civil_from_days(days: i64) -> (i64, u32, u32) {
    // Counted from March 1 of the year -400, so that no number is negative.
    let days = (days + 719_468 + 146_097) as u32;
    let quarters = 4 * days + 3;
    let (century, day_of_century) = (quarters / 146_097, quarters % 146_097 / 4);
    let years = 2_939_745 * u64::from(4 * day_of_century + 3);
    let (year_of_century, day_of_year) = ((years >> 32) as u32, years as u32 / 2_939_745 / 4);
    let months = 2_141 * day_of_year + 197_913;
    let (month, day) = (months >> 16, (months & 0xffff) / 2_141 + 1);
    let year = 100 * century + year_of_century;
    let (year, month) = if month > 12 { (year + 1, month - 12) } else { (year, month) };
    (i64::from(year) - 400, month, day)
}

/// The inverse of [`civil_from_days`].
pub(super) fn days_from_civil(year: i64, month: u32, day: u32) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let month_from_march = i64::from((month + 9) % 12);
    let day_of_year = (153 * month_from_march + 2) / 5 + i64::from(day) - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_follow_one_another_through_all_years() {
        let (mut year, mut month, mut day) = (-400, 3, 1);
        for days in -865_565..=2_932_896 {
            assert_eq!(civil_from_days(days), (year, month, day));
            assert_eq!(days_from_civil(year, month, day), days);
            let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            let length = match month {
                2 => 28 + u32::from(is_leap),
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            (day, month) = if day < length { (day + 1, month) } else { (1, month + 1) };
            if month > 12 {
                (year, month) = (year + 1, 1);
            }
        }
        assert_eq!((year, month, day), (10_000, 1, 1));
    }
}
