//! The impls of a union: exactly one member, and a last variant for members it does not know.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use syn::{Data, DeriveInput, Fields, Ident, Type, Variant};

use super::structure::{formatted, with_facts};
use super::{local, parameter, variants};
use crate::case::Case;
use crate::diagnostics::Diagnostics;
use crate::model::{Role, display};
use crate::syntax::{self, Arguments};
use crate::{check, resolve, rust_type, words};

/// A known member.
struct Tagged<'a> {
    ident: &'a Ident,
    tag: String,
    at: TokenStream,
    /// `None` for the unit type.
    ty: Option<&'a Type>,
    /// A variant of `TimestampFormat`.
    timestamp: Option<&'static str>,
    /// The name of the newtype that carries the member's facts. `None` if it has no facts.
    facts: Option<String>,
}

pub fn expand(
    item: &DeriveInput,
    arguments: &Arguments,
    diagnostics: &Diagnostics,
) -> Option<TokenStream> {
    let case = resolve::check_rename_all(arguments, diagnostics, Case::Camel);
    let Data::Enum(data) = &item.data else {
        super::wrong_item(Role::Union, item, diagnostics);
        return None;
    };
    variants::check_no_generics(item, diagnostics);
    let unknown = variants::check_last(
        item,
        data,
        keeps_unknown,
        "has no variant for unknown members, which a service can add at any time; add \
         `Unknown(String, aws_operation::Document)` as the last variant",
        "every member that has no variant",
        diagnostics,
    )?;
    variants::check_attributes(unknown, &[], diagnostics);
    let mut known: Vec<Tagged<'_>> = Vec::new();
    for variant in data.variants.iter().filter(|variant| variant.ident != unknown.ident) {
        let Some(tagged) = tagged(variant, case, diagnostics) else {
            continue;
        };
        match known.iter().find(|other| other.tag == tagged.tag) {
            // The compiler reports two variants with the same name.
            Some(first) if first.ident == tagged.ident => return None,
            Some(first) => diagnostics.error(
                &tagged.at,
                format_args!(
                    "the tag `{}` is already used by `{}`; remove one, or change its tag",
                    tagged.tag, first.ident
                ),
            ),
            None => known.push(tagged),
        }
    }
    let serialize = serialize(&item.ident, &known, &unknown.ident);
    let deserialize = deserialize(&item.ident, &known, &unknown.ident);
    Some(quote!(#serialize #deserialize))
}

/// Whether a variant holds a tag and a document.
fn keeps_unknown(fields: &Fields) -> bool {
    match fields {
        Fields::Unnamed(fields) => {
            let mut types = fields.unnamed.iter().map(|field| &field.ty);
            let is = |ty: Option<&Type>, name: &str| matches!(ty, Some(Type::Path(path)) if syntax::last_segment_is(&path.path, name));
            is(types.next(), "String") && is(types.next(), "Document") && types.next().is_none()
        }
        _ => false,
    }
}

fn tagged<'a>(variant: &'a Variant, case: Case, diagnostics: &Diagnostics) -> Option<Tagged<'a>> {
    let ident = &variant.ident;
    variants::check_attributes(
        variant,
        &[words::TAG, words::TIMESTAMP, words::SENSITIVE, words::XML, words::EC2_QUERY_NAME],
        diagnostics,
    );
    let written = variants::name(variant, words::TAG, "#[tag(\"toolUse\")]", diagnostics);
    let ty = match &variant.fields {
        Fields::Unit => None,
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
            let field = fields.unnamed.first()?;
            super::check_item_attributes(&field.attrs, "the variant", diagnostics);
            Some(&field.ty)
        }
        fields => {
            diagnostics.error(
                fields,
                format_args!(
                    "`{ident}` is one member, so it must hold exactly one type; write \
                     `{ident}(Type)`; for several fields, use a struct with `#[aws_structure]`"
                ),
            );
            return None;
        }
    };
    if let Some(ty) = ty.filter(|ty| rust_type::is_byte_list(ty)) {
        diagnostics.error(
            ty,
            format_args!(
                "`{ident}` would be encoded as a list of numbers in the document; use \
                 `aws_operation::Blob`, which is encoded as base64"
            ),
        );
    }
    let attribute = |word: &'static str| {
        let attribute = variants::attribute(variant, word)?;
        let parsed = syntax::field_attribute(word, attribute);
        parsed.map_err(|error| diagnostics.push(error)).ok()
    };
    let timestamp = attribute(words::TIMESTAMP).and_then(|attribute| attribute.format);
    if let (Some(_), Some(ty)) = (timestamp, ty) {
        check::check_timestamp(ty, diagnostics);
    }
    let (tag, at) = written
        .unwrap_or_else(|| (case.apply_to_variant(&display(ident)), ident.to_token_stream()));
    let facts = attribute(words::XML).and_then(|attribute| attribute.facts);
    let ec2_query_name = attribute(words::EC2_QUERY_NAME).and_then(|attribute| attribute.name);
    if let Some(ty) = ty {
        check::check_variant(facts.as_ref(), ec2_query_name.as_ref(), &tag, ty, diagnostics);
    }
    let facts = syntax::newtype(facts.as_ref(), ec2_query_name.as_ref());
    Some(Tagged { ident, tag, at, ty, timestamp, facts })
}

fn serialize(ident: &Ident, known: &[Tagged<'_>], unknown: &Ident) -> TokenStream {
    let (s, serializer, value, tag_) =
        (parameter("S"), local("serializer"), local("value"), local("tag"));
    let name = display(ident);
    let arms = known.iter().enumerate().map(|(i, known)| {
        let Tagged { ident, tag, ty, timestamp, facts, .. } = known;
        let i = i as u32;
        let (pattern, mut content) = match (ty, timestamp) {
            (None, _) => (quote!(Self::#ident), quote!(&__private::Unit)),
            (Some(_), None) => (quote!(Self::#ident(#value)), quote!(#value)),
            (Some(_), Some(format)) => {
                (quote!(Self::#ident(#value)), formatted(&quote!(#value), format))
            }
        };
        if let Some(facts) = facts {
            content = with_facts(&content, facts);
        }
        quote! {
            #pattern => #serializer.serialize_newtype_variant(#name, #i, #tag, #content),
        }
    });
    quote! {
        #[automatically_derived]
        impl __private::Serialize for #ident {
            fn serialize<#s: __private::Serializer>(
                &self,
                #serializer: #s,
            ) -> __private::Result<#s::Ok, #s::Error> {
                match self {
                    #(#arms)*
                    Self::#unknown(#tag_, #value) => {
                        __private::serialize_unknown_member(#serializer, #tag_, #value)
                    }
                }
            }
        }
        #[automatically_derived]
        impl __private::Default for #ident {
            fn default() -> Self {
                Self::#unknown(__private::String::new(), __private::Document::Null)
            }
        }
    }
}

fn deserialize(ident: &Ident, known: &[Tagged<'_>], unknown: &Ident) -> TokenStream {
    let (v, d) = (parameter("V"), parameter("D"));
    let (index, content, deserializer) = (local("index"), local("content"), local("deserializer"));
    let (tag, value) = (local("tag"), local("value"));
    let name = display(ident);
    let tags = known.iter().map(|known| &known.tag);
    let arms = known.iter().enumerate().map(|(i, Tagged { ident, ty, facts, .. })| match ty {
        Some(_) if facts.is_some() => quote! {
            #i => __private::Ok(Self::#ident(__private::read_variant_with_facts(#content, #facts)?)),
        },
        Some(_) => quote! {
            #i => __private::Ok(Self::#ident(__private::VariantAccess::newtype_variant(#content)?)),
        },
        None => quote! {
            #i => {
                __private::VariantAccess::newtype_variant::<__private::IgnoredAny>(#content)?;
                __private::Ok(Self::#ident)
            }
        },
    });
    quote! {
        #[automatically_derived]
        impl<'__de> __private::Union<'__de> for #ident {
            const NAME: &'static __private::str = #name;
            const TAGS: &'static [&'static __private::str] = &[#(#tags),*];
            fn from_member<#v: __private::VariantAccess<'__de>>(
                #index: __private::usize,
                #content: #v,
            ) -> __private::Result<Self, #v::Error> {
                match #index {
                    #(#arms)*
                    _ => __private::no_such_member(),
                }
            }
            fn from_unknown(#tag: __private::String, #value: __private::Document) -> Self {
                Self::#unknown(#tag, #value)
            }
        }
        #[automatically_derived]
        impl<'__de> __private::Deserialize<'__de> for #ident {
            fn deserialize<#d: __private::Deserializer<'__de>>(
                #deserializer: #d,
            ) -> __private::Result<Self, #d::Error> {
                __private::deserialize_union(#deserializer)
            }
        }
    }
}
