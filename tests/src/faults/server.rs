//! [`FaultServer`]: a server on loopback that handles each request as a script says.

use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::oneshot;

use super::answer::Answer;
use super::record::{Counts, Seen};
use super::step::{End, Pace, Read, Step};

/// The body of a response when the script has no more steps.
const OK: &str = r#"{"name": "pets"}"#;

/// The size of the writes of an endless body.
const CHUNK: usize = 16 * 1024;

/// A server on loopback that runs in its own thread. Dropping it closes everything.
pub struct FaultServer {
    address: SocketAddr,
    script: Arc<Script>,
    counts: Arc<Counts>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

enum Script {
    /// One step for each request on any connection, then normal responses. Requests are kept.
    Steps(Mutex<VecDeque<Step>>),
    /// The function chooses a step for each request. Requests are not kept.
    By(Box<dyn Fn(&Seen) -> Step + Send + Sync>),
}

impl FaultServer {
    /// A server that does these steps, one for each request, and then responds normally.
    ///
    /// # Panics
    ///
    /// When no port is free.
    pub fn start(steps: impl IntoIterator<Item = Step>) -> Self {
        let script = Script::Steps(Mutex::new(steps.into_iter().collect()));
        bound().listen(script)
    }

    /// A server that chooses each step by the request's head and body. It counts requests, but does
    /// not keep them.
    ///
    /// # Panics
    ///
    /// When no port is free.
    pub fn by(decide: impl Fn(&Seen) -> Step + Send + Sync + 'static) -> Self {
        bound().listen(Script::By(Box::new(decide)))
    }

    /// A reserved port whose server is down.
    ///
    /// # Panics
    ///
    /// When no port is free.
    pub fn down() -> Down {
        bound()
    }

    /// The base URL.
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The host and port.
    pub fn host(&self) -> String {
        self.address.to_string()
    }

    /// What the server received, and counts.
    pub fn counts(&self) -> &Counts {
        &self.counts
    }

    /// Replaces the remaining steps.
    pub fn next(&self, steps: impl IntoIterator<Item = Step>) {
        if let Script::Steps(queue) = &*self.script {
            *queue.lock().unwrap_or_else(PoisonError::into_inner) = steps.into_iter().collect();
        }
    }
}

impl Drop for FaultServer {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic of the thread is ignored here: the server then stops responding, so the test
            // fails.
            let _ = thread.join();
        }
    }
}

/// A reserved port without a listener. No other program can use it.
pub struct Down {
    socket: TcpSocket,
    address: SocketAddr,
}

fn bound() -> Down {
    let bound = || {
        let socket = TcpSocket::new_v4()?;
        socket.bind(SocketAddr::from(([127, 0, 0, 1], 0)))?;
        let address = socket.local_addr()?;
        Ok::<_, io::Error>(Down { socket, address })
    };
    bound().expect("a port is free")
}

impl Down {
    /// The base URL.
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Starts a server that responds normally.
    ///
    /// # Panics
    ///
    /// When the port cannot be listened on.
    pub fn up(self) -> FaultServer {
        self.listen(Script::Steps(Mutex::default()))
    }

    fn listen(self, script: Script) -> FaultServer {
        let (script, counts) = (Arc::new(script), Arc::new(Counts::default()));
        let (stop, stopped) = oneshot::channel();
        let (listening, listens) = std::sync::mpsc::channel();
        let shared = (Arc::clone(&script), Arc::clone(&counts));
        let thread = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime").block_on(async {
                let listener = self.socket.listen(1024).expect("it listens");
                listening.send(()).expect("it is waited for");
                tokio::select! {
                    () = accept(listener, shared) => {}
                    _ = stopped => {}
                }
            });
        });
        listens.recv().expect("the server is up");
        let (stop, thread) = (Some(stop), Some(thread));
        FaultServer { address: self.address, script, counts, stop, thread }
    }
}

async fn accept(listener: TcpListener, (script, counts): (Arc<Script>, Arc<Counts>)) {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // The process has no free file descriptors. Other connections must close first.
            tokio::time::sleep(Duration::from_millis(5)).await;
            continue;
        };
        let number = counts.connected();
        let (script, counts) = (Arc::clone(&script), Arc::clone(&counts));
        tokio::spawn(async move {
            // Errors are ignored, because the client may close the connection at any time.
            let _ = stream.set_nodelay(true);
            let _ = serve(stream, number, &script, &counts).await;
            counts.disconnected();
        });
    }
}

async fn serve(
    mut stream: TcpStream,
    connection: usize,
    script: &Script,
    counts: &Counts,
) -> io::Result<()> {
    let mut read = Vec::new();
    if let Some(step) = script.before_a_request() {
        // Waits for data, so that the fault comes after the connection is established.
        stream.peek(&mut [0]).await?;
        return act(&mut stream, &step).await.map(|_| ());
    }
    loop {
        let Some(head) = read_head(&mut stream, &mut read).await? else {
            return Ok(());
        };
        counts.requested();
        let mut seen = Seen { connection, head, body: Vec::new() };
        let step = match script {
            Script::By(decide) => {
                // The function may look at the body, so the body is read first.
                read_body(&mut stream, &mut read, &mut seen).await?;
                decide(&seen)
            }
            Script::Steps(queue) => {
                let next = queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
                let step = next.unwrap_or_else(|| Step::answer(&Answer::ok(OK)));
                if step.read == Read::All {
                    read_body(&mut stream, &mut read, &mut seen).await?;
                }
                counts.keep(seen);
                step
            }
        };
        if !act(&mut stream, &step).await? {
            return Ok(());
        }
    }
}

impl Script {
    /// The next step, if it does not wait for a request.
    fn before_a_request(&self) -> Option<Step> {
        let Self::Steps(queue) = self else {
            return None;
        };
        let mut queue = queue.lock().unwrap_or_else(PoisonError::into_inner);
        queue.front().is_some_and(|step| step.read == Read::Nothing).then(|| queue.pop_front())?
    }
}

async fn read_head(stream: &mut TcpStream, read: &mut Vec<u8>) -> io::Result<Option<String>> {
    loop {
        if let Some(end) = read.windows(4).position(|four| four == b"\r\n\r\n") {
            let rest = read.split_off(end + 4);
            let head = std::mem::replace(read, rest);
            return Ok(Some(String::from_utf8_lossy(&head).into_owned()));
        }
        if stream.read_buf(read).await? == 0 {
            return Ok(None);
        }
    }
}

async fn read_body(stream: &mut TcpStream, read: &mut Vec<u8>, seen: &mut Seen) -> io::Result<()> {
    let length: usize = seen.header("content-length").parse().unwrap_or(0);
    while read.len() < length {
        if stream.read_buf(read).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    let rest = read.split_off(length);
    seen.body = std::mem::replace(read, rest);
    Ok(())
}

/// Does the step. Returns whether the connection is kept.
async fn act(stream: &mut TcpStream, step: &Step) -> io::Result<bool> {
    match step.pace {
        Pace::AtOnce => stream.write_all(&step.send).await?,
        Pace::Drip(last, every) => {
            let (first, last) = step.send.split_at(step.send.len().saturating_sub(last));
            stream.write_all(first).await?;
            for byte in last {
                tokio::time::sleep(every).await;
                stream.write_all(&[*byte]).await?;
            }
        }
        Pace::Endless => {
            stream.write_all(&step.send).await?;
            let chunk = vec![step.send.last().copied().unwrap_or(b' '); CHUNK];
            loop {
                stream.write_all(&chunk).await?;
            }
        }
    }
    match step.end {
        End::Keep => return Ok(true),
        End::Close => {}
        End::CloseAfter(time) => wait(time).await,
        End::CloseOnRequest(time) => {
            stream.peek(&mut [0]).await?;
            wait(time).await;
        }
        End::HalfCloseAfter(time) => {
            wait(time).await;
            stream.shutdown().await?;
            // Waits for a request that may be on its way.
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        End::Reset => stream.set_zero_linger()?,
        End::Hang => {
            // Waits until the client closes the connection. Data from the client is discarded.
            let mut sink = vec![0; 1024];
            while stream.read(&mut sink).await? > 0 {}
        }
    }
    Ok(false)
}

/// Tokio's timer has a resolution of milliseconds. Shorter times are waited for by polling the
/// clock.
async fn wait(time: Duration) {
    if time >= Duration::from_millis(5) {
        return tokio::time::sleep(time).await;
    }
    let start = Instant::now();
    while start.elapsed() < time {
        tokio::task::yield_now().await;
    }
}
