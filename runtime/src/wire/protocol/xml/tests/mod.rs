//! Tests of the format: values sent, values received, and no secrets in errors.

mod grammar;
mod properties;
mod reading;
mod writing;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Object, Root, from_slice};
use crate::wire::protocol::memory::MAX_MEMORY;

/// Writes a member with the name `v`.
fn write<T: Serialize + ?Sized>(value: &T) -> String {
    let mut object = Object::new("Root", None).expect("the name is one");
    object.member("v", value).expect("XML can hold it");
    let text = String::from_utf8(object.end()).expect("XML is UTF-8");
    let members = text.strip_prefix("<Root>").and_then(|text| text.strip_suffix("</Root>"));
    members.unwrap_or(&text).to_owned()
}

fn refuse_to_write<T: Serialize + ?Sized>(value: &T) -> String {
    let mut object = Object::new("Root", None).expect("the name is one");
    object.member("v", value).expect_err("XML cannot hold it").to_string()
}

fn read<T: DeserializeOwned>(text: &str) -> T {
    from_slice(text.as_bytes(), Root::Element, MAX_MEMORY)
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn refuse<T: DeserializeOwned>(text: &str) -> String {
    match from_slice::<T>(text.as_bytes(), Root::Element, MAX_MEMORY) {
        Ok(_) => panic!("{text} was read"),
        Err(error) => error.to_string(),
    }
}
