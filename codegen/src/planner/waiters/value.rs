//! [`Val`]: a value of an expression, as a Rust expression with its type.

use crate::plan::waiters::Chain;
use crate::plan::{Member, Plan, Type};

/// The value of an expression.
#[derive(Debug, Clone)]
pub struct Val<'a> {
    /// The Rust expression.
    pub code: Chain,
    /// The type.
    pub kind: Kind<'a>,
    /// Whether the Rust expression is an `Option`, because the value can be null.
    pub optional: bool,
    /// The name for a variable with the value.
    pub name: &'a str,
}

/// The type of a value that is not null.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind<'a> {
    /// The object with the members `input` and `output`.
    Both(&'a [Member], &'a [Member]),
    /// A reference to a structure, or to an operation.
    Structure(&'a [Member]),
    /// `&str`
    Text,
    /// `bool`
    Bool,
    /// A number.
    Number(Number<'a>),
    /// `&Vec<T>`
    List(&'a Type),
    /// A `Vec` that a projection made.
    Made(Box<Kind<'a>>),
    /// `&BTreeMap<K, V>`
    Map(&'a Type, &'a Type),
    /// The list of a multi-select.
    Select(Vec<Val<'a>>),
    /// Null.
    Null,
    /// A reference to a value of another type. It can only be compared with null.
    Opaque,
}

/// The type of a number.
#[derive(Debug, Clone, PartialEq)]
pub enum Number<'a> {
    /// A number of this type.
    Of(&'a Type),
    /// `usize`. For the length of a list or map, it has the Rust expression for the list or map.
    Length(Option<String>),
    /// A literal.
    Literal(serde_json::Number),
}

impl PartialEq for Val<'_> {
    fn eq(&self, other: &Self) -> bool {
        (&self.code, &self.kind, self.optional) == (&other.code, &other.kind, other.optional)
    }
}

impl<'a> Val<'a> {
    pub fn new(code: impl Into<String>, kind: Kind<'a>) -> Self {
        Self { code: Chain::new(code), kind, optional: false, name: "value" }
    }

    /// The value in an expression.
    pub fn line(&self) -> String {
        self.code.line()
    }

    /// Whether the Rust expression has an operator, which needs parentheses before a method call.
    pub fn has_operator(&self) -> bool {
        let is_literal = self.kind == Kind::Text && self.code.root.starts_with('"');
        self.code.root.contains(' ') && !is_literal
    }

    /// Whether the Rust expression is `*item`, an `Option`, which needs parentheses before a method call.
    pub fn is_copied_option(&self) -> bool {
        self.optional && self.code.root.starts_with('*')
    }

    /// The value in JSON's terms, for messages.
    pub fn what(&self) -> &'static str {
        match &self.kind {
            Kind::Both(..) | Kind::Structure(_) => "a structure",
            Kind::Text => "a string",
            Kind::Bool => "a boolean",
            Kind::Number(_) => "a number",
            Kind::List(_) | Kind::Made(_) | Kind::Select(_) => "a list",
            Kind::Map(..) => "a map",
            Kind::Null => "null",
            Kind::Opaque => "a value of another type",
        }
    }
}

/// How a Rust type is read.
pub struct Read<'a> {
    pub kind: Kind<'a>,
    /// How a reference to the type becomes the value.
    pub form: Form,
}

/// How a reference to a type becomes a value.
pub enum Form {
    /// It is copied.
    Copy,
    /// By `String::as_str`.
    Text,
    /// By `as_str` of an enum with this name.
    Enum(String),
    /// By dereferencing a `Box`.
    Boxed,
    /// The reference is the value.
    Reference,
}

/// How a value of a type without `Option` is read.
pub fn read<'a>(plan: &'a Plan, ty: &'a Type) -> Read<'a> {
    let (kind, form) = match ty {
        Type::Bool => (Kind::Bool, Form::Copy),
        Type::I8 | Type::I16 | Type::I32 | Type::I64 | Type::F32 | Type::F64 => {
            (Kind::Number(Number::Of(ty)), Form::Copy)
        }
        Type::String => (Kind::Text, Form::Text),
        Type::List(item) => (Kind::List(item), Form::Reference),
        Type::Map(key, value) => (Kind::Map(key, value), Form::Reference),
        Type::Named(name) => match plan.structures.iter().find(|it| it.name == *name) {
            Some(structure) => (Kind::Structure(&structure.members), Form::Reference),
            None if plan.enums.iter().any(|it| it.name == *name && !it.int) => {
                (Kind::Text, Form::Enum(name.clone()))
            }
            None => (Kind::Opaque, Form::Reference),
        },
        Type::Boxed(inner) => (read(plan, inner).kind, Form::Boxed),
        Type::Timestamp
        | Type::Blob
        | Type::ByteStream
        | Type::EventStream(_)
        | Type::Document
        | Type::Option(_) => (Kind::Opaque, Form::Reference),
    };
    Read { kind, form }
}

/// Reads a place: a field, or a variable that holds a reference.
///
/// `is_reference` says whether the place holds a reference. A place with an `Option` gives an
/// optional value.
pub fn of_place<'a>(plan: &'a Plan, place: Chain, is_reference: bool, ty: &'a Type) -> Val<'a> {
    let (optional, ty) = match ty {
        Type::Option(ty) => (true, &**ty),
        ty => (false, ty),
    };
    let Read { kind, form } = read(plan, ty);
    let prefixed = |prefix: &str, place: Chain| Chain::new(format!("{prefix}{}", place.line()));
    let code = match (form, optional) {
        (Form::Copy, _) if is_reference => prefixed("*", place),
        (Form::Copy, _) => place,
        (Form::Text, false) => place.with(".as_str()"),
        (Form::Enum(_), false) => place.with(".as_str()"),
        (Form::Text | Form::Boxed, true) => place.with(".as_deref()"),
        (Form::Enum(name), true) => {
            place.with(".as_ref()").with(format!(".map(super::{name}::as_str)"))
        }
        (Form::Reference, true) => place.with(".as_ref()"),
        (Form::Reference, false) if is_reference => place,
        (Form::Boxed | Form::Reference, false) => prefixed("&", place),
    };
    Val { code, kind, optional, name: "value" }
}

/// Reads a part of an optional reference. `part` is the part in terms of `it`, and `is_reference` says
/// whether it is a reference itself.
pub fn of_option<'a>(
    plan: &'a Plan,
    option: Chain,
    part: &str,
    is_reference: bool,
    ty: &'a Type,
) -> Val<'a> {
    let mut inner = of_place(plan, Chain::new(part), is_reference, ty);
    if let (Read { form: Form::Boxed, .. }, false) = (read(plan, ty), inner.optional) {
        inner.code = Chain::new(format!("&*{part}"));
    }
    let method = if inner.optional { "and_then" } else { "map" };
    let code = match inner.line() {
        line if line == "it" => option,
        line => option.with(format!(".{method}(|it| {line})")),
    };
    Val { code, optional: true, ..inner }
}
