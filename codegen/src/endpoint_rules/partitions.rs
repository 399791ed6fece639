//! The partitions of AWS. The runtime has the same ones; a test compares them.

/// A set of regions whose hosts share a suffix.
#[derive(Debug, PartialEq, Eq)]
pub struct Partition {
    pub id: &'static str,
    /// The prefix of the names of its regions.
    pub start: &'static str,
    pub dns_suffix: &'static str,
    pub dual_stack_dns_suffix: &'static str,
    pub global_region: &'static str,
}

const fn partition_of(
    [id, start, dns_suffix, dual_stack_dns_suffix, global_region]: [&'static str; 5],
) -> Partition {
    Partition { id, start, dns_suffix, dual_stack_dns_suffix, global_region }
}

/// All partitions. The last one is the default: it has all regions that are in no other partition.
pub static PARTITIONS: [Partition; 8] = [
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
    partition_of(["aws", "", "amazonaws.com", "api.aws", "us-east-1"]),
];

/// The partition of a region. A name such as `aws-cn-global` stands for a whole partition.
pub fn partition(region: &str) -> &'static Partition {
    let is_in = |partition: &&Partition| {
        region.strip_prefix(partition.start).is_some_and(is_word_and_number)
            || region.strip_suffix("-global") == Some(partition.id)
    };
    PARTITIONS.iter().find(is_in).unwrap_or(&PARTITIONS[PARTITIONS.len() - 1])
}

/// Whether the rest of a region's name is a word and a number, as in `northwest-1`.
fn is_word_and_number(rest: &str) -> bool {
    let is_in_word = |c: char| c.is_alphanumeric() || c == '_';
    rest.split_once('-').is_some_and(|(word, number)| {
        !word.is_empty()
            && word.chars().all(is_in_word)
            && !number.is_empty()
            && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}
