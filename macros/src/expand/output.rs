//! `impl FromResponse`: straight-line calls to the runtime's decoder, one for each member.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};
use syn::{DeriveInput, Ident};

use super::{bounds, default, local, parameter};
use crate::model::{Binding, Member};
use crate::rust_type;

/// The kind of item that is decoded.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Decoded {
    Output,
    /// An output whose only member is the root element itself.
    UnwrappedOutput,
    Exception,
}

pub fn expand(item: &DeriveInput, decoded: Decoded, members: &[Member<'_>]) -> TokenStream {
    let ident = &item.ident;
    let mut generics = item.generics.clone();
    let types = members.iter().map(|member| member.ty);
    bounds::bound(&mut generics, types, &quote!(__private::DeserializeOwned));
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    let (response, p) = (local("response"), parameter("P"));
    let Decode { read, fields } = decode(&response, &p, members);
    let content = (decoded != Decoded::Exception).then(|| {
        let content = content(members);
        quote!(const CONTENT: __private::Content = #content;)
    });
    let initial_message = check_initial_message(&p, members);
    let unwrap = (decoded == Decoded::UnwrappedOutput)
        .then(|| quote!(let #response = &#response.unwrapped();));
    quote! {
        #[automatically_derived]
        impl #impl_generics __private::FromResponse for #ident #type_generics #where_clause {
            #content
            fn from_response<#p: __private::Protocol>(
                #response: &__private::ResponseDecoder<'_>,
            ) -> __private::Result<Self, __private::DecodeError> {
                #initial_message
                #unwrap
                #read
                __private::Ok(Self { #fields })
            }
        }
    }
}

fn events<'m, 'a>(members: &'m [Member<'a>]) -> Option<&'m Member<'a>> {
    members
        .iter()
        .find(|member| member.binding == Binding::Payload && rust_type::is_event_stream(member.ty))
}

/// Body members beside a stream of events are in an initial message, which REST protocols do not have.
/// An output does not know its operation's protocol, so this is checked when a call is compiled.
///
/// Source: Smithy 2.0, "Event streams", "Initial messages".
fn check_initial_message(protocol: &Ident, members: &[Member<'_>]) -> Option<TokenStream> {
    let events = events(members)?.display();
    let checks = members.iter().filter(|it| matches!(it.binding, Binding::Body { .. }));
    let checks = checks.map(|member| {
        let problem = format!(
            "the events in `{events}` are the whole body, so `{}` cannot be read from it: only RPC \
             protocols have an initial message for it; bind it with `#[header]`",
            member.display(),
        );
        quote_spanned! {member.field.span()=>
            const { __private::assert!(__private::has_initial_messages::<#protocol>(), #problem) };
        }
    });
    Some(checks.collect())
}

/// The part of the body that the members are read from.
fn content(members: &[Member<'_>]) -> TokenStream {
    // A stream of events may have body members beside it.
    if let Some(Member { ty, .. }) = events(members) {
        return quote!(<#ty as __private::ReceivedEvents>::CONTENT);
    }
    let of_body = members.iter().find_map(|member| match member.binding {
        Binding::Payload if rust_type::is_bytes(member.ty) => {
            let ty = member.ty;
            Some(quote!(<#ty as __private::PayloadBytes>::CONTENT))
        }
        Binding::Payload => {
            let payload = super::declared(member.ty, "PAYLOAD");
            Some(quote! {{
                use __private::Accepted as _;
                #payload
            }})
        }
        Binding::Body { .. } => Some(quote!(__private::Content::Document)),
        _ => None,
    });
    of_body.unwrap_or_else(|| quote!(__private::Content::Nothing))
}

/// Statements that read the body members, and the field initializers of the struct.
pub struct Decode {
    pub read: TokenStream,
    pub fields: TokenStream,
}

pub fn decode(response: &Ident, protocol: &Ident, members: &[Member<'_>]) -> Decode {
    let body: Vec<&Member<'_>> =
        members.iter().filter(|member| matches!(member.binding, Binding::Body { .. })).collect();
    let fields = members.iter().map(|member| {
        let field = member.field;
        let value = value(response, protocol, member, &slot(member));
        quote!(#field: #value,)
    });
    let fields = fields.collect();
    if body.is_empty() {
        return Decode { read: TokenStream::new(), fields };
    }
    let (index, value) = (local("index"), local("value"));
    let slots = body.iter().map(|member| {
        let (slot, ty) = (slot(member), member.ty);
        quote!(let mut #slot: __private::Option<#ty> = __private::None;)
    });
    let names = body.iter().map(|member| &member.name.text);
    let last = body.len() - 1;
    let arms = body.iter().enumerate().map(|(i, member)| {
        let (slot, ty) = (slot(member), member.ty);
        // The last arm is `_`, so that the match is exhaustive.
        let pattern = if i == last { quote!(_) } else { i.to_token_stream() };
        match member.newtype() {
            Some(facts) => quote!(#pattern => #value.read_with_facts::<#ty>(&mut #slot, #facts),),
            None => quote!(#pattern => #value.read::<#ty>(&mut #slot),),
        }
    });
    let arms = quote!(match #index { #(#arms)* });
    let read = quote! {
        #(#slots)*
        #response.members::<#protocol>(&[#(#names),*], &mut |#index, #value| #arms)?;
    };
    Decode { read, fields }
}

/// The local variable that a body member is read into.
pub fn slot(member: &Member<'_>) -> Ident {
    local(&format!("member_{}", member.display()))
}

/// The zero value of a member's type, which the member has until it is read. `None` if another value
/// or an error takes the place of a missing member, or if the type is not known to have a zero value.
pub fn initial(member: &Member<'_>) -> Option<TokenStream> {
    if member.required || member.default.is_some() || !rust_type::has_default(member.ty) {
        return None;
    }
    Some(match rust_type::option(member.ty) {
        Some(_) => quote!(__private::None),
        None => quote!(__private::Default::default()),
    })
}

/// The value that was read into a slot. If it is missing, the member's default, or the zero value
/// of its type, or the result of `missing` if the type is not known to have one.
pub fn or_missing(
    member: &Member<'_>,
    slot: &Ident,
    missing: &dyn Fn(&Member<'_>) -> TokenStream,
) -> TokenStream {
    if let Some(default) = default::value(member) {
        return quote!(__private::Option::unwrap_or_else(#slot, || #default));
    }
    if !member.required && rust_type::has_default(member.ty) {
        return quote!(__private::Option::unwrap_or_default(#slot));
    }
    let (value, missing) = (local("value"), missing(member));
    quote! {
        match #slot {
            __private::Some(#value) => #value,
            __private::None => #missing,
        }
    }
}

fn value(response: &Ident, protocol: &Ident, member: &Member<'_>, slot: &Ident) -> TokenStream {
    let (field, name, ty) = (member.display(), &member.name.text, member.ty);
    match member.binding {
        Binding::Header if member.required => {
            let method = if member.media_type.is_some() { "media_type_header" } else { "header" };
            let method = Ident::new(method, Span::call_site());
            quote! {
                __private::required_header::<#ty>(
                    #response.#method::<__private::Option<#ty>>(#field, #name)?, #field, #name,
                )?
            }
        }
        Binding::Header if member.media_type.is_some() => {
            quote!(#response.media_type_header::<#ty>(#field, #name)?)
        }
        Binding::Header => match default::value(member) {
            Some(default) => quote! {
                __private::Option::unwrap_or_else(
                    #response.header::<__private::Option<#ty>>(#field, #name)?,
                    || #default,
                )
            },
            None => quote!(#response.header::<#ty>(#field, #name)?),
        },
        Binding::PrefixHeaders => {
            let prefix = name.to_ascii_lowercase();
            quote!(#response.prefix_headers::<#ty>(#prefix))
        }
        Binding::ResponseCode => quote!(#response.status::<#ty>(#field)?),
        Binding::Payload if rust_type::is_event_stream(member.ty) => {
            quote!(<#ty as __private::ReceivedEvents>::receive::<#protocol>(#response))
        }
        Binding::Payload if rust_type::is_bytes(member.ty) => {
            quote!(#response.payload_bytes::<#ty>())
        }
        Binding::Payload => quote!(#response.payload::<#protocol, #ty>(#field)?),
        _ if member.required => {
            or_missing(member, slot, &|_| quote!(__private::required::<#ty>(#name)?))
        }
        _ => or_missing(member, slot, &|_| quote!(__private::missing::<#ty>(#field)?)),
    }
}
