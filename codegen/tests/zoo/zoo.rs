// Made by aws-operation 0.1.0 from org.example.zoo#Zoo (2020-02-20):
//
//     aws-operation generate zoo.json --all
//
// Run it again rather than editing this file.
//
//     checksum ed8e99e3ce67fa93

use std::collections::BTreeMap;

use aws_operation::{Document, Service, ServiceError, Timestamp};

use aws_operation::{aws_enum, aws_error, aws_operation, aws_output, aws_structure, aws_union};

/// Animals and who feeds them. Only an example.
pub const ZOO: Service = Service::new("zoo").service_id("Zoo").endpoint_prefix("zoo");

#[aws_operation(method = "POST", uri = "/close", code = 204)]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CloseZoo {}

/// Looks an animal up. See [Animals](https://example.org/animals) for the `kind`s:
///
/// - cats
/// - dogs
#[aws_operation(
    method = "GET",
    uri = "/animals/{name}",
    output = Animal,
    error = GetAnimalError,
)]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GetAnimal {
    /// What it is called.
    pub name: String,
    #[query]
    pub with_food: Option<bool>,
}

/// The errors of [`GetAnimal`].
#[aws_error]
#[derive(Debug, Clone, PartialEq)]
pub enum GetAnimalError {
    /// There is no such animal.
    NotFoundException(NotFoundException),
    /// Any other error.
    Other(ServiceError),
}

/// Adds an animal.
#[aws_operation(
    method = "PUT",
    uri = "/animals/{name}?mode=import",
    code = 201,
    output = PutAnimalOutput,
    error = PutAnimalError,
)]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PutAnimal {
    pub name: String,
    #[header("x-client-token")]
    #[idempotency_token]
    pub client_token: Option<String>,
    pub animal: Animal,
    #[timestamp(date_time)]
    pub born: Option<Timestamp>,
    #[sensitive]
    pub chip_code: Option<String>,
}

/// The errors of [`PutAnimal`].
#[aws_error]
#[derive(Debug, Clone, PartialEq)]
pub enum PutAnimalError {
    /// There is no such animal.
    NotFoundException(NotFoundException),
    TooManyAnimalsException(TooManyAnimalsException),
    /// Any other error.
    Other(ServiceError),
}

#[aws_structure]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Animal {
    /// What it is.
    pub kind: Kind,
    #[default(4)]
    pub legs: i32,
    pub mother: Option<Box<Animal>>,
    pub toys: Option<BTreeMap<String, Option<i32>>>,
    pub meal: Option<Box<Meal>>,
}

#[aws_enum]
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    BigCat,
    /// Any dog.
    Dog,
    /// A value that is not in the model.
    Unknown(String),
}

/// What it eats.
#[aws_union]
#[derive(Debug, Clone, PartialEq)]
pub enum Meal {
    /// How many.
    Fish(i32),
    Prey(Box<Animal>),
    Nothing,
    /// A member that is not in the model: its tag and its value.
    Unknown(String, Document),
}

/// There is no such animal.
#[aws_error]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NotFoundException {
    pub message: Option<String>,
}

#[aws_output]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PutAnimalOutput {
    #[header("x-request-id")]
    pub request_id: Option<String>,
    /// The whole body.
    #[payload]
    pub animal: Option<Animal>,
}

#[aws_error]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TooManyAnimalsException {
    pub message: Option<String>,
    #[header("Retry-After")]
    pub retry_after: Option<String>,
}
