//! The attributes themselves: they re-emit the item with the hidden derive that does the work.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::punctuated::Punctuated;
use syn::{Attribute, Data, DeriveInput, Ident, Path, Token};

use crate::diagnostics::Diagnostics;
use crate::model::Role;
use crate::syntax::{self, Arguments};
use crate::words;

pub fn re_emit(role: Role, arguments: TokenStream, item: TokenStream) -> TokenStream {
    let Ok(mut input) = syn::parse2::<DeriveInput>(item.clone()) else {
        let message = format!("`#[{}]` goes on {}", role.attribute(), role.item());
        let first =
            item.clone().into_iter().next().map_or_else(Span::call_site, |token| token.span());
        let error = syn::Error::new(first, message).to_compile_error();
        return quote!(#item #error);
    };

    // What is wrong with the arguments, the derive says.
    let krate = Arguments::parse(arguments.clone(), role, &Diagnostics::default()).krate();
    let errors = Diagnostics::default();
    if role == Role::Output {
        for path in remove_derives(&mut input.attrs, "Deserialize") {
            let name = &input.ident;
            errors.error(
                path,
                format_args!(
                    "`#[aws_output]` decides how `{name}` is read, so it cannot derive `Deserialize` \
                     too; remove one of them"
                ),
            );
        }
    }
    let debug = has_sensitive_fields(&input).then(|| {
        remove_derives(&mut input.attrs, "Debug");
        let debug = Ident::new(words::DEBUG, Span::call_site());
        quote!(#[#debug])
    });
    let errors = errors.into_compile_errors();
    let derive = Ident::new(role.derive(), Span::call_site());
    let carrier = Ident::new(words::ARGUMENTS, Span::call_site());
    // An error about what is missing points at the attribute, which call_site is here.
    let carrier = quote_spanned!(Span::call_site()=> #[#carrier(#arguments)]);
    quote! {
        #errors
        #[derive(#krate::private::#derive)]
        #carrier
        #debug
        #input
    }
}

fn has_sensitive_fields(input: &DeriveInput) -> bool {
    let sensitive = |fields: &syn::Fields| {
        fields
            .iter()
            .flat_map(|field| &field.attrs)
            .any(|attr| attr.path().is_ident(words::SENSITIVE))
    };
    match &input.data {
        Data::Struct(data) => sensitive(&data.fields),
        Data::Enum(data) => data.variants.iter().any(|variant| sensitive(&variant.fields)),
        Data::Union(_) => false,
    }
}

/// Takes a trait out of the derives below the attribute, and returns it as it stood there.
fn remove_derives(attributes: &mut Vec<Attribute>, name: &str) -> Vec<Path> {
    let mut removed = Vec::new();
    for attribute in attributes.iter_mut().filter(|attribute| attribute.path().is_ident("derive")) {
        let Ok(paths) = attribute.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated)
        else {
            continue;
        };
        let (found, kept): (Vec<Path>, Vec<Path>) =
            paths.into_iter().partition(|path| syntax::last_segment_is(path, name));
        if !found.is_empty() {
            *attribute = syn::parse_quote!(#[derive(#(#kept),*)]);
            removed.extend(found);
        }
    }
    removed
}
