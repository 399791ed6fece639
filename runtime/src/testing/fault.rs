//! [`Fault`]: attempts that fail.

use std::fmt;

use crate::error::{ServiceError, TransportError};
use crate::faked::Failing;

/// An attempt that fails, for [`Fake::fault`](super::Fake::fault).
///
/// ```
/// use aws_operation::ServiceError;
/// use aws_operation::testing::Fault;
///
/// let twice = Fault::throttled().times(2);
/// let unavailable = Fault::error(ServiceError::new(503, "ServiceUnavailable", "try again"));
/// # let _ = (twice, unavailable);
/// ```
#[derive(Clone)]
pub struct Fault {
    pub(super) failing: Failing,
    pub(super) times: usize,
}

impl Fault {
    fn new(failing: Failing) -> Self {
        Self { failing, times: 1 }
    }

    /// The service says that it throttles the caller (`ThrottlingException`, status 400). The client
    /// retries.
    pub fn throttled() -> Self {
        Self::error(ServiceError::new(400, "ThrottlingException", "Rate exceeded"))
    }

    /// The service answers with this error. Whether the client retries depends on its status and code.
    pub fn error(error: ServiceError) -> Self {
        Self::new(Failing::Service(Box::new(error)))
    }

    /// The network reports a timeout. The client retries.
    pub fn timeout() -> Self {
        Self::new(Failing::Transport(|| TransportError::timeout("the response took too long")))
    }

    /// The connection is reset before the response. The client retries.
    pub fn reset() -> Self {
        Self::new(Failing::Transport(|| TransportError::interrupted("the connection was reset")))
    }

    /// The response never comes. The attempt ends at a timeout of the client or of the call; without
    /// one, the call never ends.
    pub fn silence() -> Self {
        Self::new(Failing::Silent)
    }

    /// How many attempts fail. 1 unless set.
    #[must_use]
    pub fn times(mut self, times: usize) -> Self {
        self.times = times;
        self
    }
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match &self.failing {
            Failing::Service(error) => error.to_string(),
            Failing::Transport(error) => error().to_string(),
            Failing::Silent => "silence".to_owned(),
        };
        f.debug_struct("Fault").field("failure", &what).field("times", &self.times).finish()
    }
}
