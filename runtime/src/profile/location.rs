//! The paths of the profile files, and the name of the selected profile.

/// The environment, as a function from a variable's name to its value.
#[derive(Clone, Copy)]
pub struct Variables<'a>(&'a dyn Fn(&str) -> Option<String>);

impl<'a> Variables<'a> {
    /// An environment whose values the function returns.
    pub fn new(variables: &'a dyn Fn(&str) -> Option<String>) -> Self {
        Self(variables)
    }

    /// A variable's value, without white space around it. A blank variable counts as not set.
    pub fn get(&self, name: &str) -> Option<String> {
        let value = (self.0)(name)?;
        match value.trim() {
            "" => None,
            trimmed if trimmed.len() == value.len() => Some(value),
            trimmed => Some(trimmed.to_owned()),
        }
    }
}

/// The platform: determines the path separator and the home directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Platform {
    /// Paths with `/`; the home directory is `HOME`.
    Unix,
    /// Paths with `\`; the home directory is `HOME`, `USERPROFILE`, or `HOMEDRIVE` and `HOMEPATH`.
    Windows,
}

impl Platform {
    /// The platform that this program is built for.
    pub const HERE: Self = if cfg!(windows) { Self::Windows } else { Self::Unix };

    fn separator(self) -> char {
        match self {
            Self::Unix => '/',
            Self::Windows => '\\',
        }
    }

    fn home(self, variables: Variables<'_>) -> Option<String> {
        let home = variables.get("HOME");
        match self {
            Self::Unix => home,
            Self::Windows => home
                .or_else(|| variables.get("USERPROFILE"))
                .or_else(|| Some(variables.get("HOMEDRIVE")? + &variables.get("HOMEPATH")?)),
        }
    }
}

/// The paths of the two files. They may be `None` without a home directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Files {
    /// The config file's path.
    pub config: Option<String>,
    /// The credentials file's path.
    pub credentials: Option<String>,
    /// Whether a variable names the config file. The file should then exist.
    pub config_is_named: bool,
    /// Whether a variable names the credentials file. The file should then exist.
    pub credentials_is_named: bool,
}

/// Finds the paths of the two files.
///
/// # Errors
///
/// A path begins with `~`, and no variable has the home directory.
pub fn locate(variables: Variables<'_>, platform: Platform) -> Result<Files, String> {
    let home = platform.home(variables);
    let file = |variable: &str, name: &str| match variables.get(variable) {
        Some(path) => match (path.strip_prefix('~'), &home) {
            (Some(rest), Some(home)) if rest.is_empty() || is_below(rest, platform) => {
                Ok((Some(join(home, rest, platform)), true))
            }
            (Some(rest), None) if is_below(rest, platform) => Err(format!(
                "{variable} begins with `~`, and HOME is not set; write the whole path, or set HOME"
            )),
            _ => Ok((Some(path), true)),
        },
        None => {
            let separator = platform.separator();
            let below = format!("{separator}.aws{separator}{name}");
            Ok((home.as_ref().map(|home| join(home, &below, platform)), false))
        }
    };
    let (config, config_is_named) = file("AWS_CONFIG_FILE", "config")?;
    let (credentials, credentials_is_named) = file("AWS_SHARED_CREDENTIALS_FILE", "credentials")?;
    Ok(Files { config, credentials, config_is_named, credentials_is_named })
}

/// The folder of the IAM Identity Center tokens. `None` without a home directory.
#[cfg(feature = "sso")]
pub(crate) fn sso_cache(variables: Variables<'_>, platform: Platform) -> Option<String> {
    let home = platform.home(variables)?;
    let separator = platform.separator();
    Some(join(&home, &format!("{separator}.aws{separator}sso{separator}cache"), platform))
}

fn is_below(rest: &str, platform: Platform) -> bool {
    rest.starts_with('/') || rest.starts_with(platform.separator())
}

fn join(home: &str, below: &str, platform: Platform) -> String {
    let end = |character| character == '/' || character == platform.separator();
    format!("{}{below}", home.trim_end_matches(end))
}

/// The selected profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileName {
    /// The profile's name.
    pub name: String,
    /// How the profile was selected.
    pub chosen: Chosen,
}

/// How a profile was selected. A profile that is selected by name must exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chosen {
    /// No profile was selected; it is `default`.
    ByDefault,
    /// By this environment variable.
    ByVariable(&'static str),
    /// In code.
    InCode,
}

/// The profile's name: from the code, `AWS_PROFILE` or `AWS_DEFAULT_PROFILE`; otherwise `default`.
pub fn profile_name(in_code: Option<&str>, variables: Variables<'_>) -> ProfileName {
    if let Some(name) = in_code {
        return ProfileName { name: name.to_owned(), chosen: Chosen::InCode };
    }
    for variable in ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"] {
        if let Some(name) = variables.get(variable) {
            return ProfileName { name, chosen: Chosen::ByVariable(variable) };
        }
    }
    ProfileName { name: "default".to_owned(), chosen: Chosen::ByDefault }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(platform: Platform, variables: &[(&str, &str)]) -> Result<Option<String>, String> {
        let find = |name: &str| {
            let found = variables.iter().find(|(variable, _)| *variable == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        locate(Variables::new(&find), platform).map(|files| files.config)
    }

    #[test]
    fn a_tilde_is_the_home_and_a_blank_variable_is_not_set() {
        for (platform, variables, expected) in [
            (Platform::Unix, &[("HOME", "/root/")][..], Some("/root/.aws/config")),
            (Platform::Unix, &[("HOME", "/")], Some("/.aws/config")),
            (Platform::Unix, &[], None),
            (Platform::Unix, &[("HOME", "/h"), ("AWS_CONFIG_FILE", " ")], Some("/h/.aws/config")),
            (Platform::Unix, &[("HOME", "/h"), ("AWS_CONFIG_FILE", "~/c")], Some("/h/c")),
            (Platform::Unix, &[("HOME", "/h"), ("AWS_CONFIG_FILE", "~you/c")], Some("~you/c")),
            (Platform::Unix, &[("USERPROFILE", "/h")], None),
            (
                Platform::Windows,
                &[("HOME", "C:\\h"), ("AWS_CONFIG_FILE", "~\\c")],
                Some("C:\\h\\c"),
            ),
            (Platform::Windows, &[("HOMEDRIVE", "C:")], None),
        ] {
            assert_eq!(
                config(platform, variables),
                Ok(expected.map(str::to_owned)),
                "{variables:?}"
            );
        }
        let error = config(Platform::Unix, &[("AWS_CONFIG_FILE", "~/c")]).unwrap_err();
        assert_eq!(
            error,
            "AWS_CONFIG_FILE begins with `~`, and HOME is not set; write the whole path, or set \
             HOME"
        );
    }

    #[test]
    fn code_wins_over_variables() {
        let both = |name: &str| name.ends_with("PROFILE").then(|| format!(" {name}\n"));
        let name = profile_name(Some("a"), Variables::new(&both));
        assert_eq!(name, ProfileName { name: "a".to_owned(), chosen: Chosen::InCode });
        let name = profile_name(None, Variables::new(&both));
        assert_eq!(name.name, "AWS_PROFILE");
        assert_eq!(profile_name(None, Variables::new(&|_| None)).chosen, Chosen::ByDefault);
    }
}
