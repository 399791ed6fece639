//! `impl Paginated`, `impl PaginatedItems` and `impl PageSize`.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Ident, Type};

use super::local;
use crate::model::{Operation, Paginated, display};
use crate::rust_type;

/// The impls, or nothing if the operation is not paginated.
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
    let next = read_field("page_token", &output, output_token, true);
    let has_more = more.as_ref().map(|more| {
        let flag = read_field("page_flag", &output, more, true);
        quote! {
            #[inline]
            fn has_more(#output: &Self::Output) -> __private::Option<__private::bool> {
                #flag
            }
        }
    });
    let (token_type, get, set) = token_field(field, ty, &token);
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
                #next
            }
            #has_more
        },
    );
    let items = items.as_ref().map(|(path, ty)| {
        let items = read_field("page_items", &output, path, false);
        let body = quote! {
            type Items = #ty;
            #[inline]
            fn items(#output: Self::Output) -> __private::Option<Self::Items> {
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

/// The type of the token, and the code that reads and sets it. If the field's type cannot be a token,
/// the compiler's error points at this type.
fn token_field(field: &Ident, ty: &Type, token: &Ident) -> (TokenStream, TokenStream, TokenStream) {
    // Almost every token is an `Option`. Its code is shorter and uses no trait of the runtime.
    if let Some(inner) = rust_type::option(ty) {
        let get = quote!(__private::Clone::clone(&self.#field));
        return (quote!(#inner), get, quote!(self.#field = #token));
    }
    let (first, last) = rust_type::ends(ty);
    let at = Span::call_site().located_at(first);
    let name = Ident::new("Token", Span::call_site().located_at(last));
    let field = super::located(field, last);
    (
        quote_spanned!(at=> <#ty as __private::TokenField>::#name),
        quote_spanned!(at=> __private::TokenField::get(&self.#field)),
        quote_spanned!(at=> __private::TokenField::set(&mut self.#field, #token)),
    )
}

/// Stub impls for an operation whose declaration has errors.
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

/// Calls a function of the runtime with a field of the output, or with a reference to it. The compiler's
/// errors about a field point at its name.
fn read_field(function: &str, output: &Ident, path: &[Ident], by_reference: bool) -> TokenStream {
    let (mut value, mut import) = (quote!(#output), None);
    for (i, field) in path.iter().enumerate() {
        let at = Span::call_site().located_at(field.span());
        let borrow = by_reference.then(|| quote_spanned!(at=> &));
        if i + 1 < path.len() {
            import = Some(quote!(
                use __private::NotOptional as _;
            ));
            value = quote_spanned!(at=> __private::Parent(#borrow #value.#field).parent_value()?);
        } else {
            let function = Ident::new(function, at);
            value = quote_spanned!(at=> __private::#function(#borrow #value.#field));
        }
    }
    quote!(#import #value)
}
