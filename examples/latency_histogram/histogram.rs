//! A layer of `tracing-subscriber` that counts calls by operation and duration.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use tracing::Subscriber;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing_subscriber::layer::{Context, Layer};
use tracing_subscriber::registry::LookupSpan;

/// The upper bounds of the buckets, in milliseconds. Longer calls are in one more bucket.
const BOUNDS: [f64; 9] = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0];

/// The latencies of calls by operation. Clones share the counts.
#[derive(Clone, Default)]
pub struct Latencies(Arc<Mutex<BTreeMap<String, Histogram>>>);

#[derive(Default)]
struct Histogram {
    counts: [u64; BOUNDS.len() + 1],
    attempts: u64,
}

/// The fields of a call's span that were recorded so far.
#[derive(Default)]
struct CallFields {
    operation: String,
    attempts: u64,
    duration_ms: Option<f64>,
}

impl Visit for CallFields {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "operation" {
            self.operation = value.to_owned();
        }
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        if field.name() == "attempts" {
            self.attempts = value;
        }
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        if field.name() == "duration_ms" {
            self.duration_ms = Some(value);
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn fmt::Debug) {}
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Latencies {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        if attributes.metadata().target() != "aws_operation" {
            return;
        }
        let mut fields = CallFields::default();
        attributes.record(&mut fields);
        if let Some(span) = context.span(id) {
            span.extensions_mut().insert(fields);
        }
    }

    fn on_record(&self, id: &Id, record: &Record<'_>, context: Context<'_, S>) {
        let Some(span) = context.span(id) else { return };
        if let Some(fields) = span.extensions_mut().get_mut::<CallFields>() {
            record.record(fields);
        }
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        let Some(span) = context.span(&id) else { return };
        let extensions = span.extensions();
        // The duration of a dropped call is not recorded.
        let Some(CallFields { operation, attempts, duration_ms: Some(duration) }) =
            extensions.get()
        else {
            return;
        };
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let histogram = all.entry(operation.clone()).or_default();
        let bucket = BOUNDS.iter().position(|bound| duration <= bound).unwrap_or(BOUNDS.len());
        histogram.counts[bucket] += 1;
        histogram.attempts += attempts;
    }
}

impl fmt::Display for Latencies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (operation, Histogram { counts, attempts }) in &*all {
            let calls: u64 = counts.iter().sum();
            writeln!(f, "{operation}: {calls} calls, {attempts} attempts")?;
            let largest = counts.iter().copied().max().unwrap_or(0).max(1);
            let bounds = BOUNDS.iter().map(|bound| format!("<= {bound} ms"));
            let labels = bounds.chain(["more".to_owned()]);
            for (label, count) in labels.zip(counts).filter(|(_, count)| **count > 0) {
                let bar = "#".repeat(usize::try_from(count * 40 / largest).unwrap_or(0).max(1));
                writeln!(f, "  {label:>9} {count:>5} {bar}")?;
            }
        }
        Ok(())
    }
}
