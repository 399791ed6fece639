// Made by aws-operation 0.1.0 from org.example.hostile#Hostile:
//
//     aws-operation generate hostile.json --all
//
// Run it again rather than editing this file.
//
//     checksum 992252b54d0df79a

use std::collections::BTreeMap;

use aws_operation::{Blob, Document, DocumentMap, Service, ServiceError, Timestamp};

use aws_operation::{aws_enum, aws_error, aws_operation, aws_structure, aws_union};

pub const N1_HOSTILE_SERVICE: Service = Service::new("hostile").service_id("1 Hostile-Service");

#[aws_operation(
    method = "POST",
    uri = "/{type}/{Self+}",
    output = Members,
    error = DoError,
)]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Do {
    pub r#type: String,
    #[label("Self")]
    pub self_: String,
    #[body("self")]
    pub self_2: Option<String>,
    pub crate_: Option<String>,
    pub r#match: Option<String>,
    #[body("__2")]
    pub n2: Option<String>,
    #[body("_1st")]
    pub n1st: Option<String>,
    pub foo_bar: Option<String>,
    #[body("foo_bar")]
    pub foo_bar_2: Option<String>,
    pub core: Option<String>,
    pub std: Option<String>,
    pub request: Option<String>,
    pub serializer: Option<String>,
    pub option: Option<OptionShape>,
    pub vec: Option<BTreeMap<StringShape, Vec<Option<OptionShape>>>>,
    pub string: Option<StringShape>,
    pub choice: Option<SomeShape>,
    pub defaults: Option<DefaultShape>,
    pub members: Option<Members>,
}

/// The errors of [`Do`].
#[aws_error]
#[derive(Debug, Clone, PartialEq)]
pub enum DoError {
    Error(Error),
    #[code("bad_thing")]
    BadThing(BadThing),
    Other(Other),
    /// Any other error.
    Unrecognized(ServiceError),
}

#[aws_operation(
    method = "DELETE",
    uri = "/",
    error = ResultOperationError,
    auth = "none",
)]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ResultOperation {}

/// The errors of [`ResultOperation`].
#[aws_error]
#[derive(Debug, Clone, PartialEq)]
pub enum ResultOperationError {
    Other(Other),
    /// Any other error.
    Unrecognized(ServiceError),
}

#[aws_error]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BadThing {}

#[aws_structure]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DefaultShape {
    #[default("\"\\\n{}é")]
    pub string: String,
    #[default(StringShape::Self_)]
    pub named: StringShape,
    #[default("new")]
    pub unnamed: StringShape,
    #[default(Level::Low)]
    pub level: Level,
    #[default(Level::from(7))]
    pub new_level: Level,
    #[default(-9223372036854775808)]
    pub long: i64,
    #[default(f32::NEG_INFINITY)]
    pub float: f32,
    #[default(1e300)]
    pub double: f64,
    #[default(b"\xff\x00\""[..].into())]
    pub blob: Blob,
    #[default(Timestamp::from_epoch_nanos(1500000000).unwrap_or_default())]
    pub time: Timestamp,
    #[default("2020-02-20T20:20:20Z".parse().unwrap_or_default())]
    pub date: Timestamp,
    #[default(Document::from(-1.5_f64))]
    pub document: Document,
    #[default(Document::from(1_i64))]
    pub whole: Document,
    #[default(Document::Array(Vec::new()))]
    pub list: Document,
    #[default(Document::Object(DocumentMap::new()))]
    pub map: Document,
}

#[aws_error(rename_all = "PascalCase")]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Error {
    pub message: Option<String>,
    #[header("code")]
    pub code: Option<i32>,
}

#[aws_enum]
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    #[value(-7)]
    Low,
    /// A value that is not in the model.
    Unknown(i32),
}

#[aws_structure]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Members {
    pub r#type: String,
    #[body("Self")]
    pub self_: String,
    #[body("self")]
    pub self_2: Option<String>,
    pub crate_: Option<String>,
    pub r#match: Option<String>,
    #[body("__2")]
    pub n2: Option<String>,
    #[body("_1st")]
    pub n1st: Option<String>,
    pub foo_bar: Option<String>,
    #[body("foo_bar")]
    pub foo_bar_2: Option<String>,
    pub core: Option<String>,
    pub std: Option<String>,
    pub request: Option<String>,
    pub serializer: Option<String>,
    pub option: Option<OptionShape>,
    pub vec: Option<BTreeMap<StringShape, Vec<Option<OptionShape>>>>,
    pub string: Option<StringShape>,
    pub choice: Option<SomeShape>,
    pub defaults: Option<DefaultShape>,
    pub members: Option<Box<Members>>,
}

#[aws_structure(rename_all = "PascalCase")]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct OptionShape {
    pub option: Option<Box<OptionShape>>,
}

#[aws_error]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Other {}

#[aws_union]
#[derive(Debug, Clone, PartialEq)]
pub enum SomeShape {
    #[tag("None")]
    None,
    Some(Box<SomeShape>),
    #[tag("self")]
    #[sensitive]
    Self_(String),
    #[timestamp(http_date)]
    Default(Timestamp),
    Unknown(Level),
    /// A member that is not in the model: its tag and its value.
    Unrecognized(String, Document),
}

#[aws_enum(rename_all = "lowercase")]
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StringShape {
    #[value("self")]
    Self_,
    #[value("")]
    Unknown,
    #[value("\"\\\n`é{}")]
    Unrecognized,
    String,
    #[value("1.1")]
    N1_1,
    #[value("11")]
    N11,
    /// A value that is not in the model.
    Unrecognized_(String),
}
