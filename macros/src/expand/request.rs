//! `impl Operation`: straight-line calls to the runtime's encoder, one for each member.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{Generics, Ident, Type};

use super::structure::{formatted, with_facts};
use super::{bounds, local};
use crate::model::{
    Binding, ContextParam, HostPiece, HttpChecksum, Member, Operation, OperationContextParam,
    OperationTraits, StaticContextParam, StaticValue,
};
use crate::rust_type;
use crate::uri::Piece;
use crate::words;

/// `None` if a part of the operation is missing because of an error that has been reported.
pub fn expand(operation: &Operation<'_>) -> Option<TokenStream> {
    let Operation { ident, name, code, members, .. } = operation;
    let (method, uri, pattern) =
        (operation.method.as_ref()?, operation.uri.as_ref()?, operation.pattern.as_ref()?);
    let output = type_or(operation.output.as_ref(), quote!(()));
    let error = type_or(operation.error.as_ref(), quote!(__private::ServiceError));
    let generics = generics(operation);
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    let request = local("request");
    let protocol = Ident::new(operation.protocol.type_name(), Span::call_site());
    let has_empty_body = operation.protocol.has_empty_body(operation.is_unit);
    let encode = Encode {
        request: &request,
        protocol: quote!(__private::#protocol),
        has_empty_body,
        is_event: false,
        members,
    };

    let tokens = members.iter().filter(|m| m.idempotency_token.is_some()).map(|member| {
        let (field, token) = (member.field, token(member));
        let inner = rust_type::option(member.ty);
        quote! {
            let #token =
                #request.idempotency_token(__private::token::<#inner>(&self.#field));
        }
    });
    let context = members.iter().filter_map(|member| encode.context_param(member));
    let computed = operation.operation_context_params.iter();
    let computed = computed.map(|param| encode.operation_context_param(param));
    let host =
        operation.host_prefix.iter().flat_map(|(_, pieces)| pieces).map(|piece| encode.host(piece));
    let path = pattern.path.iter().map(|piece| encode.path(piece));
    let literals = pattern.query.iter().map(|literal| quote!(#request.query_literal(#literal);));
    let (rest, body) = (encode.rest(), encode.body());
    let HttpChecksum { request: of_requests, required, response: of_responses } =
        operation.traits.http_checksum;
    let checksum = (of_requests || of_responses).then(|| {
        let names_algorithm = members.iter().any(|member| {
            member.binding == Binding::Header
                && member.name.text.eq_ignore_ascii_case(words::CHECKSUM_ALGORITHM)
        });
        let named = names_algorithm.then(|| quote!(.naming_algorithm()));
        quote! {
            #request.http_checksum(const {
                &__private::HttpChecksum::new(#of_requests, #required, #of_responses) #named
            });
        }
    });
    let mut traits = traits(operation.traits);
    if !operation.root.is_empty() {
        let root = &operation.root;
        traits.extend(quote!(.xml_root(#root)));
    }
    let params =
        operation.static_context_params.iter().map(|StaticContextParam { name, value }| {
            let name = name.to_string();
            let value = match value {
                StaticValue::Bool(value) => quote!(Bool(#value)),
                StaticValue::Text(value) => quote!(Text(#value)),
                StaticValue::List(values) => quote!(List(&[#(#values),*])),
            };
            quote!((#name, __private::StaticContextParam::#value))
        });
    let params = (!operation.static_context_params.is_empty()).then(|| {
        traits.extend(quote!(.static_context_params(PARAMS)));
        quote! {
            const PARAMS: &[(&__private::str, __private::StaticContextParam)] = &[#(#params),*];
        }
    });
    let declared = operation.output.as_ref().map(|ty| {
        let declared = super::declared(ty, "OUTPUT");
        quote!(.output(#declared))
    });
    // A fake knows an operation by its type, which must not have parameters.
    let faked = operation.generics.params.is_empty().then(|| quote!(__private::for_fake!();));
    let import = operation.output.as_ref().map(|_| {
        quote!(
            use __private::Accepted as _;
        )
    });
    Some(quote! {
        #[automatically_derived]
        impl #impl_generics __private::Operation for #ident #type_generics #where_clause {
            type Output = #output;
            type Error = #error;
            type Protocol = __private::#protocol;
            const METADATA: __private::Metadata = {
                #import
                #params
                __private::Metadata::new(#name, #method, #uri, #code) #declared #traits
            };
            // Compiled only where the operation is used, and not in a library that declares it.
            #[inline]
            fn encode(
                &self,
                #request: &mut __private::RequestEncoder<'_>,
            ) -> __private::Result<(), __private::EncodeError> {
                #checksum #(#tokens)* #(#context)* #(#computed)* #(#host)* #(#path)* #(#literals)* #rest #body
                __private::Ok(())
            }

            #faked
        }
    })
}

/// The operation's generic parameters, with the bounds that its members and its output need.
pub fn generics(operation: &Operation<'_>) -> Generics {
    let mut generics = operation.generics.clone();
    let types = operation.members.iter().map(|member| member.ty);
    bounds::bound(&mut generics, types, &quote!(__private::Serialize));
    bounds::bound(&mut generics, &operation.output, &quote!(__private::FromResponse));
    generics
}

/// Traits that change a complete request. Some need a Cargo feature of the runtime: the `Features`
/// type represents it, so that the compiler's error names the missing feature.
fn traits(traits: OperationTraits) -> TokenStream {
    let mut tokens = TokenStream::new();
    if traits.unsigned {
        tokens.extend(quote!(.unsigned()));
    }
    if traits.gzip {
        tokens.extend(quote!(.request_compression(__private::Features)));
    }
    if traits.http_checksum_required {
        tokens.extend(quote!(.http_checksum_required(__private::Features)));
    }
    if traits.sha256_tree_hash {
        tokens.extend(quote!(.sha256_tree_hash()));
    }
    if traits.unsigned_payload {
        tokens.extend(quote!(.unsigned_payload()));
    }
    if traits.no_stalled_stream {
        tokens.extend(quote!(.no_stalled_stream()));
    }
    tokens
}

fn type_or(ty: Option<&Type>, default: TokenStream) -> TokenStream {
    ty.map_or(default, |ty| quote!(#ty))
}

/// The order of the calls. Maps come after the members that take precedence over them, and the
/// payload comes after headers.
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

/// The local variable that holds the idempotency token, given or generated.
fn token(member: &Member<'_>) -> Ident {
    local(&format!("token_{}", member.display()))
}

/// Generates the code that writes the members of a request or of an event. The runtime's two encoders
/// have methods with the same names.
pub struct Encode<'a> {
    request: &'a Ident,
    /// The type of the protocol.
    protocol: TokenStream,
    /// Whether a request without members has a body.
    has_empty_body: bool,
    /// Whether the members are those of an event. Then each is a variable that a pattern binds.
    is_event: bool,
    members: &'a [Member<'a>],
}

impl<'a> Encode<'a> {
    /// The members of an event. `protocol` is a type parameter.
    pub fn event(event: &'a Ident, protocol: &Ident, members: &'a [Member<'a>]) -> Self {
        let (has_empty_body, is_event) = (false, true);
        Self { request: event, protocol: quote!(#protocol), has_empty_body, is_event, members }
    }

    /// All members of an event.
    pub fn members(&self) -> TokenStream {
        let (rest, body) = (self.rest(), self.body());
        quote!(#rest #body)
    }

    /// The members that are not in the path, the host or the body document.
    fn rest(&self) -> TokenStream {
        let rest = self.members.iter().filter(|m| order(m.binding) > 0);
        let mut rest: Vec<&Member<'_>> = rest.collect();
        rest.sort_by_key(|member| order(member.binding));
        rest.into_iter().map(|member| self.member(member)).collect()
    }

    /// A reference to the member's value.
    fn value(&self, member: &Member<'_>) -> TokenStream {
        if member.idempotency_token.is_some() {
            let token = token(member);
            return quote!(&#token);
        }
        let field = member.field;
        if self.is_event { quote!(#field) } else { quote!(&self.#field) }
    }

    /// An encoder method with the member's type as its type argument. If the type lacks a trait,
    /// the compiler reports the error there.
    fn method(&self, name: &str, member: &Member<'_>) -> TokenStream {
        let (name, ty) = (Ident::new(name, Span::call_site()), member.ty);
        if member.idempotency_token.is_some() { quote!(#name) } else { quote!(#name::<#ty>) }
    }

    fn format(&self, member: &Member<'_>, default: &str) -> TokenStream {
        let format = member.timestamp.as_ref().map_or(default, |(format, _)| format);
        let format = Ident::new(format, Span::call_site());
        quote!(__private::TimestampFormat::#format)
    }

    fn host(&self, piece: &HostPiece) -> TokenStream {
        let request = self.request;
        match piece {
            HostPiece::Literal(literal) => quote!(#request.host_prefix(#literal);),
            HostPiece::Label(label) => {
                let member = self
                    .members
                    .iter()
                    .find(|member| member.host_label.as_ref().is_some_and(|it| it.label == *label));
                member.map_or_else(TokenStream::new, |member| {
                    let (field, value) = (member.display(), self.value(member));
                    let method = self.method("host_label", member);
                    quote!(#request.#method(#field, #value)?;)
                })
            }
        }
    }

    fn context_param(&self, member: &Member<'_>) -> Option<TokenStream> {
        let ContextParam { name, .. } = member.context_param.as_ref()?;
        let (request, field, value) = (self.request, member.display(), self.value(member));
        let method = self.method("context_param", member);
        Some(quote!(#request.#method(#field, #name, #value)?;))
    }

    /// The function is called only if the endpoint rules use the parameter.
    fn operation_context_param(&self, param: &OperationContextParam) -> TokenStream {
        let (request, name, function) = (self.request, param.name.to_string(), &param.function);
        quote_spanned! {function.span()=>
            if #request.has_context_param(#name) {
                #request.context_param(#name, #name, &#function(self))?;
            }
        }
    }

    fn path(&self, piece: &Piece) -> TokenStream {
        let request = self.request;
        match piece {
            Piece::Literal(literal) => quote!(#request.path(#literal);),
            Piece::Label { name: label, greedy } => {
                let is_it = |member: &&Member<'_>| {
                    member.binding == Binding::Label && member.name.text == *label
                };
                let name = if *greedy { "greedy_label" } else { "label" };
                self.members.iter().find(is_it).map_or_else(TokenStream::new, |member| {
                    let (field, value) = (member.display(), self.value(member));
                    let format = self.format(member, "DateTime");
                    let method = self.method(name, member);
                    // The text that replaces an empty label.
                    let text = member.default.as_ref().and_then(|default| default.text.as_ref());
                    let default = match text {
                        Some(text) => quote!(#text),
                        None => quote!(""),
                    };
                    quote!(#request.#method(#field, #value, #format, #default)?;)
                })
            }
        }
    }

    fn member(&self, member: &Member<'_>) -> TokenStream {
        let request = self.request;
        let (field, name, value) = (member.display(), &member.name.text, self.value(member));
        let method = |name: &str| self.method(name, member);
        match member.binding {
            Binding::Query => {
                let method = method("query");
                let format = self.format(member, "DateTime");
                quote!(#request.#method(#field, #name, #value, #format)?;)
            }
            Binding::QueryParams => {
                let method = method("query_params");
                quote!(#request.#method(#field, #value)?;)
            }
            Binding::Header if member.media_type.is_some() => {
                let method = method("media_type_header");
                quote!(#request.#method(#field, #name, #value)?;)
            }
            Binding::Header => {
                let method = method("header");
                let format = self.format(member, "HttpDate");
                quote!(#request.#method(#field, #name, #value, #format)?;)
            }
            Binding::PrefixHeaders => {
                let method = method("prefix_headers");
                quote!(#request.#method(#field, #name, #value)?;)
            }
            _ => {
                let media_type = match &member.media_type {
                    Some(media_type) => quote!(__private::Some(#media_type)),
                    None => quote!(__private::None),
                };
                if rust_type::is_event_stream(member.ty) {
                    let (ty, protocol) = (member.ty, &self.protocol);
                    quote!(<#ty as __private::SendEvents>::send::<#protocol>(#value, #field, #request)?;)
                } else if rust_type::is_bytes(member.ty) {
                    let method = method("payload_bytes");
                    quote!(#request.#method(#field, #value, #media_type)?;)
                } else {
                    let protocol = &self.protocol;
                    let (value, ty) = match (member.newtype(), &member.idempotency_token) {
                        (Some(facts), _) => (with_facts(&value, &facts), quote!(_)),
                        (None, Some(_)) => (value, quote!(_)),
                        (None, None) => (value, member.ty.to_token_stream()),
                    };
                    let inner = rust_type::value(member.ty);
                    let unset = match rust_type::option(member.ty) {
                        // An unset structure is sent as an empty one; any other unset payload is
                        // not sent.
                        Some(_) => quote!({
                            use __private::NoStructure as _;
                            __private::Unset::<#inner>::IS_STRUCTURE
                        }),
                        None => quote!(false),
                    };
                    let (method, name) = match &member.payload_name {
                        Some(name) => (quote!(named_payload), quote!(#name,)),
                        None => (quote!(payload), TokenStream::new()),
                    };
                    quote! {
                        #request.#method::<#protocol, #ty>(
                            #field, #name #value, #media_type, #unset,
                        )?;
                    }
                }
            }
        }
    }

    /// The body document, if the operation has body members.
    fn body(&self) -> TokenStream {
        let (request, protocol, body) = (self.request, &self.protocol, local("body"));
        let mut members = self
            .members
            .iter()
            .filter(|member| matches!(member.binding, Binding::Body { .. }))
            .peekable();
        if members.peek().is_none() && !self.has_empty_body {
            return TokenStream::new();
        }
        let members = members.map(|member| {
            let (field, name, value) = (member.display(), &member.name.text, self.value(member));
            if let Some(facts) = member.newtype() {
                let value = match &member.timestamp {
                    Some((format, _)) => formatted(&value, format),
                    None => value,
                };
                let value = with_facts(&value, &facts);
                quote!(#body.member(#field, #name, #value);)
            } else if member.timestamp.is_some() {
                let method = self.method("timestamp", member);
                let format = self.format(member, "EpochSeconds");
                quote!(#body.#method(#field, #name, #value, #format);)
            } else {
                let value = match member.idempotency_token {
                    None if !self.is_event => super::field_of_self(member),
                    _ => value,
                };
                quote!(#body.member(#field, #name, #value);)
            }
        });
        quote! {
            #request.body::<#protocol>(&mut |#body| {
                #(#members)*
            })?;
        }
    }
}
