//! [`ProcessCredentials`]: a program that prints credentials (`credential_process`).

use std::ffi::OsString;
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _};
use tokio::process::Command;
use zeroize::Zeroizing;

use super::document::{Answer, unless_expired};
use super::plan::Process;
use super::{Credentials, CredentialsError, CredentialsFuture, ProvideCredentials};
use crate::error::Line;
use crate::profile::Platform;
use crate::time::{TimedOut, Timer, TokioTimer, within};

/// How long a program may take unless a person says otherwise.
const TIMEOUT: Duration = Duration::from_secs(60);
/// How much a program may print.
const MAX_OUTPUT: usize = 64 * 1024;
/// How much of what it complains about is kept.
const MAX_COMPLAINT: usize = 4 * 1024;
/// How long its output is read on once it has ended: a child of its own may hold it open.
const GRACE: Duration = Duration::from_secs(1);

/// Credentials that a program prints, run anew each time.
///
/// It is started without a shell, with this program's environment and standard input, and prints
/// JSON: `Version` 1, `AccessKeyId`, `SecretAccessKey`, and for temporary ones `SessionToken` and
/// `Expiration`. It is killed when it takes longer than the timeout, and when nobody waits for it
/// any more; programs that it started itself are not.
///
/// ```no_run
/// use aws_operation::{Config, providers::ProcessCredentials};
///
/// let provider = ProcessCredentials::new("/opt/vault/credentials", ["--role", "reader"]);
/// let config = Config::builder().region("eu-west-1").credentials_provider(provider).build()?;
/// # Ok::<(), aws_operation::ConfigError>(())
/// ```
///
/// Source: AWS SDKs and Tools Reference Guide, "Process credential provider".
pub struct ProcessCredentials {
    program: OsString,
    /// They may be secret.
    arguments: Vec<Zeroizing<String>>,
    timeout: Duration,
    timer: Arc<dyn Timer>,
}

impl ProcessCredentials {
    /// What `program` prints when it is given these arguments.
    pub fn new<A: Into<String>>(
        program: impl Into<OsString>,
        arguments: impl IntoIterator<Item = A>,
    ) -> Self {
        Self {
            program: program.into(),
            arguments: arguments.into_iter().map(|it| Zeroizing::new(it.into())).collect(),
            timeout: TIMEOUT,
            timer: Arc::new(TokioTimer::new()),
        }
    }

    /// The program of a profile.
    ///
    /// # Errors
    ///
    /// The command line cannot be taken apart.
    #[doc(hidden)]
    pub fn from_plan(process: &Process) -> Result<Self, CredentialsError> {
        let mut words = process.words(Platform::HERE).map_err(CredentialsError::new)?.into_iter();
        let program = words.next().map(|word| OsString::from(&**word)).unwrap_or_default();
        let this = Self::new(program, std::iter::empty::<String>());
        Ok(Self { arguments: words.collect(), ..this })
    }

    /// How long the program may take: 60 s unless set.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Another clock, by which credentials are expired.
    #[must_use]
    pub fn timer(mut self, timer: Arc<dyn Timer>) -> Self {
        self.timer = timer;
        self
    }

    async fn run(&self) -> Result<Credentials, CredentialsError> {
        let name = self.name();
        let limit = self.timeout;
        let output = match within(&*self.timer, Some(limit), pin!(self.output(&name))).await {
            Ok(output) => output?,
            Err(TimedOut) => {
                return Err(CredentialsError::new(format!(
                    "{name} took longer than {limit:?} and was killed; run it by hand to see what \
                     it waits for"
                )));
            }
        };
        let complaint = output.complaint();
        if !output.status.success() {
            return Err(CredentialsError::new(format!(
                "{name} failed with {}{complaint}; run it by hand to see why",
                output.status
            )));
        }
        let answer = Answer::read(&name, &output.printed)
            .map_err(|error| CredentialsError::new(format!("{error}{complaint}")))?;
        if !answer.is_version_1() {
            return Err(CredentialsError::new(format!(
                "{name} did not print `\"Version\": 1`, the only version that is known{complaint}"
            )));
        }
        unless_expired(&name, answer.credentials(&name)?, self.timer.now())
    }

    /// Without the arguments, which may be secret.
    fn name(&self) -> String {
        let program = self.program.to_string_lossy();
        format!("the program `{}` of `credential_process`", Line::name(&program))
    }

    /// Runs the program to its end; dropped before, it is killed.
    async fn output(&self, name: &str) -> Result<Output, CredentialsError> {
        let failed = |what: &str, error: std::io::Error| {
            CredentialsError::new(format!("{name} {what}: {error}"))
        };
        let mut child = Command::new(&self.program)
            .args(self.arguments.iter().map(|argument| argument.as_str()))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| failed("cannot be started; write its whole path", error))?;
        let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
        let mut printed = Zeroizing::new(Vec::with_capacity(MAX_OUTPUT + 1));
        let mut complaint = Vec::new();
        let status = {
            let mut stdout = pin!(read(stdout, &mut printed, MAX_OUTPUT + 1, false));
            let mut stderr = pin!(read(stderr, &mut complaint, MAX_COMPLAINT, true));
            let (mut stdout_done, mut stderr_done) = (false, false);
            let mut both = pin!(poll_fn(|context| {
                stdout_done = stdout_done || stdout.as_mut().poll(context).is_ready();
                stderr_done = stderr_done || stderr.as_mut().poll(context).is_ready();
                if stdout_done && stderr_done { Poll::Ready(()) } else { Poll::Pending }
            }));
            let mut read_all = false;
            let status = {
                let mut wait = pin!(child.wait());
                poll_fn(|context| {
                    read_all = read_all || both.as_mut().poll(context).is_ready();
                    wait.as_mut().poll(context)
                })
                .await
            };
            if !read_all {
                let _ = within(&*self.timer, Some(GRACE), both).await;
            }
            status.map_err(|error| failed("cannot be waited for", error))?
        };
        if printed.len() > MAX_OUTPUT {
            return Err(CredentialsError::new(format!(
                "{name} printed more than {MAX_OUTPUT} bytes; it has to print one JSON object"
            )));
        }
        Ok(Output { status, printed, complaint })
    }
}

/// What a program left.
struct Output {
    status: ExitStatus,
    printed: Zeroizing<Vec<u8>>,
    complaint: Vec<u8>,
}

impl Output {
    /// What it wrote to standard error, in one line, for the end of a message.
    fn complaint(&self) -> String {
        let text = String::from_utf8_lossy(&self.complaint);
        match text.trim() {
            "" => String::new(),
            text => format!(", and wrote to standard error: {}", Line::message(text)),
        }
    }
}

/// Reads up to `max` bytes. What comes then is read and forgotten, so that the program goes on, or
/// else not read, so that it ends by a broken pipe.
async fn read(
    stream: Option<impl AsyncRead + Unpin>,
    into: &mut Vec<u8>,
    max: usize,
    forget: bool,
) {
    let Some(mut stream) = stream else { return };
    let mut chunk = Zeroizing::new([0; 4096]);
    // A pipe that breaks has ended.
    while let Ok(length @ 1..) = stream.read(&mut *chunk).await {
        let room = max.saturating_sub(into.len());
        into.extend_from_slice(&chunk[..length.min(room)]);
        if into.len() >= max && !forget {
            return;
        }
    }
}

impl ProvideCredentials for ProcessCredentials {
    fn credentials(&self) -> CredentialsFuture<'_> {
        Box::pin(self.run())
    }
}

/// Without the arguments, which may be secret.
impl fmt::Debug for ProcessCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProcessCredentials")
            .field("program", &self.program)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}
