//! `impl FromErrorResponse` for an enum: one variant for each code or status, and a last variant for
//! all other errors.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{DeriveInput, LitStr};

use super::error_variants::{Content, Key, Retryable, Variant};
use super::{local, output, parameter};
use crate::diagnostics::Diagnostics;
use crate::model::{Member, display};
use crate::syntax::Arguments;
use crate::words::argument;
use crate::{resolve, rust_type};

/// The constant that reads the code and the message, or `None` if they are where AWS's services have
/// them.
pub fn code_and_message(arguments: &Arguments, diagnostics: &Diagnostics) -> Option<TokenStream> {
    let code = resolve::check_json_path(arguments.error_code.as_ref(), "error.code", diagnostics);
    let message =
        resolve::check_json_path(arguments.error_message.as_ref(), "error.message", diagnostics);
    if code.is_none() && message.is_none() {
        return None;
    }
    let option = |path: Option<&LitStr>| match path {
        Some(path) => quote!(__private::Some(#path)),
        None => quote!(__private::None),
    };
    let (code, message, response) = (option(code), option(message), local("response"));
    Some(quote! {
        const CODE_AND_MESSAGE: __private::Option<__private::ReadCodeAndMessage> =
            __private::Some(|#response| {
                __private::CodeAndMessage::from_json(#response.body(), #code, #message)
            });
    })
}

/// Reports paths on an exception that is a separate struct.
pub fn check_no_paths(arguments: &Arguments, diagnostics: &Diagnostics) {
    let code = arguments.error_code.iter().map(|path| (path, argument::CODE));
    let message = arguments.error_message.iter().map(|path| (path, argument::MESSAGE));
    for (path, word) in code.chain(message) {
        diagnostics.error(
            path,
            format_args!(
                "`{word}` is for the enum of an operation's errors; move it there, or remove it"
            ),
        );
    }
}

pub fn expand(
    item: &DeriveInput,
    variants: &[Variant<'_>],
    code_and_message: Option<TokenStream>,
) -> TokenStream {
    let ident = &item.ident;
    let (impl_generics, type_generics, where_clause) = item.generics.split_for_impl();
    let (error, response, decoded) = (local("error"), local("response"), local("decoded"));
    let p = parameter("P");
    let mut unmodelled = TokenStream::new();
    let (mut codes, mut statuses) = (TokenStream::new(), TokenStream::new());
    let mut import = TokenStream::new();
    for Variant { ident, key, content, .. } in variants {
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
        match key {
            Key::Code(code) => codes.extend(quote!(__private::Some(#code) => #value,)),
            Key::Status(status) => statuses.extend(quote!(#status => #value,)),
        }
    }
    let body = if codes.is_empty() && statuses.is_empty() {
        quote!(let _ = #response; #unmodelled)
    } else {
        let mut choice = quote!(return #unmodelled);
        if !statuses.is_empty() {
            choice = quote! {
                match __private::ServiceError::status(#error).as_u16() {
                    #statuses
                    _ => #choice,
                }
            };
        }
        if !codes.is_empty() {
            choice = quote! {
                match __private::ServiceError::code(#error) {
                    #codes
                    _ => #choice,
                }
            };
        }
        quote! {
            // If the members of an exception cannot be decoded, the whole error is kept, as for an
            // unknown code.
            let #decoded: __private::Result<Self, __private::DecodeError> = #choice;
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
            #code_and_message

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
        .filter_map(|Variant { key, retryable, .. }| {
            let Key::Code(code) = key else { return None };
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

/// The method that makes a service's error of the value, for fakes. It takes code and message from what
/// `Display` prints.
fn as_received(variants: &[Variant<'_>]) -> Option<TokenStream> {
    let is_other = |variant: &&Variant<'_>| matches!(variant.content, Content::Unmodelled);
    let other = variants.iter().find(is_other)?.ident;
    let error = local("error");
    let rest = (variants.len() > 1).then(|| quote!(_));
    Some(quote!(__private::as_received!(Self::#other(#error) => #error; #rest);))
}

/// Prints the code or the status, and the message; or the unmodelled error.
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
    let arms = variants.iter().map(|Variant { ident, key, content, .. }| {
        let name = match key {
            Key::Code(code) => code.clone(),
            Key::Status(status) => format!("HTTP status {status}"),
        };
        match content {
            Content::Unit => quote!(Self::#ident => #f.write_str(#name),),
            Content::Unmodelled => {
                quote!(Self::#ident(#inner) => __private::Display::fmt(#inner, #f),)
            }
            Content::Inner(_) => {
                let message = quote!(__private::MessageOf(#inner).exception_message());
                quote!(Self::#ident(#inner) => __private::write_error(#f, #name, #message),)
            }
            Content::Members(members) => match members.iter().find(|member| is_message(member)) {
                Some(member) => {
                    let field = member.field;
                    quote! {
                        Self::#ident { #field: #inner, .. } => {
                            __private::write_error(#f, #name, #inner)
                        }
                    }
                }
                None => quote!(Self::#ident { .. } => #f.write_str(#name),),
            },
        }
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
