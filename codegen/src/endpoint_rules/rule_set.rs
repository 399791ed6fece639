//! Reads a rule set from its JSON: parameters, rules, conditions and expressions.
//!
//! Names are resolved here: a parameter gets the name that it has in the runtime, and a reference
//! to a name that is not in scope is an error.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// A rule set.
#[derive(Debug)]
pub struct RuleSet {
    /// The parameters, by their names in the rule set.
    pub parameters: BTreeMap<String, Parameter>,
    pub rules: Vec<Rule>,
}

/// A parameter of the rules.
#[derive(Debug)]
pub struct Parameter {
    /// The parameter's name in the runtime.
    pub name: String,
    pub has_built_in: bool,
    pub is_boolean: bool,
    /// Whether the parameter must have a value.
    pub is_required: bool,
    pub default: Option<Value>,
    /// Whether a rule refers to it.
    pub is_used: bool,
}

/// A rule: its conditions, and its outcome if they hold.
#[derive(Debug)]
pub struct Rule {
    pub conditions: Vec<Condition>,
    pub then: Then,
}

/// The outcome of a rule whose conditions hold.
#[derive(Debug)]
pub enum Then {
    Tree(Vec<Rule>),
    Endpoint(Endpoint),
    Error(Expression),
}

/// A condition, and the name that is assigned its value, if a rule uses that name.
#[derive(Debug)]
pub struct Condition {
    pub expression: Expression,
    pub assign: Option<String>,
}

/// An endpoint, without the properties that are not about authentication.
#[derive(Debug)]
pub struct Endpoint {
    pub url: Expression,
    pub headers: Vec<(String, Expression)>,
    pub auth_schemes: Vec<AuthScheme>,
}

/// An authentication scheme, and the signing properties that it overrides.
#[derive(Debug)]
pub struct AuthScheme {
    pub scheme: String,
    pub signing_name: Option<Expression>,
    pub signing_region: Option<Expression>,
    pub signing_region_set: Option<Vec<Expression>>,
    pub disable_double_encoding: bool,
}

/// An expression, which has a value.
#[derive(Debug, Clone)]
pub enum Expression {
    Bool(bool),
    Integer(u32),
    /// A text with expressions in it.
    Template(Vec<Part>),
    /// A parameter, or a name that a condition assigned.
    Name(Name),
    Call(Function, Vec<Expression>),
    /// The attribute of a value at a path. The path has at least one step.
    Attribute(Box<Expression>, Vec<Step>),
}

/// A part of a template.
#[derive(Debug, Clone)]
pub enum Part {
    Text(String),
    Value(Expression),
}

/// A name, and the properties of its value.
#[derive(Debug, Clone)]
pub struct Name {
    pub name: String,
    pub is_boolean: bool,
    pub is_always_set: bool,
    /// Whether its text is a part of a parameter's text. Only such a text can be split.
    pub is_borrowed: bool,
}

/// A step of a path.
#[derive(Debug, Clone)]
pub enum Step {
    Key(String),
    Index(u32),
}

/// A function of the rules engine. `getAttr` is not included: it is [`Expression::Attribute`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    BooleanEquals,
    IsSet,
    IsValidHostLabel,
    IsVirtualHostableS3Bucket,
    Not,
    ParseArn,
    ParseUrl,
    Partition,
    StringEquals,
    Substring,
    UriEncode,
}

impl Function {
    /// Each function with its name and its number of arguments.
    const ALL: [(Self, &'static str, usize); 11] = [
        (Self::BooleanEquals, "booleanEquals", 2),
        (Self::IsSet, "isSet", 1),
        (Self::IsValidHostLabel, "isValidHostLabel", 2),
        (Self::IsVirtualHostableS3Bucket, "aws.isVirtualHostableS3Bucket", 2),
        (Self::Not, "not", 1),
        (Self::ParseArn, "aws.parseArn", 1),
        (Self::ParseUrl, "parseURL", 1),
        (Self::Partition, "aws.partition", 1),
        (Self::StringEquals, "stringEquals", 2),
        (Self::Substring, "substring", 4),
        (Self::UriEncode, "uriEncode", 1),
    ];

    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(function, ..)| *function == self).map_or("", |(_, name, _)| name)
    }
}

impl Expression {
    /// Whether the value is `true` or `false`, if there is a value.
    pub fn is_boolean(&self) -> bool {
        match self {
            Self::Bool(_) => true,
            Self::Name(name) => name.is_boolean,
            Self::Call(function, _) => matches!(
                function,
                Function::BooleanEquals
                    | Function::IsSet
                    | Function::IsValidHostLabel
                    | Function::IsVirtualHostableS3Bucket
                    | Function::Not
                    | Function::StringEquals
            ),
            Self::Attribute(_, path) => matches!(path.as_slice(), [Step::Key(key)] if is_flag(key)),
            Self::Integer(_) | Self::Template(_) => false,
        }
    }

    /// Whether the expression has a value for all parameters.
    pub fn is_always_set(&self) -> bool {
        match self {
            Self::Bool(_) | Self::Integer(_) | Self::Template(_) => true,
            Self::Name(name) => name.is_always_set,
            Self::Call(..) => self.is_boolean(),
            Self::Attribute(of, _) => self.is_boolean() && of.is_always_set(),
        }
    }

    /// Whether the text, if there is one, is a part of a parameter's text.
    fn is_borrowed(&self) -> bool {
        match self {
            Self::Name(name) => name.is_borrowed,
            Self::Attribute(_, path) => {
                !matches!(path.last(), Some(Step::Key(key)) if key == "normalizedPath")
            }
            Self::Call(Function::Substring, arguments) => {
                arguments.first().is_some_and(Self::is_borrowed)
            }
            _ => false,
        }
    }
}

/// Whether an attribute of a partition or URL is `true` or `false`.
fn is_flag(key: &str) -> bool {
    matches!(key, "supportsFIPS" | "supportsDualStack" | "isIp")
}

impl RuleSet {
    /// Reads a rule set.
    ///
    /// # Errors
    ///
    /// The rule set is malformed, or uses a feature that is not supported. The error names the
    /// place.
    pub fn read(rule_set: &Value) -> Result<Self, String> {
        let parameters = object(&rule_set["parameters"]).map_err(|e| at("parameters", &e))?;
        let mut reader = Reader { parameters: BTreeMap::new(), scope: Vec::new() };
        for (name, parameter) in parameters {
            let parameter = Parameter::read(name, parameter)
                .map_err(|e| at(&format!("parameters: {name}"), &e))?;
            if reader.parameters.values().any(|other| other.name == parameter.name) {
                return Err(format!("parameters: duplicate parameter `{}`", parameter.name));
            }
            reader.parameters.insert(name.clone(), parameter);
        }
        let rules = reader.rules(&rule_set["rules"])?;
        Ok(Self { parameters: reader.parameters, rules })
    }
}

impl Parameter {
    fn read(name: &str, parameter: &Value) -> Result<Self, String> {
        let built_in = optional_text(parameter, "builtIn")?;
        let kind = text(&parameter["type"]).map_err(|e| at("type", &e))?;
        let name = match built_in {
            Some("SDK::Endpoint") => "Endpoint",
            Some(built_in) => built_in
                .strip_prefix("AWS::")
                .ok_or_else(|| format!("unknown built-in `{built_in}`"))?,
            None => name,
        };
        if !name.split("::").all(is_name) {
            return Err(format!("invalid name `{name}`"));
        }
        let default = parameter.get("default").cloned();
        Ok(Self {
            name: name.to_owned(),
            has_built_in: built_in.is_some(),
            is_boolean: kind.eq_ignore_ascii_case("boolean"),
            is_required: parameter["required"] == true,
            default,
            is_used: false,
        })
    }

    /// Whether the runtime always sets the parameter.
    pub fn is_always_given(&self) -> bool {
        self.has_built_in && matches!(self.name.as_str(), "UseFIPS" | "UseDualStack")
    }
}

struct Reader {
    parameters: BTreeMap<String, Parameter>,
    /// The names that the conditions of this rule and of the rules around it assign, and whether
    /// each is used.
    scope: Vec<(Name, bool)>,
}

impl Reader {
    fn rules(&mut self, rules: &Value) -> Result<Vec<Rule>, String> {
        let rules = list(rules).map_err(|e| at("rules", &e))?;
        if rules.is_empty() {
            return Err("rules: the list is empty".to_owned());
        }
        let one = |(index, rule)| {
            let known = self.scope.len();
            let mut rule = self.rule(rule).map_err(|e| at(&format!("rules[{index}]"), &e))?;
            let kept = self.scope.split_off(known);
            let is_used =
                |name: &String| kept.iter().any(|(kept, used)| *used && kept.name == *name);
            for condition in &mut rule.conditions {
                condition.assign = condition.assign.take().filter(is_used);
            }
            Ok(rule)
        };
        rules.iter().enumerate().map(one).collect()
    }

    fn rule(&mut self, rule: &Value) -> Result<Rule, String> {
        let conditions = list(&rule["conditions"]).map_err(|e| at("conditions", &e))?;
        let one = |(index, condition)| {
            self.condition(condition).map_err(|e| at(&format!("conditions[{index}]"), &e))
        };
        let conditions = conditions.iter().enumerate().map(one).collect::<Result<_, _>>()?;
        let then = match text(&rule["type"]).map_err(|e| at("type", &e))? {
            "tree" => Then::Tree(self.rules(&rule["rules"])?),
            "endpoint" => {
                Then::Endpoint(self.endpoint(&rule["endpoint"]).map_err(|e| at("endpoint", &e))?)
            }
            "error" => Then::Error(self.expression(&rule["error"]).map_err(|e| at("error", &e))?),
            other => return Err(format!("unknown type `{other}`")),
        };
        Ok(Rule { conditions, then })
    }

    fn condition(&mut self, condition: &Value) -> Result<Condition, String> {
        let expression = self.expression(condition)?;
        let assign = optional_text(condition, "assign")?.map(str::to_owned);
        if let Some(name) = &assign {
            if !is_name(name) {
                return Err(format!("invalid name `{name}`"));
            }
            let is_parameter = self.parameters.values().any(|parameter| parameter.name == *name);
            if is_parameter
                || self.parameters.contains_key(name)
                || self.scope.iter().any(|(known, _)| known.name == *name)
            {
                return Err(format!("`{name}` already has a value"));
            }
            let kept = Name {
                name: name.clone(),
                is_boolean: expression.is_boolean(),
                // It is in scope only where the condition holds, so it has a value there.
                is_always_set: true,
                is_borrowed: expression.is_borrowed(),
            };
            self.scope.push((kept, false));
        }
        Ok(Condition { expression, assign })
    }

    fn endpoint(&mut self, endpoint: &Value) -> Result<Endpoint, String> {
        let url = self.expression(&endpoint["url"]).map_err(|e| at("url", &e))?;
        let mut headers = Vec::new();
        for (name, values) in
            optional_object(&endpoint["headers"]).map_err(|e| at("headers", &e))?
        {
            if name.is_empty() || !name.bytes().all(is_header_byte) {
                return Err(format!("headers: invalid name `{}`", name.escape_debug()));
            }
            for value in list(values).map_err(|e| at(&format!("headers: {name}"), &e))? {
                let value =
                    self.expression(value).map_err(|e| at(&format!("headers: {name}"), &e))?;
                headers.push((name.clone(), value));
            }
        }
        let schemes = match &endpoint["properties"]["authSchemes"] {
            Value::Null => &[][..],
            schemes => list(schemes).map_err(|e| at("authSchemes", &e))?,
        };
        let scheme = |scheme| self.auth_scheme(scheme).map_err(|e| at("authSchemes", &e));
        let auth_schemes = schemes.iter().map(scheme).collect::<Result<_, _>>()?;
        Ok(Endpoint { url, headers, auth_schemes })
    }

    fn auth_scheme(&mut self, scheme: &Value) -> Result<AuthScheme, String> {
        let mut read = AuthScheme {
            scheme: text(&scheme["name"]).map_err(|e| at("name", &e))?.to_owned(),
            signing_name: None,
            signing_region: None,
            signing_region_set: None,
            disable_double_encoding: false,
        };
        for (key, value) in object(scheme)? {
            match (key.as_str(), value) {
                ("name", _) => {}
                ("signingName", value) => read.signing_name = Some(self.expression(value)?),
                ("signingRegion", value) => read.signing_region = Some(self.expression(value)?),
                ("signingRegionSet", value) => {
                    let regions = list(value)?.iter().map(|region| self.expression(region));
                    read.signing_region_set = Some(regions.collect::<Result<_, _>>()?);
                }
                ("disableDoubleEncoding", Value::Bool(value)) => {
                    read.disable_double_encoding = *value;
                }
                // `false` is the default, so it has no effect.
                (_, Value::Bool(false)) => {}
                (key, _) => return Err(format!("unknown property `{key}` of `{}`", read.scheme)),
            }
        }
        Ok(read)
    }

    fn expression(&mut self, value: &Value) -> Result<Expression, String> {
        match value {
            Value::Bool(value) => Ok(Expression::Bool(*value)),
            Value::Number(number) => number
                .as_u64()
                .and_then(|number| number.try_into().ok())
                .map(Expression::Integer)
                .ok_or_else(|| format!("invalid number `{number}`")),
            Value::String(text) => self.template(text),
            Value::Object(object) => match (object.get("ref"), object.get("fn")) {
                (Some(name), None) => self.name(text(name)?),
                (None, Some(function)) => {
                    let arguments = list(&value["argv"]).map_err(|e| at("argv", &e))?;
                    self.call(text(function)?, arguments)
                }
                _ => Err("an object is neither a reference nor a function".to_owned()),
            },
            Value::Null => Err("a value is missing".to_owned()),
            Value::Array(_) => Err("arrays are not supported as values".to_owned()),
        }
    }

    fn name(&mut self, name: &str) -> Result<Expression, String> {
        if let Some((name, is_used)) = self.scope.iter_mut().find(|(known, _)| known.name == name) {
            *is_used = true;
            return Ok(Expression::Name(name.clone()));
        }
        let parameter =
            self.parameters.get_mut(name).ok_or_else(|| format!("`{name}` is not defined"))?;
        parameter.is_used = true;
        Ok(Expression::Name(Name {
            name: parameter.name.clone(),
            is_boolean: parameter.is_boolean,
            is_always_set: parameter.default.is_some()
                || parameter.is_required
                || parameter.is_always_given(),
            is_borrowed: true,
        }))
    }

    fn call(&mut self, function: &str, arguments: &[Value]) -> Result<Expression, String> {
        if function == "getAttr" {
            let [of, path] = arguments else {
                return Err("`getAttr` needs two arguments".to_owned());
            };
            return attribute(self.expression(of)?, text(path)?);
        }
        let known = Function::ALL.iter().find(|(_, name, _)| *name == function);
        let (function, name, count) =
            known.ok_or_else(|| format!("unknown function `{function}`"))?;
        if arguments.len() != *count {
            return Err(format!("`{name}` has {} arguments and needs {count}", arguments.len()));
        }
        let arguments = arguments.iter().map(|argument| self.expression(argument));
        let arguments = arguments.collect::<Result<Vec<_>, _>>().map_err(|e| at(name, &e))?;
        let is_supported = match (function, arguments.as_slice()) {
            (Function::Substring, [_, start, stop, _]) => {
                matches!((start, stop), (Expression::Integer(_), Expression::Integer(_)))
            }
            (Function::ParseArn | Function::ParseUrl, [of]) => of.is_borrowed(),
            _ => true,
        };
        match is_supported {
            true => Ok(Expression::Call(*function, arguments)),
            false => Err(format!("`{name}` is not supported with these arguments")),
        }
    }

    /// Parses a template. `{name}` and `{name#path}` stand for values, and a doubled brace stands
    /// for a brace.
    fn template(&mut self, template: &str) -> Result<Expression, String> {
        let malformed = || format!("malformed template `{}`", template.escape_debug());
        let (mut parts, mut text, mut rest) = (Vec::new(), String::new(), template);
        while let Some(at) = rest.find(['{', '}']) {
            text.push_str(&rest[..at]);
            let brace = &rest[at..];
            if let Some(after) = brace.strip_prefix("{{") {
                text.push('{');
                rest = after;
            } else if let Some(after) = brace.strip_prefix("}}") {
                text.push('}');
                rest = after;
            } else {
                let inside = brace.strip_prefix('{').and_then(|inside| inside.split_once('}'));
                let (inside, after) = inside.ok_or_else(malformed)?;
                let value = match inside.split_once('#') {
                    Some((name, path)) => attribute(self.name(name)?, path)?,
                    None => self.name(inside)?,
                };
                if !text.is_empty() {
                    parts.push(Part::Text(std::mem::take(&mut text)));
                }
                parts.push(Part::Value(value));
                rest = after;
            }
        }
        text.push_str(rest);
        if !text.is_empty() {
            parts.push(Part::Text(text));
        }
        // A template that is only one text value is replaced by that value.
        match parts.as_slice() {
            [Part::Value(value)] if !value.is_boolean() => Ok(value.clone()),
            _ => Ok(Expression::Template(parts)),
        }
    }
}

/// The attribute of a value at a path: `region`, `resourceId[1]`, `[0]`.
fn attribute(of: Expression, path: &str) -> Result<Expression, String> {
    let malformed = || format!("malformed path `{}`", path.escape_debug());
    let (of, mut steps) = match of {
        Expression::Attribute(of, steps) => (of, steps),
        of @ (Expression::Name(_) | Expression::Call(..)) => (Box::new(of), Vec::new()),
        _ => return Err("`getAttr` is not supported with a literal".to_owned()),
    };
    for part in path.split('.') {
        let (key, indexes) = part.split_at(part.find('[').unwrap_or(part.len()));
        if is_name(key) {
            steps.push(Step::Key(key.to_owned()));
        } else if !key.is_empty() || indexes.is_empty() {
            return Err(malformed());
        }
        let mut rest = indexes;
        while !rest.is_empty() {
            let index = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'));
            let (index, after) = index.ok_or_else(malformed)?;
            steps.push(Step::Index(index.parse().map_err(|_| malformed())?));
            rest = after;
        }
    }
    Ok(Expression::Attribute(of, steps))
}

/// Whether a text is a valid name. `true` and `false` are values, not names.
fn is_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && !matches!(name, "true" | "false")
}

fn is_header_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

/// Puts the place before an error.
fn at(place: &str, error: &str) -> String {
    format!("{place}: {error}")
}

fn text(value: &Value) -> Result<&str, String> {
    value.as_str().ok_or_else(|| "a string is missing".to_owned())
}

fn optional_text<'a>(of: &'a Value, key: &str) -> Result<Option<&'a str>, String> {
    match of.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => text(value).map(Some).map_err(|e| at(key, &e)),
    }
}

fn list(value: &Value) -> Result<&[Value], String> {
    value.as_array().map(Vec::as_slice).ok_or_else(|| "a list is missing".to_owned())
}

fn object(value: &Value) -> Result<&Map<String, Value>, String> {
    value.as_object().ok_or_else(|| "an object is missing".to_owned())
}

fn optional_object(value: &Value) -> Result<impl Iterator<Item = (&String, &Value)>, String> {
    match value {
        Value::Null => Ok(None.into_iter().flatten()),
        value => Ok(Some(object(value)?).into_iter().flatten()),
    }
}
