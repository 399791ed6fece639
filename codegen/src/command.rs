//! The command in the header of a generated text.

use crate::escape::is_unprintable;
use crate::{Docs, Selection};

/// The command of the tool that generates this selection.
pub fn write(model: &str, selection: &Selection, docs: Docs) -> String {
    let mut words = vec!["aws-operation".to_owned(), "generate".to_owned(), quoted(model)];
    if let Some(service) = selection.service_name() {
        words.extend(["--service".to_owned(), quoted(service)]);
    }
    if let Some(protocol) = selection.protocol_name() {
        words.extend(["--protocol".to_owned(), quoted(protocol)]);
    }
    if selection.is_all() {
        words.push("--all".to_owned());
    } else {
        for name in selection.names() {
            words.extend(["--operation".to_owned(), quoted(name)]);
        }
    }
    if docs != Docs::default() {
        words.extend(["--docs".to_owned(), docs.word().to_owned()]);
    }
    words.join(" ")
}

/// A word, quoted for a shell if necessary.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./+:@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    // A line break would end the comment.
    let word: String = word.chars().map(|c| if is_unprintable(c) { '?' } else { c }).collect();
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::write;
    use crate::{Docs, Selection};

    #[test]
    fn the_command_names_each_operation_once_and_sorted() {
        let selection = Selection::operations(["B", "A", "B"]);
        assert_eq!(
            write("m.json", &selection, Docs::Full),
            "aws-operation generate m.json --operation A --operation B"
        );
    }
}
