//! Rules about `#[xml(…)]` and the names of members in XML and the query protocols.

use syn::{DeriveInput, LitStr, Type};

use super::is_body;
use crate::diagnostics::Diagnostics;
use crate::model::{Binding, Member, Operation};
use crate::protocol::Protocol;
use crate::rust_type::{self, Known};
use crate::syntax::{Facts, check_name, check_namespace};
use crate::words::fact;

/// `#[xml(…)]` has no effect in JSON and CBOR, and only ec2Query uses `#[ec2_query_name]`.
///
/// Source: Smithy 2.0, XML binding traits and `ec2QueryName`.
pub fn check_protocol_has_facts(operation: &Operation<'_>, diagnostics: &Diagnostics) {
    let protocol = operation.protocol;
    for member in &operation.members {
        if let Some((_, at)) = &member.facts {
            if !protocol.has_facts() {
                diagnostics.error(
                    at,
                    format_args!(
                        "`#[xml]` has no effect in {}, because its bodies are not XML; remove it",
                        protocol.word(),
                    ),
                );
            }
        }
        if let Some(name) = &member.ec2_query_name {
            if protocol != Protocol::Ec2Query {
                diagnostics.error(
                    name,
                    format_args!(
                        "`#[ec2_query_name]` is only for ec2Query, and this operation uses {}; \
                         remove it, or write `#[body(\"…\")]` for another wire name",
                        protocol.word(),
                    ),
                );
            }
        }
        if let Some(name) = &member.payload_name {
            if protocol != Protocol::RestXml {
                diagnostics.error(
                    name,
                    format_args!(
                        "only restXml payloads have a root element with a name; write `#[payload]` \
                         for {}",
                        protocol.word(),
                    ),
                );
            }
        }
    }
}

/// Facts have an effect and do not contradict each other.
///
/// Source: Smithy 2.0, `xmlFlattened`, `xmlAttribute`, `xmlName`, `xmlNamespace`, `ec2QueryName`.
pub fn check_facts(members: &[Member<'_>], diagnostics: &Diagnostics) {
    for member in members {
        let in_body =
            matches!(member.binding, Binding::Body { .. } | Binding::Payload | Binding::Unknown);
        if let Some((facts, at)) = &member.facts {
            if in_body {
                check(facts, member.ty, diagnostics);
            } else {
                diagnostics.error(
                    at,
                    format_args!(
                        "`#[xml]` is only for members of the body, and `{}` is not in the body; \
                         remove it",
                        member.display()
                    ),
                );
            }
        }
        if let Some(name) = &member.payload_name {
            let written = name.value();
            if let Some(problem) = check_name(&written) {
                diagnostics.error(name, format_args!("{written:?} {problem}"));
            }
        }
        if let Some(name) = &member.ec2_query_name {
            if in_body {
                check_ec2_query_name(name, &member.name.text, diagnostics);
            } else {
                diagnostics.error(
                    name,
                    format_args!(
                        "`#[ec2_query_name]` is only for members of the body, and `{}` is not in \
                         the body; remove it",
                        member.display()
                    ),
                );
            }
        }
    }
}

fn check_ec2_query_name(name: &LitStr, wire_name: &str, diagnostics: &Diagnostics) {
    let written = name.value();
    if let Some(problem) = check_name(&written) {
        diagnostics.error(name, format_args!("{written:?} {problem}"));
    } else if written == capitalised(wire_name) {
        diagnostics.error(
            name,
            format_args!(
                "`{written}` is already the name in ec2Query, the wire name with a capital letter; \
                 remove this attribute"
            ),
        );
    }
}

/// An output with `s3_unwrapped_xml_output` has exactly one body member, which is the root element.
///
/// Source: Smithy 2.0, `aws.customizations#s3UnwrappedXmlOutput` trait.
pub fn check_unwrapped(item: &DeriveInput, members: &[Member<'_>], diagnostics: &Diagnostics) {
    let count = members.iter().filter(is_body).count();
    if count != 1 {
        diagnostics.error(
            &item.ident,
            format_args!(
                "an output with `s3_unwrapped_xml_output` must have exactly one member in the \
                 body, the root element, and `{}` has {count}",
                item.ident
            ),
        );
    }
}

/// The same checks for a union member. `name` and `ty` are the wire name and type of its variant.
pub fn check_variant(
    facts: Option<&Facts>,
    ec2_query_name: Option<&LitStr>,
    name: &str,
    ty: &Type,
    diagnostics: &Diagnostics,
) {
    if let Some(facts) = facts {
        check(facts, ty, diagnostics);
    }
    if let Some(written) = ec2_query_name {
        check_ec2_query_name(written, name, diagnostics);
    }
}

fn capitalised(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| {
        let mut text = first.to_ascii_uppercase().to_string();
        text.push_str(chars.as_str());
        text
    })
}

fn check(facts: &Facts, ty: &Type, diagnostics: &Diagnostics) {
    check_strings(facts, diagnostics);
    let known = rust_type::known(ty);
    let is_single = |known| !matches!(known, Known::List | Known::Map);
    let what = rust_type::written(ty);
    if let Some(at) = &facts.attribute {
        let others = facts.flattened.is_some() || facts.inner.is_some();
        if others || !facts.strings.is_empty() {
            diagnostics.error(
                at,
                "`attribute` cannot be combined with other arguments; remove them, or `attribute`",
            );
        } else if matches!(known, Some(Known::List | Known::Map)) {
            diagnostics.error(
                at,
                format_args!(
                    "an XML attribute holds text, so it cannot be `{what}`; remove this argument"
                ),
            );
        }
    }
    if let Some(at) = &facts.flattened {
        if known.is_some_and(is_single) {
            diagnostics.error(
                at,
                format_args!("only lists and maps can be flattened, not `{what}`; remove it"),
            );
        }
        if let Some(item) = facts.string(fact::ITEM) {
            diagnostics.error(
                item,
                "the items of a flattened list have the member's wire name; write it as \
                 `#[body(\"…\")]`, and remove `item`",
            );
        }
    }
    check_type(facts, known, &what, diagnostics);
    if let Some((at, inner)) = &facts.inner {
        match known {
            Some(known) if is_single(known) => diagnostics.error(
                at,
                format_args!(
                    "`inner` is only for lists and maps of lists or maps, not for `{what}`; remove \
                     it"
                ),
            ),
            _ => check_inner(inner, ty, diagnostics),
        }
    }
}

/// `item` is only for lists; `key` and `value` are only for maps.
fn check_type(facts: &Facts, known: Option<Known>, what: &str, diagnostics: &Diagnostics) {
    let of_list = [fact::ITEM, "item_namespace"];
    let of_map = [fact::KEY, fact::VALUE, "key_namespace", "value_namespace"];
    let given = |words: &[&str]| facts.strings.iter().any(|(word, _)| words.contains(word));
    let is_both = given(&of_list) && given(&of_map);
    for (word, text) in &facts.strings {
        let (of, is_wrong) = if of_list.contains(word) {
            ("list", known.is_some_and(|known| known != Known::List))
        } else if of_map.contains(word) {
            ("map", known.is_some_and(|known| known != Known::Map))
        } else {
            continue;
        };
        if is_wrong {
            diagnostics.error(
                text,
                format_args!("`{word}` is only for a {of}, not for `{what}`; remove it"),
            );
        } else if is_both {
            diagnostics.error(
                text,
                format_args!(
                    "`{word}` is only for a {of}, and another argument here is not; a member is \
                     either a list or a map"
                ),
            );
        }
    }
}

fn check_inner(facts: &Facts, ty: &Type, diagnostics: &Diagnostics) {
    check_strings(facts, diagnostics);
    let known = rust_type::known_inner(ty);
    let what = rust_type::written(ty);
    check_type(facts, known, &what, diagnostics);
    if let Some((_, inner)) = &facts.inner {
        check_strings(inner, diagnostics);
    }
}

/// Names are valid XML names and differ from the default; namespaces are valid.
fn check_strings(facts: &Facts, diagnostics: &Diagnostics) {
    for (word, text) in &facts.strings {
        let written = text.value();
        let problem = match fact::NAMESPACES.contains(word) {
            true => check_namespace(&written),
            false => check_name(&written),
        };
        if let Some(problem) = problem {
            diagnostics.error(text, format_args!("{written:?} {problem}"));
        } else if fact::DEFAULTS.contains(&(*word, &written)) {
            diagnostics.error(text, format_args!("`{word}` is {written:?} by default; remove it"));
        }
    }
}
