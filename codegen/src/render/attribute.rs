//! Attributes, formatted as by rustfmt.

use crate::escape;

/// The maximum width of a line in rustfmt.
pub const WIDTH: usize = 100;
/// The longest list of several arguments that rustfmt puts on one line.
const ARGUMENTS_WIDTH: usize = 70;

/// An argument of an attribute.
pub enum Argument {
    /// `word`, `name = "text"` or `name = 201`. Rustfmt formats an attribute with such arguments.
    Meta(String),
    /// `name = Path`. Rustfmt does not format an attribute with such an argument.
    Path(String),
    /// `name(…)`
    List(&'static str, Vec<Argument>),
}

impl Argument {
    /// `word`
    pub fn word(word: &str) -> Self {
        Self::Meta(word.to_owned())
    }

    /// `name = "text"`
    pub fn text(name: &str, text: &str) -> Self {
        Self::Meta(format!("{name} = {}", escape::literal(text)))
    }

    /// `name = literal`
    pub fn literal(name: &str, literal: &str) -> Self {
        Self::Meta(format!("{name} = {literal}"))
    }

    /// `name = 201`
    pub fn number(name: &str, number: impl std::fmt::Display) -> Self {
        Self::Meta(format!("{name} = {number}"))
    }

    /// `name = Path`
    pub fn path(name: &str, path: &str) -> Self {
        Self::Path(format!("{name} = {path}"))
    }

    /// Whether the argument is or contains a path.
    fn has_path(&self) -> bool {
        match self {
            Self::Meta(_) => false,
            Self::Path(_) => true,
            Self::List(_, arguments) => arguments.iter().any(Self::has_path),
        }
    }

    /// The argument on one line.
    fn line(&self) -> String {
        match self {
            Self::Meta(text) | Self::Path(text) => text.clone(),
            Self::List(name, arguments) => format!("{name}({})", joined(arguments)),
        }
    }

    /// The argument on a separate line, with this indentation.
    fn broken(&self, indent: usize) -> String {
        match self {
            // Rustfmt counts a comma, even after the last argument, and the bracket of the
            // attribute.
            Self::List(name, arguments) => list(name, arguments, (indent, indent), 2),
            simple => simple.line(),
        }
    }
}

fn joined(arguments: &[Argument]) -> String {
    arguments.iter().map(Argument::line).collect::<Vec<_>>().join(", ")
}

/// An attribute of an item. It is not indented.
pub fn of_item(name: &str, arguments: &[Argument]) -> String {
    if !arguments.iter().any(Argument::has_path) {
        return format!("#[{}]\n", list(name, arguments, (2, 0), 1));
    }
    let one_line = joined(arguments);
    if one_line.chars().count() <= ARGUMENTS_WIDTH {
        return format!("#[{name}({one_line})]\n");
    }
    let lines: Vec<String> = arguments.iter().map(own_line).collect();
    format!("#[{name}(\n    {},\n)]\n", lines.join(",\n    "))
}

/// An argument on its own line, in an attribute that rustfmt does not format. If a list is too long for
/// one line, each of its arguments has its own line.
fn own_line(argument: &Argument) -> String {
    let line = argument.line();
    match argument {
        // Up to two characters follow: a comma, or the brackets of the attribute.
        Argument::List(name, arguments) if 6 + line.chars().count() > WIDTH => {
            let lines: Vec<String> = arguments.iter().map(Argument::line).collect();
            format!("{name}(\n        {},\n    )", lines.join(",\n        "))
        }
        _ => line,
    }
}

/// An attribute of an item that rustfmt does not format, in few lines: on one line if it fits;
/// otherwise, paths begin on the second line.
pub fn of_item_in_few_lines(name: &str, arguments: &[Argument]) -> String {
    let Some(first_path) = arguments.iter().position(Argument::has_path) else {
        return of_item(name, arguments);
    };
    let one_line = format!("#[{name}({})]\n", joined(arguments));
    if one_line.trim_end().chars().count() <= WIDTH {
        return one_line;
    }
    let mut text = format!("#[{name}(");
    let mut used = text.len();
    for (i, argument) in arguments.iter().enumerate() {
        let end = if i + 1 == arguments.len() { ")]" } else { "," };
        let argument = own_line(argument) + end;
        let length = argument.lines().last().unwrap_or_default().chars().count();
        let is_multiline = argument.contains('\n');
        if i > 0 && (i == first_path || is_multiline || used + 1 + length > WIDTH) {
            text.push_str("\n    ");
            used = 4;
        } else if i > 0 {
            text.push(' ');
            used += 1;
        }
        text.push_str(&argument);
        used = if is_multiline { WIDTH } else { used + length };
    }
    text + "\n"
}

/// `name(…)` as rustfmt formats it in a line with this indentation, after `used` characters and
/// before `after` characters. No argument is a path.
fn list(
    name: &str,
    arguments: &[Argument],
    (used, indent): (usize, usize),
    after: usize,
) -> String {
    if arguments.is_empty() {
        return name.to_owned();
    }
    let one_line = joined(arguments);
    let length = one_line.chars().count();
    let fits = used + name.len() + length + 2 + after <= WIDTH;
    match arguments {
        // If the only argument is a list, it begins on the same line.
        [Argument::List(inner, arguments)] => {
            let used = used + name.len() + 1;
            return format!("{name}({})", list(inner, arguments, (used, indent), after + 2));
        }
        [_] if fits => return format!("{name}({one_line})"),
        _ if fits && length <= ARGUMENTS_WIDTH => return format!("{name}({one_line})"),
        _ => {}
    }
    let inner = indent + 4;
    let lines: Vec<String> = arguments
        .iter()
        .map(|argument| format!("{:inner$}{}", "", argument.broken(inner)))
        .collect();
    format!("{name}(\n{}\n{:indent$})", lines.join(",\n"), "")
}

/// An attribute of a field with one literal, such as `#[header("x-amz-acl")]`.
pub fn of_field(indent: usize, name: &str, literal: &str) -> String {
    // Rustfmt counts the comma after the field, so the literal has one character less.
    with_literal(indent, name, literal, WIDTH - 1)
}

/// An attribute of a variant with one literal, such as `#[value("t2.micro")]`.
pub fn of_variant(name: &str, literal: &str) -> String {
    with_literal(4, name, literal, WIDTH)
}

fn with_literal(indent: usize, name: &str, literal: &str, width: usize) -> String {
    let line = format!("{:indent$}#[{name}({literal})]", "");
    if line.chars().count() <= width {
        line + "\n"
    } else {
        let inner = indent + 4;
        format!("{:indent$}#[{name}(\n{:inner$}{literal}\n{:indent$})]\n", "", "", "")
    }
}

/// An attribute of a field or variant with arguments, none of which is a path. `after` is the
/// number of characters after the attribute that rustfmt counts: 1 for the comma after a field.
pub fn with_arguments(indent: usize, name: &str, arguments: &[Argument], after: usize) -> String {
    let arguments = list(name, arguments, (indent + 2, indent), 1 + after);
    format!("{:indent$}#[{arguments}]\n", "")
}

/// An attribute of a field or variant that always fits on a line.
pub fn plain(indent: usize, text: &str) -> String {
    format!("{:indent$}#[{text}]\n", "")
}
