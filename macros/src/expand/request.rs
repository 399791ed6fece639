//! `impl Operation`: straight-line calls, one a member, to the runtime's encoder.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{Generics, Ident, Path, Type};

use super::local;
use crate::model::{Binding, HostPiece, Member, Operation};
use crate::rust_type;
use crate::uri::Piece;

/// `None` where something that has been reported is missing from the picture.
pub fn expand(operation: &Operation<'_>) -> Option<TokenStream> {
    let Operation { krate, ident, code, members, .. } = operation;
    let (method, uri, pattern) =
        (operation.method.as_ref()?, operation.uri.as_ref()?, operation.pattern.as_ref()?);
    let output = type_or(operation.output.as_ref(), quote!(()));
    let error = type_or(operation.error.as_ref(), quote!(#krate::private::ServiceError));
    let name = ident.to_string();
    let generics = bounded(operation.generics, krate, members);
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    let request = local("request");
    let encode = Encode { krate, request: &request, members };

    let tokens = members.iter().filter(|m| m.idempotency_token.is_some()).map(|member| {
        let (field, token) = (member.field, token(member));
        quote! {
            let #token = #request.idempotency_token(self.#field.as_deref());
        }
    });
    let host =
        operation.host_prefix.iter().flat_map(|(_, pieces)| pieces).map(|piece| encode.host(piece));
    let path = pattern.path.iter().map(|piece| encode.path(piece));
    let literals = pattern.query.iter().map(|literal| quote!(#request.query_literal(#literal);));
    let rest = members.iter().filter(|m| order(m.binding) > 0);
    let mut rest: Vec<&Member<'_>> = rest.collect();
    rest.sort_by_key(|member| order(member.binding));
    let rest = rest.into_iter().map(|member| encode.member(member));
    let body = encode.body();
    Some(quote! {
        #[automatically_derived]
        impl #impl_generics #krate::private::Operation for #ident #type_generics #where_clause {
            type Output = #output;
            type Error = #error;
            const METADATA: #krate::private::Metadata = #krate::private::Metadata::new(
                #name, #method, #uri, #code, #krate::private::Protocol::RestJson1,
            );
            fn encode(
                &self,
                #request: &mut #krate::private::RequestEncoder<'_>,
            ) -> #krate::private::Result<(), #krate::private::EncodeError> {
                #(#tokens)* #(#host)* #(#path)* #(#literals)* #(#rest)* #body
                #krate::private::Ok(())
            }
        }
    })
}

fn type_or(ty: Option<&Type>, default: TokenStream) -> TokenStream {
    ty.map_or(default, |ty| quote!(#ty))
}

/// The position of a member's call: maps after what wins over them, the payload after headers.
fn order(binding: Binding) -> u8 {
    match binding {
        Binding::Query => 1,
        Binding::QueryParams => 2,
        Binding::Header => 3,
        Binding::PrefixHeaders => 4,
        Binding::Payload => 5,
        _ => 0,
    }
}

/// Type parameters are serialized where members use them.
fn bounded(generics: &Generics, krate: &Path, members: &[Member<'_>]) -> Generics {
    let mut generics = generics.clone();
    let parameters: Vec<Ident> = generics.type_params().map(|param| param.ident.clone()).collect();
    for member in members.iter().filter(|member| super::output::mentions(member.ty, &parameters)) {
        let ty = member.ty;
        let clause = generics.make_where_clause();
        clause.predicates.push(syn::parse_quote!(#ty: #krate::private::Serialize));
    }
    generics
}

/// The local that holds a filled idempotency token.
fn token(member: &Member<'_>) -> Ident {
    local(&format!("token_{}", member.display()))
}

struct Encode<'a> {
    krate: &'a Path,
    request: &'a Ident,
    members: &'a [Member<'a>],
}

impl Encode<'_> {
    /// The member's value, by reference, with the span of its type: an error about its traits
    /// points there.
    fn value(&self, member: &Member<'_>) -> TokenStream {
        if member.idempotency_token.is_some() {
            let token = token(member);
            return quote!(&#token);
        }
        let field = member.field;
        quote_spanned!(member.ty.span()=> &self.#field)
    }

    fn format(&self, member: &Member<'_>, default: &str) -> TokenStream {
        let krate = self.krate;
        let format = local_format(member, default);
        quote!(#krate::private::TimestampFormat::#format)
    }

    fn host(&self, piece: &HostPiece) -> TokenStream {
        let request = self.request;
        match piece {
            HostPiece::Literal(literal) => quote!(#request.host_prefix(#literal);),
            HostPiece::Label(label) => {
                let member = self
                    .members
                    .iter()
                    .find(|member| member.host_label.is_some() && member.name.text == *label);
                member.map_or_else(TokenStream::new, |member| {
                    let (field, value) = (member.display(), self.value(member));
                    quote!(#request.host_label(#field, #value)?;)
                })
            }
        }
    }

    fn path(&self, piece: &Piece) -> TokenStream {
        let request = self.request;
        match piece {
            Piece::Literal(literal) => quote!(#request.path(#literal);),
            Piece::Label { name, greedy } => {
                let is_it = |member: &&Member<'_>| {
                    member.binding == Binding::Label && member.name.text == *name
                };
                let method = local(if *greedy { "greedy_label" } else { "label" });
                self.members.iter().find(is_it).map_or_else(TokenStream::new, |member| {
                    let (field, value) = (member.display(), self.value(member));
                    let format = self.format(member, "DateTime");
                    quote!(#request.#method(#field, #value, #format)?;)
                })
            }
        }
    }

    fn member(&self, member: &Member<'_>) -> TokenStream {
        let request = self.request;
        let (field, name, value) = (member.display(), &member.name.text, self.value(member));
        match member.binding {
            Binding::Query => {
                let format = self.format(member, "DateTime");
                quote!(#request.query(#field, #name, #value, #format)?;)
            }
            Binding::QueryParams => quote!(#request.query_params(#field, #value)?;),
            Binding::Header if member.media_type.is_some() => {
                quote!(#request.media_type_header(#field, #name, #value)?;)
            }
            Binding::Header => {
                let format = self.format(member, "HttpDate");
                quote!(#request.header(#field, #name, #value, #format)?;)
            }
            Binding::PrefixHeaders => quote!(#request.prefix_headers(#field, #name, #value)?;),
            _ => {
                let krate = self.krate;
                let media_type = match &member.media_type {
                    Some(media_type) => quote!(#krate::private::Some(#media_type)),
                    None => quote!(#krate::private::None),
                };
                if rust_type::is_bytes(member.ty) {
                    quote!(#request.payload_bytes(#value, #media_type);)
                } else {
                    quote!(#request.payload(#field, #value, #media_type)?;)
                }
            }
        }
    }

    /// The body document, where the operation has members of it.
    fn body(&self) -> TokenStream {
        let (krate, request, body) = (self.krate, self.request, local("body"));
        let mut members = self
            .members
            .iter()
            .filter(|member| matches!(member.binding, Binding::Body { .. }))
            .peekable();
        if members.peek().is_none() {
            return TokenStream::new();
        }
        let members = members.map(|member| {
            let (field, name, value) = (member.display(), &member.name.text, self.value(member));
            if member.timestamp.is_some() {
                let format = self.format(member, "EpochSeconds");
                quote!(#body.timestamp(#field, #name, #value, #format)?;)
            } else {
                quote!(#body.member(#field, #name, #value)?;)
            }
        });
        quote! {
            #request.body(&mut |#body| {
                #(#members)*
                #krate::private::Ok(())
            })?;
        }
    }
}

fn local_format(member: &Member<'_>, default: &str) -> Ident {
    local(member.timestamp.as_ref().map_or(default, |(format, _)| format))
}
