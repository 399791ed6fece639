//! What a call says to `tracing`: one span with scalar fields, an event per retry, nothing louder
//! than debug, and neither bodies nor secrets.

use std::fmt::Debug;
use std::sync::{Arc, Mutex, PoisonError};

use aws_operation::{Client, Config, Credentials, TransportError, aws_operation, services};
use aws_operation_tests::scripted::{Answer, Scripted};
use tracing::field::{Field, Visit};
use tracing::{Level, Metadata, span};

#[aws_operation(method = "POST", uri = "/things/{id}", error = aws_operation::ServiceError)]
struct PutThing {
    id: &'static str,
    secret_body: &'static str,
}

/// Each span, event and record, as `level name field=value …`.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<String>>>);

struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0 += &format!(" {}={value:?}", field.name());
    }
}

impl Lines {
    fn push(&self, head: String, record: impl FnOnce(&mut Fields)) {
        let mut fields = Fields(head);
        record(&mut fields);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(fields.0);
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl tracing::Subscriber for Lines {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("aws_operation")
    }

    fn new_span(&self, span: &span::Attributes<'_>) -> span::Id {
        let metadata = span.metadata();
        let head = format!("{} span {}", metadata.level(), metadata.name());
        self.push(head, |fields| span.record(fields));
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, values: &span::Record<'_>) {
        self.push("record".to_owned(), |fields| values.record(fields));
    }

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        let head = format!("{} event", event.metadata().level());
        self.push(head, |fields| event.record(fields));
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

#[test]
fn a_call_is_one_span_and_a_retry_one_event() {
    let lines = Lines::default();
    tracing::subscriber::with_default(lines.clone(), || {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_time().start_paused(true).build().expect("a runtime");
        runtime.block_on(calls(&lines));
    });
}

async fn calls(lines: &Lines) {
    let transport = Scripted::new([
        Answer::status(503),
        Answer::Fails(TransportError::timeout("slow")),
        Answer::Response(200, vec![("x-amzn-requestid", "id-1".into())], "\"hunter2\""),
        Answer::code(404, "NotFoundException"),
        Answer::Fails(TransportError::other("what?")),
    ]);
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "hunter2").with_session_token("hunter2"))
        .endpoint_url("https://example.com")
        .transport(transport)
        .build()
        .expect("it is whole");
    let client = Client::new(&config, services::API_GATEWAY);
    let put = || PutThing { id: "a", secret_body: "hunter2" };
    let span = "DEBUG span call service=\"apigateway\" operation=\"PutThing\" region=\"eu-west-1\"";

    client.send(put()).await.expect("the third is answered");
    let said = lines.take();
    assert_eq!(said[0], span);
    let retries: Vec<_> = said.iter().filter(|line| line.contains("event")).collect();
    assert_eq!(retries.len(), 2, "{said:#?}");
    let reason = "reason=\"transient\" delay_ms=";
    assert!(retries[0].starts_with("DEBUG event message=retry attempt=1 status=503"), "{said:#?}");
    assert!(retries[1].starts_with("DEBUG event message=retry attempt=2 code=\"timeout\""));
    assert!(retries.iter().all(|line| line.contains(reason)));
    for field in ["status=200", "request_id=\"id-1\"", "attempts=3", "duration_ms="] {
        assert!(
            said.iter().any(|line| line.starts_with("record") && line.contains(field)),
            "{field}"
        );
    }
    assert_eq!(said.iter().filter(|line| line.contains("span")).count(), 1);
    quiet(&said);

    client.send(put()).await.expect_err("it is not there");
    let said = lines.take();
    for field in ["status=404", "error=\"NotFoundException\"", "attempts=1"] {
        assert!(said.iter().any(|line| line.contains(field)), "{field}: {said:#?}");
    }
    quiet(&said);

    client.send(put()).await.expect_err("it has no answer");
    let said = lines.take();
    assert!(said.iter().any(|line| line.contains("error=\"transport\"")), "{said:#?}");
    assert!(!said.iter().any(|line| line.contains("status=")), "{said:#?}");
    quiet(&said);
}

/// Neither secrets nor bodies, and nothing louder than debug.
fn quiet(said: &[String]) {
    let levels = [Level::INFO, Level::WARN, Level::ERROR].map(|level| level.to_string());
    for line in said {
        assert!(!line.contains("hunter2"), "{line}");
        assert!(!levels.iter().any(|level| line.starts_with(level)), "{line}");
    }
}
