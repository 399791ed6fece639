//! Random scripts: the inputs, and the responses of a paginated operation.

use aws_operation_codegen::model::{Member, Shape, ShapeId};
use serde_json::{Map, Value, json};

use super::Pages;
use crate::generated::compare::Step;
use crate::generated::differential::cases::Source;
use crate::generated::differential::peer::Peer;
use crate::generated::differential::server::{Response, Server};
use crate::generated::protocols::Format;
use crate::generated::schema::{Found, Kind, Names, Reader, Schema, is_required};
use crate::random::Random;

/// How the pages of a script end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The last page has no token.
    Absent,
    /// The last page has an empty token.
    Empty,
    /// The last page has a token, and its flag says that there are no more pages.
    Flag,
    /// The last page has the token that it was requested with.
    Repeated,
    /// The last page has no token, and its flag says that there are more pages.
    FlagAlone,
}

/// The ends in turn.
const ENDS: [End; 5] = [End::Absent, End::Empty, End::Flag, End::Repeated, End::FlagAlone];

/// The largest number of pages.
const MOST: usize = 6;

/// An input, and the response for each page.
#[derive(Debug)]
pub struct Script {
    /// The input without a token. It has a page size only if the member is required.
    pub input: Value,
    /// The page size, if one is set.
    pub page_size: Option<usize>,
    /// The response of each page.
    pub responses: Vec<Response>,
    /// How the pages end.
    pub end: End,
    /// The number of pages before the place to resume at. It is at least 1.
    pub after: Option<usize>,
    /// Whether the token is a number in botocore's model, and a string in ours.
    pub is_number: bool,
}

/// A paginated operation.
#[derive(Clone, Copy)]
pub struct Paged<'a> {
    /// Its name.
    pub id: &'a ShapeId,
    /// Its shape.
    pub shape: &'a Shape,
    /// The shape of its input.
    pub input: &'a ShapeId,
    /// The shape of its output.
    pub output: &'a ShapeId,
    /// The members of its pages.
    pub pages: &'a Pages,
}

/// The script of this index for an operation.
///
/// # Errors
///
/// The reason why the operation cannot be compared with botocore.
pub fn script(
    schema: Schema<'_>,
    peer: &Peer,
    source: &mut Source<'_>,
    operation: Paged<'_>,
    (seed, index): (u64, u64),
) -> Result<Script, String> {
    let Paged { id, shape, pages, .. } = operation;
    let mut random = Random::of_case(seed, &format!("{} pages", id.name()), index);
    let theirs = peer.operation(id.name()).ok_or("botocore's model lacks it")?;
    // Half of the inputs have all members, and the others only the required ones.
    let input = source.input((shape, operation.input), index % 2, &theirs["input"], random.fork());
    let mut input = input?.value;
    if let Some(members) = input.as_object_mut() {
        members.remove(&pages.input_token);
        let size = pages.page_size.as_ref().and_then(|name| {
            schema.follow(operation.input, &[Step::Key(name.clone())], Names::Model)
        });
        if let (Some(name), Some(false)) =
            (&pages.page_size, size.map(|found| is_required(&found.member.traits)))
        {
            members.remove(name);
        }
    }
    let page_size = pages.page_size.as_ref().filter(|_| random.once_in(2));
    let page_size = page_size.map(|_| 1 + random.below(1000));

    let is_number = is_number(peer, theirs, &pages.input_token);
    let mut writer = Writer::new(schema, operation, is_number)?;
    let end = writer.possible(ENDS[usize::try_from(index).unwrap_or_default() % ENDS.len()]);
    if end == End::Absent && is_required(&writer.token.member.traits) {
        return Err("its token is required and cannot be empty, so its pages do not end".to_owned());
    }
    let least = if end == End::Repeated { 2 } else { 1 };
    let count = least + random.below(MOST + 1 - least);
    let mut server = Server::new(schema, random.fork(), false);
    let mut responses = Vec::new();
    for number in 1..=count {
        let output = source.output(operation.output, &theirs["output"], random.fork())?;
        let last = (number == count).then_some(end);
        let output = writer.page(output, last, &mut random)?;
        responses.push(server.output((id.name(), shape), operation.output, &output)?);
    }
    // Tokens are never equal without the repetition at the end.
    let after = (count > 1 && end != End::Repeated).then(|| 1 + random.below(count - 1));
    let is_number = is_number && writer.token.kind == Kind::String;
    Ok(Script { input, page_size, responses, end, after, is_number })
}

/// Whether botocore's model has a number as the input's token.
fn is_number(peer: &Peer, operation: &Value, token: &str) -> bool {
    let shape = |reference: &Value| reference["shape"].as_str().and_then(|name| peer.shape(name));
    let token = shape(&operation["input"]).and_then(|input| shape(&input["members"][token]));
    token.is_some_and(|token| ["integer", "long"].map(|kind| json!(kind)).contains(&token["type"]))
}

/// Writes the tokens, flags and items into outputs.
struct Writer<'a> {
    schema: Schema<'a>,
    pages: &'a Pages,
    token: Found<'a>,
    more: Option<Found<'a>>,
    items: Option<Found<'a>>,
    is_number: bool,
    tokens: Vec<Value>,
}

impl<'a> Writer<'a> {
    fn new(schema: Schema<'a>, operation: Paged<'a>, is_number: bool) -> Result<Self, String> {
        let pages = operation.pages;
        let find = |path: &String| {
            let steps: Vec<Step> = path.split('.').map(|name| Step::Key(name.to_owned())).collect();
            let found = schema.follow(operation.output, &steps, Names::Model);
            found.ok_or_else(|| format!("the model has no {path}"))
        };
        Ok(Self {
            schema,
            pages,
            token: find(&pages.output_token)?,
            more: pages.more.as_ref().map(find).transpose()?,
            items: pages.items.as_ref().map(find).transpose()?,
            is_number,
            tokens: Vec::new(),
        })
    }

    /// This end, or the nearest one that the operation can have.
    fn possible(&self, end: End) -> End {
        let is_bound = is_required(&self.token.member.traits);
        let can_be_empty =
            matches!(self.token.kind, Kind::String | Kind::Map | Kind::Blob) && !self.is_number;
        let end = match (end, &self.more) {
            (End::Flag | End::FlagAlone, None) => End::Absent,
            (end, _) => end,
        };
        match end {
            End::Absent if is_bound && can_be_empty => End::Empty,
            End::Absent if is_bound && self.more.is_some() => End::Flag,
            End::Empty if !can_be_empty => End::Absent,
            end => end,
        }
    }

    /// The output of a page. `last` is how the pages end, if it is the last one.
    fn page(
        &mut self,
        mut output: Value,
        last: Option<End>,
        random: &mut Random,
    ) -> Result<Value, String> {
        let path = &self.pages.output_token;
        let token = match last {
            None | Some(End::Flag) => Some(self.new_token(at(&output, path), random)?),
            Some(End::Repeated) => self.tokens.last().cloned(),
            // A required token is empty instead.
            Some(End::FlagAlone) if is_required(&self.token.member.traits) => Some(self.empty()),
            Some(End::FlagAlone | End::Absent) => None,
            Some(End::Empty) => Some(self.empty()),
        };
        match token {
            Some(token) => set(&mut output, path, token),
            None => remove(&mut output, path),
        }
        if let (Some(path), Some(flag)) = (&self.pages.more, &self.more) {
            let more = matches!(last, None | Some(End::Repeated | End::FlagAlone));
            // Before the last page the flag is always set. Where it is missing, botocore ends, and ours
            // follows the token.
            match !more && last != Some(End::Flag) && !is_required(&flag.member.traits) {
                true if random.once_in(2) => remove(&mut output, path),
                _ => set(&mut output, path, json!(more)),
            }
        }
        if let (Some(path), Some(items)) = (&self.pages.items, &self.items)
            && random.once_in(3)
        {
            let empty = if items.kind == Kind::Map { json!({}) } else { json!([]) };
            match is_required(&items.member.traits) {
                // In XML, an empty flattened list is the same as no list.
                false if random.once_in(2) || self.is_flattened(items.member) => {
                    remove(&mut output, path);
                }
                _ => set(&mut output, path, empty),
            }
        }
        Ok(output)
    }

    fn is_flattened(&self, member: &Member) -> bool {
        self.schema.protocol.response_format() == Format::Xml
            && self.schema.is_flattened(Reader::Client, member)
    }

    fn empty(&self) -> Value {
        if self.token.kind == Kind::Map { Value::Object(Map::new()) } else { json!("") }
    }

    /// A token that no earlier page has. `random_value` is the output's random token.
    fn new_token(
        &mut self,
        random_value: Option<&Value>,
        random: &mut Random,
    ) -> Result<Value, String> {
        let number = self.tokens.len() + 1;
        let token = match self.token.kind {
            Kind::String if self.is_number => json!(number.to_string()),
            Kind::String => json!(format!("{}{number}", text(random))),
            Kind::Blob => json!(aws_operation::Blob::from(format!("{}{number}", text(random)))),
            kind if kind.is_whole() => json!(number),
            Kind::Map => {
                let values = random_value.and_then(Value::as_object);
                let (_, value) = values
                    .and_then(|values| values.iter().next())
                    .ok_or("botocore has another type for the values of the token")?;
                json!({ "id": value, format!("{}{number}", text(random)): value })
            }
            kind => return Err(format!("its token is a {kind:?}")),
        };
        self.tokens.push(token.clone());
        Ok(token)
    }
}

/// Characters that have to be escaped in some requests.
fn text(random: &mut Random) -> String {
    let length = random.below(12);
    let inside = random.text(b"abcXYZ019-_=+/.~ &%?#<>\"", length);
    format!("t{inside}{}", random.pick(&["", "é", "/", "="]))
}

/// The value at a path.
pub fn at<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(value, |value, name| value.get(name))
}

/// Sets the value at a path.
pub fn set(value: &mut Value, path: &str, new: Value) {
    let mut place = value;
    for name in path.split('.') {
        if !place.is_object() {
            *place = json!({});
        }
        place = &mut place[name];
    }
    *place = new;
}

fn remove(value: &mut Value, path: &str) {
    let (around, name) = match path.rsplit_once('.') {
        Some((around, name)) => {
            (value.pointer_mut(&format!("/{}", around.replace('.', "/"))), name)
        }
        None => (Some(value), path),
    };
    if let Some(members) = around.and_then(Value::as_object_mut) {
        members.remove(name);
    }
}
