//! `impl FromErrorResponse` for an enum: a variant a code, and the last one for all others.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DataEnum, DeriveInput, Fields, Ident, LitStr, Path, Type};

use super::{local, output};
use crate::case::Case;
use crate::diagnostics::Diagnostics;
use crate::model::Member;
use crate::{check, resolve, syntax, words};

/// A variant for one error code.
pub struct Variant<'a> {
    ident: &'a Ident,
    code: String,
    content: Content<'a>,
}

enum Content<'a> {
    Unit,
    Members(Vec<Member<'a>>),
    /// A type that is an output by itself.
    Inner(&'a Type),
    /// The last variant, which keeps what no other is for.
    Unmodelled,
}

/// Resolves and checks the variants.
///
/// Source: Smithy 2.0, `error` trait; AWS restJson1, "Operation error serialization".
pub fn variants<'a>(
    item: &'a DeriveInput,
    data: &'a DataEnum,
    case: Case,
    diagnostics: &Diagnostics,
) -> Option<Vec<Variant<'a>>> {
    let add = "the last variant keeps an error whose code has none; add \
               `Other(aws_operation::ServiceError)`";
    let Some(last) = data.variants.last() else {
        diagnostics.error(&item.ident, add);
        return None;
    };
    let mut variants: Vec<Variant<'_>> = Vec::new();
    for variant in &data.variants {
        let code = code(variant, diagnostics);
        let is_last = variant.ident == last.ident;
        let content = match &variant.fields {
            Fields::Unit => Content::Unit,
            Fields::Named(_) => {
                let fields = syntax::fields(&variant.fields, diagnostics)?;
                let members = resolve::decoded(&fields, case, diagnostics);
                check::decoded(&members, diagnostics);
                Content::Members(members)
            }
            Fields::Unnamed(unnamed) => match unnamed.unnamed.first() {
                Some(field) if unnamed.unnamed.len() == 1 => {
                    let unmodelled = is_service_error(&field.ty);
                    if unmodelled && !is_last {
                        diagnostics.error(
                            variant,
                            format_args!(
                                "`{}` keeps an error whose code has no variant, so it must be the \
                                 last one",
                                variant.ident
                            ),
                        );
                    }
                    if unmodelled { Content::Unmodelled } else { Content::Inner(&field.ty) }
                }
                _ => {
                    diagnostics.error(
                        &variant.fields,
                        format_args!(
                            "an exception has members with names, or one type that holds them; \
                             write `{} {{ … }}`",
                            variant.ident
                        ),
                    );
                    continue;
                }
            },
        };
        if is_last && !matches!(content, Content::Unmodelled) {
            diagnostics.error(variant, add);
        }
        match variants.iter().find(|other| other.code == code) {
            Some(first) => diagnostics.error(
                variant,
                format_args!("the code `{code}` is already that of `{}`", first.ident),
            ),
            None => variants.push(Variant { ident: &variant.ident, code, content }),
        }
    }
    Some(variants)
}

/// The variant's name, or what `#[code("…")]` says.
fn code(variant: &syn::Variant, diagnostics: &Diagnostics) -> String {
    let mut code = None;
    for attribute in variant.attrs.iter().filter(|a| a.path().is_ident(words::CODE)) {
        match attribute.parse_args::<LitStr>() {
            Ok(literal) if !literal.value().is_empty() && code.is_none() => {
                code = Some(literal.value())
            }
            Ok(_) if code.is_some() => {
                diagnostics.error(attribute, "`#[code]` is given twice; remove one");
            }
            _ => diagnostics
                .error(attribute, "`#[code]` is written `#[code(\"NotFoundException\")]`"),
        }
    }
    code.unwrap_or_else(|| crate::model::display(&variant.ident))
}

fn is_service_error(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if syntax::last_segment_is(&path.path, "ServiceError"))
}

pub fn expand(item: &DeriveInput, krate: &Path, variants: &[Variant<'_>]) -> TokenStream {
    let ident = &item.ident;
    let (impl_generics, type_generics, where_clause) = item.generics.split_for_impl();
    let (error, response, decoded) = (local("error"), local("response"), local("decoded"));
    let mut unmodelled = TokenStream::new();
    let mut arms = TokenStream::new();
    for Variant { ident, code, content } in variants {
        let value = match content {
            Content::Unit => quote!(#krate::private::Ok(Self::#ident)),
            Content::Inner(ty) => quote! {
                <#ty as #krate::private::FromResponse>::from_response(#response).map(Self::#ident)
            },
            Content::Members(members) => {
                let output::Decode { read, fields } = output::decode(krate, &response, members);
                quote! {
                    (|| -> #krate::private::Result<Self, #krate::private::DecodeError> {
                        #read
                        #krate::private::Ok(Self::#ident { #fields })
                    })()
                }
            }
            Content::Unmodelled => {
                unmodelled = quote!(Self::#ident(#krate::private::Clone::clone(#error)));
                continue;
            }
        };
        arms.extend(quote!(#krate::private::Some(#code) => #value,));
    }
    let display = display(item, krate, variants);
    quote! {
        #[automatically_derived]
        impl #impl_generics #krate::private::FromErrorResponse for #ident #type_generics #where_clause {
            fn from_error_response(
                #error: &#krate::private::ServiceError,
                #response: &#krate::private::ResponseDecoder<'_>,
            ) -> Self {
                // An exception whose members cannot be read is kept whole, like one unknown.
                let #decoded: #krate::private::Result<Self, #krate::private::DecodeError> =
                    match #krate::private::ServiceError::code(#error) {
                        #arms
                        _ => return #unmodelled,
                    };
                match #decoded {
                    #krate::private::Ok(#decoded) => #decoded,
                    #krate::private::Err(_) => #unmodelled,
                }
            }
        }
        #display
    }
}

/// The code, and whatever the unmodelled error says.
fn display(item: &DeriveInput, krate: &Path, variants: &[Variant<'_>]) -> TokenStream {
    let ident = &item.ident;
    let (impl_generics, type_generics, where_clause) = item.generics.split_for_impl();
    let (f, inner) = (local("f"), local("inner"));
    let arms = variants.iter().map(|Variant { ident, code, content }| match content {
        Content::Unit => quote!(Self::#ident => #f.write_str(#code),),
        Content::Unmodelled => quote!(Self::#ident(#inner) => #krate::private::Display::fmt(#inner, #f),),
        Content::Inner(_) => quote!(Self::#ident(..) => #f.write_str(#code),),
        Content::Members(members) => match members.iter().find(|member| is_message(member)) {
            Some(member) => {
                let field = member.field;
                quote!(Self::#ident { #field: #inner, .. } => #krate::private::write_error(#f, #code, #inner),)
            }
            None => quote!(Self::#ident { .. } => #f.write_str(#code),),
        },
    });
    quote! {
        #[automatically_derived]
        impl #impl_generics #krate::private::Display for #ident #type_generics #where_clause {
            fn fmt(&self, #f: &mut #krate::private::Formatter<'_>) -> #krate::private::FmtResult {
                match self { #(#arms)* }
            }
        }
    }
}

/// A member that holds the message, in a type that is known to be text.
fn is_message(member: &Member<'_>) -> bool {
    member.display() == "message"
        && !member.sensitive
        && crate::rust_type::known(member.ty) == Some(crate::rust_type::Known::Text)
}
