//! Attributes, broken into lines as rustfmt breaks them.

use crate::escape;

/// What rustfmt puts on a line at most.
pub const WIDTH: usize = 100;
/// What it puts between the parentheses of an attribute at most, where there are several arguments.
const ARGUMENTS_WIDTH: usize = 70;

/// An argument of an attribute.
pub struct Argument {
    text: String,
    literal: bool,
}

impl Argument {
    /// `word`
    pub fn word(word: &str) -> Self {
        Self { text: word.to_owned(), literal: true }
    }

    /// `name = "text"`
    pub fn text(name: &str, text: &str) -> Self {
        Self { text: format!("{name} = {}", escape::literal(text)), literal: true }
    }

    /// `name = 201`
    pub fn number(name: &str, number: impl std::fmt::Display) -> Self {
        Self { text: format!("{name} = {number}"), literal: true }
    }

    /// `name = Path`
    pub fn path(name: &str, path: &str) -> Self {
        Self { text: format!("{name} = {path}"), literal: false }
    }
}

/// An attribute of an item, at the left edge.
pub fn of_item(name: &str, arguments: &[Argument]) -> String {
    let joined: Vec<&str> = arguments.iter().map(|argument| argument.text.as_str()).collect();
    let one_line = joined.join(", ");
    if arguments.is_empty() {
        format!("#[{name}]\n")
    } else if one_line.chars().count() <= ARGUMENTS_WIDTH {
        format!("#[{name}({one_line})]\n")
    } else {
        // Where all arguments are literals, rustfmt takes the last comma away; else it leaves the
        // whole attribute as it is.
        let comma = if arguments.iter().all(|argument| argument.literal) { "" } else { "," };
        format!("#[{name}(\n    {}{comma}\n)]\n", joined.join(",\n    "))
    }
}

/// An attribute of a field with one literal: `#[header("x-amz-acl")]`.
pub fn of_field(name: &str, literal: &str) -> String {
    // The comma after the field counts, so this is one less than the width.
    with_literal(name, literal, WIDTH - 1)
}

/// An attribute of a variant with one literal: `#[value("t2.micro")]`.
pub fn of_variant(name: &str, literal: &str) -> String {
    with_literal(name, literal, WIDTH)
}

fn with_literal(name: &str, literal: &str, width: usize) -> String {
    let line = format!("    #[{name}({literal})]");
    if line.chars().count() <= width {
        line + "\n"
    } else {
        format!("    #[{name}(\n        {literal}\n    )]\n")
    }
}

/// An attribute of a field or variant, with something that is no literal or nothing.
pub fn plain(text: &str) -> String {
    format!("    #[{text}]\n")
}
