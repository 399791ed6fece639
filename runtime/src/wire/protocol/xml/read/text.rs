//! Decodes the text of content and attribute values. The parser has validated the references.

/// Decodes the reference at the start of `rest`, which is the text after the `&`. Returns the
/// character and the length of the reference without the `&`.
pub(crate) fn reference(rest: &str) -> Option<(char, usize)> {
    let end = rest.bytes().position(|byte| byte == b';')?;
    let name = &rest[..end];
    let character = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let number = name.strip_prefix('#')?;
            let (digits, radix) = match number.strip_prefix('x') {
                Some(digits) => (digits, 16),
                None => (number, 10),
            };
            // `from_str_radix` would accept a sign.
            if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
                return None;
            }
            char::from_u32(u32::from_str_radix(digits, radix).ok()?).filter(|c| *c != '\0')?
        }
    };
    Some((character, end + 1))
}

/// The text of an element without child elements.
pub(super) fn content(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.bytes().position(|byte| matches!(byte, b'&' | b'\r' | b'<')) {
        text.push_str(&rest[..at]);
        let found = &rest[at..];
        rest = if let Some(after) = found.strip_prefix('&') {
            resolve(after, &mut text)
        } else if let Some(after) = found.strip_prefix('\r') {
            text.push('\n');
            after.strip_prefix('\n').unwrap_or(after)
        } else if let Some(after) = found.strip_prefix("<![CDATA[") {
            let (inner, after) = after.split_once("]]>").unwrap_or((after, ""));
            text.push_str(&inner.replace("\r\n", "\n").replace('\r', "\n"));
            after
        } else {
            let (inner, end) = match found.strip_prefix("<!--") {
                Some(inner) => (inner, "-->"),
                None => (found.get("<?".len()..).unwrap_or_default(), "?>"),
            };
            inner.split_once(end).map_or("", |(_, after)| after)
        };
    }
    text.push_str(rest);
    text
}

/// The text of an attribute's value. White space characters become spaces.
pub(super) fn attribute(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.bytes().position(|byte| matches!(byte, b'&' | b'\r' | b'\n' | b'\t'))
    {
        text.push_str(&rest[..at]);
        let found = &rest[at..];
        rest = if let Some(after) = found.strip_prefix('&') {
            resolve(after, &mut text)
        } else {
            text.push(' ');
            found.strip_prefix("\r\n").unwrap_or(&found[1..])
        };
    }
    text.push_str(rest);
    text
}

fn resolve<'a>(after: &'a str, text: &mut String) -> &'a str {
    match reference(after) {
        Some((character, length)) => {
            text.push(character);
            &after[length..]
        }
        None => after,
    }
}
