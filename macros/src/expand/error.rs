//! `impl FromErrorResponse` for an enum: a variant a code, and the last one for all others.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use syn::{DataEnum, DeriveInput, Fields, Ident, LitStr, Path, Type};

use super::{local, output};
use crate::case::Case;
use crate::diagnostics::Diagnostics;
use crate::model::{Member, display};
use crate::{check, resolve, rust_type, syntax, words};

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

/// Resolves and checks the variants. `None` where it has been said that one is there twice.
///
/// Source: Smithy 2.0, `error` trait; AWS restJson1, "Operation error serialization".
pub fn variants<'a>(
    item: &'a DeriveInput,
    data: &'a DataEnum,
    case: Case,
    diagnostics: &Diagnostics,
) -> Option<Vec<Variant<'a>>> {
    check_no_generics(item, diagnostics);
    let mut variants: Vec<Variant<'_>> = Vec::new();
    let mut is_doubled = false;
    for variant in &data.variants {
        super::check_item_attributes(
            variant.attrs.iter().filter(|attribute| !attribute.path().is_ident(words::CODE)),
            "a field",
            diagnostics,
        );
        let written = code(variant, diagnostics);
        let Some(content) = content(variant, case, diagnostics) else {
            continue;
        };
        if let (Content::Unmodelled, Some((_, at))) = (&content, &written) {
            diagnostics.error(
                at,
                format_args!(
                    "`{}` keeps every error whose code has no variant, so it has no code; remove \
                     this attribute",
                    variant.ident
                ),
            );
        }
        let (code, at) =
            written.unwrap_or_else(|| (display(&variant.ident), variant.ident.to_token_stream()));
        match variants.iter().find(|other| other.code == code) {
            // That a variant is there twice, the compiler says.
            Some(first) if *first.ident == variant.ident => is_doubled = true,
            Some(first) => diagnostics.error(
                at,
                format_args!(
                    "the code `{code}` is already that of `{}`; remove one, or give it another code",
                    first.ident
                ),
            ),
            None => variants.push(Variant { ident: &variant.ident, code, content }),
        }
    }
    check_last_variant(item, data, diagnostics);
    (!is_doubled).then_some(variants)
}

/// Codes of errors are known when the types are not.
fn check_no_generics(item: &DeriveInput, diagnostics: &Diagnostics) {
    if !item.generics.params.is_empty() {
        diagnostics.error(
            &item.generics.params,
            format_args!(
                "`{}` is made from a response, so it can have no parameters; write the types out",
                item.ident
            ),
        );
    }
}

/// The last variant keeps what no other is for, and only the last.
fn check_last_variant(item: &DeriveInput, data: &DataEnum, diagnostics: &Diagnostics) {
    let keeps = |variant: &&syn::Variant| match &variant.fields {
        Fields::Unnamed(fields) => {
            fields.unnamed.len() == 1 && fields.unnamed.iter().all(|f| is_service_error(&f.ty))
        }
        _ => false,
    };
    let last = data.variants.last();
    let before = data.variants.iter().take(data.variants.len().saturating_sub(1));
    let mut early = before.filter(keeps).peekable();
    if early.peek().is_none() && last.filter(keeps).is_none() {
        let at = last.map_or(&item.ident, |variant| &variant.ident);
        diagnostics.error(
            at,
            format_args!(
                "`{}` has no variant for an error whose code it does not know; add \
                 `Other(aws_operation::ServiceError)` as the last one",
                item.ident
            ),
        );
    }
    for variant in early {
        diagnostics.error(
            &variant.ident,
            format_args!(
                "`{}` keeps every error whose code has no variant, so it must be the last one; \
                 move it to the end",
                variant.ident
            ),
        );
    }
}

/// What a variant holds; `None` where that is wrong and has been reported.
fn content<'a>(
    variant: &'a syn::Variant,
    case: Case,
    diagnostics: &Diagnostics,
) -> Option<Content<'a>> {
    let unnamed = match &variant.fields {
        Fields::Unit => return Some(Content::Unit),
        Fields::Named(_) => {
            let fields = syntax::fields(&variant.fields, diagnostics)?;
            let members = resolve::decoded(&fields, case, diagnostics);
            check::decoded(&members, diagnostics);
            return Some(Content::Members(members));
        }
        Fields::Unnamed(unnamed) => &unnamed.unnamed,
    };
    match unnamed.first() {
        Some(field) if unnamed.len() == 1 => {
            let attributes = field.attrs.iter();
            super::check_item_attributes(
                attributes.filter(|attribute| !attribute.path().is_ident(words::SENSITIVE)),
                "a field with a name",
                diagnostics,
            );
            let unmodelled = is_service_error(&field.ty);
            Some(if unmodelled { Content::Unmodelled } else { Content::Inner(&field.ty) })
        }
        _ => {
            diagnostics.error(
                &variant.fields,
                format_args!(
                    "the members of `{name}` have no names; write `{name} {{ … }}`, or hold one \
                     type that has them",
                    name = variant.ident
                ),
            );
            None
        }
    }
}

/// What `#[code("…")]` says.
fn code(variant: &syn::Variant, diagnostics: &Diagnostics) -> Option<(String, TokenStream)> {
    let mut code = None;
    for attribute in variant.attrs.iter().filter(|a| a.path().is_ident(words::CODE)) {
        let literal = attribute.parse_args::<LitStr>().ok();
        match literal.filter(|literal| !literal.value().is_empty()) {
            Some(_) if code.is_some() => {
                diagnostics.error(attribute, "`#[code]` is given twice; remove one");
            }
            Some(literal) => code = Some((literal.value(), literal.to_token_stream())),
            None => diagnostics.error(
                attribute,
                "`#[code]` takes one string; write `#[code(\"NotFoundException\")]`",
            ),
        }
    }
    code
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
                #krate::private::Result::map(
                    <#ty as #krate::private::FromResponse>::from_response(#response),
                    Self::#ident,
                )
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
    let body = if arms.is_empty() {
        quote!(let _ = #response; #unmodelled)
    } else {
        quote! {
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
    };
    let display = display_impl(item, krate, variants);
    quote! {
        #[automatically_derived]
        impl #impl_generics #krate::private::FromErrorResponse for #ident #type_generics #where_clause {
            fn from_error_response(
                #error: &#krate::private::ServiceError,
                #response: &#krate::private::ResponseDecoder<'_>,
            ) -> Self {
                #body
            }
        }
        #display
    }
}

/// The code, and whatever the unmodelled error says.
fn display_impl(item: &DeriveInput, krate: &Path, variants: &[Variant<'_>]) -> TokenStream {
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

/// A member that holds the message, in a type that `IntoMessage` is for.
fn is_message(member: &Member<'_>) -> bool {
    let text = rust_type::option(member.ty).unwrap_or(member.ty);
    member.display() == "message" && !member.sensitive && rust_type::is_string(text)
}
