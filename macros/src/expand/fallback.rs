//! A stub impl beside the errors, so that one mistake yields one error, also where it is used.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Path, Type};

use crate::model::Role;

pub fn expand(
    role: Role,
    item: &DeriveInput,
    krate: &Path,
    output: Option<Type>,
    error: Option<Type>,
) -> TokenStream {
    let ident = &item.ident;
    let (impl_generics, type_generics, where_clause) = item.generics.split_for_impl();
    match role {
        Role::Operation => {
            let output = output.map_or(quote!(()), |ty| quote!(#ty));
            let error = error.map_or(quote!(#krate::private::ServiceError), |ty| quote!(#ty));
            quote! {
                impl #impl_generics #krate::private::Operation for #ident #type_generics #where_clause {
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
                }
            }
        }
        Role::Output => quote! {
            impl #impl_generics #krate::private::FromResponse for #ident #type_generics #where_clause {
                fn from_response(
                    _: &#krate::private::ResponseDecoder<'_>,
                ) -> #krate::private::Result<Self, #krate::private::DecodeError> {
                    loop {}
                }
            }
        },
        Role::Error => quote! {
            impl #impl_generics #krate::private::FromErrorResponse for #ident #type_generics #where_clause {
                fn from_error_response(
                    _: &#krate::private::ServiceError,
                    _: &#krate::private::ResponseDecoder<'_>,
                ) -> Self {
                    loop {}
                }
            }
        },
    }
}
