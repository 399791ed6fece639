//! The services that people use most: AWS's own, and their own behind IAM.
//!
//! Services of AWS know the rules of their endpoints. A service that is not here takes a line:
//!
//! ```
//! use aws_operation::Service;
//!
//! const CODE_BUILD: Service = Service::new("codebuild")
//!     .service_id("CodeBuild")
//!     .endpoint_prefix("codebuild")
//!     .target_prefix("CodeBuild_20161006");
//! ```

mod rules;

use crate::service::Service;

/// Amazon API Gateway, the control plane of REST APIs.
///
/// It answers in HAL, with the members in other places, unless the request asks for JSON.
pub const API_GATEWAY: Service = Service::new("apigateway")
    .service_id("API Gateway")
    .endpoint_prefix("apigateway")
    .header("accept", "application/json");

/// AWS Lambda.
pub const LAMBDA: Service = Service::new("lambda").service_id("Lambda").endpoint_prefix("lambda");

/// Amazon Elastic Kubernetes Service.
pub const EKS: Service =
    Service::new("eks").service_id("EKS").endpoint_prefix("eks").endpoint_rules(&rules::EKS);

/// Amazon EventBridge Scheduler.
pub const SCHEDULER: Service =
    Service::new("scheduler").service_id("Scheduler").endpoint_prefix("scheduler");

/// Amazon Polly.
pub const POLLY: Service = Service::new("polly").service_id("Polly").endpoint_prefix("polly");

/// Amazon Bedrock Runtime.
pub const BEDROCK_RUNTIME: Service =
    Service::new("bedrock").service_id("Bedrock Runtime").endpoint_prefix("bedrock-runtime");

/// Amazon DynamoDB.
///
/// The host contains the account id: that of the table if the operation names it by its ARN,
/// otherwise that of the credentials, if they have one.
/// [`account_id_endpoint_mode`](crate::ConfigBuilder::account_id_endpoint_mode) changes this. The
/// rules get the tables from these parameters:
///
/// ```
/// use aws_operation::{Document, aws_operation};
/// use std::collections::HashMap;
///
/// #[aws_operation(protocol = "awsJson1_0", rename_all = "PascalCase")]
/// struct DescribeTable {
///     #[context_param("ResourceArn")]
///     table_name: String,
/// }
///
/// #[aws_operation(
///     protocol = "awsJson1_0",
///     rename_all = "PascalCase",
///     operation_context_params(ResourceArnList = Self::tables)
/// )]
/// struct BatchGetItem {
///     request_items: HashMap<String, Document>,
/// }
///
/// impl BatchGetItem {
///     fn tables(&self) -> Vec<&String> {
///         self.request_items.keys().collect()
///     }
/// }
/// ```
pub const DYNAMODB: Service = Service::new("dynamodb")
    .service_id("DynamoDB")
    .endpoint_prefix("dynamodb")
    .target_prefix("DynamoDB_20120810")
    .endpoint_rules(&rules::DYNAMODB);

/// Amazon DynamoDB Streams.
pub const DYNAMODB_STREAMS: Service = Service::new("dynamodb")
    .service_id("DynamoDB Streams")
    .endpoint_prefix("streams.dynamodb")
    .target_prefix("DynamoDBStreams_20120810")
    .endpoint_rules(&rules::DYNAMODB_STREAMS);

/// Amazon S3.
///
/// The rules of its endpoints put the bucket in the host where that is possible. For that, the field of
/// the bucket needs `#[context_param("Bucket")]`; without it the bucket stands in the path.
///
/// Calls to buckets of S3 Express are signed with the credentials of a session, unless
/// [`disable_s3_express_session_auth`](crate::ConfigBuilder::disable_s3_express_session_auth) is set.
/// An operation that you declare to create sessions yourself needs
/// `static_context_params(DisableS3ExpressSessionAuth = true)`.
pub const S3: Service = Service::new("s3")
    .service_id("S3")
    .endpoint_prefix("s3")
    .xml_namespace("http://s3.amazonaws.com/doc/2006-03-01/")
    .s3_signing()
    .endpoint_rules(&rules::S3);

/// Amazon SQS, by awsJson1_0. Its errors have the codes of awsQuery, which it used to speak.
pub const SQS: Service = Service::new("sqs")
    .service_id("SQS")
    .endpoint_prefix("sqs")
    .target_prefix("AmazonSQS")
    .query_compatible()
    .endpoint_rules(&rules::SQS);

/// Amazon SNS.
pub const SNS: Service = Service::new("sns")
    .service_id("SNS")
    .endpoint_prefix("sns")
    .api_version("2010-03-31")
    .endpoint_rules(&rules::SNS);

/// AWS Security Token Service, in the region that is configured.
pub const STS: Service = Service::new("sts")
    .service_id("STS")
    .endpoint_prefix("sts")
    .api_version("2011-06-15")
    .endpoint_rules(&rules::STS);

/// AWS Systems Manager.
pub const SSM: Service = Service::new("ssm")
    .service_id("SSM")
    .endpoint_prefix("ssm")
    .target_prefix("AmazonSSM")
    .endpoint_rules(&rules::SSM);

/// AWS Secrets Manager.
pub const SECRETS_MANAGER: Service = Service::new("secretsmanager")
    .service_id("Secrets Manager")
    .endpoint_prefix("secretsmanager")
    .target_prefix("secretsmanager")
    .endpoint_rules(&rules::SECRETS_MANAGER);

/// AWS Key Management Service.
pub const KMS: Service =
    Service::new("kms").service_id("KMS").endpoint_prefix("kms").target_prefix("TrentService");

/// AWS Identity and Access Management.
///
/// It has one host for all regions, and is signed for one of them.
pub const IAM: Service =
    Service::new("iam").service_id("IAM").api_version("2010-05-08").endpoint_rules(&rules::IAM);

/// Amazon EC2.
pub const EC2: Service = Service::new("ec2")
    .service_id("EC2")
    .endpoint_prefix("ec2")
    .api_version("2016-11-15")
    .endpoint_rules(&rules::EC2);

/// AWS CloudFormation.
pub const CLOUDFORMATION: Service = Service::new("cloudformation")
    .service_id("CloudFormation")
    .endpoint_prefix("cloudformation")
    .api_version("2010-05-15")
    .endpoint_rules(&rules::CLOUDFORMATION);

/// Amazon CloudWatch, by awsQuery, awsJson1_0 or rpcv2Cbor.
pub const CLOUDWATCH: Service = Service::new("monitoring")
    .service_id("CloudWatch")
    .endpoint_prefix("monitoring")
    .target_prefix("GraniteServiceVersion20100801")
    .query_compatible()
    .api_version("2010-08-01")
    .endpoint_rules(&rules::CLOUDWATCH);

/// Amazon CloudWatch Logs.
pub const CLOUDWATCH_LOGS: Service = Service::new("logs")
    .service_id("CloudWatch Logs")
    .endpoint_prefix("logs")
    .target_prefix("Logs_20140328")
    .endpoint_rules(&rules::CLOUDWATCH_LOGS);

/// Amazon EventBridge.
pub const EVENTBRIDGE: Service = Service::new("events")
    .service_id("EventBridge")
    .endpoint_prefix("events")
    .target_prefix("AWSEvents")
    .endpoint_rules(&rules::EVENTBRIDGE);

/// Amazon Kinesis Data Streams.
pub const KINESIS: Service = Service::new("kinesis")
    .service_id("Kinesis")
    .endpoint_prefix("kinesis")
    .target_prefix("Kinesis_20131202")
    .endpoint_rules(&rules::KINESIS);

/// Amazon Data Firehose.
pub const FIREHOSE: Service = Service::new("firehose")
    .service_id("Firehose")
    .endpoint_prefix("firehose")
    .target_prefix("Firehose_20150804");

/// AWS Step Functions.
pub const STEP_FUNCTIONS: Service = Service::new("states")
    .service_id("SFN")
    .endpoint_prefix("states")
    .target_prefix("AWSStepFunctions")
    .endpoint_rules(&rules::STEP_FUNCTIONS);

/// Amazon Elastic Container Service.
pub const ECS: Service = Service::new("ecs")
    .service_id("ECS")
    .endpoint_prefix("ecs")
    .target_prefix("AmazonEC2ContainerServiceV20141113");

/// Amazon Elastic Container Registry.
pub const ECR: Service = Service::new("ecr")
    .service_id("ECR")
    .endpoint_prefix("api.ecr")
    .target_prefix("AmazonEC2ContainerRegistry_V20150921")
    .endpoint_rules(&rules::ECR);

/// Amazon RDS.
pub const RDS: Service = Service::new("rds")
    .service_id("RDS")
    .endpoint_prefix("rds")
    .api_version("2014-10-31")
    .endpoint_rules(&rules::RDS);

/// Amazon Route 53.
///
/// It has one host for all regions, and is signed for one of them.
pub const ROUTE_53: Service = Service::new("route53")
    .service_id("Route 53")
    .xml_namespace("https://route53.amazonaws.com/doc/2013-04-01/")
    .endpoint_rules(&rules::ROUTE_53);

/// Amazon CloudFront.
///
/// It has one host for all regions, and is signed for one of them.
pub const CLOUDFRONT: Service = Service::new("cloudfront")
    .service_id("CloudFront")
    .xml_namespace("http://cloudfront.amazonaws.com/doc/2020-05-31/")
    .endpoint_rules(&rules::CLOUDFRONT);

/// Amazon Athena.
pub const ATHENA: Service = Service::new("athena")
    .service_id("Athena")
    .endpoint_prefix("athena")
    .target_prefix("AmazonAthena");

/// AWS Glue.
pub const GLUE: Service =
    Service::new("glue").service_id("Glue").endpoint_prefix("glue").target_prefix("AWSGlue");

/// Amazon Cognito user pools.
pub const COGNITO_IDENTITY_PROVIDER: Service = Service::new("cognito-idp")
    .service_id("Cognito Identity Provider")
    .endpoint_prefix("cognito-idp")
    .target_prefix("AWSCognitoIdentityProviderService")
    .endpoint_rules(&rules::COGNITO_IDENTITY_PROVIDER);

/// Amazon Cognito identity pools.
pub const COGNITO_IDENTITY: Service = Service::new("cognito-identity")
    .service_id("Cognito Identity")
    .endpoint_prefix("cognito-identity")
    .target_prefix("AWSCognitoIdentityService")
    .endpoint_rules(&rules::COGNITO_IDENTITY);

/// Amazon Simple Email Service, version 2.
pub const SES_V2: Service =
    Service::new("ses").service_id("SESv2").endpoint_prefix("email").endpoint_rules(&rules::SES_V2);

/// A stage of your own API Gateway API, or its custom domain. For this service and those below,
/// configure the URL as the endpoint.
pub const EXECUTE_API: Service = Service::new("execute-api");

/// The URL of a Lambda function with the authentication type `AWS_IAM`.
pub const LAMBDA_URL: Service = Service::new("lambda").service_id("Lambda URL");

/// A service of your own behind Amazon VPC Lattice.
pub const VPC_LATTICE: Service =
    Service::new("vpc-lattice-svcs").service_id("VPC Lattice Services").unsigned_payload();

/// A workspace of Amazon Managed Service for Prometheus: queries, and remote write.
pub const PROMETHEUS: Service = Service::new("aps").service_id("Prometheus");

/// A domain of Amazon OpenSearch Service.
pub const OPENSEARCH: Service = Service::new("es").service_id("OpenSearch");

/// A collection of Amazon OpenSearch Serverless.
pub const OPENSEARCH_SERVERLESS: Service =
    Service::new("aoss").service_id("OpenSearch Serverless").content_sha256_header();

/// A GraphQL API of AWS AppSync.
pub const APPSYNC: Service = Service::new("appsync").service_id("AppSync");
