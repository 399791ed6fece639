//! `impl Default` for a struct whose members have defaults. It replaces the derive, which ignores
//! `#[default(…)]`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use super::bounds;
use crate::model::Member;
use crate::words;

/// Empty if the attribute did not ask for `Default`.
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

/// The member's own default. A string literal is converted to the member's type; any other
/// expression is used unchanged.
pub fn value(member: &Member<'_>) -> Option<TokenStream> {
    let default = member.default.as_ref()?;
    let (value, ty) = (&default.value, member.ty);
    Some(match &default.text {
        Some(text) => quote!(<#ty as __private::From<&__private::str>>::from(#text)),
        None => quote!({ #value }),
    })
}
