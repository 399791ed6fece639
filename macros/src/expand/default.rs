//! `impl Default` for a struct whose members have defaults of their own: in place of the derive,
//! which would not know them.

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use super::bounds;
use crate::model::Member;
use crate::words;

/// Nothing where the attribute did not ask for it.
pub fn expand(item: &DeriveInput, members: &[Member<'_>]) -> TokenStream {
    if !item.attrs.iter().any(|attribute| attribute.path().is_ident(words::OWN_DEFAULT)) {
        return TokenStream::new();
    }
    let ident = &item.ident;
    let mut generics = item.generics.clone();
    let types = members.iter().filter(|member| member.default.is_none()).map(|member| member.ty);
    bounds::bound(&mut generics, types, &quote!(__private::Default));
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    let fields = members.iter().map(|member| {
        let (field, ty) = (member.field, member.ty);
        match value(member) {
            Some(value) => quote!(#field: #value,),
            None => quote!(#field: <#ty as __private::Default>::default(),),
        }
    });
    quote! {
        #[automatically_derived]
        impl #impl_generics __private::Default for #ident #type_generics #where_clause {
            fn default() -> Self {
                Self { #(#fields)* }
            }
        }
    }
}

/// The member's own default: a text is converted, any other expression is taken as it is.
pub fn value(member: &Member<'_>) -> Option<TokenStream> {
    let default = member.default.as_ref()?;
    let (value, ty) = (&default.value, member.ty);
    Some(match &default.text {
        Some(text) => quote!(<#ty as __private::From<&__private::str>>::from(#text)),
        None => quote!({ #value }),
    })
}
