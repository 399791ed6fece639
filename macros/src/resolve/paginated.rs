//! Finds the fields that `paginated(…)` names in the operation.

use quote::ToTokens as _;
use syn::{Data, DeriveInput, Ident, Type};

use crate::diagnostics::{Diagnostics, did_you_mean};
use crate::model::{Paginated, display};
use crate::rust_type::{self, Known};
use crate::syntax;
use crate::words::page;

/// `None` if a token is missing or is not a field. The error has then been reported.
pub fn paginated<'a>(
    declared: syntax::Paginated,
    item: &'a DeriveInput,
    has_output: bool,
    diagnostics: &Diagnostics,
) -> Option<Paginated<'a>> {
    check_required_arguments(&declared, diagnostics);
    if !has_output {
        let message = "`paginated` is about fields of the output; add the argument `output`";
        diagnostics.error(&declared.at, message);
    }
    let field = |name: Option<&Ident>, word: &str| field(item, name?, word, diagnostics);
    let input_token = field(declared.input_token.as_ref(), page::INPUT_TOKEN);
    let page_size = field(declared.page_size.as_ref(), page::PAGE_SIZE);
    if let Some((_, ty)) = &input_token {
        check_token_type(ty, diagnostics);
    }
    if let Some((_, ty)) = &page_size {
        check_page_size_type(ty, diagnostics);
    }
    Some(Paginated {
        input_token: input_token?,
        output_token: declared.output_token?,
        items: declared.items,
        page_size,
        more: declared.more,
    })
}

/// Both tokens must be given.
///
/// Source: Smithy 2.0, `paginated` trait.
fn check_required_arguments(declared: &syntax::Paginated, diagnostics: &Diagnostics) {
    let missing: Vec<String> = declared.missing().map(|word| format!("`{word}`")).collect();
    if missing.is_empty() {
        return;
    }
    let what = match &*missing {
        [word] => format!("the argument {word} is missing; add it"),
        words => format!("the arguments {} are missing; add them", words.join(" and ")),
    };
    let usage = "paginated(input_token = marker, output_token = next_marker)";
    diagnostics.error(&declared.at, format_args!("{what}, as in `{usage}`"));
}

/// A token is copied from the output, so its type must own its data. It is a string or a map, not a flag,
/// a list or a time.
///
/// Source: Smithy 2.0, `paginated` trait, `inputToken`.
fn check_token_type(ty: &Type, diagnostics: &Diagnostics) {
    let written = rust_type::written(ty);
    if rust_type::is_borrowed(ty.to_token_stream()) {
        let message = format!(
            "the token of a page comes from the output before, so it cannot be borrowed as \
             `{written}`; use `Option<String>`"
        );
        diagnostics.error(ty, message);
    } else if let Some(Known::Bool | Known::List | Known::Timestamp) = rust_type::known(ty) {
        let message =
            format!("the token of a page is text or a map, not `{written}`; use `Option<String>`");
        diagnostics.error(ty, message);
    }
}

/// A page size is a number.
///
/// Source: Smithy 2.0, `paginated` trait, `pageSize`.
fn check_page_size_type(ty: &Type, diagnostics: &Diagnostics) {
    if rust_type::known(ty).is_some_and(|known| known != Known::Number) {
        let written = rust_type::written(ty);
        let message = format!("a page size is a number, not `{written}`; use `Option<i32>`");
        diagnostics.error(ty, message);
    }
}

/// The operation's field with this name, and its type.
fn field<'a>(
    item: &'a DeriveInput,
    name: &Ident,
    word: &str,
    diagnostics: &Diagnostics,
) -> Option<(Ident, &'a Type)> {
    let Data::Struct(data) = &item.data else {
        return None;
    };
    let fields = || data.fields.iter().filter_map(|field| Some((field.ident.as_ref()?, &field.ty)));
    if let Some((_, ty)) = fields().find(|(ident, _)| *ident == name) {
        return Some((name.clone(), ty));
    }
    let known: Vec<String> = fields().map(|(ident, _)| display(ident)).collect();
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    let hint = match did_you_mean(&display(name), &known, '`') {
        hint if hint.is_empty() => format!("; `{word}` is one of its fields"),
        hint => hint,
    };
    let operation = &item.ident;
    diagnostics.error(name, format_args!("`{operation}` has no field `{}`{hint}", display(name)));
    None
}
