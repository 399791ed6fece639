//! [`Partitions`]: the properties of a region's partition, from AWS's file of partitions.

use std::path::Path;

use serde_json::Value;

use crate::configuration::read;

/// AWS's file of partitions.
pub struct Partitions {
    partitions: Vec<Value>,
    /// The names of all regions.
    pub regions: Vec<String>,
}

impl Partitions {
    /// Reads the file.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or has no partitions.
    pub fn read(file: &Path) -> Result<Self, String> {
        let partitions = read(file)?["partitions"].as_array().cloned().unwrap_or_default();
        if partitions.is_empty() {
            return Err(format!("{} has no partitions", file.display()));
        }
        let regions = partitions.iter().filter_map(|partition| partition["regions"].as_object());
        let regions = regions.flat_map(|regions| regions.keys().cloned()).collect();
        Ok(Self { partitions, regions })
    }

    /// The outputs of a region's partition. This is the partition that lists the region, otherwise
    /// the one whose pattern matches, otherwise the first.
    pub fn outputs(&self, region: &str) -> &Value {
        let has = |partition: &&Value| partition["regions"].get(region).is_some();
        let fits = |partition: &&Value| {
            partition["regionRegex"].as_str().is_some_and(|pattern| fits(region, pattern))
        };
        let mut partitions = self.partitions.iter();
        let found = partitions.clone().find(has).or_else(|| partitions.find(fits));
        &found.unwrap_or(&self.partitions[0])["outputs"]
    }
}

/// Whether a region matches a pattern such as `^(us|eu)\-\w+\-\d+$` or `^us\-gov\-\w+\-\d+$`.
/// Patterns of partitions use no other syntax.
fn fits(region: &str, pattern: &str) -> bool {
    let start = pattern.trim_start_matches('^').trim_end_matches(r"\-\w+\-\d+$");
    let mut starts = vec![String::new()];
    for part in start.split(r"\-") {
        let choices = part.trim_start_matches('(').trim_end_matches(')');
        let one = |start: &String| {
            choices.split('|').map(|choice| format!("{start}{choice}-")).collect::<Vec<_>>()
        };
        starts = starts.iter().flat_map(one).collect();
    }
    let is_word =
        |word: &str| !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || c == '_');
    let is_number = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    starts.iter().filter_map(|start| region.strip_prefix(start.as_str())).any(|rest| {
        rest.split_once('-').is_some_and(|(word, number)| is_word(word) && is_number(number))
    })
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn patterns_fit_regions() {
        for (region, pattern, expected) in [
            ("us-east-1", r"^(us|eu)\-\w+\-\d+$", true),
            ("eu-x_y-12", r"^(us|eu)\-\w+\-\d+$", true),
            ("us-gov-west-1", r"^(us|eu)\-\w+\-\d+$", false),
            ("us-gov-west-1", r"^us\-gov\-\w+\-\d+$", true),
            ("us-gov-west", r"^us\-gov\-\w+\-\d+$", false),
            ("us-gov--1", r"^us\-gov\-\w+\-\d+$", false),
            ("eusc-de-east-1", r"^eusc\-(de)\-\w+\-\d+$", true),
            ("eusc-fr-east-1", r"^eusc\-(de)\-\w+\-\d+$", false),
            ("a-us-east-1", r"^(us|eu)\-\w+\-\d+$", false),
        ] {
            assert_eq!(fits(region, pattern), expected, "{region} {pattern}");
        }
    }
}
