//! Searches for the end of an element. Tests count the bytes that are searched, because
//! documentation is not trusted and must not take quadratic time.

#[cfg(test)]
thread_local! {
    /// How many bytes this thread has searched.
    pub static LOOKED_AT: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// Counts bytes that were searched.
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
