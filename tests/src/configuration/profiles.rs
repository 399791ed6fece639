//! The content of the config and credentials files, and the files' locations.

use aws_operation::internals::{Platform, Section, Variables, locate, profile_name};
use serde_json::{Map, Value};

use super::{profiles, same, same_error, variable};

/// The errors in the suite, each with parts of our message.
const ERRORS: [(&str, &[&str]); 8] = [
    ("Profile definition must end with ']'", &["line 1: the section's name is not closed"]),
    ("Expected a profile definition", &["line 1: no section has begun"]),
    ("Property did not have a name", &["line 2: a property without a name"]),
    ("Expected an '=' sign defining a property", &["line 2: a property without `=`"]),
    ("Expected a property definition", &["an indented line", "there is no property above it"]),
    (
        "Expected a property definition, found continuation",
        &["line 4: an indented line", "there is no property above it"],
    ),
    (
        "Expected an '=' sign defining a sub-property",
        &["line 3: a sub-property of `s3` has no `=`"],
    ),
    ("Sub-property did not have a name", &["line 3: a sub-property of `s3` has no name"]),
];

/// Reads the files of a case, and compares all profiles and sessions, or the error.
///
/// # Errors
///
/// The difference, if there is one.
pub fn check_files(case: &Value) -> Result<(), String> {
    let (input, output) = (&case["input"], &case["output"]);
    let ours = profiles(&input["configFile"], &input["credentialsFile"]);
    let expected = &output["config"];
    match (ours, expected.is_object()) {
        (Err(error), false) => same_error(&error, &output["errorContaining"], &ERRORS),
        (Err(error), true) => Err(format!("unexpected error: {error:?}")),
        (Ok(_), false) => Err(format!("expected an error, {output}")),
        (Ok(ours), true) => {
            let sessions = expected.get("sso_sessions").cloned();
            same(&object(ours.profiles()), &expected["profiles"])?;
            same(&object(ours.sso_sessions()), &sessions.unwrap_or_else(|| Map::new().into()))
        }
    }
}

fn object<'a>(sections: impl Iterator<Item = &'a Section>) -> Value {
    let section = |section: &Section| {
        let properties = section.properties();
        let properties = properties.map(|(key, value)| (key.to_owned(), value.into()));
        (section.name().to_owned(), Value::Object(properties.collect()))
    };
    Value::Object(sections.map(section).collect())
}

/// Finds the files of a case, and the selected profile.
///
/// # Errors
///
/// The difference, if there is one.
pub fn check_locations(case: &Value) -> Result<(), String> {
    let find = |name: &str| variable(&case["environment"], name);
    let variables = Variables::new(&find);
    let platform = match case["platform"].as_str() {
        Some("linux") => Platform::Unix,
        Some("windows") => Platform::Windows,
        other => return Err(format!("unknown platform {other:?}")),
    };
    let files = locate(variables, platform)?;
    same(&files.config.into(), &case["configLocation"])?;
    same(&files.credentials.into(), &case["credentialsLocation"])?;
    match case.get("profile") {
        Some(profile) => same(&profile_name(None, variables).name.into(), profile),
        None => Ok(()),
    }
}
