//! The command-line tool `aws-operation`.

fn main() {}
