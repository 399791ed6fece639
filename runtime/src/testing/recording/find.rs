//! Finds the recorded exchange for a request.

use super::exchange::{Exchange, Request};
use super::text::without_uuids;

/// Headers that must be equal.
const COMPARED: [&str; 6] = [
    "if-match",
    "if-none-match",
    "range",
    "x-amz-copy-source",
    "x-amz-copy-source-range",
    "x-amz-target",
];

/// How many characters of a value an error shows.
const SHOWN: usize = 60;

/// The index of the first unused exchange for a request. The error names the most similar exchange.
pub(super) fn find(
    exchanges: &[Exchange],
    is_used: &[bool],
    request: &Request,
) -> Result<usize, String> {
    let unused = |index: &usize| !is_used.get(*index).copied().unwrap_or_default();
    let matching = |is_exact: bool| {
        let mut indexes = (0..exchanges.len()).filter(unused);
        indexes.find(|index| {
            let recorded = exchanges.get(*index).map(|exchange| &exchange.request);
            recorded.is_some_and(|recorded| difference(recorded, request, is_exact).is_none())
        })
    };
    if let Some(index) = matching(true).or_else(|| matching(false)) {
        return Ok(index);
    }
    let used = exchanges.iter().filter(|it| difference(&it.request, request, false).is_none());
    let count = used.count();
    if count > 0 {
        return Err(format!("all {count} recordings of this request were already played"));
    }
    let nearest = exchanges.iter().enumerate().filter_map(|(index, exchange)| {
        let difference = difference(&exchange.request, request, false)?;
        Some((difference.rank, index, difference.message))
    });
    // The first of equally similar ones.
    let nearest = nearest.min_by_key(|(rank, index, _)| (std::cmp::Reverse(*rank), *index));
    Err(match nearest {
        Some((_, index, message)) => {
            format!("no recording matches; the most similar one is exchange {index}: {message}")
        }
        None => "the recording has no exchanges".to_owned(),
    })
}

struct Difference {
    /// How many parts are equal before this one.
    rank: usize,
    message: String,
}

/// The first difference between two requests.
fn difference(recorded: &Request, request: &Request, is_exact: bool) -> Option<Difference> {
    let header = |request: &Request, name: &str| {
        let headers = request.headers.iter().filter(|(key, _)| key == name);
        headers.map(|(_, value)| value.clone()).collect::<Vec<_>>().join(",")
    };
    let query = |request: &Request| match is_exact {
        true => request.query.clone(),
        false => String::from_utf8_lossy(&without_uuids(request.query.as_bytes())).into_owned(),
    };
    let parts = [
        ("method", recorded.method.clone(), request.method.clone()),
        ("host", recorded.host.clone(), request.host.clone()),
        ("path", recorded.path.clone(), request.path.clone()),
    ];
    let headers = COMPARED.map(|name| (name, header(recorded, name), header(request, name)));
    let query = [("query", query(recorded), query(request))];
    let mut rank = 0;
    for (name, recorded, received) in parts.into_iter().chain(headers).chain(query) {
        if recorded != received {
            let message =
                format!("its {name} is {:?}, not {:?}", short(&recorded), short(&received));
            return Some(Difference { rank, message });
        }
        rank += 1;
    }
    if !recorded.is_body_complete {
        return None;
    }
    let bodies = [&recorded.body, &request.body];
    let [one, other] = match is_exact {
        true => bodies.map(|body| body.to_vec()),
        false => bodies.map(|body| without_uuids(body)),
    };
    if one == other {
        return None;
    }
    let at = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let from = at.saturating_sub(SHOWN / 3);
    let show = |body: &[u8]| {
        let text = String::from_utf8_lossy(body.get(from..).unwrap_or_default()).into_owned();
        short(&text)
    };
    let message =
        format!("its body differs at byte {at}: it has {:?}, not {:?}", show(&one), show(&other));
    Some(Difference { rank: rank + at, message })
}

fn short(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
