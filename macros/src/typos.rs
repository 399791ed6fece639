//! Reports and corrects misspelt field attributes, so that the member is not also reported as
//! unbound.

use syn::{DeriveInput, Field, Fields, Ident};

use crate::diagnostics::{Diagnostics, misspelt};
use crate::words;

/// Reports each field attribute whose name is close to one of ours, and replaces it with ours. Only
/// the attribute macro can do this: when the derive runs, the compiler has already reported the
/// unknown attribute.
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
