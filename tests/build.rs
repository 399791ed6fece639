//! Sets `cfg(generated)` for the test `s3` if the models to generate operations from exist.

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
    // A missing folder is not watched, because cargo would compile this crate again for each case of `compile_fail`.
    if services::missing(&folder).is_none() {
        println!("cargo::rerun-if-changed={}", folder.display());
        println!("cargo::rustc-cfg=generated");
    }
}
