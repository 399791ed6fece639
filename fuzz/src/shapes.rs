//! Every kind of type that a body can be decoded into.

use std::collections::{BTreeMap, HashMap};

use aws_operation::{
    Blob, Document, Timestamp, aws_enum, aws_operation, aws_output, aws_structure, aws_union,
};
use serde::{Deserialize, Serialize};

/// An operation whose output is a structure, read as the whole body, and which sends it back.
#[aws_operation(method = "POST", uri = "/", output = Everything)]
#[derive(Debug)]
pub struct OfEverything {
    /// The structure.
    #[payload]
    pub payload: Everything,
}

/// A structure with a member of every kind, some of them the structure again.
#[aws_structure]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Everything {
    /// A boolean with a default.
    #[default(true)]
    pub boolean: bool,
    /// A small number.
    pub byte: Option<i8>,
    /// A number.
    pub integer: i32,
    /// A large number.
    pub long: Option<i64>,
    /// A short float.
    pub float: Option<f32>,
    /// A float.
    pub double: f64,
    /// Text.
    pub text: Option<String>,
    /// Text that no error and no log shows.
    #[sensitive]
    pub secret: Option<String>,
    /// Bytes.
    pub blob: Option<Blob>,
    /// A time.
    pub at: Option<Timestamp>,
    /// A time as text.
    #[timestamp(date_time)]
    pub since: Option<Timestamp>,
    /// A time as header text.
    #[timestamp(http_date)]
    pub modified: Vec<Timestamp>,
    /// Anything.
    pub document: Option<Document>,
    /// Things in a list.
    pub documents: Vec<Document>,
    /// A list without nulls.
    pub numbers: Vec<i64>,
    /// A list with nulls.
    pub sparse: Option<Vec<Option<String>>>,
    /// A map without nulls.
    pub map: BTreeMap<String, f64>,
    /// A map with nulls, of lists.
    pub sparse_map: Option<BTreeMap<String, Option<Vec<Blob>>>>,
    /// An enum.
    pub color: Color,
    /// An enum of numbers.
    pub level: Option<Level>,
    /// A map whose keys are an enum's.
    pub by_color: BTreeMap<String, Color>,
    /// A union.
    pub node: Option<Node>,
    /// Unions.
    #[body("Nodes")]
    pub nodes: Vec<Node>,
    /// Itself.
    pub nested: Option<Box<Everything>>,
    /// Itself, often.
    pub children: Vec<Everything>,
    /// Itself, by name.
    pub by_name: BTreeMap<String, Everything>,
}

/// An enum.
#[aws_enum]
#[derive(Debug, Clone, PartialEq)]
pub enum Color {
    /// A value.
    Red,
    /// A value with another wire name.
    #[value("light-green")]
    Green,
    /// Any other.
    Unknown(String),
}

/// An enum of numbers.
#[aws_enum]
#[derive(Debug, Clone, PartialEq)]
pub enum Level {
    /// A value.
    #[value(1)]
    Low,
    /// A value.
    #[value(10)]
    High,
    /// Any other.
    Unknown(i32),
}

/// A union with a member of every kind.
#[aws_union]
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// Text.
    Text(String),
    /// Nothing.
    Nothing,
    /// A float.
    #[tag("Number")]
    Number(f64),
    /// A time.
    #[timestamp(date_time)]
    At(Timestamp),
    /// A secret.
    #[sensitive]
    Secret(Blob),
    /// Itself.
    Not(Box<Node>),
    /// Itself, often.
    All(Vec<Node>),
    /// A structure.
    Everything(Box<Everything>),
    /// Any other.
    Unknown(String, Document),
}

/// An operation whose output takes members from everywhere.
#[aws_operation(method = "GET", uri = "/", output = Output)]
#[derive(Debug)]
pub struct OfOutput {}

/// Members from everywhere.
#[aws_output]
#[derive(Debug)]
pub struct Output {
    /// The status.
    #[response_code]
    pub status: u16,
    /// A header.
    #[header("x-list")]
    pub list: Option<Vec<Timestamp>>,
    /// A header in base64.
    #[header("x-document")]
    #[media_type("application/json")]
    pub document: Option<String>,
    /// Headers.
    #[prefix_headers("x-amz-meta-")]
    pub meta: BTreeMap<String, String>,
    /// A member of the body.
    pub everything: Option<Everything>,
    /// A member of the body.
    pub items: Vec<Node>,
    /// A member of the body that has to be there.
    pub closed: Option<Closed>,
}

/// Serde's own enum, which knows no other variant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Closed {
    /// A unit.
    Unit,
    /// One type.
    One(i32),
    /// Two types.
    Two(i32, String),
    /// A structure.
    Struct {
        /// A number.
        number: u128,
    },
}

/// What serde alone can do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plain {
    /// A tuple.
    #[serde(default)]
    pub tuple: (i8, u16, char),
    /// An array.
    #[serde(default)]
    pub array: [u8; 2],
    /// A unit.
    #[serde(default)]
    pub unit: (),
    /// Null or null.
    #[serde(default)]
    pub twice: Option<Option<bool>>,
    /// An enum without a mark.
    #[serde(default)]
    pub untagged: Option<Untagged>,
    /// An enum with a mark inside.
    #[serde(default)]
    pub tagged: Option<Tagged>,
    /// A closed enum.
    #[serde(default)]
    pub closed: Option<Closed>,
    /// Keys that are numbers.
    #[serde(default)]
    pub by_number: HashMap<i32, Document>,
    /// A time in a fixed format.
    #[serde(default, with = "aws_operation::timestamp::http_date")]
    pub times: Option<Vec<Timestamp>>,
}

/// An enum that is told by what fits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Untagged {
    /// A number.
    Number(i128),
    /// A time, in the words of a document.
    At(Timestamp),
    /// Bytes.
    Blob(Blob),
    /// Our own.
    Node(Node),
    /// Anything.
    Document(Document),
}

/// An enum whose mark is a member, and whose rest is flattened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Tagged {
    /// A structure.
    Everything(Box<Everything>),
    /// Members, and all others.
    Rest {
        /// A member.
        name: String,
        /// All others.
        #[serde(flatten)]
        rest: BTreeMap<String, Document>,
    },
}

macro_rules! payload {
    ($($(#[$doc:meta])* $operation:ident, $output:ident, $type:ty;)*) => {$(
        $(#[$doc])*
        #[aws_operation(method = "POST", uri = "/", output = $output)]
        #[derive(Debug)]
        pub struct $operation {
            /// The payload.
            #[payload]
            pub payload: $type,
        }

        /// Its output.
        #[aws_output]
        #[derive(Debug)]
        pub struct $output {
            /// The payload.
            #[payload]
            pub payload: $type,
        }
    )*};
}

payload! {
    /// A document.
    OfDocument, DocumentPayload, Document;
    /// An optional document.
    OfOptionalDocument, OptionalDocumentPayload, Option<Document>;
    /// A union.
    OfNode, NodePayload, Node;
    /// An optional structure.
    OfOptionalEverything, OptionalEverythingPayload, Option<Everything>;
    /// An enum.
    OfColor, ColorPayload, Color;
    /// A closed enum.
    OfClosed, ClosedPayload, Closed;
    /// Serde's own.
    OfPlain, PlainPayload, Plain;
    /// Serde's own, in a list.
    OfUntagged, UntaggedPayload, Vec<Untagged>;
    /// Text.
    OfText, TextPayload, String;
    /// Optional bytes.
    OfBlob, BlobPayload, Option<Blob>;
    /// A time.
    OfTimestamp, TimestampPayload, Timestamp;
    /// A float.
    OfFloat, FloatPayload, f64;
}
