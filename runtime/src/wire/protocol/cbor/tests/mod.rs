//! Tests of the format: values sent, values received, and no secrets in errors.

mod property;
mod read;
mod write;

use serde::{Deserialize, Serialize};

use super::{Error, to_vec};
use crate::wire::protocol::memory::MAX_MEMORY;
use crate::{Blob, Document, Timestamp, aws_enum, aws_structure, aws_union};

fn from_slice<'de, T: Deserialize<'de>>(body: &'de [u8]) -> Result<T, Error> {
    super::from_slice(body, MAX_MEMORY)
}

/// Decodes hexadecimal digits. Spaces are ignored.
fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| c.to_digit(16).expect("a hexadecimal digit") as u8)
        .collect();
    assert!(digits.len() % 2 == 0, "{hex}");
    digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn write<T: Serialize + ?Sized>(value: &T) -> String {
    hex(&to_vec(value).expect("it can be written"))
}

fn read<T: serde::de::DeserializeOwned>(text: &str) -> T {
    from_slice(&bytes(text)).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn refuse<T: serde::de::DeserializeOwned>(text: &str) -> String {
    match from_slice::<T>(&bytes(text)) {
        Ok(_) => panic!("{text} was read"),
        Err(error) => error.to_string(),
    }
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Pet {
    name: String,
    #[serde(default)]
    tags: Vec<String>,
    weight: Option<f64>,
    owner: Option<Box<Pet>>,
}

impl Pet {
    fn named(name: &str) -> Self {
        Self { name: name.to_owned(), tags: vec![], weight: None, owner: None }
    }
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Choice {
    Text(String),
    Pet(Pet),
    Nothing {},
    Pair(i32, i32),
    Struct { a: i32, b: Option<i32> },
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
enum Size {
    #[serde(rename = "SMALL")]
    Small,
    #[serde(other)]
    Other,
}

/// A structure as users declare them.
#[aws_structure]
#[derive(Debug, Clone, Default, PartialEq)]
struct Datum {
    #[body("Name")]
    name: String,
    at: Option<Timestamp>,
    #[timestamp(date_time)]
    since: Option<Timestamp>,
    single: Option<f32>,
    double: Option<f64>,
    long: Option<i64>,
    blob: Option<Blob>,
    sparse: Option<Vec<Option<String>>>,
    numbers: Vec<i32>,
    shape: Option<Form>,
    color: Option<Color>,
    inner: Option<Box<Datum>>,
}

#[aws_union]
#[derive(Debug, Clone, PartialEq)]
enum Form {
    Text(String),
    Data(Vec<Datum>),
    Nothing,
    Unknown(String, Document),
}

#[aws_enum]
#[derive(Debug, Clone, PartialEq)]
enum Color {
    Red,
    Unknown(String),
}
