//! The variants of an error enum: what identifies the error of each, and what each contains.

use proc_macro2::TokenStream;
use quote::ToTokens as _;
use syn::{Attribute, DataEnum, DeriveInput, Fields, Ident, LitInt, Meta, Type};

use crate::case::Case;
use crate::diagnostics::Diagnostics;
use crate::model::{Member, Place, display};
use crate::{check, resolve, syntax, words};

/// A variant for one kind of error.
pub struct Variant<'a> {
    pub ident: &'a Ident,
    pub key: Key,
    pub content: Content<'a>,
    pub retryable: Option<Retryable>,
}

/// What identifies the error of a variant.
#[derive(PartialEq)]
pub enum Key {
    Code(String),
    /// The HTTP status, for an error whose code has no variant.
    Status(u16),
}

/// How an error can be retried (Smithy `retryable` trait).
#[derive(Clone, Copy)]
pub enum Retryable {
    Transient,
    Throttling,
}

pub enum Content<'a> {
    Unit,
    Members(Vec<Member<'a>>),
    /// A type that is decoded like an output.
    Inner(&'a Type),
    /// The last variant, which keeps errors whose code has no variant.
    Unmodelled,
}

/// Resolves and checks the variants. `None` if two variants have the same name, which the compiler
/// reports.
///
/// Source: Smithy 2.0, `error` trait; AWS restJson1, "Operation error serialization".
pub fn variants<'a>(
    item: &'a DeriveInput,
    data: &'a DataEnum,
    case: Case,
    diagnostics: &Diagnostics,
) -> Option<Vec<Variant<'a>>> {
    super::variants::check_no_generics(item, diagnostics);
    let mut variants: Vec<Variant<'_>> = Vec::new();
    let mut is_doubled = false;
    for variant in &data.variants {
        let known = [words::CODE, words::STATUS, words::RETRYABLE];
        super::variants::check_attributes(variant, &known, diagnostics);
        let retryable = retryable(variant, diagnostics);
        let example = "#[code(\"NotFoundException\")]";
        let code = super::variants::name(variant, words::CODE, example, diagnostics);
        let status = status(variant, diagnostics);
        let Some(content) = content(variant, case, diagnostics) else {
            continue;
        };
        let code_at = code.as_ref().map(|(_, at)| at);
        let status_at = status.as_ref().map(|(_, at)| at);
        check_key(&variant.ident, &content, code_at, status_at, diagnostics);
        check_retryable(variant, &content, retryable.map(|(_, at)| at), diagnostics);
        let (key, at) = match (code, status) {
            (Some((code, at)), _) => (Key::Code(code), at),
            (None, Some((status, at))) => (Key::Status(status), at.to_token_stream()),
            (None, None) => (Key::Code(display(&variant.ident)), variant.ident.to_token_stream()),
        };
        match variants.iter().find(|other| other.key == key) {
            // The compiler reports two variants with the same name.
            Some(first) if *first.ident == variant.ident => is_doubled = true,
            Some(first) => {
                let (what, it) = match &key {
                    Key::Code(code) => (format!("code `{code}`"), "code"),
                    Key::Status(status) => (format!("status {status}"), "status"),
                };
                diagnostics.error(
                    at,
                    format_args!(
                        "the {what} is already used by `{}`; remove one, or change its {it}",
                        first.ident
                    ),
                );
            }
            None => {
                let retryable = retryable.map(|(retryable, _)| retryable);
                variants.push(Variant { ident: &variant.ident, key, content, retryable });
            }
        }
    }
    check_last_variant(item, data, diagnostics);
    (!is_doubled).then_some(variants)
}

/// The status in a variant's `#[status(…)]`, and its literal.
fn status(variant: &syn::Variant, diagnostics: &Diagnostics) -> Option<(u16, LitInt)> {
    let mut status = None;
    for attribute in variant.attrs.iter().filter(|a| a.path().is_ident(words::STATUS)) {
        let literal = attribute.parse_args::<LitInt>().ok();
        match literal.as_ref().map(|literal| (literal, literal.base10_parse::<u16>())) {
            Some(_) if status.is_some() => diagnostics.error(
                attribute,
                "`#[status]` is given twice; remove one, or write a variant for each status",
            ),
            Some((literal, Ok(value @ 300..=599))) => status = Some((value, literal.clone())),
            Some((literal, _)) => diagnostics.error(
                literal,
                format_args!("`{literal}` is not the status of an error; use 300 to 599"),
            ),
            None => {
                diagnostics.error(attribute, "`#[status]` takes one number; write `#[status(404)]`")
            }
        }
    }
    status
}

/// An error has a code or only a status. The last variant has neither.
fn check_key(
    name: &Ident,
    content: &Content<'_>,
    code: Option<&TokenStream>,
    status: Option<&LitInt>,
    diagnostics: &Diagnostics,
) {
    if let Content::Unmodelled = content {
        let code = code.map(|at| (at.to_token_stream(), "a code"));
        let status = status.map(|at| (at.to_token_stream(), "a status"));
        for (at, what) in code.into_iter().chain(status) {
            diagnostics.error(
                at,
                format_args!(
                    "`{name}` holds every error whose code has no variant, so it cannot have \
                     {what}; remove this attribute"
                ),
            );
        }
    } else if let (Some(_), Some(at)) = (code, status) {
        diagnostics.error(
            at,
            format_args!(
                "`{name}` has a code, so its status is not used; remove one of them, or write a \
                 second variant for the status"
            ),
        );
    }
}

/// `#[retryable]` needs a code.
fn check_retryable(
    variant: &syn::Variant,
    content: &Content<'_>,
    retryable: Option<&Attribute>,
    diagnostics: &Diagnostics,
) {
    let (Some(at), name) = (retryable, &variant.ident) else { return };
    if let Content::Unmodelled = content {
        diagnostics.error(
            at,
            format_args!(
                "`{name}` holds every error whose code has no variant; use a `Retry::classifier` \
                 to decide which of them are retryable"
            ),
        );
    } else if super::variants::attribute(variant, words::STATUS).is_some() {
        diagnostics.error(
            at,
            format_args!(
                "`{name}` has a status instead of a code; use a `Retry::classifier` to retry after \
                 a status (429, 500, 502, 503 and 504 are retried without one)"
            ),
        );
    }
}

/// The value of a variant's `#[retryable]`, and the attribute.
fn retryable<'a>(
    variant: &'a syn::Variant,
    diagnostics: &Diagnostics,
) -> Option<(Retryable, &'a Attribute)> {
    let mut attributes = variant.attrs.iter().filter(|a| a.path().is_ident(words::RETRYABLE));
    let attribute = attributes.next()?;
    for second in attributes {
        diagnostics.error(second, "`#[retryable]` is given twice; remove one");
    }
    match &attribute.meta {
        Meta::Path(_) => Some((Retryable::Transient, attribute)),
        Meta::List(list)
            if list.parse_args::<Ident>().is_ok_and(|word| word == words::THROTTLING) =>
        {
            Some((Retryable::Throttling, attribute))
        }
        _ => {
            diagnostics.error(
                attribute,
                "`#[retryable]` takes no arguments, or `throttling` for a throttling error; write \
                 `#[retryable]` or `#[retryable(throttling)]`",
            );
            None
        }
    }
}

/// The last variant, and only the last, keeps errors whose code has no variant.
fn check_last_variant(item: &DeriveInput, data: &DataEnum, diagnostics: &Diagnostics) {
    let keeps = |fields: &Fields| match fields {
        Fields::Unnamed(fields) => {
            fields.unnamed.len() == 1 && fields.unnamed.iter().all(|f| is_service_error(&f.ty))
        }
        _ => false,
    };
    super::variants::check_last(
        item,
        data,
        keeps,
        "has no variant for errors with unknown codes; add `Other(aws_operation::ServiceError)` as \
         the last variant",
        "every error whose code has no variant",
        diagnostics,
    );
}

/// The content of a variant. `None` if it is invalid, which has been reported.
fn content<'a>(
    variant: &'a syn::Variant,
    case: Case,
    diagnostics: &Diagnostics,
) -> Option<Content<'a>> {
    let unnamed = match &variant.fields {
        Fields::Unit => return Some(Content::Unit),
        Fields::Named(_) => {
            let fields = syntax::fields(&variant.fields, diagnostics)?;
            let members = resolve::decoded(&fields, case, Place::Response, diagnostics);
            check::decoded(&members, Place::Response, diagnostics);
            return Some(Content::Members(members));
        }
        Fields::Unnamed(unnamed) => &unnamed.unnamed,
    };
    match unnamed.first() {
        Some(field) if unnamed.len() == 1 => {
            let attributes = field.attrs.iter();
            super::check_item_attributes(
                attributes.filter(|attribute| !attribute.path().is_ident(words::SENSITIVE)),
                "a field with a name",
                diagnostics,
            );
            let unmodelled = is_service_error(&field.ty);
            Some(if unmodelled { Content::Unmodelled } else { Content::Inner(&field.ty) })
        }
        _ => {
            diagnostics.error(
                &variant.fields,
                format_args!(
                    "the fields of `{name}` have no names; write `{name} {{ … }}`, or use one type \
                     with named fields",
                    name = variant.ident
                ),
            );
            None
        }
    }
}

fn is_service_error(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if syntax::last_segment_is(&path.path, "ServiceError"))
}
