//! Sections of both files to profiles: titles are understood, and properties of one name merged.

use super::Profiles;
use super::parse::is_identifier;
use super::problem::{FileKind, Warning};
use super::section::{Property, Section};

/// What a title says.
enum Title<'a> {
    Profile {
        name: &'a str,
        prefixed: bool,
    },
    SsoSession(&'a str),
    Services(&'a str),
    /// Of the CLI alone.
    Foreign,
    Ignored(&'static str),
}

const CHARACTERS: &str = "its name has other characters than letters, digits and - _ / . % @ : +";

/// Adds the sections of a file to those of the file before.
pub(super) fn merge(profiles: &mut Profiles, sections: Vec<Section>) {
    let is_prefixed_default = |section: &Section| {
        section.place.kind == FileKind::Config
            && matches!(title(section), Title::Profile { name: "default", prefixed: true })
    };
    let prefixed_default = sections.iter().any(is_prefixed_default);
    for section in sections {
        let (into, name) = match title(&section) {
            Title::Profile { name: "default", prefixed: false }
                if prefixed_default && section.place.kind == FileKind::Config =>
            {
                profiles.warnings.push(Warning::new(
                    section.place.clone(),
                    "`[default]` is ignored, because there is a `[profile default]` too; put all \
                     properties in one of them"
                        .to_owned(),
                ));
                continue;
            }
            Title::Profile { name, .. } => (&mut profiles.profiles, name),
            Title::SsoSession(name) => (&mut profiles.sso_sessions, name),
            Title::Services(name) => (&mut profiles.services, name),
            Title::Foreign => continue,
            Title::Ignored(reason) => {
                let reason = format!("the section `[{}]` is ignored: {reason}", section.name);
                profiles.warnings.push(Warning::new(section.place.clone(), reason));
                continue;
            }
        };
        let into = into.begin(name, section.place.clone());
        add(into, section.properties, &mut profiles.warnings);
    }
}

fn add(into: &mut Section, properties: Vec<Property>, warnings: &mut Vec<Warning>) {
    for property in properties {
        if is_identifier(&property.key) {
            into.set(property);
        } else {
            // The name is not quoted: `aws_secret_access_key: …=` is one.
            warnings.push(Warning::new(
                property.place,
                format!("this property is ignored: {CHARACTERS}; write `name = value`"),
            ));
        }
    }
}

fn title(section: &Section) -> Title<'_> {
    let title = section.name.as_str();
    let (word, name) = match title.split_once(char::is_whitespace) {
        Some((word, name)) => (word, Some(name.trim())),
        None => (title, None),
    };
    match (section.place.kind, word, name) {
        (FileKind::Config, "default", None) => Title::Profile { name: title, prefixed: false },
        (FileKind::Config, "plugins" | "preview", None) => Title::Foreign,
        (FileKind::Config, "profile" | "sso-session" | "services", Some(name)) => {
            match (word, unquoted(name)) {
                (_, None) => Title::Ignored(CHARACTERS),
                ("sso-session", Some(name)) => Title::SsoSession(name),
                ("services", Some(name)) => Title::Services(name),
                (_, Some(name)) => Title::Profile { name, prefixed: true },
            }
        }
        (FileKind::Config, ..) => Title::Ignored(
            "in the config file a title is `[default]`, or begins with `profile `, `sso-session ` \
             or `services `",
        ),
        (FileKind::Credentials, "profile", Some(_)) => {
            Title::Ignored("in the credentials file a title is the name alone, without `profile`")
        }
        (FileKind::Credentials, "sso-session" | "services", Some(_)) => {
            Title::Ignored("it belongs in the config file")
        }
        (FileKind::Credentials, ..) => match is_identifier(title) {
            true => Title::Profile { name: title, prefixed: false },
            false => Title::Ignored(CHARACTERS),
        },
    }
}

/// A name in the config file. In quotes, as the CLI writes it where it has a space, it may hold
/// anything.
fn unquoted(name: &str) -> Option<&str> {
    for quote in ['"', '\''] {
        if let Some(inner) = name.strip_prefix(quote).and_then(|name| name.strip_suffix(quote)) {
            return Some(inner.trim()).filter(|inner| !inner.is_empty() && !inner.contains(quote));
        }
    }
    Some(name).filter(|name| is_identifier(name))
}

#[cfg(test)]
mod tests {
    use super::super::{ProfileFile, Profiles};

    fn read(config: &str, credentials: &str) -> Profiles {
        let config = ProfileFile { path: "config", text: config };
        let credentials = ProfileFile { path: "credentials", text: credentials };
        Profiles::read(Some(config), Some(credentials)).unwrap_or_default()
    }

    #[test]
    fn what_is_ignored_is_said() {
        for (config, credentials, expected) in [
            (
                "[dev]",
                "",
                "config, line 1: the section `[dev]` is ignored: in the config file a title is \
                 `[default]`, or begins with `profile `, `sso-session ` or `services `",
            ),
            (
                "",
                "[profile dev]",
                "credentials, line 1: the section `[profile dev]` is ignored: in the credentials \
                 file a title is the name alone, without `profile`",
            ),
            (
                "",
                "[sso-session dev]",
                "credentials, line 1: the section `[sso-session dev]` is ignored: it belongs in \
                 the config file",
            ),
            (
                "[profile a b]",
                "",
                "config, line 1: the section `[profile a b]` is ignored: its name has other \
                 characters than letters, digits and - _ / . % @ : +",
            ),
            (
                "[default]\n[profile default]",
                "",
                "config, line 1: `[default]` is ignored, because there is a `[profile default]` \
                 too; put all properties in one of them",
            ),
            (
                "[default]\naws_secret_access_key: hunter2=",
                "",
                "config, line 2: this property is ignored: its name has other characters than \
                 letters, digits and - _ / . % @ : +; write `name = value`",
            ),
        ] {
            let profiles = read(config, credentials);
            let warnings: Vec<String> =
                profiles.warnings().iter().map(ToString::to_string).collect();
            assert_eq!(warnings, [expected]);
        }
        assert!(read("[plugins]\n[preview]\n", "").warnings().is_empty());
    }

    #[test]
    fn a_name_in_quotes_may_hold_spaces() {
        let profiles = read("[profile \"my profile\"]\nregion = eu-west-1", "");
        let region = profiles.profile("my profile").and_then(|profile| profile.text("region"));
        assert_eq!(region, Some("eu-west-1"));
    }

    #[test]
    fn sub_properties_are_read_by_name() {
        let text =
            "[services dev]\ns3 =\n  endpoint_url = http://localhost:1 # note\n  x = 1\nsqs = 1";
        let profiles = read(text, "");
        let services = profiles.services("dev");
        let value = |key, name| {
            services.and_then(|s| s.sub_property(key, name)).map(|p| p.value().to_owned())
        };
        assert_eq!(value("s3", "endpoint_url").as_deref(), Some("http://localhost:1"));
        assert_eq!(value("s3", "other"), None);
        assert_eq!(value("sqs", "endpoint_url"), None);
    }

    #[test]
    fn no_value_is_printed() {
        let profiles = read("", "[default]\naws_secret_access_key = hunter2\nhunter2 = 1");
        let profile = profiles.profile("default");
        let property = profile.and_then(|profile| profile.get("aws_secret_access_key"));
        assert!(property.is_some());
        let printed = format!("{profiles:?} {profile:?} {property:?}");
        assert!(!printed.contains("hunter2"), "{printed}");
    }
}
