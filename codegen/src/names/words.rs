//! Splits a name into words: `DBInstanceARNs` becomes `db`, `instance`, `arns`.

/// The words of a name, in lower case.
///
/// A word ends at any character that is not a letter or digit. A word begins at a capital after a
/// small letter or a digit, and at the last of several capitals before a small letter. There are
/// two exceptions: the `s` of a plural (`ARNs`) and the `v` of a version (`IPv6`) do not begin a
/// word.
pub fn words(name: &str) -> Vec<String> {
    name.split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|segment| !segment.is_empty())
        .flat_map(split)
        .collect()
}

fn split(segment: &str) -> Vec<String> {
    let chars: Vec<char> = segment.chars().collect();
    let mut words = Vec::new();
    let mut word = String::new();
    let mut previous: Option<char> = None;
    for (i, c) in chars.iter().copied().enumerate() {
        let rest = chars.get(i + 1..).unwrap_or_default();
        if previous.is_some_and(|previous| parts(previous, c, rest)) {
            words.push(std::mem::take(&mut word));
        }
        word.push(c.to_ascii_lowercase());
        previous = Some(c);
    }
    words.push(word);
    words
}

/// Whether a word begins at `c`.
fn parts(previous: char, c: char, rest: &[char]) -> bool {
    if !c.is_ascii_uppercase() {
        return false;
    }
    if !previous.is_ascii_uppercase() {
        return true;
    }
    match *rest {
        ['s'] => false,
        ['s', next, ..] if !next.is_ascii_lowercase() => false,
        ['v', next, ..] if next.is_ascii_digit() => false,
        [next, ..] => next.is_ascii_lowercase(),
        [] => false,
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn names_are_split_into_words() {
        for (name, expected) in [
            ("restApiId", "rest api id"),
            ("URLConfig", "url config"),
            ("DBInstance", "db instance"),
            ("x-amz-foo", "x amz foo"),
            ("S3Bucket", "s3 bucket"),
            ("IPv6Address", "ipv6 address"),
            ("assignIpv6Address", "assign ipv6 address"),
            ("APIv2", "apiv2"),
            ("KMSKeyARNs", "kms key arns"),
            ("sha256", "sha256"),
            ("sha256Hash", "sha256 hash"),
            ("VPCId", "vpc id"),
            ("EC2InstanceIDs", "ec2 instance ids"),
            ("publicAccessCIDRsList", "public access cidrs list"),
            ("ETag", "e tag"),
            ("MD5OfBody", "md5 of body"),
            ("SCREAMING_SNAKE", "screaming snake"),
            ("T2_MICRO", "t2 micro"),
            ("_leading__double_", "leading double"),
            ("ARN", "arn"),
            ("s", "s"),
            ("*", ""),
            ("", ""),
        ] {
            assert_eq!(words(name).join(" "), expected, "{name}");
        }
    }
}
