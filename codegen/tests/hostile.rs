//! Hostile models: no text of a model becomes code, or anything that rustc or a terminal interprets.

use std::cell::Cell;

use aws_operation_codegen::plan::{Member, Plan};
use aws_operation_codegen::{Docs, Model, Protocol, Selection, plan, render};
use proptest::prelude::*;
use serde_json::{Value, json};
use syn::{Attribute, Fields, Item};

/// Texts that could end a comment, documentation, a literal or an attribute.
const PIECES: [&str; 40] = [
    "\n",
    "\r",
    "\r\n",
    "\u{2028}",
    "\u{2029}",
    "\u{85}",
    "\u{b}",
    "\0",
    "\u{1b}[31m",
    "\u{9b}2J",
    "\u{202e}",
    "\u{2066}",
    "\u{200f}",
    "\u{61c}",
    "\u{feff}",
    "\u{ad}",
    "\"",
    "\\",
    "\\\"",
    "'",
    "*/",
    "/*",
    "//",
    "///",
    "\"#",
    "\"##)]",
    "]",
    ")]",
    "}",
    "{}",
    "{evil}",
    "#![evil]",
    "#[evil]",
    "pub struct Evil;",
    "macro_rules! evil { () => {} }",
    "const _: () = evil!();",
    "```\n```rust\nevil!()\n```\n",
    "<pre>\n*/ evil </pre>",
    "<a href=\"https://evil.test/&#10;&#x202e;\">evil</a>",
    "é\u{301}\u{1f680}",
];

/// A name and a URI that the XML protocols accept.
const XML_NAME: &str = "evil:Na-me_1";
const XML_URI: &str = "https://e.v/?\"\\'*/#]{}";

/// A service in which every string is one of these texts, apart from names, which are validated. Names
/// in XML are hostile only with `hostile_xml`.
fn hostile(texts: &[String], hostile_xml: bool) -> String {
    let next = Cell::new(0);
    // One after the other.
    let t = || -> Value {
        let at = next.replace(next.get() + 1);
        texts.get(at % texts.len()).expect("a text").as_str().into()
    };
    let xml = |valid: &str| if hostile_xml { t() } else { valid.into() };
    let member = |target: &str, traits: Value| json!({"target": target, "traits": traits});
    let common = |t: &dyn Fn() -> Value| {
        json!({
            "smithy.api#documentation": t(),
            "smithy.api#deprecated": {"message": t(), "since": t()},
            "smithy.api#xmlName": xml(XML_NAME),
            "smithy.api#xmlNamespace": {"uri": xml(XML_URI), "prefix": xml("evil")},
            "smithy.api#xmlFlattened": {},
            "smithy.api#xmlAttribute": {},
            "aws.protocols#ec2QueryName": xml("evil_name"),
            "aws.protocols#awsQueryError": {"code": t()},
            "aws.protocols#awsQueryCompatible": {},
            "aws.customizations#s3UnwrappedXmlOutput": {},
            "smithy.api#mediaType": t(),
            "smithy.api#timestampFormat": t(),
            "smithy.api#externalDocumentation": {"a": t()},
            "smithy.api#since": t(),
            "smithy.api#tags": [t()],
        })
    };
    let with = |t: &dyn Fn() -> Value, more: Value| {
        let mut traits = common(t);
        let map = traits.as_object_mut().expect("traits");
        map.extend(more.as_object().expect("traits").clone());
        traits
    };
    let binding = |t: &dyn Fn() -> Value, name: &str| {
        let value = t();
        with(t, json!({format!("smithy.api#{name}"): value}))
    };
    let members = json!({
        "label": member("smithy.api#String", with(&t, json!({"smithy.api#httpLabel": {}}))),
        "query": member("smithy.api#String", binding(&t, "httpQuery")),
        "header": member("smithy.api#String", binding(&t, "httpHeader")),
        "prefix": member("e.v#Map", binding(&t, "httpPrefixHeaders")),
        "body": member("smithy.api#Timestamp", binding(&t, "jsonName")),
        "host": member("smithy.api#String", with(&t, json!({"smithy.api#hostLabel": {}}))),
        "type": member("e.v#Nested", common(&t)),
        "lists": member("e.v#Lists", common(&t)),
    });
    let output = json!({
        "header": member("smithy.api#String", binding(&t, "httpHeader")),
        "text": member("smithy.api#String", binding(&t, "default")),
        "choice": member("e.v#Union", common(&t)),
        "payload": member("smithy.api#Blob", with(&t, json!({"smithy.api#httpPayload": {}}))),
    });
    let nested = json!({
        "name": member("smithy.api#String", binding(&t, "jsonName")),
        "text": member("smithy.api#String", binding(&t, "default")),
        "document": member("smithy.api#Document", binding(&t, "default")),
        "time": member("smithy.api#Timestamp", binding(&t, "default")),
        "kind": member("e.v#Enum", binding(&t, "default")),
        "old": member("e.v#Legacy", binding(&t, "default")),
        "level": member("e.v#Level", common(&t)),
        "lists": member("e.v#Lists", common(&t)),
    });
    let payload = json!({
        "nested": member("e.v#Nested", with(&t, json!({"smithy.api#httpPayload": {}}))),
    });
    let operation = |t: &dyn Fn() -> Value, input: &str, errors: Value| {
        let http = json!({"method": t(), "uri": t(), "code": 201});
        let traits = json!({
            "smithy.api#http": http,
            "smithy.api#endpoint": {"hostPrefix": t()},
            "smithy.api#auth": [t()],
            "aws.protocols#httpChecksum": {
                "requestAlgorithmMember": t(),
                "requestValidationModeMember": t(),
                "responseAlgorithms": [t()],
            },
            "smithy.api#requestCompression": {"encodings": [t(), "gzip"]},
        });
        json!({
            "type": "operation",
            "input": {"target": input},
            "output": {"target": "e.v#Output"},
            "errors": errors,
            "traits": with(t, traits),
        })
    };
    let shapes = json!({
        "e.v#Service": {
            "type": "service",
            "version": format!("v{}", t().as_str().expect("a text")),
            "operations": [
                {"target": "e.v#Do"}, {"target": "e.v#DoMore"}, {"target": "e.v#Pay"},
            ],
            "traits": with(&t, json!({
                "aws.protocols#restJson1": {},
                "aws.protocols#awsJson1_0": {},
                "aws.protocols#awsJson1_1": {},
                "aws.protocols#restXml": {},
                "aws.protocols#awsQuery": {},
                "aws.protocols#ec2Query": {},
                "smithy.protocols#rpcv2Cbor": {},
                "aws.auth#sigv4": {"name": t()},
                "aws.api#service": {
                    "sdkId": t(),
                    "endpointPrefix": t(),
                    "arnNamespace": t(),
                },
            })),
        },
    });
    let more = json!({
        "e.v#Do": operation(&t, "e.v#Input", json!([{"target": "e.v#Bad"}, {"target": "e.v#Gone"}])),
        "e.v#DoMore": operation(&t, "e.v#Input", json!([])),
        "e.v#Pay": operation(&t, "e.v#Payload", json!([])),
        "e.v#Payload": {"type": "structure", "members": payload, "traits": common(&t)},
        "e.v#Lists": {
            "type": "list",
            "member": member("e.v#Map", common(&t)),
            "traits": common(&t),
        },
        "e.v#Input": {"type": "structure", "members": members, "traits": common(&t)},
        "e.v#Output": {"type": "structure", "members": output, "traits": common(&t)},
        "e.v#Nested": {"type": "structure", "members": nested, "traits": common(&t)},
        "e.v#Bad": {
            "type": "structure",
            "members": {"message": member("smithy.api#String", common(&t))},
            "traits": with(&t, json!({"smithy.api#error": "client"})),
        },
        "e.v#Map": {
            "type": "map",
            "key": member("smithy.api#String", common(&t)),
            "value": member("smithy.api#String", common(&t)),
        },
        "e.v#Union": {
            "type": "union",
            "members": {
                "text": member("smithy.api#String", binding(&t, "jsonName")),
                "nested": member("e.v#Nested", common(&t)),
            },
            "traits": common(&t),
        },
        "e.v#Enum": {
            "type": "enum",
            "members": {
                "A": member("smithy.api#Unit", binding(&t, "enumValue")),
                "B": member("smithy.api#Unit", binding(&t, "enumValue")),
            },
            "traits": common(&t),
        },
        "e.v#Legacy": {
            "type": "string",
            "traits": with(&t, json!({"smithy.api#enum": [
                {"name": t(), "value": t(), "documentation": t()},
                {"value": t()},
            ]})),
        },
        "e.v#Level": {
            "type": "intEnum",
            "members": {"LOW": member("smithy.api#Unit", json!({"smithy.api#enumValue": 1}))},
        },
    });
    let mut all = shapes.as_object().expect("shapes").clone();
    all.extend(more.as_object().expect("shapes").clone());
    json!({"smithy": "2.0", "metadata": {"evil": t()}, "shapes": all}).to_string()
}

fn is_unprintable(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}'
            | '\u{61c}' | '\u{200b}' | '\u{feff}' | '\u{ad}')
}

/// An item as both the plan and the text have it: its name, and those of its fields or variants.
type Outline = (String, Vec<String>);

fn planned(plan: &Plan) -> Vec<Outline> {
    let fields = |members: &[Member]| -> Vec<String> {
        members.iter().map(|member| member.field.clone()).collect()
    };
    let mut items = vec![(plan.service.constant.clone(), Vec::new())];
    for operation in &plan.operations {
        items.push((operation.name.clone(), fields(&operation.members)));
        if let Some(error) = &operation.error {
            let variants = error.variants.iter().map(|variant| &variant.name);
            items.push((error.name.clone(), variants.chain([&error.other]).cloned().collect()));
        }
    }
    for structure in &plan.structures {
        items.push((structure.name.clone(), fields(&structure.members)));
    }
    for union in &plan.unions {
        let variants = union.variants.iter().map(|variant| &variant.variant);
        items.push((union.name.clone(), variants.chain([&union.unknown]).cloned().collect()));
    }
    for item in &plan.enums {
        let variants = item.variants.iter().map(|variant| &variant.variant);
        items.push((item.name.clone(), variants.chain([&item.unknown]).cloned().collect()));
    }
    items.sort();
    items
}

/// The attributes that generated code has.
const ATTRIBUTES: [&str; 28] = [
    "doc",
    "derive",
    "aws_operation",
    "aws_structure",
    "aws_output",
    "aws_error",
    "aws_union",
    "aws_enum",
    "label",
    "query",
    "query_params",
    "header",
    "prefix_headers",
    "payload",
    "body",
    "response_code",
    "media_type",
    "timestamp",
    "idempotency_token",
    "host_label",
    "sensitive",
    "default",
    "code",
    "retryable",
    "tag",
    "value",
    "xml",
    "ec2_query_name",
];

/// The arguments of `#[xml(…)]`.
const XML: [&str; 10] = [
    "flattened",
    "attribute",
    "item",
    "key",
    "value",
    "namespace",
    "item_namespace",
    "key_namespace",
    "value_namespace",
    "inner",
];

/// Names and namespaces are those of the model. `texts` are its hostile ones, some of which are valid.
fn check_xml(meta: &syn::meta::ParseNestedMeta<'_>, texts: &[String]) -> syn::Result<()> {
    let word = meta.path.require_ident().expect("a word").to_string();
    assert!(XML.contains(&word.as_str()), "{word}");
    match word.as_str() {
        "inner" => meta.parse_nested_meta(|meta| check_xml(&meta, texts)),
        "flattened" | "attribute" => Ok(()),
        _ => {
            let text = meta.value()?.parse::<syn::LitStr>()?.value();
            let is_text = |name: &str| texts.iter().any(|text| text == name);
            let is_hostile = is_text(&text)
                || text.match_indices(' ').any(|(at, _)| {
                    let (prefix, uri) = text.split_at(at);
                    is_text(prefix) && is_text(uri.get(1..).expect("the URI"))
                });
            let is_valid = [XML_NAME, &format!("evil {XML_URI}")].contains(&text.as_str());
            assert!(is_valid || is_hostile, "{text}");
            Ok(())
        }
    }
}

fn check_attributes(attributes: &[Attribute], texts: &[String]) {
    for attribute in attributes {
        assert!(matches!(attribute.style, syn::AttrStyle::Outer));
        let word = attribute.path().require_ident().expect("a word").to_string();
        assert!(ATTRIBUTES.contains(&word.as_str()), "{word}");
        if word == "xml" {
            attribute.parse_nested_meta(|meta| check_xml(&meta, texts)).expect("facts");
        }
    }
}

fn written(file: &syn::File, texts: &[String]) -> Vec<Outline> {
    check_attributes(&file.attrs, texts);
    assert!(file.attrs.is_empty() && file.shebang.is_none());
    let mut items = Vec::new();
    let fields = |fields: &Fields| -> Vec<String> {
        fields
            .iter()
            .inspect(|field| check_attributes(&field.attrs, texts))
            .filter_map(|field| field.ident.as_ref().map(ToString::to_string))
            .collect()
    };
    for item in &file.items {
        match item {
            Item::Use(item) => assert!(item.attrs.is_empty()),
            Item::Const(item) => {
                check_attributes(&item.attrs, texts);
                items.push((item.ident.to_string(), Vec::new()));
            }
            Item::Struct(item) => {
                check_attributes(&item.attrs, texts);
                items.push((item.ident.to_string(), fields(&item.fields)));
            }
            Item::Enum(item) => {
                check_attributes(&item.attrs, texts);
                let variants = item.variants.iter().map(|variant| {
                    check_attributes(&variant.attrs, texts);
                    fields(&variant.fields);
                    assert!(variant.discriminant.is_none());
                    variant.ident.to_string()
                });
                items.push((item.ident.to_string(), variants.collect()));
            }
            _ => panic!("an item that is not in the plan"),
        }
    }
    items.sort();
    items
}

/// The argument `name = "text"` of `#[aws_operation]` on the struct.
fn argument(file: &syn::File, item: &str, name: &str) -> Option<String> {
    let item = file.items.iter().find_map(|it| match it {
        Item::Struct(it) if it.ident == item => Some(it),
        _ => None,
    });
    let attribute = item?.attrs.iter().find(|it| it.path().is_ident("aws_operation"))?;
    let mut found = None;
    attribute
        .parse_nested_meta(|meta| {
            if meta.path.is_ident("http_checksum") {
                return meta.parse_nested_meta(|word| {
                    assert!(["request", "response"].iter().any(|it| word.path.is_ident(it)));
                    Ok(())
                });
            }
            if meta.input.peek(syn::Token![=]) {
                let value: syn::Expr = meta.value()?.parse()?;
                if let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) = value {
                    if meta.path.is_ident(name) {
                        found = Some(text.value());
                    }
                }
            }
            Ok(())
        })
        .expect("arguments");
    found
}

fn check(texts: &[String], protocols: &[Protocol]) {
    for protocol in protocols {
        let selection = Selection::all().protocol(protocol.name());
        let planned = |hostile_xml: bool| {
            let model = Model::parse(&hostile(texts, hostile_xml));
            plan(&model.expect("only its strings are hostile"), &selection)
        };
        check_plan(&planned(false).expect("a plan"), texts);
        match planned(true) {
            Ok(plan) => check_plan(&plan, texts),
            Err(error) => {
                // Only protocols that use names in XML refuse what is not a name.
                assert!(["restXml", "awsQuery", "ec2Query"].contains(&protocol.name()));
                let error = error.to_string();
                assert!(!error.contains(is_unprintable) && !error.contains('\n'), "{error:?}");
                assert!(error.contains("has the invalid value") || error.contains("has no `uri`"));
            }
        }
    }
}

fn check_plan(plan: &Plan, texts: &[String]) {
    for note in &plan.notes {
        assert!(!note.contains(is_unprintable) && !note.contains('\n'), "{note:?}");
    }
    for docs in [Docs::Full, Docs::Summary, Docs::None] {
        let text = render(plan, docs, Some(&texts.concat()));
        assert!(!text.contains(is_unprintable), "{texts:?}: {text}");
        let file = syn::parse_file(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        assert_eq!(written(&file, texts), planned(plan), "{texts:?}");
        for operation in &plan.operations {
            // Literals contain the text of the model, unchanged.
            let argument = |name| argument(&file, &operation.name, name);
            let http = operation.http.as_ref();
            assert_eq!(argument("method"), http.map(|http| http.method.clone()));
            assert_eq!(argument("uri"), http.map(|http| http.uri.clone()));
            assert_eq!(argument("host_prefix"), operation.host_prefix);
            assert_eq!(argument("xml_name"), operation.xml_name);
            assert_eq!(argument("xml_namespace"), operation.xml_namespace);
        }
    }
}

#[test]
fn each_piece_stays_in_its_place() {
    use Protocol::{AwsJson1_0, AwsQuery, Ec2Query, RestJson1, RestXml, RpcV2Cbor};

    for piece in PIECES {
        check(&[piece.to_owned()], &[RestJson1, RestXml]);
        check(&[format!("a {piece} b")], &[AwsJson1_0, AwsQuery]);
        check(&[format!("{piece}{piece}")], &[RpcV2Cbor, Ec2Query]);
    }
    check(&PIECES.map(str::to_owned), &Protocol::ALL);
    // A name in XML that is valid.
    check(&["a".to_owned()], &Protocol::ALL);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_text_stays_in_its_place(
        texts in prop::collection::vec(
            prop::collection::vec(
                prop_oneof![
                    prop::sample::select(&PIECES[..]).prop_map(str::to_owned),
                    any::<char>().prop_map(String::from),
                    "[a-z ]{0,3}",
                ],
                0..6,
            ).prop_map(|pieces| pieces.concat()),
            1..20,
        ),
        protocol in prop::sample::select(&Protocol::ALL[..]),
    ) {
        check(&texts, &[protocol]);
    }
}
