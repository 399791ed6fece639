//! Finds repeated tokens in constant memory.

/// Keeps one earlier token, and replaces it after 1, 2, 4, … further tokens (Brent's algorithm for
/// cycle detection). It finds a cycle of any length. If `n` is the number of pages before the cycle plus
/// the length of the cycle, it needs at most about `4 * n` pages.
pub(super) struct Repeats<T> {
    kept: Option<T>,
    /// The number of tokens since the kept one.
    since: u32,
    /// The number of tokens after which the kept one is replaced.
    until: u32,
}

impl<T> Default for Repeats<T> {
    fn default() -> Self {
        Self { kept: None, since: 0, until: 1 }
    }
}

impl<T: Clone + PartialEq> Repeats<T> {
    /// Whether the token equals the kept one. If not, the token may replace it.
    pub(super) fn contains(&mut self, token: &T) -> bool {
        if self.kept.as_ref() == Some(token) {
            return true;
        }
        self.since += 1;
        if self.since >= self.until {
            self.kept = Some(token.clone());
            (self.since, self.until) = (0, self.until.saturating_mul(2));
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cycles_of_any_length_are_found_soon() {
        for before in 0..40_u32 {
            for length in 1..40 {
                let mut repeats = Repeats::default();
                let mut tokens = (0..before).chain((before..before + length).cycle());
                let at = tokens.position(|token| repeats.contains(&token));
                let most = 4 * (before + length) as usize;
                assert!(at.is_some_and(|at| at <= most), "{before}, {length}: {at:?}");
            }
        }
    }

    #[test]
    fn different_tokens_are_not_repeats() {
        let mut repeats = Repeats::default();
        assert!(!(0..100_000).any(|token| repeats.contains(&token)));
    }
}
