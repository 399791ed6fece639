//! Parses `#[xml(…)]`: facts about a member in XML and the query protocols, besides its wire name.

use proc_macro2::TokenStream;
use quote::ToTokens as _;
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::{Attribute, Ident, LitStr, Meta, Token};

use crate::diagnostics::did_you_mean;
use crate::words::{self, fact};

/// The facts about a member, about the items of a list, or about the values of a map.
#[derive(Clone, Default)]
pub struct Facts {
    pub flattened: Option<Ident>,
    pub attribute: Option<Ident>,
    /// Facts with a string value, in the order in which they were written.
    pub strings: Vec<(&'static str, LitStr)>,
    pub inner: Option<(Ident, Box<Facts>)>,
}

impl Facts {
    pub fn string(&self, word: &str) -> Option<&LitStr> {
        self.strings.iter().find(|(other, _)| *other == word).map(|(_, text)| text)
    }

    fn is_empty(&self) -> bool {
        self.flattened.is_none()
            && self.attribute.is_none()
            && self.strings.is_empty()
            && self.inner.is_none()
    }

    /// The facts as lines of text, which the runtime parses.
    pub fn lines(&self) -> String {
        let mut lines = String::new();
        for (flag, word) in [(&self.flattened, fact::FLATTENED), (&self.attribute, fact::ATTRIBUTE)]
        {
            if flag.is_some() {
                lines.push('\n');
                lines.push_str(word);
            }
        }
        for (word, text) in &self.strings {
            let line = fact::STRINGS.iter().find(|(other, _)| other == word);
            lines.push('\n');
            lines.push_str(line.map_or(word, |(_, line)| line));
            lines.push('=');
            lines.push_str(&text.value());
        }
        if let Some((_, inner)) = &self.inner {
            lines.push_str("\ninner");
            lines.push_str(&inner.lines());
        }
        lines
    }
}

/// Reads the attribute.
pub fn facts(tokens: &Attribute) -> syn::Result<Facts> {
    match &tokens.meta {
        Meta::List(list) if !list.tokens.is_empty() => {
            let parse = |input: ParseStream<'_>| parse(input, false);
            parse.parse2(list.tokens.clone())
        }
        meta => Err(nothing(meta.to_token_stream())),
    }
}

fn nothing(at: TokenStream) -> syn::Error {
    syn::Error::new_spanned(
        at,
        "`#[xml]` needs an argument in parentheses; write for example `#[xml(flattened)]` or \
         `#[xml(item = \"Tag\")]`",
    )
}

fn parse(input: ParseStream<'_>, is_inner: bool) -> syn::Result<Facts> {
    let mut facts = Facts::default();
    while !input.is_empty() {
        let at = input.span();
        let wrong = || {
            let message = "an argument is a word, like `flattened`, or a word and a string, like \
                           `item = \"Tag\"`";
            syn::Error::new(at, message)
        };
        let ident = input.call(Ident::parse_any).map_err(|_| wrong())?;
        parse_one(&mut facts, &ident, input, is_inner)?;
        if !input.is_empty() {
            input.parse::<Token![,]>().map_err(|error| {
                syn::Error::new(error.span(), "a comma is missing between two arguments; add it")
            })?;
        }
    }
    Ok(facts)
}

fn parse_one(
    facts: &mut Facts,
    ident: &Ident,
    input: ParseStream<'_>,
    is_inner: bool,
) -> syn::Result<()> {
    let word = ident.to_string();
    let error = |message: String| syn::Error::new_spanned(ident, message);
    let twice = || error(format!("`{word}` is given twice; remove one"));
    let string = fact::STRINGS.iter().find(|(known, _)| *known == word).map(|(known, _)| *known);
    if let Some(known) = string {
        let usage =
            || error(format!("`{word}` is a string; write `{word} = \"{}\"`", example(known)));
        input.parse::<Token![=]>().map_err(|_| usage())?;
        let text: LitStr = input.parse().map_err(|_| usage())?;
        if facts.string(known).is_some() {
            return Err(twice());
        }
        facts.strings.push((known, text));
        return Ok(());
    }
    let flag = match &*word {
        fact::FLATTENED => &mut facts.flattened,
        fact::ATTRIBUTE => &mut facts.attribute,
        fact::INNER => {
            if !input.peek(syn::token::Paren) {
                let message = "`inner` takes the arguments for the items or values in parentheses; \
                               write `inner(item = \"Tag\")`";
                return Err(error(message.to_owned()));
            }
            let content;
            syn::parenthesized!(content in input);
            let inner = parse(&content, true)?;
            if inner.is_empty() {
                return Err(error("`inner` has no arguments; remove it".to_owned()));
            }
            return match facts.inner.replace((ident.clone(), Box::new(inner))) {
                Some(_) => Err(twice()),
                None => Ok(()),
            };
        }
        _ => {
            let hint = match did_you_mean(&word, &fact::ALL, '`') {
                hint if hint.is_empty() => format!("; use one of {}", super::list(&fact::ALL)),
                hint => hint,
            };
            return Err(error(format!("unknown argument `{word}`{hint}")));
        }
    };
    if is_inner {
        return Err(error(format!(
            "only a member can be `{word}`, not the items of a list or the values of a map; remove \
             it"
        )));
    }
    if input.peek(Token![=]) {
        return Err(error(format!("`{word}` takes no value; write it alone")));
    }
    match flag.replace(ident.clone()) {
        Some(_) => Err(twice()),
        None => Ok(()),
    }
}

fn example(word: &str) -> &'static str {
    match word {
        fact::ITEM => "Tag",
        fact::KEY => "Name",
        fact::VALUE => "Value",
        _ => "http://s3.amazonaws.com/doc/2006-03-01/",
    }
}

/// The error in an element or attribute name, if there is one. The name can have a prefix, as in
/// `xsi:type`.
pub fn check_name(name: &str) -> Option<&'static str> {
    let part = |part: &str| {
        part.starts_with(|c: char| c.is_alphabetic() || c == '_')
            && part.chars().all(|c| c.is_alphanumeric() || "_-.".contains(c))
    };
    let is_name = match name.split_once(':') {
        Some((prefix, local)) => part(prefix) && part(local),
        None => part(name),
    };
    (!is_name).then_some(
        "is not a valid XML name; a name starts with a letter or `_`, followed by letters, digits, \
         `_`, `-` or `.`",
    )
}

/// The error in a namespace, if there is one. A namespace is a URI, or a prefix, a space and a URI.
pub fn check_namespace(namespace: &str) -> Option<&'static str> {
    let (prefix, uri) = match namespace.split_once(' ') {
        Some((prefix, uri)) => (Some(prefix), uri),
        None => (None, namespace),
    };
    let is_uri =
        !uri.is_empty() && uri.chars().all(|c| c.is_ascii_graphic() && !"<>\"{}|\\^`".contains(c));
    let is_prefix =
        prefix.is_none_or(|prefix| !prefix.contains(':') && check_name(prefix).is_none());
    (!(is_uri && is_prefix))
        .then_some("is not a valid namespace; write a URI, or a prefix, one space and a URI")
}

/// The name of the newtype that carries facts to the runtime's formats, or `None` without facts.
pub fn newtype(facts: Option<&Facts>, ec2_query_name: Option<&LitStr>) -> Option<String> {
    let mut newtype = words::FACTS.to_owned();
    // Written before `inner`, because the facts after `inner` are about items.
    if let Some(name) = ec2_query_name {
        newtype.push_str("\nec2=");
        newtype.push_str(&name.value());
    }
    newtype.push_str(&facts.map_or_else(String::new, Facts::lines));
    (newtype != words::FACTS).then_some(newtype)
}
