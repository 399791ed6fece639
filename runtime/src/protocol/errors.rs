//! Code and message of errors, in the forms that protocols share.

use bytes::Bytes;

use super::json;
use super::rules::ErrorParts;

/// Reads an error whose protocol is not known: that of a request that is not an operation.
pub(crate) fn read_any_error(response: &http::Response<Bytes>) -> ErrorParts {
    let ErrorParts { code, message } = json_error(response.body());
    ErrorParts { code: header_code(response).or(code), message }
}

/// The code in the header `x-amzn-errortype`.
pub(super) fn header_code(response: &http::Response<Bytes>) -> Option<String> {
    let header = response.headers().get("x-amzn-errortype")?;
    header.to_str().ok().map(str::to_owned)
}

/// The code in the header `x-amzn-query-error`: `Code;Fault`.
pub(super) fn query_code(response: &http::Response<Bytes>) -> Option<String> {
    let header = response.headers().get("x-amzn-query-error")?;
    let code = header.to_str().ok()?.split(';').next()?.trim();
    (!code.is_empty()).then(|| code.to_owned())
}

/// The code and the message of a JSON body. Only the members at the top count.
pub(super) fn json_error(body: &[u8]) -> ErrorParts {
    const CODES: usize = 2;
    const NAMES: [&str; 5] = ["code", "__type", "message", "Message", "errorMessage"];
    let (mut code, mut message) = (None, None);
    if let Ok(mut members) = json::Members::new(body) {
        // A member that cannot be read is ignored: the rest of the answer still counts.
        while let Ok(Some(name)) = members.next() {
            match NAMES.iter().position(|known| *known == name) {
                Some(rank) => match members.text() {
                    Ok(text) if rank < CODES => prefer(&mut code, rank, text),
                    Ok(text) => prefer(&mut message, rank, text),
                    Err(_) => break,
                },
                None if members.skip().is_err() => break,
                None => {}
            }
        }
    }
    let text = |found: Option<(usize, String)>| found.map(|(_, text)| text);
    ErrorParts { code: text(code), message: text(message) }
}

/// Keeps the text of the name that comes first in the list of names.
fn prefer(found: &mut Option<(usize, String)>, rank: usize, text: Option<String>) {
    if found.as_ref().is_none_or(|(other, _)| rank <= *other) {
        *found = text.map(|text| (rank, text)).or(found.take());
    }
}
