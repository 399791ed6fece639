//! Collects all errors, and suggests corrections of misspelt words.

use std::cell::RefCell;

use proc_macro2::TokenStream;
use quote::ToTokens;

/// The errors found so far, by any stage.
#[derive(Default)]
pub struct Diagnostics {
    errors: RefCell<Vec<syn::Error>>,
}

impl Diagnostics {
    /// Reports an error at these tokens.
    pub fn error(&self, at: impl ToTokens, message: impl std::fmt::Display) {
        self.push(syn::Error::new_spanned(at, message));
    }

    /// Adds an error from syn.
    pub fn push(&self, error: syn::Error) {
        self.errors.borrow_mut().push(error);
    }

    pub fn is_empty(&self) -> bool {
        self.errors.borrow().is_empty()
    }

    /// All errors, as tokens that make the compiler print them.
    pub fn into_compile_errors(self) -> TokenStream {
        self.errors.into_inner().iter().map(syn::Error::to_compile_error).collect()
    }
}

/// `; did you mean "GET"?`, or an empty string if no known word is similar.
pub fn did_you_mean(word: &str, known: &[&str], quote: char) -> String {
    match nearest(word, known) {
        Some(known) => format!("; did you mean {quote}{known}{quote}?"),
        None => String::new(),
    }
}

/// The most similar known word, if at most a third of its letters differ.
pub fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let distance = |known: &str| distance(&word.to_lowercase(), &known.to_lowercase());
    known
        .iter()
        .map(|known| (distance(known), *known))
        .filter(|(distance, known)| *distance <= known.len().max(word.len()).div_ceil(3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, known)| known)
}

/// The known word that this word is almost certainly a misspelling of: it differs by one letter, or
/// by two if the word is long.
pub fn misspelt<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let limit = if word.len() < 8 { 1 } else { 2 };
    // Computing a distance is slow. Most attributes are `#[doc]`, which the lengths rule out.
    let is_near = |known: &str| word.len().abs_diff(known.len()) <= limit;
    let slips = |known: &&str| is_near(known) && (1..=limit).contains(&distance(word, known));
    if known.contains(&word) { None } else { known.iter().copied().find(slips) }
}

/// The number of letters to insert, delete, replace or swap with their neighbour.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![(0..=b.len()).collect::<Vec<_>>()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let change = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = change.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_suggested_and_a_far_one_is_not() {
        let methods = crate::words::METHODS;
        assert_eq!(did_you_mean("get", &methods, '"'), "; did you mean \"GET\"?");
        assert_eq!(did_you_mean("FETCH", &methods, '"'), "; did you mean \"PATCH\"?");
        assert_eq!(did_you_mean("methdo", &["method", "uri"], '`'), "; did you mean `method`?");
        assert_eq!(did_you_mean("entirely else", &methods, '"'), "");
    }

    #[test]
    fn attributes_of_others_are_not_taken_for_slips() {
        for (word, meant) in [
            ("querry", Some("query")),
            ("haeder", Some("header")),
            ("headers", Some("header")),
            ("lable", Some("label")),
            ("query_param", Some("query_params")),
            ("idempotence_token", Some("idempotency_token")),
        ] {
            assert_eq!(misspelt(word, &crate::words::FIELD), meant, "{word}");
        }
        let others = [
            "allow",
            "arg",
            "builder",
            "cfg",
            "cfg_attr",
            "command",
            "deny",
            "deprecated",
            "doc",
            "error",
            "expect",
            "forbid",
            "from",
            "getset",
            "getter",
            "must_use",
            "serde",
            "serde_as",
            "source",
            "validate",
            "warn",
            "zeroize",
        ];
        for word in others.into_iter().chain(crate::words::FIELD) {
            assert_eq!(misspelt(word, &crate::words::FIELD), None, "{word}");
        }
    }
}
