//! The URLs in text: each a link, or code where it is but the pattern of one.

use super::span::{Span, is_space};

/// A span, cut where URLs begin and end. A link or code stays whole.
pub fn cut(span: Span) -> Vec<Span> {
    let mut cut = Vec::new();
    let mut rest = span.text.as_str();
    while let Some(at) = find(rest).filter(|_| !span.code && span.link.is_none()) {
        let (before, from) = rest.split_at(at);
        let (url, after) = from.split_at(length(from));
        cut.push(Span { text: before.to_owned(), ..span.clone() });
        // A pattern, such as `https://{bucket}.example.com`, leads nowhere.
        let leads = can_stand_alone(url);
        let link = leads.then(|| url.to_owned());
        cut.push(Span { text: url.to_owned(), code: !leads, link, ..span.clone() });
        rest = after;
    }
    cut.push(Span { text: rest.to_owned(), ..span.clone() });
    cut
}

fn find(text: &str) -> Option<usize> {
    match (text.find("https://"), text.find("http://")) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// How much of the text is the URL that it begins with: not the punctuation after it.
fn length(text: &str) -> usize {
    let end = text
        .find(|c| is_space(c) || matches!(c, '"' | '\'' | '`' | '“' | '”' | '‘' | '’'))
        .unwrap_or(text.len());
    let mut url = text.get(..end).unwrap_or(text);
    loop {
        let shorter =
            url.strip_suffix(['.', ',', ';', ':', '!', '?', '*', '_', '~']).or_else(|| {
                let pairs = [('(', ')'), ('[', ']'), ('{', '}')];
                pairs.into_iter().find_map(|(open, close)| {
                    let closed = url.matches(close).count() > url.matches(open).count();
                    url.strip_suffix(close).filter(|_| closed)
                })
            });
        match shorter {
            Some(shorter) => url = shorter,
            None => return url.len(),
        }
    }
}

/// Whether a URL is whole, and can be a link with no text beside it.
pub fn can_stand_alone(url: &str) -> bool {
    let in_url = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=%".contains(c);
    let rest = ["https://", "http://"].into_iter().find_map(|scheme| url.strip_prefix(scheme));
    rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
        && url.chars().all(in_url)
}
