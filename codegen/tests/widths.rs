//! Names and values of every length: rustfmt changes nothing.

mod support;

use std::fs;
use std::path::Path;
use std::process::Command;

use support::{service, text};

/// A service whose constant has `width` in its name and its arguments.
fn constant(width: usize, prefix: usize) -> String {
    let name = "Ab ".repeat(width).trim().to_owned();
    let (signs, prefix) = ("s".repeat(width * 2), "p".repeat(prefix));
    let endpoint = if prefix.is_empty() {
        String::new()
    } else {
        format!(r#", "endpointPrefix": "{prefix}""#)
    };
    let traits = format!(
        r#""aws.protocols#restJson1": {{}}, "aws.auth#sigv4": {{"name": "{signs}"}},
        "aws.api#service": {{"sdkId": "{name}"{endpoint}}}"#
    );
    let shapes = r#""a.zoo#Do": {"type": "operation", "traits": {"smithy.api#http": {"method": "GET", "uri": "/"}}}"#;
    text(&service(shapes, &traits, ""))
}

/// An operation and all that it can hold, with names of `width`.
fn operation(width: usize) -> String {
    let n = "n".repeat(width);
    let auth = if width % 2 == 0 { r#", "smithy.api#auth": []"# } else { "" };
    let errors = if width % 3 == 0 { "" } else { r#", "errors": [{"target": "a.zoo#Bad"}]"# };
    let shapes = format!(
        r#""a.zoo#O{n}": {{"type": "operation", "input": {{"target": "a.zoo#In"}}{errors},
            "traits": {{"smithy.api#http": {{"method": "POST", "uri": "/{n}"}}{auth}}}}},
        "a.zoo#Bad": {{"type": "structure", "members": {{}}}},
        "a.zoo#In": {{"type": "structure", "members": {{
            "h": {{"target": "smithy.api#String", "traits": {{"smithy.api#httpHeader": "{n}-x"}}}},
            "q": {{"target": "smithy.api#String", "traits": {{"smithy.api#httpQuery": "{n}-x"}}}},
            "map{n}": {{"target": "a.zoo#Map"}}, "list{n}": {{"target": "a.zoo#List"}},
            "longer{n}": {{"target": "a.zoo#List"}}, "longest{n}": {{"target": "a.zoo#List"}},
            "evenLonger{n}": {{"target": "a.zoo#List"}},
            "union": {{"target": "a.zoo#U{n}"}}, "enum": {{"target": "a.zoo#E{n}"}}}}}},
        "a.zoo#Map": {{"type": "map", "key": {{"target": "a.zoo#E{n}"}}, "value": {{"target": "a.zoo#List"}}}},
        "a.zoo#List": {{"type": "list", "member": {{"target": "a.zoo#S{n}"}}, "traits": {{"smithy.api#sparse": {{}}}}}},
        "a.zoo#E{n}": {{"type": "enum", "members": {{
            "A": {{"target": "smithy.api#Unit", "traits": {{"smithy.api#enumValue": "{n}-x"}}}}}}}},
        "a.zoo#U{n}": {{"type": "union", "members": {{
            "a": {{"target": "smithy.api#String", "traits": {{"smithy.api#jsonName": "{n}-x"}}}},
            "long": {{"target": "a.zoo#S{n}"}}, "{n}": {{"target": "a.zoo#Map"}}}}}},
        "a.zoo#S{n}": {{"type": "structure", "members": {{
            "s": {{"target": "smithy.api#String", "traits": {{"smithy.api#default": "{n}"}}}},
            "t{n}": {{"target": "smithy.api#Timestamp", "traits": {{"smithy.api#default": 1}}}}}}}}"#
    );
    text(&support::model(&shapes))
}

/// An operation under this protocol, and the facts of XML, with names of `width`.
fn facts(protocol: &str, width: usize) -> String {
    let n = "n".repeat(width);
    let list = |name: &str, member: &str, more: &str| {
        format!(
            r#""a.zoo#{name}": {{"type": "list", "member": {{"target": "{member}",
                "traits": {{"smithy.api#xmlName": "{n}"{more}}}}}}}"#
        )
    };
    let namespace = format!(r#", "smithy.api#xmlNamespace": {{"uri": "{n}"}}"#);
    let lists = [
        list("One", "smithy.api#String", ""),
        list("Two", "smithy.api#String", &namespace),
        list("Inner", "a.zoo#One", ""),
        list("InnerTwo", "a.zoo#Two", &namespace),
        r#""a.zoo#Only": {"type": "list", "member": {"target": "a.zoo#One"}},
        "a.zoo#OnlyTwo": {"type": "list", "member": {"target": "a.zoo#Two"}},
        "a.zoo#OnlyThree": {"type": "list", "member": {"target": "a.zoo#Only"}},
        "a.zoo#OnlyFour": {"type": "list", "member": {"target": "a.zoo#OnlyTwo"}}"#
            .to_owned(),
    ];
    let names = ["One", "Two", "Inner", "InnerTwo", "Only", "OnlyTwo", "OnlyThree", "OnlyFour"];
    let members = names.map(|name| format!(r#""{name}": {{"target": "a.zoo#{name}"}}"#)).join(", ");
    let shapes = format!(
        r#""a.zoo#Do": {{"type": "operation", "input": {{"target": "a.zoo#In"}},
            "traits": {{"smithy.api#http": {{"method": "POST", "uri": "/"}}}}}},
        "a.zoo#Pay": {{"type": "operation", "input": {{"target": "a.zoo#PayIn"}},
            "traits": {{"smithy.api#http": {{"method": "POST", "uri": "/"}}}}}},
        "a.zoo#In": {{"type": "structure", "members": {{{members}}},
            "traits": {{"smithy.api#xmlName": "{n}"}}}},
        "a.zoo#PayIn": {{"type": "structure", "members": {{
            "it": {{"target": "a.zoo#Payload", "traits": {{
                "smithy.api#httpPayload": {{}}, "smithy.api#xmlName": "{n}n"}}}}}}}},
        "a.zoo#Payload": {{"type": "structure", "members": {{
                "name": {{"target": "smithy.api#String",
                    "traits": {{"aws.protocols#ec2QueryName": "{n}"}}}},
                "choice": {{"target": "a.zoo#Choice"}}, {members}}},
            "traits": {{"smithy.api#xmlName": "{n}"{namespace}}}}},
        "a.zoo#Choice": {{"type": "union", "members": {{{members}}}}},
        {}"#,
        lists.join(", ")
    );
    text(&service(&shapes, &support::speaking(protocol), ""))
}

/// An event stream, with names of `width`.
fn events(width: usize) -> String {
    let n = "n".repeat(width);
    let header = r#""traits": {"smithy.api#eventHeader": {}}"#;
    let lists = ["list", "longer", "longest"]
        .map(|name| format!(r#""{name}{n}": {{"target": "a.zoo#List"}}"#))
        .join(", ");
    let shapes = format!(
        r#""a.zoo#Do": {{"type": "operation", "output": {{"target": "a.zoo#Out"}},
            "traits": {{"smithy.api#http": {{"method": "POST", "uri": "/"}}}}}},
        "a.zoo#Out": {{"type": "structure", "members": {{"events{n}": {{"target": "a.zoo#Stream{n}",
            "traits": {{"smithy.api#httpPayload": {{}}}}}}}}}},
        "a.zoo#Stream{n}": {{"type": "union", "members": {{
                "{n}": {{"target": "a.zoo#Bound"}}, "{n}_x": {{"target": "a.zoo#Plain{n}"}},
                "bad{n}": {{"target": "a.zoo#Bad"}}, "empty{n}": {{"target": "a.zoo#Empty"}}}},
            "traits": {{"smithy.api#streaming": {{}}}}}},
        "a.zoo#Bound": {{"type": "structure", "members": {{
            "{n}_x": {{"target": "smithy.api#String", {header}}}, {lists}}}}},
        "a.zoo#Bad": {{"type": "structure", "members": {{
                "a": {{"target": "smithy.api#String",
                    "traits": {{"smithy.api#default": "{n}"}}}},
                "t{n}": {{"target": "smithy.api#Timestamp",
                    "traits": {{"smithy.api#timestampFormat": "date-time"}}}}, {lists}}},
            "traits": {{"smithy.api#error": "client"}}}},
        "a.zoo#Empty": {{"type": "structure", "members": {{}},
            "traits": {{"smithy.api#error": "client"}}}},
        "a.zoo#List": {{"type": "list", "member": {{"target": "a.zoo#Plain{n}"}}}},
        "a.zoo#Plain{n}": {{"type": "structure", "members": {{}}}}"#
    );
    text(&support::model(&shapes))
}

/// Operations of RPC protocols, with names of `width`.
fn rpc(width: usize) -> String {
    let n = "n".repeat(width);
    let shapes = format!(
        r#""a.zoo#Empty{n}": {{"type": "operation"}},
        "a.zoo#Out{n}": {{"type": "operation", "output": {{"target": "a.zoo#S"}}}},
        "a.zoo#Both{n}": {{"type": "operation", "output": {{"target": "a.zoo#S{n}"}},
            "errors": [{{"target": "a.zoo#Bad"}}],
            "traits": {{"smithy.api#endpoint": {{"hostPrefix": "{n}."}}}}}},
        "a.zoo#Prefix{n}": {{"type": "operation",
            "traits": {{"smithy.api#endpoint": {{"hostPrefix": "{n}."}}}}}},
        "a.zoo#S": {{"type": "structure", "members": {{"a": {{"target": "smithy.api#String"}}}}}},
        "a.zoo#S{n}": {{"type": "structure", "members": {{"a": {{"target": "smithy.api#String"}}}}}},
        "a.zoo#Bad": {{"type": "structure", "members": {{}}}}"#
    );
    text(&service(&shapes, &support::speaking("aws.protocols#awsJson1_1"), ""))
}

#[test]
fn lines_of_every_width_are_formatted() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("widths");
    fs::create_dir_all(&folder).expect("a folder");
    // Rustfmt takes the nearest configuration, and this is its default one.
    fs::write(folder.join("rustfmt.toml"), "").expect("a file");
    let mut texts: Vec<String> = (1..100).map(operation).collect();
    for width in 1..20 {
        texts.extend([0, 1, 9, 17].map(|prefix| constant(width, prefix)));
    }
    texts.extend((1..75).map(rpc));
    texts.extend((1..100).map(events));
    for protocol in ["aws.protocols#restXml", "aws.protocols#ec2Query"] {
        texts.extend((1..100).map(|width| facts(protocol, width)));
    }
    let file = folder.join("widths.rs");
    for edition in ["2021", "2024"] {
        // A variant's attribute that fills the line: 2021 breaks it, 2024 joins it.
        let differs = |line: &str| {
            let filled = if line.contains("(inner(") { 98 } else { 100 };
            line.starts_with("    #[") && line.len() >= filled
        };
        let is_stable = |text: &&String| edition == "2024" || !text.lines().any(differs);
        let modules: Vec<&str> = texts.iter().filter(is_stable).map(|it| it.trim_end()).collect();
        assert!(modules.len() + 20 > texts.len(), "most are stable");
        fs::write(&file, modules.join("\n\n") + "\n").expect("a file");
        match Command::new("rustfmt").args(["--edition", edition, "--check"]).arg(&file).output() {
            Ok(output) => {
                let difference = String::from_utf8_lossy(&output.stdout);
                assert!(output.status.success(), "rustfmt of {edition} would change\n{difference}");
            }
            Err(error) => support::say(&format!(
                "left out: whether lines of every width are formatted; rustfmt does not run: {error}"
            )),
        }
    }
}
