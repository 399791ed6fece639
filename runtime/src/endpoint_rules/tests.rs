//! Tables of tests for the functions, conditions, templates and results.

use super::value::Value;
use super::{AuthScheme, EndpointRules, Parameters, ResolvedEndpoint};

struct Given<'a>(&'a [(&'a str, &'a str)]);

impl<'a> Parameters<'a> for Given<'a> {
    fn get(&self, name: &str) -> Option<Value<'a>> {
        let (_, value) = self.0.iter().find(|(given, _)| *given == name)?;
        Some(match *value {
            "true" => true.into(),
            "false" => false.into(),
            text => text.into(),
        })
    }
}

/// The result of rules with one condition: `then`, `else`, or the error.
fn decide(condition: &'static str, given: &[(&str, &str)]) -> String {
    let conditions: &'static [&'static str] = Box::leak(Box::new([condition]));
    let rules = EndpointRules::new(conditions, &["then", "else"], &[[0, -1, -2]]);
    match rules.resolve(&Given(given)) {
        Ok(resolved) => resolved.url,
        Err(error) => error.to_string(),
    }
}

#[test]
fn conditions_hold_if_their_function_gives_something_other_than_false() {
    let given = [
        ("Region", "us-gov-west-1"),
        ("Flag", "true"),
        ("Endpoint", "https://example.com:8443/a/b"),
        ("Ip", "http://127.0.0.1"),
        ("Arn", "arn:aws:s3:eu-west-1:123:accesspoint:name/rest"),
        ("Bucket", "my-bucket"),
        ("Dots", "my.bucket"),
        ("Unicode", "b\u{fc}cket"),
        ("Long", &format!("{0}.{0}", "a".repeat(32))),
    ];
    for (condition, holds) in [
        ("isSet(Region)", true),
        ("isSet(Missing)", false),
        ("not(isSet(Missing))", true),
        ("booleanEquals(Flag, true)", true),
        ("booleanEquals(Flag, false)", false),
        ("booleanEquals(Missing, false)", false),
        ("stringEquals(Region, \"us-gov-west-1\")", true),
        ("stringEquals(Region, \"{Region}\")", true),
        ("stringEquals(Missing, Missing)", false),
        ("stringEquals(aws.parseArn(Arn).region, \"eu-west-1\")", true),
        ("p = aws.partition(Region)", true),
        ("p = aws.partition(Missing)", false),
        ("isSet(parseURL(Endpoint))", true),
        ("isSet(parseURL(Region))", false),
        ("isSet(aws.parseArn(Arn))", true),
        ("isSet(aws.parseArn(Region))", false),
        ("aws.parseArn(Arn)", true),
        ("isValidHostLabel(Bucket, false)", true),
        ("isValidHostLabel(Dots, false)", false),
        ("isValidHostLabel(Dots, true)", true),
        ("isValidHostLabel(Missing, true)", false),
        ("aws.isVirtualHostableS3Bucket(Bucket, false)", true),
        ("aws.isVirtualHostableS3Bucket(Dots, false)", false),
        ("aws.isVirtualHostableS3Bucket(Dots, true)", true),
        ("aws.isVirtualHostableS3Bucket(\"999.999.999.999\", true)", false),
        ("aws.isVirtualHostableS3Bucket(\"1.2.3.word\", true)", true),
        ("aws.isVirtualHostableS3Bucket(\"ab\", true)", false),
        ("aws.isVirtualHostableS3Bucket(Long, true)", false),
        ("stringEquals(uriEncode(\"a b/c~\"), \"a%20b%2Fc~\")", true),
        ("stringEquals(substring(Bucket, 0, 2, false), \"my\")", true),
        ("stringEquals(substring(Bucket, 0, 6, true), \"bucket\")", true),
        ("isSet(substring(Bucket, 0, 10, false))", false),
        ("isSet(substring(Bucket, 2, 2, false))", false),
        ("isSet(substring(Unicode, 0, 2, false))", false),
    ] {
        assert_eq!(decide(condition, &given), if holds { "then" } else { "else" }, "{condition}");
    }
}

/// The values of `parseURL` in the tests of Smithy's rules engine. An empty path stays empty,
/// because S3's rules append it to a host.
#[test]
fn urls_have_parts() {
    const RULES: EndpointRules = EndpointRules::new(
        &["url = parseURL(Endpoint)"],
        &["{url#scheme} {url#authority} {url#path} {url#normalizedPath} {url#isIp}", "!invalid"],
        &[[0, -1, -2]],
    );
    for (url, parts) in [
        ("https://example.com", "https example.com  / false"),
        ("https://example.com/", "https example.com / / false"),
        ("http://example.com:80/foo/bar", "http example.com:80 /foo/bar /foo/bar/ false"),
        ("http://example.com/a//", "http example.com /a// /a// false"),
        ("http://99_ab-.com", "http 99_ab-.com  / false"),
        ("https://127.0.0.1", "https 127.0.0.1  / true"),
        ("http://192.168.1.1:1234/foo/", "http 192.168.1.1:1234 /foo/ /foo/ true"),
        ("https://999.999.abc.blah", "https 999.999.abc.blah  / false"),
        ("https://[fe80::1]", "https [fe80::1]  / true"),
        ("https://[fe80::1]:443/a", "https [fe80::1]:443 /a /a/ true"),
        ("https://example.com:8443?foo=bar&faz=baz", "invalid"),
        ("acbd://example.com", "invalid"),
        ("http://abc.com:a/foo", "invalid"),
        ("https://[fe80]", "invalid"),
        ("https://:80", "invalid"),
        ("https://", "invalid"),
        ("", "invalid"),
    ] {
        let given = RULES.resolve(&Given(&[("Endpoint", url)]));
        let given = given.map_or_else(|error| error.to_string(), |resolved| resolved.url);
        assert_eq!(given, parts, "{url}");
    }
}

#[test]
fn malformed_rules_are_an_error() {
    for condition in [
        "",
        "isSet(",
        "isSet(Region",
        "isSet(Region) rest",
        "unknown(Region)",
        "isSet(Region, Region)",
        "stringEquals(Region, \"{Region\")",
        "isSet(Arn[x])",
    ] {
        let said = decide(condition, &[("Region", "r")]);
        assert_eq!(said, "the service's endpoint rules are malformed", "{condition}");
    }
    for nodes in
        [&[][..], &[[0, -9, -9]], &[[5, -1, -1]], &[[0, 0, 0]], &[[0, 7, 7]], &[[-1, -1, -1]]]
    {
        let nodes: &'static [[i16; 3]] = Box::leak(nodes.to_vec().into());
        let rules = EndpointRules::new(&["isSet(Region)"], &[], nodes);
        assert!(rules.resolve(&Given(&[])).is_err(), "{nodes:?}");
    }
}

#[test]
fn results_have_a_url_headers_and_schemes() {
    const RULES: EndpointRules = EndpointRules::new(
        &["isSet(Region)", "arn = aws.parseArn(Arn)", "url = parseURL(Endpoint)"],
        &[
            "!`{Arn}` is no ARN",
            "{url#scheme}://{arn#resourceId[1]}.{url#authority}{url#path}\n\
             sigv4a name=s3 regions=* once\n\
             sigv4 region={arn#region}\n\
             x-amz-account-id: {arn#accountId}",
            "{url#normalizedPath}{{{Flag}}}",
        ],
        &[[2, -2, -3], [1, 0, -1]],
    )
    .defaults(&[("Flag", "false")]);
    let arn = ("Arn", "arn:aws:s3:eu-west-1:123:accesspoint/name");
    let resolved = RULES.resolve(&Given(&[arn, ("Endpoint", "http://h:1/p")]));
    let expected = ResolvedEndpoint {
        url: "http://name.h:1/p".to_owned(),
        auth_schemes: vec![
            AuthScheme {
                scheme: "sigv4a".to_owned(),
                signing_name: Some("s3".to_owned()),
                signing_region_set: Some("*".to_owned()),
                disable_double_encoding: true,
                ..AuthScheme::default()
            },
            AuthScheme {
                scheme: "sigv4".to_owned(),
                signing_region: Some("eu-west-1".to_owned()),
                ..AuthScheme::default()
            },
        ],
        headers: vec![("x-amz-account-id".to_owned(), "123".to_owned())],
    };
    assert_eq!(resolved, Ok(expected));
    let error = RULES.resolve(&Given(&[("Arn", "x")])).map_err(|error| error.to_string());
    assert_eq!(error, Err("`x` is no ARN".to_owned()));
    let other = RULES.resolve(&Given(&[arn])).map(|it| it.url);
    assert_eq!(other, Ok("{false}".to_owned()));
}
