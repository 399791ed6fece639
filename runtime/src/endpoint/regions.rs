//! Region names: the known names, suggestions for misspelt names, and names that are aliases.

use crate::types::{OTHER_PARTITIONS, before_dns_suffix, partition, split_port};

/// All known regions. The list lacks newer regions.
///
/// Source: botocore `partitions.json`.
const REGIONS: [&str; 46] = [
    "af-south-1",
    "ap-east-1",
    "ap-east-2",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-south-2",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-central-1",
    "ca-west-1",
    "cn-north-1",
    "cn-northwest-1",
    "eu-central-1",
    "eu-central-2",
    "eu-isoe-west-1",
    "eu-north-1",
    "eu-south-1",
    "eu-south-2",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "eusc-de-east-1",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "mx-central-1",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-gov-east-1",
    "us-gov-west-1",
    "us-iso-east-1",
    "us-iso-west-1",
    "us-isob-east-1",
    "us-isob-west-1",
    "us-isof-east-1",
    "us-isof-south-1",
    "us-west-1",
    "us-west-2",
];

/// A region, and how its name was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region<'a> {
    /// The region name that requests are signed for.
    pub name: &'a str,
    /// Whether the given name selects FIPS endpoints, such as `fips-us-east-1` or `us-east-1-fips`.
    pub fips: bool,
    /// Whether the given name is that of a whole partition, such as `aws-global`.
    pub is_global: bool,
}

impl<'a> Region<'a> {
    /// Resolves a name. Most names are resolved to themselves.
    ///
    /// Source: botocore, `_normalize_fips_region`, and the endpoint rules of Organizations and STS.
    pub fn of(given: &'a str) -> Self {
        let without_fips = given.strip_prefix("fips-").or_else(|| given.strip_suffix("-fips"));
        let name = without_fips.unwrap_or(given);
        let fips = without_fips.is_some();
        match name.strip_suffix("-global") {
            Some(id)
                if id == "aws" || OTHER_PARTITIONS.iter().any(|partition| partition.id == id) =>
            {
                Self { name: partition(name).global_region, fips, is_global: true }
            }
            _ => Self { name, fips, is_global: false },
        }
    }
}

/// Whether this is the name or an alias of a known region.
pub fn is_known(region: &str) -> bool {
    REGIONS.contains(&Region::of(region).name)
}

/// The known region with the most similar name. `None` if this is a known region, or if no name is
/// similar.
#[cold]
pub(super) fn nearest(region: &str) -> Option<&'static str> {
    /// With more changes, the names are not similar.
    const MAX_CHANGES: usize = 2;

    if is_known(region) || region.len() > 32 {
        return None;
    }
    let name = region.to_ascii_lowercase();
    let changes = |known: &&'static str| changes(name.as_bytes(), known.as_bytes());
    REGIONS.into_iter().min_by_key(changes).filter(|known| changes(known) <= MAX_CHANGES)
}

/// A hint for a host that has this region in its name and that has no address.
#[cold]
pub(crate) fn hint(host: &str, region: &str) -> Option<String> {
    let host = split_port(host).0;
    let mut labels = before_dns_suffix(host)?.split('.');
    if is_known(region) || !labels.any(|label| label.eq_ignore_ascii_case(region)) {
        return None;
    }
    let fix = match nearest(region) {
        Some(nearest) => format!("did you mean {nearest}?"),
        None => "check its name".to_owned(),
    };
    Some(format!("{region} is not a known region of AWS; {fix}"))
}

/// The edit distance: the number of characters inserted, removed, replaced, or swapped with the
/// next one.
fn changes(from: &[u8], to: &[u8]) -> usize {
    let mut rows = [vec![0; to.len() + 1], (0..=to.len()).collect(), vec![0; to.len() + 1]];
    for (i, a) in from.iter().enumerate() {
        let [before, above, row] = &mut rows;
        row[0] = i + 1;
        for (j, b) in to.iter().enumerate() {
            let replaced = above[j] + usize::from(a != b);
            row[j + 1] = replaced.min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == to[j - 1] && from[i - 1] == *b {
                row[j + 1] = row[j + 1].min(before[j - 1] + 1);
            }
        }
        rows.rotate_left(1);
    }
    rows[1][to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_region_has_a_nearest_one() {
        for (region, expected) in [
            ("eu-wset-1", Some("eu-west-1")),
            ("eu-west1", Some("eu-west-1")),
            ("eu-west-11", Some("eu-west-1")),
            ("eu-west-1a", Some("eu-west-1")),
            ("eu-west-9", Some("eu-west-1")),
            ("us-esat-1", Some("us-east-1")),
            ("useast-1", Some("us-east-1")),
            ("US-EAST-1", Some("us-east-1")),
            ("us_east_1", Some("us-east-1")),
            ("us-gov-wets-1", Some("us-gov-west-1")),
            ("cn-nort-1", Some("cn-north-1")),
            ("eu-west-1", None),
            ("aws-global", None),
            ("fips-us-east-1", None),
            ("mars-north-1", None),
            ("ireland", None),
            ("", None),
        ] {
            assert_eq!(nearest(region), expected, "{region}");
        }
        assert_eq!(nearest(&"x".repeat(10_000)), None);
        assert!(REGIONS.is_sorted());
    }

    #[test]
    fn a_host_without_an_address_has_a_hint_if_its_region_is_unknown() {
        let unknown = "eu-wset-1 is not a known region of AWS; did you mean eu-west-1?";
        for (host, region, expected) in [
            ("lambda.eu-wset-1.amazonaws.com", "eu-wset-1", Some(unknown)),
            ("lambda.eu-wset-1.amazonaws.com:8443", "eu-wset-1", Some(unknown)),
            ("apigateway.eu-wset-1.api.aws", "eu-wset-1", Some(unknown)),
            (
                "lambda.mars-north-1.amazonaws.com",
                "mars-north-1",
                Some("mars-north-1 is not a known region of AWS; check its name"),
            ),
            // The region is not the cause.
            ("lambda.eu-west-1.amazonaws.com", "eu-west-1", None),
            ("localstack", "eu-wset-1", None),
            ("lambda.eu-wset-1.example.com", "eu-wset-1", None),
            ("lambda.us-east-1.amazonaws.com", "eu-wset-1", None),
            ("sts.amazonaws.com", "us-east-1", None),
        ] {
            assert_eq!(hint(host, region).as_deref(), expected, "{host}");
        }
    }

    #[test]
    fn some_names_stand_for_other_regions() {
        for (given, name, fips, is_global) in [
            ("eu-west-1", "eu-west-1", false, false),
            ("fips-us-east-1", "us-east-1", true, false),
            ("us-east-1-fips", "us-east-1", true, false),
            ("us-gov-west-1-fips", "us-gov-west-1", true, false),
            ("aws-global", "us-east-1", false, true),
            ("aws-cn-global", "cn-northwest-1", false, true),
            ("aws-us-gov-global", "us-gov-west-1", false, true),
            ("aws-iso-global", "us-iso-east-1", false, true),
            ("aws-iso-b-global", "us-isob-east-1", false, true),
            ("aws-iso-e-global", "eu-isoe-west-1", false, true),
            ("aws-iso-f-global", "us-isof-south-1", false, true),
            ("aws-eusc-global", "eusc-de-east-1", false, true),
            ("fips-aws-us-gov-global", "us-gov-west-1", true, true),
            ("aws-other-global", "aws-other-global", false, false),
            ("global", "global", false, false),
        ] {
            assert_eq!(Region::of(given), Region { name, fips, is_global }, "{given}");
        }
    }
}
