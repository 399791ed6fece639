//! The partitions of AWS: how their regions begin, and their hosts end.

/// Regions that are reached by one set of accounts, and whose hosts end alike.
#[derive(Debug, PartialEq, Eq)]
pub struct Partition {
    /// The partition's name in ARNs.
    pub id: &'static str,
    /// How its regions begin.
    start: &'static str,
    /// How its hosts end.
    pub dns_suffix: &'static str,
    /// How its hosts end that speak IPv6 too.
    pub dual_stack_dns_suffix: &'static str,
    /// The region that signs for what is in no region.
    pub global_region: &'static str,
}

const fn partition_of(
    [id, start, dns_suffix, dual_stack_dns_suffix, global_region]: [&'static str; 5],
) -> Partition {
    Partition { id, start, dns_suffix, dual_stack_dns_suffix, global_region }
}

/// What every region is in that no other partition has.
static AWS: Partition = partition_of(["aws", "", "amazonaws.com", "api.aws", "us-east-1"]);

/// The others.
///
/// Source: botocore `partitions.json`.
pub(super) static OTHERS: [Partition; 7] = [
    partition_of([
        "aws-cn",
        "cn-",
        "amazonaws.com.cn",
        "api.amazonwebservices.com.cn",
        "cn-northwest-1",
    ]),
    partition_of([
        "aws-eusc",
        "eusc-",
        "amazonaws.eu",
        "api.amazonwebservices.eu",
        "eusc-de-east-1",
    ]),
    partition_of(["aws-iso", "us-iso-", "c2s.ic.gov", "api.aws.ic.gov", "us-iso-east-1"]),
    partition_of(["aws-iso-b", "us-isob-", "sc2s.sgov.gov", "api.aws.scloud", "us-isob-east-1"]),
    partition_of([
        "aws-iso-e",
        "eu-isoe-",
        "cloud.adc-e.uk",
        "api.cloud-aws.adc-e.uk",
        "eu-isoe-west-1",
    ]),
    partition_of([
        "aws-iso-f",
        "us-isof-",
        "csp.hci.ic.gov",
        "api.aws.hci.ic.gov",
        "us-isof-south-1",
    ]),
    partition_of(["aws-us-gov", "us-gov-", "amazonaws.com", "api.aws", "us-gov-west-1"]),
];

/// The partition that a region is in; `aws-cn-global` and its kind stand for the whole of one.
pub fn partition(region: &str) -> &'static Partition {
    let is_in = |partition: &&Partition| {
        region.starts_with(partition.start) || region.strip_suffix("-global") == Some(partition.id)
    };
    OTHERS.iter().find(is_in).unwrap_or(&AWS)
}

/// How the hosts of a region's partition end.
pub(crate) fn dns_suffix(region: &str) -> &'static str {
    partition(region).dns_suffix
}

/// What a host's name has before the suffix of a partition, any of them.
pub(super) fn before_dns_suffix(host: &str) -> Option<&str> {
    let before = |suffix| host.strip_suffix(suffix)?.strip_suffix('.');
    let mut partitions = OTHERS.iter().chain([&AWS]);
    partitions.find_map(|partition| {
        before(partition.dual_stack_dns_suffix).or_else(|| before(partition.dns_suffix))
    })
}
