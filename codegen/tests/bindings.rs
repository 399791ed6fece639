//! Operations: bindings, wire names, arguments of the attribute, and notes.

mod support;

use support::{
    ZOO, attribute, error, inside, item, model, nested, notes, operation, service, text,
};

#[test]
fn every_binding_is_an_attribute() {
    let members = r#"
        "zooId": {"target": "smithy.api#String", "traits": {"smithy.api#httpLabel": {}, "smithy.api#required": {}}},
        "key": {"target": "smithy.api#String", "traits": {"smithy.api#httpLabel": {}, "smithy.api#required": {}}},
        "limit": {"target": "smithy.api#Integer", "traits": {"smithy.api#httpQuery": "limit"}},
        "token": {"target": "smithy.api#String", "traits": {"smithy.api#httpQuery": "next-token"}},
        "rest": {"target": "a.zoo#Map", "traits": {"smithy.api#httpQueryParams": {}}},
        "acl": {"target": "smithy.api#String", "traits": {"smithy.api#httpHeader": "x-amz-acl"}},
        "meta": {"target": "a.zoo#Map", "traits": {"smithy.api#httpPrefixHeaders": "x-amz-meta-"}},
        "name": {"target": "smithy.api#String", "traits": {"smithy.api#jsonName": "Name", "smithy.api#required": {}}},
        "type": {"target": "smithy.api#String"}"#;
    let map = r#""a.zoo#Map": {"type": "map", "key": {"target": "smithy.api#String"}, "value": {"target": "smithy.api#String"}}"#;
    let shapes =
        format!("{}, {map}", operation("PUT", "/zoos/{zooId}/{key+}?mode=import", members));
    assert_eq!(
        inside(&text(&model(&shapes)), "Do"),
        "pub zoo_id: String, pub key: String, #[query] pub limit: Option<i32>, \
         #[query(\"next-token\")] pub token: Option<String>, \
         #[query_params] pub rest: Option<BTreeMap<String, String>>, \
         #[header(\"x-amz-acl\")] pub acl: Option<String>, \
         #[prefix_headers(\"x-amz-meta-\")] pub meta: Option<BTreeMap<String, String>>, \
         #[body(\"Name\")] pub name: String, pub r#type: Option<String>,"
    );
}

#[test]
fn body_members_have_an_attribute_if_the_method_usually_has_no_body() {
    let members = r#""a": {"target": "smithy.api#String"},
        "b": {"target": "smithy.api#String", "traits": {"smithy.api#jsonName": "B"}}"#;
    for (method, expected) in [
        ("POST", "pub a: Option<String>, #[body(\"B\")] pub b: Option<String>,"),
        ("PATCH", "pub a: Option<String>, #[body(\"B\")] pub b: Option<String>,"),
        ("DELETE", "#[body] pub a: Option<String>, #[body(\"B\")] pub b: Option<String>,"),
        ("GET", "#[body] pub a: Option<String>, #[body(\"B\")] pub b: Option<String>,"),
    ] {
        let text = text(&model(&operation(method, "/do", members)));
        assert_eq!(inside(&text, "Do"), expected, "{method}");
    }
}

#[test]
fn a_member_of_the_body_that_is_named_like_a_label_is_marked() {
    let members = r#""id": {"target": "smithy.api#String", "traits": {"smithy.api#httpLabel": {}}},
        "ID": {"target": "smithy.api#String", "traits": {"smithy.api#jsonName": "id"}}"#;
    let text = text(&model(&operation("POST", "/do/{id}", members)));
    assert_eq!(inside(&text, "Do"), "pub id: String, #[body(\"id\")] pub id_2: Option<String>,");
}

#[test]
fn rename_all_is_the_case_with_the_fewest_attributes() {
    let members = r#""Id": {"target": "smithy.api#String", "traits": {"smithy.api#httpLabel": {}}},
        "Name": {"target": "smithy.api#String"}, "URL": {"target": "smithy.api#String"}"#;
    let text = text(&model(&operation("POST", "/do/{Id}", members)));
    assert_eq!(
        attribute(&text, "Do"),
        r#"#[aws_operation(method = "POST", uri = "/do/{Id}", rename_all = "PascalCase")]"#
    );
    assert_eq!(
        inside(&text, "Do"),
        "pub id: String, pub name: Option<String>, #[body(\"URL\")] pub url: Option<String>,"
    );
}

#[test]
fn traits_of_an_operation_are_arguments() {
    for (traits, rest, expected) in [
        ("", "", ""),
        (r#""smithy.api#auth": []"#, "", r#", auth = "none""#),
        (r#""smithy.api#optionalAuth": {}"#, "", r#", auth = "none""#),
        (r#""smithy.api#endpoint": {"hostPrefix": "a."}"#, "", r#", host_prefix = "a.""#),
        (r#""smithy.api#httpChecksumRequired": {}"#, "", ", http_checksum_required"),
        (
            r#""aws.protocols#httpChecksum": {"requestChecksumRequired": true}"#,
            "",
            ", http_checksum(request, required)",
        ),
        (
            r#""aws.protocols#httpChecksum": {"requestAlgorithmMember": "a", "requestChecksumRequired": false}"#,
            "",
            ", http_checksum(request)",
        ),
        (
            r#""aws.protocols#httpChecksum": {"requestValidationModeMember": "m", "responseAlgorithms": ["CRC32"]}"#,
            "",
            ", http_checksum(response)",
        ),
        (
            r#""aws.protocols#httpChecksum": {"requestAlgorithmMember": "a", "requestChecksumRequired": true, "responseAlgorithms": ["CRC32"]}, "smithy.api#httpChecksumRequired": {}"#,
            "",
            ", http_checksum(request, required, response)",
        ),
        (r#""aws.protocols#httpChecksum": {}"#, "", ""),
        (
            r#""smithy.api#requestCompression": {"encodings": ["gzip"]}"#,
            "",
            r#", request_compression = "gzip""#,
        ),
        (r#""smithy.api#requestCompression": {"encodings": ["br"]}"#, "", ""),
        (r#""smithy.api#waitable": {}, "some.other#trait": 1"#, "", ""),
    ] {
        let shapes = format!(
            r#""a.zoo#Do": {{"type": "operation"{rest}, "traits": {{
                "smithy.api#http": {{"method": "GET", "uri": "/do"}}, {traits} "x#y": {{}}}}}}"#,
            traits = if traits.is_empty() { String::new() } else { format!("{traits},") }
        );
        assert_eq!(
            attribute(&text(&model(&shapes)), "Do"),
            format!(r#"#[aws_operation(method = "GET", uri = "/do"{expected})]"#),
            "{traits}"
        );
    }
}

#[test]
fn what_the_runtime_does_not_support_is_noted() {
    let stream = r#""a.zoo#Bytes": {"type": "blob", "traits": {"smithy.api#streaming": {}}}"#;
    let with = |operation: &str| {
        let shapes = format!(
            r#""a.zoo#Do": {{"type": "operation", {operation} "smithy.api#http": {{"method": "POST", "uri": "/"}}}}}}, {stream},
            "a.zoo#In": {{"type": "structure", "members": {{"body": {{"target": "a.zoo#Bytes", "traits": {{"smithy.api#httpPayload": {{}}, "smithy.api#required": {{}}}}}}}}}}"#
        );
        model(&shapes)
    };
    for (operation, expected) in [
        (r#""traits": {"#, vec![]),
        (r#""input": {"target": "a.zoo#In"}, "traits": {"#, vec![]),
        (r#""traits": {"aws.protocols#httpChecksum": {"requestChecksumRequired": true},"#, vec![]),
        (
            r#""errors": [{"target": "a.other#Gone"}], "traits": {"#,
            vec![
                "`Do`: its error `a.other#Gone` is not in the model; it is decoded as an unmodelled error",
            ],
        ),
        (r#""traits": {"aws.auth#unsignedPayload": {},"#, vec![]),
        (
            r#""traits": {"smithy.api#auth": ["smithy.api#httpBearerAuth"],"#,
            vec![
                "`Do`: it authenticates with smithy.api#httpBearerAuth, which is not supported; its requests are signed with SigV4 instead",
            ],
        ),
        (
            r#""traits": {"smithy.api#httpChecksumRequired": {},"#,
            vec!["`Do`: it needs the feature `md5` of `aws-operation`"],
        ),
        (r#""traits": {"aws.api#clientDiscoveredEndpoint": {"required": false},"#, vec![]),
        (
            r#""traits": {"aws.api#clientDiscoveredEndpoint": {"required": true},"#,
            vec![
                "`Do`: it requires endpoint discovery, which is not supported; call `DescribeEndpoints`, and then `Do` with `Client::with_endpoint_url` at the address that it returns",
            ],
        ),
    ] {
        assert_eq!(notes(&with(operation)), expected, "{operation}");
    }
}

/// A stream can be read once, so a structure that has one can be neither cloned nor compared.
#[test]
fn a_payload_of_streaming_bytes_is_a_byte_stream() {
    let with = |required: &str, default: &str| {
        model(&format!(
            r#""a.zoo#Bytes": {{"type": "blob", "traits": {{"smithy.api#streaming": {{}}}}}},
            "a.zoo#Do": {{"type": "operation", "input": {{"target": "a.zoo#In"}}, "output": {{"target": "a.zoo#Out"}},
                "errors": [{{"target": "a.zoo#Bad"}}], "traits": {{"smithy.api#http": {{"method": "POST", "uri": "/"}}}}}},
            "a.zoo#In": {{"type": "structure", "members": {{"body": {{"target": "a.zoo#Bytes",
                "traits": {{"smithy.api#httpPayload": {{}}{required}}}}}}}}},
            "a.zoo#Out": {{"type": "structure", "members": {{"body": {{"target": "a.zoo#Bytes",
                "traits": {{"smithy.api#httpPayload": {{}}{default}}}}}}}}},
            "a.zoo#Bad": {{"type": "structure", "members": {{"body": {{"target": "a.zoo#Bytes",
                "traits": {{"smithy.api#httpPayload": {{}}}}}}}}, "traits": {{"smithy.api#error": "client"}}}}"#
        ))
    };
    let default = |value: &str| format!(r#", "smithy.api#default": {value}"#);
    for (required, default, input, output) in [
        ("", String::new(), "Option<ByteStream>", "Option<ByteStream>"),
        (r#", "smithy.api#required": {}"#, default("\"\""), "ByteStream", "ByteStream"),
    ] {
        let text = text(&with(required, &default));
        assert_eq!(inside(&text, "Do"), format!("#[payload] pub body: {input},"));
        assert_eq!(inside(&text, "Out"), format!("#[payload] pub body: {output},"));
        for name in ["Do", "Out"] {
            let derives = "#[derive(Debug, Default)]\npub struct ";
            assert!(text.contains(&format!("{derives}{name} {{")), "{name}: {text}");
        }
        // Errors are read into memory.
        assert_eq!(inside(&text, "Bad"), "#[payload] pub body: Option<Blob>,");
        assert!(text.contains("#[derive(Debug, Clone, Default, PartialEq)]\npub struct Bad {"));
        assert!(text.contains("use aws_operation::{Blob, ByteStream, "), "{text}");
    }
    let wrong = error(&with("", &default(r#""eA==""#)));
    assert!(wrong.contains("its default \"eA==\" does not match its type"), "{wrong}");
}

#[test]
fn the_service_constant_has_the_traits_of_the_service() {
    let do_ = operation("POST", "/", "");
    let protocol = r#""aws.protocols#restJson1": {}"#;
    let sigv4 = r#""aws.auth#sigv4": {"name": "zoo"}"#;
    for (traits, expected) in [
        (
            ZOO.to_owned(),
            r#"ZOO: Service = Service::new("zoo").service_id("Zoo").endpoint_prefix("zoo");"#,
        ),
        (
            format!(r#"{protocol}, {sigv4}, "aws.api#service": {{"sdkId": "zoo"}}"#),
            r#"ZOO: Service = Service::new("zoo");"#,
        ),
        (
            format!(
                r#"{protocol}, {sigv4}, "aws.api#service": {{"sdkId": "My Zoo", "arnNamespace": "arn"}}"#
            ),
            r#"MY_ZOO: Service = Service::new("zoo").service_id("My Zoo").endpoint_prefix("arn");"#,
        ),
        (
            format!(r#"{protocol}, "aws.api#service": {{"sdkId": "My Zoo"}}"#),
            r#"MY_ZOO: Service = Service::new("myzoo").service_id("My Zoo");"#,
        ),
        (
            format!(r#"{protocol}, {sigv4}, "aws.api#service": {{"sdkId": "API Gateway"}}"#),
            r#"API_GATEWAY: Service = Service::new("zoo").service_id("API Gateway").header("accept", "application/json");"#,
        ),
    ] {
        let text = text(&service(&do_, &traits, ""));
        let line: Vec<&str> = text
            .lines()
            .skip_while(|line| !line.starts_with("pub const "))
            .take_while(|line| !line.is_empty())
            .map(str::trim)
            .collect();
        assert_eq!(line.concat(), format!("pub const {expected}"), "{traits}");
    }
    let bearer = format!(r#"{protocol}, "smithy.api#httpBearerAuth": {{}}"#);
    assert_eq!(
        notes(&service(&do_, &bearer, "")),
        [
            "`Zoo` authenticates with smithy.api#httpBearerAuth, which is not supported; requests are signed as `zoo`"
        ]
    );
}

#[test]
fn glacier_has_headers_that_its_model_lacks() {
    let glacier = r#""aws.protocols#restJson1": {}, "aws.auth#sigv4": {"name": "glacier"}, "aws.api#service": {"sdkId": "Glacier"}"#;
    let members = r#""accountId": {"target": "smithy.api#String", "traits": {"smithy.api#httpLabel": {}, "smithy.api#required": {}}}"#;
    let shapes =
        operation("POST", "/{accountId}", members).replace("a.zoo#Do\"", "a.zoo#UploadArchive\"");
    let text = text(&service(&shapes, glacier, ""));
    assert_eq!(inside(&text, "UploadArchive"), "#[default(\"-\")] pub account_id: String,");
    assert!(attribute(&text, "UploadArchive").ends_with(", sha256_tree_hash)]"), "{text}");
    assert!(text.contains(r#".header("x-amz-glacier-version", "2020-02-20")"#), "{text}");
}

#[test]
fn unsigned_payload_is_omitted_if_requests_are_unsigned() {
    let with = |traits: &str| {
        let unsigned = r#""traits": {"aws.auth#unsignedPayload": {}, "#.to_owned() + traits;
        let shapes = operation("POST", "/", "").replace(r#""traits": {"#, &unsigned);
        attribute(&text(&model(&shapes)), "Do")
    };
    assert!(with("").ends_with(", unsigned_payload)]"), "{}", with(""));
    let none = with(r#""smithy.api#auth": [], "#);
    assert!(none.ends_with(r#", auth = "none")]"#), "{none}");
}

#[test]
fn operations_of_s3_whose_responses_stall_have_no_stalled_stream() {
    for (sdk_id, name, is_marked) in [
        ("S3", "CopyObject", true),
        ("S3", "CompleteMultipartUpload", true),
        ("S3", "UploadPartCopy", true),
        ("S3", "PutObject", false),
        ("Zoo", "CopyObject", false),
    ] {
        let traits =
            format!(r#""aws.protocols#restXml": {{}}, "aws.api#service": {{"sdkId": "{sdk_id}"}}"#);
        let shapes = operation("POST", "/", "").replace("a.zoo#Do\"", &format!("a.zoo#{name}\""));
        let attribute = attribute(&text(&service(&shapes, &traits, "")), name);
        assert_eq!(attribute.ends_with(", no_stalled_stream)]"), is_marked, "{attribute}");
    }
}

#[test]
fn the_expires_of_s3_may_be_anything_in_a_response() {
    let expires = r#""Expires": {"target": "smithy.api#Timestamp", "traits": {"smithy.api#httpHeader": "Expires"}}"#;
    let shapes = operation("POST", "/", expires)
        .replace(r#""input":"#, r#""output": {"target": "a.zoo#DoOutput"}, "input":"#)
        + &format!(r#", "a.zoo#DoOutput": {{"type": "structure", "members": {{{expires}}}}}"#);
    for (sdk_id, ty) in [("S3", "String"), ("Zoo", "Timestamp")] {
        let service_traits =
            format!(r#""aws.protocols#restXml": {{}}, "aws.api#service": {{"sdkId": "{sdk_id}"}}"#);
        let text = text(&service(&shapes, &service_traits, ""));
        let input = "#[header(\"Expires\")] pub expires: Option<Timestamp>,";
        assert_eq!(inside(&text, "Do"), input, "{sdk_id}");
        let output = format!("#[header(\"Expires\")] pub expires: Option<{ty}>,");
        assert_eq!(inside(&text, "DoOutput"), output, "{sdk_id}");
    }
}

#[test]
fn operations_of_resources_belong_to_the_service() {
    let http = r#""traits": {"smithy.api#http": {"method": "GET", "uri": "/"}}"#;
    let operations: Vec<String> = ["Create", "Read", "Collect", "Feed", "Inner"]
        .iter()
        .map(|name| format!(r#""a.zoo#{name}": {{"type": "operation", {http}}}"#))
        .collect();
    let shapes = format!(
        r#"{},
        "a.zoo#Animal": {{"type": "resource", "create": {{"target": "a.zoo#Create"}},
            "read": {{"target": "a.zoo#Read"}}, "operations": [{{"target": "a.zoo#Feed"}}],
            "collectionOperations": [{{"target": "a.zoo#Collect"}}],
            "resources": [{{"target": "a.zoo#Paw"}}]}},
        "a.zoo#Paw": {{"type": "resource", "list": {{"target": "a.zoo#Inner"}},
            "resources": [{{"target": "a.zoo#Animal"}}]}}"#,
        operations.join(", ")
    );
    let model = service(&shapes, ZOO, r#", "resources": [{"target": "a.zoo#Animal"}]"#);
    let mut value: serde_json::Value = serde_json::from_str(&model).expect("a model");
    value["shapes"]["a.zoo#Zoo"]["operations"] = serde_json::json!([]);
    let text = text(&value.to_string());
    let names: Vec<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("pub struct ")?.strip_suffix(" {}"))
        .collect();
    assert_eq!(names, ["Collect", "Create", "Feed", "Inner", "Read"]);
}

#[test]
fn bindings_count_on_the_top_level_only() {
    let bound = r#""requestId": {"target": "smithy.api#String", "traits": {"smithy.api#httpHeader": "x-id"}},
        "status": {"target": "smithy.api#Integer", "traits": {"smithy.api#httpResponseCode": {}}}"#;
    let shapes = nested(bound).replace("\"a.zoo#DoOutput\"", "\"a.zoo#Wrapper\"")
        + r#", "a.zoo#Other": {"type": "operation", "output": {"target": "a.zoo#Nested"},
            "traits": {"smithy.api#http": {"method": "POST", "uri": "/other"}}}"#;
    let text = text(&model(&shapes));
    assert_eq!(
        item(&text, "Nested").lines().next(),
        Some("#[aws_structure]"),
        "what stands in documents keeps the name"
    );
    assert_eq!(inside(&text, "Nested"), "pub request_id: Option<String>, pub status: Option<i32>,");
    assert_eq!(item(&text, "OtherOutput").lines().next(), Some("#[aws_output]"));
    assert_eq!(
        inside(&text, "OtherOutput"),
        "#[header(\"x-id\")] pub request_id: Option<String>, #[response_code] pub status: Option<i32>,"
    );
}
