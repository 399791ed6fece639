//! Checks the values of arguments: known names, and patterns with valid syntax.

use quote::ToTokens;
use syn::{LitInt, LitStr, Type};

use crate::case::{CASES, Case};
use crate::diagnostics::{Diagnostics, did_you_mean};
use crate::foreign;
use crate::model::{HostPiece, OperationTraits, Role};
use crate::protocol::Protocol;
use crate::rust_type::{self, Known};
use crate::syntax::Arguments;
use crate::uri::{self, Pattern};
use crate::words::{self, argument};

/// `method` and `uri` are required; all other arguments are optional.
pub fn check_required_arguments(arguments: &Arguments, diagnostics: &Diagnostics) {
    let missing: Vec<&str> = [argument::METHOD, argument::URI]
        .into_iter()
        .filter(|word| arguments.lacks(word))
        .collect();
    let what = match &*missing {
        [] => return,
        [word] => format!("the argument `{word}` is missing; add it"),
        words => {
            let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
            format!("the arguments {} are missing; add them", words.join(" and "))
        }
    };
    let usage = Role::Operation.example();
    diagnostics.push(syn::Error::new(arguments.at, format!("{what}, as in `{usage}`")));
}

/// The method, if it is an HTTP method.
///
/// Source: Smithy 2.0, `http` trait, "method".
pub fn check_method(method: LitStr, diagnostics: &Diagnostics) -> Option<LitStr> {
    let written = method.value();
    if words::METHODS.contains(&&*written) {
        return Some(method);
    }
    let hint = match did_you_mean(&written, &words::METHODS, '"') {
        hint if hint.is_empty() => format!("; use one of {}", words::METHODS.join(", ")),
        hint => hint,
    };
    diagnostics.error(method, format_args!("unknown method {written:?}{hint}"));
    None
}

/// The pattern, if its syntax is valid.
///
/// Source: Smithy 2.0, `http` trait, "uri".
pub fn check_uri(uri: &LitStr, diagnostics: &Diagnostics) -> Option<Pattern> {
    match uri::parse(&uri.value()) {
        Ok(pattern) => Some(pattern),
        Err(errors) => {
            for error in errors {
                diagnostics.error(uri, error);
            }
            None
        }
    }
}

/// The path of a member in a JSON body: names of members and indexes of items, with dots between them.
pub fn check_json_path<'a>(
    path: Option<&'a LitStr>,
    example: &str,
    diagnostics: &Diagnostics,
) -> Option<&'a LitStr> {
    let path = path?;
    let written = path.value();
    let is_pointer = written.starts_with('/') || written.starts_with("$.");
    let has_brackets = written.contains('[') && written.contains(']');
    if !is_pointer && !has_brackets && written.split('.').all(|it| !it.trim().is_empty()) {
        return Some(path);
    }
    // The forms of JSON Pointer and JSONPath.
    let segments = written.split(['.', '/', '[', ']']);
    let segments = segments.map(|it| it.trim_matches(['\'', '"', ' ']));
    let segments: Vec<&str> = segments.filter(|it| !it.is_empty() && *it != "$").collect();
    let meant = if segments.is_empty() { example.to_owned() } else { segments.join(".") };
    diagnostics.error(
        path,
        format_args!(
            "a path has the names of members and the indexes of items, with dots between them; \
             write {meant:?}"
        ),
    );
    None
}

/// The status code of a successful response.
///
/// Source: Smithy 2.0, `http` trait, "code".
pub fn check_code(code: Option<&LitInt>, diagnostics: &Diagnostics) -> u16 {
    let Some(literal) = code else {
        return 200;
    };
    match literal.base10_parse() {
        Ok(code @ 200..=299) => code,
        _ => {
            diagnostics.error(
                literal,
                format_args!("`{literal}` is not a success status; use 200 to 299"),
            );
            200
        }
    }
}

/// Outputs and errors own their data, because the response is dropped after decoding. Types that
/// cannot be outputs or errors are removed.
pub fn check_decoded_types(arguments: &mut Arguments, diagnostics: &Diagnostics) {
    let Arguments { output, error, .. } = arguments;
    *output = decoded_type(argument::OUTPUT, output.take(), diagnostics);
    *error = decoded_type(argument::ERROR, error.take(), diagnostics);
}

fn decoded_type(argument: &str, ty: Option<Type>, diagnostics: &Diagnostics) -> Option<Type> {
    let ty = ty?;
    let is_owned = matches!(
        ty,
        Type::Path(_)
            | Type::Tuple(_)
            | Type::Array(_)
            | Type::Paren(_)
            | Type::Group(_)
            | Type::Macro(_)
    );
    if is_owned && !rust_type::is_borrowed(ty.to_token_stream()) {
        return Some(ty);
    }
    let is_bare = rust_type::is_bytes(&ty) || rust_type::known(&ty) == Some(Known::Text);
    let example = match argument {
        argument::OUTPUT if is_bare => {
            "a struct with a `#[payload]`, as in `#[aws_output] struct Out { #[payload] body: String }`"
        }
        argument::OUTPUT => "an owned type, as in `output = RestApi`",
        _ => "an owned type, as in `error = GetRestApiError`",
    };
    let written = rust_type::written(&ty);
    diagnostics
        .error(&ty, format_args!("`{written}` cannot hold the decoded response; use {example}"));
    None
}

/// The case for wire names that are not given.
pub fn check_rename_all(arguments: &Arguments, diagnostics: &Diagnostics, default: Case) -> Case {
    let Some(literal) = &arguments.rename_all else {
        return default;
    };
    let written = literal.value();
    if let Some((_, case)) = CASES.iter().find(|(word, _)| *word == written) {
        return *case;
    }
    let words = CASES.map(|(word, _)| word);
    let hint = match did_you_mean(&written, &words, '"') {
        hint if hint.is_empty() => {
            format!("; use one of {}", words.map(|w| format!("{w:?}")).join(", "))
        }
        hint => hint,
    };
    diagnostics.error(literal, format_args!("unknown case {written:?}{hint}"));
    default
}

/// The protocol. The default is restJson1; `None` if the name is unknown.
///
/// Source: Smithy 2.0, AWS protocols.
pub fn check_protocol(protocol: Option<&LitStr>, diagnostics: &Diagnostics) -> Option<Protocol> {
    let Some(literal) = protocol else {
        return Some(Protocol::default());
    };
    let words = Protocol::ALL.map(Protocol::word);
    check_word("protocol", "use one of", protocol, &words, diagnostics);
    let written = literal.value();
    Protocol::ALL.into_iter().find(|protocol| protocol.word() == written)
}

/// Protocols without HTTP bindings send every operation in the same way, so HTTP arguments are
/// errors.
///
/// Source: Smithy 2.0, AWS protocols, "Protocol behaviors".
pub fn check_no_http_arguments(
    arguments: &Arguments,
    protocol: Protocol,
    diagnostics: &Diagnostics,
) {
    let Arguments { method, uri, code, .. } = arguments;
    let given = [
        (argument::METHOD, method.as_ref().map(ToTokens::to_token_stream)),
        (argument::URI, uri.as_ref().map(ToTokens::to_token_stream)),
        (argument::CODE, code.as_ref().map(ToTokens::to_token_stream)),
    ];
    for (word, at) in given {
        let Some(at) = at else { continue };
        diagnostics.error(
            at,
            format_args!(
                "`{word}` is an HTTP binding, and {} has no HTTP bindings: it sends every \
                 operation as a `POST` to one URI; remove this argument",
                protocol.word(),
            ),
        );
    }
}

/// The operation's wire name, if it differs from the struct's name.
///
/// Source: Smithy 2.0, "Shape ID ABNF", `identifier`.
pub fn check_name(name: &LitStr, diagnostics: &Diagnostics) {
    let written = name.value();
    let is_identifier = written.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && written.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if !is_identifier {
        diagnostics.error(
            name,
            format_args!(
                "{written:?} is not a valid operation name; use letters, digits and `_`, as in \
                 `GetItem`"
            ),
        );
    }
}

/// The traits of an operation that have no value.
///
/// Source: Smithy 2.0, `auth`, `httpChecksumRequired` and `requestCompression` traits.
pub fn operation_traits(arguments: &Arguments, diagnostics: &Diagnostics) -> OperationTraits {
    let auth = arguments.auth.as_ref();
    let unsigned_payload = arguments.has_flag(argument::UNSIGNED_PAYLOAD);
    if let Some(auth) = auth.filter(|_| unsigned_payload) {
        diagnostics.error(
            auth,
            "`unsigned_payload` excludes the body from the signature, but requests with this `auth` \
             have no signature; remove one of them",
        );
    }
    let compression = arguments.request_compression.as_ref();
    OperationTraits {
        unsigned: check_word(
            "authentication",
            "requests are signed with SigV4 or with",
            auth,
            &words::AUTHS,
            diagnostics,
        ),
        gzip: check_word("compression", "use", compression, &words::COMPRESSIONS, diagnostics),
        http_checksum: arguments.http_checksum,
        http_checksum_required: arguments.has_flag(argument::HTTP_CHECKSUM_REQUIRED),
        sha256_tree_hash: arguments.has_flag(argument::SHA256_TREE_HASH),
        unsigned_payload,
        no_stalled_stream: arguments.has_flag(argument::NO_STALLED_STREAM),
    }
}

/// Whether an argument is given and its value is a known word.
fn check_word(
    what: &str,
    instead: &str,
    literal: Option<&LitStr>,
    known: &[&str],
    diagnostics: &Diagnostics,
) -> bool {
    let Some(literal) = literal else {
        return false;
    };
    let written = literal.value();
    let is_known = known.contains(&&*written);
    if !is_known {
        let hint = match did_you_mean(&written, known, '"') {
            hint if hint.is_empty() => {
                let known: Vec<String> = known.iter().map(|word| format!("{word:?}")).collect();
                format!("; {instead} {}", known.join(", "))
            }
            hint => hint,
        };
        diagnostics.error(literal, format_args!("unknown {what} {written:?}{hint}"));
    }
    is_known
}

/// Parses `{account}.data-` into its pieces.
///
/// Source: Smithy 2.0, `endpoint` trait.
pub fn check_host_prefix(prefix: &LitStr, diagnostics: &Diagnostics) -> Option<Vec<HostPiece>> {
    match host_pieces(&prefix.value()) {
        Ok(pieces) => Some(pieces),
        Err(message) => {
            diagnostics.error(prefix, format_args!("host prefix {:?}: {message}", prefix.value()));
            None
        }
    }
}

fn host_pieces(text: &str) -> Result<Vec<HostPiece>, String> {
    if text.is_empty() {
        return Err("it is empty; remove it".to_owned());
    }
    let mut pieces = Vec::new();
    let meant = text.split(['.', '-']).filter(|part| !part.ends_with('}')).find_map(foreign::label);
    if let Some(meant) = meant {
        return Err(format!("a label is a name in braces; write `{}`", meant.braced()));
    }
    let literal = |text: &str| match text.chars().find(|c| !is_host_char(*c)) {
        Some('}') => Err("unmatched `}`; remove it".to_owned()),
        Some(c) => Err(format!("{c:?} is not allowed in a host name; remove it")),
        None => Ok((!text.is_empty()).then(|| HostPiece::Literal(text.to_owned()))),
    };
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        pieces.extend(literal(before)?);
        let Some((label, after)) = after.split_once('}') else {
            let name = after.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            return Err(format!("the label is not closed; write `{{{name}}}`"));
        };
        if label.is_empty() {
            return Err("a label has no name; write it like `{account}`".to_owned());
        }
        let piece = HostPiece::Label(label.to_owned());
        if pieces.contains(&piece) {
            return Err(format!("duplicate label `{{{label}}}`; remove one"));
        }
        pieces.push(piece);
        rest = after;
    }
    pieces.extend(literal(rest)?);
    Ok(pieces)
}

fn is_host_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-.".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn host_prefixes_are_literals_and_labels() {
        let literal = |text: &str| HostPiece::Literal(text.to_owned());
        let label = |name: &str| HostPiece::Label(name.to_owned());
        for (text, pieces) in [
            ("data-", vec![literal("data-")]),
            ("{account}.", vec![label("account"), literal(".")]),
            ("a{b}{c}d", vec![literal("a"), label("b"), label("c"), literal("d")]),
        ] {
            assert_eq!(host_pieces(text), Ok(pieces), "{text}");
        }
        for (text, message) in [
            ("", "it is empty; remove it"),
            ("{account.", "the label is not closed; write `{account}`"),
            ("account}.", "unmatched `}`; remove it"),
            ("{}.", "a label has no name; write it like `{account}`"),
            ("{a}.{a}.", "duplicate label `{a}`; remove one"),
            (":account.", "a label is a name in braces; write `{account}`"),
            ("<account>.data-", "a label is a name in braces; write `{account}`"),
            ("data/", "'/' is not allowed in a host name; remove it"),
        ] {
            assert_eq!(host_pieces(text), Err(message.to_owned()), "{text}");
        }
    }
}
