//! `impl Debug` for an item with sensitive members. It replaces the derive, which would print them.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{Attribute, Data, DeriveInput, Field, Fields, Generics, Ident, Type, Variant};

use super::local;
use crate::attribute::is_sensitive;
use crate::model::display;
use crate::words;

/// Empty if the attribute did not ask for `Debug`.
pub fn expand(item: &DeriveInput) -> TokenStream {
    let Some(asked) = item.attrs.iter().find(|a| a.path().is_ident(words::DEBUG)) else {
        return TokenStream::new();
    };
    let mut generics = item.generics.clone();
    for parameter in generics.type_params_mut() {
        parameter.bounds.push(syn::parse_quote!(__private::Debug));
    }
    let is_derived = asked.meta.require_list().is_ok();
    if is_derived { implementation(item, &generics) } else { refuse_another(item, &generics) }
}

fn implementation(item: &DeriveInput, generics: &Generics) -> TokenStream {
    let (ident, f) = (&item.ident, local("f"));
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    let arms = arms(item, &f);
    quote! {
        #[automatically_derived]
        impl #impl_generics __private::Debug for #ident #type_generics #where_clause {
            fn fmt(&self, #f: &mut __private::Formatter<'_>) -> __private::FmtResult {
                match self { #arms }
            }
        }
    }
}

/// If no `Debug` is derived below the attribute, the type must not have a `Debug` at all. A derive
/// above the attribute is not visible here, and it would print sensitive members. The error points
/// at the first `#[sensitive]`.
fn refuse_another(item: &DeriveInput, generics: &Generics) -> TokenStream {
    let (ident, at) = (&item.ident, sensitive(item));
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    let type_generics = type_generics.as_turbofish();
    let private = Ident::new("__private", at);
    let declared = quote_spanned!(at=> #private::Declared::<#ident #type_generics>::DEBUG);
    let check = local("check_debug");
    quote! {
        fn #check #impl_generics() #where_clause {
            use __private::Accepted as _;
            __private::redacted(#declared)
        }
    }
}

/// The span of the first `#[sensitive]`.
fn sensitive<'a>(item: &'a DeriveInput) -> Span {
    let attributes: Vec<&Attribute> = match &item.data {
        Data::Struct(data) => data.fields.iter().flat_map(|field| &field.attrs).collect(),
        Data::Enum(data) => {
            let of_fields = |variant: &'a Variant| variant.fields.iter().flat_map(|f| &f.attrs);
            data.variants.iter().flat_map(|v| v.attrs.iter().chain(of_fields(v))).collect()
        }
        Data::Union(_) => Vec::new(),
    };
    let mut attributes = attributes.into_iter();
    let first = attributes.find(|attribute| attribute.path().is_ident(words::SENSITIVE));
    first.map_or_else(Span::call_site, |attribute| {
        Span::call_site().located_at(attribute.path().span())
    })
}

fn arms(item: &DeriveInput, f: &Ident) -> TokenStream {
    match &item.data {
        Data::Struct(data) => arm(&quote!(Self), &item.ident, &data.fields, false, f),
        Data::Enum(data) => data
            .variants
            .iter()
            .map(|variant| {
                let name = &variant.ident;
                let sensitive = is_sensitive(&variant.attrs);
                arm(&quote!(Self::#name), name, &variant.fields, sensitive, f)
            })
            .collect(),
        Data::Union(_) => TokenStream::new(),
    }
}

fn arm(
    path: &TokenStream,
    name: &Ident,
    fields: &Fields,
    all_sensitive: bool,
    f: &Ident,
) -> TokenStream {
    let is_sensitive = |field: &Field| all_sensitive || is_sensitive(&field.attrs);
    let name = display(name);
    let debug = local("debug");
    // The local variable, and its value at the span of the field's type.
    let parts = |(i, field): (usize, &Field)| {
        let bound = local(&format!("field_{i}"));
        let value = if is_sensitive(field) {
            quote!(&__private::Redacted)
        } else {
            let mut value = bound.clone();
            value.set_span(bound.span().located_at(start(&field.ty)));
            quote!(#value)
        };
        let pattern = if is_sensitive(field) { quote!(_) } else { quote!(#bound) };
        (pattern, value)
    };
    match fields {
        Fields::Unit => quote!(#path => #f.write_str(#name),),
        Fields::Named(named) => {
            let idents = named.named.iter().map(|field| &field.ident);
            let labels = named
                .named
                .iter()
                .map(|field| field.ident.as_ref().map(display).unwrap_or_default());
            let (patterns, values): (Vec<_>, Vec<_>) =
                named.named.iter().enumerate().map(parts).unzip();
            quote! {
                #path { #(#idents: #patterns),* } => {
                    let #debug = &mut #f.debug_struct(#name);
                    #debug #(.field(#labels, #values))* .finish()
                }
            }
        }
        Fields::Unnamed(unnamed) => {
            let (patterns, values): (Vec<_>, Vec<_>) =
                unnamed.unnamed.iter().enumerate().map(parts).unzip();
            quote! {
                #path(#(#patterns),*) => {
                    let #debug = &mut #f.debug_tuple(#name);
                    #debug #(.field(#values))* .finish()
                }
            }
        }
    }
}

/// The span where a type begins. The compiler reports errors about its value there.
pub fn start(ty: &Type) -> Span {
    let first = ty.to_token_stream().into_iter().next();
    first.map_or_else(Span::call_site, |token| token.span())
}
