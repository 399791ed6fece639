//! Splits a file's text into sections. Does not parse titles, and does not merge.

use std::sync::Arc;

use super::ProfileFile;
use super::line::{COMMENT, NoProperty, property};
use super::place::{FileKind, Place};
use super::problem::{ProfileError, Warning};
use super::section::Section;

/// The characters that an indented line starts with.
const INDENT: [char; 2] = [' ', '\t'];

/// Parses the sections of a file. A section's name is the text between its brackets. Its properties
/// are in file order, with keys in lowercase.
pub(super) fn parse(
    kind: FileKind,
    file: ProfileFile<'_>,
    warnings: &mut Vec<Warning>,
) -> Result<Vec<Section>, ProfileError> {
    let name: Arc<str> = file.path.into();
    let text = file.text.strip_prefix('\u{feff}').unwrap_or(file.text);
    let mut sections: Vec<Section> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with(COMMENT) {
            continue;
        }
        let place = Place { file: name.clone(), kind, line: index + 1 };
        match add_line(&mut sections, line, trimmed, &place) {
            Ok(None) => {}
            Ok(Some(warning)) => warnings.push(Warning::new(place, warning)),
            Err(problem) => return Err(ProfileError::new(place, problem)),
        }
    }
    Ok(sections)
}

/// Adds a line to the sections before it. Adds a warning if the line is ignored.
fn add_line(
    sections: &mut Vec<Section>,
    line: &str,
    trimmed: &str,
    place: &Place,
) -> Result<Option<String>, String> {
    if line.starts_with('[') {
        let name = title(line)?;
        let (place, properties) = (place.clone(), Vec::new());
        sections.push(Section { name, place, is_standard: false, properties });
        return Ok(None);
    }
    let indented = line.starts_with(INDENT);
    let Some(section) = sections.last_mut() else {
        let problem = match place.kind {
            _ if indented && trimmed.starts_with('[') => {
                "a section begins at the start of a line; remove the spaces before `[`"
            }
            FileKind::Config => {
                "no section has begun; put `[default]` or `[profile name]` before this line"
            }
            FileKind::Credentials => {
                "no section has begun; put `[default]` or `[name]` before this line"
            }
        };
        return Err(problem.to_owned());
    };
    if !indented {
        section.properties.push(property(line).map_err(NoProperty::top)?.at(place.clone()));
        return Ok(None);
    }
    let Some(above) = section.properties.last_mut() else {
        return Err("an indented line continues a property, but there is no property above it; \
                    remove the leading spaces"
            .to_owned());
    };
    let mut warning = None;
    if above.value.is_empty() || above.value.starts_with('\n') {
        property(trimmed).map_err(|problem| problem.below(&above.key))?;
    } else if property(trimmed).is_ok_and(|line| is_identifier(&line.key)) {
        warning = Some(format!(
            "this line is indented, so it continues the value of `{}`; if it is a separate \
             property, remove the leading spaces",
            shown(&above.key),
        ));
    }
    above.whole = None;
    above.value.push('\n');
    above.value.push_str(trimmed);
    Ok(warning)
}

/// The text between the brackets. A name may contain brackets and comment characters, as in
/// `[team [1] #2]`. It ends at the first bracket after which there is only a comment.
fn title(line: &str) -> Result<String, String> {
    let text = line.strip_prefix('[').unwrap_or(line);
    let ends = text.match_indices(']').map(|(at, _)| text.split_at(at));
    let is_comment = |rest: &str| rest.is_empty() || rest.starts_with(COMMENT);
    match { ends }.find(|(_, rest)| is_comment(rest[1..].trim_start())) {
        Some((title, _)) => Ok(title.trim().to_owned()),
        None => Err("the section's name is not closed; end it with `]`".to_owned()),
    }
}

impl NoProperty {
    fn top(self) -> String {
        let what = match self {
            Self::NoName => "a name",
            Self::NoEqualsSign => "`=`",
        };
        format!("a property without {what}; write `name = value`")
    }

    fn below(self, key: &str) -> String {
        let what = match self {
            Self::NoName => "has no name",
            Self::NoEqualsSign => "has no `=`",
        };
        let key = shown(key);
        format!(
            "a sub-property of `{key}` {what}; write `name = value`, or the value of `{key}` on \
             its own line"
        )
    }
}

/// Whether a text can be the name of a profile or a property without quotes.
pub(super) fn is_identifier(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-_/.%@:+".contains(&byte);
    !text.is_empty() && text.bytes().all(fits)
}

/// A property's key for a message, if it looks like a key. Otherwise the text before `=` may be a
/// misplaced secret.
fn shown(key: &str) -> &str {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    match key.len() <= 64 && key.bytes().all(plain) {
        true => key,
        false => "the property above",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<Section>, ProfileError> {
        parse(FileKind::Config, ProfileFile { path: "config", text }, &mut Vec::new())
    }

    #[test]
    fn an_error_names_file_and_line_and_says_what_to_do() {
        for (text, expected) in [
            ("\n[profile a", "config, line 2: the section's name is not closed; end it with `]`"),
            (
                "a = b",
                "config, line 1: no section has begun; put `[default]` or `[profile name]` before \
                 this line",
            ),
            (
                "  [default]",
                "config, line 1: a section begins at the start of a line; remove the spaces before \
                 `[`",
            ),
            (
                "[default]\nregion us-east-1",
                "config, line 2: a property without `=`; write `name = value`",
            ),
            ("[default]\n= 1", "config, line 2: a property without a name; write `name = value`"),
            (
                "[default]\n a = 1",
                "config, line 2: an indented line continues a property, but there is no property \
                 above it; remove the leading spaces",
            ),
            (
                "[default]\ns3 =\n  a",
                "config, line 3: a sub-property of `s3` has no `=`; write `name = value`, or the \
                 value of `s3` on its own line",
            ),
        ] {
            let error = read(text).map(|_| ()).unwrap_err().to_string();
            assert_eq!(error, expected, "{text}");
        }
    }

    #[test]
    fn an_error_quotes_nothing_that_may_be_a_secret() {
        for text in [
            "[default]\naws_secret_access_key: hunter2",
            "[default]\nhunter2",
            "[default]\naws_secret_access_key: hunter2=\n hunter2",
            "[default]\naws_secret_access_key:hunter2=\n hunter2",
        ] {
            let error = read(text).map(|_| ()).unwrap_err().to_string();
            assert!(!error.contains("hunter2"), "{error}");
        }
    }

    #[test]
    fn what_windows_writes_and_people_indent_is_understood() {
        let sections =
            read("\u{feff}[default]\r\nregion = eu-west-1\r\ns3 =\r\n  # note\r\n  a = 1\r\n");
        let sections = sections.unwrap_or_default();
        let properties: Vec<_> =
            sections.iter().flat_map(|s| &s.properties).map(|p| (&*p.key, p.value())).collect();
        assert_eq!(properties, [("region", "eu-west-1"), ("s3", "\na = 1")]);
    }

    #[test]
    fn a_property_that_is_indented_by_mistake_is_pointed_at() {
        let mut warnings = Vec::new();
        let text = "[default]\nregion = eu-west-1\n  output = json";
        let file = ProfileFile { path: "config", text };
        assert!(parse(FileKind::Config, file, &mut warnings).is_ok());
        let warnings: Vec<String> = warnings.iter().map(ToString::to_string).collect();
        assert_eq!(
            warnings,
            ["config, line 3: this line is indented, so it continues the value of `region`; if \
              it is a separate property, remove the leading spaces"]
        );
    }
}
