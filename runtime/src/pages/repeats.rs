//! Finds repeated tokens in constant memory.

/// Remembers one of the tokens that a service returned, and replaces it ever more rarely (Brent's
/// algorithm). It finds a cycle of any length; the number of pages until then is at most a small
/// multiple of this length and of the number of pages before the cycle.
pub(super) struct Repeats<T> {
    kept: Option<T>,
    /// How many tokens came after the kept one.
    since: u32,
    /// After how many tokens the kept one is replaced.
    until: u32,
}

impl<T> Default for Repeats<T> {
    fn default() -> Self {
        Self { kept: None, since: 0, until: 1 }
    }
}

impl<T: Clone + PartialEq> Repeats<T> {
    /// Whether the token is known to have come before.
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
    fn tokens_that_differ_are_no_repeats() {
        let mut repeats = Repeats::default();
        assert!(!(0..100_000).any(|token| repeats.contains(&token)));
    }
}
