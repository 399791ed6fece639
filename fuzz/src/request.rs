//! Arbitrary requests: any method, URI and headers that `http` takes.

use arbitrary::Arbitrary;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Uri};

/// A request in parts, some of which `http` may refuse.
#[derive(Debug, Clone, Arbitrary)]
pub struct AnyRequest<'a> {
    method: AnyMethod<'a>,
    host: AnyHost<'a>,
    path: &'a str,
    query: Option<&'a str>,
    headers: Vec<(AnyName<'a>, &'a [u8])>,
}

#[derive(Debug, Clone, Arbitrary)]
enum AnyMethod<'a> {
    Get,
    Post,
    Delete,
    Any(&'a str),
}

#[derive(Debug, Clone, Arbitrary)]
enum AnyHost<'a> {
    Aws,
    Uppercase,
    DefaultPort,
    OtherPort,
    Loopback,
    LoopbackDefaultPort,
    Ipv6,
    User,
    None,
    Any(&'a str),
}

/// Names that mean something to a signer, and any other.
#[derive(Debug, Clone, Arbitrary)]
enum AnyName<'a> {
    ContentType,
    List,
    Host,
    XAmzMeta(u8),
    UserAgent,
    ContentLength,
    AmzSdkRequest,
    SecWebsocket,
    Date,
    XAmzContentSha256,
    XAmzTrailer,
    XAmzDate,
    XAmzSecurityToken,
    Authorization,
    Any(&'a str),
}

impl AnyRequest<'_> {
    /// The request; `None` where `http` takes no such.
    pub fn build(&self) -> Option<Request<()>> {
        let mut request = Request::new(());
        *request.method_mut() = match &self.method {
            AnyMethod::Get => Method::GET,
            AnyMethod::Post => Method::POST,
            AnyMethod::Delete => Method::DELETE,
            AnyMethod::Any(name) => name.parse().ok()?,
        };
        let mut uri = match &self.host {
            AnyHost::Aws => "https://example.amazonaws.com".to_owned(),
            AnyHost::Uppercase => "https://Example.amazonaws.COM".to_owned(),
            AnyHost::DefaultPort => "https://example.amazonaws.com:443".to_owned(),
            AnyHost::OtherPort => "https://example.amazonaws.com:8443".to_owned(),
            AnyHost::Loopback => "http://localhost:443".to_owned(),
            AnyHost::LoopbackDefaultPort => "http://localhost:80".to_owned(),
            AnyHost::Ipv6 => "https://[fd00:ec2::23]:8080".to_owned(),
            AnyHost::User => "https://user@example.amazonaws.com".to_owned(),
            AnyHost::None => String::new(),
            AnyHost::Any(any) => any.to_string(),
        };
        uri.push_str(self.path);
        if let Some(query) = self.query {
            uri.push('?');
            uri.push_str(query);
        }
        *request.uri_mut() = uri.parse().ok()?;
        for (name, value) in &self.headers {
            request.headers_mut().append(name.build()?, HeaderValue::from_bytes(value).ok()?);
        }
        Some(request)
    }
}

impl AnyName<'_> {
    fn build(&self) -> Option<HeaderName> {
        Some(HeaderName::from_static(match self {
            Self::ContentType => "content-type",
            Self::List => "x-list",
            Self::Host => "host",
            Self::XAmzMeta(number) => return format!("x-amz-meta-{number}").parse().ok(),
            Self::UserAgent => "user-agent",
            Self::ContentLength => "content-length",
            Self::AmzSdkRequest => "amz-sdk-request",
            Self::SecWebsocket => "sec-websocket-key",
            Self::Date => "date",
            Self::XAmzContentSha256 => "x-amz-content-sha256",
            Self::XAmzTrailer => "x-amz-trailer",
            Self::XAmzDate => "x-amz-date",
            Self::XAmzSecurityToken => "x-amz-security-token",
            Self::Authorization => "authorization",
            Self::Any(name) => return name.parse().ok(),
        }))
    }
}

/// Whether two requests are the same, but for their bodies.
pub fn same<A, B>(a: &Request<A>, b: &Request<B>) -> bool {
    let all = |headers: &HeaderMap| -> Vec<_> {
        let sensitive = |value: &HeaderValue| (value.clone(), value.is_sensitive());
        headers.iter().map(|(name, value)| (name.clone(), sensitive(value))).collect()
    };
    a.method() == b.method() && a.uri() == b.uri() && all(a.headers()) == all(b.headers())
}

/// The same request on another way: the pairs of its query and the names of its headers in another
/// order. What comes twice keeps its order. `None` where `http` refuses the query.
pub fn reordered(request: &Request<()>) -> Option<Request<()>> {
    let mut other = Request::new(());
    *other.method_mut() = request.method().clone();
    *other.uri_mut() = match request.uri().query() {
        None => request.uri().clone(),
        Some(query) => {
            let pairs: Vec<&str> = query.split('&').rev().collect();
            let mut parts = request.uri().clone().into_parts();
            let text = format!("{}?{}", request.uri().path(), pairs.join("&"));
            parts.path_and_query = Some(text.parse().ok()?);
            Uri::from_parts(parts).ok()?
        }
    };
    let mut names: Vec<&HeaderName> = request.headers().keys().collect();
    names.sort_by(|a, b| b.as_str().cmp(a.as_str()));
    for name in names {
        for value in request.headers().get_all(name) {
            other.headers_mut().append(name.clone(), value.clone());
        }
    }
    Some(other)
}
