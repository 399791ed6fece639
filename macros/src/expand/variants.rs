//! What the variants of unions, enums and errors have in common: a wire name, and a last variant
//! for unknown values.

use proc_macro2::TokenStream;
use quote::ToTokens as _;
use syn::{Attribute, DataEnum, DeriveInput, Fields, LitStr, Variant};

use crate::diagnostics::Diagnostics;
use crate::words;

/// Reports attributes that have no effect on a variant. Those in `known` have one.
pub fn check_attributes(variant: &Variant, known: &[&str], diagnostics: &Diagnostics) {
    for attribute in &variant.attrs {
        if known.iter().any(|word| attribute.path().is_ident(word)) {
            continue;
        }
        match words::VARIANT.iter().find(|(word, _)| attribute.path().is_ident(word)) {
            Some((word, owner)) => diagnostics.error(
                attribute,
                format_args!("`#[{word}]` is for enums under `#[{owner}]`; remove it"),
            ),
            None => super::check_item_attributes([attribute], "a field", diagnostics),
        }
    }
}

/// The string of the variant's `#[word("…")]`, and the tokens of the attribute's content.
pub fn name(
    variant: &Variant,
    word: &str,
    example: &str,
    diagnostics: &Diagnostics,
) -> Option<(String, TokenStream)> {
    let mut name = None;
    for attribute in variant.attrs.iter().filter(|a| a.path().is_ident(word)) {
        let literal = attribute.parse_args::<LitStr>().ok();
        match literal.filter(|literal| !literal.value().is_empty()) {
            Some(_) if name.is_some() => {
                diagnostics
                    .error(attribute, format_args!("`#[{word}]` is given twice; remove one"));
            }
            Some(literal) => name = Some((literal.value(), literal.to_token_stream())),
            None => diagnostics
                .error(attribute, format_args!("`#[{word}]` takes one string; write `{example}`")),
        }
    }
    name
}

/// Checks the last variant, which keeps unknown values. `keeps` says whether a variant has the
/// right fields.
///
/// Reports an error and returns `None` if the last variant does not have the right fields.
pub fn check_last<'a>(
    item: &DeriveInput,
    data: &'a DataEnum,
    keeps: fn(&Fields) -> bool,
    lacks: &str,
    everything: &str,
    diagnostics: &Diagnostics,
) -> Option<&'a Variant> {
    let last = data.variants.last();
    let before = data.variants.iter().take(data.variants.len().saturating_sub(1));
    let mut early = before.filter(|variant| keeps(&variant.fields)).peekable();
    let found = last.filter(|variant| keeps(&variant.fields));
    if early.peek().is_none() && found.is_none() {
        let at = last.map_or(&item.ident, |variant| &variant.ident);
        diagnostics.error(at, format_args!("`{}` {lacks}", item.ident));
    }
    for variant in early {
        diagnostics.error(
            &variant.ident,
            format_args!(
                "`{}` holds {everything}, so it must be the last variant; move it to the end",
                variant.ident
            ),
        );
    }
    found
}

/// Reports generic parameters of an enum, which cannot have any.
pub fn check_no_generics(item: &DeriveInput, diagnostics: &Diagnostics) {
    if !item.generics.params.is_empty() {
        diagnostics.error(
            &item.generics.params,
            format_args!(
                "`{}` is decoded from a response, so it cannot have generic parameters; use \
                 concrete types",
                item.ident
            ),
        );
    }
}

/// The first attribute of this name.
pub fn attribute<'a>(variant: &'a Variant, word: &str) -> Option<&'a Attribute> {
    variant.attrs.iter().find(|attribute| attribute.path().is_ident(word))
}
