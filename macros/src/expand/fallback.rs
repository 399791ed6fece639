//! A stub impl beside the errors, so that one mistake yields one error, also where it is used.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Path, Type};

use super::bounds;
use super::structure::parameter;
use crate::model::Role;

pub fn expand(
    role: Role,
    item: &DeriveInput,
    krate: &Path,
    output: Option<Type>,
    error: Option<Type>,
) -> TokenStream {
    let ident = &item.ident;
    let mut generics = item.generics.clone();
    bounds::bound(&mut generics, &output, &quote!(#krate::private::FromResponse));
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    let implement = |name: TokenStream, body: TokenStream| {
        quote! {
            impl #impl_generics #krate::private::#name for #ident #type_generics #where_clause {
                #body
            }
        }
    };
    match role {
        Role::Operation => {
            let output = output.map_or(quote!(()), |ty| quote!(#ty));
            let error = error.map_or(quote!(#krate::private::ServiceError), |ty| quote!(#ty));
            let body = quote! {
                type Output = #output;
                type Error = #error;
                const METADATA: #krate::private::Metadata = #krate::private::Metadata::new(
                    "", "", "", 200, #krate::private::Protocol::RestJson1,
                );
                fn encode(
                    &self,
                    _: &mut #krate::private::RequestEncoder<'_>,
                ) -> #krate::private::Result<(), #krate::private::EncodeError> {
                    loop {}
                }
            };
            implement(quote!(Operation), body)
        }
        Role::Output => {
            let body = quote! {
                fn from_response(
                    _: &#krate::private::ResponseDecoder<'_>,
                ) -> #krate::private::Result<Self, #krate::private::DecodeError> {
                    loop {}
                }
            };
            implement(quote!(FromResponse), body)
        }
        Role::Error if is_exception(item) => {
            let decode = quote! {
                fn from_response(
                    _: &#krate::private::ResponseDecoder<'_>,
                ) -> #krate::private::Result<Self, #krate::private::DecodeError> {
                    loop {}
                }
            };
            let decode = implement(quote!(FromResponse), decode);
            quote!(#decode)
        }
        Role::Structure | Role::Union | Role::Enum => serde(item, krate),
        Role::Error => {
            let decode = quote! {
                fn from_error_response(
                    _: &#krate::private::ServiceError,
                    _: &#krate::private::ResponseDecoder<'_>,
                ) -> Self {
                    loop {}
                }
            };
            let display = quote! {
                fn fmt(&self, _: &mut #krate::private::Formatter<'_>) -> #krate::private::FmtResult {
                    loop {}
                }
            };
            let decode = implement(quote!(FromErrorResponse), decode);
            let display = implement(quote!(Display), display);
            quote!(#decode #display)
        }
    }
}

/// Whether it is a struct with named fields, or without any.
fn is_exception(item: &DeriveInput) -> bool {
    matches!(&item.data, Data::Struct(data) if !matches!(data.fields, syn::Fields::Unnamed(_)))
}

/// Serde's traits, and `Default` where the attribute gives it.
fn serde(item: &DeriveInput, krate: &Path) -> TokenStream {
    let (ident, s, d) = (&item.ident, parameter("S"), parameter("D"));
    let (impl_generics, type_generics, where_clause) = item.generics.split_for_impl();
    let mut with_lifetime = item.generics.clone();
    with_lifetime.params.insert(0, syn::parse_quote!('__de));
    let (de_generics, _, _) = with_lifetime.split_for_impl();
    let default = matches!(item.data, Data::Enum(_)).then(|| {
        quote! {
            impl #impl_generics #krate::private::Default for #ident #type_generics #where_clause {
                fn default() -> Self {
                    loop {}
                }
            }
        }
    });
    quote! {
        impl #impl_generics #krate::private::Serialize for #ident #type_generics #where_clause {
            fn serialize<#s: #krate::private::Serializer>(
                &self,
                _: #s,
            ) -> #krate::private::Result<#s::Ok, #s::Error> {
                loop {}
            }
        }
        impl #de_generics #krate::private::Deserialize<'__de> for #ident #type_generics #where_clause {
            fn deserialize<#d: #krate::private::Deserializer<'__de>>(
                _: #d,
            ) -> #krate::private::Result<Self, #d::Error> {
                loop {}
            }
        }
        #default
    }
}
