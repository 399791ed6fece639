//! Misspelt attributes of fields: reported, and put right, so that a member is not also unbound.

use syn::{DeriveInput, Field, Fields, Ident};

use crate::diagnostics::{Diagnostics, misspelt};
use crate::words;

/// Reports each attribute of a field that is nearly one of ours, and makes it the one that it
/// nearly is. Only the attribute macro can: to the derive, the compiler has already said that
/// there is no such attribute.
pub fn put_right(input: &mut DeriveInput, diagnostics: &Diagnostics) {
    match &mut input.data {
        syn::Data::Struct(data) => fields(&mut data.fields, diagnostics),
        syn::Data::Enum(data) => {
            data.variants.iter_mut().for_each(|variant| fields(&mut variant.fields, diagnostics));
        }
        syn::Data::Union(_) => {}
    }
}

fn fields(fields: &mut Fields, diagnostics: &Diagnostics) {
    fields.iter_mut().for_each(|field| attributes(field, diagnostics));
}

fn attributes(field: &mut Field, diagnostics: &Diagnostics) {
    for attribute in &mut field.attrs {
        let path = match &mut attribute.meta {
            syn::Meta::Path(path) => path,
            syn::Meta::List(list) => &mut list.path,
            syn::Meta::NameValue(pair) => &mut pair.path,
        };
        let Some(written) = path.get_ident() else {
            continue;
        };
        if let Some(meant) = misspelt(&written.to_string(), &words::FIELD) {
            diagnostics.error(
                written,
                format_args!("unknown attribute `#[{written}]`; did you mean `#[{meant}]`?"),
            );
            *path = Ident::new(meant, written.span()).into();
        }
    }
}
