//! Captures the fields that a crate writes to its log.

use std::cell::RefCell;
use std::fmt::Debug;
use std::sync::Once;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

type Logged = Vec<(String, String)>;

thread_local! {
    /// `None` while nothing is captured.
    static LOGGED: RefCell<Option<Logged>> = const { RefCell::new(None) };
}

/// The names and texts of the fields that this thread logs while `work` runs.
///
/// The subscriber is global. `tracing` caches for each call site whether a subscriber is
/// interested. With a subscriber for each thread, another thread could reach the call site first
/// and cache that none is.
pub fn of(work: impl FnOnce()) -> Logged {
    static STARTED: Once = Once::new();
    STARTED.call_once(|| {
        tracing::subscriber::set_global_default(Log).expect("it is the only one");
    });
    LOGGED.set(Some(Logged::new()));
    work();
    LOGGED.take().unwrap_or_default()
}

struct Log;

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        LOGGED.with_borrow_mut(|logged| {
            if let Some(logged) = logged {
                event.record(&mut Fields(logged));
            }
        });
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

struct Fields<'a>(&'a mut Logged);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.push((field.name().to_owned(), format!("{value:?}")));
    }
}
