//! The impls of an enum of strings or integers that keeps unknown values.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use syn::{Data, DeriveInput, Fields, Ident, Lit, LitInt, Variant};

use super::{local, parameter, variants};
use crate::case::Case;
use crate::diagnostics::Diagnostics;
use crate::model::Role;
use crate::rust_type::{self, Known};
use crate::syntax::Arguments;
use crate::{resolve, words};

/// A known value.
struct Variation<'a> {
    ident: &'a Ident,
    value: Value,
    at: TokenStream,
}

#[derive(Clone, PartialEq)]
enum Value {
    Text(String),
    Int(i32),
}

impl quote::ToTokens for Value {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Text(text) => text.to_tokens(tokens),
            Self::Int(value) => proc_macro2::Literal::i32_unsuffixed(*value).to_tokens(tokens),
        }
    }
}

pub fn expand(
    item: &DeriveInput,
    arguments: &Arguments,
    diagnostics: &Diagnostics,
) -> Option<TokenStream> {
    let case = resolve::check_rename_all(arguments, diagnostics, Case::ScreamingSnake);
    let Data::Enum(data) = &item.data else {
        super::wrong_item(Role::Enum, item, diagnostics);
        return None;
    };
    variants::check_no_generics(item, diagnostics);
    let unknown = variants::check_last(
        item,
        data,
        |fields| kept(fields).is_some(),
        "has no variant for unknown values, which a service can add at any time; add \
         `Unknown(String)` or `Unknown(i32)` as the last variant",
        "every value that has no variant",
        diagnostics,
    )?;
    let is_int = kept(&unknown.fields) == Some(Known::Number);
    variants::check_attributes(unknown, &[], diagnostics);
    let mut known: Vec<Variation<'_>> = Vec::new();
    for variant in data.variants.iter().filter(|variant| variant.ident != unknown.ident) {
        let Some(value) = known_value(variant, is_int, case, diagnostics) else {
            continue;
        };
        match known.iter().find(|other| other.value == value.value) {
            // The compiler reports two variants with the same name.
            Some(first) if first.ident == value.ident => return None,
            Some(first) => diagnostics.error(
                &value.at,
                format_args!(
                    "the value `{}` is already used by `{}`; remove one, or change its value",
                    value.value.to_token_stream(),
                    first.ident
                ),
            ),
            None => known.push(value),
        }
    }
    Some(if is_int {
        of_numbers(item, &known, &unknown.ident)
    } else {
        of_text(item, &known, &unknown.ident)
    })
}

/// The type of the value that the last variant keeps: text or a number.
fn kept(fields: &Fields) -> Option<Known> {
    let Fields::Unnamed(fields) = fields else {
        return None;
    };
    let field = fields.unnamed.first().filter(|_| fields.unnamed.len() == 1)?;
    match rust_type::written(&field.ty).rsplit("::").next().unwrap_or_default() {
        "String" => Some(Known::Text),
        "i32" => Some(Known::Number),
        _ => None,
    }
}

fn known_value<'a>(
    variant: &'a Variant,
    is_int: bool,
    case: Case,
    diagnostics: &Diagnostics,
) -> Option<Variation<'a>> {
    let ident = &variant.ident;
    variants::check_attributes(variant, &[words::VALUE], diagnostics);
    if !matches!(variant.fields, Fields::Unit) {
        diagnostics.error(
            &variant.fields,
            format_args!(
                "`{ident}` is a single value, so it cannot have fields; write `{ident}` alone"
            ),
        );
        return None;
    }
    let mut attributes = variant.attrs.iter().filter(|a| a.path().is_ident(words::VALUE));
    let Some(attribute) = attributes.next() else {
        if is_int {
            diagnostics.error(
                ident,
                format_args!("`{ident}` has no number; write `#[value(1)]` above it"),
            );
            return None;
        }
        let value = Value::Text(case.apply_to_variant(&crate::model::display(ident)));
        return Some(Variation { ident, value, at: ident.to_token_stream() });
    };
    if let Some(second) = attributes.next() {
        diagnostics.error(second, "`#[value]` is given twice; remove one");
        return None;
    }
    let negative = |input: syn::parse::ParseStream<'_>| {
        let minus = input.parse::<Option<syn::Token![-]>>()?.is_some();
        let literal = input.parse::<LitInt>()?;
        let value: i64 = literal.base10_parse()?;
        let value = if minus { -value } else { value };
        i32::try_from(value).map_err(|error| syn::Error::new(literal.span(), error))
    };
    let value = match attribute.parse_args::<Lit>() {
        Ok(Lit::Str(text)) if !is_int => Some(Value::Text(text.value())),
        _ if is_int => attribute.parse_args_with(negative).ok().map(Value::Int),
        _ => None,
    };
    let Some(value) = value else {
        let example = if is_int { "#[value(1)]" } else { "#[value(\"t2.micro\")]" };
        let what = if is_int { "32-bit integer" } else { "string" };
        diagnostics
            .error(attribute, format_args!("`#[value]` takes one {what} here; write `{example}`"));
        return None;
    };
    Some(Variation { ident, value, at: attribute.to_token_stream() })
}

fn of_text(item: &DeriveInput, known: &[Variation<'_>], unknown: &Ident) -> TokenStream {
    let (ident, vis) = (&item.ident, &item.vis);
    let (value, f) = (local("value"), local("f"));
    let idents: Vec<&Ident> = known.iter().map(|known| known.ident).collect();
    let values: Vec<&Value> = known.iter().map(|known| &known.value).collect();
    let serde = serde(ident, &quote!(self.as_str()), &quote!(deserialize_text));
    quote! {
        impl #ident {
            /// The value as it is sent.
            #vis fn as_str(&self) -> &__private::str {
                match self {
                    #(Self::#idents => #values,)*
                    Self::#unknown(#value) => #value,
                }
            }
        }
        #[automatically_derived]
        impl __private::From<&__private::str> for #ident {
            fn from(#value: &__private::str) -> Self {
                match #value {
                    #(#values => Self::#idents,)*
                    _ => Self::#unknown(__private::From::from(#value)),
                }
            }
        }
        #[automatically_derived]
        impl __private::From<__private::String> for #ident {
            fn from(#value: __private::String) -> Self {
                __private::From::from(&*#value)
            }
        }
        #[automatically_derived]
        impl __private::Display for #ident {
            fn fmt(&self, #f: &mut __private::Formatter<'_>) -> __private::FmtResult {
                #f.pad(self.as_str())
            }
        }
        #[automatically_derived]
        impl __private::Default for #ident {
            fn default() -> Self {
                Self::#unknown(__private::String::new())
            }
        }
        #serde
    }
}

fn of_numbers(item: &DeriveInput, known: &[Variation<'_>], unknown: &Ident) -> TokenStream {
    let (ident, vis) = (&item.ident, &item.vis);
    let (value, f) = (local("value"), local("f"));
    let idents: Vec<&Ident> = known.iter().map(|known| known.ident).collect();
    let values: Vec<&Value> = known.iter().map(|known| &known.value).collect();
    let number = quote!(__private::i32);
    let serde = serde(ident, &quote!(&self.value()), &quote!(deserialize_number));
    quote! {
        impl #ident {
            /// The value as it is sent.
            #vis fn value(&self) -> #number {
                match self {
                    #(Self::#idents => #values,)*
                    Self::#unknown(#value) => *#value,
                }
            }
        }
        #[automatically_derived]
        impl __private::From<#number> for #ident {
            fn from(#value: #number) -> Self {
                match #value {
                    #(#values => Self::#idents,)*
                    _ => Self::#unknown(#value),
                }
            }
        }
        #[automatically_derived]
        impl __private::Display for #ident {
            fn fmt(&self, #f: &mut __private::Formatter<'_>) -> __private::FmtResult {
                __private::Display::fmt(&self.value(), #f)
            }
        }
        #[automatically_derived]
        impl __private::Default for #ident {
            fn default() -> Self {
                Self::#unknown(0)
            }
        }
        #serde
    }
}

fn serde(ident: &Ident, value: &TokenStream, deserialize: &TokenStream) -> TokenStream {
    let (s, d) = (parameter("S"), parameter("D"));
    let (serializer, deserializer) = (local("serializer"), local("deserializer"));
    quote! {
        #[automatically_derived]
        impl __private::Serialize for #ident {
            fn serialize<#s: __private::Serializer>(
                &self,
                #serializer: #s,
            ) -> __private::Result<#s::Ok, #s::Error> {
                __private::Serialize::serialize(#value, #serializer)
            }
        }
        #[automatically_derived]
        impl<'__de> __private::Deserialize<'__de> for #ident {
            fn deserialize<#d: __private::Deserializer<'__de>>(
                #deserializer: #d,
            ) -> __private::Result<Self, #d::Error> {
                __private::#deserialize(#deserializer)
            }
        }
    }
}
