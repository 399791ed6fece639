//! How a text was made, read from its header for `--add`.

use crate::{Docs, Selection};

/// What a text's header says about how it was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The service shape.
    pub service: String,
    /// Which operations.
    pub selection: Selection,
    /// How much documentation.
    pub docs: Docs,
}

/// The header of a text that a command is in; `None` for any other text.
pub fn read(text: &str) -> Option<Made> {
    let mut comments = text.lines().map_while(|line| line.strip_prefix("//"));
    let first = comments.find_map(|line| line.strip_prefix(" Made by aws-operation "))?;
    let (_, from) = first.split_once(" from ")?;
    let service = from.trim_end_matches(':').split(' ').next()?.to_owned();
    let command = comments.find_map(|line| line.strip_prefix("     aws-operation generate "))?;
    let mut made = Made { service, selection: Selection::default(), docs: Docs::default() };
    let words = split(command);
    let mut words = words.iter().map(String::as_str).skip(1);
    while let Some(word) = words.next() {
        match word {
            "--all" => made.selection.add_all(),
            "--operation" => made.selection.add(words.next()?.to_owned()),
            "--service" => made.selection = made.selection.service(words.next()?),
            "--docs" => {
                let word = words.next()?;
                made.docs = Docs::WORDS.iter().find(|(known, _)| *known == word)?.1;
            }
            _ => return None,
        }
    }
    Some(made)
}

/// The words of a command that a header has.
fn split(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut chars = command.chars();
    let mut quoted = false;
    while let Some(c) = chars.next() {
        match c {
            '\'' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            ' ' if !quoted => words.extend(word.take()),
            '\\' if !quoted => word.get_or_insert_default().extend(chars.next()),
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::command::write;
    use crate::{Docs, Selection};

    #[test]
    fn a_command_is_read_as_it_was_written() {
        for (model, selection, docs) in [
            ("a.json", Selection::all(), Docs::Full),
            ("a.json", Selection::operations(["B", "A"]), Docs::None),
            ("it's a model.json", Selection::operations(["A"]).service("a.b#C"), Docs::Summary),
        ] {
            let command = write(model, &selection, docs);
            let text = format!(
                "// Made by aws-operation 0.1.0 from a.b#C (1):\n//\n//     {command}\n//\n// Run.\n"
            );
            let made = read(&text).expect(&command);
            assert_eq!(made.service, "a.b#C");
            assert_eq!((made.selection.names(), made.docs), (selection.names(), docs));
            assert_eq!(write(model, &made.selection, made.docs), command);
        }
    }

    #[test]
    fn any_other_text_has_no_command() {
        for text in
            ["", "fn main() {}", "// Made by hand", "// Made by aws-operation 0.1.0 from x:\n"]
        {
            assert_eq!(read(text), None);
        }
    }
}
