//! A structure is a struct with named fields, and has serde's traits from the attribute.

use aws_operation::aws_structure;
use serde::{Deserialize, Serialize};

#[aws_structure]
struct Tuple(String);

#[aws_structure]
enum Kind {
    A,
}

#[aws_structure]
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Twice {
    #[serde(rename = "x")]
    name: String,
}

#[aws_structure]
fn point() {}

fn main() {}
