//! Real models and those of the official protocol tests, where they are: everything is generated for
//! each protocol of each service, documented, formatted, and named the same whatever else is
//! selected.
//!
//! They are looked for in the folder of the environment variable `AWS_OPERATION_VECTORS` and the
//! folder `models` beside it, else in `../shared` beside the repository.

mod support;

use std::collections::HashSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use aws_operation_codegen::{Docs, Model, Protocol, Selection, plan, render};

/// A model, and the services in it with the protocols that they speak.
struct Subject {
    name: String,
    model: Model,
    services: Vec<(String, Vec<Protocol>)>,
}

impl Subject {
    /// Each protocol of each service.
    fn services(&self) -> impl Iterator<Item = (&str, Protocol)> {
        self.services.iter().flat_map(|(service, protocols)| {
            protocols.iter().map(move |protocol| (service.as_str(), *protocol))
        })
    }
}

fn folders() -> (PathBuf, PathBuf) {
    let vectors = match env::var_os("AWS_OPERATION_VECTORS") {
        Some(folder) => PathBuf::from(folder),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/vectors"),
    };
    (vectors.join("../models"), vectors.join("protocol"))
}

/// The models. If no model is found, prints that `what` is left out; fails if `CI=true`.
fn subjects(what: &str) -> Vec<Subject> {
    let (folder, vectors) = folders();
    let models = |folder: &Path| {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let paths = entries.map(|entry| entry.path());
        let mut paths: Vec<PathBuf> =
            paths.filter(|path| path.extension().is_some_and(|e| e == "json")).collect();
        paths.sort();
        paths
    };
    let mut paths = models(&folder);
    paths.extend(models(&vectors));
    if paths.is_empty() {
        assert_ne!(env::var("CI").as_deref(), Ok("true"), "no models in {}", folder.display());
        support::say(&format!("left out: {what}; there are no models in {}", folder.display()));
    }
    let subject = |path: PathBuf| {
        let model = Model::load(&path).expect("a model");
        let services = model
            .shapes
            .iter()
            .filter(|(_, shape)| shape.kind == "service")
            .map(|(id, shape)| {
                let speaks = |protocol: &Protocol| shape.traits.has(protocol.id());
                let protocols = Protocol::ALL.into_iter().filter(speaks).collect();
                (id.as_str().to_owned(), protocols)
            })
            .collect();
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        Subject { name, model, services }
    };
    paths.into_iter().map(subject).collect()
}

/// The items of a generated file, including those in the module `waiters`. The closing brace of that
/// module is removed from its last item.
fn items(text: &str) -> impl Iterator<Item = &str> {
    text.split("\n\n").map(str::trim_end).map(|item| match item.strip_suffix("\n}") {
        Some(inner) if item.starts_with(' ') => inner,
        _ => item,
    })
}

/// Of services with this many operations or more, only some operations are tried alone.
const LARGE: usize = 60;

/// The lines of documentation that only repeat a name: "The member `Message`."
fn repetitions(text: &str) -> Vec<&str> {
    const KINDS: [&str; 14] = [
        "enum",
        "error",
        "event",
        "exception",
        "header",
        "label",
        "member",
        "operation",
        "output",
        "query parameter",
        "service",
        "structure",
        "union",
        "value",
    ];
    let is_repetition = |line: &&str| {
        let rest = line.trim().strip_prefix("/// The ").unwrap_or_default();
        let (kind, name) = rest.split_once(" `").unwrap_or_default();
        KINDS.contains(&kind) && name.strip_suffix("`.").is_some_and(|name| !name.contains('`'))
    };
    text.lines().filter(is_repetition).collect()
}

/// The variants of an error enum with their documentation, in any order.
fn variants(item: &str) -> Vec<&str> {
    let mut lines: Vec<&str> =
        item.lines().skip_while(|line| !line.starts_with("pub enum ")).skip(1).collect();
    lines.sort_unstable();
    lines
}

#[test]
fn everything_is_generated_and_formatted() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("models");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    // Rustfmt takes the nearest configuration, and this is its default one.
    fs::write(folder.join("rustfmt.toml"), "").expect("a file");
    let mut files = Vec::new();
    for subject in subjects("generating whole services") {
        for (service, protocol) in subject.services() {
            let what = format!("{service} {protocol}");
            let selection = Selection::all().service(service).protocol(protocol.name());
            let planned = plan(&subject.model, &selection).expect(&what);
            assert_eq!(planned, plan(&subject.model, &selection).expect(&what), "{what}");
            for (word, docs) in
                [("full", Docs::Full), ("summary", Docs::Summary), ("none", Docs::None)]
            {
                let text = render(&planned, docs, Some("aws-operation generate"));
                assert!(!text.contains("allow("), "{what}");
                assert_eq!(repetitions(&text), [""; 0], "{what}");
                assert!(docs != Docs::None || !text.contains("///"), "{what}");
                let name = &subject.name;
                let service = service.replace('#', ".");
                let file = folder.join(format!("{name}.{service}.{protocol}.{word}.rs"));
                fs::write(&file, text).expect("a file");
                files.push(file);
            }
        }
    }
    if files.is_empty() {
        return;
    }
    for edition in ["2021", "2024"] {
        match Command::new("rustfmt").args(["--edition", edition, "--check"]).args(&files).output()
        {
            Ok(output) => {
                let difference = String::from_utf8_lossy(&output.stdout);
                let problem = String::from_utf8_lossy(&output.stderr);
                let is_formatted = output.status.success();
                assert!(is_formatted, "rustfmt of {edition} would change\n{difference}{problem}");
            }
            Err(error) => {
                assert_ne!(env::var("CI").as_deref(), Ok("true"), "no rustfmt: {error}");
                support::say(&format!(
                    "left out: whether the text is formatted; rustfmt does not run: {error}"
                ));
            }
        }
    }
}

#[test]
fn an_operation_alone_has_the_items_that_it_has_among_all() {
    for subject in subjects("generating single operations") {
        for (service, protocol) in subject.services() {
            let of = |selection: Selection| {
                let selection = selection.service(service).protocol(protocol.name());
                let planned = plan(&subject.model, &selection).expect(service);
                (render(&planned, Docs::Summary, None), planned)
            };
            let (all, planned) = of(Selection::all());
            let all: HashSet<&str> = items(&all).collect();
            let mut reached: HashSet<String> = HashSet::new();
            // Each one takes a look at the whole model.
            let step = 1 + planned.operations.len() / LARGE;
            for operation in planned.operations.iter().step_by(step) {
                let (alone, _) = of(Selection::operations([operation.shape.name()]));
                let alias = operation.error.as_ref();
                let alias = alias.and_then(|it| Some((&it.name, it.alias_of.as_ref()?)));
                for item in items(&alone) {
                    let is_enum = |name: &str| {
                        let head = format!("pub enum {name} {{");
                        move |item: &str| item.lines().any(|line| line == head)
                    };
                    if let Some((name, shared)) = alias.filter(|(name, _)| is_enum(name)(item)) {
                        // Among all, the name is an alias of an enum with the same variants.
                        let shared = all.iter().find(|item| is_enum(shared)(item)).expect(name);
                        assert_eq!(variants(item), variants(shared), "{name}");
                        let head = format!("pub type {name} =");
                        let alias = all.iter().find(|item| item.contains(&head)).expect(name);
                        reached.insert((*alias).to_owned());
                        continue;
                    }
                    if !item.starts_with("use ") {
                        assert!(all.contains(item), "{service} {}: {item}", operation.name);
                        reached.insert(item.to_owned());
                    }
                }
            }
            if step > 1 {
                support::say(&format!("{service}: one operation in {step} is tried alone"));
                continue;
            }
            let left: Vec<&&str> = all
                .iter()
                .filter(|item| !item.starts_with("use ") && !reached.contains(**item))
                .collect();
            assert!(left.is_empty(), "{service}: no operation reaches {left:?}");
        }
    }
}
