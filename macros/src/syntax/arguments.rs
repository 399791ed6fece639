//! Parses the attribute's arguments, `name = value, …`. Values are kept as they are written.

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::punctuated::Punctuated;
use syn::token::Bracket;
use syn::{Ident, LitBool, LitInt, LitStr, Path, Token, Type};

use super::{Paginated, list};
use crate::diagnostics::{Diagnostics, did_you_mean, nearest};
use crate::model::{HttpChecksum, OperationContextParam, Role, StaticContextParam, StaticValue};
use crate::words::{CHECKSUMS, argument};

/// The parsed content of the attribute's parentheses.
pub struct Arguments {
    /// The span of the attribute.
    pub at: Span,
    pub method: Option<LitStr>,
    pub uri: Option<LitStr>,
    pub output: Option<Type>,
    pub error: Option<Type>,
    pub code: Option<LitInt>,
    /// The paths of the code and the message in an error's JSON body.
    pub error_code: Option<LitStr>,
    pub error_message: Option<LitStr>,
    pub rename_all: Option<LitStr>,
    pub protocol: Option<LitStr>,
    pub name: Option<LitStr>,
    pub host_prefix: Option<LitStr>,
    pub auth: Option<LitStr>,
    pub request_compression: Option<LitStr>,
    pub xml_name: Option<LitStr>,
    pub xml_namespace: Option<LitStr>,
    pub static_context_params: Vec<StaticContextParam>,
    pub operation_context_params: Vec<OperationContextParam>,
    pub http_checksum: HttpChecksum,
    pub paginated: Option<Paginated>,
    /// Arguments without a value.
    flags: Vec<String>,
    krate: Option<Path>,
    /// Arguments with an invalid value. They are not reported as missing.
    tried: Vec<String>,
    /// Arguments that misspelt ones probably mean. They are not reported as missing either.
    meant: Vec<&'static str>,
    /// A value has no name. It could belong to any argument, so no argument is reported as missing.
    unnamed: bool,
}

impl Arguments {
    /// The path of the runtime crate.
    pub fn krate(&self) -> Path {
        self.krate.clone().unwrap_or_else(|| syn::parse_quote!(::aws_operation))
    }

    /// Whether an argument is missing, and not merely invalid or misspelt.
    pub fn lacks(&self, argument: &str) -> bool {
        let tried = self.tried.iter().any(|tried| tried == argument);
        !(tried || self.meant.contains(&argument) || self.unnamed)
    }

    /// Whether an argument without a value is given.
    pub fn has_flag(&self, argument: &str) -> bool {
        self.flags.iter().any(|flag| flag == argument)
    }

    /// Parses `name = value, …`. Continues after each error.
    pub fn parse(tokens: TokenStream, at: Span, role: Role, diagnostics: &Diagnostics) -> Self {
        let mut arguments = Self {
            at,
            method: None,
            uri: None,
            output: None,
            error: None,
            code: None,
            error_code: None,
            error_message: None,
            rename_all: None,
            protocol: None,
            name: None,
            host_prefix: None,
            auth: None,
            request_compression: None,
            xml_name: None,
            xml_namespace: None,
            static_context_params: Vec::new(),
            operation_context_params: Vec::new(),
            http_checksum: HttpChecksum::default(),
            paginated: None,
            flags: Vec::new(),
            krate: None,
            tried: Vec::new(),
            meant: Vec::new(),
            unnamed: false,
        };
        let parser = |input: ParseStream<'_>| {
            while !input.is_empty() {
                arguments.parse_one(input, role, diagnostics)?;
            }
            Ok(())
        };
        if let Err(error) = parser.parse2(tokens) {
            diagnostics.push(error);
        }
        arguments
    }

    /// Parses one argument and the comma after it.
    fn parse_one(
        &mut self,
        input: ParseStream<'_>,
        role: Role,
        diagnostics: &Diagnostics,
    ) -> syn::Result<()> {
        if input.peek(Token![,]) {
            let message = "expected an argument before this comma; remove the comma";
            diagnostics.push(syn::Error::new(input.span(), message));
            return input.parse::<Token![,]>().map(drop);
        }
        match self.parse_name(input, role, diagnostics) {
            Some(name) => {
                if let Err(error) = self.parse_value(&name, input, role, diagnostics) {
                    diagnostics.push(error);
                    skip_argument(input)?;
                }
            }
            None => skip_argument(input)?,
        }
        if input.is_empty() || input.parse::<Option<Token![,]>>()?.is_some() {
            return Ok(());
        }
        let at = input.span();
        if input.parse::<Option<Token![;]>>()?.is_some() {
            diagnostics
                .push(syn::Error::new(at, "arguments are separated by commas; write `,` here"));
        } else if input.peek(Ident::peek_any) && input.peek2(Token![=]) {
            let message = format!("a comma is missing before `{}`; add it", next_word(input));
            diagnostics.push(syn::Error::new(at, message));
        } else {
            let message =
                format!("unexpected `{}` after the argument; remove it", next_word(input));
            diagnostics.push(syn::Error::new(at, message));
            skip_argument(input)?;
            input.parse::<Option<Token![,]>>()?;
        }
        Ok(())
    }

    /// The argument's name, if it is known and given for the first time.
    fn parse_name(
        &mut self,
        input: ParseStream<'_>,
        role: Role,
        diagnostics: &Diagnostics,
    ) -> Option<Ident> {
        let known = role.arguments();
        let at = input.span();
        let name = input.call(Ident::parse_any).ok();
        let word = name.as_ref().map(Ident::to_string).unwrap_or_default();
        let is_known = known.contains(&&*word);
        let ends = input.is_empty() || input.peek(Token![,]);
        let synonym = argument::SYNONYMS.iter().find(|(synonym, _)| *synonym == word);
        let synonym = synonym.map(|(_, meant)| *meant);
        let is_flag = |word: &str| argument::FLAGS.contains(&word);
        let stands_alone = is_flag(&word) || synonym.is_some_and(is_flag);
        let Some(name) = name.filter(|_| is_known || !ends || stands_alone) else {
            if !self.unnamed {
                let message =
                    format!("this argument has no name; write it as in `{}`", role.example());
                diagnostics.push(syn::Error::new(at, message));
            }
            self.unnamed = true;
            return None;
        };
        if !is_known {
            let is_of_variant = role == Role::Error && word == argument::STATUS;
            let synonym = synonym.filter(|meant| known.contains(meant));
            let meant = synonym.or_else(|| nearest(&word, known)).filter(|_| !is_of_variant);
            let hint = match meant {
                None if is_of_variant => "it goes on a variant: `#[status(404)]`".to_owned(),
                None if word == argument::STRICT => {
                    "it is for `#[aws_output]` and `#[aws_structure]`".to_owned()
                }
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("the arguments are {}", list(known)),
            };
            diagnostics.error(&name, format_args!("unknown argument `{word}`; {hint}"));
            self.meant.extend(meant);
            return None;
        }
        if self.tried.contains(&word) {
            diagnostics.error(&name, format_args!("`{word}` is given twice; remove one"));
            return None;
        }
        self.tried.push(word);
        Some(name)
    }

    fn parse_value(
        &mut self,
        name: &Ident,
        input: ParseStream<'_>,
        role: Role,
        diagnostics: &Diagnostics,
    ) -> syn::Result<()> {
        let word = name.to_string();
        let wrong = |span: Span| syn::Error::new(span, usage(&word, role));
        if argument::FLAGS.contains(&&*word) {
            if !input.is_empty() && !input.peek(Token![,]) {
                return Err(wrong(input.span()));
            }
            self.flags.push(word);
            return Ok(());
        }
        if word == argument::STATIC_CONTEXT_PARAMS {
            let params = parenthesized(input, static_context_param);
            self.static_context_params = params.map_err(|error| wrong(error.span()))?;
            return Ok(());
        }
        if word == argument::OPERATION_CONTEXT_PARAMS {
            let params = parenthesized(input, operation_context_param);
            self.operation_context_params = params.map_err(|error| wrong(error.span()))?;
            return Ok(());
        }
        if word == argument::HTTP_CHECKSUM {
            let given = || {
                let inside;
                syn::parenthesized!(inside in input);
                inside.parse_terminated(Ident::parse_any, Token![,])
            };
            let words = given().map_err(|_| wrong(name.span()))?;
            self.http_checksum = http_checksum(name, &words.into_iter().collect::<Vec<_>>())?;
            return Ok(());
        }
        if word == argument::PAGINATED {
            let inside = || {
                let inside;
                syn::parenthesized!(inside in input);
                Ok(inside)
            };
            let inside = inside().map_err(|_: syn::Error| {
                self.paginated = Some(Paginated::without_arguments(name.clone()));
                wrong(name.span())
            })?;
            let paginated = self.paginated.insert(Paginated::new(name.clone()));
            let parsed = paginated.parse(&inside, diagnostics);
            // What is left after an error is skipped, so that it causes no second error.
            inside.parse::<TokenStream>()?;
            return parsed;
        }
        input.parse::<Token![=]>().map_err(|_| wrong(name.span()))?;
        let at = if input.is_empty() || input.peek(Token![,]) { name.span() } else { input.span() };
        let wrong = |_| wrong(at);
        match &*word {
            argument::METHOD => self.method = Some(input.parse().map_err(wrong)?),
            argument::URI => self.uri = Some(input.parse().map_err(wrong)?),
            argument::RENAME_ALL => self.rename_all = Some(input.parse().map_err(wrong)?),
            argument::PROTOCOL => self.protocol = Some(input.parse().map_err(wrong)?),
            argument::NAME => self.name = Some(input.parse().map_err(wrong)?),
            argument::HOST_PREFIX => self.host_prefix = Some(input.parse().map_err(wrong)?),
            argument::OUTPUT => self.output = Some(input.parse().map_err(wrong)?),
            argument::ERROR => self.error = Some(input.parse().map_err(wrong)?),
            argument::AUTH => self.auth = Some(input.parse().map_err(wrong)?),
            argument::REQUEST_COMPRESSION => {
                self.request_compression = Some(input.parse().map_err(wrong)?);
            }
            argument::XML_NAME => self.xml_name = Some(input.parse().map_err(wrong)?),
            argument::XML_NAMESPACE => self.xml_namespace = Some(input.parse().map_err(wrong)?),
            argument::CODE if role == Role::Error => {
                self.error_code = Some(input.parse().map_err(wrong)?);
            }
            argument::MESSAGE => self.error_message = Some(input.parse().map_err(wrong)?),
            argument::CODE => self.code = Some(input.parse().map_err(wrong)?),
            _ => self.krate = Some(input.call(Path::parse_mod_style).map_err(wrong)?),
        }
        Ok(())
    }
}

/// `(…, …)`.
fn parenthesized<T>(
    input: ParseStream<'_>,
    parse: fn(ParseStream<'_>) -> syn::Result<T>,
) -> syn::Result<Vec<T>> {
    let inside;
    syn::parenthesized!(inside in input);
    let values = inside.parse_terminated(parse, Token![,]);
    // The rest is not an error of its own.
    inside.parse::<TokenStream>()?;
    Ok(values?.into_iter().collect())
}

/// `UseS3ExpressControlEndpoint = true`.
fn static_context_param(input: ParseStream<'_>) -> syn::Result<StaticContextParam> {
    let name = input.parse()?;
    input.parse::<Token![=]>()?;
    let value = if input.peek(LitBool) {
        StaticValue::Bool(input.parse()?)
    } else if input.peek(Bracket) {
        let inside;
        syn::bracketed!(inside in input);
        let items = Punctuated::<LitStr, Token![,]>::parse_terminated(&inside)?;
        StaticValue::List(items.into_iter().collect())
    } else {
        StaticValue::Text(input.parse()?)
    };
    Ok(StaticContextParam { name, value })
}

/// `ResourceArnList = Self::resource_arns`.
fn operation_context_param(input: ParseStream<'_>) -> syn::Result<OperationContextParam> {
    let name = input.parse()?;
    input.parse::<Token![=]>()?;
    let function = input.call(Path::parse_mod_style)?;
    Ok(OperationContextParam { name, function })
}

/// `request, required, response`.
fn http_checksum(name: &Ident, words: &[Ident]) -> syn::Result<HttpChecksum> {
    let mut checksum = HttpChecksum::default();
    for word in words {
        let flag = match &*word.to_string() {
            "request" => &mut checksum.request,
            "required" => &mut checksum.required,
            "response" => &mut checksum.response,
            other => {
                let hint = did_you_mean(other, &CHECKSUMS, '`');
                let hint = if hint.is_empty() {
                    format!("; the words are {}", list(&CHECKSUMS))
                } else {
                    hint
                };
                return Err(syn::Error::new(word.span(), format!("unknown word `{other}`{hint}")));
            }
        };
        if std::mem::replace(flag, true) {
            return Err(syn::Error::new(word.span(), format!("duplicate `{word}`; remove one")));
        }
    }
    if words.is_empty() {
        return Err(syn::Error::new(name.span(), usage(argument::HTTP_CHECKSUM, Role::Operation)));
    }
    if checksum.required && !checksum.request {
        let message = "`required` is about the checksum of requests; write `request, required`";
        return Err(syn::Error::new(name.span(), message));
    }
    Ok(checksum)
}

fn usage(argument: &str, role: Role) -> &'static str {
    match argument {
        argument::METHOD => "`method` is a string; write `method = \"GET\"`",
        argument::URI => "`uri` is a string; write `uri = \"/restapis/{restApiId}\"`",
        argument::OUTPUT => "`output` is a type; write `output = RestApi`",
        argument::ERROR => "`error` is a type; write `error = GetRestApiError`",
        argument::CODE if role == Role::Error => {
            "`code` is the path of the code in the JSON body of an error; write \
             `code = \"error.code\"`"
        }
        argument::MESSAGE => {
            "`message` is the path of the message in the JSON body of an error; write \
             `message = \"error.message\"`"
        }
        argument::CODE => "`code` is a success status; write `code = 201`",
        argument::RENAME_ALL => "`rename_all` is a string; write `rename_all = \"PascalCase\"`",
        argument::PROTOCOL => "`protocol` is a string; write `protocol = \"restJson1\"`",
        argument::NAME => "`name` is a string; write `name = \"GetItem\"`",
        argument::HOST_PREFIX => "`host_prefix` is a string; write `host_prefix = \"{account}.\"`",
        argument::AUTH => "`auth` is a string; write `auth = \"none\"`",
        argument::REQUEST_COMPRESSION => {
            "`request_compression` is a string; write `request_compression = \"gzip\"`"
        }
        argument::HTTP_CHECKSUM => {
            "`http_checksum` has one or more of the words `request`, `required` and `response`; \
             write `http_checksum(request)`"
        }
        argument::HTTP_CHECKSUM_REQUIRED => {
            "`http_checksum_required` takes no value; write it alone"
        }
        argument::XML_NAME => "`xml_name` is a string; write `xml_name = \"Tagging\"`",
        argument::XML_NAMESPACE => {
            "`xml_namespace` is a string; write \
             `xml_namespace = \"http://s3.amazonaws.com/doc/2006-03-01/\"`"
        }
        argument::S3_UNWRAPPED_XML_OUTPUT => {
            "`s3_unwrapped_xml_output` takes no value; write it alone"
        }
        argument::STATIC_CONTEXT_PARAMS => {
            "`static_context_params` has names and values, which are true, false, strings or lists of \
             strings; write `static_context_params(OperationType = \"data\")`"
        }
        argument::OPERATION_CONTEXT_PARAMS => {
            "`operation_context_params` has names and functions of the operation; write \
             `operation_context_params(ResourceArnList = Self::resource_arns)`"
        }
        argument::PAGINATED => {
            "`paginated` has names and fields; write \
             `paginated(input_token = marker, output_token = next_marker)`"
        }
        argument::STRICT => "`strict` takes no value; write it alone",
        argument::SHA256_TREE_HASH => "`sha256_tree_hash` takes no value; write it alone",
        argument::UNSIGNED_PAYLOAD => "`unsigned_payload` takes no value; write it alone",
        argument::NO_STALLED_STREAM => "`no_stalled_stream` takes no value; write it alone",
        _ => "`crate` is a path; write `crate = my_crate::aws_operation`",
    }
}

fn next_word(input: ParseStream<'_>) -> String {
    input.cursor().token_tree().map_or_else(String::new, |(token, _)| match token {
        TokenTree::Group(_) => "(…)".to_owned(),
        token => token.to_string(),
    })
}

fn skip_argument(input: ParseStream<'_>) -> syn::Result<()> {
    while !input.is_empty() && !input.peek(Token![,]) {
        input.parse::<TokenTree>()?;
    }
    Ok(())
}
