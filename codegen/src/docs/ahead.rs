//! Looking ahead for the end of something, counted in tests: documentation is written by somebody
//! else, and must not be read again and again.

#[cfg(test)]
thread_local! {
    /// How many bytes were looked at on this thread.
    pub static LOOKED_AT: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// Counts bytes that were looked at.
pub fn count(bytes: usize) {
    #[cfg(test)]
    LOOKED_AT.set(LOOKED_AT.get() + bytes);
    #[cfg(not(test))]
    let _ = bytes;
}

/// Where the pattern begins in the text.
pub fn find(text: &str, pattern: &str) -> Option<usize> {
    let found = text.find(pattern);
    count(found.unwrap_or(text.len()));
    found
}

/// The position of the first such character in the text.
pub fn find_char(text: &str, wanted: impl Fn(char) -> bool) -> Option<usize> {
    let found = text.find(wanted);
    count(found.unwrap_or(text.len()));
    found
}
