//! URLs in text. Each becomes a link. A URL that is only a pattern becomes code.

use super::ahead;
use super::span::{Span, is_space};

/// Splits a span where URLs begin and end. A link or code is not split.
pub fn cut(span: Span) -> Vec<Span> {
    let mut cut = Vec::new();
    let mut rest = span.text.as_str();
    while let Some(at) = find(rest).filter(|_| !span.code && span.link.is_none()) {
        let (before, from) = rest.split_at(at);
        let (url, after) = from.split_at(length(from));
        cut.push(span.with(before));
        // A pattern, such as `https://{bucket}.example.com`, cannot be a link.
        let leads = can_stand_alone(url);
        let link = leads.then(|| url.to_owned());
        cut.push(Span { code: !leads, link, ..span.with(url) });
        rest = after;
    }
    cut.push(span.with(rest));
    cut
}

/// The longest URL that becomes a link. Each span of the link's text holds the URL, so the limit
/// saves memory.
pub const LONGEST: usize = 2048;

fn find(text: &str) -> Option<usize> {
    let mut all = text.match_indices("http").map(|(at, _)| at);
    let found = all.find(|at| text.get(*at..).is_some_and(begins));
    ahead::count(found.unwrap_or(text.len()));
    found
}

fn begins(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

/// The length of the URL that the text begins with, without the punctuation after it.
fn length(text: &str) -> usize {
    let ends = |c| is_space(c) || matches!(c, '"' | '\'' | '`' | '“' | '”' | '‘' | '’');
    let end = ahead::find_char(text, ends).unwrap_or(text.len());
    let mut url = text.get(..end).unwrap_or(text);
    // How many closing brackets of each kind have no opening bracket.
    let surplus = |(open, close)| -> (char, isize) {
        let count = |bracket| url.matches::<char>(bracket).count() as isize;
        (close, count(close) - count(open))
    };
    let mut surplus = [('(', ')'), ('[', ']'), ('{', '}')].map(surplus);
    loop {
        let shorter =
            url.strip_suffix(['.', ',', ';', ':', '!', '?', '*', '_', '~']).or_else(|| {
                surplus.iter_mut().filter(|(_, count)| *count > 0).find_map(|(close, count)| {
                    let shorter = url.strip_suffix(*close)?;
                    *count -= 1;
                    Some(shorter)
                })
            });
        match shorter {
            Some(shorter) => url = shorter,
            None => return url.len(),
        }
    }
}

/// Whether a URL can be written as a link without a separate text.
pub fn can_stand_alone(url: &str) -> bool {
    let in_url = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=%".contains(c);
    let rest = ["https://", "http://"].into_iter().find_map(|scheme| url.strip_prefix(scheme));
    url.len() <= LONGEST
        && rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
        && url.chars().all(in_url)
}
