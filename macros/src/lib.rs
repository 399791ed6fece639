//! The macros of `aws-operation`, which re-exports and documents them.
//!
//! Tokens in, one impl out: `attribute` re-emits the item with a hidden derive, so that `#[cfg]`
//! has been applied when the derive sees it; the derive goes through `syntax`, `resolve`, `check`
//! and `expand`, each stage pushing what is wrong into one collector.

mod attribute;
mod case;
mod check;
mod diagnostics;
mod expand;
mod model;
mod resolve;
mod rust_type;
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

/// What `#[aws_operation]` re-emits its struct with.
#[doc(hidden)]
#[proc_macro_derive(
    AwsOperation,
    attributes(
        __aws_operation,
        __aws_debug,
        __aws_default,
        body,
        code,
        default,
        header,
        host_label,
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
        tag,
        timestamp,
        value
    )
)]
pub fn derive_operation(item: TokenStream) -> TokenStream {
    expand::derive(Role::Operation, item.into()).into()
}

/// What `#[aws_output]` re-emits its struct with.
#[doc(hidden)]
#[proc_macro_derive(
    AwsOutput,
    attributes(
        __aws_operation,
        __aws_debug,
        __aws_default,
        body,
        code,
        default,
        header,
        host_label,
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
        tag,
        timestamp,
        value
    )
)]
pub fn derive_output(item: TokenStream) -> TokenStream {
    expand::derive(Role::Output, item.into()).into()
}

/// What `#[aws_error]` re-emits its enum with.
#[doc(hidden)]
#[proc_macro_derive(
    AwsError,
    attributes(
        __aws_operation,
        __aws_debug,
        __aws_default,
        body,
        code,
        default,
        header,
        host_label,
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
        tag,
        timestamp,
        value
    )
)]
pub fn derive_error(item: TokenStream) -> TokenStream {
    expand::derive(Role::Error, item.into()).into()
}

/// What `#[aws_structure]` re-emits its struct with.
#[doc(hidden)]
#[proc_macro_derive(
    AwsStructure,
    attributes(
        __aws_operation,
        __aws_debug,
        __aws_default,
        body,
        code,
        default,
        header,
        host_label,
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
        tag,
        timestamp,
        value
    )
)]
pub fn derive_structure(item: TokenStream) -> TokenStream {
    expand::derive(Role::Structure, item.into()).into()
}

/// What `#[aws_union]` re-emits its enum with.
#[doc(hidden)]
#[proc_macro_derive(AwsUnion, attributes(__aws_operation, __aws_debug, sensitive, tag, timestamp))]
pub fn derive_union(item: TokenStream) -> TokenStream {
    expand::derive(Role::Union, item.into()).into()
}

/// What `#[aws_enum]` re-emits its enum with.
#[doc(hidden)]
#[proc_macro_derive(
    AwsEnum,
    attributes(
        __aws_operation,
        __aws_debug,
        __aws_default,
        body,
        code,
        default,
        header,
        host_label,
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
        tag,
        timestamp,
        value
    )
)]
pub fn derive_enum(item: TokenStream) -> TokenStream {
    expand::derive(Role::Enum, item.into()).into()
}
