//! Finds one value in a JSON document, without reading what comes after it.

use super::super::Error;
use super::reader::Reader;
use crate::wire::protocol::memory::MAX_MEMORY;

/// The text or the number at a path, such as `error.code` or `errors.0.code`. A number is returned as
/// it is written. `None` if there is no value at the path, or if it is of another kind.
///
/// A segment of the path is the name of a member, or the index of an item.
pub(crate) fn value_at(body: &[u8], path: &str) -> Option<String> {
    let mut reader = Reader::new(body, false, MAX_MEMORY);
    for segment in path.split('.') {
        let found = match reader.peek() {
            Some(b'{') => move_to_member(&mut reader, segment),
            Some(b'[') => move_to_item(&mut reader, segment.parse().ok()?),
            _ => return None,
        };
        if !found.ok()? {
            return None;
        }
    }
    match reader.peek()? {
        b'"' => reader.string().ok().map(String::from),
        b'-' | b'0'..=b'9' => reader.number().ok().map(str::to_owned),
        _ => None,
    }
}

/// Moves to the value of a member. False if there is no member with this name.
fn move_to_member(reader: &mut Reader<'_>, name: &str) -> Result<bool, Error> {
    reader.open(b'{', "an object")?;
    let mut first = true;
    while let Some(key) = reader.entry(&mut first)? {
        if key == name {
            return Ok(true);
        }
        reader.skip()?;
    }
    Ok(false)
}

/// Moves to an item. False if the list is too short.
fn move_to_item(reader: &mut Reader<'_>, mut index: usize) -> Result<bool, Error> {
    reader.open(b'[', "a list")?;
    let mut first = true;
    while reader.item(&mut first, b']')? {
        if index == 0 {
            return Ok(true);
        }
        reader.skip()?;
        index -= 1;
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::value_at;

    #[test]
    fn a_path_leads_to_a_text_or_a_number() {
        for (body, path, expected) in [
            (r#"{"code": "A"}"#, "code", Some("A")),
            (r#" { "a" : [1] , "code" : "A\u00e9\n" }"#, "code", Some("A\u{e9}\n")),
            (r#"{"code": 4001}"#, "code", Some("4001")),
            (r#"{"code": -1.50e3}"#, "code", Some("-1.50e3")),
            (r#"{"code": 18446744073709551616}"#, "code", Some("18446744073709551616")),
            (r#"{"error": {"no": {"code": 1}, "code": "A"}}"#, "error.code", Some("A")),
            (r#"{"errors": [{"code": "A"}, {"code": "B"}]}"#, "errors.0.code", Some("A")),
            (r#"{"errors": [{"code": "A"}, {"code": "B"}]}"#, "errors.1.code", Some("B")),
            (r#"["A", "B"]"#, "1", Some("B")),
            (r#"{"errors": {"0": "A"}}"#, "errors.0", Some("A")),
            (r#"{"c\u006fde": "A"}"#, "code", Some("A")),
            // What follows does not count.
            (r#"{"code": "A", "then"#, "code", Some("A")),
            (r#"{"code": null}"#, "code", None),
            (r#"{"code": true}"#, "code", None),
            (r#"{"code": ["A"]}"#, "code", None),
            (r#"{"code": {"code": "A"}}"#, "code", None),
            (r#"{"code": "A"}"#, "code.code", None),
            (r#"{"code": "A"}"#, "error.code", None),
            (r#"{"code": "A"}"#, "Code", None),
            (r#"{"errors": []}"#, "errors.0.code", None),
            (r#"{"errors": [{"code": "A"}]}"#, "errors.1.code", None),
            (r#"{"errors": [{"code": "A"}]}"#, "errors.code", None),
            (r#"{"errors": [{"code": "A"}]}"#, "errors.-1.code", None),
            (r#"{"code": "A"#, "code", None),
            (r#"{"code": -}"#, "code", None),
            (r#"{"code" "A"}"#, "code", None),
            ("<html>", "code", None),
            ("\"A\"", "code", None),
            ("", "code", None),
            ("{", "code", None),
        ] {
            assert_eq!(value_at(body.as_bytes(), path).as_deref(), expected, "{body} {path}");
        }
        let deep = "[".repeat(1000);
        assert_eq!(value_at(deep.as_bytes(), &["0"; 1000].join(".")), None);
    }
}
