//! [`ResolvedEndpoint`]: the result of the rules, a URL with its headers and authentication
//! schemes.

use super::expression::Scope;

/// The result of the rules for a set of parameters.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct ResolvedEndpoint {
    /// The URL.
    pub url: String,
    /// The authentication schemes in the order of preference. Empty to use the service's schemes.
    pub auth_schemes: Vec<AuthScheme>,
    /// Headers of each request, as name and value.
    pub headers: Vec<(String, String)>,
}

/// An authentication scheme, and the settings that it overrides.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct AuthScheme {
    /// `sigv4`, `sigv4a` or `sigv4-s3express`.
    pub scheme: String,
    /// The signing name.
    pub signing_name: Option<String>,
    /// The signing region.
    pub signing_region: Option<String>,
    /// For `sigv4a`: the signing regions, joined by commas.
    pub signing_region_set: Option<String>,
    /// Whether the path is encoded once, as S3 requires, instead of twice.
    pub disable_double_encoding: bool,
}

impl ResolvedEndpoint {
    /// Parses a result. `None` if it is malformed.
    pub(super) fn read(result: &str, scope: &Scope<'_, '_>) -> Option<Self> {
        let mut lines = result.lines();
        let mut resolved = Self { url: scope.fill(lines.next()?)?, ..Self::default() };
        for line in lines {
            match line.split_once(": ") {
                Some((name, value)) => {
                    resolved.headers.push((name.to_owned(), scope.fill(value)?));
                }
                None => resolved.auth_schemes.push(AuthScheme::read(line, scope)?),
            }
        }
        Some(resolved)
    }
}

impl AuthScheme {
    /// Parses a line such as `sigv4 name=s3 region={Region} once`.
    fn read(line: &str, scope: &Scope<'_, '_>) -> Option<Self> {
        let mut words = line.split(' ');
        let mut scheme = Self { scheme: words.next()?.to_owned(), ..Self::default() };
        for word in words {
            let (key, value) = word.split_once('=').unwrap_or((word, ""));
            let slot = match key {
                "name" => &mut scheme.signing_name,
                "region" => &mut scheme.signing_region,
                "regions" => &mut scheme.signing_region_set,
                "once" => {
                    scheme.disable_double_encoding = true;
                    continue;
                }
                _ => return None,
            };
            *slot = Some(scope.fill(value)?);
        }
        Some(scheme)
    }
}
