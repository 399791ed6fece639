//! `impl Paginated`, and the traits for the items and the page size.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Ident, Type};

use super::local;
use crate::model::{Operation, Paginated, display};
use crate::rust_type;

/// Nothing if the operation is not paginated.
pub fn expand(operation: &Operation<'_>) -> TokenStream {
    let Some(paginated) = &operation.paginated else {
        return TokenStream::new();
    };
    let Paginated { input_token: (field, ty), output_token, items, page_size, more } = paginated;
    let generics = super::request::generics(operation);
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    let ident = operation.ident;
    let implement = |name: &str, body: TokenStream| {
        let name = Ident::new(name, Span::call_site());
        quote! {
            #[automatically_derived]
            impl #impl_generics __private::#name for #ident #type_generics #where_clause { #body }
        }
    };
    let (output, token, size) = (local("output"), local("token"), local("size"));

    let path = output_token.iter().map(display).collect::<Vec<_>>().join(".");
    let next = reference(&output, output_token);
    let at = end(output_token);
    let next = quote_spanned!(at=> __private::page_token(#next?));
    let has_more = more.as_ref().map(|more| {
        let at = end(more);
        let flag = reference(&output, more);
        let flag = quote_spanned!(at=> #flag.copied());
        quote! {
            #[inline]
            fn has_more(#output: &Self::Output) -> __private::Option<__private::bool> {
                use __private::NotOptional as _;
                #flag
            }
        }
    });
    // If the field's type cannot be a token, the compiler reports it there.
    let (first, last) = rust_type::ends(ty);
    let at = Span::call_site().located_at(first);
    let token_type = Ident::new("Token", Span::call_site().located_at(last));
    let token_type = quote_spanned!(at=> <#ty as __private::TokenField>::#token_type);
    let field = super::located(field, last);
    let get = quote_spanned!(at=> __private::TokenField::get(&self.#field));
    let set = quote_spanned!(at=> __private::TokenField::set(&mut self.#field, #token));
    let pages = implement(
        "Paginated",
        quote! {
            type Token = #token_type;
            const OUTPUT_TOKEN: &'static __private::str = #path;
            #[inline]
            fn token(&self) -> __private::Option<Self::Token> {
                #get
            }
            #[inline]
            fn set_token(&mut self, #token: __private::Option<Self::Token>) {
                #set;
            }
            #[inline]
            fn next_token(#output: &Self::Output) -> __private::Option<Self::Token> {
                use __private::NotOptional as _;
                #next
            }
            #has_more
        },
    );
    let items = items.as_ref().map(|(path, ty)| {
        let items = value(&output, path);
        let body = quote! {
            type Items = #ty;
            #[inline]
            fn items(#output: Self::Output) -> __private::Option<Self::Items> {
                use __private::NotOptional as _;
                #items
            }
        };
        implement("PaginatedItems", body)
    });
    let page_size = page_size.as_ref().map(|(field, ty)| {
        let body = quote! {
            #[inline]
            fn set_page_size(&mut self, #size: __private::u32) {
                self.#field = <#ty as __private::PageSizeField>::of(#size);
            }
        };
        implement("PageSize", body)
    });
    quote!(#pages #items #page_size)
}

/// Stubs for an operation with errors.
pub fn stubs(items: Option<&Type>) -> [(TokenStream, TokenStream); 3] {
    let items = items.map_or(quote!([(); 0]), |ty| quote!(#ty));
    [
        (
            quote!(Paginated),
            quote! {
                type Token = __private::String;
                const OUTPUT_TOKEN: &'static __private::str = "";
                fn token(&self) -> __private::Option<Self::Token> {
                    loop {}
                }
                fn set_token(&mut self, _: __private::Option<Self::Token>) {}
                fn next_token(_: &Self::Output) -> __private::Option<Self::Token> {
                    loop {}
                }
            },
        ),
        (
            quote!(PaginatedItems),
            quote! {
                type Items = #items;
                fn items(_: Self::Output) -> __private::Option<Self::Items> {
                    loop {}
                }
            },
        ),
        (
            quote!(PageSize),
            quote! {
                fn set_page_size(&mut self, _: __private::u32) {}
            },
        ),
    ]
}

/// Reads a field through references and options: `Option<&T>`. Errors about a field point at its name.
fn reference(output: &Ident, path: &[Ident]) -> TokenStream {
    read(output, path, |at| quote_spanned!(at=> &))
}

/// The same by value: `Option<T>`.
fn value(output: &Ident, path: &[Ident]) -> TokenStream {
    read(output, path, |_| TokenStream::new())
}

fn read(output: &Ident, path: &[Ident], borrow: fn(Span) -> TokenStream) -> TokenStream {
    let mut value = quote!(#output);
    for (i, field) in path.iter().enumerate() {
        let at = span_of(field);
        let borrow = borrow(at);
        let inner = (i > 0).then(|| quote_spanned!(at=> ?));
        value = quote_spanned!(at=> __private::Field(#borrow #value #inner.#field).field_value());
    }
    value
}

/// The span of the path's last field.
fn end(path: &[Ident]) -> Span {
    path.last().map_or_else(Span::call_site, span_of)
}

fn span_of(ident: &Ident) -> Span {
    Span::call_site().located_at(ident.span())
}
