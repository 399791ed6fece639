//! Calls that a fake answers.

use std::future::pending;
use std::sync::Arc;

use http::{Request, Response, Version};

use super::receive::{Faked, Received};
use super::terms::Start;
use crate::error::{CallError, TransportError};
use crate::faked::{Attempted, Failing, FakedCall};
use crate::operation::Operation;
use crate::types::Body;

impl Start {
    /// If the transport is a fake, gets the answer for this operation.
    pub fn with_fake<O: Operation>(mut self: Box<Self>, operation: &O) -> Box<Self> {
        let caller = &self.terms.caller;
        let (Ok(_), Some(fake)) = (&self.encoded, caller.setup.transport.as_faking()) else {
            return self;
        };
        let Some(operation) = operation.for_fake() else { return self };
        match fake.call(self.terms.metadata.name, operation) {
            Ok(faked) => self.terms.faked = Some(Arc::new(faked)),
            Err(error) => self.encoded = Err(CallError::Usage(error.into())),
        }
        self
    }
}

/// Makes an attempt of a call to a fake. Returns the request if the transport answers it.
pub(super) async fn attempt(
    call: &FakedCall,
    request: Request<Body>,
) -> Result<Result<Received, Request<Body>>, TransportError> {
    let mut response = Response::default();
    let faked = match call.attempt() {
        Attempted::Success => {
            read(request).await?;
            Faked::Success
        }
        Attempted::Failed(Failing::Service(error)) => {
            *response.status_mut() = error.status();
            response.headers_mut().clone_from(error.headers());
            Faked::Service(error)
        }
        Attempted::Failed(Failing::Transport(error)) => return Err(error()),
        Attempted::Failed(Failing::Silent) => pending().await,
        Attempted::Http => return Ok(Err(request)),
    };
    response.extensions_mut().insert(faked);
    Ok(Ok(Received { response, stream: None }))
}

/// Reads the body of a request to its end, as a service does before it responds. Events in both directions
/// are not read: a service responds before their end.
async fn read(request: Request<Body>) -> Result<(), TransportError> {
    if request.version() == Version::HTTP_2 {
        return Ok(());
    }
    let mut body = request.into_body();
    while let Some(chunk) = body.next().await {
        let failed = |error| TransportError::other(format!("the request's body failed: {error}"));
        chunk.map_err(failed)?;
    }
    Ok(())
}
