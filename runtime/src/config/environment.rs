//! The environment, read once: the `AWS_` variables, and the variables for the home directory.

/// The variables for the home directory, which contains the files by default.
const HOME: [&str; 4] = ["HOME", "USERPROFILE", "HOMEDRIVE", "HOMEPATH"];

/// The variables that begin with `AWS_`, and the variables in [`HOME`], from the time when the
/// configuration was loaded. Sorted by name.
#[derive(Default)]
pub(super) struct Environment {
    variables: Vec<(String, String)>,
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
                Ok(value) => environment.set(name, value),
                // The home directory is not always needed, so this is not an error here.
                Err(_) if HOME.contains(&name) => {}
                Err(_) => environment.unreadable.push(format!("{name} is not UTF-8")),
            }
        }
        environment
    }

    pub fn set(&mut self, name: &str, value: String) {
        match self.find(name) {
            Ok(at) => self.variables[at].1 = value,
            Err(at) => self.variables.insert(at, (name.to_owned(), value)),
        }
    }

    pub fn get(&self, name: &str) -> Option<String> {
        Some(self.variables[self.find(name).ok()?].1.clone())
    }

    /// The names of the variables, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.variables.iter().map(|(name, _)| name.as_str())
    }

    fn find(&self, name: &str) -> Result<usize, usize> {
        self.variables.binary_search_by(|(other, _)| other.as_str().cmp(name))
    }
}
