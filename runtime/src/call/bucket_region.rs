//! Finds the region of an S3 bucket in the error of a request to another region.

use std::borrow::Cow;

use super::Caller;
use crate::endpoint::Resolver;
use crate::error::ServiceError;
use crate::types::is_host_label;
use crate::wire::request::Encoded;

/// Changes a request so that the next attempt goes to the region that the error names. Returns
/// whether it did.
///
/// It is a function pointer, so that only programs that enable it contain its code.
pub(crate) type Follow = fn(&Caller, &mut Encoded, &ServiceError) -> bool;

/// The [`Follow`] of clients that enable it.
pub(crate) fn follow(caller: &Caller, encoded: &mut Encoded, error: &ServiceError) -> bool {
    let resolver = caller.targets.as_ref().map(|targets| &targets.resolver);
    let Some(resolver) = resolver.filter(|it| !it.depends_on_account()) else {
        return false;
    };
    let can_repeat = encoded.stream.as_ref().is_none_or(|it| it.stream.can_open());
    let Some(region) = named(error).filter(|_| can_repeat && caller.service.is_signed_as_s3())
    else {
        return false;
    };
    let Some(place) = &mut encoded.place else { return false };
    // The name of an S3 Express bucket contains its zone, so the bucket cannot be in another region.
    if place.target.as_ref().is_some_and(|target| target.signing.is_s3_express) {
        return false;
    }
    let moved = Resolver { region: region.into_owned(), ..Resolver::clone(resolver) };
    match moved.target(&place.parameters) {
        // The same endpoint would return the same error.
        Ok(target) if place.target.as_ref() != Some(&target) => encoded.move_to(target).is_ok(),
        _ => false,
    }
}

/// The region of the bucket, if the error is that the request went to another region or was signed
/// for one.
///
/// Source: Amazon S3 API reference, "HeadBucket" and "Error responses".
pub(super) fn named(error: &ServiceError) -> Option<Cow<'_, str>> {
    if !matches!(error.status().as_u16(), 301 | 307 | 400) {
        return None;
    }
    let header = error.headers().get("x-amz-bucket-region").and_then(|value| value.to_str().ok());
    let region = match header {
        Some(region) => region.into(),
        None => in_body(error)?,
    };
    is_host_label(&region).then_some(region)
}

/// The region in the error document.
fn in_body(error: &ServiceError) -> Option<Cow<'_, str>> {
    const CODES: [&str; 3] =
        ["AuthorizationHeaderMalformed", "PermanentRedirect", "TemporaryRedirect"];
    if !CODES.contains(&error.code()?) {
        return None;
    }
    let body = String::from_utf8_lossy(error.body());
    let (_, rest) = body.split_once("<Region>")?;
    let (region, _) = rest.split_once("</Region>")?;
    Some(region.trim().to_owned().into())
}
