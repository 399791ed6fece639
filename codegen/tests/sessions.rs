//! Buckets of S3 Express: the generated rules have sessions, and the operation that creates a session
//! is called without one.

mod support;

use support::{ZOO, service, text};

#[test]
fn rules_with_buckets_of_s3_express_have_sessions() {
    let operation = r#""a.zoo#CreateSession": {"type": "operation", "traits": {
        "smithy.api#http": {"method": "GET", "uri": "/?session"},
        "smithy.rules#staticContextParams": {
            "DisableSessions": {"value": true},
            "Unknown": {"value": true}
        }}}"#;
    let rules = |scheme: &str| {
        format!(
            r#""smithy.rules#clientContextParams": {{
                "DisableSessions": {{"type": "boolean", "documentation": "no sessions"}}}},
            "smithy.rules#endpointRuleSet": {{"version": "1.0",
                "parameters": {{"DisableSessions": {{"type": "boolean"}}}},
                "rules": [
                    {{"type": "endpoint",
                      "conditions": [{{"fn": "isSet", "argv": [{{"ref": "DisableSessions"}}]}}],
                      "endpoint": {{"url": "https://a.example.com"}}}},
                    {{"type": "endpoint", "conditions": [],
                      "endpoint": {{"url": "https://b.example.com", "properties": {{"authSchemes": [
                          {{"name": "{scheme}", "signingName": "zoo"}}]}}}}}}]}}"#
        )
    };
    let of = |scheme: &str| text(&service(operation, &format!("{ZOO}, {}", rules(scheme)), ""));
    let express = of("sigv4-s3express");
    assert!(express.contains("\n)\n.s3_express_sessions();\n"), "{express}");
    // The configuration sets the parameter, and the operation overrides it.
    assert!(express.contains("static_context_params(DisableSessions = true)"), "{express}");
    assert!(!of("sigv4").contains("s3_express_sessions"));
}
