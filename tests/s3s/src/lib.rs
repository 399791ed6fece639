//! Starts s3s, an S3 server that verifies the signatures of chunks and trailers, with a folder as its
//! store.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use s3s_fs::FileSystem;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// A running server. It ends, and its objects are removed, when it is dropped.
#[derive(Debug)]
pub struct Server {
    endpoint: String,
    folder: PathBuf,
    task: JoinHandle<()>,
}

impl Server {
    /// Starts a server with one bucket and one account. It runs in the current tokio runtime.
    ///
    /// # Panics
    ///
    /// When there is no free port, or the folder cannot be made.
    pub async fn start(bucket: &str, access_key: &str, secret: &str) -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let unique = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("aws-operation-s3s-{}-{unique}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(folder.join(bucket)).expect("the folder can be made");
        let store = FileSystem::new(&folder).expect("the folder can be read");
        let mut service = S3ServiceBuilder::new(store);
        service.set_auth(SimpleAuth::from_single(access_key, secret));
        let service = service.build();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let address = listener.local_addr().expect("it is bound");
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let service = service.clone();
                tokio::spawn(async move {
                    let server = Builder::new(TokioExecutor::new());
                    // The client may close the connection at any time.
                    let _ = server.serve_connection(TokioIo::new(stream), service).await;
                });
            }
        });
        Self { endpoint: format!("http://{address}"), folder, task }
    }

    /// The server's URL.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// The folder whose subfolders are the buckets.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
        let _ = fs::remove_dir_all(&self.folder);
    }
}
