//! The comment at the beginning of a generated file: the command that generated it, and a checksum.
//!
//! A file with such a header and a correct checksum is unchanged and may be replaced. The checksum
//! ignores what `rustfmt` changes, so users may format the file in another style.

use std::fmt::Write;

use crate::command::Form;
use crate::plan::Service;
use crate::{Docs, Selection, escape};

/// The header of a generated file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The service shape.
    pub service: String,
    /// The selection. `None` if the command is not a command of this tool.
    pub selection: Option<Selection>,
    /// The subcommand, and what it generates from. `None` if there is no selection.
    pub form: Option<Form>,
    /// How much documentation is written.
    pub docs: Docs,
}

const FIRST: &str = "// Made by aws-operation ";
const COMMAND: &str = "//     ";
const TOOL: &str = "aws-operation ";
const ADVICE: &str = "// Run it again rather than editing this file.";
const CHECKSUM: &str = "//     checksum ";

/// The header of the text `body`. Without a command, there is no checksum, because the text cannot
/// be generated again.
pub fn write(service: &Service, command: Option<&str>, body: &str) -> String {
    let mut out = format!(
        "{FIRST}{} from {}",
        env!("CARGO_PKG_VERSION"),
        escape::comment(service.shape.as_str())
    );
    // Writing to a String cannot fail.
    if let Some(version) = &service.version {
        let _ = write!(out, " ({})", escape::comment(version));
    }
    let Some(command) = command else { return out + ".\n" };
    let _ = writeln!(out, ":\n//\n{COMMAND}{}\n//\n{ADVICE}\n//", escape::comment(command));
    let _ = writeln!(out, "{CHECKSUM}{:016x}", checksum(body));
    out
}

/// Parses the header at the beginning of a text. `None` if there is no header.
pub fn read(text: &str) -> Option<Header> {
    let mut comments = text.trim_start_matches('\u{feff}').lines();
    let (_, from) = comments.next()?.strip_prefix(FIRST)?.split_once(" from ")?;
    let service = from.trim_end_matches([':', '.']).split(' ').next()?.to_owned();
    let comments = comments.map_while(|line| line.starts_with("//").then_some(line));
    let command = comments.into_iter().find_map(|line| line.strip_prefix(COMMAND));
    let asked = command.and_then(|command| command.strip_prefix(TOOL)).and_then(arguments);
    let (form, selection, docs) = match asked {
        Some((form, selection, docs)) => (Some(form), Some(selection), docs),
        None => (None, None, Docs::default()),
    };
    Some(Header { service, selection, form, docs })
}

/// The checksum in the header.
#[cfg(feature = "cli")]
pub fn recorded(text: &str) -> Option<u64> {
    let text = text.trim_start_matches('\u{feff}');
    let comments = text.lines().take_while(|line| line.starts_with("//"));
    let sum = comments.into_iter().find_map(|line| line.strip_prefix(CHECKSUM))?;
    u64::from_str_radix(sum.trim_end(), 16).ok()
}

/// Whether the text below the header is unchanged, apart from its formatting.
pub fn is_unchanged(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    let Some((first, mut rest)) = text.split_once('\n') else { return false };
    if !first.starts_with(FIRST) {
        return false;
    }
    while let Some((line, after)) = rest.split_once('\n') {
        let line = line.trim_end();
        if let Some(sum) = line.strip_prefix(CHECKSUM) {
            return u64::from_str_radix(sum, 16) == Ok(checksum(after));
        }
        if line != "//" && line != ADVICE && !line.starts_with(COMMAND) {
            return false;
        }
        rest = after;
    }
    false
}

/// FNV-1a of the text without white space and commas, and with the names of an import sorted. These
/// depend on the settings and the edition of `rustfmt`.
fn checksum(text: &str) -> u64 {
    const IMPORT: &str = "use aws_operation::{";
    let mut sum = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |text: &str| {
        let bytes = text.bytes().filter(|byte| !byte.is_ascii_whitespace() && *byte != b',');
        for byte in bytes {
            sum = (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    };
    let mut rest = text;
    while let Some((before, import)) = rest.split_once(IMPORT) {
        let (names, after) = import.split_once('}').unwrap_or((import, ""));
        add(before);
        let mut names: Vec<&str> = names.split(',').map(str::trim).collect();
        names.sort_unstable();
        names.iter().for_each(|name| add(name));
        rest = after;
    }
    add(rest);
    sum
}

/// The subcommand, selection and documentation that a command of the tool asks for.
fn arguments(command: &str) -> Option<(Form, Selection, Docs)> {
    let (mut selection, mut docs) = (Selection::default(), Docs::default());
    let words = split(command);
    let mut words = words.iter().map(String::as_str);
    let form = match (words.next()?, words.next()?) {
        ("generate", model) => Form::Generate(model.to_owned()),
        ("add", service) => Form::Add(service.to_owned()),
        _ => return None,
    };
    while let Some(word) = words.next() {
        match word {
            "--all" => selection.add_all(),
            "--operation" => selection.add(words.next()?.to_owned()),
            "--service" => selection = selection.service(words.next()?),
            "--protocol" => selection = selection.protocol(words.next()?),
            "--docs" => {
                let word = words.next()?;
                docs = Docs::WORDS.iter().find(|(known, _)| *known == word)?.1;
            }
            name if matches!(form, Form::Add(_)) && !name.starts_with('-') => {
                selection.add(name.to_owned());
            }
            _ => return None,
        }
    }
    Some((form, selection, docs))
}

/// The words of a command, split as a shell splits them.
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
    use super::*;
    use crate::model::ShapeId;
    use crate::{Protocol, command};

    fn service() -> Service {
        Service {
            shape: ShapeId::new("a.b#C"),
            constant: "C".to_owned(),
            version: Some("1\r\n#![evil]".to_owned()),
            signing_name: String::new(),
            service_id: String::new(),
            endpoint_prefix: None,
            endpoint_rules: None,
            s3_signing: false,
            protocol: Protocol::RestJson1,
            target_prefix: None,
            api_version: None,
            xml_namespace: None,
            query_compatible: false,
            header: None,
            docs: String::new(),
        }
    }

    #[test]
    fn a_command_is_read_as_it_was_written() {
        for (model, selection, docs) in [
            ("a.json", Selection::all(), Docs::Full),
            ("a.json", Selection::operations(["B", "A"]), Docs::None),
            ("it's a model.json", Selection::operations(["A"]).service("a.b#C"), Docs::Summary),
            ("a.json", Selection::all().protocol("awsQuery"), Docs::Full),
        ] {
            for form in [Form::Generate(model.to_owned()), Form::Add(model.to_owned())] {
                let made_by = command::write(&form, &selection, docs);
                let text = write(&service(), Some(&made_by), "use it;\n") + "use it;\n";
                assert!(
                    text.lines().all(|line| line.starts_with("//") || line == "use it;"),
                    "{text}"
                );
                let header = read(&text).expect(&made_by);
                assert_eq!((header.service.as_str(), header.docs), ("a.b#C", docs));
                assert_eq!(recorded(&text), Some(checksum("use it;\n")));
                assert_eq!(recorded(&format!("\u{feff}{text}")), recorded(&text));
                let (read, read_form) = (header.selection.expect(&made_by), header.form);
                assert_eq!(read_form.as_ref(), Some(&form));
                assert_eq!(read.names(), selection.names());
                assert_eq!(command::write(&form, &read, docs), made_by);
            }
        }
        let by_hand = write(&service(), Some("cargo build"), "");
        assert_eq!(read(&by_hand).map(|header| header.selection), Some(None));
        assert!(read(&write(&service(), None, "")).is_some());
    }

    #[test]
    fn any_other_text_has_no_header() {
        for text in [
            "",
            "fn main() {}",
            "// Made by hand",
            "\n// Made by aws-operation 0.1.0 from a#B:\n",
            "//! // Made by aws-operation 0.1.0 from a#B:\n",
            "const TEXT: &str = \"\n// Made by aws-operation 0.1.0 from a#B:\n\";",
        ] {
            assert_eq!(read(text), None, "{text}");
            assert!(!is_unchanged(text), "{text}");
        }
    }

    /// A user who runs `rustfmt` on a generated file can still regenerate it.
    #[test]
    fn a_formatted_text_counts_as_unchanged() {
        let body = "\nuse aws_operation::{A, b};\n\n/// Docs.\npub struct S {\n    pub a: A,\n}\n";
        let of = |new: &str| write(&service(), Some("make"), body) + new;
        for same in [
            body.to_owned(),
            body.replace('\n', "\r\n"),
            body.replace("    ", "\t"),
            body.replace("{A, b}", "{\n    b,\n    A,\n}"),
            body.replace("A,\n}", "A }"),
        ] {
            assert!(is_unchanged(&of(&same)), "{same}");
        }
        for changed in [
            String::new(),
            body.replace("Docs", "Documentation"),
            body.replace("a: A", "a: B"),
            body.replace("pub struct", "#[doc(hidden)]\npub struct"),
            body.to_owned() + "fn f() {}\n",
            body.replace("{A, b}", "{A, b, c}"),
        ] {
            assert!(!is_unchanged(&of(&changed)), "{changed}");
        }
        assert!(!is_unchanged(&("#![allow(x)]\n".to_owned() + &of(body))));
        assert!(!is_unchanged(&of(body).replace("\n//     check", "\n// Mine.\n//     check")));
    }
}
