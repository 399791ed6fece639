//! Silences lints in generated code, where the user could not fix them.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{Attribute, Data, DeriveInput, Fields, Ident, Meta};

/// Copies the user's `#[allow(…)]` and `#[expect(…)]` to the generated code, which names the same
/// types.
pub fn allowed(item: &DeriveInput) -> TokenStream {
    let allow = |attribute: &Attribute| match &attribute.meta {
        Meta::List(list) if list.path.is_ident("allow") || list.path.is_ident("expect") => {
            let lints = &list.tokens;
            quote!(#[allow(#lints)])
        }
        _ => TokenStream::new(),
    };
    attributes(item).map(allow).collect()
}

/// Marks the names of a deprecated item, or of an item with deprecated parts, as coming from a
/// macro. Then rustc does not report their use in generated code, as for its own derives.
pub fn use_what_is_deprecated(item: &mut DeriveInput) {
    if !attributes(item).any(|attribute| attribute.path().is_ident("deprecated")) {
        return;
    }
    let expand = |ident: &mut Ident| ident.set_span(Span::call_site().located_at(ident.span()));
    let expand_fields = |fields: &mut Fields| {
        fields.iter_mut().filter_map(|field| field.ident.as_mut()).for_each(expand);
    };
    expand(&mut item.ident);
    match &mut item.data {
        Data::Struct(data) => expand_fields(&mut data.fields),
        Data::Enum(data) => {
            for variant in &mut data.variants {
                expand(&mut variant.ident);
                expand_fields(&mut variant.fields);
            }
        }
        Data::Union(_) => {}
    }
}

/// The attributes of the item, its variants and its fields.
fn attributes(item: &DeriveInput) -> impl Iterator<Item = &Attribute> {
    let (fields, variants) = match &item.data {
        Data::Struct(data) => (Some(&data.fields), None),
        Data::Enum(data) => (None, Some(&data.variants)),
        Data::Union(_) => (None, None),
    };
    let variants = || variants.into_iter().flatten();
    let fields = fields.into_iter().chain(variants().map(|variant| &variant.fields));
    let of_fields = fields.flat_map(Fields::iter).flat_map(|field| &field.attrs);
    item.attrs.iter().chain(variants().flat_map(|variant| &variant.attrs)).chain(of_fields)
}
