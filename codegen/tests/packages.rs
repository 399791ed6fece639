//! `aws-operation add` in packages with different folders, files and formatting.

mod tool;

use tool::{Place, Run, zoo};

/// A package with a model of this service, named by its `sdkId`.
fn place(name: &str, sdk_id: &str) -> Place {
    let place = Place::new(name);
    place.write("models/zoo-2020-02-20.json", &zoo(sdk_id, "zoo", "2020-02-20"));
    place
}

fn add(place: &Place, arguments: &[&str]) -> Run {
    let models = place.path("models");
    let run = place
        .run(&[&["add", "zoo", "GetAnimal", "--yes", "--models", &models], arguments].concat());
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""), "{arguments:?}");
    run
}

/// Without each of these declarations, the generated file would not be part of the crate.
#[test]
fn every_folder_below_src_is_declared() {
    let place = place("nested", "Zoo");
    let run = add(&place, &["--out", "./src/cloud/aws_2"]);
    assert!(
        run.out.starts_with(
            "src/cloud/aws_2/zoo.rs: written, with GetAnimal\n\
             src/cloud/aws_2/mod.rs: added `pub mod zoo;`\n\
             src/cloud/mod.rs: added `pub mod aws_2;`\n"
        ),
        "{}",
        run.out
    );
    assert!(run.out.contains("    mod cloud;\n"), "{}", run.out);
    assert!(
        run.out.contains("    use crate::cloud::aws_2::zoo::{GetAnimal, ZOO};\n"),
        "{}",
        run.out
    );
    assert!(place.read("package/src/cloud/mod.rs").ends_with("\n\npub mod aws_2;\n"));
}

#[test]
fn the_folder_src_itself_needs_no_file_of_modules() {
    let place = place("src", "Zoo");
    let run = add(&place, &["--out", "src"]);
    assert!(run.out.contains("    mod zoo;\n"), "{}", run.out);
    assert!(run.out.contains("    use crate::zoo::{GetAnimal, ZOO};\n"), "{}", run.out);
    assert!(place.exists("package/src/zoo.rs"));
    assert!(!place.exists("package/src/mod.rs"));
    place.write("package/src/main.rs", "mod zoo;\n\nfn main() {}\n");
    assert!(!add(&place, &["--out", "src"]).out.contains("    mod zoo;\n"));
}

#[test]
fn a_folder_outside_src_is_declared_by_the_user() {
    let place = place("outside", "Zoo");
    let run = add(&place, &["--out", "generated/aws"]);
    let expected = "\nDeclare the module of generated/aws in the crate.\n";
    assert!(run.out.ends_with(expected), "{}", run.out);
    assert!(place.read("package/generated/aws/mod.rs").ends_with("pub mod zoo;\n"));
    assert!(!place.exists("package/generated/mod.rs"));
}

#[test]
fn a_folder_that_cannot_be_a_module_is_an_error() {
    let place = place("names", "Zoo");
    let models = place.path("models");
    for out in ["src/my-aws", "src/aws.v2", "src/mod", "src/aws/2"] {
        assert_eq!(
            place.fails(&["add", "zoo", "GetAnimal", "--models", &models, "--out", out]),
            format!("`--out {out}` is not a module; use letters, digits and `_`, as in `src/aws`")
        );
    }
    assert_eq!(
        place.fails(&["add", "zoo", "GetAnimal", "--models", &models, "--out", "."]),
        "`--out .` is not a folder below the package; use one such as `src/aws`"
    );
}

#[test]
fn modules_in_a_file_beside_the_folder_are_kept_there() {
    let place = place("beside", "Zoo");
    place.write("package/src/aws.rs", "//! Mine.\r\n\r\n#[cfg(unix)]\r\npub mod zzz;\r\n");
    let run = add(&place, &[]);
    assert!(run.out.contains("\nsrc/aws.rs: added `pub mod zoo;`\n"), "{}", run.out);
    assert!(!place.exists("package/src/aws/mod.rs"));
    assert_eq!(
        place.read("package/src/aws.rs"),
        "//! Mine.\r\n\r\npub mod zoo;\r\n#[cfg(unix)]\r\npub mod zzz;\r\n"
    );
}

/// `mod.rs` would be the file of the modules, and `pub mod mod;` does not compile.
#[test]
fn a_service_with_the_name_of_a_keyword_has_another_module() {
    let place = place("keyword", "Mod");
    let run = add(&place, &[]);
    assert!(run.out.contains("src/aws/mod.rs: added `pub mod mod_;`\n"), "{}", run.out);
    assert!(run.out.contains("    let mod_ = Client::new("), "{}", run.out);
    let models = place.path("models");
    assert_eq!(place.succeeds(&["check", "--models", &models]), "src/aws/mod_.rs: up to date\n");
}

/// A library has no `main`, and need not depend on tokio.
#[test]
fn a_library_gets_a_function() {
    for (name, file, shown) in [
        ("library", Some("package/src/lib.rs"), "src/lib.rs"),
        ("no-root", None, "the root file of the crate"),
    ] {
        let place = place(name, "Zoo");
        std::fs::remove_dir_all(place.folder.join("package/src")).expect("a folder");
        if let Some(file) = file {
            place.write(file, "");
        }
        let run = add(&place, &[]);
        assert!(
            run.out.contains(&format!("\nA call, for {shown}:\n\n    mod aws;\n")),
            "{}",
            run.out
        );
        assert!(run.out.contains("\n    pub async fn call() -> Result<"), "{}", run.out);
        assert!(!run.out.contains("tokio"), "{}", run.out);
    }
}
