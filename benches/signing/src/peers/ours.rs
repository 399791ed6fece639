//! aws-operation's signer, `sigv4`.

use std::time::SystemTime;

use aws_operation::Credentials;
use aws_operation::sigv4::{self, Payload, Settings, SigningKey, SigningParams};

use super::{Key, Sign, Signed};
use crate::cases::{ACCESS_KEY_ID, DAY, EXPIRES_IN, Form, REGION, SECRET_ACCESS_KEY, SERVICE};

pub fn prepare(form: Form, key: Key, time: SystemTime) -> Sign {
    let credentials = Credentials::new(ACCESS_KEY_ID, SECRET_ACCESS_KEY);
    let mut settings = Settings::default();
    settings.content_sha256_header = form == Form::HashedHeader;
    let key = match key {
        Key::Cached => Some(SigningKey::derive(SECRET_ACCESS_KEY, DAY, REGION, SERVICE)),
        Key::Fresh => None,
    };
    Box::new(move |request| {
        let mut params =
            SigningParams::new(&credentials, REGION, SERVICE, time).with_settings(settings);
        if let Some(key) = &key {
            params = params.with_key(key);
        }
        let body = request.body().clone();
        match form {
            Form::Header | Form::HashedHeader => {
                sigv4::sign(request, Payload::Bytes(&body), &params).expect("signed");
                Signed::InPlace
            }
            Form::Query | Form::UnsignedQuery => {
                let payload = match form {
                    Form::UnsignedQuery => Payload::Unsigned,
                    _ => Payload::Bytes(&body),
                };
                let presigned = sigv4::presign(request, payload, EXPIRES_IN, &params);
                Signed::Presigned(presigned.expect("presigned"))
            }
        }
    })
}
