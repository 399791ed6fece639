//! Finds out whether there are models to generate operations from, for the test `s3`.

#[allow(dead_code)]
#[path = "servers/services.rs"]
mod services;

use std::path::Path;

fn main() {
    println!("cargo::rustc-check-cfg=cfg(generated)");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=servers/services.rs");
    println!("cargo::rerun-if-env-changed=AWS_OPERATION_VECTORS");
    let folder = services::models(&Path::new(env!("CARGO_MANIFEST_DIR")).join(".."));
    println!("cargo::rerun-if-changed={}", folder.display());
    if services::missing(&folder).is_none() {
        println!("cargo::rustc-cfg=generated");
    }
}
