//! Stage 4: turns a checked model into an impl. It cannot fail. If an earlier stage failed,
//! [`fallback`] emits a stub instead.

mod bounds;
mod debug;
mod default;
mod error;
mod error_variants;
mod event_stream;
mod fallback;
mod lints;
mod open_enum;
mod output;
mod paginated;
mod request;
mod structure;
mod times;
mod union;
mod variants;

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Attribute, Data, DeriveInput, Ident, MetaList, Type};

use crate::case::Case;
use crate::diagnostics::Diagnostics;
use crate::model::{Member, Place, Role, display};
use crate::syntax::Arguments;
use crate::words::argument;
use crate::{check, resolve, rust_type, serde_attributes, syntax, words};
use output::Decoded;

/// Runs all stages for an item that one of the attributes re-emitted.
pub fn derive(item: TokenStream) -> TokenStream {
    let mut item = match syn::parse2::<DeriveInput>(item) {
        Ok(item) => item,
        Err(error) => return error.to_compile_error(),
    };
    let Some((role, tokens, at)) = carried(&item) else {
        return syn::Error::new_spanned(&item.ident, WITHOUT_AN_ATTRIBUTE).to_compile_error();
    };
    let lints = lints::allowed(&item);
    lints::use_what_is_deprecated(&mut item);
    let diagnostics = Diagnostics::default();
    let mut arguments = Arguments::parse(tokens, at, role, &diagnostics);
    let krate = arguments.krate();
    resolve::check_decoded_types(&mut arguments, &diagnostics);
    check_item_attributes(&item.attrs, "a field", &diagnostics);
    serde_attributes::check(role, &item, &diagnostics);
    let debug = debug::expand(&item);
    let (output, error) = (arguments.output.clone(), arguments.error.clone());
    let paginated = arguments.paginated.clone();
    let expanded = match role {
        Role::Operation => operation(&item, arguments, &diagnostics),
        Role::Output => self::output(&item, &arguments, &diagnostics),
        Role::Error => self::error(&item, &arguments, &diagnostics),
        Role::Structure => structure(&item, &arguments, &diagnostics),
        Role::Union => union::expand(&item, &arguments, &diagnostics),
        Role::Enum => open_enum::expand(&item, &arguments, &diagnostics),
        Role::EventStream => event_stream::expand(&item, &arguments, &diagnostics),
    };
    let implementation = match expanded {
        Some(expanded) if diagnostics.is_empty() => expanded,
        _ => fallback::expand(role, &item, output, error, paginated),
    };
    let times = times::check(&item);
    let errors = diagnostics.into_compile_errors();
    // `__private` is a short name, because almost every generated line uses it.
    quote! {
        #errors
        #lints
        const _: () = {
            use #krate::private as __private;
            #implementation
            #debug
            #times
        };
    }
}

/// The error for a hidden derive that a user wrote without one of the attributes.
const WITHOUT_AN_ATTRIBUTE: &str = "this derive has no effect without `#[aws_operation]`, \
                                    `#[aws_output]` or a similar attribute; remove it, and put one \
                                    of these attributes above the item";

/// What the attribute passed to the derive: the role, the arguments and the attribute's span.
fn carried(item: &DeriveInput) -> Option<(Role, TokenStream, Span)> {
    let attribute =
        item.attrs.iter().find(|attribute| attribute.path().is_ident(words::DECLARED))?;
    let declared: MetaList = attribute.parse_args().ok()?;
    let role = Role::of_attribute(&declared.path.get_ident()?.to_string())?;
    Some((role, declared.tokens, attribute.pound_token.span))
}

/// Reports field attributes on an item or a variant, where they have no effect.
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
    let paginated = paginated::expand(&operation);
    Some(quote!(#implementation #paginated #default))
}

fn output(
    item: &DeriveInput,
    arguments: &Arguments,
    diagnostics: &Diagnostics,
) -> Option<TokenStream> {
    let is_unwrapped = arguments.has_flag(argument::S3_UNWRAPPED_XML_OUTPUT);
    let expand = |item: &DeriveInput, members: &[Member<'_>]| {
        if is_unwrapped {
            check::check_unwrapped(item, members, diagnostics);
            return output::expand(item, Decoded::UnwrappedOutput, members);
        }
        output::expand(item, Decoded::Output, members)
    };
    decoded(Role::Output, item, arguments, diagnostics, expand)
}

fn structure(
    item: &DeriveInput,
    arguments: &Arguments,
    diagnostics: &Diagnostics,
) -> Option<TokenStream> {
    let (name, namespace) = (arguments.xml_name.as_ref(), arguments.xml_namespace.as_ref());
    let ident = display(&item.ident);
    resolve::check_arguments(name, namespace, &ident, diagnostics);
    let root = resolve::root(&ident, name, namespace);
    let expand =
        |item: &DeriveInput, members: &[Member<'_>]| structure::expand(item, &root, members);
    decoded(Role::Structure, item, arguments, diagnostics, expand)
}

/// A decoded struct, and its `Default` if the attribute asked for it.
fn decoded(
    role: Role,
    item: &DeriveInput,
    arguments: &Arguments,
    diagnostics: &Diagnostics,
    expand: impl FnOnce(&DeriveInput, &[Member<'_>]) -> TokenStream,
) -> Option<TokenStream> {
    let case = resolve::check_rename_all(arguments, diagnostics, Case::Camel);
    let place = if role == Role::Structure { Place::Document } else { Place::Response };
    let fields = named_fields(role, item, diagnostics)?;
    let mut members = resolve::decoded(&fields, case, place, diagnostics);
    if arguments.has_flag(argument::STRICT) {
        resolve::require_members(&mut members);
    }
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
            let code_and_message = error::code_and_message(arguments, diagnostics);
            let variants = error_variants::variants(item, data, case, diagnostics)?;
            Some(error::expand(item, &variants, code_and_message))
        }
        Data::Struct(data) if !matches!(data.fields, syn::Fields::Unnamed(_)) => {
            error::check_no_paths(arguments, diagnostics);
            let expand = |item: &DeriveInput, members: &[Member<'_>]| {
                let decode = output::expand(item, Decoded::Exception, members);
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

/// A local name that cannot collide with a user's name. Hygiene alone is not enough: a pattern
/// would match a user's constant of the same name.
fn local(name: &str) -> Ident {
    Ident::new(&format!("__{name}"), Span::mixed_site())
}

/// A type parameter that cannot collide with a user's type.
fn parameter(name: &str) -> Ident {
    Ident::new(&format!("__{name}"), Span::mixed_site())
}

/// `&self.field`, at the span of the member's type. If the type lacks a trait, the compiler reports the
/// error there. A type argument would do the same, but is more for the compiler to check.
fn field_of_self(member: &Member<'_>) -> TokenStream {
    let (first, last) = rust_type::ends(member.ty);
    let field = located(member.field, last);
    let first = Span::call_site().located_at(first);
    quote_spanned!(first=> &self.#field)
}

/// `&mut structure.field`, at the span of the member's type.
fn field_mut_of(structure: &Ident, member: &Member<'_>) -> TokenStream {
    let (first, last) = rust_type::ends(member.ty);
    let field = located(member.field, last);
    let mut structure = structure.clone();
    structure.set_span(structure.span().located_at(first));
    let first = Span::call_site().located_at(first);
    quote_spanned!(first=> &mut #structure.#field)
}

/// A field's name at the span. Names of fields do not depend on where a name comes from.
fn located(field: &Ident, at: Span) -> Ident {
    let mut field = field.clone();
    field.set_span(Span::call_site().located_at(at));
    field
}

/// A constant of the runtime's `Declared<T>`, at the span of the type. Errors about it point at the
/// type.
fn declared(ty: &Type, constant: &str) -> TokenStream {
    let (first, last) = rust_type::ends(ty);
    let private = Ident::new("__private", Span::call_site().located_at(first));
    let constant = Ident::new(constant, Span::call_site().located_at(last));
    quote!(#private::Declared::<#ty>::#constant)
}

#[cfg(test)]
mod tests;
