//! The service's constant.

use super::Text;
use super::attribute::WIDTH;
use super::docs::code;
use crate::endpoint_rules::CompiledRules;
use crate::escape::literal;
use crate::plan::Service;

/// The longest chain of several calls that rustfmt puts on one line.
const CHAIN_WIDTH: usize = 60;

pub fn write(text: &mut Text, service: &Service) {
    let rules = format!("{}_ENDPOINT_RULES", service.constant);
    if let Some(compiled) = &service.endpoint_rules {
        text.blank();
        text.docs(0, &format!("The endpoint rules of {}.", code(&service.service_id)));
        write_rules(text, &format!("const {rules}"), compiled);
    }
    text.blank();
    text.docs(0, &service.docs);
    let mut calls = vec![format!("Service::new({})", literal(&service.signing_name))];
    if service.service_id != service.signing_name {
        calls.push(format!(".service_id({})", literal(&service.service_id)));
    }
    if let Some(prefix) = &service.endpoint_prefix {
        calls.push(format!(".endpoint_prefix({})", literal(prefix)));
    }
    if service.endpoint_rules.is_some() {
        calls.push(format!(".endpoint_rules(&{rules})"));
    }
    for (text, method) in [
        (&service.target_prefix, "target_prefix"),
        (&service.api_version, "api_version"),
        (&service.xml_namespace, "xml_namespace"),
    ] {
        calls.extend(text.as_deref().map(|text| format!(".{method}({})", literal(text))));
    }
    if service.query_compatible {
        calls.push(".query_compatible()".to_owned());
    }
    if service.s3_signing {
        calls.push(".s3_signing()".to_owned());
    }
    if let Some((name, value)) = &service.header {
        calls.push(format!(".header({}, {})", literal(name), literal(value)));
    }
    let head = format!("pub const {}: Service =", service.constant);
    let chain = calls.concat();
    let one_line = calls.len() <= 2 || chain.len() <= CHAIN_WIDTH;
    let first = calls.first().map_or(0, String::len);
    let line = if one_line && head.len() + chain.len() + 2 <= WIDTH {
        format!("{head} {chain};")
    } else if one_line && chain.len() + 5 <= WIDTH {
        format!("{head}\n    {chain};")
    } else if head.len() + 1 + first < WIDTH {
        format!("{head} {};", calls.join("\n    "))
    } else {
        format!("{head}\n    {};", calls.join("\n        "))
    };
    text.line(&line);
}

/// Writes compiled endpoint rules as a constant. `head` is its beginning: `const NAME`. Rustfmt
/// does not format it.
pub fn write_rules(text: &mut Text, head: &str, rules: &CompiledRules) {
    text.line("#[rustfmt::skip]");
    text.line(&format!("{head}: EndpointRules = EndpointRules::new("));
    for list in [&rules.conditions, &rules.results] {
        text.line("    &[");
        for item in list {
            text.line(&format!("        {},", literal(item)));
        }
        text.line("    ],");
    }
    text.line("    &[");
    let nodes = rules
        .nodes
        .iter()
        .map(|[condition, then, otherwise]| format!("[{condition}, {then}, {otherwise}],"));
    write_packed(text, nodes);
    text.line("    ],");
    let mut end = ")".to_owned();
    if !rules.defaults.is_empty() {
        let defaults = rules.defaults.iter();
        let defaults =
            defaults.map(|(name, value)| format!("({}, {})", literal(name), literal(value)));
        text.line(&end);
        end = format!(".defaults(&[{}])", defaults.collect::<Vec<_>>().join(", "));
    }
    if !rules.call_parameters.is_empty() {
        let names: Vec<_> = rules.call_parameters.iter().map(|name| literal(name)).collect();
        text.line(&end);
        end = format!(".call_parameters(&[{}])", names.join(", "));
    }
    if rules.results.iter().any(|result| result.contains("\nsigv4-s3express ")) {
        text.line(&end);
        end = ".s3_express_sessions()".to_owned();
    }
    text.line(&format!("{end};"));
}

/// Writes items, with as many on each line as fit.
fn write_packed(text: &mut Text, items: impl Iterator<Item = String>) {
    let mut line = String::new();
    for item in items {
        if !line.is_empty() && 8 + line.len() + 1 + item.len() > WIDTH {
            text.line(&format!("        {line}"));
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&item);
    }
    if !line.is_empty() {
        text.line(&format!("        {line}"));
    }
}
