//! Models from an index at a URL: downloaded once, checked, and then read from the cache.

mod tool;

use std::process::Command;

#[cfg(unix)]
use tool::TERMINAL;
use tool::{Place, Server, zoo};

const MAKE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/index/make.py");
const PATH: &str = "zoo/service/2020-02-20/zoo-2020-02-20.json";

/// A package, and a folder `published` with a model and the index that `make.py` makes.
fn place(name: &str) -> Place {
    let place = Place::new(name);
    place.write(&format!("published/{PATH}"), &zoo("Night Zoo", "nights", "2020-02-20"));
    index(&place);
    place
}

fn index(place: &Place) {
    place.write("published/.hidden/a.json", "{}");
    let mut make = Command::new("python3");
    make.arg(MAKE).arg(place.path("published")).args(["--source", ""]);
    let output = make.output().expect("Python 3 runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    place.write("published/index.json", &String::from_utf8(output.stdout).expect("UTF-8"));
}

fn served(place: &Place) -> Server {
    Server::of_folder(place.folder.join("published"))
}

#[test]
fn a_model_is_downloaded_once_and_then_read_from_the_cache() {
    let place = place("once");
    let server = served(&place);
    let url = server.url();
    let add = ["add", "nights", "GetAnimal", "--models", &url];
    assert!(place.succeeds(&add).starts_with("src/aws/night_zoo.rs: written, with GetAnimal\n"));
    assert_eq!(server.requests(), ["/index.json".to_owned(), format!("/{PATH}")]);
    assert!(place.succeeds(&add).starts_with("src/aws/night_zoo.rs: up to date"));
    assert_eq!(server.requests(), ["/index.json"], "the model is in the cache");

    // Nothing listens on the port, so the connection fails as it does without a network.
    let gone = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.local_addr().expect("an address").port()
    };
    let away = format!("http://127.0.0.1:{gone}");
    let error = place.fails(&["add", "nights", "GetAnimal", "--models", &away]);
    let expected = format!("cannot download {away}/index.json: ");
    assert!(error.starts_with(&expected), "{error}");
}

#[test]
fn the_stored_index_is_used_if_the_server_fails() {
    let place = place("stored");
    let folder = place.folder.join("published");
    let (stop, stopped) = (folder.join("stop"), folder.join("stop"));
    let server = Server::start(move |path| {
        match std::fs::read_to_string(folder.join(path.trim_start_matches('/'))) {
            Ok(text) if !stopped.exists() => (200, text),
            _ => (503, String::new()),
        }
    });
    let url = server.url();
    place.succeeds(&["add", "nights", "GetAnimal", "--models", &url]);
    std::fs::write(&stop, "").expect("a file");
    let run = place.run(&["add", "nights", "PutAnimal", "--models", &url]);
    assert_eq!(run.code, Some(0));
    assert_eq!(
        run.err,
        format!(
            "note: cannot download {url}/index.json: the server responded 503; used the stored index\n"
        )
    );
    assert!(place.read("package/src/aws/night_zoo.rs").contains("pub struct PutAnimal "));
    // `update` prints the note once, not for each file.
    let model = place.path(&format!("published/{PATH}"));
    place.succeeds(&["generate", &model, "--all", "--out", "src/whole.rs"]);
    let checked = place.run(&["check", "--models", &url]);
    assert_eq!((checked.code, checked.err), (Some(0), run.err));
    // A model that is not stored needs the server.
    std::fs::remove_dir_all(place.folder.join("cache")).expect("a cache");
    assert_eq!(
        place.fails(&["add", "nights", "PutAnimal", "--models", &url]),
        format!("cannot download {url}/index.json: the server responded 503")
    );
}

/// A model becomes code, so a model that differs from the index is refused.
#[test]
fn a_wrong_checksum_is_an_error() {
    let place = place("checksum");
    let server = served(&place);
    let url = server.url();
    let before = place.read("published/index.json");
    place.write(&format!("published/{PATH}"), &zoo("Night Zoo", "nights", "2021-02-20"));
    let error = place.fails(&["add", "nights", "GetAnimal", "--models", &url]);
    let expected = format!("{url}/{PATH} has the checksum ");
    let remedy = "; nothing was stored; make the index of the server again with make.py";
    assert!(error.starts_with(&expected) && error.ends_with(remedy), "{error}");
    assert!(!place.exists("package/src/aws"));
    // A file of the cache that was changed is downloaded again.
    place.write(&format!("published/{PATH}"), &zoo("Night Zoo", "nights", "2020-02-20"));
    index(&place);
    assert_eq!(place.read("published/index.json"), before);
    place.succeeds(&["add", "nights", "GetAnimal", "--models", &url]);
    let sum = before.split("\"sha256\": \"").nth(1).and_then(|rest| rest.split('"').next());
    let cached = format!("cache/{}/zoo-2020-02-20.json", sum.expect("a checksum"));
    place.write(&cached, "changed");
    server.requests();
    place.succeeds(&["add", "nights", "GetAnimal", "--models", &url]);
    assert_eq!(server.requests().len(), 2);
    assert_ne!(place.read(&cached), "changed");
}

#[test]
fn a_url_or_an_index_that_cannot_be_used_is_an_error() {
    let place = place("unusable");
    let server = served(&place);
    let url = server.url();
    let error = |url: &str| place.fails(&["add", "nights", "GetAnimal", "--models", url]);
    for (url, expected) in [
        ("http://example.com", "use `https`; `http` is only for this machine"),
        ("ftp://example.com", "use `https`, or a folder"),
        ("https://example.com/?a=b", "it cannot have a query or a fragment"),
    ] {
        // A query can contain a token, so it is not printed.
        let shown = url.split('?').next().expect("a URL");
        assert_eq!(error(url), format!("invalid URL {shown} of models; {expected}"));
    }
    let missing = format!("{url}/no/index.json");
    assert_eq!(
        error(&format!("{url}/no")),
        format!("cannot download {missing}: the server responded 404")
    );
    // The server does not speak TLS.
    let tls = url.replace("http:", "https:");
    let refused = error(&tls);
    assert!(refused.starts_with(&format!("cannot download {tls}/index.json: ")), "{refused}");
    let index = place.read("published/index.json");
    for (text, expected) in [
        ("{".to_owned(), "EOF while parsing"),
        (index.replace("zoo/service", "../service"), "the path ../service/"),
        (index.replace("zoo/service", "/service"), "the path /service/"),
        (index.replace("\"sha256\": \"", "\"sha256\": \"X"), "the checksum of zoo/service/"),
        (index.replace("\"path\"", "\"paths\""), "unknown field `paths`"),
    ] {
        assert_ne!(text, index);
        place.write("published/index.json", &text);
        let error = error(&url);
        let place = format!("{url}/index.json is not an index of models: {expected}");
        assert!(error.starts_with(&place), "{error}");
    }
}

/// A server on this machine cannot make the tool read from another machine without TLS.
#[test]
fn a_redirect_over_http_is_not_followed() {
    let place = place("redirect");
    let seen = served(&place);
    let to = format!("{}/index.json", seen.url());
    let server = Server::start(move |_| (302, to.clone()));
    let url = server.url();
    assert_eq!(
        place.fails(&["add", "nights", "GetAnimal", "--models", &url]),
        format!("cannot download {url}/index.json: the server responded 302")
    );
    assert_eq!(seen.requests(), [""; 0]);
}

/// Credentials in a URL are sent to the server, but not printed.
#[test]
fn credentials_of_a_url_are_not_printed() {
    let place = place("credentials");
    let server = served(&place);
    let url = server.url();
    let with_credentials = url.replace("http://", "http://user:secret@");
    let add = |service| place.run(&["add", service, "GetAnimal", "--models", &with_credentials]);
    let run = add("submarine");
    assert_eq!(
        run.err,
        format!(
            "error: no model of a service `submarine` in {url}/; the services are `Night Zoo`\n"
        )
    );
    place.write("published/index.json", "{");
    let run = add("nights");
    assert!(
        run.err.starts_with(&format!("error: {url}/index.json is not an index")),
        "{}",
        run.err
    );
    std::fs::remove_file(place.folder.join("published/index.json")).expect("the index");
    let run = add("nights");
    assert!(
        run.err.starts_with(&format!("note: cannot download {url}/index.json: ")),
        "{}",
        run.err
    );
}

/// A header that names a file is about that version of the model.
#[test]
fn a_file_of_the_index_is_found_by_its_name() {
    let place = place("file");
    let later = "published/zoo/service/2021-02-20/zoo-2021-02-20.json";
    place.write(later, &zoo("Night Zoo", "nights", "2021-02-20"));
    index(&place);
    let model = place.path(&format!("published/{PATH}"));
    place.succeeds(&["generate", &model, "--all", "--out", "src/whole.rs"]);
    let server = served(&place);
    place.succeeds(&["update", "--models", &server.url()]);
    assert_eq!(server.requests(), ["/index.json".to_owned(), format!("/{PATH}")]);
}

/// The other tests have no terminal, and check that nothing is on standard error.
#[cfg(unix)]
#[test]
fn a_terminal_shows_the_progress_and_then_erases_it() {
    let place = place("progress");
    place.write("other/a.json", "{}");
    place.write("other/zoo.json", &zoo("Night Zoo", "nights", "2020-02-20"));
    let url = served(&place).url();
    let size = place.read(&format!("published/{PATH}")).len();
    assert!(size < 50_000, "{size} bytes are 0.0 MB");
    let shown = |arguments: &[&str]| {
        let run = place.on_terminal(TERMINAL, "y", arguments);
        assert_eq!(run.code, Some(0), "{}", run.out);
        let (progress, report) = run.out.rsplit_once("\u{1b}[K\r").expect("erased");
        assert!(report.starts_with("src/aws/night_zoo.rs: "), "{progress}{report}");
        run.out
    };
    let add = shown(&["add", "nights", "GetAnimal", "--yes", "--models", &url]);
    for line in [
        "\rdownloading index.json: 0.0 of 0.0 MB\u{1b}[K",
        "\rdownloading zoo-2020-02-20.json: 0.0 of 0.0 MB\u{1b}[K",
        "\rgenerating src/aws/night_zoo.rs\u{1b}[K",
    ] {
        assert!(add.contains(line), "{add:?}");
    }
    let other = place.path("other");
    let check = shown(&["check", "--models", &other]);
    assert!(check.contains("\rgenerating src/aws/night_zoo.rs (1 of 1)\u{1b}[K"), "{check:?}");
    assert!(check.contains("\rreading models (2 of 2)\u{1b}[K"), "{check:?}");
}

/// A partial clone lacks large models, such as that of EC2.
#[test]
fn a_model_that_a_checkout_lacks_has_the_checksum_of_git() {
    let place = Place::new("partial");
    let path = "night-zoo/service/2020-02-20/night-zoo-2020-02-20.json";
    let model = zoo("Night Zoo", "nights", "2020-02-20");
    place.write(&format!("published/{path}"), &model);
    let git = |arguments: &[&str]| {
        let mut git = Command::new("git");
        git.args(["-c", "user.name=A", "-c", "user.email=a@example.com"]).args(arguments);
        let output = git.current_dir(place.folder.join("published")).output().expect("Git runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    git(&["init", "--quiet"]);
    git(&["add", path]);
    git(&["commit", "--quiet", "--no-gpg-sign", "--message", "A"]);
    std::fs::remove_file(place.folder.join("published").join(path)).expect("the model");
    let output = Command::new("python3").arg(MAKE).arg(place.path("published")).output();
    let index = String::from_utf8(output.expect("Python 3 runs").stdout).expect("UTF-8");
    assert!(
        index.contains("\"service_id\": \"night-zoo\"") && !index.contains("sha256"),
        "{index}"
    );
    place.write("published/index.json", &index);

    let server = served(&place);
    let url = server.url();
    let add = ["add", "Night Zoo", "GetAnimal", "--models", &url];
    place.write(&format!("published/{path}"), &model.replace("2020-02-20", "2021-02-20"));
    let error = place.fails(&add);
    assert!(error.starts_with(&format!("{url}/{path} has the checksum ")), "{error}");
    place.write(&format!("published/{path}"), &model);
    assert!(place.succeeds(&add).starts_with("src/aws/night_zoo.rs: written"));
    server.requests();
    place.succeeds(&add);
    assert_eq!(server.requests(), ["/index.json"], "the model is in the cache");
}

/// The index of a build lacks newer services. The error names another source of models.
#[test]
fn the_index_of_this_build_is_pinned() {
    let place = Place::new("built-in");
    assert_eq!(
        place.fails(&["add", "submarine", "Dive"]),
        "no model of a service `submarine` in the index of this build; for a service that is newer \
         than this build, clone github.com/aws/api-models-aws and name the folder with `--models \
         DIR`"
    );
    let text = include_str!("../index/models.json");
    let index: serde_json::Value = serde_json::from_str(text).expect("JSON");
    let source = index["source"].as_str().expect("a source");
    let commit = source.strip_prefix("https://raw.githubusercontent.com/aws/api-models-aws/");
    assert_eq!(commit.map(str::len), Some("/".len() + 40), "a commit is pinned");
}
