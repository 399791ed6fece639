//! The functions of the rules engine. A function with a missing or malformed input returns no
//! value.

use std::borrow::Cow;
use std::net::{Ipv4Addr, Ipv6Addr};

use percent_encoding::utf8_percent_encode;

use super::value::{Arn, Url, Value};
use crate::types::{RESERVED, is_host_label, parse_port, partition, split_port};

/// Calls a function. The outer `None` means that there is no such function, or that the number of
/// arguments is wrong. The inner `None` means that the function returns no value.
pub fn call<'a>(name: &str, arguments: &[Option<Value<'a>>]) -> Option<Option<Value<'a>>> {
    let holds = |value: bool| Some(Value::Bool(value));
    let truth = |value: &Option<Value<'a>>| matches!(value, Some(Value::Bool(true)));
    let text = |value: &Option<Value<'a>>| match value {
        Some(Value::Text(text)) => Some(text.clone()),
        _ => None,
    };
    Some(match (name, arguments) {
        ("isSet", [value]) => holds(value.is_some()),
        ("not", [value]) => holds(!truth(value)),
        ("stringEquals" | "booleanEquals", [a, b]) => holds(a.is_some() && a == b),
        ("aws.partition", [region]) => text(region).map(|it| Value::Partition(partition(&it))),
        ("aws.parseArn", [arn]) => borrowed(arn).and_then(parse_arn).map(Value::Arn),
        ("parseURL", [url]) => borrowed(url).and_then(parse_url).map(Value::Url),
        ("isValidHostLabel", [label, dots]) => {
            holds(text(label).is_some_and(|it| is_valid_label(&it, truth(dots))))
        }
        ("aws.isVirtualHostableS3Bucket", [bucket, dots]) => {
            holds(text(bucket).is_some_and(|it| is_hostable(&it, truth(dots))))
        }
        ("uriEncode", [value]) => {
            text(value).map(|it| Value::Text(utf8_percent_encode(&it, RESERVED).to_string().into()))
        }
        (
            "substring",
            [value, Some(Value::Integer(start)), Some(Value::Integer(stop)), reverse],
        ) => {
            let part = |it: Cow<'a, str>| match it {
                Cow::Borrowed(it) => substring(it, *start, *stop, truth(reverse)).map(Value::from),
                Cow::Owned(it) => substring(&it, *start, *stop, truth(reverse))
                    .map(|part| Value::Text(part.to_owned().into())),
            };
            text(value).and_then(part)
        }
        _ => return None,
    })
}

/// The borrowed text of a parameter. Functions that split a text are only called with borrowed
/// texts.
fn borrowed<'a>(value: &Option<Value<'a>>) -> Option<&'a str> {
    match value {
        Some(Value::Text(Cow::Borrowed(text))) => Some(text),
        _ => None,
    }
}

/// The characters from `start` to `stop`, counted from the end if `reverse` is true. `None` if the
/// text is too short or is not ASCII.
fn substring(text: &str, start: usize, stop: usize, reverse: bool) -> Option<&str> {
    if start >= stop || stop > text.len() || !text.is_ascii() {
        return None;
    }
    match reverse {
        false => text.get(start..stop),
        true => text.get(text.len() - stop..text.len() - start),
    }
}

/// Whether a text is a host label, or, if `dots` is true, several host labels joined by dots.
fn is_valid_label(text: &str, dots: bool) -> bool {
    match dots {
        false => is_host_label(text),
        true => text.split('.').all(is_host_label),
    }
}

/// Whether a bucket's name can be part of a host name: 3 to 63 characters without uppercase
/// letters, and not four numbers joined by dots, even if these are not a valid IPv4 address.
fn is_hostable(bucket: &str, dots: bool) -> bool {
    let is_number = |label: &str| label.bytes().all(|byte| byte.is_ascii_digit());
    let looks_like_address = || bucket.split('.').count() == 4 && bucket.split('.').all(is_number);
    (3..=63).contains(&bucket.len())
        && !bucket.bytes().any(|byte| byte.is_ascii_uppercase())
        && !looks_like_address()
        && is_valid_label(bucket, dots)
}

fn parse_arn(text: &str) -> Option<Arn<'_>> {
    let mut parts = text.splitn(6, ':');
    let mut next = || parts.next();
    let ("arn", partition, service, region, account_id, resource) =
        (next()?, next()?, next()?, next()?, next()?, next()?)
    else {
        return None;
    };
    if partition.is_empty() || service.is_empty() || resource.is_empty() {
        return None;
    }
    let resource = resource.split([':', '/']).collect();
    Some(Arn { partition, service, region, account_id, resource })
}

fn parse_url(text: &str) -> Option<Url<'_>> {
    let (scheme, rest) = text.split_once("://")?;
    if !matches!(scheme, "http" | "https") || rest.contains(['?', '#']) {
        return None;
    }
    let (authority, path) = match rest.find('/') {
        Some(slash) => rest.split_at(slash),
        None => (rest, ""),
    };
    let (host, port) = split_port(authority);
    if host.is_empty() || port.is_some_and(|port| parse_port(port).is_none()) {
        return None;
    }
    let is_ip = match host.strip_prefix('[') {
        Some(address) => {
            address.strip_suffix(']')?.parse::<Ipv6Addr>().ok()?;
            true
        }
        None => host.parse::<Ipv4Addr>().is_ok(),
    };
    Some(Url { scheme, authority, path, is_ip })
}
