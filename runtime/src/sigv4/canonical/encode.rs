//! The percent-encoding of signatures: all characters except RFC 3986's unreserved ones.

/// Encodes a value as in a query.
pub(in crate::sigv4) fn encode(bytes: &[u8]) -> String {
    let mut out = Vec::with_capacity(bytes.len() + 16);
    push_encoded(&mut out, bytes);
    // All of it is ASCII.
    String::from_utf8(out).unwrap_or_default()
}

/// RFC 3986's unreserved characters, `A-Za-z0-9-._~`.
const fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() | (byte == b'-') | (byte == b'.') | (byte == b'_') | (byte == b'~')
}

/// Which bytes are not encoded.
type Plain = [bool; 256];

static UNRESERVED: Plain = plain(false);
static PATH: Plain = plain(true);

const fn plain(slash: bool) -> Plain {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        let c = byte as u8;
        table[byte] = is_unreserved(c) || (slash && c == b'/');
        byte += 1;
    }
    table
}

/// Writes a value, encoded as in a query.
pub(in crate::sigv4) fn push_encoded(out: &mut Vec<u8>, bytes: &[u8]) {
    push_encoded_but(out, bytes, &UNRESERVED);
}

/// Writes a path. Slashes are not encoded.
pub(super) fn push_encoded_path(out: &mut Vec<u8>, bytes: &[u8]) {
    push_encoded_but(out, bytes, &PATH);
}

/// Copies runs of plain bytes, and encodes the bytes between them.
fn push_encoded_but(out: &mut Vec<u8>, bytes: &[u8], plain: &Plain) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| !plain[usize::from(*byte)]) {
        let (run, from) = rest.split_at(at);
        out.extend_from_slice(run);
        let Some((byte, after)) = from.split_first() else { break };
        let digit = |digit: u8| DIGITS[usize::from(digit)];
        out.extend_from_slice(&[b'%', digit(byte >> 4), digit(byte & 15)]);
        rest = after;
    }
    out.extend_from_slice(rest);
}
