//! [`Paginated`]: the trait of operations whose results come in pages.

mod field;
mod token;

use crate::operation::Operation;

pub use field::{
    NotOptional, PageSizeField, Parent, TokenField, page_flag, page_items, page_token,
};
pub use token::PageToken;

/// An operation whose results come in pages. [`Client::pages`](crate::Client::pages) requests them.
///
/// `#[aws_operation(…, paginated(input_token = …, output_token = …))]` implements it. Implement it by
/// hand for an operation with several tokens:
///
/// ```
/// use aws_operation::{Paginated, aws_operation};
///
/// #[aws_operation(
///     protocol = "restXml",
///     method = "GET",
///     uri = "/{Bucket}?versions",
///     rename_all = "PascalCase",
///     output = Versions
/// )]
/// struct ListObjectVersions {
///     bucket: String,
///     #[query("key-marker")]
///     key_marker: Option<String>,
///     #[query("version-id-marker")]
///     version_id_marker: Option<String>,
/// }
///
/// #[derive(serde::Deserialize)]
/// #[serde(rename_all = "PascalCase")]
/// struct Versions {
///     is_truncated: bool,
///     next_key_marker: Option<String>,
///     next_version_id_marker: Option<String>,
/// }
///
/// // The token contains both markers.
/// #[derive(Clone, PartialEq)]
/// struct Marker {
///     key: String,
///     version_id: Option<String>,
/// }
///
/// impl aws_operation::PageToken for Marker {}
///
/// impl Paginated for ListObjectVersions {
///     type Token = Marker;
///     const OUTPUT_TOKEN: &'static str = "next_key_marker";
///
///     fn token(&self) -> Option<Marker> {
///         let version_id = self.version_id_marker.clone();
///         self.key_marker.clone().map(|key| Marker { key, version_id })
///     }
///
///     fn set_token(&mut self, token: Option<Marker>) {
///         let (key, version_id) = token.map(|token| (token.key, token.version_id)).unzip();
///         (self.key_marker, self.version_id_marker) = (key, version_id.flatten());
///     }
///
///     fn next_token(output: &Versions) -> Option<Marker> {
///         let key = output.next_key_marker.clone()?;
///         Some(Marker { key, version_id: output.next_version_id_marker.clone() })
///     }
///
///     fn has_more(output: &Versions) -> Option<bool> {
///         Some(output.is_truncated)
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a paginated operation",
    label = "not paginated",
    note = "add `paginated(input_token = …, output_token = …)` to the `#[aws_operation]` of `{Self}`"
)]
pub trait Paginated: Operation {
    /// Identifies a page. The first page has no token.
    type Token: PageToken;
    /// The path of the token in the output, such as `result.next_marker`. Errors contain it.
    const OUTPUT_TOKEN: &'static str;

    /// The token of the page that this operation requests; `None` for the first page.
    fn token(&self) -> Option<Self::Token>;

    /// Sets the token of the page that this operation requests; `None` for the first page.
    fn set_token(&mut self, token: Option<Self::Token>);

    /// The token of the page after this one. `None` if it is absent or empty.
    fn next_token(output: &Self::Output) -> Option<Self::Token>;

    /// The output's flag that says whether there are more pages. `None` if it has no such flag; then
    /// there are more pages if there is a token.
    fn has_more(_output: &Self::Output) -> Option<bool> {
        None
    }
}

/// A paginated operation whose pages have items. [`Client::items`](crate::Client::items) returns them.
///
/// `#[aws_operation(…, paginated(…, items = functions: Vec<Function>))]` implements it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say where the items of its pages are",
    label = "the items are unknown",
    note = "add `items = field: Vec<Item>` to the `paginated(…)` of `{Self}`"
)]
pub trait PaginatedItems: Paginated {
    /// The items of a page, such as `Vec<Function>`.
    type Items: IntoIterator;

    /// The items of a page; `None` if it has none.
    fn items(output: Self::Output) -> Option<Self::Items>;
}

/// A paginated operation with a field for the page size.
///
/// `#[aws_operation(…, paginated(…, page_size = max_items))]` implements it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say which field is the page size",
    label = "the page size is unknown",
    note = "add `page_size = field` to the `paginated(…)` of `{Self}`"
)]
pub trait PageSize: Paginated {
    /// Sets the maximum number of items in a page.
    fn set_page_size(&mut self, size: u32);
}
