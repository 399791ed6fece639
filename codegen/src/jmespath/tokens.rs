//! Splits an expression into tokens.

use serde_json::Value;

use super::expression::Comparator;

/// A token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// A name, with or without quotation marks.
    Name(String),
    /// JSON in backticks, or a raw string in single quotes.
    Literal(Value),
    /// A whole number, which is an index.
    Number(i64),
    /// One of `[`, `]`, `(`, `)`, `*`, `.`, `,`, `@`, `|` and `!`.
    Sign(char),
    /// `[]`
    Flatten,
    /// `[?`
    Filter,
    /// `&&`
    And,
    /// `||`
    Or,
    /// `==` and so on.
    Compare(Comparator),
}

/// The tokens of one or two signs. A token comes after the longer ones that begin with it.
const SIGNS: [(&str, Token); 12] = [
    ("[]", Token::Flatten),
    ("[?", Token::Filter),
    ("&&", Token::And),
    ("||", Token::Or),
    ("==", Token::Compare(Comparator::Equal)),
    ("!=", Token::Compare(Comparator::NotEqual)),
    ("<=", Token::Compare(Comparator::LessOrEqual)),
    ("<", Token::Compare(Comparator::Less)),
    (">=", Token::Compare(Comparator::GreaterOrEqual)),
    (">", Token::Compare(Comparator::Greater)),
    ("|", Token::Sign('|')),
    ("!", Token::Sign('!')),
];

impl Token {
    /// The token in a message.
    pub fn text(&self) -> String {
        match self {
            Self::Name(name) => name.clone(),
            Self::Literal(value) => value.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Sign(sign) => sign.to_string(),
            token => SIGNS.iter().find(|(_, of)| of == token).map_or("", |(text, _)| text).into(),
        }
    }
}

/// The tokens of an expression.
///
/// # Errors
///
/// A character is not supported, or a name or literal is not complete. The error is one phrase.
pub fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, used) = match first {
            '"' => quoted(rest)?,
            '`' => json(rest)?,
            '\'' => raw(rest)?,
            'A'..='Z' | 'a'..='z' | '_' => {
                let name = begin(rest, |c| c.is_ascii_alphanumeric() || c == '_');
                (Token::Name(name.to_owned()), name.len())
            }
            '0'..='9' | '-' => {
                let number = begin(rest, |c| c.is_ascii_digit() || c == '-');
                let parsed = number.parse().map_err(|_| format!("`{number}` is not an index"))?;
                (Token::Number(parsed), number.len())
            }
            _ => sign(rest).ok_or_else(|| format!("`{first}` is not supported"))?,
        };
        tokens.push(token);
        rest = rest.get(used..).unwrap_or_default().trim_start();
    }
    Ok(tokens)
}

/// The characters at the beginning of a text.
fn begin(text: &str, is_part: impl Fn(char) -> bool) -> &str {
    let end = text.find(|c| !is_part(c)).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

fn sign(text: &str) -> Option<(Token, usize)> {
    if let Some((sign, token)) = SIGNS.iter().find(|(sign, _)| text.starts_with(sign)) {
        return Some((token.clone(), sign.len()));
    }
    let first = text.chars().next()?;
    "[]()*.,@".contains(first).then_some((Token::Sign(first), 1))
}

/// The name in quotation marks at the beginning of a text, and its length in the text.
fn quoted(text: &str) -> Result<(Token, usize), String> {
    let mut names = serde_json::Deserializer::from_str(text).into_iter::<String>();
    match names.next() {
        Some(Ok(name)) => Ok((Token::Name(name), names.byte_offset())),
        _ => Err("a name in quotation marks is not a JSON string".to_owned()),
    }
}

/// The JSON in backticks at the beginning of a text. A backtick in it is escaped.
fn json(text: &str) -> Result<(Token, usize), String> {
    let (content, used) = delimited(text, '`')?;
    let value = serde_json::from_str(&content);
    let value = value.map_err(|_| format!("the literal `{content}` is not JSON"))?;
    Ok((Token::Literal(value), used))
}

/// The raw string at the beginning of a text. A single quote in it is escaped.
fn raw(text: &str) -> Result<(Token, usize), String> {
    let (content, used) = delimited(text, '\'')?;
    Ok((Token::Literal(Value::String(content)), used))
}

/// The text between two delimiters, and its length including the delimiters. A backslash before the
/// delimiter is removed; other backslashes are kept.
fn delimited(text: &str, delimiter: char) -> Result<(String, usize), String> {
    let mut content = String::new();
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' if chars.peek().is_some_and(|(_, next)| *next == delimiter) => {
                content.push(delimiter);
                chars.next();
            }
            // The second of two backslashes does not escape the delimiter.
            '\\' => {
                content.push(c);
                content.extend(chars.next().map(|(_, next)| next));
            }
            c if c == delimiter => return Ok((content, at + delimiter.len_utf8())),
            c => content.push(c),
        }
    }
    Err("a literal has no end".to_owned())
}
