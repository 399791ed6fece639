//! `impl Serialize` and `impl Deserialize` for a structure inside a document.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, quote};
use syn::DeriveInput;

use super::{bounds, local, output, parameter};
use crate::model::{Member, display};

/// `root` is the name of the root element if the structure is an XML payload.
pub fn expand(item: &DeriveInput, root: &str, members: &[Member<'_>]) -> TokenStream {
    let (serialize, deserialize) = (serialize(item, root, members), deserialize(item, members));
    let ident = &item.ident;
    let (impl_generics, type_generics, where_clause) = item.generics.split_for_impl();
    quote! {
        #serialize
        #deserialize
        #[automatically_derived]
        impl #impl_generics __private::IsStructure for #ident #type_generics #where_clause {}
    }
}

fn serialize(item: &DeriveInput, root: &str, members: &[Member<'_>]) -> TokenStream {
    let ident = &item.ident;
    let mut generics = item.generics.clone();
    let types = members.iter().map(|member| member.ty);
    bounds::bound(&mut generics, types, &quote!(__private::Serialize));
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    let (serializer, structure, s) = (local("serializer"), local("structure"), parameter("S"));
    let count = members.len();
    let fields = members.iter().map(|member| {
        let (field, name, ty) = (member.field, &member.name.text, member.ty);
        // The compiler reports a missing trait at the type.
        let (mut ty, mut value) = match &member.timestamp {
            Some((format, _)) => (quote!(_), formatted(&quote!(&self.#field), format)),
            None => (quote!(#ty), quote!(&self.#field)),
        };
        if let Some(facts) = member.newtype() {
            (ty, value) = (quote!(_), with_facts(&value, &facts));
        }
        quote! {
            #structure.member::<#ty>(#name, #value);
        }
    });
    quote! {
        #[automatically_derived]
        impl #impl_generics __private::Serialize for #ident #type_generics #where_clause {
            fn serialize<#s: __private::Serializer>(
                &self,
                #serializer: #s,
            ) -> __private::Result<#s::Ok, #s::Error> {
                let mut #structure = __private::StructureWriter::open(#serializer, #root, #count);
                #(#fields)*
                #structure.end()
            }
        }
    }
}

fn deserialize(item: &DeriveInput, members: &[Member<'_>]) -> TokenStream {
    let (ident, name) = (&item.ident, display(&item.ident));
    let mut generics = item.generics.clone();
    let types = members.iter().map(|member| member.ty);
    bounds::bound(&mut generics, types, &quote!(__private::DeserializeOwned));
    let (_, type_generics, where_clause) = generics.split_for_impl();
    let mut with_lifetime = generics.clone();
    with_lifetime.params.insert(0, syn::parse_quote!('__de));
    let (impl_generics, _, _) = with_lifetime.split_for_impl();
    let (map, index, deserializer) = (local("map"), local("index"), local("deserializer"));
    let (a, d) = (parameter("A"), parameter("D"));
    let slots: Vec<Ident> = members.iter().map(output::slot).collect();
    let types = members.iter().map(|member| member.ty);
    let declare = slots
        .iter()
        .zip(types)
        .map(|(slot, ty)| quote!(let mut #slot: __private::Option<#ty> = __private::None;));
    let names = members.iter().map(|member| &member.name.text);
    let last = members.len().saturating_sub(1);
    let arms = slots.iter().zip(members).enumerate().map(|(i, (slot, member))| {
        let ty = member.ty;
        // The last arm is `_`, so that the match is exhaustive.
        let pattern = if i == last { quote!(_) } else { i.to_token_stream() };
        match member.newtype() {
            Some(facts) => quote! {
                #pattern => __private::read_member_with_facts::<#ty, _>(&mut #slot, #map, #facts),
            },
            None => quote!(#pattern => __private::read_member::<#ty, _>(&mut #slot, #map),),
        }
    });
    let read = if members.is_empty() {
        quote!(while __private::next_member(#map, Self::NAMES)?.is_some() {})
    } else {
        quote! {
            while let __private::Some(#index) = __private::next_member(#map, Self::NAMES)? {
                match #index { #(#arms)* }?;
            }
        }
    };
    let missing = |member: &Member<'_>| {
        let (field, name, ty) = (member.display(), &member.name.text, member.ty);
        if member.required {
            quote!(__private::required_member::<#ty, #a::Error>(#name)?)
        } else {
            quote!(__private::missing_member::<#ty, #a::Error>(#field)?)
        }
    };
    let fields = members.iter().zip(&slots).map(|(member, slot)| {
        let field = member.field;
        let value = output::or_missing(member, slot, &missing);
        quote!(#field: #value,)
    });
    quote! {
        #[automatically_derived]
        impl #impl_generics __private::Structure<'__de> for #ident #type_generics #where_clause {
            const NAME: &'static __private::str = #name;
            const NAMES: &'static [&'static __private::str] = &[#(#names),*];
            fn from_members<#a: __private::MapAccess<'__de>>(
                #map: &mut #a,
            ) -> __private::Result<Self, #a::Error> {
                #(#declare)*
                #read
                __private::Ok(Self { #(#fields)* })
            }
        }
        #[automatically_derived]
        impl #impl_generics __private::Deserialize<'__de> for #ident #type_generics #where_clause {
            fn deserialize<#d: __private::Deserializer<'__de>>(
                #deserializer: #d,
            ) -> __private::Result<Self, #d::Error> {
                __private::deserialize_structure(#deserializer)
            }
        }
    }
}

/// Wraps a value whose timestamps have another format than the default of their location.
pub fn formatted(value: &TokenStream, format: &str) -> TokenStream {
    let format = Ident::new(format, Span::call_site());
    quote!(&__private::Formatted(#value, __private::TimestampFormat::#format))
}

/// Wraps a value with its facts for XML and the query protocols.
pub fn with_facts(value: &TokenStream, facts: &str) -> TokenStream {
    quote!(&__private::WithFacts(#value, #facts))
}
