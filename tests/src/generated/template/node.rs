//! [`Node`]: a generated type as JSON. Members have their names in the model, not their wire names.
//!
//! This file is compiled and tested here, and copied into each generated crate.

use std::collections::{BTreeMap, VecDeque};
use std::convert::Infallible;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Waker};

use aws_operation::{
    AsPayloadBytes as _, Blob, ByteStream, Document, EventStream, RawEvent, ServiceError, Timestamp,
};
use bytes::Bytes;
use futures_core::Stream;
use serde_json::{Map, Number, Value, json};

/// Whether a blob in a node is text, as in the official protocol tests, or base64.
pub static BLOBS_ARE_TEXT: AtomicBool = AtomicBool::new(false);

const NANOS: i128 = 1_000_000_000;

/// A type that can be converted to and from JSON with the names of the model.
pub trait Node: Sized {
    /// The value that the node describes.
    ///
    /// # Errors
    ///
    /// The node does not describe a value of the type.
    fn from_node(node: &Value) -> Result<Self, String>;

    /// The node that describes the value.
    fn to_node(&self) -> Value;

    /// Whether a structure omits the member.
    fn is_absent(&self) -> bool {
        false
    }

    /// Reads the events of the structure's member that is an event stream. Returns the member's name,
    /// and a node for each event.
    fn take_events(&mut self) -> Option<(&'static str, Value)> {
        None
    }
}

/// A type that can be the key of a map.
pub trait Key: Ord + Sized {
    /// The key with this text.
    fn from_key(key: &str) -> Self;

    /// The text of the key.
    fn key(&self) -> String;
}

/// An operation's error.
pub trait Exception {
    /// The absolute name of the exception's shape, and its members. `None` for an error that the
    /// operation does not model.
    fn exception(&self) -> Option<(&'static str, Value)>;

    /// Normalizes the members of the exception that a node describes: members that the node omits
    /// get their defaults. `None` if the exception is not one of the operation's.
    fn normal(shape: &str, node: &Value) -> Option<Result<Value, String>>;
}

/// The members of an object.
///
/// # Errors
///
/// The node is not an object.
pub fn members<'a>(node: &'a Value, of: &str) -> Result<&'a Map<String, Value>, String> {
    node.as_object().ok_or_else(|| format!("`{of}` is an object, not {node}"))
}

/// The only member of a union's object.
///
/// # Errors
///
/// The node is not an object, or does not have exactly one member.
pub fn only_member<'a>(node: &'a Value, of: &str) -> Result<(&'a str, &'a Value), String> {
    let mut members = members(node, of)?.iter();
    match (members.next(), members.next()) {
        (Some((member, value)), None) => Ok((member, value)),
        _ => Err(format!("`{of}` has one member, not {node}")),
    }
}

/// Normalizes a node: members that it omits get the values that the type gives them.
///
/// # Errors
///
/// The node does not describe a value of the type.
pub fn normal<T: Node>(node: &Value) -> Result<Value, String> {
    Ok(T::from_node(node)?.to_node())
}

/// The message for a member that a structure does not have.
pub fn no_member(of: &str, member: &str, value: &Value) -> String {
    format!("`{of}` has no member `{member}`, here {value}")
}

/// Sets a field to the value that the node describes.
///
/// # Errors
///
/// The node does not describe a value of the field's type.
pub fn set<T: Node>(field: &mut T, member: &str, node: &Value) -> Result<(), String> {
    *field = T::from_node(node).map_err(|error| format!("{member}: {error}"))?;
    Ok(())
}

/// The value of a member; the default of its type if the object does not have it.
///
/// # Errors
///
/// The node does not describe a value of the member's type.
pub fn member<T: Node + Default>(members: &Map<String, Value>, member: &str) -> Result<T, String> {
    let mut value = T::default();
    members.get(member).map_or(Ok(()), |node| set(&mut value, member, node))?;
    Ok(value)
}

/// Adds a member, unless it is unset.
pub fn add<T: Node>(members: &mut Map<String, Value>, member: &str, field: &T) {
    if !field.is_absent() {
        members.insert(member.to_owned(), field.to_node());
    }
}

impl Node for () {
    fn from_node(node: &Value) -> Result<Self, String> {
        members(node, "()").map(drop)
    }

    fn to_node(&self) -> Value {
        Value::Object(Map::new())
    }
}

impl Node for bool {
    fn from_node(node: &Value) -> Result<Self, String> {
        node.as_bool().ok_or_else(|| format!("not a boolean: {node}"))
    }

    fn to_node(&self) -> Value {
        Value::Bool(*self)
    }
}

macro_rules! whole_numbers {
    ($($number:ty)*) => {$(
        impl Node for $number {
            fn from_node(node: &Value) -> Result<Self, String> {
                let number = node.as_i64().and_then(|number| number.try_into().ok());
                number.ok_or_else(|| format!("not a whole number of this size: {node}"))
            }

            fn to_node(&self) -> Value {
                Value::from(*self)
            }
        }
    )*};
}

whole_numbers! { i8 i16 i32 i64 }

macro_rules! floats {
    ($($float:ident)*) => {$(
        impl Node for $float {
            fn from_node(node: &Value) -> Result<Self, String> {
                let text = match node {
                    Value::Number(number) => number.to_string(),
                    Value::String(text) if ["NaN", "Infinity", "-Infinity"].contains(&&**text) => {
                        text.clone()
                    }
                    _ => return Err(format!("not a number: {node}")),
                };
                text.parse().map_err(|_| format!("not a number: {node}"))
            }

            fn to_node(&self) -> Value {
                // Uses the shortest text, so that 1.1 stays 1.1 in both float types.
                match self.to_string().parse().ok().and_then(Number::from_f64) {
                    Some(number) => Value::Number(number),
                    None if self.is_nan() => Value::from("NaN"),
                    None if *self > 0.0 => Value::from("Infinity"),
                    None => Value::from("-Infinity"),
                }
            }
        }
    )*};
}

floats! { f32 f64 }

impl Node for String {
    fn from_node(node: &Value) -> Result<Self, String> {
        node.as_str().map(str::to_owned).ok_or_else(|| format!("not text: {node}"))
    }

    fn to_node(&self) -> Value {
        Value::from(self.as_str())
    }
}

impl Key for String {
    fn from_key(key: &str) -> Self {
        key.to_owned()
    }

    fn key(&self) -> String {
        self.clone()
    }
}

/// Seconds since 1970, with a fraction if there is one.
impl Node for Timestamp {
    fn from_node(node: &Value) -> Result<Self, String> {
        let wrong = || format!("not seconds since 1970: {node}");
        let Value::Number(number) = node else { return Err(wrong()) };
        let text = number.to_string();
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let seconds: i128 = whole.parse().map_err(|_| wrong())?;
        let nanos: i128 = format!("{fraction:0<9}").parse().map_err(|_| wrong())?;
        let nanos = if whole.starts_with('-') { -nanos } else { nanos };
        Self::from_epoch_nanos(seconds * NANOS + nanos).ok_or_else(wrong)
    }

    fn to_node(&self) -> Value {
        if self.subsec_nanos() == 0 {
            return Value::from(self.epoch_seconds());
        }
        let nanos = self.epoch_nanos();
        let sign = if nanos < 0 { "-" } else { "" };
        let (seconds, rest) = (nanos.abs() / NANOS, nanos.abs() % NANOS);
        let number = format!("{sign}{seconds}.{rest:09}").parse().ok().and_then(Number::from_f64);
        number.map_or(Value::Null, Value::Number)
    }
}

impl Node for Blob {
    fn from_node(node: &Value) -> Result<Self, String> {
        if !BLOBS_ARE_TEXT.load(Ordering::Relaxed) {
            return serde_json::from_value(node.clone()).map_err(|error| error.to_string());
        }
        node.as_str().map(Self::from).ok_or_else(|| format!("not text: {node}"))
    }

    fn to_node(&self) -> Value {
        if BLOBS_ARE_TEXT.load(Ordering::Relaxed) {
            Value::from(String::from_utf8_lossy(self))
        } else {
            serde_json::to_value(self).unwrap_or_default()
        }
    }
}

impl Node for ByteStream {
    fn from_node(node: &Value) -> Result<Self, String> {
        Blob::from_node(node).map(Self::from)
    }

    fn to_node(&self) -> Value {
        self.payload_bytes().map_or(Value::Null, |stream| Blob::from(bytes_of(stream)).to_node())
    }
}

/// A list of events. The events of an output are read by [`Node::take_events`].
impl<E: Node + Send + 'static> Node for EventStream<E> {
    fn from_node(node: &Value) -> Result<Self, String> {
        Ok(Self::new(Events(Vec::<E>::from_node(node)?.into())))
    }

    fn to_node(&self) -> Value {
        Value::Null
    }

    fn is_absent(&self) -> bool {
        true
    }
}

/// Reads all events. An error becomes an object with its line in `error`, and with the `exception` if
/// it is one.
pub fn events<E: Node>(stream: &mut EventStream<E>) -> Value {
    let mut events = Vec::new();
    let mut context = Context::from_waker(Waker::noop());
    loop {
        let Poll::Ready(event) = Pin::new(&mut *stream).poll_next(&mut context) else {
            events.push(json!({ "error": "the stream waits" }));
            break;
        };
        match event {
            Some(Ok(event)) => events.push(event.to_node()),
            Some(Err(error)) => {
                let exception = error.exception().map(Node::to_node);
                events.push(json!({
                    "error": error.to_string(), "code": error.code(), "exception": exception,
                }));
            }
            None => break,
        }
    }
    Value::Array(events)
}

/// Events that are in memory.
struct Events<E>(VecDeque<E>);

impl<E> Unpin for Events<E> {}

impl<E> Stream for Events<E> {
    type Item = Result<E, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.pop_front().map(Ok))
    }
}

/// An event that is not in the model: its type.
impl Node for RawEvent {
    fn from_node(node: &Value) -> Result<Self, String> {
        Err(format!("not an event of the model: {node}"))
    }

    fn to_node(&self) -> Value {
        Value::from(format!("{:?}", self.header(":event-type")))
    }
}

/// The bytes of a stream whose bytes are in memory.
///
/// # Panics
///
/// The bytes are not in memory.
pub fn bytes_of(stream: ByteStream) -> Bytes {
    let mut collected = pin!(stream.collect(usize::MAX));
    match collected.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Ok(bytes)) => bytes,
        Poll::Ready(Err(error)) => panic!("{error}"),
        Poll::Pending => panic!("the stream waits for bytes"),
    }
}

impl Node for Document {
    fn from_node(node: &Value) -> Result<Self, String> {
        serde_json::from_value(node.clone()).map_err(|error| error.to_string())
    }

    fn to_node(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }
}

impl<T: Node> Node for Option<T> {
    fn from_node(node: &Value) -> Result<Self, String> {
        if node.is_null() { Ok(None) } else { T::from_node(node).map(Some) }
    }

    fn to_node(&self) -> Value {
        self.as_ref().map_or(Value::Null, Node::to_node)
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Node> Node for Box<T> {
    fn from_node(node: &Value) -> Result<Self, String> {
        T::from_node(node).map(Self::new)
    }

    fn to_node(&self) -> Value {
        (**self).to_node()
    }
}

impl<T: Node> Node for Vec<T> {
    fn from_node(node: &Value) -> Result<Self, String> {
        let items = node.as_array().ok_or_else(|| format!("not a list: {node}"))?;
        items.iter().map(T::from_node).collect()
    }

    fn to_node(&self) -> Value {
        self.iter().map(Node::to_node).collect()
    }
}

impl<K: Key, T: Node> Node for BTreeMap<K, T> {
    fn from_node(node: &Value) -> Result<Self, String> {
        let entries = node.as_object().ok_or_else(|| format!("not a map: {node}"))?;
        entries.iter().map(|(key, value)| Ok((K::from_key(key), T::from_node(value)?))).collect()
    }

    fn to_node(&self) -> Value {
        self.iter().map(|(key, value)| (key.key(), value.to_node())).collect()
    }
}

/// An entry of a map, as an array of the key and the value.
impl<K: Key, T: Node> Node for (K, T) {
    fn from_node(node: &Value) -> Result<Self, String> {
        match node.as_array().map(Vec::as_slice) {
            Some([Value::String(key), value]) => Ok((K::from_key(key), T::from_node(value)?)),
            _ => Err(format!("not a key and a value: {node}")),
        }
    }

    fn to_node(&self) -> Value {
        Value::from(vec![Value::from(self.0.key()), self.1.to_node()])
    }
}

impl Exception for ServiceError {
    fn exception(&self) -> Option<(&'static str, Value)> {
        None
    }

    fn normal(_: &str, _: &Value) -> Option<Result<Value, String>> {
        None
    }
}
