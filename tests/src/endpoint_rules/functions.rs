//! The functions of the rules engine, implemented from their specification.
//!
//! Source: Smithy 2.0, "Rules engine standard library" and "AWS rules engine library functions".

use std::net::{Ipv4Addr, Ipv6Addr};

use serde_json::{Value, json};

use super::Partitions;

/// Calls a function. `null` is the empty optional.
///
/// # Errors
///
/// There is no function with this name.
pub fn call(partitions: &Partitions, name: &str, arguments: &[Value]) -> Result<Value, String> {
    let argument = |index: usize| arguments.get(index).unwrap_or(&Value::Null);
    let text = |index: usize| argument(index).as_str();
    let flag = |index: usize| argument(index) == true;
    let number = |index: usize| argument(index).as_u64().and_then(|it| usize::try_from(it).ok());
    Ok(match name {
        "isSet" => (!argument(0).is_null()).into(),
        "not" => (argument(0) != true).into(),
        "booleanEquals" | "stringEquals" => {
            (!argument(0).is_null() && argument(0) == argument(1)).into()
        }
        "getAttr" => attribute(argument(0), text(1).unwrap_or_default()),
        "aws.partition" => text(0).map_or(Value::Null, |it| partitions.outputs(it).clone()),
        "aws.parseArn" => text(0).and_then(parse_arn).unwrap_or_default(),
        "parseURL" => text(0).and_then(parse_url).unwrap_or_default(),
        "isValidHostLabel" => text(0).is_some_and(|it| is_host_label(it, flag(1))).into(),
        "aws.isVirtualHostableS3Bucket" => text(0).is_some_and(|it| is_bucket(it, flag(1))).into(),
        "uriEncode" => text(0).map_or(Value::Null, |it| uri_encode(it).into()),
        "substring" => match (text(0), number(1), number(2)) {
            (Some(text), Some(start), Some(end)) => {
                substring(text, start, end, flag(3)).map_or(Value::Null, Value::from)
            }
            _ => Value::Null,
        },
        other => return Err(format!("there is no function {other:?}")),
    })
}

/// The value at a path: keys separated by dots, and an index in brackets at the end.
pub fn attribute(of: &Value, path: &str) -> Value {
    let mut value = of;
    for part in path.split('.') {
        let (key, index) = match part.split_once('[') {
            Some((key, index)) => (key, index.trim_end_matches(']').parse::<usize>().ok()),
            None => (part, None),
        };
        if !key.is_empty() {
            value = value.get(key).unwrap_or(&Value::Null);
        }
        if let Some(index) = index {
            value = value.get(index).unwrap_or(&Value::Null);
        }
    }
    value.clone()
}

fn parse_arn(arn: &str) -> Option<Value> {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let ["arn", partition, service, region, account, resource] = parts.as_slice() else {
        return None;
    };
    if partition.is_empty() || service.is_empty() || resource.is_empty() {
        return None;
    }
    let resource = resource.replace('/', ":");
    Some(json!({
        "partition": partition,
        "service": service,
        "region": region,
        "accountId": account,
        "resourceId": resource.split(':').collect::<Vec<_>>(),
    }))
}

/// An empty path stays empty. The table in the specification differs, but S3's cases require it.
fn parse_url(url: &str) -> Option<Value> {
    let (scheme, rest) = url.split_once(':')?;
    let rest = rest.strip_prefix("//")?;
    if !["http", "https"].contains(&scheme) || rest.contains('?') || rest.contains('#') {
        return None;
    }
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let (host, port) = match authority.strip_prefix('[') {
        Some(address) => {
            let (address, port) = address.split_once(']')?;
            address.parse::<Ipv6Addr>().ok()?;
            let port = match port {
                "" => None,
                port => Some(port.strip_prefix(':')?),
            };
            (authority.get(..address.len() + 2)?, port)
        }
        None => match authority.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (authority, None),
        },
    };
    let is_port =
        |port: &str| port.bytes().all(|it| it.is_ascii_digit()) && port.parse::<u16>().is_ok();
    if host.is_empty() || !port.is_none_or(is_port) {
        return None;
    }
    let is_ip = host.starts_with('[') || host.parse::<Ipv4Addr>().is_ok();
    let mut normalized = path.to_owned();
    if !normalized.ends_with('/') {
        normalized.push('/');
    }
    Some(json!({
        "scheme": scheme,
        "authority": authority,
        "path": path,
        "normalizedPath": normalized,
        "isIp": is_ip,
    }))
}

/// RFC 1123: 1 to 63 letters, digits and hyphens. It neither begins nor ends with a hyphen.
fn is_host_label(text: &str, with_subdomains: bool) -> bool {
    if with_subdomains {
        return text.split('.').all(|label| is_host_label(label, false));
    }
    let bytes = text.as_bytes();
    let is_inner = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
    match (bytes.first(), bytes.last()) {
        (Some(first), Some(last)) => {
            bytes.len() < 64
                && bytes.iter().all(is_inner)
                && first.is_ascii_alphanumeric()
                && last.is_ascii_alphanumeric()
        }
        _ => false,
    }
}

/// A name of 3 to 63 lowercase characters that does not look like an IPv4 address. This follows the
/// tests of Smithy's own implementation.
fn is_bucket(name: &str, with_subdomains: bool) -> bool {
    let labels: Vec<&str> = name.split('.').collect();
    let is_number = |label: &&str| label.bytes().all(|byte| byte.is_ascii_digit());
    let looks_like_address = labels.len() == 4 && labels.iter().all(is_number);
    (3..64).contains(&name.len())
        && name.to_lowercase() == name
        && !looks_like_address
        && is_host_label(name, with_subdomains)
}

fn uri_encode(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                encoded.push(char::from(byte));
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

fn substring(text: &str, start: usize, end: usize, reverse: bool) -> Option<String> {
    if start >= end || !text.is_ascii() {
        return None;
    }
    let mut characters: Vec<char> = text.chars().collect();
    if reverse {
        characters.reverse();
    }
    let mut part = characters.get(start..end)?.to_vec();
    if reverse {
        part.reverse();
    }
    Some(part.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn urls_are_those_of_the_specification() {
        for (url, authority, path, normalized, is_ip) in [
            ("https://example.com", "example.com", "", "/", false),
            ("http://example.com:80/foo/bar", "example.com:80", "/foo/bar", "/foo/bar/", false),
            ("https://127.0.0.1", "127.0.0.1", "", "/", true),
            ("https://[fe80::1]", "[fe80::1]", "", "/", true),
            ("http://192.168.1.1:1234/foo/", "192.168.1.1:1234", "/foo/", "/foo/", true),
            ("https://999.999.abc.blah", "999.999.abc.blah", "", "/", false),
        ] {
            let parsed = parse_url(url).unwrap_or_default();
            let expected = json!({
                "scheme": url.split(':').next(), "authority": authority, "path": path,
                "normalizedPath": normalized, "isIp": is_ip,
            });
            assert_eq!(parsed, expected, "{url}");
        }
        for url in [
            "https://example.com:8443?foo=bar&faz=baz",
            "acbd://example.com",
            "http://abc.com:a/foo",
            "http://[1]/",
            "https:///a",
            "example.com",
            "",
        ] {
            assert_eq!(parse_url(url), None, "{url}");
        }
    }

    #[test]
    fn buckets_are_those_of_smithy() {
        let long = "a".repeat(63);
        for (name, with_subdomains, expected) in [
            ("ab", false, false),
            ("abc", false, true),
            (long.as_str(), false, true),
            (&format!("{long}a"), false, false),
            ("-abc", false, false),
            (".abc", true, false),
            ("abc-", false, false),
            ("abc.", true, false),
            ("a.b-c", false, false),
            ("a.b-c", true, true),
            ("a..b", true, false),
            ("a-.b", true, false),
            ("192.168.1.1", true, false),
            ("999.999.999.999", true, false),
            ("192.168.1.word", true, true),
            ("abc_def", true, false),
            ("abcDef", true, false),
        ] {
            assert_eq!(is_bucket(name, with_subdomains), expected, "{name}");
        }
    }
}
