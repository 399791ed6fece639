//! Calls that a fake answers.

use std::future::pending;
use std::sync::Arc;

use super::receive::{Faked, Received};
use super::terms::Start;
use crate::error::{CallError, TransportError};
use crate::faked::{Attempted, Failing, FakedCall};
use crate::operation::Operation;

impl Start {
    /// If the transport is a fake, gets the answer for this operation.
    pub fn with_fake<O: Operation>(mut self: Box<Self>, operation: &O) -> Box<Self> {
        let caller = &self.terms.caller;
        let (Ok(_), Some(fake)) = (&self.encoded, caller.setup.transport.as_faking()) else {
            return self;
        };
        let Some(operation) = operation.for_fake() else { return self };
        match fake.call(self.terms.metadata.name, operation) {
            Ok(faked) => self.terms.faked = faked.map(Arc::new),
            Err(error) => self.encoded = Err(CallError::Usage(error.into())),
        }
        self
    }
}

/// Makes an attempt of a call to a fake.
pub(super) async fn attempt(call: &FakedCall) -> Result<Received, TransportError> {
    let faked = match call.attempt() {
        Attempted::Success => Faked::Success,
        Attempted::Failed(Failing::Service(error)) => Faked::Service(error),
        Attempted::Failed(Failing::Transport(error)) => return Err(error()),
        Attempted::Failed(Failing::Silent) => pending().await,
    };
    let mut response = http::Response::default();
    if let Faked::Service(error) = &faked {
        *response.status_mut() = error.status();
        response.headers_mut().clone_from(error.headers());
    }
    response.extensions_mut().insert(faked);
    Ok(Received { response, stream: None })
}
