//! `impl Debug` for an item with sensitive members: in place of the derive, which would print them.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Fields, Ident};

use super::local;
use crate::syntax::Arguments;
use crate::{diagnostics::Diagnostics, model::Role, words};

pub fn expand(item: &DeriveInput) -> TokenStream {
    // The path of the runtime is the same in all roles.
    let krate =
        Arguments::parse(super::carried(item), Role::Operation, &Diagnostics::default()).krate();
    let ident = &item.ident;
    let mut generics = item.generics.clone();
    for parameter in generics.type_params_mut() {
        parameter.bounds.push(syn::parse_quote!(#krate::private::Debug));
    }
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    let f = local("f");
    let arms: TokenStream = match &item.data {
        Data::Struct(data) => arm(&quote!(Self), ident, &data.fields, &krate, &f),
        Data::Enum(data) => data
            .variants
            .iter()
            .map(|variant| {
                let name = &variant.ident;
                arm(&quote!(Self::#name), name, &variant.fields, &krate, &f)
            })
            .collect(),
        Data::Union(_) => TokenStream::new(),
    };
    quote! {
        #[automatically_derived]
        impl #impl_generics #krate::private::Debug for #ident #type_generics #where_clause {
            fn fmt(&self, #f: &mut #krate::private::Formatter<'_>) -> #krate::private::FmtResult {
                match self { #arms }
            }
        }
    }
}

fn arm(
    path: &TokenStream,
    name: &Ident,
    fields: &Fields,
    krate: &syn::Path,
    f: &Ident,
) -> TokenStream {
    let name = crate::model::display(name);
    let is_sensitive = |field: &syn::Field| {
        field.attrs.iter().any(|attribute| attribute.path().is_ident(words::SENSITIVE))
    };
    match fields {
        Fields::Unit => quote!(#path => #f.write_str(#name),),
        Fields::Named(named) => {
            let patterns = named.named.iter().enumerate().map(|(i, field)| {
                let (ident, local) = (&field.ident, local(&format!("field_{i}")));
                if is_sensitive(field) { quote!(#ident: _) } else { quote!(#ident: #local) }
            });
            let calls = named.named.iter().enumerate().map(|(i, field)| {
                let label = field.ident.as_ref().map(crate::model::display).unwrap_or_default();
                let local = local(&format!("field_{i}"));
                if is_sensitive(field) {
                    quote!(.field(#label, &#krate::private::Redacted))
                } else {
                    quote!(.field(#label, #local))
                }
            });
            quote!(#path { #(#patterns),* } => #f.debug_struct(#name) #(#calls)* .finish(),)
        }
        Fields::Unnamed(unnamed) => {
            let locals: Vec<Ident> =
                (0..unnamed.unnamed.len()).map(|i| local(&format!("field_{i}"))).collect();
            let calls = unnamed.unnamed.iter().zip(&locals).map(|(field, local)| {
                if is_sensitive(field) {
                    quote!(.field({ let _ = #local; &#krate::private::Redacted }))
                } else {
                    quote!(.field(#local))
                }
            });
            quote!(#path(#(#locals),*) => #f.debug_tuple(#name) #(#calls)* .finish(),)
        }
    }
}
