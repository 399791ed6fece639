//! Pages of CloudWatch in CBOR: the values of 100 metrics over a day, and a listing of 500 metrics.

use std::fmt::Debug;

use aws_operation::services::CLOUDWATCH;
use aws_operation::{Operation, Timestamp, aws_operation};
use bytes::Bytes;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{Case, Format, decode_ours, encode_ours, response};
use crate::job::Direction::{Decode, Encode};
use crate::job::Job;
use crate::random::Random;

/// As the generator writes them.
mod declared {
    use aws_operation::{Timestamp, aws_operation, aws_structure};

    #[aws_operation(protocol = "rpcv2Cbor", rename_all = "PascalCase", output = MetricData)]
    pub struct GetMetricData;

    #[aws_operation(protocol = "rpcv2Cbor", rename_all = "PascalCase")]
    pub struct PutMetricData<'a> {
        pub page: &'a MetricData,
    }

    #[aws_structure(rename_all = "PascalCase")]
    #[derive(Debug, PartialEq)]
    pub struct MetricData {
        pub metric_data_results: Option<Vec<MetricDataResult>>,
        pub next_token: Option<String>,
    }

    #[aws_structure(rename_all = "PascalCase")]
    #[derive(Debug, PartialEq)]
    pub struct MetricDataResult {
        pub id: Option<String>,
        pub label: Option<String>,
        pub timestamps: Option<Vec<Timestamp>>,
        pub values: Option<Vec<f64>>,
        pub status_code: Option<String>,
    }

    #[aws_operation(protocol = "rpcv2Cbor", rename_all = "PascalCase", output = Metrics)]
    pub struct ListMetrics;

    #[aws_operation(protocol = "rpcv2Cbor", rename_all = "PascalCase")]
    pub struct PutMetrics<'a> {
        pub page: &'a Metrics,
    }

    #[aws_structure(rename_all = "PascalCase")]
    #[derive(Debug, PartialEq)]
    pub struct Metrics {
        pub metrics: Option<Vec<Metric>>,
        pub next_token: Option<String>,
    }

    #[aws_structure(rename_all = "PascalCase")]
    #[derive(Debug, PartialEq)]
    pub struct Metric {
        pub namespace: Option<String>,
        pub metric_name: Option<String>,
        pub dimensions: Option<Vec<Dimension>>,
    }

    #[aws_structure(rename_all = "PascalCase")]
    #[derive(Debug, PartialEq)]
    pub struct Dimension {
        pub name: String,
        pub value: String,
    }
}

#[aws_operation(protocol = "rpcv2Cbor", rename_all = "PascalCase", output = MetricData)]
struct GetMetricData;

#[aws_operation(protocol = "rpcv2Cbor", rename_all = "PascalCase")]
struct PutMetricData<'a> {
    page: &'a MetricData,
}

#[aws_operation(protocol = "rpcv2Cbor", rename_all = "PascalCase", output = Metrics)]
struct ListMetrics;

#[aws_operation(protocol = "rpcv2Cbor", rename_all = "PascalCase")]
struct PutMetrics<'a> {
    page: &'a Metrics,
}

/// What the peers write, for what the operations above do.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Body<T> {
    page: T,
}

/// Timestamps are whole numbers here: no type of the peers is written as CBOR's tag 1.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct MetricData {
    metric_data_results: Vec<MetricDataResult>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct MetricDataResult {
    id: String,
    label: String,
    timestamps: Vec<i64>,
    values: Vec<f64>,
    status_code: String,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Metrics {
    metrics: Vec<Metric>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Metric {
    namespace: String,
    metric_name: String,
    dimensions: Vec<Dimension>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Dimension {
    name: String,
    value: String,
}

/// A value each five minutes of a day: a third of them whole, as counts are.
fn metric_data_page() -> MetricData {
    let mut random = Random::new();
    let result = |index: u64, random: &mut Random| {
        let start = random.seconds() / 300 * 300;
        let is_count = index % 3 == 0;
        MetricDataResult {
            id: format!("m{index}"),
            label: random.words(3),
            timestamps: (0..288).rev().map(|step| start + 300 * step).collect(),
            values: (0..288)
                .map(|_| random.below(100_000) as f64 / if is_count { 1.0 } else { 977.0 })
                .collect(),
            status_code: "Complete".to_owned(),
        }
    };
    let metric_data_results = (0..100).map(|index| result(index, &mut random)).collect();
    MetricData { metric_data_results, next_token: Some(random.hex(64)) }
}

fn metrics_page() -> Metrics {
    const NAMES: [(&str, &str, &[&str]); 4] = [
        ("AWS/EC2", "CPUUtilization", &["InstanceId"]),
        ("AWS/DynamoDB", "SuccessfulRequestLatency", &["TableName", "Operation"]),
        ("AWS/ApplicationELB", "TargetResponseTime", &["LoadBalancer", "TargetGroup", "Zone"]),
        ("AWS/Lambda", "ConcurrentExecutions", &["FunctionName", "Resource"]),
    ];
    let mut random = Random::new();
    let metric = |random: &mut Random| {
        let (namespace, metric_name, dimensions) = random.pick(&NAMES);
        let dimension = |name: &&str| Dimension { name: (*name).to_owned(), value: random.hex(17) };
        Metric {
            namespace: namespace.to_owned(),
            metric_name: metric_name.to_owned(),
            dimensions: dimensions.iter().map(dimension).collect(),
        }
    };
    let metrics = (0..500).map(|_| metric(&mut random)).collect();
    Metrics { metrics, next_token: Some(random.hex(64)) }
}

pub fn metric_data() -> Case {
    let plain = metric_data_page();
    let tagged = declared::MetricData {
        metric_data_results: Some(plain.metric_data_results.iter().map(declare).collect()),
        next_token: plain.next_token.clone(),
    };
    case::<GetMetricData, declared::GetMetricData, _, _>(
        "GetMetricData",
        plain,
        tagged,
        |page| encode_ours(&PutMetricData { page }, &CLOUDWATCH),
        |page| encode_ours(&declared::PutMetricData { page }, &CLOUDWATCH),
    )
}

fn declare(result: &MetricDataResult) -> declared::MetricDataResult {
    let timestamps = result.timestamps.iter().copied().map(Timestamp::from_epoch_seconds);
    declared::MetricDataResult {
        id: Some(result.id.clone()),
        label: Some(result.label.clone()),
        timestamps: Some(timestamps.collect()),
        values: Some(result.values.clone()),
        status_code: Some(result.status_code.clone()),
    }
}

pub fn metrics() -> Case {
    let plain = metrics_page();
    let body: Bytes = ciborium_bytes(&plain).into();
    let typed = decode_ours::<declared::ListMetrics>(&response(&body));
    case::<ListMetrics, declared::ListMetrics, _, _>(
        "ListMetrics",
        plain,
        typed,
        |page| encode_ours(&PutMetrics { page }, &CLOUDWATCH),
        |page| encode_ours(&declared::PutMetrics { page }, &CLOUDWATCH),
    )
}

fn ciborium_bytes<T: Serialize>(value: &T) -> Vec<u8> {
    let mut bytes = Vec::new();
    ciborium::into_writer(value, &mut bytes).expect("a page is CBOR");
    bytes
}

/// The value of the member `Page`, which is the only one.
fn inside(body: &Bytes) -> Bytes {
    body.slice(b"\xa1\x64Page".len()..)
}

/// The same page as serde's types and as declared ones.
fn case<S, D, T, U>(
    title: &'static str,
    plain: T,
    typed: U,
    encode_plain: fn(&'static T) -> Bytes,
    encode_typed: fn(&'static U) -> Bytes,
) -> Case
where
    S: Operation<Output = T> + 'static,
    D: Operation<Output = U> + 'static,
    T: Serialize + DeserializeOwned + PartialEq + Debug + 'static,
    U: PartialEq + Debug + 'static,
{
    let page: &'static Body<T> = Box::leak(Box::new(Body { page: plain }));
    let typed: &'static U = Box::leak(Box::new(typed));
    // They differ where timestamps have their tag.
    let (plain_body, typed_body) =
        (inside(&encode_plain(&page.page)), inside(&encode_typed(typed)));
    let (plain_response, typed_response) = (response(&plain_body), response(&typed_body));

    // Nobody is timed who does not do the job.
    assert!(decode_ours::<S>(&plain_response) == page.page);
    assert!(&decode_ours::<D>(&typed_response) == typed);
    let bytes = plain_body.len();

    let mut jobs = vec![
        Job::new(Decode, "ours", "serde", move || decode_ours::<S>(&plain_response)),
        Job::new(Decode, "ours", "declared", move || decode_ours::<D>(&typed_response)),
        Job::new(Encode, "ours", "serde", move || encode_plain(&page.page)),
        Job::new(Encode, "ours", "declared", move || encode_typed(typed)),
    ];
    let mut peer = |name, read: fn(&[u8]) -> T, write: fn(&Body<T>) -> Vec<u8>| {
        let body = plain_body.clone();
        assert!(read(&body) == page.page, "{name}");
        let written = write(page);
        assert!(read(&inside(&written.into())) == page.page, "{name}");
        jobs.push(Job::new(Decode, name, "serde", move || read(&body)));
        jobs.push(Job::new(Encode, name, "serde", move || write(page)));
    };
    peer(
        "cbor4ii",
        |bytes| cbor4ii::serde::from_slice(bytes).expect("the page"),
        |page| cbor4ii::serde::to_vec(Vec::new(), page).expect("a page is CBOR"),
    );
    peer(
        "minicbor-serde",
        |bytes| minicbor_serde::from_slice(bytes).expect("the page"),
        |page| minicbor_serde::to_vec(page).expect("a page is CBOR"),
    );
    peer(
        "cbor2",
        |bytes| cbor2::from_slice(bytes).expect("the page"),
        |page| cbor2::to_vec(page).expect("a page is CBOR"),
    );
    peer(
        "ciborium",
        |bytes| ciborium::from_reader(bytes).expect("the page"),
        |page| ciborium_bytes(page),
    );
    Case { title, format: Format::Cbor, bytes, jobs }
}
