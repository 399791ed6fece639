//! Finds the first sentence of Markdown from `to_markdown`, in which each paragraph is one line.

use super::ahead;

/// The first paragraph. Without paragraphs, the first note, list item, bold title or heading,
/// without its mark.
pub fn opening(markdown: &str) -> &str {
    let mut others: [Option<&str>; 4] = [None; 4];
    let mut fence = None;
    for line in markdown.lines() {
        let text = line.trim_start();
        if let Some(end) = fence {
            fence = Some(end).filter(|end| text != *end);
            continue;
        }
        let mut content = text;
        while let Some(item) = item(content) {
            content = item;
        }
        let (rank, content) = if content.starts_with("```") && content.ends_with("text") {
            fence = content.strip_suffix("text");
            continue;
        } else if content.is_empty() || content.starts_with('|') {
            continue;
        } else if content.len() < line.len() {
            (1, content)
        } else if content.starts_with('#') {
            (3, content.trim_start_matches('#').trim_start())
        } else if let Some(note) = note(content) {
            (0, note)
        } else if is_bold(content) {
            (2, content)
        } else {
            return content;
        };
        if let Some(other) = others.get_mut(rank).filter(|_| !content.is_empty()) {
            other.get_or_insert(content);
        }
    }
    others.into_iter().flatten().next().unwrap_or_default()
}

/// A list item's text.
pub fn item(text: &str) -> Option<&str> {
    text.strip_prefix("- ").or_else(|| {
        let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
        rest.strip_prefix(". ").filter(|_| rest.len() < text.len())
    })
}

/// The text of a note, without its title.
fn note(text: &str) -> Option<&str> {
    let (word, rest) = text.strip_prefix("**")?.split_once(":**")?;
    matches!(word, "Note" | "Important" | "Tip" | "Caution").then(|| rest.trim_start())
}

fn is_bold(text: &str) -> bool {
    let inner = text.strip_prefix("**").and_then(|text| text.strip_suffix("**"));
    inner.is_some_and(|inner| !inner.contains("**"))
}

/// The first sentence of a paragraph; the whole paragraph if no sentence ends in it.
pub fn first(paragraph: &str) -> &str {
    let end = end(paragraph, true).or_else(|| end(paragraph, false));
    end.and_then(|end| paragraph.get(..end)).unwrap_or(paragraph)
}

/// The end of the first sentence. A sentence does not end within code, a link or emphasis. With
/// `whole_parentheses`, it does not end within parentheses either.
fn end(text: &str, whole_parentheses: bool) -> Option<usize> {
    let mut chars = text.char_indices().peekable();
    let mut parentheses = 0_usize;
    let mut stands_out = false;
    while let Some((at, c)) = chars.next() {
        let after = text.get(at + c.len_utf8()..).unwrap_or_default();
        let skip = match c {
            '\\' => after.chars().next().map_or(0, char::len_utf8),
            '`' => code(text.get(at..).unwrap_or_default()),
            '[' => link(after),
            '<' if after.starts_with("http") => ahead::find(after, ">").unwrap_or_default(),
            _ => 0,
        };
        if skip > 0 {
            let skipped = at + c.len_utf8() + skip;
            while chars.next_if(|(at, _)| *at < skipped).is_some() {}
            continue;
        }
        match c {
            '*' => {
                while chars.next_if(|(_, c)| *c == '*').is_some() {}
                stands_out = !stands_out;
            }
            '(' => parentheses += 1,
            ')' => parentheses = parentheses.saturating_sub(1),
            '.' | '!' | '?' => {
                let closes = |c| matches!(c, '"' | '”' | '’' | ')') || c == '*' && stands_out;
                let closers = ahead::find_char(after, |c| !closes(c)).unwrap_or(after.len());
                let (closers, next) = after.split_at(closers);
                let open = stands_out && !closers.contains('*')
                    || whole_parentheses && parentheses > closers.matches(')').count();
                let before = text.get(..at).unwrap_or_default();
                if !open && begins(next) && !(c == '.' && is_abbreviation(before, next)) {
                    return Some(at + 1 + closers.len()).filter(|end| *end < text.len());
                }
            }
            _ => {}
        }
    }
    None
}

/// The length of a code span after its first backtick.
fn code(text: &str) -> usize {
    let inner = text.trim_start_matches('`');
    let fence = text.len() - inner.len();
    let mut from = 0;
    while let Some(at) = inner.get(from..).and_then(|rest| ahead::find(rest, "`")) {
        let end = inner.get(from + at..).unwrap_or_default();
        let after = end.trim_start_matches('`');
        if end.len() - after.len() == fence {
            return text.len() - after.len() - 1;
        }
        from = inner.len() - after.len();
    }
    fence - 1
}

/// The length of a link after its `[`.
fn link(text: &str) -> usize {
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        ahead::count(1);
        at += match rest.chars().next() {
            Some('\\') => 1 + rest.chars().nth(1).map_or(0, char::len_utf8),
            Some('`') => 1 + code(rest),
            Some(']') => return ahead::find(rest, ")").map_or(0, |end| at + end + 1),
            Some(c) => c.len_utf8(),
            None => return 0,
        };
    }
    0
}

/// Whether this text, which follows the end of a sentence, begins another one.
fn begins(next: &str) -> bool {
    let sentence = next.trim_start();
    match sentence.trim_start_matches(['*', '_', '"', '“', '‘', '(', '[', '`', '\\']).chars().next()
    {
        None => true,
        // A sentence can begin with code.
        Some(_) if sentence.starts_with(['`', '[']) => sentence.len() < next.len(),
        Some(c) => sentence.len() < next.len() && !c.is_lowercase() && c.is_alphanumeric(),
    }
}

/// Whether the full stop after `before` belongs to an abbreviation.
fn is_abbreviation(before: &str, next: &str) -> bool {
    let word =
        before.rsplit(|c: char| !(c.is_alphanumeric() || c == '.')).next().unwrap_or_default();
    let word = word.to_lowercase();
    match word.as_str() {
        "e.g" | "i.e" | "eg" | "ie" | "vs" | "cf" | "approx" | "incl" | "mr" | "ms" | "dr" => true,
        // These abbreviations can also end a sentence.
        "etc" | "inc" | "u.s" | "a.m" | "p.m" => !next.trim_start().starts_with(char::is_uppercase),
        "no" | "fig" | "sec" => next.trim_start().starts_with(|c: char| c.is_ascii_digit()),
        _ => false,
    }
}
