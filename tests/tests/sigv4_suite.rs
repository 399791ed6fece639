//! The official suite of the signer: what AWS would compute for a request, ours computes too, in
//! every step and both places. The verifier of `testing::verify` accepts the signed requests of the suite,
//! and refuses each of them after a change.
//!
//! A word after `--` chooses the cases whose names have it.

use std::process::ExitCode;

use aws_operation_tests::generated::{leave_out, nothing_matches, test, vectors};
use aws_operation_tests::signing::suite::{Place, Vector};

fn main() -> ExitCode {
    test(run)
}

fn run(filter: Option<&str>) -> Result<bool, String> {
    let folder = vectors().join("sigv4/v4");
    if !folder.is_dir() {
        return leave_out("the official suite of the signer", &folder).map(|()| true);
    }
    let vectors = Vector::all(&folder)?;
    if vectors.is_empty() {
        return Err(format!("{} has no cases", folder.display()));
    }
    let (mut passed, mut failed) = (0, 0);
    for vector in vectors {
        let name = vector.name();
        if filter.is_some_and(|word| !name.contains(word)) {
            continue;
        }
        for place in Place::ALL {
            match vector.check(place).and_then(|()| vector.verify(place)) {
                Ok(()) => passed += 1,
                Err(wrong) => {
                    println!("{name} ({}) failed: {}", place.name(), wrong.replace('\n', "\n  "));
                    failed += 1;
                }
            }
        }
    }
    if passed + failed == 0 {
        return Err(nothing_matches("case", filter));
    }
    println!("{passed} passed, {failed} failed");
    Ok(failed == 0)
}
