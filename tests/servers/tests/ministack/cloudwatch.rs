//! CloudWatch: timestamps, doubles and lists in CBOR.

use std::time::{Duration, SystemTime};

use aws_operation::{Client, Timestamp};
use aws_operation_server_tests::cloudwatch_cbor::*;
use aws_operation_server_tests::{client, ministack};
use serde_json::json;

use super::{read_by_boto3, send};

fn cloudwatch() -> Client {
    client(ministack(), CLOUDWATCH)
}

/// The beginning of the minute, some minutes ago.
fn minutes_ago(minutes: u64) -> Timestamp {
    let seconds = Timestamp::from(SystemTime::now()).epoch_seconds() / 60 * 60;
    let seconds = u64::try_from(seconds).unwrap_or_default() - 60 * minutes;
    Timestamp::from(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
}

fn dimensions() -> Option<Vec<Dimension>> {
    let dimension = |name: &str, value: &str| Dimension { name: name.into(), value: value.into() };
    Some(vec![dimension("kind", "c\u{e4}t \u{1f408}"), dimension("age", "7")])
}

fn datum(name: &str, timestamp: Timestamp) -> MetricDatum {
    MetricDatum {
        metric_name: name.into(),
        dimensions: dimensions(),
        timestamp: Some(timestamp),
        unit: Some(StandardUnit::BytesSecond),
        ..MetricDatum::default()
    }
}

#[tokio::test]
async fn metrics_keep_their_times_and_values() {
    let cloudwatch = cloudwatch();
    let (first, second) = (minutes_ago(30), minutes_ago(20));
    let put = PutMetricData {
        namespace: "pets/cbor".into(),
        metric_data: Some(vec![
            // A half has an exact short form. A third needs all 64 bits.
            MetricDatum { value: Some(0.5), ..datum("speed", first) },
            MetricDatum { value: Some(-1.0 / 3.0), ..datum("speed", first) },
            MetricDatum {
                values: Some(vec![1e300, 65504.0, 1.5]),
                counts: Some(vec![1.0, 1.0, 2.0]),
                ..datum("speed", second)
            },
        ]),
        ..PutMetricData::default()
    };
    send(&cloudwatch, put).await;

    let list = ListMetrics {
        namespace: Some("pets/cbor".into()),
        dimensions: Some(vec![DimensionFilter { name: "age".into(), value: Some("7".into()) }]),
        ..ListMetrics::default()
    };
    let metrics = send(&cloudwatch, list).await.metrics.unwrap_or_default();
    let [metric] = metrics.as_slice() else { panic!("there is one metric: {metrics:?}") };
    assert_eq!(metric.metric_name.as_deref(), Some("speed"));
    let mut found = metric.dimensions.clone().unwrap_or_default();
    found.sort_by(|a, b| b.name.cmp(&a.name));
    assert_eq!(Some(found), dimensions());

    let get = GetMetricStatistics {
        namespace: "pets/cbor".into(),
        metric_name: "speed".into(),
        dimensions: dimensions(),
        start_time: minutes_ago(60),
        end_time: minutes_ago(0),
        period: 60,
        statistics: Some(vec![
            Statistic::SampleCount,
            Statistic::Sum,
            Statistic::Minimum,
            Statistic::Maximum,
        ]),
        ..GetMetricStatistics::default()
    };
    let got = send(&cloudwatch, &get).await;
    assert_eq!(got.label.as_deref(), Some("speed"));
    let mut points = got.datapoints.unwrap_or_default();
    points.sort_by_key(|point| point.timestamp.map(Timestamp::epoch_seconds));
    let point = |timestamp, sample_count, sum, minimum, maximum| Datapoint {
        timestamp: Some(timestamp),
        sample_count: Some(sample_count),
        sum: Some(sum),
        minimum: Some(minimum),
        maximum: Some(maximum),
        unit: Some(StandardUnit::BytesSecond),
        ..Datapoint::default()
    };
    let expected = [
        point(first, 2.0, 0.5 + -1.0 / 3.0, -1.0 / 3.0, 0.5),
        point(second, 4.0, 1e300 + 65504.0 + 1.5 + 1.5, 1.5, 1e300),
    ];
    assert_eq!(points, expected);

    // The start time of the request excludes the first point.
    let late = GetMetricStatistics { start_time: minutes_ago(25), ..get };
    let late = send(&cloudwatch, late).await.datapoints.unwrap_or_default();
    assert_eq!(late, expected[1..]);

    let data = GetMetricData {
        start_time: minutes_ago(60),
        end_time: minutes_ago(0),
        scan_by: Some(ScanBy::TimestampAscending),
        metric_data_queries: vec![MetricDataQuery {
            id: "m".into(),
            metric_stat: Some(MetricStat {
                metric: metric.clone(),
                period: 60,
                stat: "Maximum".into(),
                ..MetricStat::default()
            }),
            return_data: Some(true),
            ..MetricDataQuery::default()
        }],
        ..GetMetricData::default()
    };
    let data = send(&cloudwatch, data).await.metric_data_results.unwrap_or_default();
    let [result] = data.as_slice() else { panic!("there is one result: {data:?}") };
    assert_eq!(result.timestamps, Some(vec![first, second]));
    assert_eq!(result.values, Some(vec![0.5, 1e300]));
    assert_eq!(result.status_code, Some(StatusCode::Complete));

    let theirs = read_by_boto3(
        "cloudwatch",
        "get_metric_statistics",
        json!({
            "Namespace": "pets/cbor",
            "MetricName": "speed",
            "StartTime": minutes_ago(25).epoch_seconds(),
            "EndTime": minutes_ago(0).epoch_seconds(),
            "Period": 60,
            "Statistics": ["Maximum"],
        }),
    );
    assert_eq!(theirs["Datapoints"][0]["Maximum"], 1e300);
    let time = theirs["Datapoints"][0]["Timestamp"].as_str().unwrap_or_default();
    let date_time = second.format(aws_operation::TimestampFormat::DateTime);
    assert_eq!(time.trim_end_matches("+00:00"), date_time.trim_end_matches('Z'));
}

#[tokio::test]
async fn an_alarm_is_described_and_errors_are_typed() {
    let cloudwatch = cloudwatch();
    let put = PutMetricAlarm {
        alarm_name: "loud & <pets>".into(),
        alarm_description: Some("\u{1f408}".into()),
        actions_enabled: Some(false),
        alarm_actions: Some(vec!["arn:aws:sns:us-east-1:000000000000:a".into()]),
        comparison_operator: ComparisonOperator::GreaterThanThreshold,
        evaluation_periods: 3,
        period: Some(300),
        threshold: Some(0.1),
        namespace: Some("pets".into()),
        metric_name: Some("noise".into()),
        statistic: Some(Statistic::Average),
        dimensions: dimensions(),
        ..PutMetricAlarm::default()
    };
    send(&cloudwatch, put).await;
    let set = SetAlarmState {
        alarm_name: "loud & <pets>".into(),
        state_value: StateValue::Alarm,
        state_reason: "because".into(),
        ..SetAlarmState::default()
    };
    send(&cloudwatch, &set).await;
    let describe = DescribeAlarms {
        alarm_names: Some(vec!["loud & <pets>".into()]),
        ..DescribeAlarms::default()
    };
    let described = send(&cloudwatch, &describe).await;
    let alarms = described.metric_alarms.unwrap_or_default();
    let [alarm] = alarms.as_slice() else { panic!("there is one alarm: {alarms:?}") };
    assert_eq!(alarm.alarm_description.as_deref(), Some("\u{1f408}"));
    assert_eq!((alarm.actions_enabled, alarm.evaluation_periods), (Some(false), Some(3)));
    assert_eq!((alarm.threshold, alarm.period), (Some(0.1), Some(300)));
    assert_eq!(alarm.comparison_operator, Some(ComparisonOperator::GreaterThanThreshold));
    assert_eq!(alarm.state_value, Some(StateValue::Alarm));
    assert_eq!(alarm.dimensions, dimensions());
    let updated = alarm.state_updated_timestamp.expect("it has a time");
    assert!(updated.epoch_seconds() >= minutes_ago(5).epoch_seconds(), "{updated:?}");
    let theirs = read_by_boto3("cloudwatch", "describe_alarms", json!({}));
    assert_eq!(theirs["MetricAlarms"][0]["AlarmArn"], json!(alarm.alarm_arn));
    assert_eq!(theirs["MetricAlarms"][0]["Threshold"], 0.1);

    let missing = SetAlarmState { alarm_name: "none".into(), ..set };
    let error = cloudwatch.send(missing).await.expect_err("there is no such alarm");
    let Some(SetAlarmStateError::ResourceNotFound(not_found)) = error.service() else {
        panic!("{error:?} is not typed");
    };
    assert_eq!(not_found.message.as_deref(), Some("Alarm none not found"));
    assert_eq!(error.code(), Some("ResourceNotFound"));
    assert_eq!(error.status().map(|status| status.as_u16()), Some(404));
    let page = DescribeAlarmHistory {
        next_token: Some("no token".into()),
        ..DescribeAlarmHistory::default()
    };
    let error = cloudwatch.send(page).await.expect_err("the token is invalid");
    let Some(DescribeAlarmHistoryError::InvalidNextToken(invalid)) = error.service() else {
        panic!("{error:?} is not typed");
    };
    assert_eq!(invalid.message.as_deref(), error.message());

    send(&cloudwatch, DeleteAlarms { alarm_names: vec!["loud & <pets>".into()] }).await;
    let described = send(&cloudwatch, describe).await;
    assert_eq!(described.metric_alarms.unwrap_or_default(), []);
}
