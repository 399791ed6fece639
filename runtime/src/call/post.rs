//! Signs a form that uploads an object to S3.

use std::sync::Arc;

use percent_encoding::utf8_percent_encode;

use super::Caller;
use crate::endpoint_rules::Value;
use crate::error::{CallError, EncodeError};
use crate::sigv4::{self, PostPolicy, PresignedPost};
use crate::types::RESERVED;

impl Caller {
    /// Signs a policy, for a form that is sent to the bucket's URL.
    pub(crate) async fn presign_post(
        self: &Arc<Self>,
        policy: PostPolicy,
    ) -> Result<PresignedPost, CallError> {
        if !self.service.is_signed_as_s3() {
            return Err(EncodeError::request(
                "forms can be presigned for S3 only; use a client of `services::S3`",
            )
            .into());
        }
        let mut credentials = self.credentials().await?;
        let bucket = policy.bucket();
        let (target, path) = match &self.targets {
            // The rules put the bucket into the host or into the path.
            Some(targets) => {
                let bucket = Value::Text(bucket.to_owned().into());
                (targets.get(&[("Bucket", bucket)])?, String::new())
            }
            None => {
                let path = format!("/{}", utf8_percent_encode(bucket, RESERVED));
                (self.target.clone()?, path)
            }
        };
        if let Some(session) = self.session(&target, bucket, None, &credentials) {
            credentials = session.await?;
        }
        let url = target.endpoint.uri("", path, "");
        let url = url.map_err(|error| {
            EncodeError::request(&format!("the bucket has no valid URL: {error}"))
        })?;
        // Signed with this machine's time, like a presigned URL.
        let now = self.setup.timer.now();
        let post = self.with_params(Some(&target), &credentials, now, |params| {
            sigv4::presign_post(&url, &policy, params)
        });
        Ok(post?)
    }
}
