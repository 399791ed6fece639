//! An error and its causes in one line, without repetition.

use std::error::Error as StdError;

/// The line of an error, followed by each cause whose message the line does not contain.
pub(crate) fn with_causes(line: String, cause: Option<&(dyn StdError + 'static)>) -> String {
    let (mut line, mut next) = (line, cause);
    while let Some(cause) = next {
        let text = cause.to_string();
        if !line.contains(&text) {
            line = format!("{line}: {text}");
        }
        next = cause.source();
    }
    line
}

/// Implements `Debug` like `Display`, because `main` and `unwrap` print errors with `Debug`.
macro_rules! debug_as_display {
    ($($error:ty),*) => {$(
        impl ::std::fmt::Debug for $error {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(self, f)
            }
        }
    )*};
}

pub(crate) use debug_as_display;
