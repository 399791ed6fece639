//! Test cases that run in paused time, for tests that are programs.

use std::fmt::Debug;
use std::pin::Pin;

/// The result of a case.
pub type Checked = Result<(), Box<dyn std::error::Error>>;

/// A case: its name, and the function.
pub type Case = (&'static str, fn() -> Pin<Box<dyn Future<Output = Checked>>>);

/// Declares `CASES` with the async functions of these names.
#[macro_export]
macro_rules! cases {
    ($($name:ident)*) => {
        pub const CASES: &[$crate::paused::Case] =
            &[$((stringify!($name), || Box::pin($name())),)*];
    };
}

/// Runs the cases whose names contain the filter's word, each in its own runtime. Time is paused: if
/// all tasks wait, it advances to the next timer. Returns how many cases passed and how many failed.
///
/// # Errors
///
/// A runtime cannot be started.
pub fn run(cases: &[&[Case]], filter: Option<&str>) -> Result<(usize, usize), String> {
    let chosen = |name: &str| filter.is_none_or(|word| name.contains(word));
    let (mut passed, mut failed) = (0, 0);
    for (name, case) in cases.iter().copied().flatten().filter(|(name, _)| chosen(name)) {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_all().start_paused(true).build();
        let runtime = runtime.map_err(|error| error.to_string())?;
        match runtime.block_on(case()) {
            Ok(()) => passed += 1,
            Err(wrong) => {
                println!("{name} failed: {wrong}");
                failed += 1;
            }
        }
    }
    Ok((passed, failed))
}

/// Compares two values.
///
/// # Errors
///
/// They differ.
pub fn equal<T: PartialEq + Debug>(found: T, expected: T) -> Checked {
    match found == expected {
        true => Ok(()),
        false => Err(format!("{found:?}, expected {expected:?}").into()),
    }
}
