//! A build script that generates operations, and a crate that includes them: it compiles.

use std::fs;
use std::path::Path;
use std::process::Command;

const MODEL: &str = r#"{
    "smithy": "2.0",
    "shapes": {
        "shop#Shop": {
            "type": "service",
            "version": "2026-01-01",
            "operations": [{ "target": "shop#GetOrder" }],
            "traits": {
                "aws.api#service": { "sdkId": "Shop" },
                "aws.auth#sigv4": { "name": "shop" },
                "aws.protocols#restJson1": {}
            }
        },
        "shop#GetOrder": {
            "type": "operation",
            "input": { "target": "shop#GetOrderInput" },
            "traits": { "smithy.api#http": { "method": "GET", "uri": "/orders/{id}" } }
        },
        "shop#GetOrderInput": {
            "type": "structure",
            "members": {
                "id": {
                    "target": "smithy.api#String",
                    "traits": { "smithy.api#required": {}, "smithy.api#httpLabel": {} }
                }
            }
        }
    }
}"#;

const BUILD: &str = r#"
fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=shop.json");
    let out = std::path::PathBuf::from(std::env::var("OUT_DIR")?).join("shop.rs");
    // In `OUT_DIR` it replaces any file. Elsewhere it does not replace what a person wrote.
    std::fs::write(&out, "fn main() {}\n")?;
    let generator = aws_operation_codegen::Generator::new("shop.json").all();
    generator.write_to(&out)?;
    let refused = generator.write_to("src/lib.rs").unwrap_err();
    assert_eq!(
        refused.to_string(),
        "src/lib.rs was not made by aws-operation; write to another file, or delete it first"
    );
    Ok(())
}
"#;

const LIB: &str = r#"
//! A crate of generated operations.
#![deny(warnings, missing_docs)]

/// The shop.
pub mod shop {
    include!(concat!(env!("OUT_DIR"), "/shop.rs"));
}

/// An order.
pub fn order() -> shop::GetOrder {
    shop::GetOrder { id: "1".to_owned() }
}
"#;

#[test]
fn a_build_script_generates_what_the_crate_includes() {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize();
    let workspace = workspace.expect("the workspace is there");
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("build-script");
    fs::create_dir_all(place.join("src")).expect("a folder");
    let path = |member: &str| workspace.join(member).display().to_string();
    let manifest = format!(
        "[package]\nname = \"shop\"\nedition = \"2024\"\n[workspace]\n\
         [dependencies]\naws-operation = {{ path = {:?}, default-features = false }}\n\
         [build-dependencies]\naws-operation-codegen = {{ path = {:?}, default-features = false }}\n",
        path("runtime"),
        path("codegen"),
    );
    let lock = fs::read_to_string(workspace.join("Cargo.lock")).expect("a lockfile");
    for (name, text) in [
        ("Cargo.toml", &*manifest),
        ("Cargo.lock", &lock),
        ("shop.json", MODEL),
        ("build.rs", BUILD),
        ("src/lib.rs", LIB),
    ] {
        fs::write(place.join(name), text).expect("it is written");
    }
    let mut check = Command::new(env!("CARGO"));
    check.current_dir(&place).args(["check", "--quiet"]);
    let output = check.env("CARGO_TARGET_DIR", place.join("target")).output().expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
