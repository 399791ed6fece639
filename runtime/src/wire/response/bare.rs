//! What the types in a declaration are, also behind an alias. Some are refused: text and bytes as an
//! output, a type that is not an object as an exception, `SystemTime` as a member.

use std::borrow::Cow;
use std::fmt::Debug;
use std::marker::PhantomData;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use serde::de::DeserializeOwned;

use super::raw::is_raw;
use super::{FromResponse, ResponseDecoder};
use crate::error::DecodeError;
use crate::metadata::Metadata;
use crate::types::{Blob, Timestamp};
use crate::wire::protocol::{Content, Protocol};

/// A type in a declaration. For a type that is refused, an inherent constant below takes precedence over
/// the constant of [`Accepted`].
pub struct Declared<T: ?Sized>(PhantomData<T>);

/// The constants' type for all types that are not refused.
pub struct Fine;

/// The constants of types that are not refused.
pub trait Accepted {
    /// The type.
    type Type: ?Sized;
    /// As an output.
    const OUTPUT: PhantomData<Fine> = PhantomData;
    /// As a member, or within one.
    const MEMBER: PhantomData<Fine> = PhantomData;
    /// As a payload: one that cannot be decoded, which is reported where it is decoded.
    const PAYLOAD: Content = Content::Raw;
    /// As an item with sensitive members.
    const DEBUG: PhantomData<Fine> = PhantomData;

    /// The variant that holds an exception.
    ///
    /// # Errors
    ///
    /// The response is not what the exception's type says.
    fn exception<P: Protocol, E>(
        response: &ResponseDecoder<'_>,
        variant: fn(Self::Type) -> E,
    ) -> Result<E, DecodeError>
    where
        Self::Type: FromResponse,
    {
        exception::<P, _, E>(response, variant)
    }
}

/// The variant that holds an exception.
///
/// # Errors
///
/// The response is not what the exception's type says.
pub fn exception<P: Protocol, T: FromResponse, E>(
    response: &ResponseDecoder<'_>,
    variant: fn(T) -> E,
) -> Result<E, DecodeError> {
    T::from_response::<P>(response).map(variant)
}

impl Metadata {
    /// Changes nothing. It compiles only if the output's type can be an output.
    #[doc(hidden)]
    #[must_use]
    pub const fn output<T: IsOutput + ?Sized>(self, _: PhantomData<T>) -> Self {
        self
    }
}

impl<T: ?Sized> Accepted for Declared<T> {
    type Type = T;
}

impl<T: Bare + ?Sized> Declared<T> {
    /// The type is text or bytes, which cannot be an output.
    pub const OUTPUT: PhantomData<T> = PhantomData;
}

impl<T: NoObject> Declared<T> {
    /// The type is not an object, so it cannot be an exception. A call does not compile.
    ///
    /// # Errors
    ///
    /// Always.
    pub fn exception<P, E>(_: &ResponseDecoder<'_>, _: fn(T) -> E) -> Result<E, DecodeError>
    where
        T: IsException,
    {
        Err(DecodeError::new("the body of an error is an object"))
    }
}

impl<T: DeserializeOwned> Declared<T> {
    /// The type reads the body as it is, or a document in it.
    pub const PAYLOAD: Content = Content::Payload(is_raw::<T>);
}

impl<T: Debug + ?Sized> Declared<T> {
    /// The type has a `Debug` of its own, which would print sensitive members.
    pub const DEBUG: PhantomData<T> = PhantomData;
}

impl Declared<SystemTime> {
    /// Serde writes it as a structure, which no service reads.
    pub const MEMBER: PhantomData<SystemTime> = PhantomData;
}

impl Declared<Duration> {
    /// Serde writes it as a structure, which no service reads.
    pub const MEMBER: PhantomData<Duration> = PhantomData;
}

/// Text and bytes.
pub trait Bare {}

/// Values of a document that are not objects.
pub trait NoObject {}

macro_rules! mark {
    ($trait:ident: $($type:ty),*) => {$(
        impl $trait for $type {}
    )*};
}

mark!(Bare: str, String, Bytes, Blob, Vec<u8>, [u8]);
mark!(NoObject: str, String, Bytes, Blob, Timestamp, bool, char, f32, f64);
mark!(NoObject: i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize);

impl<const N: usize> Bare for [u8; N] {}
impl<T> NoObject for Vec<T> {}
impl<T> NoObject for [T] {}
impl<T, const N: usize> NoObject for [T; N] {}

macro_rules! wrap {
    ($($type:ty),*) => {$(
        impl<T: Bare + ?Sized> Bare for $type {}
        impl<T: NoObject + ?Sized> NoObject for $type {}
    )*};
}

wrap!(Box<T>, Rc<T>, Arc<T>);

impl<T: Bare> Bare for Option<T> {}
impl<T: NoObject> NoObject for Option<T> {}
impl<T: Bare + ToOwned + ?Sized> Bare for Cow<'_, T> {}
impl<T: NoObject + ToOwned + ?Sized> NoObject for Cow<'_, T> {}

/// A type that can be an output.
#[diagnostic::on_unimplemented(
    message = "an output cannot be `{Self}`, which does not say how the body is read; use a struct with a `#[payload]`",
    label = "text or bytes without a struct",
    note = "text or bytes as they are: `#[aws_output] struct Out {{ #[payload] body: {Self} }}`",
    note = "a string in JSON: `#[derive(serde::Deserialize)] struct Out(String)`"
)]
pub trait IsOutput {}

/// A type that can be an exception, in a variant of an enum of errors.
#[diagnostic::on_unimplemented(
    message = "an exception cannot be `{Self}`, because the body of an error is an object; write the members in the variant",
    label = "cannot be read from the body of an error",
    note = "for example `NotFoundException {{ message: Option<String> }}`"
)]
pub trait IsException {}

/// A type that can be a member, or within one.
#[diagnostic::on_unimplemented(
    message = "a member cannot be `{Self}`; use `aws_operation::Timestamp`, or a number for a duration",
    label = "serde serializes it as a structure, which services do not accept",
    note = "a point in time: `Timestamp::from(system_time)`, and back with `SystemTime::from(timestamp)`",
    note = "a duration: `duration.as_secs()`"
)]
pub trait IsMember {}

/// A type with sensitive members whose `Debug` does not print them.
#[diagnostic::on_unimplemented(
    message = "the `Debug` of `{Self}` would print its sensitive members; move `#[derive(Debug)]` below the attribute",
    label = "is printed by a `Debug` that does not know this attribute",
    note = "`Debug` that is derived below the attribute prints `[redacted]`; no other `Debug` is allowed"
)]
pub trait IsRedacted {}

#[diagnostic::do_not_recommend]
impl IsOutput for Fine {}
#[diagnostic::do_not_recommend]
impl IsMember for Fine {}
#[diagnostic::do_not_recommend]
impl IsRedacted for Fine {}

/// Compiles only if the type has no `Debug` other than that of its attribute.
pub const fn redacted<T: IsRedacted + ?Sized>(_: PhantomData<T>) {}

/// Compiles only if the type can be a member.
pub const fn member<T: IsMember + ?Sized>(_: PhantomData<T>) {}
