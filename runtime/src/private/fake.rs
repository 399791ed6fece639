//! The methods of generated impls for [`Fake`](crate::testing::Fake), as macros, so that they exist only with
//! the feature `testing` of this crate.

#[cfg(feature = "testing")]
use super::{Display, FmtResult, ServiceError};

pub use crate::{__as_received as as_received, __for_fake as for_fake};

/// The methods of `Operation` for fakes. The code that the macros generate calls it.
#[cfg(feature = "testing")]
#[doc(hidden)]
#[macro_export]
macro_rules! __for_fake {
    () => {
        fn for_fake(&self) -> $crate::private::Option<$crate::private::ForFake<'_>> {
            $crate::private::Some($crate::private::ForFake {
                operation: self,
                copy: $crate::private::Probe(self).aws_operation_copy(),
            })
        }

        fn faked_output(output: $crate::private::Typed) -> $crate::private::Option<Self::Output> {
            output.downcast().ok().map(|output| *output)
        }

        fn faked_error(error: $crate::private::Typed) -> $crate::private::Option<Self::Error> {
            error.downcast().ok().map(|error| *error)
        }
    };
}

/// Without the feature `testing`, `Operation` has no methods for fakes.
#[cfg(not(feature = "testing"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __for_fake {
    () => {};
}

/// The method of `FromErrorResponse` for fakes. The pattern matches the last variant, whose field is
/// `$error`. `_` follows if the enum has more variants. The code that the macros generate calls it.
#[cfg(feature = "testing")]
#[doc(hidden)]
#[macro_export]
macro_rules! __as_received {
    ($other:pat => $error:ident; $($rest:tt)?) => {
        fn as_received(&self) -> $crate::private::Option<$crate::private::ServiceError> {
            $crate::private::Some(match self {
                $other => $crate::private::Clone::clone($error),
                $($rest => $crate::private::received(self),)?
            })
        }
    };
}

/// Without the feature `testing`, `FromErrorResponse` has no method for fakes.
#[cfg(not(feature = "testing"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __as_received {
    ($($_:tt)*) => {};
}

/// Makes a service's error of a value whose `Display` is from `#[aws_error]`. The first piece that it writes
/// is the code, or `HTTP status` and the status. If there is a message, `: ` and the message follow.
#[cfg(feature = "testing")]
pub fn received(error: &dyn Display) -> ServiceError {
    /// The first piece, and the rest.
    #[derive(Default)]
    struct Pieces(Option<String>, String);

    impl std::fmt::Write for Pieces {
        fn write_str(&mut self, piece: &str) -> FmtResult {
            match self.0 {
                None => self.0 = Some(piece.to_owned()),
                Some(_) => self.1.push_str(piece),
            }
            Ok(())
        }
    }

    let mut pieces = Pieces::default();
    // Writing to text cannot fail.
    let _ = std::fmt::write(&mut pieces, format_args!("{error}"));
    let Pieces(code, rest) = pieces;
    let (code, message) = (code.unwrap_or_default(), rest.strip_prefix(": ").unwrap_or_default());
    match code.strip_prefix("HTTP status ").and_then(|status| status.parse().ok()) {
        Some(status) => ServiceError::new(status, "", message),
        None => ServiceError::new(400, code, message),
    }
}
