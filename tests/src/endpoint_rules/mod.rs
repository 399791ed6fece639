//! Tests of endpoint rules: rule sets with their cases, compiled and evaluated by the runtime, and
//! evaluated by a simple interpreter for comparison.

mod compiled;
mod functions;
mod interpreter;
mod partitions;
mod random;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

pub use compiled::Compiled;
pub use interpreter::{Followed, Interpreter};
pub use partitions::Partitions;
pub use random::Source;

/// A rule set and its cases.
pub struct RuleSet {
    /// The name of its file.
    pub name: String,
    /// The first label of the service's hosts.
    pub endpoint_prefix: String,
    /// The service's name in signatures, unless a rule names another.
    pub signing_name: Option<String>,
    /// The parameters that are set in the configuration of a client.
    pub client_parameters: Vec<String>,
    /// The rule set.
    pub rules: Value,
    /// The cases of the rule set.
    pub cases: Vec<Value>,
}

/// The values of parameters, by their names in the rule set.
pub type Values = BTreeMap<String, Value>;

/// The result of rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// An endpoint.
    Endpoint {
        /// Its URL.
        url: String,
        /// The headers of each request, sorted by name.
        headers: Vec<(String, String)>,
        /// Authentication schemes, in order of preference.
        schemes: Vec<Scheme>,
    },
    /// An error, with the message of the rules.
    Error(String),
}

/// An authentication scheme, and the signing properties that it overrides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scheme {
    /// Its name.
    pub name: String,
    /// The service's name in the signature.
    pub signing_name: Option<String>,
    /// The region in the signature.
    pub signing_region: Option<String>,
    /// The regions of the signature, separated by commas.
    pub signing_region_set: Option<String>,
    /// Whether the path is encoded only once.
    pub disable_double_encoding: bool,
}

impl Outcome {
    /// Converts the JSON of an endpoint: from a case, or from a rule with filled templates.
    ///
    /// # Errors
    ///
    /// An authentication scheme has a property that is not compared.
    pub fn endpoint(endpoint: &Value) -> Result<Self, String> {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let mut headers = Vec::new();
        for (name, values) in endpoint["headers"].as_object().into_iter().flatten() {
            for value in values.as_array().into_iter().flatten() {
                headers.push((name.clone(), text(value).unwrap_or_default()));
            }
        }
        headers.sort();
        let mut schemes = Vec::new();
        for scheme in endpoint["properties"]["authSchemes"].as_array().into_iter().flatten() {
            let known = [
                "name",
                "signingName",
                "signingRegion",
                "signingRegionSet",
                "disableDoubleEncoding",
            ];
            let mut keys = scheme.as_object().into_iter().flat_map(|it| it.keys());
            if let Some(key) = keys.find(|key| !known.contains(&key.as_str())) {
                return Err(format!("{key:?} of an authentication scheme is not compared"));
            }
            let regions = scheme["signingRegionSet"].as_array().map(|regions| {
                regions.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(",")
            });
            schemes.push(Scheme {
                name: text(&scheme["name"]).unwrap_or_default(),
                signing_name: text(&scheme["signingName"]),
                signing_region: text(&scheme["signingRegion"]),
                signing_region_set: regions,
                disable_double_encoding: scheme["disableDoubleEncoding"] == true,
            });
        }
        Ok(Self::Endpoint { url: text(&endpoint["url"]).unwrap_or_default(), headers, schemes })
    }

    /// The same outcome. Where the rules give no signing name, it has the service's.
    #[must_use]
    pub fn signed_by(mut self, service: &RuleSet) -> Self {
        if let Self::Endpoint { schemes, .. } = &mut self {
            for scheme in schemes {
                scheme.signing_name = scheme.signing_name.take().or(service.signing_name.clone());
            }
        }
        self
    }

    /// Whether the URLs are equal, or the errors are equal.
    pub fn says_the_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Endpoint { url, .. }, Self::Endpoint { url: other, .. }) => url == other,
            (Self::Error(error), Self::Error(other)) => error == other,
            _ => false,
        }
    }

    /// The outcome that a case expects. A case without properties expects nothing about
    /// authentication; then the schemes of `followed`, the interpreter's outcome, are used.
    ///
    /// # Errors
    ///
    /// The case expects nothing, or something that is not compared.
    pub fn expected(case: &Value, followed: Option<&Self>) -> Result<Self, String> {
        let expect = &case["expect"];
        let mut expected = match (&expect["error"], &expect["endpoint"]) {
            (Value::String(error), Value::Null) => return Ok(Self::Error(error.clone())),
            (Value::Null, endpoint @ Value::Object(_)) => Self::endpoint(endpoint)?,
            _ => return Err("the case expects neither an error nor an endpoint".to_owned()),
        };
        if expect["endpoint"].get("properties").is_some() {
            return Ok(expected);
        }
        let both = (&mut expected, followed);
        if let (Self::Endpoint { schemes, .. }, Some(Self::Endpoint { schemes: theirs, .. })) = both
        {
            schemes.clone_from(theirs);
        }
        Ok(expected)
    }
}

impl RuleSet {
    /// The values of a case's parameters.
    pub fn values(case: &Value) -> Values {
        let params = case["params"].as_object();
        params.into_iter().flatten().map(|(name, value)| (name.clone(), value.clone())).collect()
    }
}

/// The rule sets in a folder of vectors, sorted by name. Files without a rule set are skipped.
///
/// # Errors
///
/// A file cannot be read.
pub fn in_vectors(folder: &Path) -> Result<Vec<RuleSet>, String> {
    let read = |name: String, file: &Value| {
        let rules = file.get("ruleSet")?.clone();
        let endpoint_prefix = file["endpointPrefix"].as_str().unwrap_or_default().to_owned();
        let cases = file["testCases"].as_array().cloned().unwrap_or_default();
        let signing_name = file["signingName"].as_str().map(str::to_owned);
        let client_parameters = Vec::new();
        Some(RuleSet { name, endpoint_prefix, signing_name, client_parameters, rules, cases })
    };
    all(folder, read)
}

/// The rule sets in a folder of models, sorted by name. Models without a rule set are skipped.
///
/// # Errors
///
/// A file cannot be read.
pub fn in_models(folder: &Path) -> Result<Vec<RuleSet>, String> {
    let read = |name: String, file: &Value| {
        let mut shapes = file["shapes"].as_object()?.values();
        let traits = &shapes.find(|shape| shape["type"] == "service")?["traits"];
        let rules = traits.get("smithy.rules#endpointRuleSet")?.clone();
        let signing_name = traits["aws.auth#sigv4"]["name"].as_str();
        let prefix = traits["aws.api#service"]["endpointPrefix"].as_str().or(signing_name);
        let client = traits["smithy.rules#clientContextParams"].as_object();
        let cases = traits["smithy.rules#endpointTests"]["testCases"].as_array();
        Some(RuleSet {
            name,
            endpoint_prefix: prefix.unwrap_or_default().to_owned(),
            signing_name: signing_name.map(str::to_owned),
            client_parameters: client.into_iter().flat_map(|it| it.keys().cloned()).collect(),
            rules,
            cases: cases.cloned().unwrap_or_default(),
        })
    };
    all(folder, read)
}

fn all(
    folder: &Path,
    read: impl Fn(String, &Value) -> Option<RuleSet>,
) -> Result<Vec<RuleSet>, String> {
    let at = |path: &Path, error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| at(folder, &error))? {
        let path = entry.map_err(|error| at(folder, &error))?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            paths.push(path);
        }
    }
    paths.sort();
    let mut rule_sets = Vec::new();
    for path in paths {
        let text = fs::read(&path).map_err(|error| at(&path, &error))?;
        let file: Value = serde_json::from_slice(&text).map_err(|error| at(&path, &error))?;
        let name = path.file_stem().map(|name| name.to_string_lossy().into_owned());
        rule_sets.extend(read(name.unwrap_or_default(), &file));
    }
    Ok(rule_sets)
}
