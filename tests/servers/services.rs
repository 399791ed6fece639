//! The operations that the tests of servers call, and the paths of their models. The build scripts of two
//! packages use this file.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

/// The operations of a service that the tests call.
pub struct Service {
    /// The name of the module in `lib.rs`.
    pub module: &'static str,
    /// The name of the model's file, without the service's version.
    pub model: &'static str,
    pub operations: &'static [&'static str],
    /// Whether the service uses rpcv2Cbor, which is not in its model.
    pub cbor: bool,
}

pub const SERVICES: [Service; 15] = [
    Service {
        module: "bedrock_runtime",
        model: "bedrock-runtime",
        operations: &["ConverseStream", "InvokeModelWithResponseStream"],
        cbor: false,
    },
    Service {
        module: "cloudwatch_logs",
        model: "cloudwatch-logs",
        operations: &["CreateLogGroup", "CreateLogStream", "PutLogEvents", "StartLiveTail"],
        cbor: false,
    },
    Service {
        module: "cloudwatch_cbor",
        model: "cloudwatch",
        operations: &[
            "DeleteAlarms",
            "DescribeAlarmHistory",
            "DescribeAlarms",
            "GetMetricData",
            "GetMetricStatistics",
            "ListMetrics",
            "PutMetricAlarm",
            "PutMetricData",
            "SetAlarmState",
        ],
        cbor: true,
    },
    Service {
        module: "dynamodb",
        model: "dynamodb",
        operations: &[
            "BatchWriteItem",
            "CreateTable",
            "DeleteItem",
            "DeleteTable",
            "DescribeTable",
            "GetItem",
            "PutItem",
            "Query",
            "Scan",
            "TransactWriteItems",
            "UpdateItem",
        ],
        cbor: false,
    },
    Service {
        module: "ec2",
        model: "ec2",
        operations: &[
            "AuthorizeSecurityGroupIngress",
            "CreateSecurityGroup",
            "CreateTags",
            "CreateVpc",
            "DeleteSecurityGroup",
            "DescribeInstances",
            "DescribeSecurityGroups",
            "DescribeTags",
            "DescribeVpcs",
            "RunInstances",
            "TerminateInstances",
        ],
        cbor: false,
    },
    Service {
        module: "iam",
        model: "iam",
        operations: &[
            "CreateRole",
            "DeleteRole",
            "DeleteRolePolicy",
            "GetRole",
            "GetRolePolicy",
            "ListRoles",
            "ListRoleTags",
            "PutRolePolicy",
            "TagRole",
        ],
        cbor: false,
    },
    Service {
        module: "kinesis",
        model: "kinesis",
        operations: &[
            "CreateStream",
            "DescribeStreamSummary",
            "GetRecords",
            "GetShardIterator",
            "ListShards",
            "PutRecord",
            "PutRecords",
            "RegisterStreamConsumer",
            "SplitShard",
            "SubscribeToShard",
        ],
        cbor: false,
    },
    Service {
        module: "kinesis_cbor",
        model: "kinesis",
        operations: &[
            "CreateStream",
            "DescribeStreamSummary",
            "ListShards",
            "PutRecords",
            "RegisterStreamConsumer",
            "SubscribeToShard",
        ],
        cbor: true,
    },
    Service {
        module: "lambda",
        model: "lambda",
        operations: &["CreateFunction", "InvokeWithResponseStream"],
        cbor: false,
    },
    Service {
        module: "s3",
        model: "s3",
        operations: &[
            "AbortMultipartUpload",
            "CompleteMultipartUpload",
            "CopyObject",
            "CreateBucket",
            "CreateMultipartUpload",
            "DeleteBucket",
            "DeleteBucketCors",
            "DeleteBucketLifecycle",
            "DeleteBucketTagging",
            "DeleteObject",
            "DeleteObjects",
            "DeleteObjectTagging",
            "GetBucketAcl",
            "GetBucketCors",
            "GetBucketLifecycleConfiguration",
            "GetBucketLocation",
            "GetBucketPolicy",
            "GetBucketTagging",
            "GetBucketVersioning",
            "GetObject",
            "GetObjectAttributes",
            "GetObjectLegalHold",
            "GetObjectTagging",
            "HeadBucket",
            "HeadObject",
            "ListBuckets",
            "ListMultipartUploads",
            "ListObjects",
            "ListObjectsV2",
            "ListObjectVersions",
            "ListParts",
            "PutBucketAcl",
            "PutBucketCors",
            "PutBucketLifecycleConfiguration",
            "PutBucketPolicy",
            "PutBucketTagging",
            "PutBucketVersioning",
            "PutObject",
            "PutObjectLegalHold",
            "PutObjectTagging",
            "SelectObjectContent",
            "UploadPart",
            "UploadPartCopy",
        ],
        cbor: false,
    },
    Service {
        module: "secrets_manager",
        model: "secrets-manager",
        operations: &[
            "CreateSecret",
            "DeleteSecret",
            "DescribeSecret",
            "GetSecretValue",
            "ListSecrets",
            "PutSecretValue",
        ],
        cbor: false,
    },
    Service {
        module: "sns",
        model: "sns",
        operations: &[
            "CreateTopic",
            "DeleteTopic",
            "GetTopicAttributes",
            "ListTagsForResource",
            "ListTopics",
            "Publish",
            "PublishBatch",
            "SetTopicAttributes",
            "Subscribe",
        ],
        cbor: false,
    },
    Service {
        module: "sqs",
        model: "sqs",
        operations: &[
            "CreateQueue",
            "DeleteMessageBatch",
            "DeleteQueue",
            "GetQueueAttributes",
            "GetQueueUrl",
            "ListQueues",
            "ReceiveMessage",
            "SendMessage",
            "SendMessageBatch",
        ],
        cbor: false,
    },
    Service {
        module: "ssm",
        model: "ssm",
        operations: &[
            "DeleteParameters",
            "GetParameter",
            "GetParameters",
            "GetParametersByPath",
            "ListTagsForResource",
            "PutParameter",
        ],
        cbor: false,
    },
    Service {
        module: "sts",
        model: "sts",
        operations: &["AssumeRole", "GetCallerIdentity", "GetSessionToken"],
        cbor: false,
    },
];

/// The folder of AWS's models, next to that of the official test vectors.
pub fn models(workspace: &Path) -> PathBuf {
    let vectors = match env::var_os("AWS_OPERATION_VECTORS") {
        Some(folder) => folder.into(),
        None => workspace.join("../shared/vectors"),
    };
    vectors.join("../models")
}

/// The file `NAME.json`, or `NAME-VERSION.json`.
pub fn find(folder: &Path, name: &str) -> Option<PathBuf> {
    let is_model = |path: &PathBuf| {
        let file = path.file_name().and_then(|file| file.to_str()).unwrap_or_default();
        let rest = file.strip_prefix(name).and_then(|rest| rest.strip_suffix(".json"));
        rest.is_some_and(|rest| {
            let version = |rest: &str| rest.starts_with(|digit: char| digit.is_ascii_digit());
            rest.is_empty() || rest.strip_prefix('-').is_some_and(version)
        })
    };
    let mut found: Vec<PathBuf> = fs::read_dir(folder)
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(is_model)
        .collect();
    found.sort();
    found.pop()
}

/// The path of the first missing model.
pub fn missing(folder: &Path) -> Option<PathBuf> {
    let missing = SERVICES.iter().find(|service| find(folder, service.model).is_none())?;
    Some(folder.join(missing.model).with_extension("json"))
}
