//! [`Claim`]: what a request says about its signature, in the `authorization` header or in the URL.

use std::borrow::Cow;
use std::time::{Duration, SystemTime};

use percent_encoding::percent_decode_str;

use super::error::VerifyError;
use super::reason::Reason;
use crate::types::Timestamp;

const ALGORITHM: &str = "AWS4-HMAC-SHA256";
const TERMINATOR: &str = "aws4_request";
const WEEK: u64 = 7 * 24 * 60 * 60;

/// What a request says about its signature.
#[derive(Clone)]
pub(super) struct Claim {
    pub access_key_id: String,
    pub day: String,
    pub region: String,
    pub service: String,
    /// Sorted.
    pub signed_headers: Vec<String>,
    pub signature: String,
    /// `YYYYMMDDTHHMMSSZ`
    pub date: String,
    pub time: SystemTime,
    /// The session token in the URL.
    pub token: Option<String>,
    /// The validity of a presigned URL.
    pub expires_in: Option<Duration>,
}

impl Claim {
    /// Reads the claim of a request.
    pub(super) fn read<B>(request: &http::Request<B>) -> Result<Self, VerifyError> {
        let authorization = request.headers().get_all("authorization");
        let authorization: Vec<_> = authorization.into_iter().collect();
        let parameters = UrlParameters(request.uri().query().unwrap_or_default());
        let is_presigned = parameters.all("X-Amz-Signature").next().is_some()
            || parameters.all("X-Amz-Credential").next().is_some();
        match (&*authorization, is_presigned) {
            ([], false) => Err(VerifyError::new(Reason::Unsigned, "Missing Authentication Token")),
            ([], true) => Self::of_url(&parameters),
            ([header], false) => {
                let header = header.to_str().map_err(|_| malformed_header())?;
                Self::of_header(header, request.headers())
            }
            (_, true) => Err(VerifyError::new(
                Reason::MalformedHeader,
                "the request has a signature in the `authorization` header and one in the URL; it must \
                 have only one",
            )),
            ([_, _, ..], false) => Err(malformed_header()),
        }
    }

    fn of_header(header: &str, headers: &http::HeaderMap) -> Result<Self, VerifyError> {
        let invalid_time = |message: &str| VerifyError::new(Reason::MalformedHeader, message);
        let mut dates = headers.get_all("x-amz-date").iter();
        let (date, time) = match (dates.next(), dates.next()) {
            (Some(date), None) => {
                let date = date.to_str().unwrap_or_default();
                let time = parse(date).ok_or_else(|| {
                    invalid_time("`x-amz-date` must have the form YYYYMMDDTHHMMSSZ")
                })?;
                (date.to_owned(), time)
            }
            (Some(_), Some(_)) => return Err(invalid_time("there are two headers `x-amz-date`")),
            (None, _) => {
                let date = headers.get("date").and_then(|date| date.to_str().ok());
                let date = date.ok_or_else(|| {
                    invalid_time("the request needs the header `x-amz-date` or `date`")
                })?;
                let time = Timestamp::from_http_date(date)
                    .ok_or_else(|| invalid_time("the header `date` is not an HTTP date"))?;
                (time.compact().as_str().to_owned(), time.into())
            }
        };
        let parameters = header.strip_prefix(ALGORITHM).and_then(|rest| rest.strip_prefix(' '));
        let parameters = parameters.ok_or_else(malformed_header)?;
        let parameters: Vec<&str> = parameters.split(',').map(str::trim).collect();
        let find = |name: &str| {
            let value = parameters.iter().find_map(|item| item.strip_prefix(name));
            value.ok_or_else(malformed_header)
        };
        let claim = Self {
            signature: find("Signature=")?.to_owned(),
            ..Self::new(find("Credential=")?, find("SignedHeaders=")?, date, time)
                .ok_or_else(malformed_header)?
        };
        if parameters.len() != 3 {
            return Err(malformed_header());
        }
        Ok(claim)
    }

    fn of_url(parameters: &UrlParameters<'_>) -> Result<Self, VerifyError> {
        let malformed = |message: String| VerifyError::new(Reason::MalformedUrl, message);
        let find = |name: &str| {
            let mut values = parameters.all(name);
            match (values.next(), values.next()) {
                (Some(value), None) => String::from_utf8(value.into_owned())
                    .map_err(|_| malformed(format!("`{name}` is not UTF-8"))),
                (None, _) => Err(malformed(format!("the presigned URL has no `{name}`"))),
                (Some(_), Some(_)) => Err(malformed(format!("the URL has two `{name}`"))),
            }
        };
        if find("X-Amz-Algorithm")? != ALGORITHM {
            return Err(malformed(format!("`X-Amz-Algorithm` must be `{ALGORITHM}`")));
        }
        let date = find("X-Amz-Date")?;
        let time = parse(&date).ok_or_else(|| {
            malformed("`X-Amz-Date` must have the form YYYYMMDDTHHMMSSZ".to_owned())
        })?;
        let expires_in = find("X-Amz-Expires")?;
        let seconds = expires_in.parse().ok().filter(|seconds| (1..=WEEK).contains(seconds));
        let seconds = seconds.ok_or_else(|| {
            malformed(format!("`X-Amz-Expires` must be a number of seconds from 1 to {WEEK}"))
        })?;
        let names = ["X-Amz-Security-Token", "X-Amz-S3session-Token"];
        let token = names.into_iter().find(|name| parameters.all(name).next().is_some());
        let (credential, signed_headers) =
            (find("X-Amz-Credential")?, find("X-Amz-SignedHeaders")?);
        let claim = Self::new(&credential, &signed_headers, date, time).ok_or_else(|| {
            malformed(format!(
                "`X-Amz-Credential` must be ID/DAY/REGION/SERVICE/{TERMINATOR}, and \
                 `X-Amz-SignedHeaders` must have each name once, in lowercase and sorted"
            ))
        })?;
        Ok(Self {
            signature: find("X-Amz-Signature")?,
            token: token.map(find).transpose()?,
            expires_in: Some(Duration::from_secs(seconds)),
            ..claim
        })
    }

    /// A claim without a signature.
    fn new(credential: &str, signed: &str, date: String, time: SystemTime) -> Option<Self> {
        let (access_key_id, scope) = credential.split_once('/')?;
        let scope: Vec<&str> = scope.split('/').collect();
        let [day, region, service, TERMINATOR] = scope[..] else { return None };
        let signed_headers: Vec<String> = signed.split(';').map(str::to_owned).collect();
        let is_lowercase = !signed.bytes().any(|byte| byte.is_ascii_uppercase());
        let is_valid = is_lowercase && signed_headers.is_sorted_by(|a, b| a < b);
        (is_valid && !region.is_empty() && !service.is_empty()).then(|| Self {
            access_key_id: access_key_id.to_owned(),
            day: day.to_owned(),
            region: region.to_owned(),
            service: service.to_owned(),
            signed_headers,
            signature: String::new(),
            date,
            time,
            token: None,
            expires_in: None,
        })
    }

    /// The day, region and service, as they are in the string to sign.
    pub(super) fn scope(&self) -> String {
        format!("{}/{}/{}/{TERMINATOR}", self.day, self.region, self.service)
    }

    /// The reason for an error in the place of the signature.
    pub(super) fn malformed(&self) -> Reason {
        match self.expires_in {
            None => Reason::MalformedHeader,
            Some(_) => Reason::MalformedUrl,
        }
    }

    /// The names of the signed headers, with semicolons between them.
    pub(super) fn names(&self) -> String {
        self.signed_headers.join(";")
    }
}

/// The service in a signature that may be malformed.
pub(super) fn service<B>(request: &http::Request<B>) -> Option<String> {
    let header = request.headers().get("authorization").and_then(|value| value.to_str().ok());
    let header = header.and_then(|value| value.split("Credential=").nth(1)?.split(',').next());
    let parameters = UrlParameters(request.uri().query().unwrap_or_default());
    let in_url =
        || Some(String::from_utf8_lossy(&parameters.all("X-Amz-Credential").next()?).into());
    let credential = header.map(str::to_owned).or_else(in_url)?;
    credential.rsplit('/').nth(1).map(str::to_owned)
}

fn malformed_header() -> VerifyError {
    VerifyError::new(
        Reason::MalformedHeader,
        format!(
            "the `authorization` header must be `{ALGORITHM} Credential=ID/DAY/REGION/SERVICE/{TERMINATOR}, \
             SignedHeaders=…, Signature=…`, with the names of `SignedHeaders` in lowercase, sorted, and \
             each once"
        ),
    )
}

/// Parses `YYYYMMDDTHHMMSSZ`.
fn parse(date: &str) -> Option<SystemTime> {
    let shape = date.replace(|c: char| c.is_ascii_digit(), "0");
    if shape != "00000000T000000Z" {
        return None;
    }
    let part = |from: usize, to: usize| date.get(from..to).unwrap_or_default();
    let (day, month, year) = (part(6, 8), part(4, 6), part(0, 4));
    let (hour, minute, second) = (part(9, 11), part(11, 13), part(13, 15));
    let text = format!("{year}-{month}-{day}T{hour}:{minute}:{second}Z");
    let time = Timestamp::from_date_time(&text)?;
    // Refuses other ways to write the same time, such as a leap second.
    (time.compact().as_str() == date).then_some(time.into())
}

/// The parameters of a query, still encoded.
pub(super) struct UrlParameters<'a>(pub &'a str);

impl<'a> UrlParameters<'a> {
    /// The names and values, encoded, in their order.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        let pairs = self.0.split('&').filter(|pair| !pair.is_empty());
        pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")))
    }

    /// The decoded values of a parameter.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = Cow<'a, [u8]>> {
        let name = name.as_bytes();
        let named =
            self.pairs().filter(move |(key, _)| *Cow::from(percent_decode_str(key)) == *name);
        named.map(|(_, value)| Cow::from(percent_decode_str(value)))
    }
}
