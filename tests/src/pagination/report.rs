//! [`Report`]: what was compared with botocore.

use std::collections::BTreeSet;
use std::fmt;

/// What was compared.
#[derive(Debug, Default)]
pub struct Report {
    /// The number of operations without a difference.
    pub equal: usize,
    /// The number of operations with a difference.
    pub differ: usize,
    /// The number of pages that were compared.
    pub pages: usize,
    /// The number of scripts that were resumed from a token.
    pub resumed: usize,
    /// The number of operations for which botocore has no paginator. Its algorithm runs with the
    /// members of the model's trait.
    pub without_paginator: usize,
    /// The operations that were not compared, each with the reason.
    pub left_out: Vec<String>,
    /// The names of the rules for known differences that were needed.
    pub rules: BTreeSet<&'static str>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { equal, differ, pages, resumed, without_paginator, left_out, rules } = self;
        write!(
            f,
            "{} operations and {pages} pages compared with botocore's paginators: {equal} operations \
             are equal, {differ} differ; {resumed} scripts resumed from a token; {without_paginator} \
             operations have no paginator in botocore, so its algorithm ran with the model's members",
            equal + differ
        )?;
        if !rules.is_empty() {
            let rules: Vec<&str> = rules.iter().copied().collect();
            write!(
                f,
                "; rules for known differences of requests and outputs: {}",
                rules.join(", ")
            )?;
        }
        left_out.iter().try_for_each(|why| write!(f, "\n  not compared: {why}"))
    }
}
