//! [`FaultServer`]: a server on loopback that does with each request what a script says.

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

/// What a queue that is empty answers.
const OK: &str = r#"{"name": "pets"}"#;

/// How much of a body without end is written at once.
const CHUNK: usize = 16 * 1024;

/// A server on loopback, in a thread of its own. Dropping it closes everything.
pub struct FaultServer {
    address: SocketAddr,
    script: Arc<Script>,
    counts: Arc<Counts>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

enum Script {
    /// A step a request, whichever connection it comes on, then good answers. What is seen is kept.
    Steps(Mutex<VecDeque<Step>>),
    /// What the request says. Nothing is kept.
    By(Box<dyn Fn(&Seen) -> Step + Send + Sync>),
}

impl FaultServer {
    /// A server that does these steps, one a request, then answers well.
    ///
    /// # Panics
    ///
    /// When no port is free.
    pub fn start(steps: impl IntoIterator<Item = Step>) -> Self {
        let script = Script::Steps(Mutex::new(steps.into_iter().collect()));
        bound().listen(script)
    }

    /// A server that looks at each request's head, and body, before it decides. It counts, and keeps
    /// nothing.
    ///
    /// # Panics
    ///
    /// When no port is free.
    pub fn by(decide: impl Fn(&Seen) -> Step + Send + Sync + 'static) -> Self {
        bound().listen(Script::By(Box::new(decide)))
    }

    /// The port of a server that is down.
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

    /// Host and port.
    pub fn host(&self) -> String {
        self.address.to_string()
    }

    /// What it saw.
    pub fn counts(&self) -> &Counts {
        &self.counts
    }

    /// Forgets the steps that were not done, and does these next.
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
            // Its panics are seen by the test: nobody answers any more.
            let _ = thread.join();
        }
    }
}

/// A port where nobody listens yet, and nobody else can.
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

    /// Comes up, and answers well.
    ///
    /// # Panics
    ///
    /// When the port cannot be listened at.
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
            // Out of file descriptors: others have to end first.
            tokio::time::sleep(Duration::from_millis(5)).await;
            continue;
        };
        let number = counts.connected();
        let (script, counts) = (Arc::clone(&script), Arc::clone(&counts));
        tokio::spawn(async move {
            // A client that goes away is none of our business.
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
        // Not sooner: so it is no part of connecting.
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
                // It may look at the body, so that it is read before.
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
    /// The step that does not wait for a request, where it is the next one.
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

/// Does the step; whether the connection goes on.
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
            // Long enough for a request that is on its way.
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        End::Reset => stream.set_zero_linger()?,
        End::Hang => {
            // Until they go away; what they send is not looked at.
            let mut sink = vec![0; 1024];
            while stream.read(&mut sink).await? > 0 {}
        }
    }
    Ok(false)
}

/// Tokio's clock has milliseconds; a shorter time is waited for by asking again.
async fn wait(time: Duration) {
    if time >= Duration::from_millis(5) {
        return tokio::time::sleep(time).await;
    }
    let start = Instant::now();
    while start.elapsed() < time {
        tokio::task::yield_now().await;
    }
}
