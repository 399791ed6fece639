//! Any two profile files: what is read stands in them, what is wrong with them is a line, and no
//! secret is printed.
#![no_main]

use aws_operation::internals::{Chosen, NoPlan, ProfileFile, ProfileName, Profiles, plan};
use aws_operation_fuzz::line;
use libfuzzer_sys::fuzz_target;

/// A secret that is shorter may stand in a name by chance.
const SHORTEST_SECRET: usize = 12;

fuzz_target!(|files: (&str, &str)| {
    let (config, credentials) = files;
    let file = |path, text| Some(ProfileFile { path, text });
    match Profiles::read(file("~/.aws/config", config), file("~/.aws/credentials", credentials)) {
        Ok(profiles) => check(&profiles, config, credentials),
        Err(error) => line::check("ProfileError", &error.to_string()),
    }
});

fn check(profiles: &Profiles, config: &str, credentials: &str) {
    for warning in profiles.warnings() {
        line::check("Warning", &warning.to_string());
    }
    let mut secrets = Vec::new();
    let mut others = String::new();
    for section in profiles.profiles() {
        others.push_str(section.name());
        for (key, value) in section.properties() {
            for part in value.lines().map(str::trim) {
                let stands = config.contains(part) || credentials.contains(part);
                assert!(stands, "{part:?} stands in no file");
            }
            match key {
                "aws_secret_access_key" | "aws_session_token" => secrets.push(value.to_owned()),
                _ => others.push_str(value),
            }
            others.push_str(key);
        }
    }
    // One of letters alone may be a word of ours.
    let is_word = |secret: &str| secret.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_short = |secret: &str| secret.len() < SHORTEST_SECRET;
    secrets.retain(|it| !is_short(it) && !is_word(it) && !others.contains(it));
    let hidden = |what: &str, text: &str| {
        for secret in &secrets {
            assert!(!text.contains(secret), "{what} prints the secret {secret:?}: {text:?}");
        }
    };
    hidden("Profiles", &format!("{profiles:?}"));
    for section in profiles.profiles() {
        for chosen in [Chosen::ByDefault, Chosen::InCode] {
            let name = ProfileName { name: section.name().to_owned(), chosen };
            match plan(profiles, &name) {
                Ok(plan) => hidden("Plan", &format!("{plan:?}")),
                Err(NoPlan::NotConfigured(why) | NoPlan::Wrong(why)) => {
                    line::check("NoPlan", &why);
                    hidden("NoPlan", &why);
                }
            }
        }
    }
}
