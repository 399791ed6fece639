//! Rust types, and the lines of fields and variants, which can be several.

use super::attribute::WIDTH;
use crate::plan::Type;

impl Type {
    /// The type in Rust.
    pub fn to_rust(&self) -> String {
        match self.parts() {
            (name, parts) if parts.is_empty() => name.to_owned(),
            (name, parts) => {
                let parts: Vec<String> = parts.into_iter().map(Self::to_rust).collect();
                format!("{name}<{}>", parts.join(", "))
            }
        }
    }

    /// The name and the arguments of the type.
    fn parts(&self) -> (&str, Vec<&Self>) {
        match self {
            Self::Bool => ("bool", vec![]),
            Self::I8 => ("i8", vec![]),
            Self::I16 => ("i16", vec![]),
            Self::I32 => ("i32", vec![]),
            Self::I64 => ("i64", vec![]),
            Self::F32 => ("f32", vec![]),
            Self::F64 => ("f64", vec![]),
            Self::String => ("String", vec![]),
            Self::Timestamp => ("Timestamp", vec![]),
            Self::Blob => ("Blob", vec![]),
            Self::ByteStream => ("ByteStream", vec![]),
            Self::EventStream(events) => ("EventStream", vec![events]),
            Self::Document => ("Document", vec![]),
            Self::Named(name) => (name, vec![]),
            Self::Option(inner) => ("Option", vec![inner]),
            Self::Boxed(inner) => ("Box", vec![inner]),
            Self::List(item) => ("Vec", vec![item]),
            Self::Map(key, value) => ("BTreeMap", vec![key, value]),
        }
    }

    /// The type and each type inside it.
    pub(super) fn visit(&self, see: &mut dyn FnMut(&Self)) {
        see(self);
        for part in self.parts().1 {
            part.visit(see);
        }
    }

    /// The type, broken into lines. It begins after `used` characters of a line with this
    /// indentation.
    fn broken(&self, indent: usize, used: usize) -> String {
        let line = self.to_rust();
        let (name, parts) = self.parts();
        if used + line.len() < WIDTH || parts.is_empty() {
            return line;
        }
        let inner = indent + 4;
        let parts: Vec<String> = parts
            .into_iter()
            .map(|part| format!("{:inner$}{},\n", "", part.broken(inner, inner)))
            .collect();
        format!("{name}<\n{}{:indent$}>", parts.concat(), "")
    }
}

/// The line, or lines, of a field. `name` includes `pub`.
pub fn field(indent: usize, name: &str, ty: &Type) -> String {
    let head = format!("{:indent$}{name}:", "");
    let line = ty.to_rust();
    let inner = indent + 4;
    if head.len() + 1 + line.len() < WIDTH {
        format!("{head} {line},\n")
    } else if inner + line.len() < WIDTH {
        format!("{head}\n{:inner$}{line},\n", "")
    } else if head.len() + 1 + ty.parts().0.len() < WIDTH {
        format!("{head} {},\n", ty.broken(indent, head.len() + 1))
    } else {
        format!("{head}\n{:inner$}{},\n", "", ty.broken(inner, inner))
    }
}

/// The line, or lines, of a variant with a value.
pub fn variant(name: &str, holds: &Type) -> String {
    let line = format!("    {name}({}),\n", holds.to_rust());
    if line.len() <= WIDTH + 1 {
        return line;
    }
    format!("    {name}(\n        {},\n    ),\n", holds.broken(8, 8))
}
