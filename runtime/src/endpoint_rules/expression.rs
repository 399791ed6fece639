//! Parses and evaluates the texts of conditions and templates, in one pass.

use std::borrow::Cow;

use super::functions;
use super::{Parameters, Value};

/// The values of names: of parameters, and of results that conditions have assigned.
pub struct Scope<'a, 'p> {
    parameters: &'p dyn Parameters<'a>,
    defaults: &'static [(&'static str, &'static str)],
    kept: Vec<(&'static str, Option<Value<'a>>)>,
}

impl<'a, 'p> Scope<'a, 'p> {
    pub fn new(
        parameters: &'p dyn Parameters<'a>,
        defaults: &'static [(&'static str, &'static str)],
    ) -> Self {
        Self { parameters, defaults, kept: Vec::new() }
    }

    /// Whether a condition is met. Assigns its value if the condition has a name. `None` if the
    /// condition is malformed.
    pub fn holds(&mut self, condition: &'static str) -> Option<bool> {
        let (name, expression) = match condition.split_once(" = ") {
            Some((name, expression)) => (Some(name), expression),
            None => (None, condition),
        };
        let value = self.evaluate(expression)?;
        let holds = !matches!(value, None | Some(Value::Bool(false)));
        if let Some(name) = name {
            self.kept.push((name, value));
        }
        Some(holds)
    }

    /// Replaces the names in braces with their values. `None` if the template is malformed.
    pub fn fill(&self, template: &str) -> Option<String> {
        let mut filled = String::with_capacity(template.len() + 32);
        let mut rest = template;
        while let Some(at) = rest.find(['{', '}']) {
            filled.push_str(&rest[..at]);
            let brace = &rest[at..];
            if let Some(after) = brace.strip_prefix("{{") {
                filled.push('{');
                rest = after;
            } else if let Some(after) = brace.strip_prefix("}}") {
                filled.push('}');
                rest = after;
            } else {
                let (name, after) = brace.strip_prefix('{')?.split_once('}')?;
                let mut parser = Parser { rest: name, scope: self };
                match parser.expression()? {
                    Some(Value::Text(text)) => filled.push_str(&text),
                    Some(Value::Bool(value)) => {
                        filled.push_str(if value { "true" } else { "false" })
                    }
                    _ => {}
                }
                rest = after;
            }
        }
        filled.push_str(rest);
        Some(filled)
    }

    fn evaluate(&self, expression: &'static str) -> Option<Option<Value<'a>>> {
        let mut parser = Parser { rest: expression, scope: self };
        let value = parser.expression()?;
        parser.rest.is_empty().then_some(value)
    }

    fn value(&self, name: &str) -> Option<Value<'a>> {
        // The last value is used, because a name can be assigned again.
        if let Some((_, value)) = self.kept.iter().rev().find(|(kept, _)| *kept == name) {
            return value.clone();
        }
        self.parameters.get(name).or_else(|| {
            let (_, default) = self.defaults.iter().find(|(of, _)| *of == name)?;
            self.evaluate(default)?
        })
    }
}

/// The rest of an expression.
struct Parser<'t, 's, 'a, 'p> {
    rest: &'t str,
    scope: &'s Scope<'a, 'p>,
}

impl<'a> Parser<'_, '_, 'a, '_> {
    /// Parses a text, a number, a call, or a name with attributes. The outer `None` is a syntax
    /// error.
    fn expression(&mut self) -> Option<Option<Value<'a>>> {
        self.rest = self.rest.trim_start();
        if let Some(rest) = self.rest.strip_prefix('"') {
            let (text, rest) = rest.split_once('"')?;
            self.rest = rest;
            let text = self.scope.fill(text)?;
            return Some(Some(Value::Text(Cow::Owned(text))));
        }
        let name = self.name()?;
        if let Some(rest) = self.rest.strip_prefix('(') {
            self.rest = rest;
            let arguments = self.arguments()?;
            let value = functions::call(name, &arguments)?;
            return self.attributes(value);
        }
        match name {
            "true" => return Some(Some(Value::Bool(true))),
            "false" => return Some(Some(Value::Bool(false))),
            _ => {}
        }
        if let Ok(number) = name.parse() {
            return Some(Some(Value::Integer(number)));
        }
        let (name, path) = name.split_once('.').unwrap_or((name, ""));
        let value = attribute(self.scope.value(name), path);
        self.attributes(value)
    }

    /// Parses the attributes and items after a value, such as `.region` or `#resourceId[1]`.
    fn attributes(&mut self, mut value: Option<Value<'a>>) -> Option<Option<Value<'a>>> {
        loop {
            if let Some(rest) = self.rest.strip_prefix('[') {
                let (index, rest) = rest.split_once(']')?;
                self.rest = rest;
                let index = index.parse().ok()?;
                value = value.and_then(|value| value.item(index));
            } else if let Some(rest) = self.rest.strip_prefix(['#', '.']) {
                self.rest = rest;
                value = attribute(value, self.name()?);
            } else {
                return Some(value);
            }
        }
    }

    fn arguments(&mut self) -> Option<Vec<Option<Value<'a>>>> {
        let mut arguments = Vec::with_capacity(4);
        loop {
            arguments.push(self.expression()?);
            let rest = self.rest.trim_start();
            if let Some(rest) = rest.strip_prefix(',') {
                self.rest = rest;
            } else {
                self.rest = rest.strip_prefix(')')?;
                return Some(arguments);
            }
        }
    }
}

impl<'t> Parser<'t, '_, '_, '_> {
    /// Parses a name, which may contain dots and colons.
    fn name(&mut self) -> Option<&'t str> {
        let is_in = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | ':' | '-');
        let end = self.rest.find(|c| !is_in(c)).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        self.rest = rest;
        (!name.is_empty()).then_some(name)
    }
}

/// The attribute of a value at a path, such as `region`, or `a.b` for an attribute's attribute.
fn attribute<'a>(value: Option<Value<'a>>, path: &str) -> Option<Value<'a>> {
    let mut names = path.split('.').filter(|name| !name.is_empty());
    names.try_fold(value?, |value, name| value.attribute(name))
}
