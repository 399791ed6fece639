//! Implements the traits of a stream's events for an enum: a variant for each event and exception, and
//! a last variant for all other events.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use syn::{Data, DeriveInput, Fields, Ident, Meta, Type, Variant};

use super::request::Encode;
use super::{local, output, parameter, variants};
use crate::case::Case;
use crate::diagnostics::Diagnostics;
use crate::model::{Member, Place, Role, display};
use crate::syntax::{self, Arguments};
use crate::{check, resolve, rust_type, words};

/// A variant for one event or exception.
struct Event<'a> {
    ident: &'a Ident,
    name: String,
    is_exception: bool,
    content: Content<'a>,
}

enum Content<'a> {
    Unit,
    Members(Vec<Member<'a>>),
    /// The payload is a document of this type.
    Document(&'a Type),
}

pub fn expand(
    item: &DeriveInput,
    arguments: &Arguments,
    diagnostics: &Diagnostics,
) -> Option<TokenStream> {
    let case = resolve::check_rename_all(arguments, diagnostics, Case::Camel);
    let Data::Enum(data) = &item.data else {
        super::wrong_item(Role::EventStream, item, diagnostics);
        return None;
    };
    variants::check_no_generics(item, diagnostics);
    let unknown = variants::check_last(
        item,
        data,
        keeps_unknown,
        "has no variant for unknown events, which a service can add at any time; add \
         `Unknown(aws_operation::RawEvent)` as the last variant",
        "every event that has no variant",
        diagnostics,
    )?;
    variants::check_attributes(unknown, &[], diagnostics);
    let mut events: Vec<Event<'_>> = Vec::new();
    for variant in data.variants.iter().filter(|variant| variant.ident != unknown.ident) {
        let Some((event, at)) = event(variant, case, diagnostics) else {
            continue;
        };
        match events.iter().find(|other| other.name == event.name) {
            // The compiler reports two variants with the same name.
            Some(first) if first.ident == event.ident => return None,
            Some(first) => diagnostics.error(
                &at,
                format_args!(
                    "the name `{}` is already used by `{}`; remove one, or change its name with \
                     `#[tag(\"…\")]`",
                    event.name, first.ident
                ),
            ),
            None => events.push(event),
        }
    }
    let receive = receive(&item.ident, &events, &unknown.ident);
    let send = send(&item.ident, &events, &unknown.ident);
    Some(quote!(#receive #send))
}

/// Whether the fields are one `RawEvent`.
fn keeps_unknown(fields: &Fields) -> bool {
    match fields {
        Fields::Unnamed(fields) => {
            let mut types = fields.unnamed.iter().map(|field| &field.ty);
            types.next().is_some_and(|ty| rust_type::is_named(ty, "RawEvent"))
                && types.next().is_none()
        }
        _ => false,
    }
}

/// The event of a variant, and the tokens of its name.
fn event<'a>(
    variant: &'a Variant,
    case: Case,
    diagnostics: &Diagnostics,
) -> Option<(Event<'a>, TokenStream)> {
    let ident = &variant.ident;
    let known = [words::TAG, words::EXCEPTION, words::SENSITIVE];
    variants::check_attributes(variant, &known, diagnostics);
    let written = variants::name(variant, words::TAG, "#[tag(\"TranscriptEvent\")]", diagnostics);
    let is_exception = is_exception(variant, diagnostics);
    let content = match &variant.fields {
        Fields::Unit => Content::Unit,
        Fields::Named(_) => {
            let fields = syntax::fields(&variant.fields, diagnostics)?;
            // `rename_all` is the case of the variants and of their members.
            let members = resolve::decoded(&fields, case, Place::Event, diagnostics);
            check::event(&members, diagnostics);
            Content::Members(members)
        }
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
            let field = fields.unnamed.first()?;
            super::check_item_attributes(
                field.attrs.iter().filter(|it| !it.path().is_ident(words::SENSITIVE)),
                "a field with a name",
                diagnostics,
            );
            if rust_type::is_event_stream(&field.ty) || rust_type::is_stream(&field.ty) {
                diagnostics.error(
                    &field.ty,
                    format_args!(
                        "the payload of `{ident}` would be a stream, but an event is one message and \
                         cannot contain a stream; for bytes, write \
                         `{ident} {{ #[event_payload] bytes: Blob }}`"
                    ),
                );
            } else if rust_type::is_bytes(&field.ty) {
                diagnostics.error(
                    &field.ty,
                    format_args!(
                        "the payload of `{ident}` would be a document; for unchanged bytes, write \
                         `{ident} {{ #[event_payload] bytes: Blob }}`"
                    ),
                );
            }
            Content::Document(&field.ty)
        }
        fields => {
            diagnostics.error(
                fields,
                format_args!(
                    "the fields of `{ident}` have no names; write `{ident} {{ … }}`, or use one type \
                     with named fields"
                ),
            );
            return None;
        }
    };
    let (name, at) = written
        .unwrap_or_else(|| (case.apply_to_variant(&display(ident)), ident.to_token_stream()));
    Some((Event { ident, name, is_exception, content }, at))
}

/// Whether a variant has `#[exception]`.
fn is_exception(variant: &Variant, diagnostics: &Diagnostics) -> bool {
    let mut attributes = variant.attrs.iter().filter(|it| it.path().is_ident(words::EXCEPTION));
    let Some(first) = attributes.next() else { return false };
    if !matches!(first.meta, Meta::Path(_)) {
        diagnostics.error(
            first,
            "`#[exception]` takes no arguments; the name on the wire is set with `#[tag(\"…\")]`",
        );
    }
    for second in attributes {
        diagnostics.error(second, "`#[exception]` is given twice; remove one");
    }
    true
}

/// The types of all members.
fn types<'a>(events: &'a [Event<'a>]) -> impl Iterator<Item = &'a Type> {
    events.iter().flat_map(|event| match &event.content {
        Content::Unit => Vec::new(),
        Content::Members(members) => members.iter().map(|member| member.ty).collect(),
        Content::Document(ty) => vec![*ty],
    })
}

/// The bounds of an impl: the enum can be received, or sent, if all its members can. The lifetime makes
/// an unmet bound legal, so that the enum does not implement the trait instead of failing to compile.
fn bounds(events: &[Event<'_>], bound: &TokenStream) -> TokenStream {
    let bounds = types(events).map(|ty| quote!(for<'__a> #ty: #bound<'__a>,));
    quote!(#(#bounds)*)
}

fn receive(ident: &Ident, events: &[Event<'_>], unknown: &Ident) -> TokenStream {
    let (p, event) = (parameter("P"), local("event"));
    let bounds = bounds(events, &quote!(__private::MaybeDeserialize));
    let arms = events.iter().map(|Event { ident, name, content, .. }| {
        let value = match content {
            Content::Unit => quote!(Self::#ident),
            Content::Document(ty) => quote!(Self::#ident(#event.document::<#p, #ty>()?)),
            Content::Members(members) => {
                let output::Decode { read, fields } = output::decode(&event, &p, members);
                quote!({ #read Self::#ident { #fields } })
            }
        };
        quote!(#name => #value,)
    });
    let value = match events {
        [] => quote!(__private::Ok(__private::None)),
        _ => quote! {
            __private::Ok(__private::Some(match #event.name() {
                #(#arms)*
                _ => return __private::Ok(__private::None),
            }))
        },
    };
    quote! {
        #[automatically_derived]
        impl __private::EventUnion for #ident where #bounds {
            fn from_event<#p: __private::Protocol>(
                #event: &__private::EventDecoder<'_>,
            ) -> __private::Result<__private::Option<Self>, __private::DecodeError> {
                #value
            }
            fn unknown(#event: __private::RawEvent) -> Self {
                Self::#unknown(#event)
            }
        }
    }
}

fn send(ident: &Ident, events: &[Event<'_>], unknown: &Ident) -> TokenStream {
    let (p, event, value) = (parameter("P"), local("event"), local("value"));
    let bounds = bounds(events, &quote!(__private::MaybeSerialize));
    let arms = events.iter().map(|Event { ident, name, is_exception, content }| {
        let begin = match is_exception {
            true => quote!(#event.exception(#name);),
            false => quote!(#event.event(#name);),
        };
        match content {
            Content::Unit => quote!(Self::#ident => { #begin }),
            Content::Document(ty) => quote! {
                Self::#ident(#value) => { #begin #event.document::<#p, #ty>(#name, #value)?; }
            },
            Content::Members(members) => {
                let fields = members.iter().map(|member| member.field);
                let encode = Encode::event(&event, &p, members).members();
                quote!(Self::#ident { #(#fields),* } => { #begin #encode })
            }
        }
    });
    quote! {
        #[automatically_derived]
        impl __private::SendEvent for #ident where #bounds {
            fn encode_event<#p: __private::Protocol>(
                &self,
                #event: &mut __private::EventEncoder<'_>,
            ) -> __private::Result<(), __private::EncodeError> {
                match self {
                    #(#arms)*
                    Self::#unknown(#value) => #event.raw(#value),
                }
                __private::Ok(())
            }
        }
    }
}
