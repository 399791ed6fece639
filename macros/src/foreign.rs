//! Recognizes the label syntaxes of other tools: `:id`, `<id>`, `{id:int}`. A label of `uri` is a
//! name in braces.

/// The label that a text in another syntax stands for.
#[derive(Debug, PartialEq, Eq)]
pub struct Meant {
    name: String,
    greedy: bool,
}

impl Meant {
    /// The name in braces, as `uri` needs it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// As it is written here.
    pub fn braced(&self) -> String {
        format!("{{{}{}}}", self.name, if self.greedy { "+" } else { "" })
    }
}

/// The label that a segment, or the value of a query literal, stands for without doubt.
///
/// `$id` and `@id` are not included, because AWS has such literals (`/jobs/$next`,
/// `/@connections`). Whether they are labels depends on the fields: see [`perhaps`].
pub fn label(text: &str) -> Option<Meant> {
    if text.contains(['{', '}']) {
        return in_braces(text);
    }
    let between = |open: &str, close: &str| text.strip_prefix(open)?.strip_suffix(close);
    if let Some(name) = text.strip_prefix(':') {
        // `:id`, `:id?`, `:path*`, `:id(\\d+)`.
        return meant(name, name.ends_with(['*', '+']));
    }
    if let Some(name) = text.strip_prefix('*') {
        return meant(if is_name(name) { name } else { "path" }, true);
    }
    if let Some(inner) = between("<", ">") {
        // `<id>`, `<int:id>`, `<id:int>`, `<path..>`.
        let converters = ["any", "float", "int", "path", "re", "slug", "str", "string", "uuid"];
        let (first, second) = inner.split_once(':').unwrap_or((inner, ""));
        let (name, converter) = if converters.contains(&first) && !second.is_empty() {
            (second, first)
        } else {
            (first, second)
        };
        return meant(name, converter == "path" || name.ends_with(".."));
    }
    if let Some(inner) = between("[", "]") {
        return meant(inner.trim_matches(['[', ']', '.']), inner.contains("..."));
    }
    let inner = between("(", ")").or_else(|| between("%", "%")).or_else(|| between("%(", ")s"));
    meant(inner?, false)
}

/// `${id}`, `{{id}}`, `{id:int}`, `{*path}`: a name in braces with additional punctuation.
fn in_braces(text: &str) -> Option<Meant> {
    let (before, rest) = text.split_once('{')?;
    let (inner, after) = rest.rsplit_once('}')?;
    // `{id}.json` is not another tool's syntax.
    let is_punctuation = |text: &str| !text.contains(char::is_alphanumeric);
    let inner = inner.trim_matches(['{', '}', ' ']);
    let (plain, pattern) = inner.split_once(':').unwrap_or((inner, ""));
    let greedy = after.starts_with(['*', '+'])
        || plain.starts_with(['*', '+'])
        || plain.ends_with(['*', '+'])
        || plain.ends_with("..")
        || matches!(pattern, ".*" | ".+");
    let name = inner.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '_');
    let found = meant(name, greedy)?;
    // Other tools write these characters after the name. Any other character is a mistake.
    let follows = name[found.name.len()..].chars().next();
    let is_known = follows.is_none_or(|c| ":?*+.>|".contains(c));
    let is_own = text == found.braced();
    (is_punctuation(before) && is_punctuation(after) && is_known && !is_own).then_some(found)
}

/// The label that a text stands for if a field has this name: `$id`, `@id`.
pub fn perhaps(text: &str) -> Option<Meant> {
    let name = text.trim_matches(|c: char| !c.is_alphanumeric());
    if name.len() == text.len() {
        None
    } else {
        meant(name, false).filter(|meant| meant.name == name)
    }
}

/// The name that a text begins with, if it begins with one.
fn meant(text: &str, greedy: bool) -> Option<Meant> {
    let end = text.find(|c: char| !is_name_char(c)).unwrap_or(text.len());
    let name = &text[..end];
    is_name(name).then(|| Meant { name: name.to_owned(), greedy })
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(is_name_char)
}

fn is_name_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '-'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_other_tools_are_known_by_their_signs() {
        for (text, braced) in [
            (":id", "{id}"),
            (":id?", "{id}"),
            (":path*", "{path+}"),
            (":id(\\d+)", "{id}"),
            ("*rest", "{rest+}"),
            ("*", "{path+}"),
            ("**", "{path+}"),
            ("<id>", "{id}"),
            ("<int:id>", "{id}"),
            ("<id:int>", "{id}"),
            ("<path:key>", "{key+}"),
            ("<rest..>", "{rest+}"),
            ("[id]", "{id}"),
            ("[...slug]", "{slug+}"),
            ("[[...slug]]", "{slug+}"),
            ("(id)", "{id}"),
            ("%id%", "{id}"),
            ("%(id)s", "{id}"),
            ("{{id}}", "{id}"),
            ("{{ id }}", "{id}"),
            ("{ id }", "{id}"),
            ("${id}", "{id}"),
            ("#{id}", "{id}"),
            ("%{id}", "{id}"),
            (":{id}", "{id}"),
            ("${{id}}", "{id}"),
            ("{id:int}", "{id}"),
            ("{id:[0-9]+}", "{id}"),
            ("{id:[0-9]{4}}", "{id}"),
            ("{path:.*}", "{path+}"),
            ("{id?}", "{id}"),
            ("{$id}", "{id}"),
            ("{<id>}", "{id}"),
            ("{*rest}", "{rest+}"),
            ("{**rest}", "{rest+}"),
            ("{+rest}", "{rest+}"),
            ("{rest*}", "{rest+}"),
            ("{rest...}", "{rest+}"),
            ("{rest}+", "{rest+}"),
        ] {
            assert_eq!(label(text).map(|meant| meant.braced()).as_deref(), Some(braced), "{text}");
        }
    }

    #[test]
    fn labels_of_ours_and_literals_are_none() {
        let literals = [
            "",
            "id",
            "{id}",
            "{rest+}",
            "{}",
            "{+}",
            "{id}.json",
            "a:b",
            "a*",
            "$next",
            "@connections",
            "2015-03-31",
            "-",
            "~",
            "a(b)",
            "invocations",
            "%41%42",
            "v1",
        ];
        for text in literals {
            assert_eq!(label(text), None, "{text}");
        }
    }

    #[test]
    fn a_sign_before_a_name_may_be_meant_for_a_label() {
        for (text, name) in [
            ("$id", Some("id")),
            ("@id", Some("id")),
            ("~id", Some("id")),
            ("_id_", Some("id")),
            ("id", None),
            ("$", None),
            ("a-b", None),
        ] {
            assert_eq!(perhaps(text).map(|meant| meant.name).as_deref(), name, "{text}");
        }
    }
}
