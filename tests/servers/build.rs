//! Generates the operations that the tests call, from the models next to the repository.

mod services;

use std::env;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use aws_operation_codegen::{Docs, Model, Selection, plan, render};
use serde_json::{Value, json};
use services::{SERVICES, Service, find, missing, models};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rustc-check-cfg=cfg(generated)");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=services.rs");
    println!("cargo::rerun-if-env-changed=AWS_OPERATION_VECTORS");
    let folder = models(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."));
    if let Some(file) = missing(&folder) {
        // A missing folder is not watched, because cargo would compile this crate again each time.
        println!("cargo::rustc-env=MISSING_MODEL={}", file.display());
        return Ok(());
    }
    let out = PathBuf::from(env::var("OUT_DIR")?);
    for service in &SERVICES {
        let file = find(&folder, service.model).ok_or("the model was removed")?;
        println!("cargo::rerun-if-changed={}", file.display());
        let text = generate(service, &file).map_err(|e| format!("{}: {e}", file.display()))?;
        fs::write(out.join(service.module).with_extension("rs"), text)?;
    }
    println!("cargo::rustc-cfg=generated");
    Ok(())
}

fn generate(service: &Service, file: &Path) -> Result<String, Box<dyn Error>> {
    let text = fs::read_to_string(file)?;
    let text = if service.cbor { with_cbor(&text)? } else { text };
    let model = Model::parse(&text)?;
    let selection = Selection::operations(service.operations.iter().copied());
    Ok(render(&plan(&model, &selection)?, Docs::Summary, None))
}

/// The model with rpcv2Cbor as the only protocol of its service. The shapes need no change, because the
/// protocols of these services have no HTTP bindings.
fn with_cbor(text: &str) -> Result<String, Box<dyn Error>> {
    let mut model: Value = serde_json::from_str(text)?;
    let shapes = model["shapes"].as_object_mut().into_iter().flatten();
    for (_, shape) in shapes.filter(|(_, shape)| shape["type"] == "service") {
        let traits = shape["traits"].as_object_mut().ok_or("the service has no traits")?;
        traits.retain(|name, _| !name.starts_with("aws.protocols#"));
        traits.insert("smithy.protocols#rpcv2Cbor".to_owned(), json!({}));
    }
    Ok(model.to_string())
}
