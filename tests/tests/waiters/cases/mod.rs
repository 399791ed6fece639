//! Waiters with scripted responses, in virtual time.

mod acceptors;
mod codes;
mod endings;
mod messages;
mod setting;
mod times;

use std::future::Future;
use std::pin::Pin;

type Checked = Result<(), Box<dyn std::error::Error>>;
type Case = (&'static str, fn() -> Pin<Box<dyn Future<Output = Checked>>>);

/// A list of cases: the name of each function, and the function.
macro_rules! cases {
    ($($name:ident)*) => {
        pub const CASES: &[super::Case] = &[$((stringify!($name), || Box::pin($name())),)*];
    };
}
use cases;

/// Runs the cases whose names have the filter's word. Returns how many passed and how many failed.
pub fn run(filter: Option<&str>) -> Result<(usize, usize), String> {
    let all = [acceptors::CASES, codes::CASES, endings::CASES, messages::CASES, times::CASES];
    let chosen = |name: &str| filter.is_none_or(|word| name.contains(word));
    let (mut passed, mut failed) = (0, 0);
    for (name, case) in all.concat().into_iter().filter(|(name, _)| chosen(name)) {
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

fn equal<T: PartialEq + std::fmt::Debug>(found: T, expected: T) -> Checked {
    match found == expected {
        true => Ok(()),
        false => Err(format!("{found:?}, expected {expected:?}").into()),
    }
}
