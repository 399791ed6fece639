//! The attributes themselves: they re-emit the item with the hidden derive that does the work.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::quote;
use syn::punctuated::Punctuated;
use syn::{Attribute, Data, DeriveInput, Field, Ident, Meta, Path, Token};

use crate::diagnostics::Diagnostics;
use crate::model::Role;
use crate::syntax::{self, Arguments};
use crate::{typos, words};

pub fn re_emit(role: Role, arguments: TokenStream, item: TokenStream) -> TokenStream {
    let mut input = match syn::parse2::<DeriveInput>(item.clone()) {
        Ok(input) => input,
        Err(error) => {
            let error = wrong_item(role, item.clone()).unwrap_or(error).to_compile_error();
            return quote!(#item #error);
        }
    };
    // What is wrong with the arguments, the derive says.
    let krate =
        Arguments::parse(arguments.clone(), Span::call_site(), role, &Diagnostics::default())
            .krate();
    let errors = Diagnostics::default();
    typos::put_right(&mut input, &errors);
    remove_doubled(role, &mut input, &errors);
    remove_serde(role, &mut input, &errors);
    let has_sensitive = fields(&input).any(|field| may_be_sensitive(&field.attrs))
        || variants(&input).any(|variant| may_be_sensitive(&variant.attrs));
    let debug = has_sensitive.then(|| {
        // Without a derive there is an impl nevertheless: it cannot stand beside one that prints
        // what is sensitive, like that of a derive above the attribute, which is not seen here.
        let full = !remove_derives(&mut input.attrs, "Debug").is_empty();
        let debug = Ident::new(words::DEBUG, Span::call_site());
        if full { quote!(#[#debug(full)]) } else { quote!(#[#debug]) }
    });
    let has_default = fields(&input).any(|f| f.attrs.iter().any(is_default));
    // The derive takes `#[default]` for its own, which stands on variants alone.
    let derived = has_default && !remove_derives(&mut input.attrs, "Default").is_empty();
    let default = derived.then(|| {
        let default = Ident::new(words::OWN_DEFAULT, Span::call_site());
        quote!(#[#default])
    });
    let errors = errors.into_compile_errors();
    let derive = Ident::new(role.derive(), Span::call_site());
    // The derive takes an error about what is missing to this attribute's span: the whole of ours.
    let carrier = Ident::new(words::ARGUMENTS, Span::call_site());
    quote! {
        #errors
        #[::core::prelude::v1::derive(#krate::private::#derive)]
        #[#carrier(#arguments)]
        #debug
        #default
        #input
    }
}

/// What an item is that is neither struct, enum nor union.
fn wrong_item(role: Role, item: TokenStream) -> Option<syn::Error> {
    let mut keyword = None;
    for token in item {
        match token {
            TokenTree::Ident(ident) if kind(&ident).is_some() => {
                // `const fn` is a function.
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

/// Reports a second attribute of ours and takes it out, so that it does not report it all again.
fn remove_doubled(role: Role, input: &mut DeriveInput, errors: &Diagnostics) {
    let attributes = Role::ALL.map(Role::attribute);
    let name = &input.ident;
    input.attrs.retain(|attribute| {
        let path = attribute.path();
        let Some(second) = attributes.iter().find(|word| syntax::last_segment_is(path, word)) else {
            return true;
        };
        let first = role.attribute();
        errors.error(
            attribute,
            if *second == first {
                format!("`#[{first}]` is given twice; remove one")
            } else {
                format!("`{name}` is already under `#[{first}]`; declare a second item for `#[{second}]`")
            },
        );
        false
    });
}

/// Reports traits of serde's that are derived although the attribute gives them, and takes them
/// out.
fn remove_serde(role: Role, input: &mut DeriveInput, errors: &Diagnostics) {
    let name = &input.ident;
    let mut removed = false;
    for serde in role.serde_traits() {
        for path in remove_derives(&mut input.attrs, serde) {
            removed = true;
            let attribute = role.attribute();
            let what = match role {
                Role::Output => format!("`#[{attribute}]` decides how `{name}` is read"),
                _ => format!("`#[{attribute}]` gives `{name}` its `{serde}`"),
            };
            errors.error(
                path,
                format_args!("{what}, so it cannot derive `{serde}` too; remove one of them"),
            );
        }
    }
    let derives = |name| {
        move |attribute: &Attribute| {
            paths(&attribute.meta).iter().any(|path| syntax::last_segment_is(path, name))
        }
    };
    if removed && !input.attrs.iter().any(derives("Serialize")) {
        // Without a derive that they belong to, they would be errors.
        let is_ours = |attribute: &Attribute| !attribute.path().is_ident("serde");
        input.attrs.retain(is_ours);
        match &mut input.data {
            Data::Struct(data) => {
                data.fields.iter_mut().for_each(|field| field.attrs.retain(is_ours));
            }
            Data::Enum(data) => {
                data.variants.iter_mut().for_each(|variant| variant.attrs.retain(is_ours));
            }
            Data::Union(_) => {}
        }
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

/// Whether a field or variant is sensitive, or may be once the compiler has looked at its
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

/// Takes a trait out of the derives below the attribute, and returns it as it stood there.
fn remove_derives(attributes: &mut Vec<Attribute>, name: &str) -> Vec<Path> {
    let mut removed = Vec::new();
    attributes.retain_mut(|attribute| remove_derive(&mut attribute.meta, name, &mut removed));
    removed
}

/// Takes a trait out of a derive, also a conditional one; returns whether something is left.
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

/// The traits of a derive; none of another attribute.
fn paths(meta: &Meta) -> Vec<Path> {
    match meta {
        Meta::List(list) if syntax::last_segment_is(&list.path, "derive") => list
            .parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated)
            .map_or_else(|_| Vec::new(), |paths| paths.into_iter().collect()),
        _ => Vec::new(),
    }
}
