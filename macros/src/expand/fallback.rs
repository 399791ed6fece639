//! A stub impl beside the errors, so that one mistake yields one error, also where it is used.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Path, Type};

use super::bounds;
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
