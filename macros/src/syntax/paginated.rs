//! Parses `paginated(input_token = marker, output_token = next_marker, …)`.

use proc_macro2::TokenTree;
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::{Ident, Token, Type};

use super::list;
use crate::diagnostics::{Diagnostics, did_you_mean};
use crate::words::page;

/// The path of a field in the output, such as `result.next_token`.
pub type FieldPath = Vec<Ident>;

/// The arguments of `paginated(…)` as they are written.
#[derive(Clone)]
pub struct Paginated {
    /// The word `paginated`.
    pub at: Ident,
    pub input_token: Option<Ident>,
    pub output_token: Option<FieldPath>,
    pub items: Option<(FieldPath, Type)>,
    pub page_size: Option<Ident>,
    pub more: Option<FieldPath>,
    /// The arguments that are given, even with an invalid value. They are not reported as missing.
    tried: Vec<String>,
    /// Whether there is an unknown argument. It may be a misspelt required argument, so no argument is
    /// then reported as missing.
    misspelt: bool,
}

impl Paginated {
    pub fn new(at: Ident) -> Self {
        let (input_token, output_token, items, page_size, more) = (None, None, None, None, None);
        Self {
            at,
            input_token,
            output_token,
            items,
            page_size,
            more,
            tried: Vec::new(),
            misspelt: false,
        }
    }

    /// For the word `paginated` without parentheses.
    pub fn without_arguments(at: Ident) -> Self {
        Self { misspelt: true, ..Self::new(at) }
    }

    /// The required arguments that are missing.
    pub fn missing(&self) -> impl Iterator<Item = &'static str> {
        let required = [page::INPUT_TOKEN, page::OUTPUT_TOKEN].into_iter();
        required.filter(|word| !self.misspelt && !self.tried.iter().any(|tried| tried == word))
    }

    /// Parses the arguments. Continues after each error.
    pub fn parse(&mut self, input: ParseStream<'_>, diagnostics: &Diagnostics) -> syn::Result<()> {
        while !input.is_empty() {
            if let Err(error) = self.parse_one(input) {
                diagnostics.push(error);
                while !input.is_empty() && !input.peek(Token![,]) {
                    input.parse::<TokenTree>()?;
                }
            }
            if !input.is_empty() {
                input.parse::<Token![,]>().map_err(|error| {
                    let message = "a comma is missing between two arguments; add it";
                    syn::Error::new(error.span(), message)
                })?;
            }
        }
        Ok(())
    }

    fn parse_one(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        let wrong = |error: syn::Error| {
            let message = "`paginated` has names and fields; write \
                           `paginated(input_token = marker, output_token = next_marker)`";
            syn::Error::new(error.span(), message)
        };
        let name = input.call(Ident::parse_any).map_err(wrong)?;
        let word = name.to_string();
        let error = |message: String| syn::Error::new_spanned(&name, message);
        if !page::ALL.contains(&&*word) {
            let hint = match did_you_mean(&word, &page::ALL, '`') {
                hint if hint.is_empty() => format!("; use one of {}", list(&page::ALL)),
                hint => hint,
            };
            self.misspelt = true;
            return Err(error(format!("unknown argument `{word}` of `paginated`{hint}")));
        }
        if self.tried.contains(&word) {
            return Err(error(format!("`{word}` is given twice; remove one")));
        }
        self.tried.push(word.clone());
        input.parse::<Token![=]>().map_err(|_| error(usage(&word).to_owned()))?;
        let at = if input.is_empty() || input.peek(Token![,]) { name.span() } else { input.span() };
        let usage = |_| syn::Error::new(at, usage(&word));
        let path = path(input).map_err(usage)?;
        match &*word {
            page::OUTPUT_TOKEN => self.output_token = Some(path),
            page::MORE => self.more = Some(path),
            page::ITEMS => {
                input.parse::<Token![:]>().map_err(usage)?;
                self.items = Some((path, input.parse().map_err(usage)?));
            }
            _ => {
                let [field] = <[Ident; 1]>::try_from(path).map_err(|path| {
                    let message =
                        format!("`{word}` is a field of the operation itself, not a nested one");
                    syn::Error::new_spanned(path.last(), message)
                })?;
                match &*word {
                    page::INPUT_TOKEN => self.input_token = Some(field),
                    _ => self.page_size = Some(field),
                }
            }
        }
        if input.is_empty() || input.peek(Token![,]) {
            return Ok(());
        }
        Err(syn::Error::new(input.span(), self::usage(&word)))
    }
}

/// Parses a path such as `result.next_token`.
fn path(input: ParseStream<'_>) -> syn::Result<FieldPath> {
    let mut path = vec![input.call(Ident::parse_any)?];
    while input.parse::<Option<Token![.]>>()?.is_some() {
        path.push(input.call(Ident::parse_any)?);
    }
    Ok(path)
}

fn usage(word: &str) -> &'static str {
    match word {
        page::INPUT_TOKEN => {
            "`input_token` is a field of the operation; write `input_token = marker`"
        }
        page::OUTPUT_TOKEN => {
            "`output_token` is a field of the output; write `output_token = next_marker`, or \
             `output_token = result.next_marker` for a nested field"
        }
        page::ITEMS => {
            "`items` is a field of the output and its type; write \
             `items = functions: Vec<Function>`"
        }
        page::PAGE_SIZE => "`page_size` is a field of the operation; write `page_size = max_items`",
        _ => "`more` is a field of the output; write `more = is_truncated`",
    }
}
