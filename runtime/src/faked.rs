//! The values that pass between the loop of a call and a [`Fake`](crate::testing::Fake): the operation, and
//! the answer as a value of the operation's own types.

use std::any::Any;
use std::collections::VecDeque;
use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::error::{ServiceError, TransportError};

/// A value of a type that the program defines.
pub type Typed = Box<dyn Any + Send>;

/// An operation that a fake answers.
pub struct ForFake<'a> {
    /// The operation. Its type selects the answer.
    pub operation: &'a dyn Any,
    /// A copy of the operation, if its type implements `Clone`.
    pub copy: Option<Typed>,
}

impl fmt::Debug for ForFake<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ForFake").finish_non_exhaustive()
    }
}

/// A transport that answers operations with values.
pub trait Faking: Send + Sync {
    /// Begins a call of the operation with this name.
    ///
    /// # Errors
    ///
    /// The operation has no answer. The error says what to add.
    fn call(&self, name: &str, operation: ForFake<'_>) -> Result<FakedCall, String>;
}

/// Attempts that fail before the answer. The calls of an operation share them.
pub type Faults = Arc<Mutex<VecDeque<Failing>>>;

/// An attempt that fails.
#[derive(Clone)]
pub enum Failing {
    /// An error response.
    Service(Box<ServiceError>),
    /// There is no response. The function makes the error.
    Transport(fn() -> TransportError),
    /// The response never comes.
    Silent,
}

/// The result of an attempt.
pub enum Attempted {
    Success,
    Failed(Failing),
    /// The transport answers the request.
    Http,
}

/// The answer of a call.
pub enum Reply {
    /// The output.
    Output(Typed),
    /// An error of the service: as it would be received, and as a value of the operation's error type.
    Error { raw: Box<ServiceError>, typed: Typed },
    /// The transport's response to the request.
    Http,
}

/// A call that a fake answers.
pub struct FakedCall {
    faults: Faults,
    reply: Mutex<Option<Reply>>,
}

/// Prints no answer, which may be sensitive.
impl fmt::Debug for FakedCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FakedCall").finish_non_exhaustive()
    }
}

impl FakedCall {
    pub fn new(faults: Faults, reply: Reply) -> Self {
        Self { faults, reply: Mutex::new(Some(reply)) }
    }

    /// Makes an attempt.
    pub fn attempt(&self) -> Attempted {
        if let Some(failing) = lock(&self.faults).pop_front() {
            return Attempted::Failed(failing);
        }
        match &*lock(&self.reply) {
            Some(Reply::Error { raw, .. }) => Attempted::Failed(Failing::Service(raw.clone())),
            Some(Reply::Http) => Attempted::Http,
            Some(Reply::Output(_)) | None => Attempted::Success,
        }
    }

    /// Takes the output.
    pub fn output(&self) -> Option<Typed> {
        match lock(&self.reply).take() {
            Some(Reply::Output(output)) => Some(output),
            _ => None,
        }
    }

    /// Takes the error, if the call failed with this one.
    pub fn error(&self, failed: &ServiceError) -> Option<Typed> {
        match lock(&self.reply).take() {
            Some(Reply::Error { raw, typed }) if *raw == *failed => Some(typed),
            _ => None,
        }
    }
}

/// Ignores poisoning: the values are consistent after every statement.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Copies a value if its type implements `Clone`. The compiler selects the method of this type for such a
/// value, and otherwise the method of `NotClone`, to which this type dereferences.
pub struct Probe<'a, T>(pub &'a T);

/// The method for values that are not `Clone`; see `Probe`.
#[derive(Debug)]
pub struct NotClone;

impl<T> fmt::Debug for Probe<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Probe").finish_non_exhaustive()
    }
}

// The name is long, because a program's trait with a method of this name would take precedence.
impl<T: Clone + Send + 'static> Probe<'_, T> {
    /// A copy of the value.
    pub fn aws_operation_copy(&self) -> Option<Typed> {
        Some(Box::new(self.0.clone()))
    }
}

impl NotClone {
    /// `None`.
    pub fn aws_operation_copy(&self) -> Option<Typed> {
        None
    }
}

impl<T> Deref for Probe<'_, T> {
    type Target = NotClone;

    fn deref(&self) -> &NotClone {
        &NotClone
    }
}
