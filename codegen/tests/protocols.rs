//! What is generated from the same model for each protocol.

mod support;

use aws_operation_codegen::{Model, Selection, plan, render};
use support::{
    attribute, error, inside, item, nested, one_line, operation, service, speaking, text, text_of,
};

const AWS_JSON: &str = "aws.protocols#awsJson1_0";
const REST_JSON: &str = "aws.protocols#restJson1";
const REST_XML: &str = "aws.protocols#restXml";
const AWS_QUERY: &str = "aws.protocols#awsQuery";
const EC2_QUERY: &str = "aws.protocols#ec2Query";
const CBOR: &str = "smithy.protocols#rpcv2Cbor";

/// An operation `Feed` with input, output and an error.
const FEED: &str = r#"
    "a.zoo#Feed": {"type": "operation", "input": {"target": "a.zoo#FeedInput"},
        "output": {"target": "a.zoo#FeedOutput"}, "errors": [{"target": "a.zoo#Full"}],
        "traits": {"smithy.api#http": {"method": "GET", "uri": "/feed/{Name}"}}},
    "a.zoo#FeedInput": {"type": "structure", "members": {
        "Name": {"target": "smithy.api#String",
            "traits": {"smithy.api#required": {}, "smithy.api#httpLabel": {}}},
        "Meal": {"target": "smithy.api#String", "traits": {"smithy.api#httpQuery": "Meal"}},
        "Keeper": {"target": "smithy.api#String",
            "traits": {"smithy.api#httpPayload": {}, "smithy.api#required": {}}}}},
    "a.zoo#FeedOutput": {"type": "structure", "members": {
        "Left": {"target": "smithy.api#Integer", "traits": {"smithy.api#httpHeader": "x-left"}}}},
    "a.zoo#Full": {"type": "structure", "members": {}, "traits": {
        "smithy.api#error": "client",
        "aws.protocols#awsQueryError": {"code": "Zoo.Full", "httpResponseCode": 400}}}"#;

#[test]
fn without_http_bindings_all_members_are_in_the_body() {
    for (protocol, name) in [
        (AWS_JSON, "awsJson1_0"),
        ("aws.protocols#awsJson1_1", "awsJson1_1"),
        (AWS_QUERY, "awsQuery"),
        (EC2_QUERY, "ec2Query"),
        (CBOR, "rpcv2Cbor"),
    ] {
        let text = text_of(protocol, FEED);
        let attribute = format!(
            "#[aws_operation(protocol = \"{name}\", rename_all = \"PascalCase\",\n    \
             output = FeedOutput, error = FeedError)]\n"
        );
        assert!(item(&text, "Feed").starts_with(&attribute), "{text}");
        assert_eq!(
            inside(&text, "Feed"),
            "pub name: String, pub meal: Option<String>, pub keeper: String,"
        );
        assert_eq!(
            item(&text, "FeedOutput"),
            "#[aws_structure(rename_all = \"PascalCase\")]\n\
             #[derive(Debug, Clone, Default, PartialEq)]\n\
             pub struct FeedOutput {\n    pub left: Option<i32>,\n}",
        );
    }
}

#[test]
fn rest_xml_has_the_http_bindings() {
    let text = text_of(REST_XML, FEED);
    assert_eq!(
        attribute(&text, "Feed"),
        "#[aws_operation(protocol = \"restXml\", method = \"GET\", uri = \"/feed/{Name}\", \
         output = FeedOutput, error = FeedError, rename_all = \"PascalCase\")]"
    );
    assert_eq!(
        inside(&text, "Feed"),
        "pub name: String, #[query] pub meal: Option<String>, #[payload] pub keeper: String,"
    );
    assert!(item(&text, "FeedOutput").starts_with("#[aws_output]"), "{text}");
    let plain = text_of(REST_JSON, FEED);
    assert!(!plain.contains("protocol"), "restJson1 is the default: {plain}");
}

#[test]
fn an_operation_is_three_lines_of_attribute_at_most() {
    let long = "L".repeat(60);
    for name in ["Do", &"N".repeat(30), &long] {
        let shapes = FEED.replace("Feed", name);
        let item = item(&text_of("aws.protocols#awsJson1_1", &shapes), name);
        let lines = item.lines().take_while(|line| !line.starts_with("#[derive"));
        assert!(lines.clone().count() <= 3, "{item}");
        assert!(lines.into_iter().all(|line| line.len() <= 100), "{item}");
    }
}

#[test]
fn the_name_of_an_operation_is_written_if_the_struct_has_another() {
    // `Service` is a name of the runtime.
    let shapes = r#""a.zoo#Service": {"type": "operation"}"#;
    assert_eq!(
        attribute(&text_of(AWS_JSON, shapes), "ServiceOperation"),
        r#"#[aws_operation(protocol = "awsJson1_0", name = "Service")]"#
    );
    assert_eq!(
        attribute(&text_of(AWS_JSON, &shapes.replace("Service", "Do")), "Do"),
        r#"#[aws_operation(protocol = "awsJson1_0")]"#
    );
}

#[test]
fn a_host_label_and_other_traits_of_operations_count_in_every_protocol() {
    let shapes = r#"
        "a.zoo#Do": {"type": "operation", "input": {"target": "a.zoo#In"}, "traits": {
            "smithy.api#endpoint": {"hostPrefix": "{name}."},
            "smithy.api#requestCompression": {"encodings": ["gzip"]},
            "smithy.api#auth": []}},
        "a.zoo#In": {"type": "structure", "members": {"name": {"target": "smithy.api#String",
            "traits": {"smithy.api#required": {}, "smithy.api#hostLabel": {}}}}}"#;
    let text = text_of(AWS_QUERY, shapes);
    assert_eq!(
        attribute(&text, "Do"),
        "#[aws_operation(protocol = \"awsQuery\", host_prefix = \"{name}.\", auth = \"none\", \
         request_compression = \"gzip\")]"
    );
    assert_eq!(inside(&text, "Do"), "#[host_label] pub name: String,");
}

/// Smithy 2.0, Smithy RPC v2 CBOR protocol, "Requests": without an input there is no body; an input
/// without members is an empty map.
#[test]
fn a_request_of_cbor_without_an_input_is_a_unit_struct() {
    let without = r#""a.zoo#Do": {"type": "operation"}"#.to_owned();
    let unit = r#""a.zoo#Do": {"type": "operation", "input": {"target": "smithy.api#Unit"}}"#;
    let empty = operation("POST", "/", "");
    for (protocol, shapes, expected) in [
        (CBOR, &without, "pub struct Do;"),
        (CBOR, &unit.to_owned(), "pub struct Do;"),
        (CBOR, &empty, "pub struct Do {}"),
        (AWS_JSON, &without, "pub struct Do {}"),
        (AWS_JSON, &empty, "pub struct Do {}"),
    ] {
        let text = text_of(protocol, shapes);
        assert!(text.ends_with(&format!("{expected}\n")), "{text}");
    }
}

/// The macros know a host label by its wire name.
#[test]
fn a_host_prefix_has_the_wire_names_of_its_labels() {
    let of = |traits: &str| {
        format!(
            r#"
            "a.zoo#Do": {{"type": "operation", "input": {{"target": "a.zoo#In"}}, "traits": {{
                "smithy.api#http": {{"method": "GET", "uri": "/"}},
                "smithy.api#endpoint": {{"hostPrefix": "{{name}}.{{nameless}}."}}}}}},
            "a.zoo#In": {{"type": "structure", "members": {{"name": {{
                "target": "smithy.api#String", "traits": {{{traits}
                    "smithy.api#required": {{}}, "smithy.api#hostLabel": {{}}}}}}}}}}"#
        )
    };
    for (protocol, traits, expected) in [
        (REST_XML, r#""smithy.api#httpHeader": "x-name","#, "{x-name}"),
        (REST_JSON, r#""smithy.api#jsonName": "jay","#, "{jay}"),
        (EC2_QUERY, "", "{Name}"),
        (AWS_JSON, r#""smithy.api#httpHeader": "x-name","#, "{name}"),
    ] {
        let attribute = attribute(&text_of(protocol, &of(traits)), "Do");
        let says = format!("host_prefix = \"{expected}.{{nameless}}.\"");
        assert!(attribute.contains(&says), "{attribute}");
    }
}

#[test]
fn a_header_that_every_client_writes_is_left_out() {
    let members = r#"
        "Length": {"target": "smithy.api#Long", "traits": {
            "smithy.api#httpHeader": "Content-Length"}},
        "Type": {"target": "smithy.api#String", "traits": {
            "smithy.api#httpHeader": "Content-Type"}}"#;
    let model = service(&operation("PUT", "/", members), &speaking(REST_XML), "");
    assert_eq!(
        inside(&text(&model), "Do"),
        "#[header(\"Content-Type\")] pub r#type: Option<String>,"
    );
    assert_eq!(
        support::notes(&model),
        [
            "`DoInput`: its member `Length` is omitted, because the client always writes the header `Content-Length` itself"
        ]
    );
    // Without HTTP bindings it is a member like others.
    let text = text_of(AWS_QUERY, &operation("PUT", "/", members));
    assert_eq!(inside(&text, "Do"), "pub length: Option<i64>, pub r#type: Option<String>,");
}

#[test]
fn the_service_says_what_its_protocol_needs() {
    let do_ = operation("POST", "/", "");
    let namespace =
        r#", "smithy.api#xmlNamespace": {"uri": "https://zoo.example.org/doc/", "prefix": "z"}"#;
    for (protocol, expected) in [
        (REST_JSON, ""),
        (AWS_JSON, r#".target_prefix("Zoo")"#),
        ("aws.protocols#awsJson1_1", r#".target_prefix("Zoo")"#),
        (CBOR, r#".target_prefix("Zoo")"#),
        (AWS_QUERY, r#".api_version("2020-02-20")"#),
        (EC2_QUERY, r#".api_version("2020-02-20")"#),
        (REST_XML, r#".xml_namespace("z https://zoo.example.org/doc/")"#),
    ] {
        let traits = speaking(protocol) + namespace;
        let text = text(&service(&do_, &traits, ""));
        let (_, constant) = text.split_once("pub const ZOO: Service =").expect("a constant");
        let (constant, _) = constant.split_once(';').expect("an end");
        let calls: Vec<&str> = constant.lines().map(str::trim).collect();
        let usual = r#"Service::new("zoo").service_id("Zoo").endpoint_prefix("zoo")"#;
        assert_eq!(calls.concat(), format!("{usual}{expected}"), "{protocol}");
    }
    let compatible = speaking(AWS_JSON) + r#", "aws.protocols#awsQueryCompatible": {}"#;
    let text = text(&service(&do_, &compatible, ""));
    assert!(text.contains("\n    .target_prefix(\"Zoo\")\n    .query_compatible();\n"), "{text}");
    let sigv4 = r#", "aws.auth#sigv4": {"name": "s3"}"#;
    let text = self::text(&service(&do_, &(speaking(REST_XML) + sigv4), ""));
    assert!(text.contains("\n    .s3_signing();\n"), "{text}");
}

#[test]
fn a_form_needs_the_services_version() {
    let model = service(&operation("POST", "/", ""), &speaking(AWS_QUERY), "");
    assert_eq!(
        error(&model.replace(r#""version": "2020-02-20","#, "")),
        "`a.zoo#Zoo`: the service has no version, but awsQuery requires one; add `version`"
    );
}

#[test]
fn an_error_has_the_code_that_its_protocol_sends() {
    let compatible = speaking(AWS_JSON) + r#", "aws.protocols#awsQueryCompatible": {}"#;
    for (traits, code) in [
        (speaking(AWS_QUERY), "#[code(\"Zoo.Full\")] "),
        (speaking(EC2_QUERY), "#[code(\"Zoo.Full\")] "),
        (compatible, "#[code(\"Zoo.Full\")] "),
        (speaking(AWS_JSON), ""),
        (speaking(REST_XML), ""),
        (speaking(CBOR), ""),
    ] {
        assert_eq!(
            inside(&text(&service(FEED, &traits, "")), "FeedError"),
            format!("{code}Full(Full), Other(ServiceError),"),
            "{traits}"
        );
    }
}

#[test]
fn of_two_errors_with_one_code_the_first_is_read() {
    let shapes = FEED.replace(
        r#""errors": [{"target": "a.zoo#Full"}]"#,
        r#""errors": [{"target": "a.zoo#Full"}, {"target": "a.zoo#Stuffed"}]"#,
    ) + r#", "a.zoo#Stuffed": {"type": "structure", "members": {}, "traits": {
        "smithy.api#error": "client", "aws.protocols#awsQueryError": {"code": "Zoo.Full"}}}"#;
    let model = service(&shapes, &speaking(AWS_QUERY), "");
    assert_eq!(
        inside(&text(&model), "FeedError"),
        "#[code(\"Zoo.Full\")] Full(Full), Other(ServiceError),"
    );
    assert_eq!(
        support::notes(&model),
        ["`Feed`: its errors `Full` and `Stuffed` have the same code; both are read as `Full`"]
    );
}

#[test]
fn each_format_has_its_own_trait_for_names() {
    let member = r#""name": {"target": "smithy.api#String", "traits": {
        "smithy.api#jsonName": "jay", "smithy.api#xmlName": "ex",
        "aws.protocols#ec2QueryName": "Two"}}"#;
    for (protocol, expected) in [
        (REST_JSON, "#[body(\"jay\")] pub name: Option<String>,"),
        (AWS_JSON, "pub name: Option<String>,"),
        (CBOR, "pub name: Option<String>,"),
        (REST_XML, "#[body(\"ex\")] pub name: Option<String>,"),
        (AWS_QUERY, "#[body(\"ex\")] pub name: Option<String>,"),
        (EC2_QUERY, "#[body(\"ex\")] #[ec2_query_name(\"Two\")] pub name: Option<String>,"),
    ] {
        assert_eq!(inside(&text_of(protocol, &nested(member)), "Nested"), expected, "{protocol}");
    }
    let union = nested(r#""union": {"target": "a.zoo#Union"}"#)
        + r#", "a.zoo#Union": {"type": "union", "members": {"name": {
            "target": "smithy.api#String", "traits": {"smithy.api#xmlName": "ex"}}}}"#;
    for (protocol, expected) in [
        (AWS_JSON, "Name(String), Unknown(String, Document),"),
        (REST_XML, "#[tag(\"ex\")] Name(String), Unknown(String, Document),"),
    ] {
        assert_eq!(inside(&text_of(protocol, &union), "Union"), expected, "{protocol}");
    }
}

/// Smithy 2.0, AWS EC2 query protocol, "Query key resolution".
#[test]
fn an_ec2_query_name_is_written_if_it_is_not_the_capitalised_wire_name() {
    for (member, traits, in_document, in_request) in [
        ("VpcId", "", "", ""),
        ("vpcId", "", "#[body(\"vpcId\")] ", ""),
        ("VpcId", r#""smithy.api#xmlName": "vpcId""#, "#[body(\"vpcId\")] ", ""),
        (
            "VpcId",
            r#""smithy.api#xmlName": "vpcId", "aws.protocols#ec2QueryName": "VpcId""#,
            "#[body(\"vpcId\")] ",
            "",
        ),
        (
            "VpcId",
            r#""aws.protocols#ec2QueryName": "Vpc.Id""#,
            "`Do`: member `VpcId` of `Nested`: its trait aws.protocols#ec2QueryName has the invalid \
             value `Vpc.Id`; a name starts with a letter or `_`, followed by letters, digits, `_` and `-`; it can have one prefix, followed by `:`",
            "",
        ),
        (
            "VpcId",
            r#""aws.protocols#ec2QueryName": "Vpc""#,
            "#[ec2_query_name(\"Vpc\")] ",
            "#[body(\"Vpc\")] ",
        ),
        (
            "VpcId",
            r#""aws.protocols#ec2QueryName": "vpc", "smithy.api#xmlName": "id""#,
            "#[body(\"id\")] #[ec2_query_name(\"vpc\")] ",
            "#[body(\"id\")] #[ec2_query_name(\"vpc\")] ",
        ),
    ] {
        // Two more members decide the case.
        let members = format!(
            r#""{member}": {{"target": "smithy.api#String", "traits": {{{traits}}}}},
            "Aa": {{"target": "smithy.api#String"}}, "Bb": {{"target": "smithy.api#String"}}"#
        );
        let rest = "pub vpc_id: Option<String>, pub aa: Option<String>, pub bb: Option<String>,";
        let document = service(&nested(&members), &speaking(EC2_QUERY), "");
        if in_document.starts_with('`') {
            assert_eq!(error(&document), in_document);
            continue;
        }
        let shown = inside(&text(&document), "Nested");
        assert_eq!(shown, format!("{in_document}{rest}"), "{traits}");
        // A request is never read: the name that is sent is the only one.
        let request = text_of(EC2_QUERY, &operation("POST", "/", &members));
        assert_eq!(inside(&request, "Do"), format!("{in_request}{rest}"), "{traits}");
    }
}

#[test]
fn a_timestamp_says_its_format_where_the_protocol_has_another() {
    for (protocol, of_date_time, of_epoch_seconds) in [
        (AWS_JSON, "#[timestamp(date_time)] ", ""),
        (CBOR, "", ""),
        (REST_XML, "", "#[timestamp(epoch_seconds)] "),
        (AWS_QUERY, "", "#[timestamp(epoch_seconds)] "),
        (EC2_QUERY, "", "#[timestamp(epoch_seconds)] "),
    ] {
        for (format, expected) in [("date-time", of_date_time), ("epoch-seconds", of_epoch_seconds)]
        {
            let member = format!(
                r#""time": {{"target": "smithy.api#Timestamp",
                    "traits": {{"smithy.api#timestampFormat": "{format}"}}}}"#
            );
            let shown = inside(&text_of(protocol, &nested(&member)), "Nested");
            assert_eq!(shown, format!("{expected}pub time: Option<Timestamp>,"), "{protocol}");
        }
    }
    let header = r#""time": {"target": "smithy.api#Timestamp", "traits": {
        "smithy.api#httpHeader": "x-time", "smithy.api#timestampFormat": "http-date"}}"#;
    assert_eq!(
        inside(&text_of(REST_XML, &operation("GET", "/", header)), "Do"),
        "#[header(\"x-time\")] pub time: Option<Timestamp>,"
    );
}

/// Lists and maps with names and namespaces of their own.
const COLLECTIONS: &str = r#"
    "a.zoo#Plain": {"type": "list", "member": {"target": "smithy.api#String"}},
    "a.zoo#Usual": {"type": "list", "member": {"target": "smithy.api#String",
        "traits": {"smithy.api#xmlName": "member"}}},
    "a.zoo#Tags": {"type": "list", "member": {"target": "smithy.api#String",
        "traits": {"smithy.api#xmlName": "Tag",
            "smithy.api#xmlNamespace": {"uri": "https://tag.example.org"}}}},
    "a.zoo#TagLists": {"type": "list", "member": {"target": "a.zoo#Tags"}},
    "a.zoo#Map": {"type": "map",
        "key": {"target": "smithy.api#String", "traits": {"smithy.api#xmlName": "K"}},
        "value": {"target": "a.zoo#Tags", "traits": {"smithy.api#xmlName": "V",
            "smithy.api#xmlNamespace": {"uri": "https://v.example.org", "prefix": "v"}}}},
    "a.zoo#Maps": {"type": "map", "key": {"target": "smithy.api#String"},
        "value": {"target": "a.zoo#PlainMap"}},
    "a.zoo#PlainMap": {"type": "map", "key": {"target": "smithy.api#String"},
        "value": {"target": "smithy.api#String"}}"#;

#[test]
fn facts_of_xml_are_written_if_they_are_not_the_default() {
    const FLAT: &str = r#""smithy.api#xmlFlattened": {}"#;
    const OWN: &str = r#""smithy.api#xmlNamespace": {"uri": "https://own.example.org"}"#;
    let both = format!("{FLAT}, {OWN}");
    for (target, traits, expected) in [
        ("smithy.api#String", "", ""),
        ("smithy.api#String", FLAT, ""),
        ("smithy.api#String", r#""smithy.api#xmlAttribute": {}"#, "#[xml(attribute)] "),
        ("smithy.api#String", OWN, "#[xml(namespace = \"https://own.example.org\")] "),
        ("a.zoo#Plain", "", ""),
        ("a.zoo#Usual", "", ""),
        ("a.zoo#Plain", FLAT, "#[xml(flattened)] "),
        ("a.zoo#Plain", r#""smithy.api#xmlAttribute": {}"#, ""),
        ("a.zoo#Tags", "", "#[xml(item = \"Tag\", item_namespace = \"https://tag.example.org\")] "),
        // The items are elements of the member's name, in the namespace of the items.
        ("a.zoo#Tags", FLAT, "#[xml(flattened, namespace = \"https://tag.example.org\")] "),
        ("a.zoo#Tags", &both, "#[xml(flattened, namespace = \"https://own.example.org\")] "),
        (
            "a.zoo#TagLists",
            "",
            "#[xml(inner(item = \"Tag\", item_namespace = \"https://tag.example.org\"))] ",
        ),
        (
            "a.zoo#TagLists",
            FLAT,
            "#[xml(flattened, \
             inner(item = \"Tag\", item_namespace = \"https://tag.example.org\"))] ",
        ),
        (
            "a.zoo#Map",
            FLAT,
            "#[xml(flattened, key = \"K\", value = \"V\", \
             value_namespace = \"v https://v.example.org\", \
             inner(item = \"Tag\", item_namespace = \"https://tag.example.org\"))] ",
        ),
        ("a.zoo#Maps", "", ""),
    ] {
        let member = format!(r#""it": {{"target": "{target}", "traits": {{{traits}}}}}"#);
        let shapes = format!("{}, {COLLECTIONS}", nested(&member));
        for protocol in [REST_XML, AWS_QUERY, EC2_QUERY] {
            let shown = one_line(&inside(&text_of(protocol, &shapes), "Nested"));
            let (attributes, _) = shown.split_once("pub it: ").expect("a field");
            assert_eq!(attributes, expected, "{protocol} {target} {traits}");
        }
        for protocol in [REST_JSON, AWS_JSON, CBOR] {
            assert!(inside(&text_of(protocol, &shapes), "Nested").starts_with("pub it: "));
        }
    }
}

#[test]
fn every_member_of_a_body_has_its_facts_of_xml() {
    let list = r#"{"target": "a.zoo#Tags", "traits": {"smithy.api#xmlFlattened": {}}}"#;
    let shapes = format!(
        r#"
        "a.zoo#Do": {{"type": "operation", "input": {{"target": "a.zoo#In"}},
            "output": {{"target": "a.zoo#Out"}}, "errors": [{{"target": "a.zoo#Bad"}}],
            "traits": {{"smithy.api#http": {{"method": "POST", "uri": "/"}}}}}},
        "a.zoo#In": {{"type": "structure", "members": {{"in": {list}, "choice": {{"target": "a.zoo#Choice"}},
            "header": {{"target": "a.zoo#Tags", "traits": {{"smithy.api#httpHeader": "x-tags"}}}}}}}},
        "a.zoo#Out": {{"type": "structure", "members": {{"out": {list}}}}},
        "a.zoo#Bad": {{"type": "structure", "members": {{"bad": {list}}}, "traits": {{"smithy.api#error": "client"}}}},
        "a.zoo#Choice": {{"type": "union", "members": {{"tags": {list}}}}},
        {COLLECTIONS}"#
    );
    let text = text_of(REST_XML, &shapes);
    let fact = "#[xml(flattened, namespace = \"https://tag.example.org\")]";
    assert_eq!(
        inside(&text, "Do"),
        format!(
            "{fact} pub r#in: Option<Vec<String>>, pub choice: Option<Choice>, \
             #[header(\"x-tags\")] pub header: Option<Vec<String>>,"
        )
    );
    for (name, expected) in [
        ("Out", "pub out: Option<Vec<String>>,"),
        ("Bad", "pub bad: Option<Vec<String>>,"),
        ("Choice", "Tags(Vec<String>), Unknown(String, Document),"),
    ] {
        assert_eq!(inside(&text, name), format!("{fact} {expected}"));
    }
}

/// Smithy 2.0, AWS EC2 query protocol: every list of a request is flattened.
#[test]
fn a_list_in_a_request_of_ec2_query_is_flattened_anyway() {
    for (target, traits, expected) in [
        ("a.zoo#Plain", r#""smithy.api#xmlFlattened": {}"#, ""),
        ("a.zoo#Plain", "", ""),
        ("a.zoo#Tags", "", "#[xml(namespace = \"https://tag.example.org\")] "),
        ("a.zoo#PlainMap", r#""smithy.api#xmlFlattened": {}"#, "#[xml(flattened)] "),
    ] {
        let member = format!(r#""it": {{"target": "{target}", "traits": {{{traits}}}}}"#);
        let shapes = format!("{}, {COLLECTIONS}", operation("POST", "/", &member));
        let shown = inside(&text_of(EC2_QUERY, &shapes), "Do");
        assert!(shown.starts_with(&format!("{expected}pub it: ")), "{target}: {shown}");
    }
}

/// Smithy 2.0, XML bindings; AWS restXml protocol.
#[test]
fn the_root_of_a_request_is_written_if_it_is_not_the_default() {
    let body = operation("POST", "/", r#""a": {"target": "smithy.api#String"}"#);
    let renamed = |traits: &str| {
        body.replace(
            r#""a.zoo#DoInput": {"type": "structure","#,
            &format!(r#""a.zoo#DoInput": {{"type": "structure", "traits": {{{traits}}},"#),
        )
    };
    for (protocol, shapes, expected) in [
        (REST_XML, body.clone(), ", xml_name = \"DoInput\""),
        (REST_XML, renamed(r#""smithy.api#xmlName": "Do""#), ", xml_name = \"Do\""),
        // Most services name it so.
        (REST_XML, renamed(r#""smithy.api#xmlName": "DoRequest""#), ""),
        (REST_XML, body.replace("DoInput", "DoRequest"), ""),
        (
            REST_XML,
            renamed(
                r#""smithy.api#xmlName": "DoRequest",
                "smithy.api#xmlNamespace": {"uri": "urn:z"}"#,
            ),
            ", xml_namespace = \"urn:z\"",
        ),
        (REST_XML, operation("POST", "/", ""), ""),
        (
            REST_XML,
            operation(
                "POST",
                "/",
                r#""a": {"target": "smithy.api#String", "traits": {"smithy.api#httpPayload": {}}}"#,
            ),
            "",
        ),
        (AWS_QUERY, body.clone(), ""),
        (EC2_QUERY, renamed(r#""smithy.api#xmlName": "Done""#), ""),
        (REST_JSON, renamed(r#""smithy.api#xmlName": "Done""#), ""),
    ] {
        let attribute = attribute(&text_of(protocol, &shapes), "Do");
        assert_eq!(attribute.contains("xml_"), !expected.is_empty(), "{attribute}");
        assert!(attribute.ends_with(&format!("{expected})]")), "{attribute}");
    }
}

#[test]
fn the_root_of_a_payload_is_written_if_it_is_not_the_structs_name() {
    for (of_member, of_shape, on_field, on_structure) in [
        ("", "", "#[payload] ", "#[aws_structure]"),
        (r#", "smithy.api#xmlName": "Hola""#, "", "#[payload(\"Hola\")] ", "#[aws_structure]"),
        (
            "",
            r#""smithy.api#xmlName": "Hello""#,
            "#[payload] ",
            "#[aws_structure(xml_name = \"Hello\")]",
        ),
        (
            r#", "smithy.api#xmlName": "Hello""#,
            r#""smithy.api#xmlName": "Hello""#,
            "#[payload] ",
            "#[aws_structure(xml_name = \"Hello\")]",
        ),
        (
            r#", "smithy.api#xmlName": "Hola""#,
            r#""smithy.api#xmlName": "Hello", "smithy.api#xmlNamespace": {"uri": "urn:z", "prefix": "z"}"#,
            "#[payload(\"Hola\")] ",
            "#[aws_structure(xml_name = \"Hello\", xml_namespace = \"z urn:z\")]",
        ),
    ] {
        let member = format!(
            r#""it": {{"target": "a.zoo#Payload", "traits": {{"smithy.api#httpPayload": {{}}{of_member}}}}}"#
        );
        let shapes = operation("POST", "/", &member)
            + &format!(
                r#", "a.zoo#Payload": {{"type": "structure", "members": {{
                    "a": {{"target": "smithy.api#String"}}}}, "traits": {{{of_shape}}}}}"#
            );
        let text = text_of(REST_XML, &shapes);
        assert_eq!(inside(&text, "Do"), format!("{on_field}pub it: Option<Payload>,"));
        assert_eq!(attribute(&text, "Payload"), on_structure);
        let json = text_of(REST_JSON, &shapes);
        assert_eq!(inside(&json, "Do"), "#[payload] pub it: Option<Payload>,");
        assert_eq!(attribute(&json, "Payload"), "#[aws_structure]");
    }
    // Rust has an `Option` of its own, so the struct gets another name.
    let member = r#""it": {"target": "a.zoo#Option", "traits": {"smithy.api#httpPayload": {}}}"#;
    let shapes = operation("POST", "/", member)
        + r#", "a.zoo#Option": {"type": "structure", "members": {}}"#;
    assert_eq!(
        attribute(&text_of(REST_XML, &shapes), "OptionShape"),
        "#[aws_structure(xml_name = \"Option\")]"
    );
}

#[test]
fn the_root_of_a_union_payload_is_written_on_the_member() {
    for (of_member, of_shape, expected) in [
        ("", "", "#[payload]"),
        ("", r#""smithy.api#xmlName": "Hello""#, "#[payload(\"Hello\")]"),
        (r#", "smithy.api#xmlName": "Hola""#, "", "#[payload(\"Hola\")]"),
    ] {
        let member = format!(
            r#""it": {{"target": "a.zoo#Choice", "traits": {{"smithy.api#httpPayload": {{}}{of_member}}}}}"#
        );
        let shapes = operation("POST", "/", &member)
            + &format!(
                r#", "a.zoo#Choice": {{"type": "union", "members": {{
                    "a": {{"target": "smithy.api#String"}}}}, "traits": {{{of_shape}}}}}"#
            );
        let text = text_of(REST_XML, &shapes);
        assert_eq!(inside(&text, "Do"), format!("{expected} pub it: Option<Choice>,"));
    }
}

#[test]
fn an_unwrapped_output_of_s3_is_marked() {
    let shapes = r#"
        "a.zoo#Do": {"type": "operation", "output": {"target": "a.zoo#Out"}, "traits": {
            "smithy.api#http": {"method": "GET", "uri": "/"},
            "aws.customizations#s3UnwrappedXmlOutput": {}}},
        "a.zoo#Out": {"type": "structure", "members": {
            "Place": {"target": "smithy.api#String"}}}"#;
    assert_eq!(
        attribute(&text_of(REST_XML, shapes), "Out"),
        "#[aws_output(rename_all = \"PascalCase\", s3_unwrapped_xml_output)]"
    );
    assert_eq!(
        attribute(&text_of(REST_JSON, shapes), "Out"),
        "#[aws_structure(rename_all = \"PascalCase\")]"
    );
}

#[test]
fn invalid_names_are_errors_in_xml_only() {
    const RULE: &str = "a name starts with a letter or `_`, followed by letters, digits, `_` and \
                        `-`; it can have one prefix, followed by `:`";
    let named = |name: &str| {
        nested(&format!(
            r#""it": {{"target": "smithy.api#String", "traits": {{"smithy.api#xmlName": "{name}"}}}}"#
        ))
    };
    for name in ["", "1a", "a b", "a\\nitem=b", "a:b:c", ":a", "a:", "é", "<a>"] {
        let error = error(&service(&named(name), &speaking(REST_XML), ""));
        assert!(
            error.starts_with(
                "`Do`: member `it` of `Nested`: its trait smithy.api#xmlName has the invalid value `"
            ) && error.ends_with(RULE),
            "{error}"
        );
        // JSON has no use for it.
        text_of(REST_JSON, &named(name));
    }
    for name in ["a", "_a", "xsi:type", "a-b_1"] {
        text_of(REST_XML, &named(name));
    }
    for (namespace, expected) in [
        (r#"{"uri": "a b"}"#, "has the invalid value `a b`; a URI cannot contain white space"),
        (r#"{}"#, "has no `uri`; complete the model"),
        (r#"{"uri": "a", "prefix": "1"}"#, "has the invalid value `1`; a name starts with"),
    ] {
        let shapes = nested(&format!(
            r#""it": {{"target": "smithy.api#String",
                "traits": {{"smithy.api#xmlNamespace": {namespace}}}}}"#
        ));
        let error = error(&service(&shapes, &speaking(REST_XML), ""));
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn streaming_bytes_without_http_bindings_are_a_member_of_the_document() {
    let shapes = format!(
        r#"{}, "a.zoo#Bytes": {{"type": "blob", "traits": {{"smithy.api#streaming": {{}}}}}}"#,
        operation(
            "POST",
            "/",
            r#""body": {"target": "a.zoo#Bytes", "traits": {"smithy.api#httpPayload": {}}}"#
        )
    );
    let text = text_of(AWS_JSON, &shapes);
    assert_eq!(inside(&text, "Do"), "pub body: Option<Blob>,");
    let note = "`Do`: its input `body` is a stream of bytes; it is buffered in memory";
    let model = Model::parse(&service(&shapes, &speaking(AWS_JSON), "")).expect("a model");
    assert_eq!(plan(&model, &Selection::all()).expect("a plan").notes, [note]);
}

#[test]
fn the_protocol_that_makes_the_smallest_program_is_taken() {
    let all =
        [REST_JSON, AWS_JSON, "aws.protocols#awsJson1_1", REST_XML, AWS_QUERY, EC2_QUERY, CBOR];
    for first in 0..all.len() {
        let traits: Vec<String> =
            all[first..].iter().rev().map(|id| format!(r#""{id}": {{}}"#)).collect();
        let model = service(&operation("POST", "/", ""), &traits.join(","), "");
        let model = Model::parse(&model).expect("a model");
        let taken = plan(&model, &Selection::all()).expect("a plan").service.protocol;
        assert_eq!(taken.id(), all[first]);
        for asked in &all[first..] {
            let name = asked.rsplit('#').next().expect("a name");
            let planned = plan(&model, &Selection::all().protocol(name)).expect("a plan");
            assert_eq!((planned.service.protocol.id(), taken.id()), (*asked, all[first]));
            let same = plan(&model, &Selection::all().protocol(*asked)).expect("a plan");
            assert_eq!(
                render(&planned, Default::default(), None),
                render(&same, Default::default(), None)
            );
        }
    }
}
