//! Generates the operations that the tests call, from the models beside the repository.

use std::env;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use aws_operation_codegen::{Docs, Model, Selection, plan, render};
use serde_json::{Value, json};

/// The operations of a service that the tests call.
struct Service {
    /// The name of the module in `lib.rs`.
    module: &'static str,
    /// The name of the model's file, without the service's version.
    model: &'static str,
    operations: &'static [&'static str],
    /// The protocol that the generator chooses, or rpcv2Cbor, which the models here do not name.
    cbor: bool,
}

const SERVICES: [Service; 12] = [
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
        ],
        cbor: false,
    },
    Service {
        module: "kinesis_cbor",
        model: "kinesis",
        operations: &["CreateStream", "DescribeStreamSummary", "ListShards", "PutRecords"],
        cbor: true,
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
            "GetBucketCors",
            "GetBucketLifecycleConfiguration",
            "GetBucketLocation",
            "GetBucketTagging",
            "GetObject",
            "GetObjectTagging",
            "HeadBucket",
            "HeadObject",
            "ListBuckets",
            "ListMultipartUploads",
            "ListObjects",
            "ListObjectsV2",
            "ListParts",
            "PutBucketCors",
            "PutBucketLifecycleConfiguration",
            "PutBucketTagging",
            "PutObject",
            "PutObjectTagging",
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

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rustc-check-cfg=cfg(generated)");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=AWS_OPERATION_VECTORS");
    let folder = models();
    let out = PathBuf::from(env::var("OUT_DIR")?);
    for service in &SERVICES {
        let Some(file) = find(&folder, service.model) else {
            // The folder may appear later; cargo looks again each time while it is not there.
            println!("cargo::rerun-if-changed={}", folder.display());
            let file = folder.join(service.model).with_extension("json");
            println!("cargo::rustc-env=MISSING_MODEL={}", file.display());
            return Ok(());
        };
        println!("cargo::rerun-if-changed={}", file.display());
        let text = generate(service, &file).map_err(|e| format!("{}: {e}", file.display()))?;
        fs::write(out.join(service.module).with_extension("rs"), text)?;
    }
    println!("cargo::rustc-cfg=generated");
    Ok(())
}

/// The folder of AWS's models, beside that of the official test vectors.
fn models() -> PathBuf {
    let vectors = match env::var_os("AWS_OPERATION_VECTORS") {
        Some(folder) => folder.into(),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors"),
    };
    vectors.join("../models")
}

/// The file `NAME.json`, or `NAME-VERSION.json`.
fn find(folder: &Path, name: &str) -> Option<PathBuf> {
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

fn generate(service: &Service, file: &Path) -> Result<String, Box<dyn Error>> {
    let text = fs::read_to_string(file)?;
    let text = if service.cbor { speaking_cbor(&text)? } else { text };
    let model = Model::parse(&text)?;
    let selection = Selection::operations(service.operations.iter().copied());
    Ok(render(&plan(&model, &selection)?, Docs::Summary, None))
}

/// The model of a service that speaks rpcv2Cbor and nothing else. What its protocol was says nothing
/// about the shapes, because the operations of the RPC protocols have no HTTP bindings.
fn speaking_cbor(text: &str) -> Result<String, Box<dyn Error>> {
    let mut model: Value = serde_json::from_str(text)?;
    let shapes = model["shapes"].as_object_mut().into_iter().flatten();
    for (_, shape) in shapes.filter(|(_, shape)| shape["type"] == "service") {
        let traits = shape["traits"].as_object_mut().ok_or("the service has no traits")?;
        traits.retain(|name, _| !name.starts_with("aws.protocols#"));
        traits.insert("smithy.protocols#rpcv2Cbor".to_owned(), json!({}));
    }
    Ok(model.to_string())
}
