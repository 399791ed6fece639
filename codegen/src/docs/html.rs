//! Converts HTML to tokens: the tags that documentation uses, and the text between them.

use super::ahead;

/// A piece of HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// Text with decoded entities and unchanged white space.
    Text(String),
    /// `<name>`, or `<name/>`.
    Open {
        /// The name, in lower case.
        name: &'static str,
        /// The attribute `href`.
        href: Option<String>,
    },
    /// `</name>`.
    Close(&'static str),
}

/// The names of tags. A `<` before any other name is text, because documentation often contains
/// placeholders such as `<bucket>` and unescaped XML.
const NAMES: [&str; 65] = [
    "a",
    "abbr",
    "b",
    "big",
    "blockquote",
    "body",
    "br",
    "caption",
    "caution",
    "center",
    "cite",
    "code",
    "dd",
    "del",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figure",
    "font",
    "fullname",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "html",
    "i",
    "img",
    "important",
    "ins",
    "kbd",
    "li",
    "note",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "script",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tip",
    "title",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
];

/// Splits HTML into tokens. A tag that is not in [`NAMES`], or that has no end, is text.
pub fn tokens(html: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut text = String::new();
    let mut rest = html;
    // The end of the last comment. After it, `<!--` is text.
    let last_end = html.rfind("-->").unwrap_or_default();
    while let Some(at) = rest.find('<') {
        let (before, from) = rest.split_at(at);
        text.push_str(before);
        let has_end = html.len() - from.len() < last_end;
        if let Some(after) = Some(from).filter(|_| has_end).and_then(comment) {
            rest = after;
        } else if let Some((token, after)) = tag(from) {
            flush(&mut text, &mut tokens);
            tokens.push(token);
            rest = after;
        } else {
            text.push('<');
            rest = from.strip_prefix('<').unwrap_or_default();
        }
    }
    text.push_str(rest);
    flush(&mut text, &mut tokens);
    tokens
}

fn flush(text: &mut String, tokens: &mut Vec<Token>) {
    if !text.is_empty() {
        tokens.push(Token::Text(decoded(text)));
        text.clear();
    }
}

/// The text after the comment that `html` begins with.
fn comment(html: &str) -> Option<&str> {
    let inside = html.strip_prefix("<!--")?;
    inside.get(ahead::find(inside, "-->")? + "-->".len()..)
}

/// The tag that `html` begins with, and the text after it.
fn tag(html: &str) -> Option<(Token, &str)> {
    let html = html.strip_prefix('<')?;
    let (html, close) = match html.strip_prefix('/') {
        Some(html) => (html, true),
        None => (html, false),
    };
    let length = ahead::find_char(html, |c| !c.is_ascii_alphanumeric()).unwrap_or(html.len());
    let (name, after_name) = html.split_at(length);
    let name = Some(name).filter(|name| !name.is_empty()).and_then(known)?;
    let end = end_of_tag(after_name)?;
    let (attributes, after) = after_name.split_at(end);
    let after = after.strip_prefix('>')?;
    let attributes = attributes.strip_suffix('/').unwrap_or(attributes);
    // In `a <b and c> d`, `<` means "less than".
    let blank = attributes.trim().is_empty();
    let has_values = attributes.starts_with(char::is_whitespace) && attributes.contains('=');
    if !(blank || has_values) {
        return None;
    }
    let token =
        if close { Token::Close(name) } else { Token::Open { name, href: href(attributes) } };
    Some((token, after))
}

/// The name in [`NAMES`], if the tag's name is all in lower or all in upper case. `<Code>` is an
/// element of an XML example.
fn known(name: &str) -> Option<&'static str> {
    let upper = name.chars().all(|c| !c.is_ascii_lowercase());
    NAMES.into_iter().find(|known| *known == name || upper && known.eq_ignore_ascii_case(name))
}

/// The position of the `>` that ends a tag. A quoted `>` does not end it, and a tag contains no
/// `<`.
fn end_of_tag(attributes: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in attributes.char_indices() {
        ahead::count(c.len_utf8());
        match (quote, c) {
            (Some(open), c) if open == c => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '<') => return None,
            (None, '>') => return Some(at),
            (None, _) => {}
        }
    }
    None
}

/// The value of `href` among a tag's attributes.
fn href(attributes: &str) -> Option<String> {
    ahead::count(attributes.len());
    let lower = attributes.to_ascii_lowercase();
    let (at, _) = lower.match_indices("href").find(|(at, _)| {
        lower.get(..*at).is_some_and(|before| before.ends_with(char::is_whitespace))
    })?;
    let value = attributes.get(at + "href".len()..)?.trim_start().strip_prefix('=')?.trim_start();
    let value = match value.chars().next()? {
        quote @ ('"' | '\'') => value.get(1..)?.split(quote).next()?,
        _ => value.split(char::is_whitespace).next()?,
    };
    Some(decoded(value))
}

/// Decodes the entities in a text. Everything else is unchanged.
fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let after = from.strip_prefix('&').unwrap_or_default();
        match entity_at(after) {
            Some((c, after)) => {
                out.push(c);
                rest = after;
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// The entity whose name begins here, and the text after it. Names are short, so only a few
/// characters are searched for the end.
fn entity_at(text: &str) -> Option<(char, &str)> {
    const LONGEST: usize = 32;
    let length =
        text.bytes().take(LONGEST).inspect(|_| ahead::count(1)).position(|it| it == b';')?;
    Some((entity(text.get(..length)?)?, text.get(length + 1..)?))
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
            None => number.parse(),
        };
        return char::from_u32(code.ok()?);
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" | "ensp" | "emsp" | "thinsp" => ' ',
        "ndash" => '–',
        "mdash" => '—',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "laquo" => '«',
        "raquo" => '»',
        "hellip" => '…',
        "bull" => '•',
        "middot" => '·',
        "copy" => '©',
        "reg" => '®',
        "trade" => '™',
        "sect" => '§',
        "para" => '¶',
        "deg" => '°',
        "plusmn" => '±',
        "times" => '×',
        "divide" => '÷',
        "minus" => '−',
        "micro" => 'µ',
        "le" => '≤',
        "ge" => '≥',
        "ne" => '≠',
        "larr" => '←',
        "uarr" => '↑',
        "rarr" => '→',
        "darr" => '↓',
        "harr" => '↔',
        "infin" => '∞',
        "euro" => '€',
        "pound" => '£',
        _ => return None,
    })
}
