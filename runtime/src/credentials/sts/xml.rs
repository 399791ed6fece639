//! Just enough XML for an answer of STS: the texts of its leaves, by their path.

use zeroize::Zeroizing;

/// No answer is nested deeper.
const MAX_DEPTH: usize = 32;
/// No answer has more texts.
const MAX_LEAVES: usize = 512;

/// The texts of a document's leaves, under paths like `Response/Result/Name`.
#[derive(Default)]
pub(super) struct Leaves(Vec<(String, Zeroizing<String>)>);

impl Leaves {
    /// Reads a document. Names lose their prefix, attributes are skipped, a document type is
    /// refused; `None` where it is no XML.
    pub(super) fn read(document: &str) -> Option<Self> {
        let mut leaves = Self::default();
        let mut open: Vec<&str> = Vec::new();
        let mut text = Zeroizing::new(String::new());
        let mut is_leaf = false;
        let mut rest = document.trim_start_matches('\u{feff}').trim();
        let mut begun = false;
        while !rest.is_empty() {
            if begun && open.is_empty() && !rest.starts_with("<!--") {
                // Something after the end.
                return None;
            }
            if let Some(after) = rest.strip_prefix("<!--") {
                rest = after.split_once("-->")?.1;
            } else if let Some(after) = rest.strip_prefix("<?") {
                rest = after.split_once("?>")?.1.trim_start();
            } else if let Some(after) = rest.strip_prefix("<![CDATA[") {
                let (inner, after) = after.split_once("]]>")?;
                text.push_str(inner);
                rest = after;
            } else if rest.starts_with("<!") {
                return None;
            } else if let Some(after) = rest.strip_prefix("</") {
                let (name, after) = after.split_once('>')?;
                if open.last().copied() != Some(name.trim_end()) {
                    return None;
                }
                if is_leaf {
                    leaves.push(&open, &mut text)?;
                }
                open.pop();
                is_leaf = false;
                rest = if open.is_empty() { after.trim_start() } else { after };
            } else if let Some(after) = rest.strip_prefix('<') {
                let (tag, after) = tag(after)?;
                let is_empty = tag.ends_with('/');
                let name = tag.trim_end_matches('/');
                let name = name.split(|c: char| c.is_ascii_whitespace()).next()?;
                if name.is_empty() || open.len() == MAX_DEPTH {
                    return None;
                }
                open.push(name);
                text = Zeroizing::default();
                (begun, is_leaf, rest) = (true, true, after);
                if is_empty {
                    leaves.push(&open, &mut text)?;
                    open.pop();
                    is_leaf = false;
                }
            } else {
                let end = rest.find('<').unwrap_or(rest.len());
                if open.is_empty() {
                    return None;
                }
                unescape(&rest[..end], &mut text)?;
                rest = &rest[end..];
            }
        }
        (begun && open.is_empty()).then_some(leaves)
    }

    /// The text under a path.
    pub(super) fn get(&self, path: &str) -> Option<&str> {
        let found = self.0.iter().find(|(at, _)| at == path)?;
        Some(found.1.trim())
    }

    fn push(&mut self, open: &[&str], text: &mut Zeroizing<String>) -> Option<()> {
        let names = open.iter().map(|name| name.rsplit(':').next().unwrap_or(name));
        let path = names.collect::<Vec<_>>().join("/");
        self.0.push((path, std::mem::take(text)));
        (self.0.len() <= MAX_LEAVES).then_some(())
    }
}

/// What is inside the brackets, and what comes after them; a quoted value may hold one.
fn tag(after: &str) -> Option<(&str, &str)> {
    let mut quote = None;
    for (at, character) in after.char_indices() {
        match (quote, character) {
            (None, '>') => return Some((&after[..at], &after[at + 1..])),
            (None, '<') => return None,
            (None, '"' | '\'') => quote = Some(character),
            (Some(opened), _) if opened == character => quote = None,
            _ => {}
        }
    }
    None
}

fn unescape(escaped: &str, into: &mut String) -> Option<()> {
    let mut parts = escaped.split('&');
    into.push_str(parts.next()?);
    for part in parts {
        let (name, rest) = part.split_once(';')?;
        into.push(match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            _ => {
                let number = name.strip_prefix('#')?;
                let code = match number.strip_prefix(['x', 'X']) {
                    Some(hex) => u32::from_str_radix(hex, 16),
                    None => number.parse(),
                };
                char::from_u32(code.ok()?)?
            }
        });
        into.push_str(rest);
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_have_paths_and_plain_texts() {
        let document = r#"<?xml version="1.0"?>
            <!-- a > b --><s:A xmlns:s="https://x/>" y='<'><B><C>1 &lt;&#50;&#x33;</C><C>second</C>
            <D/></B><E ><![CDATA[<&]]>&amp;</E></s:A>
            <!-- the end -->"#;
        let leaves = Leaves::read(document).unwrap_or_default();
        for (path, text) in
            [("A/B/C", Some("1 <23")), ("A/B/D", Some("")), ("A/E", Some("<&&")), ("A/B", None)]
        {
            assert_eq!(leaves.get(path), text, "{path}");
        }
    }

    #[test]
    fn what_is_no_xml_is_nothing() {
        for document in [
            "",
            " ",
            "text",
            "{}",
            "<A>",
            "<A></B>",
            "</A>",
            "<A></A><B/>",
            "<A></A>x",
            "<A>&unknown;</A>",
            "<A>&</A>",
            "<A>&#xd800;</A>",
            "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>",
            "<A b=\"></A>",
            "< A/>",
            "<!-- ",
            "<A><![CDATA[</A>",
        ] {
            assert!(Leaves::read(document).is_none(), "{document}");
        }
        assert!(Leaves::read(&"<A>".repeat(100_000)).is_none());
        assert!(Leaves::read(&format!("<A>{}</A>", "<B/>".repeat(100_000))).is_none());
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(document in "[<>/!?A-B \"'&;#x1\\[\\]CDAT:é-]{0,60}") {
            let _ = Leaves::read(&document);
        }

        #[test]
        fn any_text_comes_back(text in "\\PC{0,20}") {
            let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
            let document = format!("<A>{escaped}</A>");
            let leaves = Leaves::read(&document).unwrap_or_default();
            proptest::prop_assert_eq!(leaves.get("A"), Some(text.trim()));
        }
    }
}
