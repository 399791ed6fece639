//! Stage 1: tokens to arguments and fields. Spans are kept; nothing has a meaning yet.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::{Attribute, Fields, Ident, Lit, LitInt, LitStr, Path, Token, Type};

use crate::diagnostics::{Diagnostics, did_you_mean};
use crate::model::Role;
use crate::words::{self, argument};

/// What stands in the parentheses of the attribute.
#[derive(Default)]
pub struct Arguments {
    pub method: Option<LitStr>,
    pub uri: Option<LitStr>,
    pub output: Option<Type>,
    pub error: Option<Type>,
    pub code: Option<LitInt>,
    pub rename_all: Option<LitStr>,
    pub protocol: Option<LitStr>,
    pub host_prefix: Option<LitStr>,
    krate: Option<Path>,
    /// Arguments that were tried and are wrong: they are not missing.
    pub tried: Vec<String>,
}

impl Arguments {
    /// The path of the runtime crate.
    pub fn krate(&self) -> Path {
        self.krate.clone().unwrap_or_else(|| syn::parse_quote!(::aws_operation))
    }

    /// Reads `name = value, …`, and goes on after each mistake.
    pub fn parse(tokens: TokenStream, role: Role, diagnostics: &Diagnostics) -> Self {
        let mut arguments = Self::default();
        let parser = |input: ParseStream<'_>| {
            while !input.is_empty() {
                if let Err(error) = arguments.parse_one(input, role) {
                    diagnostics.push(error);
                    skip_argument(input)?;
                }
                if !input.is_empty() {
                    if let Err(error) = input.parse::<Token![,]>() {
                        diagnostics.push(syn::Error::new(error.span(), "a comma is missing here"));
                        skip_argument(input)?;
                        input.parse::<Option<Token![,]>>()?;
                    }
                }
            }
            Ok(())
        };
        if let Err(error) = parser.parse2(tokens) {
            diagnostics.push(error);
        }
        arguments
    }

    fn parse_one(&mut self, input: ParseStream<'_>, role: Role) -> syn::Result<()> {
        let known = role.arguments();
        let name = input.call(Ident::parse_any).map_err(|error| {
            let example = role.example();
            syn::Error::new(error.span(), format!("arguments have names, as in `{example}`"))
        })?;
        let word = name.to_string();
        if !known.contains(&&*word) {
            let hint = match did_you_mean(&word, known, '`') {
                hint if hint.is_empty() => format!("; the arguments are {}", list(known)),
                hint => hint,
            };
            // What stands for another word was meant to be there.
            let meant = crate::diagnostics::nearest(&word, known);
            self.tried.extend(meant.map(str::to_owned));
            return Err(syn::Error::new(name.span(), format!("unknown argument `{word}`{hint}")));
        }
        if self.tried.contains(&word) {
            return Err(syn::Error::new(
                name.span(),
                format!("`{word}` is given twice; remove one"),
            ));
        }
        self.tried.push(word.clone());
        let wrong = |span: Span| syn::Error::new(span, usage(&word));
        input.parse::<Token![=]>().map_err(|_| wrong(name.span()))?;
        let at = input.span();
        let wrong = |_| wrong(at);
        match &*word {
            argument::METHOD => self.method = Some(input.parse().map_err(wrong)?),
            argument::URI => self.uri = Some(input.parse().map_err(wrong)?),
            argument::RENAME_ALL => self.rename_all = Some(input.parse().map_err(wrong)?),
            argument::PROTOCOL => self.protocol = Some(input.parse().map_err(wrong)?),
            argument::HOST_PREFIX => self.host_prefix = Some(input.parse().map_err(wrong)?),
            argument::OUTPUT => self.output = Some(input.parse().map_err(wrong)?),
            argument::ERROR => self.error = Some(input.parse().map_err(wrong)?),
            argument::CODE => self.code = Some(input.parse().map_err(wrong)?),
            _ => self.krate = Some(input.call(Path::parse_mod_style).map_err(wrong)?),
        }
        Ok(())
    }
}

fn usage(argument: &str) -> String {
    match argument {
        argument::METHOD => "`method` is a string: `method = \"GET\"`",
        argument::URI => "`uri` is a string: `uri = \"/restapis/{restApiId}\"`",
        argument::OUTPUT => "`output` is a type: `output = RestApi`",
        argument::ERROR => "`error` is a type: `error = GetRestApiError`",
        argument::CODE => "`code` is a status: `code = 201`",
        argument::RENAME_ALL => "`rename_all` is a string: `rename_all = \"PascalCase\"`",
        argument::PROTOCOL => "`protocol` is a string: `protocol = \"restJson1\"`",
        argument::HOST_PREFIX => "`host_prefix` is a string: `host_prefix = \"{account}.\"`",
        _ => "`crate` is a path: `crate = my_crate::aws_operation`",
    }
    .to_owned()
}

fn list(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    words.join(", ")
}

fn skip_argument(input: ParseStream<'_>) -> syn::Result<()> {
    while !input.is_empty() && !input.peek(Token![,]) {
        input.parse::<proc_macro2::TokenTree>()?;
    }
    Ok(())
}

/// A field, with those of its attributes that are ours.
pub struct Field<'a> {
    pub ident: &'a Ident,
    pub ty: &'a Type,
    pub attributes: Vec<FieldAttribute<'a>>,
    /// An attribute of it was wrong in itself.
    pub malformed: bool,
}

pub struct FieldAttribute<'a> {
    pub word: &'static str,
    pub tokens: &'a Attribute,
    /// The wire name or media type, where there is one.
    pub name: Option<LitStr>,
    /// The timestamp format, a variant of `TimestampFormat`.
    pub format: Option<&'static str>,
}

/// The fields of a struct or variant with named ones; `None` where they have no names.
pub fn fields<'a>(fields: &'a Fields, diagnostics: &Diagnostics) -> Option<Vec<Field<'a>>> {
    match fields {
        Fields::Named(named) => {
            Some(named.named.iter().filter_map(|field| self::field(field, diagnostics)).collect())
        }
        Fields::Unit => Some(Vec::new()),
        Fields::Unnamed(_) => None,
    }
}

fn field<'a>(field: &'a syn::Field, diagnostics: &Diagnostics) -> Option<Field<'a>> {
    let ident = field.ident.as_ref()?;
    let mut attributes = Vec::new();
    let mut malformed = false;
    for tokens in &field.attrs {
        let Some(word) = words::FIELD.into_iter().find(|word| tokens.path().is_ident(word)) else {
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

/// What may stand in an attribute's parentheses.
enum Content {
    Nothing,
    OptionalName,
    Name,
    Format,
}

fn content(word: &str) -> (Content, &'static str) {
    match word {
        words::LABEL => (Content::OptionalName, "`#[label(\"restApiId\")]`"),
        words::QUERY => (Content::OptionalName, "`#[query]` or `#[query(\"limit\")]`"),
        words::BODY => (Content::OptionalName, "`#[body]` or `#[body(\"name\")]`"),
        words::HEADER => (Content::Name, "`#[header(\"x-amz-…\")]`"),
        words::PREFIX_HEADERS => (Content::Name, "`#[prefix_headers(\"x-amz-meta-\")]`"),
        words::MEDIA_TYPE => (Content::Name, "`#[media_type(\"application/json\")]`"),
        words::TIMESTAMP => (Content::Format, "`#[timestamp(date_time)]`"),
        words::QUERY_PARAMS => (Content::Nothing, "`#[query_params]`"),
        words::PAYLOAD => (Content::Nothing, "`#[payload]`"),
        words::RESPONSE_CODE => (Content::Nothing, "`#[response_code]`"),
        words::HOST_LABEL => (Content::Nothing, "`#[host_label]`"),
        words::IDEMPOTENCY_TOKEN => (Content::Nothing, "`#[idempotency_token]`"),
        _ => (Content::Nothing, "`#[sensitive]`"),
    }
}

fn field_attribute<'a>(
    word: &'static str,
    tokens: &'a Attribute,
) -> syn::Result<FieldAttribute<'a>> {
    let (content, usage) = content(word);
    let wrong = |at: &dyn ToTokens| {
        syn::Error::new_spanned(at.to_token_stream(), format!("`#[{word}]` is written {usage}"))
    };
    let (mut name, mut format) = (None, None);
    match (&tokens.meta, content) {
        (syn::Meta::Path(_), Content::Nothing | Content::OptionalName) => {}
        (syn::Meta::List(list), Content::OptionalName | Content::Name) => {
            let literal = list.parse_args::<LitStr>().map_err(|_| wrong(&list.tokens_or_path()))?;
            if literal.value().is_empty() && word != words::PREFIX_HEADERS {
                return Err(syn::Error::new_spanned(
                    literal,
                    format!("this name is empty; `#[{word}]` is written {usage}"),
                ));
            }
            name = Some(literal);
        }
        (syn::Meta::List(list), Content::Format) => {
            format = Some(timestamp_format(list)?);
        }
        (meta, _) => return Err(wrong(meta)),
    }
    Ok(FieldAttribute { word, tokens, name, format })
}

trait TokensOrPath {
    fn tokens_or_path(&self) -> TokenStream;
}

impl TokensOrPath for syn::MetaList {
    /// The content, or the path where there is none to point at.
    fn tokens_or_path(&self) -> TokenStream {
        if self.tokens.is_empty() { self.path.to_token_stream() } else { self.tokens.clone() }
    }
}

fn timestamp_format(list: &syn::MetaList) -> syn::Result<&'static str> {
    let words: Vec<&str> = words::TIMESTAMP_FORMATS.iter().map(|(word, _)| *word).collect();
    let written = match list.parse_args::<Ident>() {
        Ok(ident) => ident.to_string(),
        // A person may think of the Smithy trait, whose values are strings.
        Err(_) => match list.parse_args::<Lit>() {
            Ok(Lit::Str(text)) => text.value().replace('-', "_"),
            _ => String::new(),
        },
    };
    let found = words::TIMESTAMP_FORMATS.iter().find(|(word, _)| *word == written);
    match found {
        Some((_, variant)) if list.parse_args::<Ident>().is_ok() => Ok(variant),
        Some((word, _)) => Err(syn::Error::new_spanned(
            &list.tokens,
            format!("a timestamp format is a word: `#[timestamp({word})]`"),
        )),
        None => {
            let hint = match did_you_mean(&written, &words, '`') {
                hint if hint.is_empty() => format!("; use {}", self::list(&words)),
                hint => hint,
            };
            Err(syn::Error::new_spanned(
                list.tokens_or_path(),
                format!("unknown timestamp format `{}`{hint}", list.tokens),
            ))
        }
    }
}

/// Whether a path ends in this name.
pub fn last_segment_is(path: &Path, name: &str) -> bool {
    path.segments.last().is_some_and(|segment| segment.ident == name)
}
