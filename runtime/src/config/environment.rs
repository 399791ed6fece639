//! The environment, read once: the variables that configure AWS, and those that say where home is.

use std::collections::BTreeMap;

/// Where the files are, if nothing of AWS says it.
const HOME: [&str; 4] = ["HOME", "USERPROFILE", "HOMEDRIVE", "HOMEPATH"];

/// The variables that begin with `AWS_`, and those of [`HOME`], as they were when the configuration
/// was loaded.
#[derive(Default)]
pub(super) struct Environment {
    pub variables: BTreeMap<String, String>,
    pub unreadable: Vec<String>,
}

impl Environment {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
    pub fn of_process() -> Self {
        let mut environment = Self::default();
        for (name, value) in std::env::vars_os() {
            let is_ours = |name: &&str| name.starts_with("AWS_") || HOME.contains(name);
            let Some(name) = name.to_str().filter(is_ours) else {
                continue;
            };
            match value.into_string() {
                Ok(value) => drop(environment.variables.insert(name.to_owned(), value)),
                // Only where it is needed does it matter that there is no home.
                Err(_) if HOME.contains(&name) => {}
                Err(_) => environment.unreadable.push(format!("{name} is not UTF-8")),
            }
        }
        environment
    }

    pub fn get(&self, name: &str) -> Option<String> {
        self.variables.get(name).cloned()
    }
}
