//! A structure can have the name of the type of event streams. Pinpoint has one.
#![deny(warnings)]

use aws_operation::{aws_operation, aws_structure};

#[aws_operation(method = "POST", uri = "/streams", output = Streams)]
#[derive(Debug, Default)]
pub struct PutStream {
    pub stream: Option<EventStream>,
}

#[aws_structure]
#[derive(Debug, Default)]
pub struct Streams {
    pub first: Option<EventStream>,
    pub all: Option<Vec<EventStream>>,
}

#[aws_structure]
#[derive(Debug, Default)]
pub struct EventStream {
    pub name: Option<String>,
}

fn main() {}
