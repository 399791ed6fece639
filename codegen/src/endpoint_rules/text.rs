//! Writes conditions and results in the runtime's syntax.

use std::fmt::Write as _;

use super::rule_set::{AuthScheme, Endpoint, Expression, Part, Step};

/// A condition: an expression. If its value is assigned to a name, the name comes first.
pub fn condition(expression: &Expression, assign: Option<&str>) -> Result<String, String> {
    let mut text = String::new();
    write(&mut text, expression)?;
    if text.contains(" = ") {
        return Err(format!("a condition with ` = ` in a string is not supported: `{text}`"));
    }
    Ok(match assign {
        Some(name) => format!("{name} = {text}"),
        None => text,
    })
}

/// The expression of a parameter's default.
pub fn default(value: &serde_json::Value) -> Result<String, String> {
    let expression = match value {
        serde_json::Value::Bool(value) => Expression::Bool(*value),
        serde_json::Value::String(text) => Expression::Template(vec![Part::Text(text.clone())]),
        other => return Err(format!("the default `{other}` is not supported")),
    };
    let mut text = String::new();
    write(&mut text, &expression)?;
    Ok(text)
}

/// A result that is an error.
pub fn error(message: &Expression) -> Result<String, String> {
    Ok(format!("!{}", line(message)?))
}

/// A result that is an endpoint: its URL, followed by lines for schemes and headers.
pub fn endpoint(endpoint: &Endpoint) -> Result<String, String> {
    let mut text = line(&endpoint.url)?;
    if text.starts_with('!') {
        return Err(format!("invalid URL `{text}`"));
    }
    for scheme in &endpoint.auth_schemes {
        text.push('\n');
        text.push_str(&auth_scheme(scheme)?);
    }
    for (name, value) in &endpoint.headers {
        let _ = write!(text, "\n{name}: {}", line(value)?);
    }
    Ok(text)
}

/// `sigv4 name=s3 region={Region} once`
fn auth_scheme(scheme: &AuthScheme) -> Result<String, String> {
    let mut text = word(scheme.scheme.clone(), &[])?;
    if let Some(name) = &scheme.signing_name {
        let _ = write!(text, " name={}", word(line(name)?, &[])?);
    }
    if let Some(region) = &scheme.signing_region {
        let _ = write!(text, " region={}", word(line(region)?, &[])?);
    }
    if let Some(regions) = &scheme.signing_region_set {
        let regions = regions.iter().map(|region| word(line(region)?, &[',']));
        let regions: Vec<_> = regions.collect::<Result<_, _>>()?;
        let _ = write!(text, " regions={}", regions.join(","));
    }
    if scheme.disable_double_encoding {
        text.push_str(" once");
    }
    Ok(text)
}

/// A text that contains no character that would end it.
fn word(word: String, ends: &[char]) -> Result<String, String> {
    match word.is_empty() || word.contains(' ') || word.contains(ends) {
        true => Err(format!("invalid value `{word}` of an authentication scheme")),
        false => Ok(word),
    }
}

/// A line of a result.
fn line(value: &Expression) -> Result<String, String> {
    let mut text = String::new();
    match value {
        Expression::Template(parts) => write_parts(&mut text, parts)?,
        value => write_parts(&mut text, &[Part::Value(value.clone())])?,
    }
    match text.contains(char::is_control) {
        true => Err(format!("a control character in `{}`", text.escape_debug())),
        false => Ok(text),
    }
}

fn write_parts(text: &mut String, parts: &[Part]) -> Result<(), String> {
    for part in parts {
        match part {
            Part::Text(part) => text.push_str(&part.replace('{', "{{").replace('}', "}}")),
            Part::Value(value) => {
                let mut inside = String::new();
                write_value(&mut inside, value, '#')?;
                if inside.contains(['{', '}']) {
                    return Err(format!("braces within braces are not supported: `{inside}`"));
                }
                let _ = write!(text, "{{{inside}}}");
            }
        }
    }
    Ok(())
}

fn write(text: &mut String, expression: &Expression) -> Result<(), String> {
    write_value(text, expression, '.')
}

/// Writes an expression; `dot` comes before the first key of a path.
fn write_value(text: &mut String, expression: &Expression, dot: char) -> Result<(), String> {
    match expression {
        Expression::Bool(value) => text.push_str(if *value { "true" } else { "false" }),
        Expression::Integer(number) => {
            let _ = write!(text, "{number}");
        }
        Expression::Template(parts) => {
            let mut inside = String::new();
            write_parts(&mut inside, parts)?;
            if inside.contains('"') {
                return Err(format!("a string with a quotation mark is not supported: `{inside}`"));
            }
            let _ = write!(text, "\"{inside}\"");
        }
        Expression::Name(name) => text.push_str(&name.name),
        Expression::Call(function, arguments) => {
            text.push_str(function.name());
            for (index, argument) in arguments.iter().enumerate() {
                text.push_str(if index == 0 { "(" } else { ", " });
                write(text, argument)?;
            }
            text.push(')');
        }
        Expression::Attribute(of, path) => {
            write(text, of)?;
            for (index, step) in path.iter().enumerate() {
                let _ = match step {
                    Step::Key(key) => write!(text, "{}{key}", if index == 0 { dot } else { '.' }),
                    Step::Index(at) => write!(text, "[{at}]"),
                };
            }
        }
    }
    Ok(())
}
