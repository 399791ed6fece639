//! Signs random requests with ours and with a peer, and compares the results.

use std::collections::BTreeMap;
use std::fmt;

use ring::digest;

use super::case::{Case, Explained, Signed};
use super::random::{Reach, case};
use super::rules::{Peer, View, view};
use super::{botocore, ours, smithy};

/// The headers that a signer adds, except `host`.
pub(super) const ADDED_HEADERS: [&str; 4] =
    ["authorization", "x-amz-content-sha256", "x-amz-date", "x-amz-security-token"];

/// The query parameters that a signer adds.
pub(super) const ADDED_PARAMETERS: [&str; 7] = [
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Date",
    "X-Amz-Expires",
    "X-Amz-Security-Token",
    "X-Amz-Signature",
    "X-Amz-SignedHeaders",
];

/// The result of a comparison with a peer.
pub struct Report {
    peer: Peer,
    compared: u64,
    equal: u64,
    /// How many of the cases were presigned.
    presigned: u64,
    /// The number of cases in which each rule was needed.
    rules: BTreeMap<&'static str, u64>,
    /// The first difference, in full.
    first: Option<String>,
}

impl Report {
    /// Whether there is at least one case, and all cases are equal.
    pub fn passed(&self) -> bool {
        self.compared > 0 && self.compared == self.equal
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { compared, equal, presigned, .. } = self;
        let name = self.peer.name();
        write!(
            f,
            "{compared} requests ({presigned} of them presigned) compared with {name}: {equal} equal, {} different",
            compared - equal,
        )?;
        let mut separator = "; by rule: ";
        for (rule, count) in &self.rules {
            write!(f, "{separator}{rule} {count}")?;
            separator = ", ";
        }
        if let Some(first) = &self.first {
            write!(f, "\nthe first difference: {first}")?;
        }
        Ok(())
    }
}

/// Compares `count` random requests with the `aws-sigv4` crate.
pub fn with_smithy(count: u64, seed: u64) -> Report {
    let reach = Reach { beyond_text: false, whole_presign: true, any_settings: true };
    let mut report = Report::new(Peer::Smithy);
    for index in 0..count {
        let case = case(seed, index, reach);
        let ours = ours::sign(&case);
        let mut shown = View { case: case.clone(), rules: Vec::new() };
        let mut theirs = smithy::sign(&case);
        if ours != theirs {
            shown = view(&case, Peer::Smithy);
            theirs = smithy::sign(&shown.case);
        }
        report.add(index, &case, &shown.rules, [&ours, &theirs], || smithy::explain(&shown.case));
    }
    report
}

/// Compares `count` random requests with botocore.
///
/// # Errors
///
/// The script fails.
pub fn with_botocore(count: u64, seed: u64) -> Result<Report, String> {
    let reach = Reach { beyond_text: true, whole_presign: false, any_settings: false };
    let mut report = Report::new(Peer::Botocore);
    let cases: Vec<Case> = (0..count).map(|index| case(seed, index, reach)).collect();
    let views: Vec<View> = cases.iter().map(|case| view(case, Peer::Botocore)).collect();
    // One process signs all cases: first unchanged, then rewritten by the rules.
    let shown: Vec<&Case> = cases.iter().chain(views.iter().map(|view| &view.case)).collect();
    let answers = botocore::sign(&shown)?;
    let (plain, viewed) = answers.split_at(cases.len());
    for (((index, case), view), (plain, viewed)) in
        (0..).zip(&cases).zip(&views).zip(plain.iter().zip(viewed))
    {
        let ours = ours::sign(case);
        let ((theirs, explained), rules) = match ours == plain.0 {
            true => (plain, &[][..]),
            false => (viewed, &view.rules[..]),
        };
        report.add(index, case, rules, [&ours, theirs], || explained.clone());
    }
    Ok(report)
}

/// The result of signing a case, or the signer's error.
pub(super) type Outcome = Result<Signed, String>;

impl Report {
    fn new(peer: Peer) -> Self {
        Self { peer, compared: 0, equal: 0, presigned: 0, rules: BTreeMap::new(), first: None }
    }

    fn add(
        &mut self,
        index: u64,
        case: &Case,
        rules: &[&'static str],
        [ours, theirs]: [&Outcome; 2],
        explain: impl FnOnce() -> Explained,
    ) {
        self.compared += 1;
        self.presigned += u64::from(case.expires_in.is_some());
        if ours.is_ok() && ours == theirs {
            self.equal += 1;
            for rule in rules {
                *self.rules.entry(rule).or_default() += 1;
            }
        } else if self.first.is_none() {
            let rules = if rules.is_empty() { "none".to_owned() } else { rules.join(", ") };
            let explained = ours::explain(case).unwrap_or_default();
            self.first = Some(format!(
                "case {index}\n{case:?}\nrules: {rules}\n{}{}",
                side("ours", ours, &explained),
                side(self.peer.name(), theirs, &explain()),
            ));
        }
    }
}

fn side(name: &str, signed: &Outcome, explained: &Explained) -> String {
    let Explained { canonical_request, string_to_sign } = explained;
    let added = match signed {
        Ok(signed) => signed
            .headers
            .iter()
            .chain(&signed.parameters)
            .map(|(name, value)| format!("{name}: {value}\n"))
            .collect(),
        Err(problem) => format!("{problem}\n"),
    };
    let mut text = format!("--- {name}: added\n{added}");
    for (what, part) in
        [("canonical request", canonical_request), ("string to sign", string_to_sign)]
    {
        // The `aws-sigv4` crate logs the string to sign only for presigned requests.
        if !part.is_empty() {
            text.push_str(&format!("--- {name}: {what}\n{part}\n"));
        }
    }
    text
}

pub(super) fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest::digest(&digest::SHA256, bytes).as_ref());
    hash
}
