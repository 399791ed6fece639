//! How generated code reads and writes the fields that `paginated(…)` names.

use std::collections::{BTreeMap, HashMap};

use super::PageToken;

/// The types that a field with the value `T` can have: `T` and `Option<T>`.
#[diagnostic::on_unimplemented(
    message = "the field is `{Self}`, but should be `{T}`",
    label = "should be `{T}` or `Option<{T}>`"
)]
pub trait MaybeOptional<T> {
    /// The value, if it is set.
    fn value(self) -> Option<T>;

    /// A reference to the value, if it is set.
    fn as_value(&self) -> Option<&T>;
}

impl<T> MaybeOptional<T> for T {
    #[inline]
    fn value(self) -> Option<T> {
        Some(self)
    }

    #[inline]
    fn as_value(&self) -> Option<&T> {
        Some(self)
    }
}

impl<T> MaybeOptional<T> for Option<T> {
    #[inline]
    fn value(self) -> Self {
        self
    }

    #[inline]
    fn as_value(&self) -> Option<&T> {
        self.as_ref()
    }
}

/// A copy of the output's token. `None` if it is unset or empty.
pub fn page_token<T: PageToken>(field: &impl MaybeOptional<T>) -> Option<T> {
    field.as_value().filter(|token| !token.is_empty()).cloned()
}

/// The output's flag.
pub fn page_flag(field: &impl MaybeOptional<bool>) -> Option<bool> {
    field.as_value().copied()
}

/// The output's items.
pub fn page_items<T>(field: impl MaybeOptional<T>) -> Option<T> {
    field.value()
}

/// An intermediate field of a path, such as `result` in `result.next_marker`: a structure or a reference
/// to one, possibly in an `Option`. For an `Option`, the inherent methods below take precedence over the
/// method of [`NotOptional`].
pub struct Parent<T>(pub T);

impl<'a, T> Parent<&'a Option<T>> {
    /// The value, if it is set.
    #[inline]
    pub fn parent_value(self) -> Option<&'a T> {
        self.0.as_ref()
    }
}

impl<T> Parent<Option<T>> {
    /// The value, if it is set.
    #[inline]
    pub fn parent_value(self) -> Option<T> {
        self.0
    }
}

/// The method for structures without `Option`.
pub trait NotOptional<T>: Sized {
    /// The value.
    fn parent_value(self) -> Option<T>;
}

impl<T> NotOptional<T> for Parent<T> {
    #[inline]
    fn parent_value(self) -> Option<T> {
        Some(self.0)
    }
}

/// The types that the token field of an operation can have.
#[diagnostic::on_unimplemented(
    message = "the input token of a paginated operation cannot be `{Self}`",
    label = "not a token that can be unset",
    note = "the first page has no token; use `Option<String>`"
)]
pub trait TokenField {
    /// The type of the token, if it is set.
    type Token: PageToken;

    /// A copy of the token; `None` if it is unset.
    fn get(&self) -> Option<Self::Token>;

    /// Sets the token.
    fn set(&mut self, token: Option<Self::Token>);
}

impl<T: PageToken> TokenField for Option<T> {
    type Token = T;

    fn get(&self) -> Option<T> {
        self.clone()
    }

    fn set(&mut self, token: Option<T>) {
        *self = token;
    }
}

/// For types whose empty value means unset.
macro_rules! empty_is_unset {
    ($([$($parameters:tt)*] $ty:ty)*) => {$(
        impl<$($parameters)*> TokenField for $ty
        where
            Self: PageToken + Default,
        {
            type Token = Self;

            fn get(&self) -> Option<Self> {
                (!self.is_empty()).then(|| self.clone())
            }

            fn set(&mut self, token: Option<Self>) {
                *self = token.unwrap_or_default();
            }
        }
    )*};
}

empty_is_unset! {
    [] String
    [K, V, S] HashMap<K, V, S>
    [K, V] BTreeMap<K, V>
}

/// The types that the page size field of an operation can have.
#[diagnostic::on_unimplemented(
    message = "the page size of a paginated operation cannot be `{Self}`",
    label = "not a number",
    note = "use `Option<i32>`"
)]
pub trait PageSizeField: Sized {
    /// Converts the page size. If it is too large for the type, this is the type's maximum.
    fn of(size: u32) -> Self;
}

macro_rules! page_size {
    ($($number:ty)*) => {$(
        impl PageSizeField for $number {
            fn of(size: u32) -> Self {
                Self::try_from(size).unwrap_or(Self::MAX)
            }
        }
    )*};
}

page_size!(i16 i32 i64 u16 u32 u64 usize);

impl<T: PageSizeField> PageSizeField for Option<T> {
    fn of(size: u32) -> Self {
        Some(T::of(size))
    }
}
