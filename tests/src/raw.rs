//! A server that responds with given bytes, including invalid ones.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// A server on loopback. Every connection gets the same responses, one for each request.
pub struct RawServer {
    endpoint: String,
    heads: Arc<Mutex<Vec<String>>>,
    connections: Arc<Mutex<usize>>,
}

impl RawServer {
    /// Answers the n-th request of each connection with the n-th of `answers`, then closes it.
    ///
    /// # Panics
    ///
    /// When no port is free.
    pub fn start(answers: &[&str]) -> Self {
        Self::slow(answers, Duration::ZERO)
    }

    /// The same, with this delay before each response.
    ///
    /// # Panics
    ///
    /// When no port is free.
    pub fn slow(answers: &[&str], wait: Duration) -> Self {
        let answers: Arc<[String]> = answers.iter().map(|&answer| answer.to_owned()).collect();
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = listener.local_addr().expect("it is bound");
        let heads = Arc::new(Mutex::new(Vec::new()));
        let connections = Arc::new(Mutex::new(0));
        let server = Self {
            endpoint: format!("http://{address}"),
            heads: Arc::clone(&heads),
            connections: Arc::clone(&connections),
        };
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                *connections.lock().unwrap_or_else(PoisonError::into_inner) += 1;
                let (answers, heads) = (Arc::clone(&answers), Arc::clone(&heads));
                // Errors are ignored, because the client may close the connection at any time.
                thread::spawn(move || drop(serve(stream, &answers, wait, &heads)));
            }
        });
        server
    }

    /// The base URL.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// The heads of the requests so far.
    pub fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How many connections were opened.
    pub fn connections(&self) -> usize {
        *self.connections.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn serve(
    stream: TcpStream,
    answers: &[String],
    wait: Duration,
    heads: &Mutex<Vec<String>>,
) -> io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut stream = stream;
    for answer in answers {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if reader.read_line(&mut head)? == 0 {
                return Ok(());
            }
        }
        let length = head
            .lines()
            .filter_map(|line| line.split_once(':'))
            .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
            .and_then(|(_, value)| value.trim().parse().ok());
        let mut body = vec![0; length.unwrap_or(0)];
        reader.read_exact(&mut body)?;
        heads.lock().unwrap_or_else(PoisonError::into_inner).push(head);
        thread::sleep(wait);
        stream.write_all(answer.as_bytes())?;
    }
    Ok(())
}
