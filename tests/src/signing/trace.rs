//! What a crate writes to its log, by field.

use std::fmt::Debug;
use std::sync::{Arc, Mutex, PoisonError};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Names and texts of the fields that are logged meanwhile.
pub fn of(work: impl FnOnce()) -> Vec<(String, String)> {
    let log = Log::default();
    tracing::subscriber::with_default(log.clone(), work);
    let mut fields = log.0.lock().unwrap_or_else(PoisonError::into_inner);
    std::mem::take(&mut *fields)
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<(String, String)>>>);

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
        event.record(&mut Fields(&self.0));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

struct Fields<'a>(&'a Mutex<Vec<(String, String)>>);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let mut fields = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        fields.push((field.name().to_owned(), format!("{value:?}")));
    }
}
