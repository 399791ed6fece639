//! [`Interpreter`]: evaluates the JSON of a rule set, rule by rule.
//!
//! Source: Smithy 2.0, "Rules engine specification".

use serde_json::{Map, Value};

use super::functions::{attribute, call};
use super::{Outcome, Partitions, Values};

/// Evaluates the JSON of a rule set, rule by rule.
pub struct Interpreter<'a> {
    /// The partitions of AWS.
    pub partitions: &'a Partitions,
    /// The rule set.
    pub rules: &'a Value,
}

/// The result of evaluating rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Followed {
    /// The rule that gave the outcome, as a JSON pointer. `None` if no rule matched.
    pub rule: Option<String>,
    /// The outcome. `None` if no rule matched.
    pub outcome: Option<Outcome>,
}

impl Interpreter<'_> {
    /// The result for values of the parameters.
    ///
    /// # Errors
    ///
    /// The rule set is malformed, or uses a feature that is not compared.
    pub fn follow(&self, values: &Values) -> Result<Followed, String> {
        let scope = self.scope(values);
        for (name, parameter) in self.rules["parameters"].as_object().into_iter().flatten() {
            if parameter["required"] == true && !scope.contains_key(name) {
                let error = format!("The parameter {name} is required");
                return Ok(Followed { rule: None, outcome: Some(Outcome::Error(error)) });
            }
        }
        self.rules_at(&self.rules["rules"], "/rules", &scope)
    }

    /// The outcomes of all rules, including rules whose conditions do not hold.
    ///
    /// # Errors
    ///
    /// The rule set is malformed, or uses a feature that is not compared.
    pub fn results(&self, values: &Values) -> Result<Vec<Outcome>, String> {
        let mut results = Vec::new();
        self.results_of(&self.rules["rules"], &self.scope(values), &mut results)?;
        Ok(results)
    }

    fn results_of(
        &self,
        rules: &Value,
        scope: &Map<String, Value>,
        results: &mut Vec<Outcome>,
    ) -> Result<(), String> {
        for rule in rules.as_array().into_iter().flatten() {
            let mut scope = scope.clone();
            for condition in rule["conditions"].as_array().into_iter().flatten() {
                let value = self.value(condition, &scope)?;
                if let Some(name) = condition["assign"].as_str() {
                    scope.insert(name.to_owned(), value);
                }
            }
            match self.result(rule, &scope)? {
                Some(result) => results.push(result),
                None => self.results_of(&rule["rules"], &scope, results)?,
            }
        }
        Ok(())
    }

    fn scope(&self, values: &Values) -> Map<String, Value> {
        let parameters = self.rules["parameters"].as_object().into_iter().flatten();
        let value = |(name, parameter): (&String, &Value)| {
            let value = values.get(name).or_else(|| parameter.get("default"))?;
            Some((name.clone(), value.clone()))
        };
        parameters.filter_map(value).collect()
    }

    fn rules_at(
        &self,
        rules: &Value,
        place: &str,
        scope: &Map<String, Value>,
    ) -> Result<Followed, String> {
        for (index, rule) in rules.as_array().into_iter().flatten().enumerate() {
            let place = format!("{place}/{index}");
            // Names that a rule assigns are out of scope in the next rule.
            let mut scope = scope.clone();
            if !self.holds(rule, &mut scope)? {
                continue;
            }
            return match self.result(rule, &scope)? {
                Some(outcome) => Ok(Followed { rule: Some(place), outcome: Some(outcome) }),
                None => self.rules_at(&rule["rules"], &format!("{place}/rules"), &scope),
            };
        }
        Ok(Followed { rule: None, outcome: None })
    }

    /// The result of a rule that is not a tree.
    fn result(&self, rule: &Value, scope: &Map<String, Value>) -> Result<Option<Outcome>, String> {
        match rule["type"].as_str() {
            Some("tree") => Ok(None),
            Some("error") => {
                let message = self.value(&rule["error"], scope)?;
                Ok(Some(Outcome::Error(message.as_str().unwrap_or_default().to_owned())))
            }
            Some("endpoint") => {
                Outcome::endpoint(&self.filled(&rule["endpoint"], scope)?).map(Some)
            }
            other => Err(format!("unknown type {other:?} of a rule")),
        }
    }

    fn holds(&self, rule: &Value, scope: &mut Map<String, Value>) -> Result<bool, String> {
        for condition in rule["conditions"].as_array().into_iter().flatten() {
            let value = self.value(condition, scope)?;
            if value.is_null() || value == false {
                return Ok(false);
            }
            if let Some(name) = condition["assign"].as_str() {
                scope.insert(name.to_owned(), value);
            }
        }
        Ok(true)
    }

    /// The value of an expression: a literal, a template, a reference or a call.
    fn value(&self, expression: &Value, scope: &Map<String, Value>) -> Result<Value, String> {
        if let Some(text) = expression.as_str() {
            return template(text, scope).map(Value::String);
        }
        if let Some(name) = expression.get("ref").and_then(Value::as_str) {
            return Ok(scope.get(name).cloned().unwrap_or_default());
        }
        let Some(name) = expression.get("fn").and_then(Value::as_str) else {
            return Ok(expression.clone());
        };
        let arguments = expression["argv"].as_array().into_iter().flatten();
        let arguments = arguments.map(|argument| self.value(argument, scope));
        call(self.partitions, name, &arguments.collect::<Result<Vec<_>, _>>()?)
    }

    /// Replaces the expressions in an endpoint by their values, at any depth.
    fn filled(&self, value: &Value, scope: &Map<String, Value>) -> Result<Value, String> {
        match value {
            Value::Array(items) => {
                items.iter().map(|item| self.filled(item, scope)).collect::<Result<_, _>>()
            }
            Value::Object(object) if !object.contains_key("ref") && !object.contains_key("fn") => {
                let mut filled = Map::new();
                for (key, value) in object {
                    filled.insert(key.clone(), self.filled(value, scope)?);
                }
                Ok(filled.into())
            }
            other => self.value(other, scope),
        }
    }
}

/// Replaces the references in braces in a text by their values.
fn template(text: &str, scope: &Map<String, Value>) -> Result<String, String> {
    let mut filled = String::new();
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '{' | '}' if characters.peek() == Some(&character) => {
                characters.next();
                filled.push(character);
            }
            '{' => {
                let mut reference = String::new();
                loop {
                    match characters.next() {
                        Some('}') => break,
                        Some(character) => reference.push(character),
                        None => return Err(format!("{text:?} ends within braces")),
                    }
                }
                let (name, path) = match reference.split_once('#') {
                    Some((name, path)) => (name, Some(path)),
                    None => (reference.as_str(), None),
                };
                let value = scope.get(name).cloned().unwrap_or_default();
                let value = path.map_or(value.clone(), |path| attribute(&value, path));
                match value {
                    Value::String(text) => filled.push_str(&text),
                    Value::Bool(value) => filled.push_str(&value.to_string()),
                    _ => {}
                }
            }
            '}' => return Err(format!("{text:?} has a brace that nothing opened")),
            character => filled.push(character),
        }
    }
    Ok(filled)
}
