//! The command in the header of a generated text.

use crate::escape::is_unprintable;
use crate::{Docs, Selection};

/// The subcommand that generates a file, and what it generates from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// `aws-operation generate`, with the model's file name.
    Generate(String),
    /// `aws-operation add`, with the service's name.
    Add(String),
}

/// The command of the tool that generates this selection.
pub fn write(form: &Form, selection: &Selection, docs: Docs) -> String {
    let (subcommand, from) = match form {
        Form::Generate(model) => ("generate", model),
        Form::Add(service) => ("add", service),
    };
    let mut words = vec!["aws-operation".to_owned(), subcommand.to_owned(), quoted(from)];
    if let Form::Add(_) = form {
        words.extend(selection.names().into_iter().filter(|_| !selection.is_all()).map(quoted));
    }
    if let Some(service) = selection.service_name() {
        words.extend(["--service".to_owned(), quoted(service)]);
    }
    if let Some(protocol) = selection.protocol_name() {
        words.extend(["--protocol".to_owned(), quoted(protocol)]);
    }
    if selection.is_all() {
        words.push("--all".to_owned());
    } else if let Form::Generate(_) = form {
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
    use super::{Form, write};
    use crate::{Docs, Selection};

    #[test]
    fn the_command_names_each_operation_once_and_sorted() {
        let selection = Selection::operations(["B", "A", "B"]);
        assert_eq!(
            write(&Form::Generate("m.json".to_owned()), &selection, Docs::Full),
            "aws-operation generate m.json --operation A --operation B"
        );
        let add = Form::Add("secrets-manager".to_owned());
        assert_eq!(
            write(&add, &selection.protocol("awsJson1_1"), Docs::None),
            "aws-operation add secrets-manager A B --protocol awsJson1_1 --docs none"
        );
        assert_eq!(
            write(&add, &Selection::all(), Docs::Full),
            "aws-operation add secrets-manager --all"
        );
    }
}
