//! A server may close an idle connection at any moment: callers of idempotent operations never see it.

use aws_operation_tests::faults::race::race;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_failure_of_ten_thousand_races_reaches_a_caller() {
    let report = race(10_000, 8, 1).await;
    println!("{report}");
    assert!(report.failures.is_empty(), "{report}: {:#?}", &report.failures);
    assert_eq!(report.trials, 10_000);
    // Else the closing never met a request, and nothing was shown.
    assert!(report.raced > 1_000, "{report}");
}
