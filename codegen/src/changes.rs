//! Lists the items in which two generated texts differ.

use std::collections::{BTreeMap, BTreeSet};

/// The maximum number of items after each of `added`, `changed` and `removed`.
const NAMED: usize = 8;

/// ` (added: …; changed: …; removed: …)`: how the text differs from the generated text. Empty if no
/// difference is found.
pub fn list(text: &str, made: &str) -> String {
    let (now, then) = (items(text), items(made));
    let all: BTreeSet<&String> = now.keys().chain(then.keys()).collect();
    let (mut added, mut changed, mut removed) = (Vec::new(), Vec::new(), Vec::new());
    for name in all {
        match (now.get(name), then.get(name)) {
            (Some(now), Some(then)) if now != then => changed.push(name.as_str()),
            (Some(_), None) => added.push(name.as_str()),
            (None, Some(_)) => removed.push(name.as_str()),
            _ => {}
        }
    }
    let kinds = [("added", added), ("changed", changed), ("removed", removed)];
    let kinds: Vec<String> = kinds
        .iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(kind, names)| {
            let more = if names.len() > NAMED { ", …" } else { "" };
            let named: Vec<String> =
                names.iter().take(NAMED).map(|name| format!("`{name}`")).collect();
            format!("{kind}: {}{more}", named.join(", "))
        })
        .collect();
    if kinds.is_empty() { String::new() } else { format!(" ({})", kinds.join("; ")) }
}

/// The items of a text by their names. The text is not parsed: an item begins at a line that is not
/// indented, with the comments and attributes before it.
fn items(text: &str) -> BTreeMap<String, String> {
    let mut items: BTreeMap<String, String> = BTreeMap::new();
    let mut item = String::new();
    let mut name: Option<String> = None;
    let mut in_attribute = false;
    for line in text.lines() {
        let outside = !line.starts_with([' ', '\t', '}', ')', ']']) && !line.trim().is_empty();
        let is_comment = line.starts_with("//");
        let is_attribute = line.starts_with("#[") || line.starts_with("#![");
        // An item begins with its comments and attributes.
        if outside && !in_attribute && name.is_some() {
            let item = std::mem::take(&mut item);
            items.entry(name.take().unwrap_or_default()).or_default().push_str(&item);
        }
        in_attribute = (in_attribute || is_attribute) && !line.trim_end().ends_with(']');
        if outside && !is_comment && !is_attribute && !in_attribute && name.is_none() {
            name = Some(head(line));
        }
        // The comment at the beginning of the file belongs to no item.
        if line.starts_with("//") && !line.starts_with("///") && name.is_none() {
            continue;
        }
        item.extend(line.chars().filter(|c| !c.is_whitespace() && *c != ','));
    }
    if let Some(name) = name {
        items.entry(name).or_default().push_str(&item);
    }
    // Different editions of rustfmt sort the names in this import differently.
    items.retain(|name, _| name != "use aws_operation::");
    items
}

/// The name of an item: its first line, up to the item's content.
fn head(line: &str) -> String {
    let end = line.find(['{', '(', '=', ';']).unwrap_or(line.len());
    let head = line.get(..end).unwrap_or(line).trim_end();
    match head.split_once(": ") {
        Some((name, _)) if !head.starts_with("impl") => name.to_owned(),
        _ => head.strip_prefix("pub ").unwrap_or(head).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::list;

    const MADE: &str = "\
// Made by aws-operation 0.1.0 from a#B:

use aws_operation::{Service, aws_operation};

/// Docs.
pub const ZOO: Service =
    Service::new(\"zoo\");

/// Docs.
#[aws_operation(
    method = \"GET\",
    uri = \"/\"
)]
#[derive(Debug)]
pub struct Get {
    /// A.
    pub a: String,
}

/// Docs.
#[aws_error]
pub enum GetError {
    /// Other.
    Other(ServiceError),
}
";

    #[test]
    fn changes_are_named_by_item() {
        for (text, expected) in [
            (MADE.to_owned(), ""),
            (MADE.to_owned() + "\nfn help(a: u8) {\n    a;\n\n    b;\n}\n", " (added: `fn help`)"),
            (
                MADE.to_owned() + "impl Get {\n    fn a() {}\n}\n\n#[test]\nfn t() {}\n",
                " (added: `fn t`, `impl Get`)",
            ),
            (MADE.replace("/// A.", "/// B."), " (changed: `struct Get`)"),
            (MADE.replace("\"/\"", "\"/a\""), " (changed: `struct Get`)"),
            (MADE.replace("#[derive(Debug)]", "#[derive(Debug, Eq)]"), " (changed: `struct Get`)"),
            (MADE.replace("\"zoo\"", "\"farm\""), " (changed: `pub const ZOO`)"),
            (
                MADE.replace("pub enum GetError", "pub enum Gone"),
                " (added: `enum Gone`; removed: `enum GetError`)",
            ),
            (MADE.replace("use aws", "use std::fmt;\nuse aws"), " (added: `use std::fmt`)"),
            (
                "fn main() {}\n".to_owned(),
                " (added: `fn main`; removed: `enum GetError`, `pub const ZOO`, `struct Get`)",
            ),
        ] {
            assert_eq!(list(&text, MADE), expected, "{text}");
        }
    }
}
