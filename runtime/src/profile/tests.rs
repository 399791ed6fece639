//! Properties of any text, and of valid files.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{ProfileFile, Profiles};

/// Valid and invalid pieces of files, in any order. The secret is in the usual place or near it.
const PIECES: [&str; 24] = [
    "\n",
    "\r\n",
    " ",
    "\t",
    "=",
    "[",
    "]",
    "#",
    ";",
    "\"",
    "'",
    "\u{feff}",
    "é",
    "\0",
    "default",
    "profile ",
    "sso-session ",
    "services ",
    "region = eu-west-1",
    "s3 =",
    "hunter2",
    "aws_secret_access_key = hunter2",
    "aws_secret_access_key: hunter2=",
    "\n  hunter2",
];

/// A value without a comment, although it may start with a comment character.
const VALUE: &str = "[!-\\:<-~]([ -\"$-\\:<-~]*[!-\"$-\\:<-~])?";

fn text() -> impl Strategy<Value = String> {
    let pieces = prop::collection::vec(prop::sample::select(&PIECES[..]), 0..40);
    // Titles are printed, so they must not contain the secret.
    pieces.prop_map(|pieces| pieces.concat()).prop_filter("a title is no secret", |text| {
        !text.lines().any(|line| line.trim_start().starts_with('[') && line.contains("hunter2"))
    })
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_in_a_line_without_its_secrets(
        config in text(),
        credentials in text(),
    ) {
        let read = Profiles::read(
            Some(ProfileFile { path: "config", text: &config }),
            Some(ProfileFile { path: "credentials", text: &credentials }),
        );
        let printed = match read {
            Ok(profiles) => {
                let sections: Vec<_> = profiles.profiles().chain(profiles.sso_sessions()).collect();
                let warnings: Vec<_> = profiles.warnings().iter().map(|w| w.to_string()).collect();
                format!("{profiles:?} {sections:?} {warnings:?}")
            }
            Err(error) => {
                let of_config = error.to_string().starts_with("config");
                let whole = if of_config { &config } else { &credentials };
                let line = format!(", line {}:", whole.lines().count());
                let last = error.to_string().contains(&line);
                prop_assert!(last || error.place().line < whole.lines().count());
                error.to_string()
            }
        };
        prop_assert!(!printed.contains("hunter2") && !printed.contains('\n'), "{}", printed);
    }

    #[test]
    fn what_is_written_with_care_is_read_as_it_was_meant(
        profiles in prop::collection::btree_map(
            "[a-zA-Z0-9_.@:+/%-]{1,12}",
            prop::collection::btree_map("[a-z_]{1,12}", VALUE, 0..4),
            0..4,
        ),
        ends in prop::sample::select(&["\n", "\r\n", "\n\n# note\n", " \t\n"][..]),
    ) {
        let mut text = String::new();
        for (name, properties) in &profiles {
            text.push_str(&format!("[profile {name}]{ends}"));
            for (key, value) in properties {
                text.push_str(&format!("{key} = {value}{ends}"));
            }
        }
        let read = Profiles::read(Some(ProfileFile { path: "config", text: &text }), None);
        let read = read.map_err(|error| TestCaseError::fail(error.to_string()))?;
        let read: BTreeMap<String, BTreeMap<String, String>> = read
            .profiles()
            .map(|it| {
                let owned = |(key, value): (&str, &str)| (key.to_owned(), value.to_owned());
                (it.name().to_owned(), it.properties().map(owned).collect())
            })
            .collect();
        // A value that starts with `#` is a comment.
        let meant = profiles.into_iter().map(|(name, properties)| {
            let meant = |(key, value): (String, String)| {
                let value = if value.starts_with('#') { String::new() } else { value };
                (key, value)
            };
            (name, properties.into_iter().map(meant).collect())
        });
        prop_assert_eq!(read, meant.collect());
    }
}
