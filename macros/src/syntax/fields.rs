//! Parses fields and our attributes on them, and checks the form of each attribute.

use proc_macro2::TokenStream;
use quote::ToTokens as _;
use syn::{Attribute, Fields, Ident, Lit, LitStr, Meta, MetaList, Type};

use super::list;
use super::xml::{self, Facts};
use crate::diagnostics::{Diagnostics, did_you_mean};
use crate::words;

pub struct Field<'a> {
    pub ident: &'a Ident,
    pub ty: &'a Type,
    pub attributes: Vec<FieldAttribute<'a>>,
    /// Whether one of its attributes is invalid.
    pub malformed: bool,
}

pub struct FieldAttribute<'a> {
    pub word: &'static str,
    pub tokens: &'a Attribute,
    /// The string in the attribute, for example a wire name or a media type.
    pub name: Option<LitStr>,
    /// The timestamp format: a variant of `TimestampFormat`.
    pub format: Option<&'static str>,
    /// The expression of a default.
    pub value: Option<TokenStream>,
    pub facts: Option<Facts>,
}

/// The fields of a struct or variant with named fields or none. `None` for tuple fields.
pub fn fields<'a>(fields: &'a Fields, diagnostics: &Diagnostics) -> Option<Vec<Field<'a>>> {
    let named = match fields {
        Fields::Named(named) => &named.named,
        Fields::Unit => return Some(Vec::new()),
        Fields::Unnamed(_) => return None,
    };
    let mut found: Vec<Field<'_>> = Vec::new();
    for field in named.iter().filter_map(|field| self::field(field, diagnostics)) {
        // The compiler reports a second field with the same name.
        if !found.iter().any(|other| other.ident == field.ident) {
            found.push(field);
        }
    }
    Some(found)
}

fn field<'a>(field: &'a syn::Field, diagnostics: &Diagnostics) -> Option<Field<'a>> {
    let ident = field.ident.as_ref()?;
    let mut attributes = Vec::new();
    let mut malformed = false;
    for tokens in &field.attrs {
        let Some(word) = words::FIELD.into_iter().find(|word| tokens.path().is_ident(word)) else {
            if let Some((word, _)) = words::VARIANT.iter().find(|(w, _)| tokens.path().is_ident(w))
            {
                let message = "goes on a variant; move it above the variant";
                diagnostics.error(tokens, format_args!("`#[{word}]` {message}"));
            }
            continue;
        };
        match field_attribute(word, tokens) {
            Ok(attribute) => attributes.push(attribute),
            Err(error) => {
                diagnostics.push(error);
                malformed = true;
            }
        }
    }
    Some(Field { ident, ty: &field.ty, attributes, malformed })
}

/// What the parentheses of an attribute can contain.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Content {
    Nothing,
    OptionalName,
    Name,
    Format,
    Expression,
    Facts,
}

/// The content that the attribute can have, and an example.
fn content(word: &str) -> (Content, &'static str) {
    match word {
        words::LABEL => (Content::OptionalName, "#[label(\"restApiId\")]"),
        words::QUERY => (Content::OptionalName, "#[query(\"limit\")]"),
        words::BODY => (Content::OptionalName, "#[body(\"name\")]"),
        words::HEADER => (Content::Name, "#[header(\"x-amz-acl\")]"),
        words::PREFIX_HEADERS => (Content::Name, "#[prefix_headers(\"x-amz-meta-\")]"),
        words::MEDIA_TYPE => (Content::Name, "#[media_type(\"application/json\")]"),
        words::TIMESTAMP => (Content::Format, "#[timestamp(date_time)]"),
        words::DEFAULT => (Content::Expression, "#[default(10)]"),
        words::QUERY_PARAMS => (Content::Nothing, "#[query_params]"),
        words::PAYLOAD => (Content::OptionalName, "#[payload]"),
        words::XML => (Content::Facts, "#[xml(flattened)]"),
        words::EC2_QUERY_NAME => (Content::Name, "#[ec2_query_name(\"InstanceId\")]"),
        words::RESPONSE_CODE => (Content::Nothing, "#[response_code]"),
        words::EVENT_HEADER => (Content::OptionalName, "#[event_header]"),
        words::EVENT_PAYLOAD => (Content::Nothing, "#[event_payload]"),
        words::HOST_LABEL => (Content::OptionalName, "#[host_label]"),
        words::CONTEXT_PARAM => (Content::OptionalName, "#[context_param(\"Bucket\")]"),
        words::IDEMPOTENCY_TOKEN => (Content::Nothing, "#[idempotency_token]"),
        _ => (Content::Nothing, "#[sensitive]"),
    }
}

/// Parses one of our attributes.
pub fn field_attribute<'a>(
    word: &'static str,
    tokens: &'a Attribute,
) -> syn::Result<FieldAttribute<'a>> {
    let (content, example) = content(word);
    let error = |at: TokenStream, what: &str| {
        syn::Error::new_spanned(at, format!("`#[{word}]` {what}; write `{example}`"))
    };
    let (mut name, mut format, mut value) = (None, None, None);
    if content == Content::Facts {
        let facts = Some(xml::facts(tokens)?);
        return Ok(FieldAttribute { word, tokens, name, format, value, facts });
    }
    match (&tokens.meta, content) {
        (_, Content::Facts) | (Meta::Path(_), Content::Nothing | Content::OptionalName) => {}
        (meta, Content::Nothing) => {
            return Err(error(meta.to_token_stream(), "takes no arguments"));
        }
        (Meta::Path(path), Content::Name) => {
            return Err(error(path.to_token_stream(), "needs a string"));
        }
        (Meta::Path(path), Content::Format) => {
            return Err(error(path.to_token_stream(), "needs a format"));
        }
        (Meta::Path(path), Content::Expression) => {
            return Err(error(path.to_token_stream(), "needs a value"));
        }
        (Meta::List(list), Content::Expression) if list.tokens.is_empty() => {
            return Err(error(list.path.to_token_stream(), "needs a value"));
        }
        (Meta::List(list), Content::Expression) => value = Some(list.tokens.clone()),
        (Meta::NameValue(meta), _) => {
            return Err(error(meta.to_token_stream(), "takes its argument in parentheses"));
        }
        (Meta::List(list), Content::OptionalName | Content::Name) => {
            let literal = list
                .parse_args::<LitStr>()
                .map_err(|_| error(tokens_or_path(list), "takes one string"))?;
            if literal.value().is_empty() && word != words::PREFIX_HEADERS {
                return Err(error(literal.to_token_stream(), "needs a non-empty string"));
            }
            name = Some(literal);
        }
        (Meta::List(list), Content::Format) => format = Some(timestamp_format(list)?),
    }
    Ok(FieldAttribute { word, tokens, name, format, value, facts: None })
}

/// The attribute's content, or its path if it has no content to point at.
fn tokens_or_path(list: &MetaList) -> TokenStream {
    if list.tokens.is_empty() { list.path.to_token_stream() } else { list.tokens.clone() }
}

fn timestamp_format(list: &MetaList) -> syn::Result<&'static str> {
    let words: Vec<&str> = words::TIMESTAMP_FORMATS.iter().map(|(word, _)| *word).collect();
    let ident = list.parse_args::<Ident>().ok().map(|ident| ident.to_string());
    // A user may write the Smithy trait's value, which is a string.
    let text = match list.parse_args::<Lit>() {
        Ok(Lit::Str(text)) => Some(text.value().replace('-', "_")),
        _ => None,
    };
    let written = ident.as_ref().or(text.as_ref()).map_or("", |written| &**written);
    match words::TIMESTAMP_FORMATS.iter().find(|(word, _)| *word == written) {
        Some((_, variant)) if ident.is_some() => Ok(variant),
        Some((word, _)) => Err(syn::Error::new_spanned(
            &list.tokens,
            format!("a timestamp format is a word, not a string; write `#[timestamp({word})]`"),
        )),
        None => {
            let hint = match did_you_mean(written, &words, '`') {
                hint if hint.is_empty() => format!("; use one of {}", self::list(&words)),
                hint => hint,
            };
            Err(syn::Error::new_spanned(
                tokens_or_path(list),
                format!("unknown timestamp format `{}`{hint}", list.tokens),
            ))
        }
    }
}
