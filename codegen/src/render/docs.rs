//! Doc comments: the documentation of the model, or a default sentence if the model has none.

use super::Text;
use super::attribute::WIDTH;
use crate::{Docs, docs, escape};

impl Text {
    /// The documentation of an item. It is not indented.
    pub fn item_docs(&mut self, markdown: &str, fallback: &str) {
        self.docs(0, markdown, fallback);
    }

    /// Documentation of a field or variant.
    pub fn member_docs(&mut self, indent: usize, markdown: &str, fallback: &str) {
        self.docs(indent, markdown, fallback);
    }

    fn docs(&mut self, indent: usize, markdown: &str, fallback: &str) {
        let summary;
        let markdown = match self.docs {
            Docs::None => return,
            Docs::Full => markdown,
            Docs::Summary => {
                summary = docs::summary(markdown);
                &summary
            }
        };
        let markdown = if markdown.trim().is_empty() { fallback } else { markdown };
        let clean: Vec<_> = markdown.lines().map(escape::doc).collect();
        let markdown = docs::wrap(&clean.join("\n"), WIDTH.saturating_sub(indent + "/// ".len()));
        for line in markdown.lines() {
            let space = if line.is_empty() { "" } else { " " };
            self.line(&format!("{:indent$}///{space}{line}", ""));
        }
    }
}

/// A name or value of the model, as code in Markdown.
pub fn code(text: &str) -> String {
    if text.is_empty() {
        "the empty text".to_owned()
    } else if text.contains('`') || text.trim() != text || text.contains(escape::is_unprintable) {
        format!("`` {} ``", text.escape_default())
    } else {
        format!("`{text}`")
    }
}
