//! Cases of scripted responses in virtual time.

mod calls;
mod ends;
mod members;
mod streams;

use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, SystemTime};

use aws_operation::{
    Client, Config, Credentials, Items, Pages, Paginated, aws_operation, services,
};
use aws_operation_tests::scripted::{Answer, Scripted, StartsAt};
use serde::Deserialize;

type Checked = Result<(), Box<dyn std::error::Error>>;
type Case = (&'static str, fn() -> Pin<Box<dyn Future<Output = Checked>>>);

macro_rules! cases {
    ($($module:ident { $($name:ident)* })*) => {
        &[$($((stringify!($name), || Box::pin($module::$name())),)*)*]
    };
}

const CASES: &[Case] = cases! {
    ends {
        pages_end_without_a_token
        pages_end_with_an_empty_token
        items_of_all_pages_in_order
        empty_pages_are_not_the_end
        a_flag_decides_whether_there_are_more_pages
        a_flag_without_a_token_is_an_error
        a_repeated_token_is_an_error
        a_cycle_of_tokens_is_an_error
        follow_accepts_repeated_tokens
        a_repeated_token_may_mark_the_last_page
        the_token_of_another_page_is_an_error
    }
    members {
        a_token_may_be_a_map
        a_token_may_be_nested
        items_may_be_a_map
        the_page_size_is_sent
    }
    calls {
        after_an_error_the_same_page_is_asked_for
        calls_are_retried
        pages_resume_from_their_token
        items_resume_from_their_token
        dropping_sends_nothing_more
        nothing_is_sent_before_next
        a_dropped_next_loses_nothing
        collect_has_a_limit
    }
    streams {
        items_and_pages_are_streams
        prefetch_requests_one_page_ahead
        without_prefetch_no_page_is_requested_early
        an_error_ahead_is_returned_in_order
    }
};

/// How many cases passed, and how many failed.
///
/// # Errors
/// The runtime cannot be started.
pub fn check(filter: Option<&str>) -> Result<(usize, usize), String> {
    let chosen = |name: &str| filter.is_none_or(|word| name.contains(word));
    let (mut passed, mut failed) = (0, 0);
    for (name, case) in CASES.iter().filter(|(name, _)| chosen(name)) {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_all().start_paused(true).build();
        let runtime = runtime.map_err(|error| error.to_string())?;
        match runtime.block_on(case()) {
            Ok(()) => passed += 1,
            Err(wrong) => {
                println!("{name} failed: {wrong}");
                failed += 1;
            }
        }
    }
    Ok((passed, failed))
}

fn equal<T: PartialEq + std::fmt::Debug>(found: T, expected: T) -> Checked {
    match found == expected {
        true => Ok(()),
        false => Err(format!("{found:?}, expected {expected:?}").into()),
    }
}

/// Declared on a plain serde type.
#[aws_operation(
    method = "GET",
    uri = "/2015-03-31/functions",
    output = ListFunctionsOutput,
    rename_all = "PascalCase",
    paginated(
        input_token = marker,
        output_token = next_marker,
        items = functions: Vec<String>,
        page_size = max_items
    )
)]
#[derive(Default)]
struct ListFunctions {
    #[query]
    marker: Option<String>,
    #[query]
    max_items: Option<i32>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ListFunctionsOutput {
    next_marker: Option<String>,
    functions: Vec<String>,
}

fn client(transport: &Scripted) -> Client {
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "hunter2"))
        .endpoint_url("https://example.com")
        .transport(transport.clone())
        .timer(StartsAt::new(SystemTime::UNIX_EPOCH + Duration::from_secs(1_440_938_160)))
        .build();
    Client::new(&config.expect("a configuration"), services::LAMBDA)
}

/// A successful response with this body.
fn ok(body: impl Into<String>) -> Answer {
    Answer::Response(200, Vec::new(), body.into().leak())
}

/// A page of functions, and the token of the next page.
fn page(functions: &[&str], next: Option<&str>) -> Answer {
    ok(serde_json::json!({ "Functions": functions, "NextMarker": next }).to_string())
}

fn denied() -> Answer {
    Answer::code(403, "AccessDeniedException")
}

fn scripted(answers: impl IntoIterator<Item = Answer>) -> (Scripted, Client) {
    let transport = Scripted::new(answers);
    let client = client(&transport);
    (transport, client)
}

/// Three pages: a and b, c, d.
fn three() -> (Scripted, Client) {
    scripted([page(&["a", "b"], Some("1")), page(&["c"], Some("2")), page(&["d"], None)])
}

async fn all_of(items: &mut Items<ListFunctions>) -> Result<Vec<String>, aws_operation::Error> {
    let mut all = Vec::new();
    while let Some(item) = items.next().await {
        all.push(item?);
    }
    Ok(all)
}

async fn count<O: Paginated>(mut pages: Pages<O>) -> Result<usize, aws_operation::Error<O::Error>> {
    let mut count = 0;
    while let Some(page) = pages.next().await {
        page?;
        count += 1;
    }
    Ok(count)
}
