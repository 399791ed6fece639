//! The partitions of AWS: how their regions begin, and their hosts end.

/// The partitions of AWS that are not `aws` itself: how their regions begin, and their hosts end.
///
/// Source: botocore `partitions.json`, `regionRegex` and `dnsSuffix`.
pub(super) const PARTITIONS: [(&str, &str); 7] = [
    ("cn-", "amazonaws.com.cn"),
    ("eusc-", "amazonaws.eu"),
    ("us-isob-", "sc2s.sgov.gov"),
    ("us-isof-", "csp.hci.ic.gov"),
    ("eu-isoe-", "cloud.adc-e.uk"),
    ("us-iso-", "c2s.ic.gov"),
    ("us-gov-", "amazonaws.com"),
];

/// How the hosts of a region's partition end.
pub(crate) fn dns_suffix(region: &str) -> &'static str {
    PARTITIONS
        .iter()
        .find(|(start, _)| region.starts_with(start))
        .map_or("amazonaws.com", |(_, suffix)| suffix)
}
