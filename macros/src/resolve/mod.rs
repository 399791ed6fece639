//! Stage 2: every field gets exactly one binding; labels meet fields.

use proc_macro2::TokenStream;
use quote::ToTokens as _;
use syn::{Ident, LitStr};

use crate::case::{CASES, Case, DEFAULT};
use crate::diagnostics::{Diagnostics, did_you_mean, nearest};
use crate::model::{Binding, HostPiece, Member, Operation, Role, WireName, wire_name};
use crate::syntax::{Arguments, Field};
use crate::uri::{self, Pattern};
use crate::words;

/// The operation that arguments and fields describe.
pub fn operation<'a>(
    item: &'a syn::DeriveInput,
    arguments: Arguments,
    fields: &[Field<'a>],
    diagnostics: &Diagnostics,
) -> Operation<'a> {
    let krate = arguments.krate();
    let case = rename_all(&arguments, diagnostics);
    for (argument, example) in [
        (words::argument::METHOD, "method = \"GET\""),
        (words::argument::URI, "uri = \"/restapis/{restApiId}\""),
    ] {
        if !arguments.tried.iter().any(|tried| tried == argument) {
            let usage = Role::Operation.example();
            diagnostics.missing(format_args!(
                "the argument `{argument}` is missing; add `{example}`, as in `{usage}`"
            ));
        }
    }
    let method = arguments.method.filter(|method| known_method(method, diagnostics));
    let pattern = arguments.uri.as_ref().and_then(|uri| pattern(uri, diagnostics));
    known_protocol(arguments.protocol.as_ref(), diagnostics);
    let code = arguments.code.map_or(200, |code| match code.base10_parse() {
        Ok(code @ 200..=299) => code,
        _ => {
            diagnostics.error(code, "`code` is the status of a success, 200 to 299");
            200
        }
    });
    let host_prefix = arguments.host_prefix.and_then(|prefix| {
        let pieces = host_pieces(&prefix, diagnostics)?;
        Some((prefix, pieces))
    });

    let labels = pattern.as_ref().map(Pattern::labels);
    let (mut members, claimed) = members(fields, case, labels.as_deref(), true, diagnostics);
    let mut excused = Vec::new();
    if let (Some(uri), Some(labels)) = (&arguments.uri, &labels) {
        excused = unknown_labels(&mut members, &claimed, labels, uri, diagnostics);
    }
    let bodiless = method.as_ref().is_some_and(is_bodiless);
    for member in &mut members {
        if bodiless
            && member.host_label.is_some()
            && member.binding == (Binding::Body { explicit: false })
        {
            member.binding = Binding::Host;
        }
    }
    Operation {
        krate,
        ident: &item.ident,
        generics: &item.generics,
        method,
        uri: arguments.uri,
        pattern,
        code,
        output: arguments.output,
        error: arguments.error,
        host_prefix,
        members,
        claimed,
        excused,
    }
}

pub fn is_bodiless(method: &LitStr) -> bool {
    words::BODILESS.contains(&&*method.value())
}

/// The members of an output or of an error's variant.
pub fn decoded<'a>(fields: &[Field<'a>], case: Case, diagnostics: &Diagnostics) -> Vec<Member<'a>> {
    members(fields, case, Some(&[]), false, diagnostics).0
}

pub fn rename_all(arguments: &Arguments, diagnostics: &Diagnostics) -> Case {
    let Some(literal) = &arguments.rename_all else {
        return DEFAULT;
    };
    let written = literal.value();
    if let Some((_, case)) = CASES.iter().find(|(word, _)| *word == written) {
        return *case;
    }
    let words = CASES.map(|(word, _)| word);
    let hint = match did_you_mean(&written, &words, '"') {
        hint if hint.is_empty() => {
            format!("; use one of {}", words.map(|w| format!("{w:?}")).join(", "))
        }
        hint => hint,
    };
    diagnostics.error(literal, format_args!("unknown case {written:?}{hint}"));
    DEFAULT
}

/// Source: Smithy 2.0, `http` trait, "method".
fn known_method(method: &LitStr, diagnostics: &Diagnostics) -> bool {
    let written = method.value();
    let known = words::METHODS.contains(&&*written);
    if !known {
        let hint = match did_you_mean(&written, &words::METHODS, '"') {
            hint if hint.is_empty() => format!("; use one of {}", words::METHODS.join(", ")),
            hint => hint,
        };
        diagnostics.error(method, format_args!("unknown method {written:?}{hint}"));
    }
    known
}

fn known_protocol(protocol: Option<&LitStr>, diagnostics: &Diagnostics) {
    let Some(protocol) = protocol else {
        return;
    };
    let written = protocol.value();
    if !words::PROTOCOLS.contains(&&*written) {
        let hint = match did_you_mean(&written, &words::PROTOCOLS, '"') {
            hint if hint.is_empty() => {
                format!("; this version speaks {}", words::PROTOCOLS.join(", "))
            }
            hint => hint,
        };
        diagnostics.error(protocol, format_args!("unknown protocol {written:?}{hint}"));
    }
}

fn pattern(uri: &LitStr, diagnostics: &Diagnostics) -> Option<Pattern> {
    match uri::parse(&uri.value()) {
        Ok(pattern) => Some(pattern),
        Err(errors) => {
            for error in errors {
                diagnostics.error(uri, error);
            }
            None
        }
    }
}

/// `{account}.data-` to its pieces.
///
/// Source: Smithy 2.0, `endpoint` trait.
fn host_pieces(prefix: &LitStr, diagnostics: &Diagnostics) -> Option<Vec<HostPiece>> {
    let text = prefix.value();
    let error = |message: &str| {
        diagnostics.error(prefix, format_args!("host prefix {text:?}: {message}"));
        None
    };
    if text.is_empty() {
        return error("it is empty; remove it");
    }
    let mut pieces = Vec::new();
    let mut rest = &*text;
    while let Some((literal, after)) = rest.split_once('{') {
        let Some((label, after)) = after.split_once('}') else {
            return error("a label is not closed");
        };
        if label.is_empty() {
            return error("a label has no name");
        }
        if !literal.is_empty() {
            pieces.push(HostPiece::Literal(literal.to_owned()));
        }
        pieces.push(HostPiece::Label(label.to_owned()));
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(HostPiece::Literal(rest.to_owned()));
    }
    for piece in &pieces {
        if let HostPiece::Literal(literal) = piece {
            if let Some(c) =
                literal.chars().find(|c| !(c.is_ascii_alphanumeric() || "-.".contains(*c)))
            {
                return error(&format!("{c:?} cannot stand in a host name"));
            }
        }
    }
    Some(pieces)
}

/// Binds each field; returns the members, and the wire names of fields that are wrong in
/// themselves.
fn members<'a>(
    fields: &[Field<'a>],
    case: Case,
    labels: Option<&[&str]>,
    is_request: bool,
    diagnostics: &Diagnostics,
) -> (Vec<Member<'a>>, Vec<String>) {
    let (mut members, mut claimed) = (Vec::new(), Vec::new());
    for field in fields {
        match member(field, case, labels, is_request, diagnostics) {
            Some(member) => members.push(member),
            None => {
                claimed.push(wire_name(field.ident, case));
                let names = field.attributes.iter().filter_map(|attribute| attribute.name.as_ref());
                claimed.extend(names.map(LitStr::value));
            }
        }
    }
    (members, claimed)
}

fn member<'a>(
    field: &Field<'a>,
    case: Case,
    labels: Option<&[&str]>,
    is_request: bool,
    diagnostics: &Diagnostics,
) -> Option<Member<'a>> {
    let mut bound: Option<(Binding, &'static str, TokenStream)> = None;
    let default =
        WireName { text: wire_name(field.ident, case), at: field.ident.to_token_stream() };
    let mut name = None;
    let mut wrong = field.malformed;
    let (mut timestamp, mut media_type) = (None, None);
    let (mut idempotency_token, mut host_label, mut sensitive) = (None, None, None);
    for attribute in &field.attributes {
        let at = attribute.tokens.to_token_stream();
        if let Some(binding) = Binding::of_word(attribute.word) {
            if !fits(binding, is_request) {
                wrong = true;
                diagnostics.error(attribute.tokens, misplaced(attribute.word, is_request));
            } else if let Some((_, first, _)) = &bound {
                wrong = true;
                diagnostics.error(
                    attribute.tokens,
                    format_args!(
                        "`{}` is already bound by `#[{first}]`; a field has exactly one HTTP location",
                        crate::model::display(field.ident),
                    ),
                );
            } else {
                name = attribute.name.as_ref();
                bound = Some((binding, attribute.word, at));
            }
            continue;
        }
        let only_requests = matches!(attribute.word, words::HOST_LABEL | words::IDEMPOTENCY_TOKEN);
        if only_requests && !is_request {
            wrong = true;
            diagnostics.error(attribute.tokens, misplaced(attribute.word, is_request));
            continue;
        }
        let twice = match attribute.word {
            words::TIMESTAMP => {
                attribute.format.and_then(|format| timestamp.replace((format, at))).is_some()
            }
            words::MEDIA_TYPE => {
                let first = media_type.take();
                media_type.clone_from(&attribute.name);
                first.is_some()
            }
            words::HOST_LABEL => host_label.replace(at).is_some(),
            words::IDEMPOTENCY_TOKEN => idempotency_token.replace(at).is_some(),
            _ => sensitive.replace(at).is_some(),
        };
        if twice {
            wrong = true;
            diagnostics.error(
                attribute.tokens,
                format_args!("`#[{}]` is given twice; remove one", attribute.word),
            );
        }
    }
    if wrong {
        return None;
    }
    let name = match name {
        Some(literal) => WireName { text: literal.value(), at: literal.to_token_stream() },
        None => default,
    };
    let (binding, at) = match bound {
        Some((binding, _, at)) => (binding, at),
        None => {
            let binding = match labels {
                None => Binding::Unknown,
                Some(labels) if labels.contains(&&*name.text) => Binding::Label,
                Some(_) => Binding::Body { explicit: false },
            };
            (binding, field.ident.to_token_stream())
        }
    };
    Some(Member {
        field: field.ident,
        ty: field.ty,
        name,
        binding,
        at,
        timestamp,
        media_type,
        idempotency_token,
        host_label,
        sensitive: sensitive.is_some(),
    })
}

/// Whether messages of this direction have such members.
fn fits(binding: Binding, is_request: bool) -> bool {
    match binding {
        Binding::Label | Binding::Query | Binding::QueryParams => is_request,
        Binding::ResponseCode => !is_request,
        _ => true,
    }
}

fn misplaced(word: &str, is_request: bool) -> String {
    if is_request {
        format!("`#[{word}]` is for outputs; a request has no status")
    } else {
        format!(
            "`#[{word}]` is for requests; a member of a response comes from the body, a header, \
             the status or the payload"
        )
    }
}

/// Reports each `#[label("…")]` that the URI lacks, takes it out of the members, and returns the
/// URI's labels that were meant.
fn unknown_labels(
    members: &mut Vec<Member<'_>>,
    claimed: &[String],
    labels: &[&str],
    uri: &LitStr,
    diagnostics: &Diagnostics,
) -> Vec<String> {
    let is_label = |member: &Member<'_>| member.binding == Binding::Label;
    let taken: Vec<String> = members
        .iter()
        .filter(|member| is_label(member))
        .map(|member| member.name.text.clone())
        .collect();
    let mut free: Vec<&str> = labels
        .iter()
        .copied()
        .filter(|label| !taken.iter().chain(claimed).any(|name| name == label))
        .collect();
    let mut excused = Vec::new();
    members.retain(|member| {
        let name = &*member.name.text;
        if !is_label(member) || labels.contains(&name) {
            return true;
        }
        let meant = nearest(name, &free).or(match &*free {
            [only] => Some(only),
            _ => None,
        });
        let hint = match (meant, nearest(name, labels)) {
            (Some(label), _) | (None, Some(label)) => format!("; did you mean {label:?}?"),
            (None, None) if labels.is_empty() => "; it has no labels".to_owned(),
            (None, None) => format!("; its labels are {}", quoted(labels)),
        };
        diagnostics.error(
            &member.name.at,
            format_args!("no label `{{{name}}}` in {:?}{hint}", uri.value()),
        );
        free.retain(|label| Some(*label) != meant);
        excused.extend(meant.map(str::to_owned));
        false
    });
    excused
}

fn quoted(labels: &[&str]) -> String {
    labels.iter().map(|label| format!("{label:?}")).collect::<Vec<_>>().join(", ")
}

/// The name that an error message gives a field.
pub fn field_for(label: &str) -> String {
    let name = crate::case::field_name(label);
    match syn::parse_str::<Ident>(&name) {
        Ok(_) => name,
        Err(_) => format!("r#{name}"),
    }
}
