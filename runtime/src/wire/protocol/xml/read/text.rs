//! The text that content and attribute values stand for. The parser has checked the references.

/// The character of the reference whose text after the `&` is `rest`, and how long that text is,
/// with its `;`.
pub(super) fn reference(rest: &str) -> Option<(char, usize)> {
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
            // `from_str_radix` would take a sign too.
            if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
                return None;
            }
            char::from_u32(u32::from_str_radix(digits, radix).ok()?).filter(|c| *c != '\0')?
        }
    };
    Some((character, end + 1))
}

/// The text of an element's content without child elements.
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

/// The text of an attribute's value, in which white space stands for spaces.
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
