//! [`Client::presign`] and [`Client::presign_post`]: a URL or a form that anyone can use until it
//! expires.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use super::Client;
use crate::error::Error;
use crate::operation::Operation;
use crate::sigv4::{PostPolicy, Presigned, PresignedPost};
use crate::wire::protocol::Protocol as _;
use crate::wire::request::RequestEncoder;

impl Client {
    /// Signs an operation as a URL, which anyone who has it can call until it expires. It is valid for
    /// 1 s to 7 days, but no longer than the credentials. Nothing is sent.
    ///
    /// The result also has the method, the headers and the body that must be sent with the URL.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use aws_operation::{Client, Config, Credentials, aws_operation, services};
    ///
    /// #[aws_operation(method = "GET", uri = "/orders/{id}")]
    /// struct GetOrder {
    ///     id: String,
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let config = Config::builder()
    ///     .region("eu-west-1")
    ///     .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
    ///     .endpoint_url("https://a1b2c3.execute-api.eu-west-1.amazonaws.com/prod")
    ///     .build()?;
    /// let orders = Client::new(&config, services::EXECUTE_API);
    /// let presigned =
    ///     orders.presign(GetOrder { id: "1".into() }, Duration::from_secs(900)).await?;
    /// assert!(presigned.url().starts_with(
    ///     "https://a1b2c3.execute-api.eu-west-1.amazonaws.com/prod/orders/1?X-Amz-Algorithm=AWS4-HMAC-SHA256"
    /// ));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`send`](Self::send) before anything is sent, and an `expires_in` that is out of range.
    pub fn presign<O: Operation>(
        &self,
        operation: O,
        expires_in: Duration,
    ) -> impl Future<Output = Result<Presigned, Error<O::Error>>> + use<O> {
        let mut write = |request: &mut RequestEncoder<'_>| operation.encode(request);
        let encoded = self.caller.encode(&O::METADATA, O::Protocol::RULES, &mut write);
        let caller = Arc::clone(&self.caller);
        async move {
            let rules = O::Protocol::RULES;
            let presigned = caller.presign(&O::METADATA, rules, encoded, expires_in).await;
            presigned.map_err(|error| Error::call(O::METADATA.name, caller.host(), error))
        }
    }

    /// Signs a form, with which anyone who has it can upload an object to S3 until it expires. It is
    /// valid for 1 s to 7 days, but no longer than the credentials. Nothing is sent.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use aws_operation::sigv4::PostPolicy;
    /// use aws_operation::{Client, Config, Credentials, services};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let config = Config::builder()
    ///     .region("eu-west-1")
    ///     .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
    ///     .build()?;
    /// let s3 = Client::new(&config, services::S3);
    /// let policy = PostPolicy::keys_starting_with("pictures", "cats/", Duration::from_secs(600))
    ///     .field_starts_with("Content-Type", "image/")
    ///     .content_length(1..=10_000_000);
    /// let post = s3.presign_post(policy).await?;
    /// println!(r#"<form action="{}" method="post" enctype="multipart/form-data">"#, post.url());
    /// for (name, value) in post.fields() {
    ///     // A program escapes the value as HTML.
    ///     println!(r#"<input type="hidden" name="{name}" value="{value}">"#);
    /// }
    /// println!(r#"<input name="Content-Type" value="image/png">"#);
    /// println!(r#"<input type="file" name="file"></form>"#);
    /// # assert!(post.url().starts_with("https://pictures.s3.eu-west-1.amazonaws.com/"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// There are no credentials or no endpoint, the client is not an S3 client, or the policy is invalid.
    pub fn presign_post(
        &self,
        policy: PostPolicy,
    ) -> impl Future<Output = Result<PresignedPost, Error>> + use<> {
        let caller = Arc::clone(&self.caller);
        async move {
            let post = caller.presign_post(policy).await;
            post.map_err(|error| Error::call("PostObject", caller.host(), error))
        }
    }
}
