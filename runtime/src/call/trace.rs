//! [`Trace`]: a span for each call, and an event for each retry. They contain only numbers and
//! names.

#[cfg(feature = "tracing")]
pub(super) use on::Trace;

#[cfg(not(feature = "tracing"))]
pub(super) use off::Trace;

#[cfg(feature = "tracing")]
mod on {
    use std::time::Duration;

    use tracing::field::Empty;
    use tracing::span::Entered;
    use tracing::{Span, debug, debug_span};

    use crate::call::finished::{Finished, Outcome};
    use crate::error::RetryReason;
    use crate::retry::Failed;
    use crate::service::Service;

    #[derive(Clone)]
    pub(in crate::call) struct Trace(Span);

    impl Trace {
        pub(in crate::call) fn new(
            service: &Service,
            operation: &'static str,
            region: &str,
        ) -> Self {
            Self(debug_span!(
                target: "aws_operation",
                "call",
                service = service.signing_name(),
                operation,
                region,
                attempts = Empty,
                status = Empty,
                request_id = Empty,
                error = Empty,
                duration_ms = Empty,
            ))
        }

        pub(in crate::call) fn enter(&self) -> Entered<'_> {
            self.0.enter()
        }

        pub(in crate::call) fn retry(
            &self,
            attempt: u32,
            failed: &Failed<'_>,
            reason: Option<RetryReason>,
            delay: Duration,
        ) {
            let (status, code) = match failed {
                Failed::Service(error) => (Some(error.status().as_u16()), error.code()),
                Failed::Transport(error) if error.is_timeout() => (None, Some("timeout")),
                Failed::Transport(error) if error.is_connect() => (None, Some("connect")),
                Failed::Transport(_) => (None, Some("interrupted")),
            };
            let reason = match reason {
                Some(RetryReason::Throttling) => "throttling",
                Some(RetryReason::ClockSkew) => "clock skew",
                _ => "transient",
            };
            debug!(
                target: "aws_operation",
                attempt,
                status,
                code,
                reason,
                delay_ms = delay.as_secs_f64() * 1e3,
                "retry",
            );
        }

        pub(in crate::call) fn finish(
            &self,
            finished: &Finished,
            duration: impl FnOnce() -> Duration,
        ) {
            if self.0.is_disabled() {
                return;
            }
            let headers = match &finished.outcome {
                Outcome::Success(response, _) | Outcome::Service(response, _) => {
                    self.0.record("status", response.status().as_u16());
                    Some(response.headers())
                }
                Outcome::Failed(error) => {
                    self.0.record("error", error.kind_name());
                    None
                }
            };
            if let Outcome::Service(_, error) = &finished.outcome {
                self.0.record("error", error.code().unwrap_or("unknown"));
            }
            let ids = ["x-amzn-requestid", "x-amz-request-id"];
            let id = headers.and_then(|headers| ids.iter().find_map(|id| headers.get(*id)));
            if let Some(id) = id.and_then(|id| id.to_str().ok()) {
                self.0.record("request_id", &*finished.secrets.redact_text(id));
            }
            self.0.record("attempts", finished.attempts);
            self.0.record("duration_ms", duration().as_secs_f64() * 1e3);
        }
    }
}

#[cfg(not(feature = "tracing"))]
mod off {
    use std::time::Duration;

    use crate::call::finished::Finished;
    use crate::error::RetryReason;
    use crate::retry::Failed;
    use crate::service::Service;

    #[derive(Clone)]
    pub(in crate::call) struct Trace;

    impl Trace {
        pub(in crate::call) fn new(_: &Service, _: &'static str, _: &str) -> Self {
            Self
        }

        pub(in crate::call) fn enter(&self) -> &Self {
            self
        }

        pub(in crate::call) fn retry(
            &self,
            _: u32,
            _: &Failed<'_>,
            _: Option<RetryReason>,
            _: Duration,
        ) {
        }

        pub(in crate::call) fn finish(&self, _: &Finished, _: impl FnOnce() -> Duration) {}
    }
}
