//! `testing::Recorder` and `testing::Playback`: calls are recorded from a server, and played without it.

mod bodies;
mod calls;
mod documents;
mod files;
mod leaks;
mod matching;

use std::path::PathBuf;

use aws_operation::testing::Recorder;
use aws_operation::testing::verify::Server;
use aws_operation::{Config, Credentials};

/// A path for a recording, where no file is.
fn path(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("recordings");
    std::fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join(format!("{name}-{}.json", std::process::id()));
    let _ = std::fs::remove_file(&path);
    path
}

fn credentials() -> Credentials {
    Credentials::new("AKIDRECORD", "hunter2-secret-key")
        .with_session_token("hunter2-session+/token==")
}

/// A configuration that records calls to a server.
fn recording(recorder: &Recorder, server: &Server) -> Config {
    let config = Config::builder().region("eu-west-1").credentials(server.credentials());
    let config = config.endpoint_url(server.url()).transport(recorder.clone());
    config.build().expect("a configuration")
}
