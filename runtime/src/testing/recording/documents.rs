//! Removes secrets from XML and from forms. Everything else stays as it is.

use percent_encoding::percent_decode_str;

use super::names::{REDACTED, Redaction};

/// The document with `REDACTED` for the content of secret elements.
pub(super) fn redacted_xml(document: &str, redaction: &Redaction) -> String {
    let mut out = String::with_capacity(document.len());
    let mut rest = document;
    while let Some(start) = rest.find('<') {
        let (before, tag) = rest.split_at(start);
        out.push_str(before);
        let end = tag.find('>').map_or(tag.len(), |end| end + 1);
        let (tag, behind) = tag.split_at(end);
        out.push_str(tag);
        rest = behind;
        let name = tag.trim_start_matches('<');
        let name = name.split(|c: char| c.is_whitespace() || "/>".contains(c)).next();
        let name = name.unwrap_or_default();
        let local = name.rsplit(':').next().unwrap_or_default();
        if tag.ends_with("/>") || !redaction.is_secret(local) {
            continue;
        }
        out.push_str(REDACTED);
        // Without an end, all that follows is the content.
        rest = rest.find(&format!("</{name}")).map_or("", |end| &rest[end..]);
    }
    out.push_str(rest);
    out
}

/// The form with `REDACTED` for the values of secret parameters. The name of a member is the last part of a
/// parameter's name that is not a number.
pub(super) fn redacted_form(form: &str, redaction: &Redaction) -> String {
    let pairs = form.split('&').map(|pair| {
        let Some((name, _)) = pair.split_once('=') else { return pair.to_owned() };
        let decoded = percent_decode_str(name).decode_utf8_lossy();
        let is_secret = decoded.split('.').any(|member| redaction.is_secret(member));
        if is_secret { format!("{name}={REDACTED}") } else { pair.to_owned() }
    });
    pairs.collect::<Vec<_>>().join("&")
}
