//! Stage 4: a checked model to an impl. It cannot fail; [`fallback`] answers for what did.

mod bounds;
mod debug;
mod default;
mod error;
mod fallback;
mod open_enum;
mod output;
mod request;
mod structure;
mod union;
mod variants;

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{Attribute, Data, DeriveInput, Ident};

use crate::case::Case;
use crate::diagnostics::Diagnostics;
use crate::model::{Member, Place, Role};
use crate::syntax::Arguments;
use crate::{check, resolve, syntax, words};

/// All stages, for the item that one of the attributes re-emitted.
pub fn derive(role: Role, item: TokenStream) -> TokenStream {
    let item = match syn::parse2::<DeriveInput>(item) {
        Ok(item) => item,
        Err(error) => return error.to_compile_error(),
    };
    let diagnostics = Diagnostics::default();
    let (tokens, at) = carried(&item);
    let mut arguments = Arguments::parse(tokens, at, role, &diagnostics);
    let krate = arguments.krate();
    resolve::check_decoded_types(&mut arguments, &diagnostics);
    check_item_attributes(&item.attrs, "a field", &diagnostics);
    let debug = debug::expand(&item);
    let (output, error) = (arguments.output.clone(), arguments.error.clone());
    let expanded = match role {
        Role::Operation => operation(&item, arguments, &diagnostics),
        Role::Output => self::output(&item, &arguments, &diagnostics),
        Role::Error => self::error(&item, &arguments, &diagnostics),
        Role::Structure => structure(&item, &arguments, &diagnostics),
        Role::Union => union::expand(&item, &arguments, &diagnostics),
        Role::Enum => open_enum::expand(&item, &arguments, &diagnostics),
    };
    let implementation = match expanded {
        Some(expanded) if diagnostics.is_empty() => expanded,
        _ => fallback::expand(role, &item, output, error),
    };
    let errors = diagnostics.into_compile_errors();
    // Under a short name, for it stands in every line.
    quote! {
        #errors
        const _: () = {
            use #krate::private as __private;
            #implementation
            #debug
        };
    }
}

/// The arguments that the attribute left for the derive, and its place.
fn carried(item: &DeriveInput) -> (TokenStream, Span) {
    let carrier = item.attrs.iter().find(|attribute| attribute.path().is_ident(words::ARGUMENTS));
    let at = carrier.map_or_else(Span::call_site, |attribute| attribute.pound_token.span);
    let tokens = carrier.and_then(|attribute| attribute.meta.require_list().ok());
    (tokens.map_or_else(TokenStream::new, |list| list.tokens.clone()), at)
}

/// Attributes of fields do nothing on an item or a variant, least of all `#[sensitive]`.
fn check_item_attributes<'a>(
    attributes: impl IntoIterator<Item = &'a Attribute>,
    place: &str,
    diagnostics: &Diagnostics,
) {
    let variant = words::VARIANT.map(|(word, _)| word);
    for attribute in attributes {
        let mut known = words::FIELD.into_iter().chain(variant);
        let Some(word) = known.find(|word| attribute.path().is_ident(word)) else {
            continue;
        };
        let place = if variant.contains(&word) { "a variant" } else { place };
        diagnostics.error(
            attribute,
            format_args!("`#[{word}]` goes on {place}; move it there, or remove it"),
        );
    }
}

fn operation(
    item: &DeriveInput,
    arguments: Arguments,
    diagnostics: &Diagnostics,
) -> Option<TokenStream> {
    let fields = named_fields(Role::Operation, item, diagnostics);
    let operation = resolve::operation(item, arguments, fields.as_deref(), diagnostics);
    check::operation(&operation, diagnostics);
    let default = default::expand(item, &operation.members);
    let implementation = request::expand(&operation)?;
    Some(quote!(#implementation #default))
}

fn output(
    item: &DeriveInput,
    arguments: &Arguments,
    diagnostics: &Diagnostics,
) -> Option<TokenStream> {
    decoded(Role::Output, item, arguments, diagnostics, output::expand)
}

fn structure(
    item: &DeriveInput,
    arguments: &Arguments,
    diagnostics: &Diagnostics,
) -> Option<TokenStream> {
    decoded(Role::Structure, item, arguments, diagnostics, structure::expand)
}

/// A struct that is decoded, and its `Default` where that is asked for.
fn decoded(
    role: Role,
    item: &DeriveInput,
    arguments: &Arguments,
    diagnostics: &Diagnostics,
    expand: fn(&DeriveInput, &[Member<'_>]) -> TokenStream,
) -> Option<TokenStream> {
    let case = resolve::check_rename_all(arguments, diagnostics, Case::Camel);
    let place = if role == Role::Structure { Place::Document } else { Place::Response };
    let fields = named_fields(role, item, diagnostics)?;
    let members = resolve::decoded(&fields, case, place, diagnostics);
    check::decoded(&members, place, diagnostics);
    let default = default::expand(item, &members);
    let implementation = expand(item, &members);
    Some(quote!(#implementation #default))
}

fn error(
    item: &DeriveInput,
    arguments: &Arguments,
    diagnostics: &Diagnostics,
) -> Option<TokenStream> {
    let case = resolve::check_rename_all(arguments, diagnostics, Case::Camel);
    match &item.data {
        Data::Enum(data) => {
            let variants = error::variants(item, data, case, diagnostics)?;
            Some(error::expand(item, &variants))
        }
        Data::Struct(data) if !matches!(data.fields, syn::Fields::Unnamed(_)) => {
            let expand = |item: &DeriveInput, members: &[Member<'_>]| {
                let decode = output::expand(item, members);
                let exception = error::exception(item, members);
                quote!(#decode #exception)
            };
            decoded(Role::Error, item, arguments, diagnostics, expand)
        }
        _ => {
            wrong_item(Role::Error, item, diagnostics);
            None
        }
    }
}

fn named_fields<'a>(
    role: Role,
    item: &'a DeriveInput,
    diagnostics: &Diagnostics,
) -> Option<Vec<syntax::Field<'a>>> {
    let fields = match &item.data {
        Data::Struct(data) => syntax::fields(&data.fields, diagnostics),
        _ => None,
    };
    if fields.is_none() {
        wrong_item(role, item, diagnostics);
    }
    fields
}

fn wrong_item(role: Role, item: &DeriveInput, diagnostics: &Diagnostics) {
    let name = &item.ident;
    let found = match &item.data {
        Data::Struct(data) if matches!(data.fields, syn::Fields::Unnamed(_)) => "a tuple struct",
        Data::Struct(_) => "a struct",
        Data::Enum(_) => "an enum",
        Data::Union(_) => "a union",
    };
    diagnostics.error(
        name,
        format_args!("`{name}` is {found}; `#[{}]` goes on {}", role.attribute(), role.item()),
    );
}

/// A local name that no user's name can meet: not even that of a constant, which a pattern would
/// take for the constant.
fn local(name: &str) -> Ident {
    Ident::new(&format!("__{name}"), Span::mixed_site())
}

#[cfg(test)]
mod tests;
