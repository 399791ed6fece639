//! Hints for common service errors: what to do about them.

use super::bucket_region;
use crate::error::{Line, ServiceError};
use crate::retry::Skew;

/// A hint on how to fix an error: one phrase without a full stop. `None` if there is no hint.
pub(super) fn hint(error: &ServiceError, region: &str, skew: Option<Skew>) -> Option<String> {
    let (code, message) = (error.code().unwrap_or(""), error.message().unwrap_or(""));
    let says = |words: &str| says(message, words);
    let is_signature = matches!(
        code,
        "SignatureDoesNotMatch"
            | "InvalidSignatureException"
            | "RequestTimeTooSkewed"
            | "RequestExpired"
            | "AuthFailure"
            | "AccessDeniedException"
    );
    if let Some(skew) = skew.filter(|skew| is_signature && skew.spoils(Skew::default())) {
        let (is, by) = match skew.millis() {
            ..0 => ("ahead of", skew.millis().unsigned_abs()),
            millis => ("behind", millis.unsigned_abs()),
        };
        let by = duration(by / 1_000);
        return Some(format!("this machine's clock is {by} {is} the service's; set it"));
    }
    if let Some(bucket) = bucket_region::named(error).filter(|bucket| bucket != region) {
        return Some(format!("the bucket is in {}; set this region", Line::name(&bucket)));
    }
    let text = match code {
        "RequestTimeTooSkewed" | "RequestExpired" => "check this machine's clock",
        _ if says("signature expired") || says("signature not yet current") => {
            "check this machine's clock"
        }
        _ if says("credential should be scoped to a valid region") => {
            return Some(format!(
                "the request was signed for the region {}; set the endpoint's region",
                Line::name(region)
            ));
        }
        "ExpiredToken" | "ExpiredTokenException" | "TokenRefreshRequired" => EXPIRED,
        _ if says("token included in the request is expired") => EXPIRED,
        "InvalidClientTokenId" | "UnrecognizedClientException" | "InvalidAccessKeyId" => {
            "unknown access key, or missing session token; check the keys, and that the region is \
             enabled for the account"
        }
        "SignatureDoesNotMatch" | "InvalidSignatureException" => {
            "the secret access key does not match the access key id, or the request was changed in \
             transit"
        }
        "MissingAuthenticationTokenException" => {
            "API Gateway returns this error if the stage has no such path and method"
        }
        "AccessDenied" | "AccessDeniedException" | "UnauthorizedOperation" | "NotAuthorized" => {
            return Some(permission(message));
        }
        _ if error.status() == 403 && says("is not authorized to perform") => {
            return Some(permission(message));
        }
        _ => return None,
    };
    Some(text.to_owned())
}

const EXPIRED: &str = "the session token has expired; get new credentials";

/// Whether a message contains the words. Ignores case.
fn says(message: &str, words: &str) -> bool {
    let mut parts = message.as_bytes().windows(words.len());
    parts.any(|part| part.eq_ignore_ascii_case(words.as_bytes()))
}

/// Most messages contain the action: `… is not authorized to perform: iam:GetUser on …`.
fn permission(message: &str) -> String {
    let mut words = message.split(' ').skip_while(|word| *word != "perform:");
    let action = words.nth(1).unwrap_or_default();
    let is_action = |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '-' | '*');
    let action = action.split(|c| !is_action(c)).next().unwrap_or_default();
    match action {
        action if action.contains(':') && action.len() <= 128 => {
            format!("the caller needs a policy that allows {action}")
        }
        _ => "the caller needs a policy that allows this action".to_owned(),
    }
}

fn duration(seconds: u64) -> String {
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60);
    match (days, hours, minutes) {
        (0, 0, minutes) => format!("{minutes} min"),
        (0, hours, minutes) => format!("{hours} h {minutes} min"),
        (days, hours, _) => format!("{days} d {hours} h"),
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    #[test]
    fn each_mistake_has_its_remedy() {
        let hours = |hours: i64| Some(Skew::from_millis(hours * 3_600_000 + 120_000));
        let denied = "User: arn:aws:iam::123456789012:user/x is not authorized to perform: \
                      apigateway:GET on resource: arn:aws:apigateway:…";
        for (status, code, message, skew, hint) in [
            (
                403,
                "SignatureDoesNotMatch",
                "",
                hours(3),
                "this machine's clock is 3 h 2 min behind the service's; set it",
            ),
            (
                403,
                "RequestTimeTooSkewed",
                "",
                hours(-3),
                "this machine's clock is 2 h 58 min ahead of the service's; set it",
            ),
            (
                400,
                "InvalidSignatureException",
                "",
                hours(50),
                "this machine's clock is 2 d 2 h behind the service's; set it",
            ),
            (403, "RequestTimeTooSkewed", "", None, "check this machine's clock"),
            (
                403,
                "InvalidSignatureException",
                "Signature expired: 1 is now earlier than 2",
                None,
                "check this machine's clock",
            ),
            (
                403,
                "SignatureDoesNotMatch",
                "Credential should be scoped to a valid region, not 'x'.",
                None,
                "the request was signed for the region eu-west-1; set the endpoint's region",
            ),
            (403, "ExpiredTokenException", "", None, EXPIRED),
            (403, "Other", "The security token included in the request is expired", None, EXPIRED),
            (
                403,
                "UnrecognizedClientException",
                "",
                None,
                "unknown access key, or missing session token; check the keys, and that the region \
                 is enabled for the account",
            ),
            (
                403,
                "SignatureDoesNotMatch",
                "",
                None,
                "the secret access key does not match the access key id, or the request was \
                 changed in transit",
            ),
            (
                403,
                "AccessDeniedException",
                denied,
                None,
                "the caller needs a policy that allows apigateway:GET",
            ),
            (
                403,
                "Forbidden",
                denied,
                None,
                "the caller needs a policy that allows apigateway:GET",
            ),
            (403, "AccessDenied", "no", None, "the caller needs a policy that allows this action"),
            (
                403,
                "AccessDenied",
                "to perform: \u{1b}[2J",
                None,
                "the caller needs a policy that allows this action",
            ),
            (
                403,
                "MissingAuthenticationTokenException",
                "",
                None,
                "API Gateway returns this error if the stage has no such path and method",
            ),
            (404, "NotFoundException", "", hours(3), ""),
            (403, "Forbidden", "", None, ""),
            (503, "", "", None, ""),
        ] {
            let body = format!("{{\"message\": {message:?}}}").replace("\\u{1b}", "\\u001b");
            let mut response = http::Response::new(Bytes::from(body));
            *response.status_mut() = http::StatusCode::from_u16(status).unwrap_or_default();
            if let Ok(code) = code.parse() {
                response.headers_mut().insert("x-amzn-errortype", code);
            }
            let error = ServiceError::read(&response, None, None);
            let said = super::hint(&error, "eu-west-1", skew);
            assert_eq!(said.as_deref().unwrap_or_default(), hint, "{code} {message}");
        }
    }
}
