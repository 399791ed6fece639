//! The `aws-sigv4` crate, which the AWS SDK for Rust signs with.

use std::time::SystemTime;

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{
    PayloadChecksumKind, SignableBody, SignableRequest, SignatureLocation, SigningSettings, sign,
};
use aws_sigv4::sign::v4;
use aws_smithy_runtime_api::client::identity::Identity;

use super::{Sign, Signed};
use crate::cases::{ACCESS_KEY_ID, EXPIRES_IN, Form, REGION, SECRET_ACCESS_KEY, SERVICE};

pub fn prepare(form: Form, time: SystemTime) -> Sign {
    let credentials = Credentials::from_keys(ACCESS_KEY_ID, SECRET_ACCESS_KEY, None);
    let identity = Identity::from(credentials);
    Box::new(move |request| {
        let mut settings = SigningSettings::default();
        if form == Form::HashedHeader {
            settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
        }
        if matches!(form, Form::Query | Form::UnsignedQuery) {
            settings.signature_location = SignatureLocation::QueryParams;
            settings.expires_in = Some(EXPIRES_IN);
        }
        let params = v4::SigningParams::builder()
            .identity(&identity)
            .region(REGION)
            .name(SERVICE)
            .time(time)
            .settings(settings)
            .build()
            .expect("parameters")
            .into();
        let body = match form {
            Form::UnsignedQuery => SignableBody::UnsignedPayload,
            _ => SignableBody::Bytes(request.body()),
        };
        let headers = request
            .headers()
            .iter()
            .map(|(name, value)| (name.as_str(), value.to_str().expect("text")));
        let uri = request.uri().to_string();
        let signable = SignableRequest::new(request.method().as_str(), uri, headers, body);
        let (instructions, _) =
            sign(signable.expect("signable"), &params).expect("signed").into_parts();
        instructions.apply_to_request_http1x(request);
        Signed::InPlace
    })
}
