//! The program `latency_histogram`: every call is counted once, under its operation.

use std::process::Command;

#[test]
fn every_call_is_counted() {
    let output = Command::new(env!("CARGO_BIN_EXE_latency_histogram")).env_clear().output();
    let printed = String::from_utf8(output.expect("the program runs").stdout).expect("UTF-8");
    for (operation, calls) in [("DeleteRestApi", 100), ("GetRestApi", 400)] {
        let (_, histogram) =
            printed.split_once(&format!("{operation}: {calls} calls, ")).expect("a histogram");
        let (attempts, buckets) = histogram.split_once(" attempts\n").expect("the attempts");
        assert!(attempts.parse::<u64>().expect("a number") >= calls, "{printed}");
        let buckets = buckets.lines().take_while(|line| line.starts_with(' '));
        let counts = buckets.map(|line| {
            let count = line.split_whitespace().rev().nth(1).expect("a count");
            count.parse::<u64>().expect("a number")
        });
        assert_eq!(counts.sum::<u64>(), calls, "{printed}");
    }
}
