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
use super::stderr::redacted_line;
use crate::call::Secrets;
use crate::error::{CredentialsError, Line};
use crate::profile::Platform;
use crate::time::{TimedOut, Timer, TokioTimer, within};
use crate::tokio_runtime;
use crate::types::{Credentials, CredentialsFuture, ProvideCredentials};

/// The default timeout of a program.
const TIMEOUT: Duration = Duration::from_secs(60);
/// The maximum size of a program's output.
const MAX_OUTPUT: usize = 64 * 1024;
/// How much of the program's stderr is kept.
const MAX_STDERR: usize = 4 * 1024;
/// How long the output is read after the program has ended, because a child process may keep it
/// open.
const GRACE: Duration = Duration::from_secs(1);

/// Credentials that a program prints. The program is run for each request.
///
/// The program is started without a shell, with this process's environment and stdin. It prints
/// JSON: `Version` 1, `AccessKeyId`, `SecretAccessKey`, and for temporary credentials
/// `SessionToken` and `Expiration`. Errors quote its stderr, without text that may be a key.
///
/// The program is killed at the timeout, or if the call that waits for it is dropped. On Unix it
/// gets its own process group, so that its child processes are killed too. If this process has a
/// terminal, the program gets no process group, because it could then not prompt for a password;
/// only the program itself is killed.
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
    /// Arguments may be secret.
    arguments: Vec<Zeroizing<String>>,
    timeout: Duration,
    timer: Arc<dyn Timer>,
    /// Whether the program gets its own process group.
    #[cfg(unix)]
    own_group: bool,
}

impl ProcessCredentials {
    /// A provider that runs `program` with these arguments.
    pub fn new<A: Into<String>>(
        program: impl Into<OsString>,
        arguments: impl IntoIterator<Item = A>,
    ) -> Self {
        Self {
            program: program.into(),
            arguments: arguments.into_iter().map(|it| Zeroizing::new(it.into())).collect(),
            timeout: TIMEOUT,
            timer: Arc::new(TokioTimer::new()),
            #[cfg(unix)]
            own_group: !has_terminal(),
        }
    }

    /// A provider that runs a profile's program.
    ///
    /// # Errors
    ///
    /// The command line cannot be split into words.
    #[doc(hidden)]
    pub fn from_plan(process: &Process) -> Result<Self, CredentialsError> {
        let mut words = process.words(Platform::HERE).map_err(CredentialsError::new)?.into_iter();
        let program = words.next().map(|word| OsString::from(&**word)).unwrap_or_default();
        let this = Self::new(program, std::iter::empty::<String>());
        Ok(Self { arguments: words.collect(), ..this })
    }

    /// The timeout of the program. The default is 60 s.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// The clock for checking whether credentials are expired.
    #[must_use]
    pub fn timer(mut self, timer: Arc<dyn Timer>) -> Self {
        self.timer = timer;
        self
    }

    async fn run(&self) -> Result<Credentials, CredentialsError> {
        let name = self.name();
        let limit = self.timeout;
        let missing = self.timer.unavailable().or(tokio_runtime::check_io().err());
        if let Some(missing) = missing {
            return Err(CredentialsError::new(format!("{name} cannot be run: {missing}")));
        }
        let output = match within(&*self.timer, Some(limit), pin!(self.output(&name))).await {
            Ok(output) => output?,
            Err(TimedOut) => {
                return Err(CredentialsError::new(format!(
                    "{name} took longer than {limit:?} and was killed; run it by hand to see what \
                     it waits for"
                )));
            }
        };
        let stderr = output.stderr(&self.secrets());
        if !output.status.success() {
            return Err(CredentialsError::new(format!(
                "{name} failed with {}{stderr}; run it by hand to see why",
                output.status
            )));
        }
        let answer = Answer::read(&name, &output.printed)
            .map_err(|error| CredentialsError::new(format!("{error}{stderr}")))?;
        if !answer.is_version_1() {
            return Err(CredentialsError::new(format!(
                "{name} did not print `\"Version\": 1`, the only supported version{stderr}"
            )));
        }
        unless_expired(&name, answer.credentials(&name)?, self.timer.now())
    }

    /// The arguments, and the values of `--name=value` arguments.
    fn secrets(&self) -> Secrets {
        let arguments = self.arguments.iter().map(|argument| match argument.split_once('=') {
            Some((name, value)) if name.starts_with('-') => value,
            _ => argument.as_str(),
        });
        // Option names are not secret, and short values occur in any text.
        Secrets::new(arguments.filter(|it| it.len() >= 4 && !it.starts_with('-')))
    }

    /// The program's name without its arguments, which may be secret.
    fn name(&self) -> String {
        let program = self.program.to_string_lossy();
        format!("the program `{}` of `credential_process`", Line::name(&program))
    }

    /// Runs the program to its end. It is killed if this future is dropped.
    async fn output(&self, name: &str) -> Result<Output, CredentialsError> {
        let failed = |what: &str, error: std::io::Error| {
            CredentialsError::new(format!("{name} {what}: {error}"))
        };
        let mut command = Command::new(&self.program);
        command
            .args(self.arguments.iter().map(|argument| argument.as_str()))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        #[cfg(unix)]
        if self.own_group {
            command.process_group(0);
        }
        let mut child = command
            .spawn()
            .map_err(|error| failed("cannot be started; write its whole path", error))?;
        #[cfg(unix)]
        let mut group = Group(child.id().filter(|_| self.own_group));
        let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
        let mut printed = Zeroizing::new(Vec::with_capacity(MAX_OUTPUT + 1));
        let mut written = Vec::new();
        let status = {
            let mut stdout = pin!(read(stdout, &mut printed, MAX_OUTPUT + 1, false));
            let mut stderr = pin!(read(stderr, &mut written, MAX_STDERR, true));
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
            // The program ended by itself, so the processes that it left running must not be
            // killed.
            #[cfg(unix)]
            group.0.take();
            if !read_all {
                let _ = within(&*self.timer, Some(GRACE), both).await;
            }
            status.map_err(|error| failed("cannot be waited for", error))?
        };
        if printed.len() > MAX_OUTPUT {
            return Err(CredentialsError::new(format!(
                "{name} printed more than {MAX_OUTPUT} bytes; it must print one JSON object"
            )));
        }
        Ok(Output { status, printed, stderr: written })
    }
}

/// Whether this process has a terminal. A program in its own process group cannot read from it.
#[cfg(unix)]
fn has_terminal() -> bool {
    std::fs::File::open("/dev/tty").is_ok()
}

/// A process group that is killed on drop.
#[cfg(unix)]
struct Group(Option<u32>);

#[cfg(unix)]
impl Drop for Group {
    fn drop(&mut self) {
        let Some(id) = self.0 else { return };
        // The standard library cannot kill a process group, and the system call is unsafe, so this
        // runs the system's `kill`. Without `kill`, only the program itself is killed.
        let _ = std::process::Command::new("kill")
            .args(["-s", "KILL", "--", &format!("-{id}")])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
    }
}

/// The result of a program.
struct Output {
    status: ExitStatus,
    printed: Zeroizing<Vec<u8>>,
    stderr: Vec<u8>,
}

impl Output {
    /// The program's stderr in one line, for the end of a message.
    fn stderr(&self, secrets: &Secrets) -> String {
        let text = String::from_utf8_lossy(&self.stderr);
        match text.trim() {
            "" => String::new(),
            text => format!(", and wrote to standard error: {}", redacted_line(text, secrets)),
        }
    }
}

/// Reads up to `max` bytes. If `forget` is true, discards the rest so that the program can
/// continue. Otherwise stops reading, so that the program ends with a broken pipe.
async fn read(
    stream: Option<impl AsyncRead + Unpin>,
    into: &mut Vec<u8>,
    max: usize,
    forget: bool,
) {
    let Some(mut stream) = stream else { return };
    let mut chunk = Zeroizing::new([0; 4096]);
    // A broken pipe counts as the end.
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

/// Omits the arguments, which may be secret.
impl fmt::Debug for ProcessCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProcessCredentials")
            .field("program", &self.program)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    /// Drops a running call. Returns whether the child of the shell is then still running.
    async fn survives(own_group: bool) -> bool {
        let file = std::env::temp_dir()
            .join(format!("aws-operation-process-{}-{own_group}", std::process::id()));
        let _ = std::fs::remove_file(&file);
        // The shell's child ignores its pipes.
        let script = format!("sleep 30 & echo $! > '{}'; wait", file.display());
        let mut provider = ProcessCredentials::new("sh", ["-c", &script]);
        provider.own_group = own_group;
        let child = {
            let mut call = provider.credentials();
            loop {
                let tick = tokio::time::sleep(Duration::from_millis(10));
                tokio::select! {
                    answer = &mut call => panic!("it is over: {answer:?}"),
                    () = tick => {}
                }
                let text = std::fs::read_to_string(&file).unwrap_or_default();
                if text.ends_with('\n') {
                    break text.trim().to_owned();
                }
            }
        };
        std::fs::remove_file(&file).expect("it was written");
        let kill = |signal: &str| {
            let status = std::process::Command::new("kill").args([signal, &child]).status();
            status.expect("`kill` is there").success()
        };
        // A killed process exists until its new parent has waited for it.
        for _ in 0..100 {
            let stat = std::fs::read_to_string(format!("/proc/{child}/stat")).unwrap_or_default();
            if !kill("-0") || stat.contains(") Z ") {
                return false;
            }
            if !own_group {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        kill("-KILL")
    }

    #[tokio::test]
    async fn a_call_that_is_dropped_leaves_no_program_running() {
        assert!(!survives(true).await);
        assert!(survives(false).await, "without a group it is there: the test can fail");
    }
}
