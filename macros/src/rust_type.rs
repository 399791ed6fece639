//! What the syntax of a Rust type shows, without resolving names.
//!
//! A type alias hides all of this. Then the compiler or the encoder reports the error.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::{GenericArgument, PathArguments, Type, TypePath};

/// If the type is a path, the name of its last segment and its type arguments, for example `Option`
/// and `String`.
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

/// Removes the invisible groups that macros put around types.
pub fn peel(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => peel(&group.elem),
        Type::Paren(paren) => peel(&paren.elem),
        ty => ty,
    }
}

/// The spans of the type's first and last token.
pub fn ends(ty: &Type) -> (Span, Span) {
    let ty = peel(ty);
    // Almost every type is a short path, whose tokens need not be made.
    if let Type::Path(TypePath { qself: None, path, .. }) = ty {
        if let (Some(first), Some(last)) = (path.segments.first(), path.segments.last()) {
            let begin = path.leading_colon.map_or(first.ident.span(), |colon| colon.spans[0]);
            let end = match &last.arguments {
                PathArguments::AngleBracketed(arguments) => arguments.gt_token.spans[0],
                _ => last.ident.span(),
            };
            return (begin, end);
        }
    }
    let mut tokens = ty.to_token_stream().into_iter();
    let first = tokens.next().map_or_else(Span::call_site, |token| token.span());
    (first, tokens.last().map_or(first, |token| token.span()))
}

/// `T` of `Option<T>`.
pub fn option(ty: &Type) -> Option<&Type> {
    match path(ty)? {
        (name, arguments) if name == "Option" => arguments.first().copied(),
        _ => None,
    }
}

/// Whether the type is known to have a default that is its zero value.
pub fn has_default(ty: &Type) -> bool {
    let Some((name, _)) = path(ty) else {
        return false;
    };
    matches!(
        &*name,
        "Option"
            | "String"
            | "Vec"
            | "HashMap"
            | "BTreeMap"
            | "bool"
            | "i8"
            | "i16"
            | "i32"
            | "i64"
            | "i128"
            | "u8"
            | "u16"
            | "u32"
            | "u64"
            | "u128"
            | "f32"
            | "f64"
    )
}

/// Whether the last segment of the type's path has this name.
pub fn is_named(ty: &Type, name: &str) -> bool {
    path(ty).is_some_and(|(last, _)| last == name)
}

/// Whether the type is `String`, not inside another type.
pub fn is_string(ty: &Type) -> bool {
    matches!(path(ty), Some((name, _)) if name == "String")
}

/// The type inside options, references and boxes.
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

/// Whether the value is a list of bytes, which serde would write as a list of numbers.
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

/// Whether a payload of this type is raw bytes.
pub fn is_bytes(ty: &Type) -> bool {
    is_byte_list(ty)
        || matches!(path(value(ty)), Some((name, _)) if matches!(&*name, "Blob" | "Bytes" | "ByteStream"))
}

/// Whether the value is a stream, which only a payload can be.
pub fn is_stream(ty: &Type) -> bool {
    matches!(path(value(ty)), Some((name, _)) if name == "ByteStream")
}

/// Whether the value is a stream of events, which only a payload can be. A type without an argument
/// is another type with the same name; Pinpoint has one.
pub fn is_event_stream(ty: &Type) -> bool {
    matches!(path(value(ty)), Some((name, arguments)) if name == "EventStream" && !arguments.is_empty())
}

/// The kind of a value whose type is known by its name.
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

/// The kind of the type. `None` if only the compiler can know it.
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

/// The kind of the items of a list or the values of a map, if it is known.
pub fn known_inner(ty: &Type) -> Option<Known> {
    match (known(ty)?, path(value(ty))) {
        (Known::List | Known::Map, Some((_, arguments))) => known(arguments.last()?),
        _ => None,
    }
}

/// The same, through nested lists and maps. For any other type, the kind of the type itself.
pub fn known_item(ty: &Type) -> Option<Known> {
    match (known(ty)?, path(value(ty))) {
        (Known::List | Known::Map, Some((_, arguments))) => known_item(arguments.last()?),
        (known, _) => Some(known),
    }
}

/// Whether a type contains a reference or a lifetime other than `'static`.
pub fn is_borrowed(ty: TokenStream) -> bool {
    let mut tokens = ty.into_iter();
    while let Some(token) = tokens.next() {
        let found = match token {
            TokenTree::Group(group) => is_borrowed(group.stream()),
            TokenTree::Punct(punct) if punct.as_char() == '&' => true,
            TokenTree::Punct(punct) if punct.as_char() == '\'' => {
                tokens.next().is_some_and(|name| name.to_string() != "static")
            }
            _ => false,
        };
        if found {
            return true;
        }
    }
    false
}

/// The type in the usual notation: `Option<String>`, not `Option < String >`.
pub fn written(ty: &Type) -> String {
    display(ty.to_token_stream())
}

fn display(tokens: TokenStream) -> String {
    let mut text = String::new();
    write(tokens, &mut text);
    text
}

fn write(tokens: TokenStream, text: &mut String) {
    for token in tokens {
        let word = |c: char| c.is_alphanumeric() || c == '_';
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::None => ("", ""),
                };
                text.push_str(open);
                write(group.stream(), text);
                text.push_str(close);
            }
            TokenTree::Punct(punct) => match punct.as_char() {
                c @ (',' | ';') => text.extend([c, ' ']),
                c @ ('+' | '=') => text.extend([' ', c, ' ']),
                '-' => text.push_str(" -"),
                '>' if text.ends_with(" -") => text.push_str("> "),
                c => text.push(c),
            },
            token => {
                let token = token.to_string();
                if text.ends_with(word) && token.starts_with(|c: char| word(c) || c == '"') {
                    text.push(' ');
                }
                text.push_str(&token);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_written_as_a_person_writes_them() {
        for text in [
            "Option<String>",
            "::std::option::Option<&'a str>",
            "HashMap<String, Vec<u8>>",
            "[u8; 4]",
            "(A, B)",
            "Box<dyn Fn(A) -> B + Send>",
            "&'a mut T",
        ] {
            let ty = syn::parse_str(text).map(|ty| written(&ty));
            assert_eq!(ty.unwrap_or_default(), text);
        }
    }

    #[test]
    fn options_and_values_are_seen_through_what_stands_around_them() {
        for (text, expected) in [
            ("String", Some(Known::Text)),
            ("Option<&'a str>", Some(Known::Text)),
            ("Box<Option<u8>>", Some(Known::Number)),
            ("std::vec::Vec<String>", Some(Known::List)),
            ("[u8; 4]", Some(Known::List)),
            ("Foo", None),
        ] {
            let ty = syn::parse_str(text).map(|ty| known(&ty));
            assert_eq!(ty.unwrap_or_default(), expected, "{text}");
        }
    }

    #[test]
    fn borrows_are_found_anywhere() {
        for (text, expected) in [
            ("&'static str", true),
            ("Option<&str>", true),
            ("Cow<'a, str>", true),
            ("Cow<'static, str>", false),
            ("(Vec<&'a u8>, u8)", true),
            ("Vec<(String, u8)>", false),
        ] {
            let tokens: TokenStream = text.parse().unwrap_or_default();
            assert_eq!(is_borrowed(tokens), expected, "{text}");
        }
    }
}
