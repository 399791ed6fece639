//! reqsign's signer, `reqsign-aws-v4`, which OpenDAL signs with.
//!
//! It leaves hashing the body to its caller, and takes the time from the clock.

use std::mem;
use std::pin::pin;
use std::task::{self, Poll, Waker};
use std::time::Duration;

use http::HeaderValue;
use http::request::Parts;
use reqsign_aws_v4::{Credential, EMPTY_STRING_SHA256, RequestSigner};
use reqsign_core::hash::hex_sha256;
use reqsign_core::{Context, SignRequest};

use super::{Sign, Signed};
use crate::cases::{ACCESS_KEY_ID, EXPIRES_IN, Form, REGION, SECRET_ACCESS_KEY, SERVICE};

pub fn prepare(form: Form) -> Sign {
    let credential = Credential {
        access_key_id: ACCESS_KEY_ID.to_owned(),
        secret_access_key: SECRET_ACCESS_KEY.to_owned(),
        session_token: None,
        expires_in: None,
    };
    let signer = RequestSigner::new(SERVICE, REGION);
    let context = Context::new();
    Box::new(move |request| {
        if form == Form::HashedHeader {
            let hash = if request.body().is_empty() {
                HeaderValue::from_static(EMPTY_STRING_SHA256)
            } else {
                HeaderValue::try_from(hex_sha256(request.body())).expect("a header")
            };
            request.headers_mut().insert("x-amz-content-sha256", hash);
        }
        let expires_in = (form == Form::UnsignedQuery).then_some(EXPIRES_IN);

        // It signs the parts, which it wants on their own.
        let (mut parts, body) = mem::take(request).into_parts();
        sign(&signer, &context, &mut parts, &credential, expires_in);
        *request = http::Request::from_parts(parts, body);
        Signed::InPlace
    })
}

fn sign(
    signer: &RequestSigner,
    context: &Context,
    parts: &mut Parts,
    credential: &Credential,
    expires_in: Option<Duration>,
) {
    let signing = pin!(signer.sign_request(context, parts, Some(credential), expires_in));
    // Nothing in it waits.
    match signing.poll(&mut task::Context::from_waker(Waker::noop())) {
        Poll::Ready(signed) => signed.expect("signed"),
        Poll::Pending => unreachable!("it has nothing to wait for"),
    }
}
