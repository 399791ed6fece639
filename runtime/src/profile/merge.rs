//! Converts sections to profiles: parses the titles, and merges sections with the same name.

use super::parse::is_identifier;
use super::place::FileKind;
use super::problem::Warning;
use super::property::Property;
use super::section::Section;
use super::{Profiles, shell_words};

/// The kind of a section, by its title.
enum Title {
    Profile {
        name: Name,
        prefixed: bool,
    },
    SsoSession(Name),
    Services(Name),
    /// A section that only the AWS CLI uses.
    Foreign,
    Ignored(&'static str),
}

/// The name of a section.
struct Name {
    name: String,
    /// Whether the standard allows the name: it is an identifier, or in quotes.
    is_standard: bool,
}

const CHARACTERS: &str = "its name can only have letters, digits and - _ / . % @ : +";

/// Merges a file's sections into those of the files before it.
pub(super) fn merge(profiles: &mut Profiles, sections: Vec<Section>) {
    let is_prefixed_default = |section: &Section| {
        section.place.kind == FileKind::Config
            && matches!(title(section), Title::Profile { name, prefixed: true } if name.is_default())
    };
    let prefixed_default = sections.iter().any(is_prefixed_default);
    for section in sections {
        let (into, name) = match title(&section) {
            Title::Profile { name, prefixed: false }
                if name.is_default()
                    && prefixed_default
                    && section.place.kind == FileKind::Config =>
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
                profiles.warnings.push(Warning::ignored(&section, reason));
                continue;
            }
        };
        let into = into.begin(&name.name, section.place.clone(), name.is_standard);
        add(into, section.properties, &mut profiles.warnings);
    }
}

fn add(into: &mut Section, properties: Vec<Property>, warnings: &mut Vec<Warning>) {
    for property in properties {
        if is_identifier(&property.key) {
            into.set(property);
        } else {
            // The name is not quoted, because it may contain a secret: `aws_secret_access_key: …=`.
            warnings.push(Warning::new(
                property.place,
                format!("this property is ignored: {CHARACTERS}; write `name = value`"),
            ));
        }
    }
}

fn title(section: &Section) -> Title {
    let title = section.name.as_str();
    let (word, name) = match title.split_once(char::is_whitespace) {
        Some((word, name)) => (word, Some(name.trim())),
        None => (title, None),
    };
    match (section.place.kind, word, name) {
        (FileKind::Config, "default", None) => {
            Title::Profile { name: Name::literal(title), prefixed: false }
        }
        (FileKind::Config, "plugins" | "preview", None) => Title::Foreign,
        (FileKind::Config, "profile" | "sso-session" | "services", Some(name)) => {
            match (word, Name::in_config(name)) {
                (_, Err(reason)) => Title::Ignored(reason),
                ("sso-session", Ok(name)) => Title::SsoSession(name),
                ("services", Ok(name)) => Title::Services(name),
                (_, Ok(name)) => Title::Profile { name, prefixed: true },
            }
        }
        (FileKind::Config, ..) => Title::Ignored(
            "in the config file a title is `[default]`, or begins with `profile `, `sso-session ` \
             or `services `",
        ),
        (FileKind::Credentials, "profile", Some(_)) => {
            Title::Ignored("in the credentials file a title is only the name, without `profile`")
        }
        (FileKind::Credentials, "sso-session" | "services", Some(_)) => {
            Title::Ignored("it belongs in the config file")
        }
        (FileKind::Credentials, "", _) => Title::Ignored("it has no name"),
        (FileKind::Credentials, ..) => {
            Title::Profile { name: Name::literal(title), prefixed: false }
        }
    }
}

impl Name {
    /// A literal name. Names in the credentials file have no quotes.
    fn literal(name: &str) -> Self {
        Self { name: name.to_owned(), is_standard: is_identifier(name) }
    }

    /// A name in the config file. The AWS CLI quotes a name with white space like a shell, and
    /// writes any other name literally.
    fn in_config(name: &str) -> Result<Self, &'static str> {
        let is_quoted = name.starts_with(['"', '\'']);
        if !is_quoted && !name.contains(char::is_whitespace) {
            return Ok(Self::literal(name));
        }
        let Some(words) = shell_words(name) else {
            return Err("a quote in its name is not closed; close it");
        };
        match words.as_slice() {
            [word] if !word.is_empty() => {
                let is_standard = is_quoted || is_identifier(word);
                Ok(Self { name: word.to_string(), is_standard })
            }
            [_] => Err("its name is empty; write one"),
            _ => Err("its name has several words; put it in quotes, like `'a b'`"),
        }
    }

    fn is_default(&self) -> bool {
        self.name == "default"
    }
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
                 file a title is only the name, without `profile`",
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
                "config, line 1: the section `[profile a b]` is ignored: its name has several \
                 words; put it in quotes, like `'a b'`",
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
                "config, line 2: this property is ignored: its name can only have letters, digits \
                 and - _ / . % @ : +; write `name = value`",
            ),
        ] {
            let profiles = read(config, credentials);
            let warnings: Vec<String> =
                profiles.warnings().iter().map(ToString::to_string).collect();
            assert_eq!(warnings, [expected]);
        }
        assert!(read("[plugins]\n[preview]\n", "").warnings().is_empty());
    }

    /// Names are read from the titles that `aws configure` writes for them in the config file and
    /// in the credentials file. botocore reads the same names, except for the marked ones.
    #[test]
    fn a_name_is_read_as_the_cli_writes_it() {
        for (name, config, credentials) in [
            ("Foo Bar", "[profile 'Foo Bar']", "[Foo Bar]"),
            ("Foo Bar", "[profile \"Foo Bar\"]", "[Foo Bar]"),
            ("Foo Bar", "[profile Foo\\ Bar]", "[Foo Bar]"),
            ("Foo Bar", "[profile\t'Foo Bar' ] # note", "[Foo Bar] ; note"),
            ("Someone's Mac", "[profile 'Someone'\"'\"'s Mac']", "[Someone's Mac]"),
            ("a'b c\"d", "[profile 'a'\"'\"'b c\"d']", "[a'b c\"d]"),
            ("say \"hi\" now", "[profile 'say \"hi\" now']", "[say \"hi\" now]"),
            ("foo(dev)", "[profile foo(dev)]", "[foo(dev)]"),
            ("Foo (Dev)", "[profile 'Foo (Dev)']", "[Foo (Dev)]"),
            ("naïve", "[profile naïve]", "[naïve]"),
            ("é è", "[profile 'é è']", "[é è]"),
            ("日本", "[profile 日本]", "[日本]"),
            ("foo!bar", "[profile foo!bar]", "[foo!bar]"),
            ("a=b", "[profile a=b]", "[a=b]"),
            ("team #1", "[profile 'team #1']", "[team #1]"),
            ("a ; b", "[profile 'a ; b']", "[a ; b]"),
            ("a#b", "[profile a#b]", "[a#b]"),
            ("a;b", "[profile a;b]", "[a;b]"),
            ("a]b", "[profile a]b]", "[a]b]"),
            ("a[b] c", "[profile 'a[b] c']", "[a[b] c]"),
            ("tab\tname", "[profile 'tab\tname']", "[tab\tname]"),
            ("CORP\\me 1", "[profile 'CORP\\me 1']", "[CORP\\me 1]"),
            // botocore does not find the config of these.
            ("CORP\\me", "[profile CORP\\me]", "[CORP\\me]"),
            ("Someone's", "[profile Someone's]", "[Someone's]"),
        ] {
            let config = format!("{config}\nregion = eu-west-1");
            let credentials = format!("{credentials}\naws_access_key_id = AKID");
            let both = read(&config, &credentials);
            let text = |key| both.profile(name).and_then(|profile| profile.text(key));
            assert_eq!(text("region"), Some("eu-west-1"), "{config}");
            assert_eq!(text("aws_access_key_id"), Some("AKID"), "{credentials}");
            assert_eq!(both.all_profiles().count(), 1, "{config}");
            assert!(both.warnings().is_empty(), "{:?}", both.warnings());
            // A profile that is only in the credentials file is found too.
            assert!(read("", &credentials).profile(name).is_some(), "{credentials}");
            let session = config.replace("profile", "sso-session");
            assert!(read(&session, "").sso_session(name).is_some(), "{session}");
        }
    }

    #[test]
    fn a_name_that_means_nothing_is_ignored_and_said() {
        for (title, reason) in [
            ("[profile 'Foo Bar]", "a quote in its name is not closed; close it"),
            ("[profile Someone's Mac]", "a quote in its name is not closed; close it"),
            ("[profile '']", "its name is empty; write one"),
            ("[profile 'a b' c]", "its name has several words; put it in quotes, like `'a b'`"),
        ] {
            let profiles = read(title, "");
            let warnings: Vec<String> =
                profiles.warnings().iter().map(ToString::to_string).collect();
            assert_eq!(
                warnings,
                [format!("config, line 1: the section `{title}` is ignored: {reason}")]
            );
            assert!(profiles.is_empty());
        }
    }

    /// A name may contain a comment character, even where another section refers to it.
    #[test]
    fn a_section_is_found_by_a_name_with_a_comment_sign() {
        let text = "[default]\nsource_profile = team #1\nsso_session = a ; b # note\n\
                    [profile 'team #1']\n[sso-session 'a']\n[sso-session 'a ; b']\n";
        let profiles = read(text, "");
        let profile = profiles.profile("default").expect("it stands there");
        let source = profile.reference("source_profile", |name| profiles.profile(name).is_some());
        assert_eq!(source, Some("team #1"));
        // A comment after a name with a comment character is not recognised.
        let session = profile.reference("sso_session", |name| profiles.sso_session(name).is_some());
        assert_eq!(session, Some("a"));
        let plain = read("[default]\nsource_profile = team # of mine\n[profile team]", "");
        let profile = plain.profile("default").expect("it stands there");
        let source = profile.reference("source_profile", |name| plain.profile(name).is_some());
        assert_eq!(source, Some("team"));
    }

    /// A command may contain comment characters. The values are botocore's.
    #[test]
    fn nothing_is_cut_from_a_command() {
        for value in [
            "/x/p --arg \"team #1\"",
            "sh -c 'true ; echo'",
            "/x/p --team #1",
            "/x/p --a#b ;c",
            "/x/p --a=b # c=d",
        ] {
            for line in
                [format!("credential_process = {value}"), format!("Credential_Process={value} ")]
            {
                let profiles = read(&format!("[default]\n# note\n  ; note\n{line}"), "");
                let command =
                    profiles.profile("default").and_then(|it| it.text("credential_process"));
                assert_eq!(command, Some(value), "{line}");
            }
        }
        let text = "[default]\ncredential_process = /x/p\n  --arg \"team #1\"\n  # note\n  --more";
        let profiles = read(text, "");
        let command = profiles.profile("default").and_then(|it| it.text("credential_process"));
        assert_eq!(command, Some("/x/p\n--arg \"team #1\"\n--more"));
        // Other values end at a comment, as in the standard.
        let profiles = read("[default]\nregion = eu-west-1 # note\nexternal_id = a;b", "");
        let text = |key| profiles.profile("default").and_then(|it| it.text(key));
        assert_eq!((text("region"), text("external_id")), (Some("eu-west-1"), Some("a;b")));
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
