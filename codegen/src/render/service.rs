//! The service's constant.

use super::Text;
use super::attribute::WIDTH;
use super::docs::code;
use crate::escape::literal;
use crate::plan::Service;

/// The longest chain of several calls that rustfmt leaves on one line.
const CHAIN_WIDTH: usize = 60;

pub fn write(text: &mut Text, service: &Service) {
    text.blank();
    text.item_docs(&service.docs, &format!("The service {}.", code(&service.service_id)));
    let mut calls = vec![format!("Service::new({})", literal(&service.signing_name))];
    if service.service_id != service.signing_name {
        calls.push(format!(".service_id({})", literal(&service.service_id)));
    }
    if let Some(prefix) = &service.endpoint_prefix {
        calls.push(format!(".endpoint_prefix({})", literal(prefix)));
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
