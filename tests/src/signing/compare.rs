//! Random requests signed by ours and by a peer, and what differs.

use std::collections::BTreeMap;
use std::fmt;

use ring::digest;

use super::case::{Case, Explained, Signed};
use super::random::{Reach, case};
use super::rules::{Peer, View, view};
use super::{botocore, ours, smithy};

/// The headers that a signer adds, beside the host.
pub(super) const ADDED_HEADERS: [&str; 4] =
    ["authorization", "x-amz-content-sha256", "x-amz-date", "x-amz-security-token"];

/// The parameters that a signer adds.
pub(super) const ADDED_PARAMETERS: [&str; 7] = [
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Date",
    "X-Amz-Expires",
    "X-Amz-Security-Token",
    "X-Amz-Signature",
    "X-Amz-SignedHeaders",
];

/// What was compared with a peer.
pub struct Report {
    peer: Peer,
    compared: u64,
    equal: u64,
    /// How many of them were signed in the query.
    presigned: u64,
    /// In how many cases the two differed but for a rule.
    rules: BTreeMap<&'static str, u64>,
    /// The first difference, whole.
    first: Option<String>,
}

impl Report {
    /// Whether every case was equal, of which there is one.
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
            "{compared} requests ({presigned} of them presigned) beside {name}: {equal} equal, {} different",
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

/// Compares as many random requests with the `aws-sigv4` crate.
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

/// Compares as many random requests with botocore.
///
/// # Errors
///
/// The script fails.
pub fn with_botocore(count: u64, seed: u64) -> Result<Report, String> {
    let reach = Reach { beyond_text: true, whole_presign: false, any_settings: false };
    let mut report = Report::new(Peer::Botocore);
    let cases: Vec<Case> = (0..count).map(|index| case(seed, index, reach)).collect();
    let views: Vec<View> = cases.iter().map(|case| view(case, Peer::Botocore)).collect();
    // One process signs them all, as they are and as they are shown by the rules.
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

/// What a signer makes of a case, or why it does not.
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
        // The crate tells the string to sign of presigned requests only.
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

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
