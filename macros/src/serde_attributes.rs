//! Reports `#[serde(…)]` under our attributes. It has no effect there, so each word is an error,
//! and the message names our equivalent.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::{Attribute, Data, DeriveInput, Fields, Ident, LitStr, Meta, Variant};

use crate::diagnostics::Diagnostics;
use crate::model::Role;
use crate::words;

/// Replaces each `#[serde(…)]` with an attribute of the hidden derive, so that rustc does not
/// suggest deriving serde's traits. The derive reports the attribute, unless a `cfg_attr` disables
/// it.
pub fn mark(attributes: &mut Vec<Attribute>) {
    for attribute in attributes {
        let path = match &mut attribute.meta {
            Meta::List(list) if list.path.is_ident("cfg_attr") => {
                list.tokens = mark_conditional(std::mem::take(&mut list.tokens));
                continue;
            }
            Meta::Path(path) => path,
            Meta::List(list) => &mut list.path,
            Meta::NameValue(pair) => &mut pair.path,
        };
        if let Some(word) = path.get_ident().filter(|word| *word == "serde") {
            *path = marker(word.span()).into();
        }
    }
}

fn marker(at: Span) -> Ident {
    Ident::new(words::SERDE, at)
}

/// The same for the attributes in a `cfg_attr`: `serde(…)`, or a nested `cfg_attr(…)`.
fn mark_conditional(tokens: TokenStream) -> TokenStream {
    let mut tokens = tokens.into_iter().peekable();
    let mut marked: Vec<TokenTree> = Vec::new();
    while let Some(token) = tokens.next() {
        let (TokenTree::Ident(word), Some(TokenTree::Group(group))) = (&token, tokens.peek())
        else {
            marked.push(token);
            continue;
        };
        if word == "serde" {
            marked.push(marker(word.span()).into());
        } else if word == "cfg_attr" {
            let mut inner =
                proc_macro2::Group::new(group.delimiter(), mark_conditional(group.stream()));
            inner.set_span(group.span());
            tokens.next();
            marked.extend([token, inner.into()]);
        } else {
            marked.push(token);
        }
    }
    marked.into_iter().collect()
}

/// What an attribute is on.
#[derive(Clone, Copy)]
enum On<'a> {
    Item,
    Variant,
    Field(&'a [Attribute]),
}

/// Reports each word of each `#[serde(…)]`, with our equivalent.
pub fn check(role: Role, item: &DeriveInput, diagnostics: &Diagnostics) {
    let check = |attributes: &[Attribute], on: On<'_>| {
        for attribute in attributes.iter().filter(|a| a.path().is_ident(words::SERDE)) {
            check_attribute(role, on, attribute, diagnostics);
        }
    };
    let check_fields = |fields: &Fields| {
        fields.iter().for_each(|field| check(&field.attrs, On::Field(&field.attrs)));
    };
    check(&item.attrs, On::Item);
    match &item.data {
        Data::Struct(data) => check_fields(&data.fields),
        Data::Enum(data) => {
            for Variant { attrs, fields, .. } in &data.variants {
                check(attrs, On::Variant);
                check_fields(fields);
            }
        }
        Data::Union(_) => {}
    }
}

fn check_attribute(role: Role, on: On<'_>, attribute: &Attribute, diagnostics: &Diagnostics) {
    let words = match &attribute.meta {
        Meta::List(list) => words_of(list.tokens.clone()),
        _ => Vec::new(),
    };
    if words.is_empty() {
        let (owner, at) = (role.attribute(), attribute.path());
        diagnostics
            .error(at, format_args!("`#[serde(…)]` does nothing under `#[{owner}]`; remove it"));
    }
    for (word, tokens) in words {
        let owner = role.attribute();
        let remedy = remedy(role, on, &word, value(&tokens).as_deref());
        diagnostics.error(
            tokens,
            format_args!("`#[serde({word})]` does nothing under `#[{owner}]`; {remedy}"),
        );
    }
}

/// Splits the attribute's content at its commas. Each part has the word that it begins with.
fn words_of(tokens: TokenStream) -> Vec<(String, TokenStream)> {
    let mut words: Vec<(String, TokenStream)> = Vec::new();
    let mut is_new = true;
    for token in tokens {
        match &token {
            TokenTree::Punct(punct) if punct.as_char() == ',' => is_new = true,
            _ if std::mem::take(&mut is_new) => {
                words.push((token.to_string(), token.to_token_stream()));
            }
            _ => {
                if let Some((_, tokens)) = words.last_mut() {
                    tokens.extend([token]);
                }
            }
        }
    }
    words
}

/// The string of `word = "string"`, or the first one in `word(serialize = "string", …)`.
fn value(tokens: &TokenStream) -> Option<String> {
    let literal = |token: TokenTree| match token {
        TokenTree::Literal(literal) => {
            syn::parse2::<LitStr>(TokenTree::from(literal).into()).ok().map(|text| text.value())
        }
        _ => None,
    };
    tokens.clone().into_iter().find_map(|token| match token {
        TokenTree::Group(group) => group.stream().into_iter().find_map(literal),
        token => literal(token),
    })
}

/// The fix for serde's word, or the reason that there is no equivalent.
fn remedy(role: Role, on: On<'_>, word: &str, value: Option<&str>) -> String {
    let name = value.unwrap_or("wireName");
    let is_request = role == Role::Operation;
    let owner = role.attribute();
    let plain = "for a type that needs it, derive serde's traits instead of using `aws_operation` \
                 attributes";
    match (word, on) {
        ("rename" | "alias", On::Field(attributes)) => match (bound_by(attributes), role) {
            (Some(binding), _) => format!("write `#[{binding}({name:?})]`"),
            (None, Role::Operation) => format!(
                "write `#[body({name:?})]`, or `#[label(…)]`, `#[query(…)]` or `#[header(…)]` with \
                 this name"
            ),
            (None, Role::Output | Role::Error) => {
                format!("write `#[body({name:?})]`, or `#[header({name:?})]`")
            }
            (None, Role::Structure) => format!("write `#[body({name:?})]`"),
            (None, Role::EventStream) => {
                format!("write `#[body({name:?})]`, or `#[event_header({name:?})]`")
            }
            (None, Role::Union | Role::Enum) => "remove it".to_owned(),
        },
        ("rename" | "alias", On::Variant) => match role {
            Role::Error => format!("write `#[code({name:?})]`"),
            Role::Union | Role::EventStream => format!("write `#[tag({name:?})]`"),
            _ => format!("write `#[value({name:?})]`"),
        },
        ("rename", On::Item) => "the name of the item is not sent; remove it".to_owned(),
        ("rename_all" | "rename_all_fields", _) => {
            let case = value.unwrap_or("camelCase");
            format!("write `rename_all = {case:?}` in the arguments of `#[{owner}(…)]`")
        }
        ("skip" | "skip_serializing" | "skip_deserializing", On::Field(_)) => {
            "every field is sent or received; move this field to another type"
                .to_owned()
        }
        ("skip" | "skip_serializing" | "skip_deserializing", _) => {
            "variants cannot be skipped; remove the variant".to_owned()
        }
        ("skip_serializing_if", _) => {
            "a member that is `None` is always omitted; use an `Option`, and remove it"
                .to_owned()
        }
        ("default", _) if is_request => {
            "a member that is `None` is omitted; use an `Option`, and remove it".to_owned()
        }
        ("default", On::Variant) => "remove it".to_owned(),
        ("default", _) => {
            "a missing member gets the zero value of its type; remove it, or write `#[default(…)]` \
             on the field for another value"
                .to_owned()
        }
        ("flatten", _) if is_request => {
            "write the fields of the type here; for a map use `#[query_params]` or \
             `#[prefix_headers(…)]`"
                .to_owned()
        }
        ("flatten", _) if matches!(role, Role::Output | Role::Error) => {
            "write the fields of the type here; for a map of headers use `#[prefix_headers(…)]`, \
             for the whole body `#[payload]`"
                .to_owned()
        }
        ("flatten", _) => format!("write the fields of the type here; {plain}"),
        ("with" | "serialize_with" | "deserialize_with" | "getter", _) => {
            "the member's type determines its format; use `#[timestamp(…)]` for a `Timestamp`, \
             `Blob` for base64, or a type with its own serde impls"
                .to_owned()
        }
        ("deny_unknown_fields", _) => {
            "services add members, so unknown members are always ignored; remove it".to_owned()
        }
        ("other", _) => match role {
            Role::Error => "the last variant is for every other code: `Other(ServiceError)`",
            Role::Union => "the last variant is for every other member: `Unknown(String, Document)`",
            Role::EventStream => "the last variant is for every other event: `Unknown(RawEvent)`",
            _ => "the last variant is for every other value: `Unknown(String)`",
        }
        .to_owned(),
        ("tag" | "content" | "untagged", _) if role == Role::Union => {
            "a union is an object of one member, whose name is the tag; write `#[tag(\"name\")]` on \
             a variant"
                .to_owned()
        }
        ("tag" | "content" | "untagged", _) if role == Role::Error => {
            "a variant is selected by its code; write `#[code(\"name\")]` on a variant".to_owned()
        }
        ("tag" | "content" | "untagged" | "transparent" | "from" | "try_from" | "into" | "remote", _) => {
            format!("remove it; {plain}")
        }
        ("borrow", _) if is_request => "a request is not decoded; remove it".to_owned(),
        ("borrow", _) => "decoded values are owned; use a `String` or a `Vec`, and remove it".to_owned(),
        ("bound", _) => "the bounds are inferred from the members' types; remove it".to_owned(),
        ("crate", _) => {
            format!("write `crate = my_crate::aws_operation` in the arguments of `#[{owner}(…)]`")
        }
        _ => "remove it".to_owned(),
    }
}

/// The attribute with a wire name that already binds the field.
fn bound_by(attributes: &[Attribute]) -> Option<&'static str> {
    let named = [words::LABEL, words::QUERY, words::HEADER, words::BODY];
    named.into_iter().find(|word| attributes.iter().any(|a| a.path().is_ident(word)))
}
