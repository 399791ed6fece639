//! Looking ahead for the end of something. Tests count the bytes, because documentation is not
//! trusted and must not take quadratic time.

#[cfg(test)]
thread_local! {
    /// How many bytes were read ahead on this thread.
    pub static LOOKED_AT: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// Counts bytes that were read ahead.
pub fn count(bytes: usize) {
    #[cfg(test)]
    LOOKED_AT.set(LOOKED_AT.get() + bytes);
    #[cfg(not(test))]
    let _ = bytes;
}

/// The position of the pattern in the text.
pub fn find(text: &str, pattern: &str) -> Option<usize> {
    let found = text.find(pattern);
    count(found.unwrap_or(text.len()));
    found
}

/// The position of the first of these characters in the text.
pub fn find_char(text: &str, wanted: impl Fn(char) -> bool) -> Option<usize> {
    let found = text.find(wanted);
    count(found.unwrap_or(text.len()));
    found
}
