// Made by aws-operation 0.1.0 from org.example.hostile#Hostile:
//
//     aws-operation generate hostile.json --all
//
// Run it again rather than editing this file.
//
//     checksum ba66039fde9c065a

use std::collections::BTreeMap;

use aws_operation::{Blob, Document, DocumentMap, Service, ServiceError, Timestamp};

use aws_operation::{aws_enum, aws_error, aws_operation, aws_structure, aws_union};

/// The service `1 Hostile-Service`.
pub const N1_HOSTILE_SERVICE: Service = Service::new("hostile").service_id("1 Hostile-Service");

/// The operation `Do`.
#[aws_operation(
    method = "POST",
    uri = "/{type}/{Self+}",
    output = Members,
    error = DoError,
)]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Do {
    /// The label `type`.
    pub r#type: String,
    /// The label `Self`.
    #[label("Self")]
    pub self_: String,
    /// The member `self`.
    #[body("self")]
    pub self_2: Option<String>,
    /// The member `crate`.
    pub crate_: Option<String>,
    /// The member `match`.
    pub r#match: Option<String>,
    /// The member `__2`.
    #[body("__2")]
    pub n2: Option<String>,
    /// The member `_1st`.
    #[body("_1st")]
    pub n1st: Option<String>,
    /// The member `fooBar`.
    pub foo_bar: Option<String>,
    /// The member `foo_bar`.
    #[body("foo_bar")]
    pub foo_bar_2: Option<String>,
    /// The member `core`.
    pub core: Option<String>,
    /// The member `std`.
    pub std: Option<String>,
    /// The member `request`.
    pub request: Option<String>,
    /// The member `serializer`.
    pub serializer: Option<String>,
    /// The member `option`.
    pub option: Option<OptionShape>,
    /// The member `vec`.
    pub vec: Option<BTreeMap<StringShape, Vec<Option<OptionShape>>>>,
    /// The member `string`.
    pub string: Option<StringShape>,
    /// The member `choice`.
    pub choice: Option<SomeShape>,
    /// The member `defaults`.
    pub defaults: Option<DefaultShape>,
    /// The member `members`.
    pub members: Option<Members>,
}

/// The errors of [`Do`].
#[aws_error]
#[derive(Debug, Clone, PartialEq)]
pub enum DoError {
    /// The error `Error`.
    Error(Error),
    /// The error `bad_thing`.
    #[code("bad_thing")]
    BadThing(BadThing),
    /// The error `Other`.
    Other(Other),
    /// Any other error.
    Unrecognized(ServiceError),
}

/// The operation `Result`.
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
    /// The error `Other`.
    Other(Other),
    /// Any other error.
    Unrecognized(ServiceError),
}

/// The error `bad_thing`.
#[aws_error]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BadThing {}

/// The structure `Default`.
#[aws_structure]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DefaultShape {
    /// The member `string`.
    #[default("\"\\\n{}é")]
    pub string: String,
    /// The member `named`.
    #[default(StringShape::Self_)]
    pub named: StringShape,
    /// The member `unnamed`.
    #[default("new")]
    pub unnamed: StringShape,
    /// The member `level`.
    #[default(Level::Low)]
    pub level: Level,
    /// The member `newLevel`.
    #[default(Level::from(7))]
    pub new_level: Level,
    /// The member `long`.
    #[default(-9223372036854775808)]
    pub long: i64,
    /// The member `float`.
    #[default(f32::NEG_INFINITY)]
    pub float: f32,
    /// The member `double`.
    #[default(1e300)]
    pub double: f64,
    /// The member `blob`.
    #[default(b"\xff\x00\""[..].into())]
    pub blob: Blob,
    /// The member `time`.
    #[default(Timestamp::from_epoch_nanos(1500000000).unwrap_or_default())]
    pub time: Timestamp,
    /// The member `date`.
    #[default("2020-02-20T20:20:20Z".parse().unwrap_or_default())]
    pub date: Timestamp,
    /// The member `document`.
    #[default(Document::from(-1.5_f64))]
    pub document: Document,
    /// The member `whole`.
    #[default(Document::from(1_i64))]
    pub whole: Document,
    /// The member `list`.
    #[default(Document::Array(Vec::new()))]
    pub list: Document,
    /// The member `map`.
    #[default(Document::Object(DocumentMap::new()))]
    pub map: Document,
}

/// The error `Error`.
#[aws_error(rename_all = "PascalCase")]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Error {
    /// The member `Message`.
    pub message: Option<String>,
    /// The header `code`.
    #[header("code")]
    pub code: Option<i32>,
}

/// The enum `Level`.
#[aws_enum]
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The value `-7`.
    #[value(-7)]
    Low,
    /// A value that is not in the model.
    Unknown(i32),
}

/// The structure `Members`.
#[aws_structure]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Members {
    /// The member `type`.
    pub r#type: String,
    /// The member `Self`.
    #[body("Self")]
    pub self_: String,
    /// The member `self`.
    #[body("self")]
    pub self_2: Option<String>,
    /// The member `crate`.
    pub crate_: Option<String>,
    /// The member `match`.
    pub r#match: Option<String>,
    /// The member `__2`.
    #[body("__2")]
    pub n2: Option<String>,
    /// The member `_1st`.
    #[body("_1st")]
    pub n1st: Option<String>,
    /// The member `fooBar`.
    pub foo_bar: Option<String>,
    /// The member `foo_bar`.
    #[body("foo_bar")]
    pub foo_bar_2: Option<String>,
    /// The member `core`.
    pub core: Option<String>,
    /// The member `std`.
    pub std: Option<String>,
    /// The member `request`.
    pub request: Option<String>,
    /// The member `serializer`.
    pub serializer: Option<String>,
    /// The member `option`.
    pub option: Option<OptionShape>,
    /// The member `vec`.
    pub vec: Option<BTreeMap<StringShape, Vec<Option<OptionShape>>>>,
    /// The member `string`.
    pub string: Option<StringShape>,
    /// The member `choice`.
    pub choice: Option<SomeShape>,
    /// The member `defaults`.
    pub defaults: Option<DefaultShape>,
    /// The member `members`.
    pub members: Option<Box<Members>>,
}

/// The structure `Option`.
#[aws_structure(rename_all = "PascalCase")]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct OptionShape {
    /// The member `Option`.
    pub option: Option<Box<OptionShape>>,
}

/// The error `Other`.
#[aws_error]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Other {}

/// The union `Some`.
#[aws_union]
#[derive(Debug, Clone, PartialEq)]
pub enum SomeShape {
    /// The member `None`.
    #[tag("None")]
    None,
    /// The member `some`.
    Some(Box<SomeShape>),
    /// The member `self`.
    #[tag("self")]
    #[sensitive]
    Self_(String),
    /// The member `default`.
    #[timestamp(http_date)]
    Default(Timestamp),
    /// The member `unknown`.
    Unknown(Level),
    /// A member that is not in the model: its tag and its value.
    Unrecognized(String, Document),
}

/// The enum `String`.
#[aws_enum(rename_all = "lowercase")]
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StringShape {
    /// The value `self`.
    #[value("self")]
    Self_,
    /// The value the empty text.
    #[value("")]
    Unknown,
    /// The value `` \"\\\n`\u{e9}{} ``.
    #[value("\"\\\n`é{}")]
    Unrecognized,
    /// The value `string`.
    String,
    /// The value `1.1`.
    #[value("1.1")]
    N1_1,
    /// The value `11`.
    #[value("11")]
    N11,
    /// A value that is not in the model.
    Unrecognized_(String),
}
