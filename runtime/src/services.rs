//! The services that people use most: AWS's own, and their own behind IAM.
//!
//! Where a service has one host in each region, it is known here; where it does not, the line of the
//! service says what to configure. A service that is not here takes a line:
//!
//! ```
//! use aws_operation::Service;
//!
//! const CODE_BUILD: Service = Service::new("codebuild")
//!     .service_id("CodeBuild")
//!     .endpoint_prefix("codebuild")
//!     .target_prefix("CodeBuild_20161006");
//! ```

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
pub const EKS: Service = Service::new("eks").service_id("EKS").endpoint_prefix("eks");

/// Amazon EventBridge Scheduler.
pub const SCHEDULER: Service =
    Service::new("scheduler").service_id("Scheduler").endpoint_prefix("scheduler");

/// Amazon Polly.
pub const POLLY: Service = Service::new("polly").service_id("Polly").endpoint_prefix("polly");

/// Amazon Bedrock Runtime.
pub const BEDROCK_RUNTIME: Service =
    Service::new("bedrock").service_id("Bedrock Runtime").endpoint_prefix("bedrock-runtime");

/// Amazon DynamoDB.
pub const DYNAMODB: Service = Service::new("dynamodb")
    .service_id("DynamoDB")
    .endpoint_prefix("dynamodb")
    .target_prefix("DynamoDB_20120810");

/// Amazon DynamoDB Streams.
pub const DYNAMODB_STREAMS: Service = Service::new("dynamodb")
    .service_id("DynamoDB Streams")
    .endpoint_prefix("streams.dynamodb")
    .target_prefix("DynamoDBStreams_20120810");

/// Amazon S3. The bucket stands in the path, as the URIs of its model have it.
pub const S3: Service = Service::new("s3")
    .service_id("S3")
    .endpoint_prefix("s3")
    .xml_namespace("http://s3.amazonaws.com/doc/2006-03-01/")
    .s3_signing();

/// Amazon SQS, by awsJson1_0. Its errors have the codes of awsQuery, which it used to speak.
pub const SQS: Service = Service::new("sqs")
    .service_id("SQS")
    .endpoint_prefix("sqs")
    .target_prefix("AmazonSQS")
    .query_compatible();

/// Amazon SNS.
pub const SNS: Service =
    Service::new("sns").service_id("SNS").endpoint_prefix("sns").api_version("2010-03-31");

/// AWS Security Token Service, in the region that is configured.
pub const STS: Service =
    Service::new("sts").service_id("STS").endpoint_prefix("sts").api_version("2011-06-15");

/// AWS Systems Manager.
pub const SSM: Service =
    Service::new("ssm").service_id("SSM").endpoint_prefix("ssm").target_prefix("AmazonSSM");

/// AWS Secrets Manager.
pub const SECRETS_MANAGER: Service = Service::new("secretsmanager")
    .service_id("Secrets Manager")
    .endpoint_prefix("secretsmanager")
    .target_prefix("secretsmanager");

/// AWS Key Management Service.
pub const KMS: Service =
    Service::new("kms").service_id("KMS").endpoint_prefix("kms").target_prefix("TrentService");

/// AWS Identity and Access Management.
///
/// It has one host for all regions: configure the endpoint `https://iam.amazonaws.com` and the region
/// `us-east-1`.
pub const IAM: Service = Service::new("iam").service_id("IAM").api_version("2010-05-08");

/// Amazon EC2.
pub const EC2: Service =
    Service::new("ec2").service_id("EC2").endpoint_prefix("ec2").api_version("2016-11-15");

/// AWS CloudFormation.
pub const CLOUDFORMATION: Service = Service::new("cloudformation")
    .service_id("CloudFormation")
    .endpoint_prefix("cloudformation")
    .api_version("2010-05-15");

/// Amazon CloudWatch, by awsQuery, awsJson1_0 or rpcv2Cbor.
pub const CLOUDWATCH: Service = Service::new("monitoring")
    .service_id("CloudWatch")
    .endpoint_prefix("monitoring")
    .target_prefix("GraniteServiceVersion20100801")
    .query_compatible()
    .api_version("2010-08-01");

/// Amazon CloudWatch Logs.
pub const CLOUDWATCH_LOGS: Service = Service::new("logs")
    .service_id("CloudWatch Logs")
    .endpoint_prefix("logs")
    .target_prefix("Logs_20140328");

/// Amazon EventBridge.
pub const EVENTBRIDGE: Service = Service::new("events")
    .service_id("EventBridge")
    .endpoint_prefix("events")
    .target_prefix("AWSEvents");

/// Amazon Kinesis Data Streams.
pub const KINESIS: Service = Service::new("kinesis")
    .service_id("Kinesis")
    .endpoint_prefix("kinesis")
    .target_prefix("Kinesis_20131202");

/// Amazon Data Firehose.
pub const FIREHOSE: Service = Service::new("firehose")
    .service_id("Firehose")
    .endpoint_prefix("firehose")
    .target_prefix("Firehose_20150804");

/// AWS Step Functions.
pub const STEP_FUNCTIONS: Service = Service::new("states")
    .service_id("SFN")
    .endpoint_prefix("states")
    .target_prefix("AWSStepFunctions");

/// Amazon Elastic Container Service.
pub const ECS: Service = Service::new("ecs")
    .service_id("ECS")
    .endpoint_prefix("ecs")
    .target_prefix("AmazonEC2ContainerServiceV20141113");

/// Amazon Elastic Container Registry.
pub const ECR: Service = Service::new("ecr")
    .service_id("ECR")
    .endpoint_prefix("api.ecr")
    .target_prefix("AmazonEC2ContainerRegistry_V20150921");

/// Amazon RDS.
pub const RDS: Service =
    Service::new("rds").service_id("RDS").endpoint_prefix("rds").api_version("2014-10-31");

/// Amazon Route 53.
///
/// It has one host for all regions: configure the endpoint `https://route53.amazonaws.com` and the region
/// `us-east-1`.
pub const ROUTE_53: Service = Service::new("route53")
    .service_id("Route 53")
    .xml_namespace("https://route53.amazonaws.com/doc/2013-04-01/");

/// Amazon CloudFront.
///
/// It has one host for all regions: configure the endpoint `https://cloudfront.amazonaws.com` and the region
/// `us-east-1`.
pub const CLOUDFRONT: Service = Service::new("cloudfront")
    .service_id("CloudFront")
    .xml_namespace("http://cloudfront.amazonaws.com/doc/2020-05-31/");

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
    .target_prefix("AWSCognitoIdentityProviderService");

/// Amazon Cognito identity pools.
pub const COGNITO_IDENTITY: Service = Service::new("cognito-identity")
    .service_id("Cognito Identity")
    .endpoint_prefix("cognito-identity")
    .target_prefix("AWSCognitoIdentityService");

/// Amazon Simple Email Service, version 2.
pub const SES_V2: Service = Service::new("ses").service_id("SESv2").endpoint_prefix("email");

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
