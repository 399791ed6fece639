//! A table of the differences between other signers and ours, with the text of the specification.
//! Each rule covers one precise difference. It rewrites the request, so that the peer's signature of the
//! new request must equal our signature of the original.

use percent_encoding::{percent_decode_str, percent_encode};

use super::RESERVED;
use super::case::Case;

/// The other signer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Peer {
    /// The crate `aws-sigv4`.
    Smithy,
    /// botocore.
    Botocore,
}

impl Peer {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Smithy => "aws-sigv4",
            Self::Botocore => "botocore",
        }
    }
}

/// A known difference.
pub struct Rule {
    /// The difference.
    pub name: &'static str,
    /// The text of the specification.
    pub source: &'static str,
    /// The peers with this difference.
    pub peers: &'static [Peer],
    /// Rewrites the request if the rule applies to it.
    rewrite: fn(&mut Case),
}

/// All rules.
pub const RULES: &[Rule] = &[
    Rule {
        name: "unsigned headers",
        source: "IAM user guide, \"Create a signed AWS API request\", canonical headers: only host, \
                 content-type and x-amz-* have to be signed, and hop-by-hop headers, user-agent and \
                 x-amzn-trace-id should not be; both peers sign most of those that ours leaves out",
        peers: &[Peer::Smithy, Peer::Botocore],
        rewrite: |case| case.headers.retain(|(name, _)| !is_unsigned(name)),
    },
    Rule {
        name: "case of the host",
        source: "RFC 9110 4.2.3: the host is normally provided in lowercase, and compared without \
                 case; aws-sigv4 signs it as the URL has it",
        peers: &[Peer::Smithy],
        rewrite: |case| case.authority = case.authority.to_ascii_lowercase(),
    },
    Rule {
        name: "tabs in headers",
        source: "IAM user guide, \"Create a signed AWS API request\", Trim(): remove leading and \
                 trailing whitespace, which in RFC 9110 5.6.3 is spaces and tabs; botocore and ours \
                 also make one space of tabs within; aws-sigv4 knows spaces only",
        peers: &[Peer::Smithy],
        rewrite: |case| {
            for (_, value) in &mut case.headers {
                *value = value.replace('\t', " ");
            }
        },
    },
    Rule {
        name: "encoding of the query",
        source: "IAM user guide, canonical query string: names and values are encoded with \
                 UriEncode(), a name without a value has an empty one; botocore signs the query as \
                 it is in the URL, and signs an empty parameter between two &",
        peers: &[Peer::Botocore],
        rewrite: |case| case.query = case.query.take().map(|query| reencoded(&query)),
    },
    Rule {
        name: "dot segment at the end",
        source: "RFC 3986 5.2.4, 2.B and 2.C: /a/. is /a/ and /a/b/.. is /a/; botocore drops the \
                 slash",
        peers: &[Peer::Botocore],
        rewrite: |case| {
            if case.normalize_path && (case.path.ends_with("/.") || case.path.ends_with("/..")) {
                case.path.push('/');
            }
        },
    },
];

/// A case that was rewritten for a peer, and the rules that changed it.
pub struct View {
    /// The case.
    pub case: Case,
    /// The names of the rules.
    pub rules: Vec<&'static str>,
}

/// The case, rewritten by the rules of the peer.
pub fn view(case: &Case, peer: Peer) -> View {
    let mut view = View { case: case.clone(), rules: Vec::new() };
    for rule in RULES.iter().filter(|rule| rule.peers.contains(&peer)) {
        let before = view.case.clone();
        (rule.rewrite)(&mut view.case);
        if view.case != before {
            view.rules.push(rule.name);
        }
    }
    view
}

fn is_unsigned(name: &str) -> bool {
    const NAMES: [&str; 14] = [
        "authorization",
        "connection",
        "content-length",
        "expect",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "user-agent",
        "x-amzn-trace-id",
    ];
    let name = name.to_ascii_lowercase();
    NAMES.contains(&&*name) || name.starts_with("sec-websocket-") || name.starts_with("amz-sdk-")
}

fn reencoded(query: &str) -> String {
    let encode = |text: &str| {
        // In forms, `+` is a space.
        let spaced = text.replace('+', " ");
        let decoded: Vec<u8> = percent_decode_str(&spaced).collect();
        percent_encode(&decoded, RESERVED).to_string()
    };
    let pairs: Vec<String> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            format!("{}={}", encode(name), encode(value))
        })
        .collect();
    pairs.join("&")
}
