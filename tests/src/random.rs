//! [`Random`]: pseudo-random numbers, the same for the same seed (SplitMix64).

/// A generator of numbers.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// The generator of a case: from the seed of the run, and the name and index of the case.
    pub fn of_case(seed: u64, name: &str, index: u64) -> Self {
        let mut random = Self(seed);
        for byte in name.bytes() {
            random = Self(random.next() ^ u64::from(byte));
        }
        Self(random.next() ^ index)
    }

    /// A separate generator, for a part of the case.
    pub fn fork(&mut self) -> Self {
        Self(self.next())
    }

    /// The next number.
    #[expect(clippy::should_implement_trait, reason = "there is no end, and no need of adapters")]
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`. `end` must be at least 1.
    pub fn below(&mut self, end: usize) -> usize {
        // Almost uniform, because there are few choices.
        usize::try_from(self.next() % end as u64).unwrap_or_default()
    }

    /// A number from `low` to `high`, inclusive.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = i128::from(high) - i128::from(low) + 1;
        let number = i128::from(low) + i128::from(self.next()) % span;
        i64::try_from(number).unwrap_or(low)
    }

    /// True with a probability of 1 in `n`.
    pub fn once_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    /// One of the choices. There must be at least one.
    pub fn pick<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len())]
    }

    /// A text of this many characters of an alphabet.
    pub fn text(&mut self, alphabet: &[u8], length: usize) -> String {
        (0..length).map(|_| char::from(*self.pick(alphabet))).collect()
    }
}
