//! The macros of `aws-operation`, which re-exports and documents them.
//!
//! The pipeline: `attribute` re-emits the item with a hidden derive, because the compiler applies
//! `#[cfg]` before it expands derives. The derive runs the stages `syntax`, `resolve`, `check` and
//! `expand`. Each stage adds its errors to one collector.

mod attribute;
mod case;
mod check;
mod diagnostics;
mod expand;
mod foreign;
mod model;
mod protocol;
mod resolve;
mod rust_type;
mod serde_attributes;
mod syntax;
mod typos;
mod uri;
mod words;

use proc_macro::TokenStream;

use model::Role;

/// Declares an operation. Documented where it is re-exported, in `aws-operation`.
#[proc_macro_attribute]
pub fn aws_operation(args: TokenStream, item: TokenStream) -> TokenStream {
    attribute::re_emit(Role::Operation, args.into(), item.into()).into()
}

/// Declares an output. Documented where it is re-exported, in `aws-operation`.
#[proc_macro_attribute]
pub fn aws_output(args: TokenStream, item: TokenStream) -> TokenStream {
    attribute::re_emit(Role::Output, args.into(), item.into()).into()
}

/// Declares an operation's errors. Documented where it is re-exported, in `aws-operation`.
#[proc_macro_attribute]
pub fn aws_error(args: TokenStream, item: TokenStream) -> TokenStream {
    attribute::re_emit(Role::Error, args.into(), item.into()).into()
}

/// Declares a structure. Documented where it is re-exported, in `aws-operation`.
#[proc_macro_attribute]
pub fn aws_structure(args: TokenStream, item: TokenStream) -> TokenStream {
    attribute::re_emit(Role::Structure, args.into(), item.into()).into()
}

/// Declares a union. Documented where it is re-exported, in `aws-operation`.
#[proc_macro_attribute]
pub fn aws_union(args: TokenStream, item: TokenStream) -> TokenStream {
    attribute::re_emit(Role::Union, args.into(), item.into()).into()
}

/// Declares an open enum. Documented where it is re-exported, in `aws-operation`.
#[proc_macro_attribute]
pub fn aws_enum(args: TokenStream, item: TokenStream) -> TokenStream {
    attribute::re_emit(Role::Enum, args.into(), item.into()).into()
}

/// Declares the events of a stream. Documented where it is re-exported, in `aws-operation`.
#[proc_macro_attribute]
pub fn aws_event_stream(args: TokenStream, item: TokenStream) -> TokenStream {
    attribute::re_emit(Role::EventStream, args.into(), item.into()).into()
}

/// The derive that every attribute adds to its item. The item carries its role.
///
/// Users see its name in one case: if a field attribute is on an item without one of our
/// attributes, rustc says that "`header` is an attribute that can be used by the derive macro …".
#[doc(hidden)]
#[proc_macro_derive(
    attributes_like_aws_output,
    attributes(
        __declared,
        __debug,
        __own_default,
        __serde,
        body,
        code,
        default,
        ec2_query_name,
        event_header,
        event_payload,
        exception,
        header,
        host_label,
        context_param,
        idempotency_token,
        label,
        media_type,
        payload,
        prefix_headers,
        query,
        query_params,
        response_code,
        retryable,
        sensitive,
        status,
        tag,
        timestamp,
        value,
        xml
    )
)]
pub fn derive(item: TokenStream) -> TokenStream {
    expand::derive(item.into()).into()
}
