//! Calls botocore's signers, with many cases in one process.

use serde_json::{Value, json};

use super::case::{Case, Explained, Signed};
use super::compare::Outcome;
use crate::chunked::hex;
use crate::generated::run_lines;
use crate::python::script;

/// botocore's results for the cases, with explanations.
///
/// # Errors
///
/// The script fails, or does not answer a case.
pub(super) fn sign(cases: &[&Case]) -> Result<Vec<(Outcome, Explained)>, String> {
    let questions: Vec<Value> = cases.iter().map(|case| question(case)).collect();
    let answers = run_lines(&mut script("botocore_signer.py"), &questions)?;
    Ok(answers.iter().zip(cases).map(|(answer, case)| understood(answer, case)).collect())
}

fn question(case: &Case) -> Value {
    // botocore cannot add the token after signing. It signs without a token, and `understood` adds the
    // token.
    let token = case.token.as_ref().filter(|_| !case.omit_session_token);
    json!({
        "method": case.method,
        "url": case.url(),
        "headers": case.headers,
        "body": hex(&case.body),
        "payload": case.payload.text(),
        "content_sha256_header": case.content_sha256_header || case.payload.text().is_some(),
        "credentials": [case.access_key, case.secret, token],
        "region": case.region,
        "service": case.service,
        "time": case.time,
        "expires_in": case.expires_in,
        "s3": !case.double_encode_path,
    })
}

fn understood(answer: &Value, case: &Case) -> (Outcome, Explained) {
    let pairs = |name: &str| -> Vec<(String, String)> {
        let pairs = answer[name].as_object().into_iter().flatten();
        pairs.map(|(name, value)| (name.clone(), text(value))).collect()
    };
    let mut signed = Signed { headers: pairs("headers"), parameters: pairs("parameters") };
    if let Some(token) = case.token.as_ref().filter(|_| case.omit_session_token) {
        match case.expires_in {
            None => signed.headers.push(("x-amz-security-token".to_owned(), token.clone())),
            Some(_) => signed.parameters.push(("X-Amz-Security-Token".to_owned(), token.clone())),
        }
    }
    signed.headers.sort();
    signed.parameters.sort();
    let explained = Explained {
        canonical_request: text(&answer["canonical_request"]),
        string_to_sign: text(&answer["string_to_sign"]),
    };
    (Ok(signed), explained)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
