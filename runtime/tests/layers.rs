//! The layers of `runtime/src`: every import points down, so that no two modules import each other.
//!
//! If this test fails, move what is imported to a lower module, or pass it as a parameter. Add a
//! direction to the table only if it belongs to the design.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The modules from the top to the bottom, and which of those below each of them may use.
const LAYERS: [(&str, &[&str]); 43] = [
    // Documentation without code.
    ("guide", &[]),
    // Only for fuzzing.
    ("fuzzing", &["wire::protocol", "types"]),
    // What the macros' code names, and what this workspace's tests use.
    (
        "private",
        &[
            "event_stream",
            "paginated",
            "operation",
            "wire::shapes",
            "wire::response",
            "wire::request",
            "wire::protocol",
            "metadata",
            "event_frames",
            "faked",
            "types",
            "error",
        ],
    ),
    // Clients whose calls block the thread.
    (
        "blocking",
        &[
            "pages",
            "waiters",
            "client",
            "config",
            "call",
            "streams",
            "tokio_runtime",
            "block_on",
            "event_stream",
            "operation",
            "paginated",
            "wire::request",
            "sigv4",
            "retry",
            "service",
            "types",
            "error",
        ],
    ),
    // What consists of several calls.
    ("pages", &["client", "call", "paginated", "operation", "error"]),
    ("waiters", &["client", "call", "wire::protocol", "operation", "time", "error"]),
    ("s3", &["client", "streams", "tokio_runtime", "wire::request", "checksum", "types", "error"]),
    (
        "internals",
        &[
            "config",
            "credentials",
            "profile",
            "endpoint",
            "event_frames",
            "endpoint_rules",
            "aws_chunked",
            "types",
        ],
    ),
    // Tests without AWS.
    (
        "testing",
        &[
            "client",
            "config",
            "transport",
            "time",
            "block_on",
            "faked",
            "operation",
            "wire::response",
            "wire::protocol",
            "sigv4",
            "service",
            "types",
            "error",
        ],
    ),
    // What programs hold.
    (
        "client",
        &[
            "config",
            "call",
            "operation",
            "wire::request",
            "wire::protocol",
            "sigv4",
            "retry",
            "endpoint",
            "service",
            "types",
            "error",
        ],
    ),
    (
        "config",
        &[
            "credentials",
            "profile",
            "call",
            "transport",
            "time",
            "files",
            "wire::request",
            "wire::protocol",
            "retry",
            "endpoint",
            "service",
            "endpoint_rules",
            "types",
            "error",
        ],
    ),
    (
        "credentials",
        &[
            "profile",
            "call",
            "endpoint",
            "services",
            "flight",
            "transport",
            "time",
            "tokio_runtime",
            "files",
            "wire::request",
            "wire::protocol",
            "retry",
            "service",
            "metadata",
            "types",
            "error",
        ],
    ),
    ("profile", &["endpoint", "error"]),
    // The loop of one call.
    (
        "call",
        &[
            "transport",
            "time",
            "faked",
            "operation",
            "wire::response",
            "wire::request",
            "wire::protocol",
            "sigv4",
            "retry",
            "endpoint",
            "service",
            "endpoint_rules",
            "metadata",
            "aws_chunked",
            "checksum",
            "types",
            "error",
        ],
    ),
    // Hosts, and the services that have rules for them.
    ("endpoint", &["services", "service", "endpoint_rules", "types", "error"]),
    ("services", &["service", "endpoint_rules"]),
    ("s3_express", &["flight", "operation", "service", "endpoint_rules", "types", "error"]),
    ("flight", &["types", "error"]),
    // The edges: network, clock and files.
    ("streams", &["tokio_runtime", "types", "error"]),
    ("transport", &["tokio_runtime", "faked", "types", "error"]),
    ("time", &["tokio_runtime"]),
    ("tokio_runtime", &[]),
    ("block_on", &[]),
    ("files", &[]),
    // Values to bytes and back.
    (
        "event_stream",
        &[
            "wire::response",
            "wire::request",
            "wire::protocol",
            "service",
            "sigv4",
            "event_frames",
            "types",
            "error",
        ],
    ),
    ("paginated", &["operation", "types"]),
    (
        "operation",
        &[
            "faked",
            "wire::response",
            "wire::request",
            "wire::protocol",
            "service",
            "metadata",
            "types",
            "error",
        ],
    ),
    ("wire::shapes", &["wire::response", "wire::protocol", "types"]),
    ("wire::response", &["wire::protocol", "metadata", "event_frames", "types", "error"]),
    (
        "wire::request",
        &[
            "wire::protocol",
            "wire::text",
            "wire::borrowed",
            "service",
            "endpoint_rules",
            "metadata",
            "aws_chunked",
            "sigv4",
            "event_frames",
            "checksum",
            "types",
            "error",
        ],
    ),
    ("wire::protocol", &["wire::text", "wire::borrowed", "service", "types", "error"]),
    ("wire::text", &["types"]),
    ("wire::borrowed", &["types"]),
    // Messages of event streams.
    ("event_frames", &["types", "error"]),
    // The answers of fakes.
    ("faked", &["error"]),
    // Decisions and signatures.
    ("aws_chunked", &["sigv4", "checksum", "types", "error"]),
    ("sigv4", &["service", "types", "error"]),
    ("retry", &["types", "error"]),
    // What all of them speak of.
    ("service", &["endpoint_rules"]),
    ("metadata", &["endpoint_rules"]),
    ("endpoint_rules", &["types", "error"]),
    ("checksum", &["types", "error"]),
    ("types", &["error"]),
];

/// A folder whose modules stand in the table by themselves.
const GROUP: &str = "wire";

/// The lowest module, which uses no other.
const LOWEST: &str = "error";

/// The modules that have no clock, environment, files, network, runtime or randomness: what they need
/// of it is a parameter.
const PURE: [&str; 21] = [
    "event_stream",
    "s3_express",
    "flight",
    "operation",
    "wire::shapes",
    "wire::response",
    "wire::request",
    "wire::protocol",
    "wire::text",
    "wire::borrowed",
    "event_frames",
    "aws_chunked",
    "sigv4",
    "retry",
    "endpoint",
    "service",
    "endpoint_rules",
    "metadata",
    "checksum",
    "types",
    "error",
];

/// What a pure module does not name.
const IMPURE: [&str; 9] = [
    "std::env",
    "std::fs",
    "std::net::Tcp",
    "std::process",
    "std::thread",
    "tokio::",
    "SystemTime::now",
    "Instant::now",
    "ring::rand",
];

/// A file of the crate: its module, where it stands, and its code without comments.
struct Source {
    module: String,
    path: PathBuf,
    code: String,
}

#[test]
fn every_import_points_down() {
    let sources = sources();
    let exported = exported();
    let allowed: BTreeMap<&str, &[&str]> = LAYERS.into_iter().chain([(LOWEST, &[][..])]).collect();
    let modules: BTreeSet<&str> = sources.iter().map(|source| source.module.as_str()).collect();

    // The table has each module once, and each direction in it points down.
    assert_eq!(allowed.len(), LAYERS.len() + 1, "a module stands twice in the table");
    let order: Vec<&str> = LAYERS.iter().map(|(module, _)| *module).chain([LOWEST]).collect();
    let place = |module: &str| order.iter().position(|other| *other == module);
    for (module, below) in LAYERS {
        for other in below {
            assert!(place(other) > place(module), "the table lets `{module}` use `{other}`");
        }
    }
    assert_eq!(modules, order.iter().copied().collect(), "the table has other modules than `src`");

    let mut found = BTreeSet::new();
    let mut imports = 0;
    let mut wrong = Vec::new();
    for Source { module, path, code } in &sources {
        for name in names_at_root(code) {
            let target = match modules.get(name.as_str()) {
                Some(target) => *target,
                None => match exported.get(&name) {
                    Some(Some(target)) => target.as_str(),
                    // One of the macros.
                    Some(None) => continue,
                    // A macro that is exported for the code that the macros generate.
                    None if name.starts_with("__") => continue,
                    None => panic!("{}: what is `crate::{name}`?", path.display()),
                },
            };
            if target == module {
                continue;
            }
            imports += 1;
            found.insert((module.as_str(), target));
            if !allowed[module.as_str()].contains(&target) {
                wrong.push(format!("{}: `{module}` may not use `{target}`", path.display()));
            }
        }
        if climbs_to_root(path, code) {
            wrong.push(format!("{}: name other modules by `crate::`", path.display()));
        }
    }
    assert!(wrong.is_empty(), "imports that point up:\n{}", wrong.join("\n"));
    // The search finds the imports: there are hundreds, and the whole table is in use.
    assert!(imports > 300, "only {imports} imports were found");
    let unused = allowed.iter().flat_map(|(module, below)| below.iter().map(|it| (*module, *it)));
    let unused: Vec<_> = unused.filter(|direction| !found.contains(direction)).collect();
    assert!(unused.is_empty(), "directions of the table that nothing uses: {unused:?}");
}

#[test]
fn pure_modules_have_no_edges() {
    let sources = sources();
    for Source { module, path, code } in &sources {
        // Unit tests may do more.
        let is_test = path.components().any(|name| {
            Path::new(name.as_os_str()).file_stem().is_some_and(|stem| stem == "tests")
        });
        if is_test || !PURE.contains(&module.as_str()) {
            continue;
        }
        for word in IMPURE {
            assert!(!code.contains(word), "{}: `{word}` in a pure module", path.display());
        }
    }
    assert!(PURE.iter().all(|pure| sources.iter().any(|source| source.module == *pure)));
    // The words are those that the code writes.
    let other = |word: &&&str| sources.iter().any(|source| source.code.contains(**word));
    let known = IMPURE.iter().filter(other).count();
    assert!(known >= 5, "only {known} of the words stand anywhere");
}

#[test]
fn files_of_a_folder_do_not_import_in_a_circle() {
    let mut imports: BTreeMap<PathBuf, BTreeSet<PathBuf>> = BTreeMap::new();
    for Source { path, code, .. } in &sources() {
        let file = without_mod(path);
        let folder = file.parent().expect("a folder");
        let used = names_after(code, "super::").into_iter().map(|name| folder.join(name));
        imports.entry(file.clone()).or_default().extend(used.filter(|other| *other != file));
    }
    // Removes names that are not files, such as those that the folder's `mod.rs` declares.
    let files: BTreeSet<PathBuf> = imports.keys().cloned().collect();
    let mut found = 0;
    for used in imports.values_mut() {
        used.retain(|path| files.contains(path));
        found += used.len();
    }
    assert!(found > 200, "only {found} imports were found");

    // Removes files that import nothing, until none is left to remove. The others import in a circle.
    while let Some(path) =
        imports.iter().find(|(_, used)| used.is_empty()).map(|(path, _)| path.clone())
    {
        imports.remove(&path);
        imports.values_mut().for_each(|used| {
            used.remove(&path);
        });
    }
    assert!(imports.is_empty(), "these import each other: {imports:#?}");
}

#[test]
fn imports_are_found_in_all_their_forms() {
    for (code, names) in [
        ("use crate::types::Blob;", vec!["types"]),
        (
            "use crate::{aws_output, error::{Line, Error}, types};",
            vec!["aws_output", "error", "types"],
        ),
        ("use crate::{\n    a::{b, c},\n    d,\n};", vec!["a", "d"]),
        (
            "fn f() -> crate::types::Blob { crate::error::debug!($crate::time) }",
            vec!["types", "error", "time"],
        ),
        ("pub use crate::call::Call;", vec!["call"]),
        ("use crate::wire::text::{Scalar, Shape};", vec!["wire::text"]),
        ("use crate::{wire::{text::Scalar}, types};", vec!["wire::", "types"]),
        ("pub(in crate::sigv4) fn f() {}", vec!["sigv4"]),
        ("// crate::no\n/// [`crate::no`]\nlet x = 1; // crate::no", vec![]),
        ("mycrate::no::x", vec![]),
    ] {
        assert_eq!(names_at_root(&without_comments(code)), names, "{code}");
    }
    assert!(climbs_to_root(Path::new("src/time.rs"), "use super::types::Blob;"));
    assert!(climbs_to_root(Path::new("src/call/mod.rs"), "use super::types::Blob;"));
    assert!(climbs_to_root(Path::new("src/call/trace.rs"), "use super::super::types::Blob;"));
    assert!(climbs_to_root(Path::new("src/wire/text.rs"), "use super::request::Encoded;"));
    assert!(climbs_to_root(Path::new("src/wire/request/mod.rs"), "use super::text::Scalar;"));
    assert!(!climbs_to_root(Path::new("src/wire/request/uri.rs"), "use super::values;"));
    assert!(!climbs_to_root(Path::new("src/call/trace.rs"), "use super::Caller;"));
    assert!(!climbs_to_root(Path::new("src/call/a/mod.rs"), "use super::Caller;"));
}

/// All files but `lib.rs` and the group's `mod.rs`, which only list and export the modules.
fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut sources = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let inside = path.strip_prefix(&root).expect("a path below the root");
            // Tests may use everything.
            let is_test = inside.components().any(|part| {
                let stem = Path::new(part.as_os_str()).with_extension("");
                ["tests", "protocol_tests"].contains(&&*stem.display().to_string())
            });
            let is_test = is_test || inside == Path::new("wire/protocol/testing.rs");
            let is_code = path.extension().is_some_and(|extension| extension == "rs");
            if !is_code || inside == Path::new("lib.rs") || is_test {
                continue;
            }
            let mut names = inside
                .components()
                .map(|name| Path::new(name.as_os_str()).with_extension("").display().to_string());
            let mut module = names.next().expect("a name");
            if module == GROUP {
                match names.next().expect("a folder").as_str() {
                    // It only lists the modules.
                    "mod" => continue,
                    inner => module = format!("{GROUP}::{inner}"),
                }
            }
            let code = without_comments(&fs::read_to_string(&path).expect("a text"));
            let code = code.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
            let code = code.to_owned();
            sources.push(Source { module, path: Path::new("src").join(inside), code });
        }
    }
    assert!(sources.len() > 150, "only {} files were found", sources.len());
    sources
}

/// Which module each name at the root of the crate comes from; `None` for the macros.
fn exported() -> BTreeMap<String, Option<String>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs");
    let code = without_comments(&fs::read_to_string(root).expect("a text"));
    let mut names = BTreeMap::new();
    // `pub mod providers` has exports of its own, which are indented.
    for line in code.replace("\n    ", " ").split(';') {
        let line = line.trim_start_matches(|c: char| c == '}' || c.is_whitespace());
        let Some(path) = line.strip_prefix("pub use ") else { continue };
        // Of a module within `lib.rs`.
        if path.starts_with("crate::") {
            continue;
        }
        let (mut module, mut rest) = path.split_once("::").expect("a path");
        if module == GROUP {
            let (inner, names) = rest.split_once("::").expect("a path in the group");
            (module, rest) = (&path[..GROUP.len() + "::".len() + inner.len()], names);
        }
        let module = (module != "aws_operation_macros").then(|| module.to_owned());
        for name in rest.trim_matches(['{', '}', ' ', '\n']).split(',') {
            let name = name.trim().rsplit("::").next().unwrap_or_default();
            names.insert(name.to_owned(), module.clone());
        }
    }
    assert!(names.len() > 50, "only {} exported names were found", names.len());
    names
}

/// The code without line comments. No string of the crate has `//` before a path of it.
fn without_comments(text: &str) -> String {
    let lines = text.lines().map(|line| line.split("//").next().unwrap_or_default());
    lines.fold(String::new(), |code, line| code + line + "\n")
}

/// What follows `crate::` in the code. Of the group's modules, the name within the group belongs to it.
fn names_at_root(code: &str) -> Vec<String> {
    names_after(code, "crate::")
}

/// What follows `start` in the code: a name, or each first name of a list.
fn names_after(code: &str, start: &str) -> Vec<String> {
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let name = |text: &str| {
        let first: String = text.chars().take_while(|c| is_of_name(*c)).collect();
        match text[first.len()..].strip_prefix("::") {
            Some(rest) if first == GROUP => {
                let inner: String = rest.chars().take_while(|c| is_of_name(*c)).collect();
                format!("{GROUP}::{inner}")
            }
            _ => first,
        }
    };
    let mut names = Vec::new();
    for (at, _) in code.match_indices(start) {
        // Part of a longer name, or of a longer path such as `super::super::a`.
        if code[..at].ends_with(is_of_name) || (start == "super::" && code[..at].ends_with("::")) {
            continue;
        }
        let rest = &code[at + start.len()..];
        let Some(group) = rest.strip_prefix('{') else {
            names.push(name(rest));
            continue;
        };
        // The names of the group itself, not those of groups in it.
        let (mut depth, mut begins) = (0, true);
        for (at, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => begins = true,
                c if c.is_whitespace() => {}
                _ if begins => {
                    names.push(name(&group[at..]));
                    begins = false;
                }
                _ => {}
            }
        }
    }
    names
}

/// The module's path: `src/a/b` for both `src/a/b.rs` and `src/a/b/mod.rs`.
fn without_mod(path: &Path) -> PathBuf {
    if path.ends_with("mod.rs") {
        return path.parent().expect("a folder").to_owned();
    }
    path.with_extension("")
}

/// Whether a `use` outside any inline module reaches another module of the table by `super::`.
fn climbs_to_root(path: &Path, code: &str) -> bool {
    let is_in_group = path.starts_with(Path::new("src").join(GROUP));
    let depth = path.components().count() - 1 - usize::from(path.ends_with("mod.rs"));
    let depth = depth - usize::from(is_in_group);
    let up = format!("use {}", "super::".repeat(depth));
    code.lines().any(|line| line.trim_start_matches("pub ").starts_with(&up))
}
