//! [`Report`]: the result of the comparison for a service.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::Found;
use crate::generated::protocols::Protocol;

/// The result of the comparison for a service.
pub struct Report {
    service: String,
    protocol: Protocol,
    in_model: usize,
    /// The number of generated operations. `None` if nothing was to be generated.
    generated: Option<usize>,
    /// Operations without cases, with the reason.
    pub(super) left_out: Vec<String>,
    /// Members that occur in no case.
    pub(super) lacks: BTreeSet<String>,
    pub(super) requests: Tally,
    pub(super) responses: Tally,
}

/// The results for requests or for responses.
#[derive(Default)]
pub(super) struct Tally {
    pub compared: usize,
    /// Cases without differences, or with differences that rules cover.
    pub equal: usize,
    /// The number of cases in which each rule was needed.
    pub rules: BTreeMap<&'static str, usize>,
    /// The first difference.
    pub first: Option<String>,
}

impl Report {
    pub(super) fn new(
        service: String,
        protocol: Protocol,
        in_model: usize,
        generated: Option<usize>,
    ) -> Self {
        Self {
            service,
            protocol,
            in_model,
            generated,
            left_out: Vec::new(),
            lacks: BTreeSet::new(),
            requests: Tally::default(),
            responses: Tally::default(),
        }
    }

    /// Whether every operation was generated, and there is at least one case, and all cases are
    /// equal.
    pub fn passed(&self) -> bool {
        let equal = |tally: &Tally| tally.compared > 0 && tally.compared == tally.equal;
        let generated = self.generated.is_none_or(|generated| generated == self.in_model);
        generated && equal(&self.requests) && equal(&self.responses)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}): ", self.service, self.protocol.name())?;
        match self.generated {
            Some(generated) => {
                write!(f, "{generated} of {} operations generated and compiled", self.in_model)?;
            }
            None => write!(f, "{} operations, of the server alone", self.in_model)?,
        }
        let operations = self.generated.unwrap_or(self.in_model);
        writeln!(f, ", {} compared", operations - self.left_out.len())?;
        self.requests.write(f, "requests")?;
        self.responses.write(f, "responses")?;
        for why in &self.left_out {
            writeln!(f, "  not compared: {why}")?;
        }
        if !self.lacks.is_empty() {
            let names: Vec<&str> = self.lacks.iter().map(String::as_str).collect();
            let (count, names) = (names.len(), names.join(", "));
            writeln!(
                f,
                "  members that occur in no case, because botocore's model lacks them or has different \
                 ones, or because ours handles them differently: {count}: {names}"
            )?;
        }
        for (what, tally) in [("request", &self.requests), ("response", &self.responses)] {
            if let Some(first) = &tally.first {
                writeln!(f, "first different {what}: {first}")?;
            }
        }
        Ok(())
    }
}

impl Tally {
    /// Adds a case. `title` describes the case and its value.
    pub fn add(&mut self, found: Found, title: impl FnOnce() -> String) {
        self.compared += 1;
        if found.differences.is_empty() {
            self.equal += 1;
            for rule in found.rules {
                *self.rules.entry(rule).or_default() += 1;
            }
        } else if self.first.is_none() {
            let [ours, theirs] = found.sides;
            let differences = found.differences.join("\n  ");
            let title = title();
            self.first =
                Some(format!("{title}\n  ours: {ours}\n  botocore: {theirs}\n  {differences}"));
        }
    }

    fn write(&self, f: &mut fmt::Formatter<'_>, what: &str) -> fmt::Result {
        write!(f, "  {what}: {} compared, {} equal", self.compared, self.equal)?;
        let mut separator = "; by rule: ";
        for (rule, count) in &self.rules {
            write!(f, "{separator}{rule} {count}")?;
            separator = ", ";
        }
        writeln!(f)
    }
}
