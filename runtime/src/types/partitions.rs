//! The partitions of AWS: how the names of their regions begin, and how their hosts end.

/// A set of regions that share accounts and the suffix of hosts.
#[derive(Debug, PartialEq, Eq)]
pub struct Partition {
    /// The partition's name in ARNs.
    pub id: &'static str,
    /// How the names of its regions begin. A word and a number follow.
    start: &'static str,
    /// The suffix of its hosts.
    pub dns_suffix: &'static str,
    /// The suffix of its dual-stack hosts.
    pub dual_stack_dns_suffix: &'static str,
    /// The region that signs requests to global services.
    pub global_region: &'static str,
}

const fn partition_of(
    [id, start, dns_suffix, dual_stack_dns_suffix, global_region]: [&'static str; 5],
) -> Partition {
    Partition { id, start, dns_suffix, dual_stack_dns_suffix, global_region }
}

/// The partition of every region that is in no other.
static AWS: Partition = partition_of(["aws", "", "amazonaws.com", "api.aws", "us-east-1"]);

/// The other partitions.
///
/// Source: botocore `partitions.json`.
pub(crate) static OTHER_PARTITIONS: [Partition; 7] = [
    partition_of([
        "aws-cn",
        "cn-",
        "amazonaws.com.cn",
        "api.amazonwebservices.com.cn",
        "cn-northwest-1",
    ]),
    partition_of([
        "aws-eusc",
        "eusc-de-",
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

/// The partition of a region. Names such as `aws-cn-global` stand for a whole partition.
pub fn partition(region: &str) -> &'static Partition {
    let is_in = |partition: &&Partition| {
        region.strip_prefix(partition.start).is_some_and(is_word_and_number)
            || region.strip_suffix("-global") == Some(partition.id)
    };
    OTHER_PARTITIONS.iter().find(is_in).unwrap_or(&AWS)
}

/// Whether the rest of a region's name is a word and a number: `northwest-1`.
fn is_word_and_number(rest: &str) -> bool {
    let is_in_word = |c: char| c.is_alphanumeric() || c == '_';
    rest.split_once('-').is_some_and(|(word, number)| {
        !word.is_empty()
            && word.chars().all(is_in_word)
            && !number.is_empty()
            && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// The suffix of the hosts of a region's partition.
pub(crate) fn dns_suffix(region: &str) -> &'static str {
    partition(region).dns_suffix
}

/// The part of a host before the suffix of any partition.
pub(crate) fn before_dns_suffix(host: &str) -> Option<&str> {
    let before = |suffix| host.strip_suffix(suffix)?.strip_suffix('.');
    let mut partitions = OTHER_PARTITIONS.iter().chain([&AWS]);
    partitions.find_map(|partition| {
        before(partition.dual_stack_dns_suffix).or_else(|| before(partition.dns_suffix))
    })
}
