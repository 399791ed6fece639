//! Rejects `SystemTime` and `Duration` of the standard library as types of members.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use syn::{Data, DeriveInput, Fields, GenericArgument, PathArguments, Type};

/// Generates a check for each type with one of these names. The runtime's traits decide, because
/// the type may be the user's own.
pub fn check(item: &DeriveInput) -> TokenStream {
    let mut found = Vec::new();
    let mut look = |fields: &Fields| fields.iter().for_each(|field| find(&field.ty, &mut found));
    match &item.data {
        Data::Struct(data) => look(&data.fields),
        Data::Enum(data) => data.variants.iter().for_each(|variant| look(&variant.fields)),
        Data::Union(_) => {}
    }
    let checks = found.iter().map(|ty| {
        let declared = super::declared(ty, "MEMBER");
        quote! {
            const _: () = {
                use __private::Accepted as _;
                __private::member(#declared)
            };
        }
    });
    checks.collect()
}

/// Collects the types with these names, including those inside generic types, references and
/// tuples.
fn find(ty: &Type, found: &mut Vec<Type>) {
    match ty {
        Type::Group(group) => find(&group.elem, found),
        Type::Paren(paren) => find(&paren.elem, found),
        Type::Reference(reference) => find(&reference.elem, found),
        Type::Array(array) => find(&array.elem, found),
        Type::Slice(slice) => find(&slice.elem, found),
        Type::Tuple(tuple) => tuple.elems.iter().for_each(|ty| find(ty, found)),
        Type::Path(path) => {
            let Some(last) = path.path.segments.last() else {
                return;
            };
            if last.ident == "SystemTime" || last.ident == "Duration" {
                let is_new = |other: &Type| {
                    other.to_token_stream().to_string() != ty.to_token_stream().to_string()
                };
                if found.iter().all(is_new) {
                    found.push(ty.clone());
                }
            }
            if let PathArguments::AngleBracketed(arguments) = &last.arguments {
                for argument in &arguments.args {
                    if let GenericArgument::Type(ty) = argument {
                        find(ty, found);
                    }
                }
            }
        }
        _ => {}
    }
}
