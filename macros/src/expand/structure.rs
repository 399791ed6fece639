//! `impl Serialize` and `impl Deserialize` for a structure inside a document.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, quote};
use syn::DeriveInput;

use super::{bounds, local, output, parameter};
use crate::model::{Member, display};

/// `root` is the name of the root element if the structure is an XML payload.
pub fn expand(item: &DeriveInput, root: &str, members: &[Member<'_>]) -> TokenStream {
    let (serialize, deserialize) = (serialize(item, root, members), deserialize(item, members));
    quote!(#serialize #deserialize)
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
        let (name, mut value) = (&member.name.text, super::field_of_self(member));
        if let Some((format, _)) = &member.timestamp {
            value = formatted(&value, format);
        }
        if let Some(facts) = member.newtype() {
            value = with_facts(&value, &facts);
        }
        quote! {
            #structure.member(#name, #value);
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
    let (reader, deserializer) = (local("members"), local("deserializer"));
    let (a, d) = (parameter("A"), parameter("D"));
    let names = members.iter().map(|member| &member.name.text);
    let in_place = members.iter().map(output::initial).collect::<Option<Vec<TokenStream>>>();
    let read = match in_place {
        Some(values) => read_in_place(members, &values, &reader),
        None => read_into_slots(members, &reader),
    };
    quote! {
        #[automatically_derived]
        impl #impl_generics __private::Structure<'__de> for #ident #type_generics #where_clause {
            const NAME: &'static __private::str = #name;
            const NAMES: &'static [&'static __private::str] = &[#(#names),*];
            fn from_members<#a: __private::MapAccess<'__de>>(
                #reader: &mut __private::StructureReader<'__de, #a>,
            ) -> __private::Option<Self> {
                #read
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

/// Reads members into the fields of a structure that has the zero value of every member. rustc needs
/// less time for this than for a local variable of each member.
fn read_in_place(members: &[Member<'_>], values: &[TokenStream], reader: &Ident) -> TokenStream {
    let structure = local("structure");
    let fields = members.iter().map(|member| member.field);
    let places =
        members.iter().map(|member| (TokenStream::new(), super::field_mut_of(&structure, member)));
    let read = read_members(members, places, "read", reader);
    if members.is_empty() {
        return quote!(#read __private::Some(Self {}));
    }
    quote! {
        let mut #structure = Self { #(#fields: #values),* };
        #read
        __private::Some(#structure)
    }
}

/// Reads members into a local variable each, because the value of a missing member is not known before.
fn read_into_slots(members: &[Member<'_>], reader: &Ident) -> TokenStream {
    let slots: Vec<Ident> = members.iter().map(output::slot).collect();
    let types = members.iter().map(|member| member.ty);
    let declare = slots
        .iter()
        .zip(types)
        .map(|(slot, ty)| quote!(let mut #slot: __private::Option<#ty> = __private::None;));
    // A type argument, because the compiler reports a missing trait there.
    let places = slots.iter().zip(members).map(|(slot, member)| {
        let ty = member.ty;
        (quote!(::<#ty>), quote!(&mut #slot))
    });
    let read = read_members(members, places, "read_slot", reader);
    let missing = |member: &Member<'_>| {
        let (field, name, ty) = (member.display(), &member.name.text, member.ty);
        if member.required {
            quote!(__private::StructureReader::required::<#ty>(#reader, #name)?)
        } else {
            quote!(__private::StructureReader::missing::<#ty>(#reader, #field)?)
        }
    };
    let fields = members.iter().zip(&slots).map(|(member, slot)| {
        let field = member.field;
        let value = output::or_missing(member, slot, &missing);
        quote!(#field: #value,)
    });
    quote! {
        #(#declare)*
        #read
        __private::StructureReader::end(#reader)?;
        __private::Some(Self { #(#fields)* })
    }
}

/// The loop that reads each member into its place with this method of the reader. A place has the
/// method's type argument, if it needs one. The methods are called by their paths, because a trait of
/// the program may have methods of the same names.
fn read_members(
    members: &[Member<'_>],
    places: impl Iterator<Item = (TokenStream, TokenStream)>,
    method: &str,
    reader: &Ident,
) -> TokenStream {
    if members.is_empty() {
        return quote!(while __private::StructureReader::next_member(#reader).is_some() {});
    }
    let read = Ident::new(method, Span::call_site());
    let read_with_facts = Ident::new(&format!("{method}_with_facts"), Span::call_site());
    let last = members.len() - 1;
    let arms = members.iter().zip(places).enumerate().map(|(i, (member, (ty, place)))| {
        // The last arm is `_`, so that the match is exhaustive.
        let pattern = if i == last { quote!(_) } else { i.to_token_stream() };
        match member.newtype() {
            Some(facts) => {
                quote!(#pattern => __private::StructureReader::#read_with_facts #ty(#reader, #place, #facts),)
            }
            None => quote!(#pattern => __private::StructureReader::#read #ty(#reader, #place),),
        }
    });
    let index = local("index");
    quote! {
        while let __private::Some(#index) = __private::StructureReader::next_member(#reader) {
            match #index { #(#arms)* }
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
