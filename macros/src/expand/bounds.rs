//! Where-clauses: bounds on field types that mention the item's generic parameters.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::{Generics, Ident, Type};

/// Adds the bound for each type that mentions a type or const parameter.
pub fn bound<'t>(
    generics: &mut Generics,
    types: impl IntoIterator<Item = &'t Type>,
    bound: &TokenStream,
) {
    let consts = generics.const_params().map(|parameter| &parameter.ident);
    let parameters = generics.type_params().map(|parameter| &parameter.ident).chain(consts);
    let parameters: Vec<Ident> = parameters.cloned().collect();
    for ty in types.into_iter().filter(|ty| mentions(ty.to_token_stream(), &parameters)) {
        let clause = generics.make_where_clause();
        clause.predicates.push(syn::parse_quote!(#ty: #bound));
    }
}

fn mentions(tokens: TokenStream, parameters: &[Ident]) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => parameters.contains(&ident),
        TokenTree::Group(group) => mentions(group.stream(), parameters),
        _ => false,
    })
}
