//! Bytes for large bodies.

/// Bytes without a repeating pattern, so that a misplaced part is noticed. The bytes of one length are
/// always the same, and are not the beginning of those of another length.
pub fn many_bytes(length: usize) -> Vec<u8> {
    let mut state = (length as u32).wrapping_mul(2_654_435_769);
    let next = |_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    (0..length).map(next).collect()
}
