//! Emits a stub impl beside the errors, so that one mistake causes one error, even where the type
//! is used.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Type};

use super::{bounds, paginated, parameter};
use crate::model::Role;
use crate::syntax::Paginated;

pub fn expand(
    role: Role,
    item: &DeriveInput,
    output: Option<Type>,
    error: Option<Type>,
    paginated: Option<Paginated>,
) -> TokenStream {
    let (ident, p) = (&item.ident, parameter("P"));
    let mut generics = item.generics.clone();
    bounds::bound(&mut generics, &output, &quote!(__private::FromResponse));
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    let implement = |name: TokenStream, body: TokenStream| {
        quote! {
            impl #impl_generics __private::#name for #ident #type_generics #where_clause {
                #body
            }
        }
    };
    match role {
        Role::Operation => {
            let output = output.map_or(quote!(()), |ty| quote!(#ty));
            let error = error.map_or(quote!(__private::ServiceError), |ty| quote!(#ty));
            let body = quote! {
                type Output = #output;
                type Error = #error;
                type Protocol = __private::RestJson1;
                const METADATA: __private::Metadata = __private::Metadata::new("", "", "", 200);
                fn encode(
                    &self,
                    _: &mut __private::RequestEncoder<'_>,
                ) -> __private::Result<(), __private::EncodeError> {
                    loop {}
                }
            };
            let pages = paginated.into_iter().flat_map(|paginated| {
                let items = paginated.items.as_ref().map(|(_, ty)| ty);
                paginated::stubs(items).map(|(name, body)| implement(name, body))
            });
            let pages: TokenStream = pages.collect();
            let operation = implement(quote!(Operation), body);
            quote!(#operation #pages)
        }
        Role::Output => {
            let body = quote! {
                fn from_response<#p: __private::Protocol>(
                    _: &__private::ResponseDecoder<'_>,
                ) -> __private::Result<Self, __private::DecodeError> {
                    loop {}
                }
            };
            implement(quote!(FromResponse), body)
        }
        Role::Error if is_exception(item) => {
            let decode = quote! {
                fn from_response<#p: __private::Protocol>(
                    _: &__private::ResponseDecoder<'_>,
                ) -> __private::Result<Self, __private::DecodeError> {
                    loop {}
                }
            };
            let decode = implement(quote!(FromResponse), decode);
            quote!(#decode)
        }
        Role::Structure | Role::Union | Role::Enum => serde(item),
        Role::EventStream => {
            let decode = quote! {
                fn from_event<#p: __private::Protocol>(
                    _: &__private::EventDecoder<'_>,
                ) -> __private::Result<__private::Option<Self>, __private::DecodeError> {
                    loop {}
                }
                fn unknown(_: __private::RawEvent) -> Self {
                    loop {}
                }
            };
            let encode = quote! {
                fn encode_event<#p: __private::Protocol>(
                    &self,
                    _: &mut __private::EventEncoder<'_>,
                ) -> __private::Result<(), __private::EncodeError> {
                    loop {}
                }
            };
            let decode = implement(quote!(EventUnion), decode);
            let encode = implement(quote!(SendEvent), encode);
            quote!(#decode #encode)
        }
        Role::Error => {
            let decode = quote! {
                fn from_error_response<#p: __private::Protocol>(
                    _: &__private::ServiceError,
                    _: &__private::ResponseDecoder<'_>,
                ) -> Self {
                    loop {}
                }
            };
            let display = quote! {
                fn fmt(&self, _: &mut __private::Formatter<'_>) -> __private::FmtResult {
                    loop {}
                }
            };
            let decode = implement(quote!(FromErrorResponse), decode);
            let modelled = implement(quote!(ModelledError), TokenStream::new());
            let display = implement(quote!(Display), display);
            quote!(#decode #modelled #display)
        }
    }
}

/// Whether the item is a struct with named fields or without fields.
fn is_exception(item: &DeriveInput) -> bool {
    matches!(&item.data, Data::Struct(data) if !matches!(data.fields, syn::Fields::Unnamed(_)))
}

/// Serde's traits, and `Default` if the attribute implements it.
fn serde(item: &DeriveInput) -> TokenStream {
    let (ident, s, d) = (&item.ident, parameter("S"), parameter("D"));
    let (impl_generics, type_generics, where_clause) = item.generics.split_for_impl();
    let mut with_lifetime = item.generics.clone();
    with_lifetime.params.insert(0, syn::parse_quote!('__de));
    let (de_generics, _, _) = with_lifetime.split_for_impl();
    let default = matches!(item.data, Data::Enum(_)).then(|| {
        quote! {
            impl #impl_generics __private::Default for #ident #type_generics #where_clause {
                fn default() -> Self {
                    loop {}
                }
            }
        }
    });
    quote! {
        impl #impl_generics __private::Serialize for #ident #type_generics #where_clause {
            fn serialize<#s: __private::Serializer>(
                &self,
                _: #s,
            ) -> __private::Result<#s::Ok, #s::Error> {
                loop {}
            }
        }
        impl #de_generics __private::Deserialize<'__de> for #ident #type_generics #where_clause {
            fn deserialize<#d: __private::Deserializer<'__de>>(
                _: #d,
            ) -> __private::Result<Self, #d::Error> {
                loop {}
            }
        }
        #default
    }
}
