//! [`Source`]: random values of a rule set's parameters. Most of them reach rules deep in the tree.
//!
//! A set of values is the values of a case with some changes. Or it is made of buckets, ARNs, URLs,
//! regions, and texts that the rules compare with.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Partitions, RuleSet, Values};
use crate::random::Random;

/// Random values of a rule set's parameters.
pub struct Source<'a> {
    rule_set: &'a RuleSet,
    partitions: &'a Partitions,
    /// The values that the cases have for each parameter.
    of_cases: BTreeMap<String, Vec<Value>>,
    /// The ARNs in the cases, for any parameter.
    arns: Vec<String>,
    /// The texts that rules compare with.
    literals: Vec<String>,
}

const PARTITIONS: [&str; 6] = ["aws", "aws-cn", "aws-us-gov", "aws-iso", "", "other"];
const ACCOUNTS: [&str; 7] = ["123456789012", "012345678901", "", "1", "a.b", "-a", "{}"];
const LABELS: [&str; 13] = [
    "name",
    "my-name",
    "my.name",
    "a",
    "",
    "*",
    "-name",
    "name-",
    "Name",
    "a b",
    "n_a",
    "bücket",
    "op-01234567890123456",
];
const LOWERCASE: &[u8] = b"abcdefghijklmnopqrstuvwxyz0123456789";
const URLS: [&str; 19] = [
    "https://example.com",
    "http://example.com",
    "https://example.com/",
    "http://localhost:8000",
    "https://beta.example.com:1234/path",
    "https://beta.example.com/path/",
    "http://127.0.0.1",
    "https://10.0.1.12:433/a/b",
    "https://[2001:db8::1]:8443",
    "http://[::1]",
    "https://999.999.999.999",
    "https://vpce-123-abc.s3.us-west-2.vpce.amazonaws.com",
    "abcde://nota#url",
    "https://example.com/?query",
    "https://example.com#fragment",
    "http://example.com:port",
    "https://",
    "example.com",
    "",
];

impl<'a> Source<'a> {
    /// The source of values for a rule set.
    pub fn new(rule_set: &'a RuleSet, partitions: &'a Partitions) -> Self {
        let mut of_cases: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        let mut arns: Vec<String> = Vec::new();
        for case in &rule_set.cases {
            for (name, value) in RuleSet::values(case) {
                let values = of_cases.entry(name).or_default();
                if let Some(text) = value.as_str().filter(|text| text.starts_with("arn:")) {
                    arns.push(text.to_owned());
                }
                if !values.contains(&value) {
                    values.push(value);
                }
            }
        }
        let mut literals = Vec::new();
        add_literals(&rule_set.rules["rules"], &mut literals);
        Self { rule_set, partitions, of_cases, arns, literals }
    }

    /// Random values for some of the parameters.
    pub fn values(&self, random: &mut Random) -> Values {
        let parameters = self.rule_set.rules["parameters"].as_object();
        let parameters: Vec<(&String, &Value)> = parameters.into_iter().flatten().collect();
        let mut values = Values::new();
        if self.rule_set.cases.is_empty() || random.once_in(5) {
            for (name, parameter) in &parameters {
                if !random.once_in(3) {
                    values.insert((*name).clone(), self.any(name, parameter, random));
                }
            }
            return values;
        }
        // Values of names that are not parameters are removed.
        values.extend(RuleSet::values(random.pick(&self.rule_set.cases)));
        values.retain(|name, _| parameters.iter().any(|(known, _)| *known == name));
        for _ in 0..random.below(6) {
            let (name, parameter) = *random.pick(&parameters);
            let value = match (random.below(8), values.get(name)) {
                (0, _) => None,
                (1 | 2, _) => self.of_cases.get(name).map(|values| random.pick(values).clone()),
                (3..=6, Some(Value::String(text))) => Some(self.changed(text, random).into()),
                _ => Some(self.any(name, parameter, random)),
            };
            match value {
                Some(value) => values.insert(name.clone(), value),
                None => values.remove(name),
            };
        }
        if random.once_in(2) {
            self.align(&mut values);
        }
        if random.once_in(3) {
            self.lead_to_a_rule(&mut values, random);
        }
        values
    }

    /// Changes the values so that many conditions on the path to a random rule hold.
    fn lead_to_a_rule(&self, values: &mut Values, random: &mut Random) {
        let mut rules = &self.rule_set.rules["rules"];
        while let Some(rule) = rules.as_array().map(|rules| random.pick(rules)) {
            for condition in rule["conditions"].as_array().into_iter().flatten() {
                self.let_hold(condition, true, values, random);
            }
            rules = &rule["rules"];
        }
    }

    /// Changes a value so that a condition holds, or does not hold, if that is easy.
    fn let_hold(&self, condition: &Value, holds: bool, values: &mut Values, random: &mut Random) {
        let parameters = &self.rule_set.rules["parameters"];
        let [first, second] = [&condition["argv"][0], &condition["argv"][1]];
        let (subject, other) = if first.is_object() { (first, second) } else { (second, first) };
        let name = subject["ref"].as_str().unwrap_or_default();
        let parameter = &parameters[name];
        match (condition["fn"].as_str().unwrap_or_default(), other) {
            ("not", _) => self.let_hold(first, !holds, values, random),
            ("isSet", _) if parameter.is_object() => {
                if !holds {
                    values.remove(name);
                } else if !values.contains_key(name) {
                    values.insert(name.to_owned(), self.any(name, parameter, random));
                }
            }
            ("booleanEquals", Value::Bool(value)) if parameter.is_object() => {
                values.insert(name.to_owned(), (*value == holds).into());
            }
            ("stringEquals", Value::String(text)) if parameter.is_object() && holds => {
                values.insert(name.to_owned(), text.clone().into());
            }
            // A name that is not a parameter usually holds the resource type of an ARN.
            ("stringEquals", Value::String(kind)) if !name.is_empty() && holds => {
                for value in values.values_mut() {
                    let Some(text) = value.as_str().filter(|text| text.starts_with("arn:")) else {
                        continue;
                    };
                    *value = with_kind(text, kind).into();
                }
            }
            _ => {}
        }
    }

    /// Gives ARNs the region and partition of the parameter `Region`.
    fn align(&self, values: &mut Values) {
        let Some(Value::String(region)) = values.get("Region").cloned() else { return };
        let partition = self.partitions.outputs(&region)["name"].as_str().unwrap_or_default();
        for value in values.values_mut() {
            let Some(text) = value.as_str() else { continue };
            if let ["arn", _, service, _, rest] = text.splitn(5, ':').collect::<Vec<_>>().as_slice()
            {
                *value = format!("arn:{partition}:{service}:{region}:{rest}").into();
            }
        }
    }

    fn any(&self, name: &str, parameter: &Value, random: &mut Random) -> Value {
        match parameter["type"].as_str().unwrap_or_default().to_lowercase().as_str() {
            "boolean" => random.once_in(2).into(),
            "stringarray" => (0..random.below(3)).map(|_| self.text(name, random)).collect(),
            _ => self.text(name, random).into(),
        }
    }

    fn text(&self, name: &str, random: &mut Random) -> String {
        if random.once_in(6) && !self.literals.is_empty() {
            return random.pick(&self.literals).clone();
        }
        match name {
            "Region" => self.region(random),
            "Endpoint" => one(random, &URLS).to_owned(),
            "AccountIdEndpointMode" => {
                one(random, &["preferred", "disabled", "required", "other"]).to_owned()
            }
            "Bucket" if !random.once_in(3) => self.bucket(random),
            name if name == "Bucket" || name.to_lowercase().contains("arn") => {
                match self.arns.is_empty() || random.once_in(2) {
                    true => self.arn(random),
                    false => random.pick(&self.arns).clone(),
                }
            }
            name if name.contains("AccountId") => one(random, &ACCOUNTS).to_owned(),
            _ => self.word(random),
        }
    }

    /// A text that the rules compare with, or a host label.
    fn word(&self, random: &mut Random) -> String {
        match self.literals.is_empty() || random.once_in(3) {
            true => one(random, &LABELS).to_owned(),
            false => random.pick(&self.literals).clone(),
        }
    }

    fn region(&self, random: &mut Random) -> String {
        match random.below(8) {
            0 => "us-east-1".to_owned(),
            1 => "xx-north-9".to_owned(),
            2 => "cn-unknown-7".to_owned(),
            3 => "us-gov-unknown-7".to_owned(),
            4 => one(random, &["a b", "", "us-east-1.com", "-", "local", "snow"]).to_owned(),
            _ => random.pick(&self.partitions.regions).clone(),
        }
    }

    fn bucket(&self, random: &mut Random) -> String {
        let name = one(random, &LABELS).to_owned();
        match random.below(6) {
            0 => name,
            1 => {
                let length = random.below(70);
                random.text(LOWERCASE, length)
            }
            // A bucket of S3 Express. It contains the zone, and the rules try several lengths for
            // it.
            2 | 3 => {
                let zones = ["use1-az1", "usw2-az1", "apne1-az1", "use1-az12", "euw1-test-az1"];
                let length = random.below(24);
                let zone = match random.once_in(3) {
                    true => random.text(LOWERCASE, length),
                    false => one(random, &zones).to_owned(),
                };
                let end = one(random, &["x-s3", "xa-s3", "x-s", "y-s3"]);
                format!("{name}--{zone}--{end}")
            }
            // An alias of an access point of S3 on Outposts: kind, id, rest, region.
            4 => {
                let kind = one(random, &["e", "o", "x"]);
                let id = random.text(LOWERCASE, 17);
                let rest = random.text(LOWERCASE, 20);
                let region = one(random, &["use1", "beta", "usw2", "a.b1"]);
                format!("{name}{kind}{id}{rest}{region}0--op-s3")
            }
            _ => one(random, &["10.0.0.1", "999.1.2.3", "a.b.c.d", "a..b", "my.dotted.bucket"])
                .to_owned(),
        }
    }

    fn arn(&self, random: &mut Random) -> String {
        let services = [
            "s3",
            "s3-outposts",
            "s3-object-lambda",
            "s3express",
            "dynamodb",
            "kinesis",
            "cloudfront",
            "",
            "other",
        ];
        let partition = one(random, &PARTITIONS);
        let service = match random.once_in(2) {
            true => one(random, &services).to_owned(),
            false => self.word(random),
        };
        let region = if random.once_in(4) { String::new() } else { self.region(random) };
        let account = one(random, &ACCOUNTS);
        let kinds =
            ["accesspoint", "outpost", "bucket", "table", "stream", "key-value-store", "other", ""];
        let mut resource = match random.once_in(2) {
            true => one(random, &kinds).to_owned(),
            false => self.word(random),
        };
        for _ in 0..random.below(5) {
            resource.push_str(one(random, &[":", "/"]));
            resource.push_str(match random.once_in(3) {
                true => one(random, &kinds),
                false => one(random, &LABELS),
            });
        }
        match random.once_in(12) {
            true => format!("arn:{partition}:{service}:{region}:{resource}"),
            false => format!("arn:{partition}:{service}:{region}:{account}:{resource}"),
        }
    }

    /// The text with one part replaced, or with a few characters added or removed.
    fn changed(&self, text: &str, random: &mut Random) -> String {
        let present: Vec<char> =
            [':', '/', '.', '-'].into_iter().filter(|it| text.contains(*it)).collect();
        let characters: Vec<char> = text.chars().collect();
        match random.below(8) {
            0..=2 if !present.is_empty() => {
                let separator = *random.pick(&present);
                let mut parts: Vec<String> = text.split(separator).map(str::to_owned).collect();
                let at = random.below(parts.len());
                match random.below(6) {
                    0 => drop(parts.remove(at)),
                    1 => parts.insert(at, one(random, &LABELS).to_owned()),
                    2 => parts[at] = self.region(random),
                    3 => parts[at] = one(random, &PARTITIONS).to_owned(),
                    4 if !self.literals.is_empty() => {
                        parts[at] = random.pick(&self.literals).clone()
                    }
                    _ => parts[at] = one(random, &LABELS).to_owned(),
                }
                parts.join(&separator.to_string())
            }
            // Replaces the resource type of an ARN.
            6 | 7 if text.starts_with("arn:") => {
                let kind = self.word(random);
                with_kind(text, &kind)
            }
            3 => {
                let at = random.below(characters.len() + 1);
                let (before, after) = characters.split_at(at);
                let length = 1 + random.below(4);
                let more = random.text(b"abc-.:/A1", length);
                before.iter().collect::<String>() + &more + &after.iter().collect::<String>()
            }
            4 => {
                let at = random.below(characters.len() + 1);
                let less = 1 + random.below(3);
                let kept = characters.iter().enumerate();
                kept.filter(|(index, _)| *index < at || *index >= at + less)
                    .map(|(_, c)| c)
                    .collect()
            }
            _ => {
                text.to_owned() + one(random, &["/", ".", "-", "--x-s3", "--op-s3", "é", "{", "}"])
            }
        }
    }
}

/// The ARN with another resource type.
fn with_kind(arn: &str, kind: &str) -> String {
    let mut parts: Vec<String> = arn.splitn(6, ':').map(str::to_owned).collect();
    if let Some(resource) = parts.last_mut() {
        let end = resource.find([':', '/']).unwrap_or(resource.len());
        resource.replace_range(..end, kind);
    }
    parts.join(":")
}

/// A random one of the texts.
fn one<'t>(random: &mut Random, texts: &[&'t str]) -> &'t str {
    texts[random.below(texts.len())]
}

/// Collects the texts that are arguments of conditions.
fn add_literals(rules: &Value, literals: &mut Vec<String>) {
    match rules {
        Value::Array(items) => items.iter().for_each(|item| add_literals(item, literals)),
        Value::Object(object) => {
            if let (Some(Value::Array(arguments)), true) =
                (object.get("argv"), object.get("fn").is_some_and(|name| name != "getAttr"))
            {
                for text in arguments.iter().filter_map(Value::as_str) {
                    if !text.contains('{') && !literals.iter().any(|known| known == text) {
                        literals.push(text.to_owned());
                    }
                }
            }
            object.values().for_each(|value| add_literals(value, literals));
        }
        _ => {}
    }
}
