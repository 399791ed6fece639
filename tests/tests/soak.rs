//! A short run of the soak: `cargo run -p aws-operation-tests --bin soak` makes a long one.

use std::alloc::System;

use aws_operation_tests::faults::soak::{Options, soak};
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

#[test]
fn nothing_hangs_leaks_or_is_told_that_did_not_happen() {
    let report = soak(Options { seconds: 3.0, concurrency: 16, faults: 0.2, seed: 1 });
    println!("{report}");
    assert!(report.violations().is_empty(), "{report}");
    // Else there was no storm.
    assert!(report.calls() > 100 && report.steps().count() > 10, "{report}");
}
