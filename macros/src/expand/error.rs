//! `impl FromErrorResponse` for an enum: one variant for each code, and a last variant for all
//! other codes.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};
use syn::{Attribute, DataEnum, DeriveInput, Fields, Ident, Meta, Type};

use super::{local, output, parameter};
use crate::case::Case;
use crate::diagnostics::Diagnostics;
use crate::model::{Member, Place, display};
use crate::{check, resolve, rust_type, syntax, words};

/// A variant for one error code.
pub struct Variant<'a> {
    ident: &'a Ident,
    code: String,
    content: Content<'a>,
    retryable: Option<Retryable>,
}

/// How an error can be retried (Smithy `retryable` trait).
#[derive(Clone, Copy)]
enum Retryable {
    Transient,
    Throttling,
}

enum Content<'a> {
    Unit,
    Members(Vec<Member<'a>>),
    /// A type that is decoded like an output.
    Inner(&'a Type),
    /// The last variant, which keeps errors whose code has no variant.
    Unmodelled,
}

/// Resolves and checks the variants. `None` if two variants have the same name, which the compiler
/// reports.
///
/// Source: Smithy 2.0, `error` trait; AWS restJson1, "Operation error serialization".
pub fn variants<'a>(
    item: &'a DeriveInput,
    data: &'a DataEnum,
    case: Case,
    diagnostics: &Diagnostics,
) -> Option<Vec<Variant<'a>>> {
    super::variants::check_no_generics(item, diagnostics);
    let mut variants: Vec<Variant<'_>> = Vec::new();
    let mut is_doubled = false;
    for variant in &data.variants {
        super::variants::check_attributes(variant, &[words::CODE, words::RETRYABLE], diagnostics);
        let retryable = retryable(variant, diagnostics);
        let example = "#[code(\"NotFoundException\")]";
        let written = super::variants::name(variant, words::CODE, example, diagnostics);
        let Some(content) = content(variant, case, diagnostics) else {
            continue;
        };
        if let (Content::Unmodelled, Some((_, at))) = (&content, &retryable) {
            diagnostics.error(
                at,
                format_args!(
                    "`{}` holds every error whose code has no variant; use a `Retry::classifier` \
                     to decide which of them are retryable",
                    variant.ident
                ),
            );
        }
        let retryable = retryable.map(|(retryable, _)| retryable);
        if let (Content::Unmodelled, Some((_, at))) = (&content, &written) {
            diagnostics.error(
                at,
                format_args!(
                    "`{}` holds every error whose code has no variant, so it cannot have a code; \
                     remove this attribute",
                    variant.ident
                ),
            );
        }
        let (code, at) =
            written.unwrap_or_else(|| (display(&variant.ident), variant.ident.to_token_stream()));
        match variants.iter().find(|other| other.code == code) {
            // The compiler reports two variants with the same name.
            Some(first) if *first.ident == variant.ident => is_doubled = true,
            Some(first) => diagnostics.error(
                at,
                format_args!(
                    "the code `{code}` is already used by `{}`; remove one, or change its code",
                    first.ident
                ),
            ),
            None => variants.push(Variant { ident: &variant.ident, code, content, retryable }),
        }
    }
    check_last_variant(item, data, diagnostics);
    (!is_doubled).then_some(variants)
}

/// The value of a variant's `#[retryable]`, and the attribute.
fn retryable<'a>(
    variant: &'a syn::Variant,
    diagnostics: &Diagnostics,
) -> Option<(Retryable, &'a Attribute)> {
    let mut attributes = variant.attrs.iter().filter(|a| a.path().is_ident(words::RETRYABLE));
    let attribute = attributes.next()?;
    for second in attributes {
        diagnostics.error(second, "`#[retryable]` is given twice; remove one");
    }
    match &attribute.meta {
        Meta::Path(_) => Some((Retryable::Transient, attribute)),
        Meta::List(list)
            if list.parse_args::<Ident>().is_ok_and(|word| word == words::THROTTLING) =>
        {
            Some((Retryable::Throttling, attribute))
        }
        _ => {
            diagnostics.error(
                attribute,
                "`#[retryable]` takes no arguments, or `throttling` for a throttling error; write \
                 `#[retryable]` or `#[retryable(throttling)]`",
            );
            None
        }
    }
}

/// The last variant, and only the last, keeps errors whose code has no variant.
fn check_last_variant(item: &DeriveInput, data: &DataEnum, diagnostics: &Diagnostics) {
    let keeps = |fields: &Fields| match fields {
        Fields::Unnamed(fields) => {
            fields.unnamed.len() == 1 && fields.unnamed.iter().all(|f| is_service_error(&f.ty))
        }
        _ => false,
    };
    super::variants::check_last(
        item,
        data,
        keeps,
        "has no variant for errors with unknown codes; add `Other(aws_operation::ServiceError)` as \
         the last variant",
        "every error whose code has no variant",
        diagnostics,
    );
}

/// The content of a variant. `None` if it is invalid, which has been reported.
fn content<'a>(
    variant: &'a syn::Variant,
    case: Case,
    diagnostics: &Diagnostics,
) -> Option<Content<'a>> {
    let unnamed = match &variant.fields {
        Fields::Unit => return Some(Content::Unit),
        Fields::Named(_) => {
            let fields = syntax::fields(&variant.fields, diagnostics)?;
            let members = resolve::decoded(&fields, case, Place::Response, diagnostics);
            check::decoded(&members, Place::Response, diagnostics);
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
                    "the fields of `{name}` have no names; write `{name} {{ … }}`, or use one type \
                     with named fields",
                    name = variant.ident
                ),
            );
            None
        }
    }
}

fn is_service_error(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if syntax::last_segment_is(&path.path, "ServiceError"))
}

pub fn expand(item: &DeriveInput, variants: &[Variant<'_>]) -> TokenStream {
    let ident = &item.ident;
    let (impl_generics, type_generics, where_clause) = item.generics.split_for_impl();
    let (error, response, decoded) = (local("error"), local("response"), local("decoded"));
    let p = parameter("P");
    let mut unmodelled = TokenStream::new();
    let mut arms = TokenStream::new();
    let mut import = TokenStream::new();
    for Variant { ident, code, content, .. } in variants {
        let value = match content {
            Content::Unit => quote!(__private::Ok(Self::#ident)),
            Content::Inner(ty) => {
                // A type with the same name as its variant is assumed to be an exception. For other
                // types, the runtime's traits check it.
                if rust_type::is_named(ty, &ident.to_string()) {
                    quote!(__private::exception::<#p, #ty, Self>(#response, Self::#ident))
                } else {
                    import = quote!(
                        use __private::Accepted as _;
                    );
                    // Every part of the call has the type's span, so the compiler reports an error
                    // at the type.
                    let exception = super::declared(ty, "exception");
                    let at = super::debug::start(ty);
                    let (mut response, mut variant) = (response.clone(), (*ident).clone());
                    response.set_span(response.span().located_at(at));
                    variant.set_span(variant.span().located_at(at));
                    quote_spanned! {Span::call_site().located_at(at)=>
                        #exception::<#p, Self>(#response, Self::#variant)
                    }
                }
            }
            Content::Members(members) => {
                let output::Decode { read, fields } = output::decode(&response, &p, members);
                quote! {
                    (|| -> __private::Result<Self, __private::DecodeError> {
                        #read
                        __private::Ok(Self::#ident { #fields })
                    })()
                }
            }
            Content::Unmodelled => {
                unmodelled = quote!(Self::#ident(__private::Clone::clone(#error)));
                continue;
            }
        };
        arms.extend(quote!(__private::Some(#code) => #value,));
    }
    let body = if arms.is_empty() {
        quote!(let _ = #response; #unmodelled)
    } else {
        quote! {
            // If the members of an exception cannot be decoded, the whole error is kept, as for an
            // unknown code.
            let #decoded: __private::Result<Self, __private::DecodeError> =
                match __private::ServiceError::code(#error) {
                    #arms
                    _ => return #unmodelled,
                };
            match #decoded {
                __private::Ok(#decoded) => #decoded,
                __private::Err(#decoded) => {
                    __private::ServiceError::set_undecoded(#error, #decoded);
                    #unmodelled
                }
            }
        }
    };
    let display = display_impl(item, variants);
    let error_impl = error_impl(item);
    let retryable = retryable_codes(variants);
    let received = as_received(variants);
    quote! {
        #[automatically_derived]
        impl #impl_generics __private::FromErrorResponse for #ident #type_generics #where_clause {
            #retryable

            fn from_error_response<#p: __private::Protocol>(
                #error: &__private::ServiceError,
                #response: &__private::ResponseDecoder<'_>,
            ) -> Self {
                #import
                #body
            }

            #received
        }
        #[automatically_derived]
        impl #impl_generics __private::ModelledError for #ident #type_generics #where_clause {}
        #display
        #error_impl
    }
}

/// `impl Error` if the type has `Debug`. There is no source, because `Display` prints everything.
fn error_impl(item: &DeriveInput) -> TokenStream {
    let ident = &item.ident;
    let mut generics = item.generics.clone();
    let clause = generics.make_where_clause();
    clause.predicates.push(syn::parse_quote!(for<'__a> Self: __private::MaybeDebug<'__a>));
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #impl_generics __private::Error for #ident #type_generics #where_clause {}
    }
}

/// The constant that lists the retryable codes, or `None` if no code is retryable.
fn retryable_codes(variants: &[Variant<'_>]) -> Option<TokenStream> {
    let codes: Vec<_> = variants
        .iter()
        .filter_map(|Variant { code, retryable, .. }| {
            let reason = match (*retryable)? {
                Retryable::Transient => quote!(Transient),
                Retryable::Throttling => quote!(Throttling),
            };
            Some(quote!((#code, __private::RetryReason::#reason)))
        })
        .collect();
    (!codes.is_empty()).then(|| {
        quote! {
            const RETRYABLE: &'static [(&'static __private::str, __private::RetryReason)] =
                &[#(#codes),*];
        }
    })
}

/// The codes of the variants, for fakes. A code that is the name of its variant is not repeated.
fn as_received(variants: &[Variant<'_>]) -> Option<TokenStream> {
    let is_other = |variant: &&Variant<'_>| matches!(variant.content, Content::Unmodelled);
    let other = variants.iter().find(is_other)?.ident;
    let codes = variants.iter().filter(|variant| !is_other(variant));
    let codes = codes.map(|Variant { ident, code, .. }| {
        let code = (*ident != code.as_str()).then_some(code);
        quote!(#ident #code,)
    });
    Some(quote!(__private::as_received!(#(#codes)*; #other);))
}

/// Prints the code and the message, or the unmodelled error.
fn display_impl(item: &DeriveInput, variants: &[Variant<'_>]) -> TokenStream {
    let ident = &item.ident;
    let (impl_generics, type_generics, where_clause) = item.generics.split_for_impl();
    let (f, inner) = (local("f"), local("inner"));
    let has_inner = variants.iter().any(|v| matches!(v.content, Content::Inner(_)));
    // The message of a type that these macros did not declare is unknown.
    let import = has_inner.then(|| {
        quote!(
            use __private::NoMessage as _;
        )
    });
    let arms = variants.iter().map(|Variant { ident, code, content, .. }| match content {
        Content::Unit => quote!(Self::#ident => #f.write_str(#code),),
        Content::Unmodelled => quote!(Self::#ident(#inner) => __private::Display::fmt(#inner, #f),),
        Content::Inner(_) => {
            let message = quote!(__private::MessageOf(#inner).exception_message());
            quote!(Self::#ident(#inner) => __private::write_error(#f, #code, #message),)
        }
        Content::Members(members) => match members.iter().find(|member| is_message(member)) {
            Some(member) => {
                let field = member.field;
                quote!(Self::#ident { #field: #inner, .. } => __private::write_error(#f, #code, #inner),)
            }
            None => quote!(Self::#ident { .. } => #f.write_str(#code),),
        },
    });
    quote! {
        #[automatically_derived]
        impl #impl_generics __private::Display for #ident #type_generics #where_clause {
            fn fmt(&self, #f: &mut __private::Formatter<'_>) -> __private::FmtResult {
                #import
                match self { #(#arms)* }
            }
        }
    }
}

/// `Display` and the message of an exception that is a separate struct.
pub fn exception(item: &DeriveInput, members: &[Member<'_>]) -> TokenStream {
    let ident = &item.ident;
    let (impl_generics, type_generics, where_clause) = item.generics.split_for_impl();
    let (f, name) = (local("f"), display(ident));
    let error_impl = error_impl(item);
    let message = match members.iter().find(|member| is_message(member)) {
        Some(member) => {
            let field = member.field;
            quote!(__private::IntoMessage::into_message(&self.#field))
        }
        None => quote!(__private::None),
    };
    quote! {
        #[automatically_derived]
        impl #impl_generics __private::Exception for #ident #type_generics #where_clause {
            fn message(&self) -> __private::Option<&__private::str> {
                #message
            }
        }
        #[automatically_derived]
        impl #impl_generics __private::Display for #ident #type_generics #where_clause {
            fn fmt(&self, #f: &mut __private::Formatter<'_>) -> __private::FmtResult {
                __private::write_error(#f, #name, __private::Exception::message(self))
            }
        }
        #error_impl
    }
}

/// Whether a member holds the message, as a `String` or `Option<String>`.
fn is_message(member: &Member<'_>) -> bool {
    let text = rust_type::option(member.ty).unwrap_or(member.ty);
    member.display() == "message" && !member.sensitive && rust_type::is_string(text)
}
