//! Numbers from a fixed seed (SplitMix64), so that every run measures the same documents.

pub struct Random(u64);

impl Random {
    pub fn new() -> Self {
        Self(15)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    /// True once in `times` times.
    pub fn once_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len() as u64) as usize]
    }

    /// Lowercase hexadecimal digits.
    pub fn hex(&mut self, digits: usize) -> String {
        (0..digits).map(|_| self.pick(b"0123456789abcdef") as char).collect()
    }

    pub fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.next() as u8).collect()
    }

    /// Words of prose; one in fifty has a character beyond ASCII, a quote or a line break.
    pub fn words(&mut self, count: u64) -> String {
        const WORDS: [&str; 16] = [
            "order",
            "shipped",
            "to",
            "the",
            "customer",
            "with",
            "invoice",
            "and",
            "returned",
            "item",
            "of",
            "warehouse",
            "number",
            "in",
            "transit",
            "paid",
        ];
        const OTHERS: [&str; 4] = ["\"urgent\"", "Z\u{fc}rich", "caf\u{e9}", "a\nb"];
        let mut text = String::new();
        for index in 0..count {
            if index > 0 {
                text.push(' ');
            }
            text += if self.once_in(50) { self.pick(&OTHERS) } else { self.pick(&WORDS) };
        }
        text
    }

    /// Seconds since 1970, in the year 2026.
    pub fn seconds(&mut self) -> i64 {
        1_767_225_600 + self.below(31_536_000) as i64
    }
}
