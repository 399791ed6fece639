//! Doc comments: the documentation of the model, and a sentence for what the model does not have.

use super::Text;
use super::attribute::WIDTH;
use crate::{Docs, docs, escape};

impl Text {
    /// The documentation of an item, field or variant. Nothing if it is empty.
    pub fn docs(&mut self, indent: usize, markdown: &str) {
        let summary;
        let markdown = match self.docs {
            Docs::None => return,
            Docs::Full => markdown,
            Docs::Summary => {
                summary = docs::summary(markdown);
                &summary
            }
        };
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
