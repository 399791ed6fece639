//! What can be read off a Rust type without knowing what its names mean.
//!
//! An alias hides all of it; then the compiler or the encoder says what is wrong.

use syn::{GenericArgument, PathArguments, Type};

/// The last segment's name and type arguments of a type that is a path: `Option` and `String`.
fn path(ty: &Type) -> Option<(String, Vec<&Type>)> {
    let Type::Path(path) = peel(ty) else {
        return None;
    };
    let last = path.path.segments.last()?;
    let arguments = match &last.arguments {
        PathArguments::AngleBracketed(arguments) => arguments
            .args
            .iter()
            .filter_map(|argument| match argument {
                GenericArgument::Type(ty) => Some(ty),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    };
    Some((last.ident.to_string(), arguments))
}

/// Through the groups that macros put around types.
fn peel(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => peel(&group.elem),
        Type::Paren(paren) => peel(&paren.elem),
        ty => ty,
    }
}

/// `T` of `Option<T>`.
pub fn option(ty: &Type) -> Option<&Type> {
    match path(ty)? {
        (name, arguments) if name == "Option" => arguments.first().copied(),
        _ => None,
    }
}

/// The type behind options, references and boxes.
pub fn value(ty: &Type) -> &Type {
    match peel(ty) {
        Type::Reference(reference) => value(&reference.elem),
        ty => match path(ty) {
            Some((name, arguments)) if matches!(&*name, "Option" | "Box" | "Arc" | "Rc") => {
                arguments.first().map_or(ty, |inner| value(inner))
            }
            _ => ty,
        },
    }
}

/// Whether the value is bytes that serde would take for a list of numbers.
pub fn is_byte_list(ty: &Type) -> bool {
    let is_u8 = |ty: &Type| matches!(path(ty), Some((name, _)) if name == "u8");
    match value(ty) {
        Type::Slice(slice) => is_u8(&slice.elem),
        Type::Array(array) => is_u8(&array.elem),
        ty => match path(ty) {
            Some((name, arguments)) => {
                name == "Vec" && arguments.first().is_some_and(|ty| is_u8(ty))
            }
            None => false,
        },
    }
}

/// Whether a payload of this type is bytes as they are.
pub fn is_bytes(ty: &Type) -> bool {
    is_byte_list(ty)
        || matches!(path(value(ty)), Some((name, _)) if matches!(&*name, "Blob" | "Bytes"))
}

/// What the value certainly is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Known {
    Text,
    Number,
    Bool,
    List,
    Map,
    Timestamp,
    Blob,
}

/// `None` where only the compiler knows.
pub fn known(ty: &Type) -> Option<Known> {
    let ty = value(ty);
    if matches!(ty, Type::Slice(_) | Type::Array(_)) {
        return Some(Known::List);
    }
    Some(match &*path(ty)?.0 {
        "String" | "str" | "char" => Known::Text,
        "i8" | "i16" | "i32" | "i64" | "i128" | "isize" | "u8" | "u16" | "u32" | "u64" | "u128"
        | "usize" | "f32" | "f64" => Known::Number,
        "bool" => Known::Bool,
        "Vec" | "VecDeque" | "HashSet" | "BTreeSet" => Known::List,
        "HashMap" | "BTreeMap" => Known::Map,
        "Timestamp" => Known::Timestamp,
        "Blob" | "Bytes" => Known::Blob,
        _ => return None,
    })
}

/// The same for the items of a list or map, or for the value itself.
pub fn known_item(ty: &Type) -> Option<Known> {
    match (known(ty)?, path(value(ty))) {
        (Known::List | Known::Map, Some((_, arguments))) => known_item(arguments.last()?),
        (known, _) => Some(known),
    }
}

/// The type as a person wrote it: `Option<String>`, not `Option < String >`.
pub fn display(ty: &Type) -> String {
    let tokens = quote::ToTokens::to_token_stream(ty).to_string();
    let mut text = tokens;
    for (spaced, tight) in [(" < ", "<"), (" >", ">"), (" :: ", "::"), (" ,", ","), ("& ", "&")] {
        text = text.replace(spaced, tight);
    }
    text.replace("< ", "<")
}
