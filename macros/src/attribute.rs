//! The attribute macros. Each re-emits its item with a hidden derive, which does the work.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::quote;
use syn::punctuated::Punctuated;
use syn::{Attribute, Data, DeriveInput, Field, Ident, Meta, Path, Token};

use crate::diagnostics::Diagnostics;
use crate::model::Role;
use crate::syntax::{self, Arguments};
use crate::{serde_attributes, typos, words};

pub fn re_emit(role: Role, arguments: TokenStream, item: TokenStream) -> TokenStream {
    if is_unchanged(role, &item) {
        return with_derive(role, &arguments, &item);
    }
    let mut input = match syn::parse2::<DeriveInput>(item.clone()) {
        Ok(input) => input,
        Err(error) => {
            let error = wrong_item(role, item.clone()).unwrap_or(error).to_compile_error();
            return quote!(#item #error);
        }
    };
    let errors = Diagnostics::default();
    typos::put_right(&mut input, &errors);
    remove_doubled(role, &mut input, &errors);
    remove_given_traits(role, &mut input, &errors);
    for_each_attributes(&mut input, &mut serde_attributes::mark);
    let has_sensitive = fields(&input).any(|field| may_be_sensitive(&field.attrs))
        || variants(&input).any(|variant| may_be_sensitive(&variant.attrs));
    let debug = has_sensitive.then(|| {
        // If no `Debug` is derived below the attribute, the hidden derive checks that the type has
        // no `Debug`: a derive above the attribute is not visible here.
        let full = !remove_derives(&mut input.attrs, "Debug").is_empty();
        let debug = Ident::new(words::DEBUG, Span::call_site());
        if full { quote!(#[#debug(full)]) } else { quote!(#[#debug]) }
    });
    let has_default = fields(&input).any(|f| f.attrs.iter().any(is_default));
    // Removed because `derive(Default)` would claim `#[default]`, which it accepts on variants
    // only.
    let derived = has_default && !remove_derives(&mut input.attrs, "Default").is_empty();
    let default = derived.then(|| {
        let default = Ident::new(words::OWN_DEFAULT, Span::call_site());
        quote!(#[#default])
    });
    let errors = errors.into_compile_errors();
    let item = with_derive(role, &arguments, &quote!(#debug #default #input));
    quote!(#errors #item)
}

/// The item with the hidden derive, which gets the role and the arguments.
fn with_derive(role: Role, arguments: &TokenStream, item: &TokenStream) -> TokenStream {
    // The derive reports errors in the arguments; only the crate's path is needed here.
    let krate =
        Arguments::parse(arguments.clone(), Span::call_site(), role, &Diagnostics::default())
            .krate();
    let derive = Ident::new(words::DERIVE, Span::call_site());
    // The derive reports a missing argument at the span of this attribute, which covers the user's
    // whole attribute.
    let declared = Ident::new(words::DECLARED, Span::call_site());
    let role = Ident::new(role.attribute(), Span::call_site());
    quote! {
        #[::core::prelude::v1::derive(#krate::private::#derive)]
        #[#declared(#role(#arguments))]
        #item
    }
}

/// Whether the item can be emitted unchanged. Most items can. This check avoids parsing them, which would
/// take longer than the rest of the attribute.
fn is_unchanged(role: Role, item: &TokenStream) -> bool {
    let is_item =
        |token| matches!(token, TokenTree::Ident(word) if word == "struct" || word == "enum");
    item.clone().into_iter().any(is_item) && has_known_attributes(role, item.clone())
}

/// Whether no attribute among these tokens changes what the attribute macro emits.
fn has_known_attributes(role: Role, tokens: TokenStream) -> bool {
    let mut is_attribute = false;
    tokens.into_iter().all(|token| match token {
        TokenTree::Group(group) if std::mem::take(&mut is_attribute) => {
            is_known_attribute(role, group.stream())
        }
        TokenTree::Group(group) => has_known_attributes(role, group.stream()),
        TokenTree::Punct(punct) => {
            is_attribute = punct.as_char() == '#';
            true
        }
        _ => true,
    })
}

fn is_known_attribute(role: Role, attribute: TokenStream) -> bool {
    let mut tokens = attribute.into_iter();
    let Some(TokenTree::Ident(word)) = tokens.next() else {
        return false;
    };
    if word == "derive" {
        let given = |word: &Ident| role.given_traits().iter().any(|given| word == given);
        let is_other = |token| !matches!(&token, TokenTree::Ident(word) if given(word));
        return match tokens.next() {
            Some(TokenTree::Group(paths)) => paths.stream().into_iter().all(is_other),
            _ => false,
        };
    }
    words::UNCHANGED.iter().any(|known| word == known)
}

/// Names the kind of an item that is not a struct, enum or union.
fn wrong_item(role: Role, item: TokenStream) -> Option<syn::Error> {
    let mut keyword = None;
    for token in item {
        match token {
            TokenTree::Ident(ident) if kind(&ident).is_some() => {
                // `const fn` declares a function, not a constant.
                let is_const = ident == "const";
                keyword = Some(ident);
                if !is_const {
                    break;
                }
            }
            TokenTree::Ident(ident) if is_modifier(&ident) => {}
            TokenTree::Punct(punct) if punct.as_char() == '#' => {}
            TokenTree::Group(_) | TokenTree::Literal(_) => {}
            _ => break,
        }
    }
    let keyword = keyword?;
    let (found, attribute, item) = (kind(&keyword)?, role.attribute(), role.item());
    Some(syn::Error::new(
        keyword.span(),
        format!("this is {found}; `#[{attribute}]` goes on {item}"),
    ))
}

fn is_modifier(word: &Ident) -> bool {
    ["pub", "async", "unsafe", "extern", "default"].iter().any(|modifier| word == modifier)
}

fn kind(keyword: &Ident) -> Option<&'static str> {
    Some(match &*keyword.to_string() {
        "fn" => "a function",
        "impl" => "an impl",
        "trait" => "a trait",
        "const" => "a constant",
        "static" => "a static",
        "type" => "a type alias",
        "mod" => "a module",
        "use" => "an import",
        "macro_rules" => "a macro",
        _ => return None,
    })
}

/// Reports and removes a second attribute of ours, so that it does not expand and repeat every
/// error.
fn remove_doubled(role: Role, input: &mut DeriveInput, errors: &Diagnostics) {
    let attributes = Role::ALL.map(Role::attribute);
    let name = &input.ident;
    input.attrs.retain(|attribute| {
        let path = attribute.path();
        let Some(second) = attributes.iter().find(|word| syntax::last_segment_is(path, word))
        else {
            return true;
        };
        let first = role.attribute();
        errors.error(
            attribute,
            if *second == first {
                format!("`#[{first}]` is given twice; remove one")
            } else {
                format!(
                    "`{name}` already has `#[{first}]`; declare a second item for `#[{second}]`"
                )
            },
        );
        false
    });
}

/// Reports and removes derives of traits that the attribute already implements.
fn remove_given_traits(role: Role, input: &mut DeriveInput, errors: &Diagnostics) {
    let name = input.ident.clone();
    for given in role.given_traits() {
        for path in remove_derives(&mut input.attrs, given) {
            let attribute = role.attribute();
            let what = match role {
                Role::Output => format!("`#[{attribute}]` defines how `{name}` is decoded"),
                _ => format!("`#[{attribute}]` implements `{given}` for `{name}`"),
            };
            errors.error(
                path,
                format_args!("{what}, so it cannot derive `{given}` too; remove one of them"),
            );
            // The helper attributes of a removed derive would be errors, so they are removed too.
            remove_attributes(input, attributes_of(given));
        }
    }
}

/// The helper attributes of derives for a trait: those of thiserror, derive_more and strum.
fn attributes_of(given: &str) -> &'static [&'static str] {
    match given {
        "Error" => &["error", "from", "source", "backtrace"],
        "Display" => &["display", "strum"],
        "Default" => &["default"],
        _ => &[],
    }
}

/// Removes attributes with these names from the item, its variants and its fields.
fn remove_attributes(input: &mut DeriveInput, names: &[&str]) {
    for_each_attributes(input, &mut |attributes| {
        attributes.retain(|attribute| !names.iter().any(|name| attribute.path().is_ident(name)));
    });
}

/// The attributes of the item, of its variants and of its fields.
fn for_each_attributes(input: &mut DeriveInput, visit: &mut dyn FnMut(&mut Vec<Attribute>)) {
    visit(&mut input.attrs);
    match &mut input.data {
        Data::Struct(data) => data.fields.iter_mut().for_each(|field| visit(&mut field.attrs)),
        Data::Enum(data) => {
            for variant in &mut data.variants {
                visit(&mut variant.attrs);
                variant.fields.iter_mut().for_each(|field| visit(&mut field.attrs));
            }
        }
        Data::Union(_) => {}
    }
}

fn variants(input: &DeriveInput) -> impl Iterator<Item = &syn::Variant> {
    let variants = match &input.data {
        Data::Enum(data) => Some(&data.variants),
        _ => None,
    };
    variants.into_iter().flatten()
}

fn fields(input: &DeriveInput) -> Box<dyn Iterator<Item = &Field> + '_> {
    match &input.data {
        Data::Struct(data) => Box::new(data.fields.iter()),
        Data::Enum(data) => Box::new(data.variants.iter().flat_map(|variant| &variant.fields)),
        Data::Union(_) => Box::new(std::iter::empty()),
    }
}

/// Whether a field or variant is sensitive, or may become so when the compiler evaluates its
/// `cfg_attr`.
fn may_be_sensitive(attributes: &[Attribute]) -> bool {
    let conditional = |attribute: &Attribute| match &attribute.meta {
        Meta::List(list) if list.path.is_ident("cfg_attr") => list
            .tokens
            .clone()
            .into_iter()
            .any(|token| matches!(token, TokenTree::Ident(word) if word == words::SENSITIVE)),
        _ => false,
    };
    is_sensitive(attributes) || attributes.iter().any(conditional)
}

pub fn is_sensitive(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident(words::SENSITIVE))
}

fn is_default(attribute: &Attribute) -> bool {
    attribute.path().is_ident(words::DEFAULT)
}

/// Removes a trait from the derives below the attribute, and returns the removed paths.
fn remove_derives(attributes: &mut Vec<Attribute>, name: &str) -> Vec<Path> {
    let mut removed = Vec::new();
    attributes.retain_mut(|attribute| remove_derive(&mut attribute.meta, name, &mut removed));
    removed
}

/// Removes a trait from a derive, including one in `cfg_attr`. Returns whether anything is left.
fn remove_derive(meta: &mut Meta, name: &str, removed: &mut Vec<Path>) -> bool {
    let before = removed.len();
    let paths = paths(meta);
    let Meta::List(list) = meta else {
        return true;
    };
    if list.path.is_ident("cfg_attr") {
        let metas = Punctuated::<Meta, Token![,]>::parse_terminated;
        let Ok(metas) = list.parse_args_with(metas) else {
            return true;
        };
        let mut metas: Vec<Meta> = metas.into_iter().collect();
        let mut is_condition = true;
        metas.retain_mut(|meta| {
            std::mem::take(&mut is_condition) || remove_derive(meta, name, removed)
        });
        if removed.len() > before {
            list.tokens = quote!(#(#metas),*);
        }
        return metas.len() > 1;
    }
    let (found, kept): (Vec<Path>, Vec<Path>) =
        paths.into_iter().partition(|path| syntax::last_segment_is(path, name));
    if found.is_empty() {
        return true;
    }
    removed.extend(found);
    list.tokens = quote!(#(#kept),*);
    !kept.is_empty()
}

/// The traits that a derive lists. Empty for any other attribute.
fn paths(meta: &Meta) -> Vec<Path> {
    match meta {
        Meta::List(list) if syntax::last_segment_is(&list.path, "derive") => list
            .parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated)
            .map_or_else(|_| Vec::new(), |paths| paths.into_iter().collect()),
        _ => Vec::new(),
    }
}
