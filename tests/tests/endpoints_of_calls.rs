//! Where calls go, and what they are signed for: services whose own rules choose the endpoint.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use aws_operation::sigv4::PostPolicy;
use aws_operation::{
    AccountIdEndpointMode, Body, Client, Config, ConfigBuilder, Credentials, EndpointRules, Retry,
    Service, Timeouts, Transport, TransportError, TransportFuture, aws_operation, aws_structure,
    services,
};
use bytes::Bytes;

#[aws_operation(
    protocol = "restXml",
    method = "GET",
    uri = "/{Bucket}/{Key+}",
    rename_all = "PascalCase"
)]
#[derive(Clone)]
struct GetObject {
    #[context_param]
    bucket: String,
    key: String,
}

#[aws_operation(
    protocol = "restXml",
    method = "GET",
    uri = "/{Bucket}?list-type=2",
    rename_all = "PascalCase"
)]
struct ListObjectsV2 {
    #[context_param]
    bucket: String,
}

#[aws_operation(
    protocol = "restXml",
    method = "PUT",
    uri = "/{Bucket}",
    rename_all = "PascalCase",
    static_context_params(UseS3ExpressControlEndpoint = true, DisableAccessPoints = true)
)]
struct CreateBucket {
    #[context_param]
    bucket: String,
}

#[aws_operation(protocol = "awsJson1_0", rename_all = "PascalCase")]
struct DescribeTable {
    #[context_param("ResourceArn")]
    table_name: String,
}

#[aws_operation(protocol = "awsQuery", rename_all = "PascalCase")]
struct GetUser {
    user_name: Option<String>,
}

#[aws_operation(protocol = "awsJson1_1", rename_all = "PascalCase")]
struct PutEvents {
    #[context_param]
    endpoint_id: Option<String>,
    entries: Vec<Entry>,
}

#[aws_structure(rename_all = "PascalCase")]
struct Entry {
    detail: String,
}

#[aws_operation(
    protocol = "awsJson1_0",
    rename_all = "PascalCase",
    operation_context_params(ResourceArnList = Self::tables)
)]
struct BatchGetItem {
    request_items: BTreeMap<String, Vec<String>>,
}

impl BatchGetItem {
    fn tables(&self) -> Vec<&String> {
        self.request_items.keys().collect()
    }
}

#[aws_operation(
    protocol = "awsJson1_0",
    rename_all = "PascalCase",
    operation_context_params(ResourceArn = Self::table)
)]
struct ImportTable {
    table_creation_parameters: Option<TableCreationParameters>,
}

#[aws_structure(rename_all = "PascalCase")]
struct TableCreationParameters {
    table_name: String,
}

impl ImportTable {
    fn table(&self) -> Option<&str> {
        Some(&self.table_creation_parameters.as_ref()?.table_name)
    }
}

#[aws_operation(
    method = "GET",
    uri = "/maps",
    static_context_params(Zones = ["north", "south"], Unused = "a"),
    operation_context_params(Unknown = Self::unused)
)]
struct ListMaps {}

impl ListMaps {
    /// The rules have no such parameter, so the value is not computed.
    fn unused(&self) -> &'static str {
        panic!("this function is not called")
    }
}

#[aws_operation(method = "GET", uri = "/clusters")]
struct ListClusters {}

/// A transport that keeps the requests, and answers with an error.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<http::Request<Bytes>>>>);

impl Transport for Kept {
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
        let request = request.map(|body| body.as_bytes().cloned().expect("no stream"));
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(request);
        let response = http::Response::builder().status(403).body(Body::empty());
        Box::pin(std::future::ready(Ok(response.expect("a response"))))
    }

    fn keeps_dot_segments(&self) -> bool {
        true
    }
}

impl Kept {
    /// Where the only request went, and the scope of its signature.
    fn taken(&self) -> (String, String) {
        let requests = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        let [request] = &*requests else { panic!("{} requests", requests.len()) };
        let header = |name: &str| {
            request.headers().get(name).and_then(|it| it.to_str().ok()).unwrap_or_default()
        };
        let authorization = header("authorization");
        let scope = authorization.split(['/', ',']).skip(2).take(2).collect::<Vec<_>>().join(" ");
        let host = request.uri().host().unwrap_or_default();
        assert_eq!(header("host").split(':').next(), Some(host), "the host that is signed");
        (request.uri().to_string(), scope)
    }
}

fn configured(region: &str) -> (Kept, ConfigBuilder) {
    let kept = Kept::default();
    let builder = Config::builder()
        .region(region)
        .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
        .transport(kept.clone())
        .retry(Retry::off())
        .timeouts(Timeouts::none());
    (kept, builder)
}

fn client(builder: ConfigBuilder, service: Service) -> Client {
    Client::new(&builder.build().expect("a configuration"), service)
}

async fn get(
    region: &str,
    bucket: &str,
    change: impl Fn(ConfigBuilder) -> ConfigBuilder,
) -> String {
    let (kept, builder) = configured(region);
    let s3 = client(change(builder), services::S3);
    let error = s3.send(GetObject { bucket: bucket.into(), key: "a b/c".into() }).await;
    let error = error.expect_err("the transport refuses it").to_string();
    if kept.0.lock().unwrap_or_else(PoisonError::into_inner).is_empty() {
        return error;
    }
    let (url, scope) = kept.taken();
    let host = url.split('/').nth(2).unwrap_or_default();
    assert!(error.contains(&format!("host {host}")), "{error}");
    format!("{url} {scope}")
}

#[tokio::test]
async fn the_bucket_stands_where_the_rules_of_s3_put_it() {
    let same = |builder| builder;
    let minio = |builder: ConfigBuilder| builder.endpoint_url("http://localhost:9000/base");
    let virtual_at_minio = |builder: ConfigBuilder| {
        builder.endpoint_url("http://localhost:9000/base").force_path_style(false)
    };
    let fips = |builder: ConfigBuilder| builder.use_fips(true).use_dual_stack(true);
    type Change = fn(ConfigBuilder) -> ConfigBuilder;
    let arn = "arn:aws:s3:us-west-2:123456789012:accesspoint:mine";
    let cases: [(&str, &str, Change, &str); 11] = [
        (
            "eu-west-1",
            "books",
            same,
            "https://books.s3.eu-west-1.amazonaws.com/a%20b/c eu-west-1 s3",
        ),
        (
            "eu-west-1",
            "books.example",
            same,
            "https://s3.eu-west-1.amazonaws.com/books.example/a%20b/c eu-west-1 s3",
        ),
        (
            "cn-north-1",
            "books",
            same,
            "https://books.s3.cn-north-1.amazonaws.com.cn/a%20b/c cn-north-1 s3",
        ),
        (
            "us-east-1",
            "books",
            |builder| builder.force_path_style(true),
            "https://s3.us-east-1.amazonaws.com/books/a%20b/c us-east-1 s3",
        ),
        (
            "eu-west-1",
            "books",
            fips,
            "https://books.s3-fips.dualstack.eu-west-1.amazonaws.com/a%20b/c eu-west-1 s3",
        ),
        (
            "eu-west-1",
            "books",
            |builder| builder.accelerate(true),
            "https://books.s3-accelerate.amazonaws.com/a%20b/c eu-west-1 s3",
        ),
        ("eu-west-1", "books", minio, "http://localhost:9000/base/books/a%20b/c eu-west-1 s3"),
        (
            "eu-west-1",
            "books",
            virtual_at_minio,
            "http://books.localhost:9000/base/a%20b/c eu-west-1 s3",
        ),
        (
            "us-west-2",
            arn,
            same,
            "https://mine-123456789012.s3-accesspoint.us-west-2.amazonaws.com/a%20b/c us-west-2 s3",
        ),
        (
            "eu-west-1",
            arn,
            |builder| builder.use_arn_region(true),
            "https://mine-123456789012.s3-accesspoint.us-west-2.amazonaws.com/a%20b/c us-west-2 s3",
        ),
        (
            "eu-west-1",
            arn,
            |builder| builder.use_arn_region(false),
            "GetObject: the endpoint rules of S3 say: Invalid configuration: region from ARN \
             `us-west-2` does not match client region `eu-west-1` and UseArnRegion is `false` \
             [host s3.eu-west-1.amazonaws.com (rule: default endpoint of S3), nothing was sent]",
        ),
    ];
    for (region, bucket, change, expected) in cases {
        assert_eq!(get(region, bucket, change).await, expected);
    }
}

/// The bucket is the ARN of an access point, which has a host and a signature of its own.
#[tokio::test]
async fn other_access_points_have_their_own_hosts_and_signatures() {
    let outpost = "op-01234567890123456";
    for (arn, host, scope) in [
        (
            "arn:aws:s3-object-lambda:us-west-2:123456789012:accesspoint/mine".to_owned(),
            "mine-123456789012.s3-object-lambda.us-west-2.amazonaws.com".to_owned(),
            "us-west-2 s3-object-lambda",
        ),
        // Signature Version 4a has no region in its scope.
        (
            format!(
                "arn:aws:s3-outposts:us-west-2:123456789012:outpost/{outpost}/accesspoint/mine"
            ),
            format!("mine-123456789012.{outpost}.s3-outposts.us-west-2.amazonaws.com"),
            "s3-outposts aws4_request",
        ),
        (
            "arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap".to_owned(),
            "mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com".to_owned(),
            "s3 aws4_request",
        ),
    ] {
        let expected = format!("https://{host}/a%20b/c {scope}");
        assert_eq!(get("us-west-2", &arn, |builder| builder).await, expected, "{arn}");
    }
    let arn = "arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap";
    let off = |builder: ConfigBuilder| builder.disable_multi_region_access_points(true);
    let error = get("us-west-2", arn, off).await;
    assert!(error.contains("Multi-Region Access Point ARNs are disabled"), "{error}");
}

#[tokio::test]
async fn a_bucket_alone_is_the_root_of_its_host() {
    let (kept, builder) = configured("eu-west-1");
    let s3 = client(builder, services::S3);
    s3.send(ListObjectsV2 { bucket: "books".into() }).await.expect_err("it is refused");
    assert_eq!(kept.taken().0, "https://books.s3.eu-west-1.amazonaws.com/?list-type=2");

    // A bucket of S3 Express is made by another host.
    let bucket = "books--use1-az4--x-s3";
    s3.send(CreateBucket { bucket: bucket.into() }).await.expect_err("it is refused");
    let expected = format!("https://s3express-control.eu-west-1.amazonaws.com/{bucket}");
    assert_eq!(kept.taken(), (expected, "eu-west-1 s3express".to_owned()));

    let object = GetObject { bucket: "books".into(), key: "a".into() };
    let presigned = s3.presign(object, Duration::from_secs(60)).await.expect("it is signed");
    let start = "https://books.s3.eu-west-1.amazonaws.com/a?X-Amz-Algorithm=";
    assert!(presigned.url().starts_with(start), "{}", presigned.url());
}

#[tokio::test]
async fn a_form_is_sent_to_the_bucket_and_signed_for_its_region() {
    let arn = "arn:aws:s3:us-west-2:123456789012:accesspoint:mine";
    type Change = fn(ConfigBuilder) -> ConfigBuilder;
    let same: Change = |builder| builder;
    let minio: Change = |builder| builder.endpoint_url("http://localhost:9000/base");
    let plain = Service::new("s3").s3_signing();
    for (service, bucket, change, url, region) in [
        (services::S3, "books", same, "https://books.s3.eu-west-1.amazonaws.com/", "eu-west-1"),
        (
            services::S3,
            "books.example",
            same,
            "https://s3.eu-west-1.amazonaws.com/books.example",
            "eu-west-1",
        ),
        (services::S3, "books", minio, "http://localhost:9000/base/books", "eu-west-1"),
        (
            services::S3,
            arn,
            |builder| builder.use_arn_region(true),
            "https://mine-123456789012.s3-accesspoint.us-west-2.amazonaws.com/",
            "us-west-2",
        ),
        (plain, "a?b", minio, "http://localhost:9000/base/a%3Fb", "eu-west-1"),
    ] {
        let (kept, builder) = configured("eu-west-1");
        let s3 = client(change(builder), service);
        let policy = PostPolicy::key(bucket, "k", Duration::from_secs(60));
        let post = s3.presign_post(policy).await.expect("signed");
        assert_eq!(post.url(), url);
        let credential = post.fields().iter().find(|(name, _)| name == "x-amz-credential");
        let scope = credential.and_then(|(_, value)| value.splitn(3, '/').nth(2));
        assert_eq!(scope, Some(format!("{region}/s3/aws4_request").as_str()), "{bucket}");
        assert!(kept.0.lock().unwrap_or_else(PoisonError::into_inner).is_empty());
    }
    let (_, builder) = configured("eu-west-1");
    let eks = client(builder, services::EKS);
    let policy = PostPolicy::key("books", "k", Duration::from_secs(60));
    assert_eq!(
        eks.presign_post(policy).await.expect_err("no form").to_string(),
        "PostObject: forms can be presigned for S3 only; use a client of `services::S3` [host \
         eks.eu-west-1.amazonaws.com, nothing was sent]"
    );
}

#[tokio::test]
async fn the_host_of_dynamodb_has_the_account_of_the_credentials() {
    let table = || DescribeTable { table_name: "books".into() };
    let of_account = Credentials::new("AKIDEXAMPLE", "secret").with_account_id("123456789012");
    let account = "https://123456789012.ddb.eu-west-1.amazonaws.com/";
    let region = "https://dynamodb.eu-west-1.amazonaws.com/";
    for (credentials, mode, expected) in [
        (Some(&of_account), None, account),
        (Some(&of_account), Some(AccountIdEndpointMode::Disabled), region),
        (Some(&of_account), Some(AccountIdEndpointMode::Required), account),
        (None, None, region),
        (None, Some(AccountIdEndpointMode::Preferred), region),
    ] {
        let (kept, mut builder) = configured("eu-west-1");
        if let Some(credentials) = credentials {
            builder = builder.credentials(credentials.clone());
        }
        if let Some(mode) = mode {
            builder = builder.account_id_endpoint_mode(mode);
        }
        let error = client(builder, services::DYNAMODB).send(table()).await;
        let error = error.expect_err("it is refused").to_string();
        let (url, scope) = kept.taken();
        assert_eq!((url.as_str(), scope.as_str()), (expected, "eu-west-1 dynamodb"));
        let host = expected.split('/').nth(2).unwrap_or_default();
        assert!(error.contains(&format!("host {host}")), "{error}");
    }
    // The region of DynamoDB Local.
    let (kept, builder) = configured("local");
    client(builder, services::DYNAMODB).send(table()).await.expect_err("it is refused");
    assert_eq!(kept.taken(), ("http://localhost:8000/".into(), "us-east-1 dynamodb".into()));

    let (kept, builder) = configured("eu-west-1");
    let builder = builder.account_id_endpoint_mode(AccountIdEndpointMode::Required);
    let error = client(builder, services::DYNAMODB).send(table()).await.expect_err("no account");
    let error = error.to_string();
    assert!(error.contains("AccountIdEndpointMode is required but no AccountID"), "{error}");
    assert!(kept.0.lock().unwrap_or_else(PoisonError::into_inner).is_empty());
}

#[tokio::test]
async fn a_global_service_is_signed_for_the_region_that_its_rules_say() {
    for (region, url, signed) in [
        ("eu-west-1", "https://iam.amazonaws.com/", "us-east-1 iam"),
        ("us-gov-east-1", "https://iam.us-gov.amazonaws.com/", "us-gov-west-1 iam"),
        ("cn-north-1", "https://iam.cn-north-1.amazonaws.com.cn/", "cn-north-1 iam"),
    ] {
        let (kept, builder) = configured(region);
        let iam = client(builder, services::IAM);
        iam.send(GetUser { user_name: None }).await.expect_err("it is refused");
        assert_eq!(kept.taken(), (url.to_owned(), signed.to_owned()));
    }
}

#[tokio::test]
async fn arns_of_tables_choose_the_account_of_the_host() {
    let batch = |name: &str| BatchGetItem {
        request_items: BTreeMap::from([(name.to_owned(), Vec::new())]),
    };
    let import = |name: &str| ImportTable {
        table_creation_parameters: Some(TableCreationParameters { table_name: name.to_owned() }),
    };
    let arn = "arn:aws:dynamodb:eu-west-1:222222222222:table/books";
    let elsewhere = "arn:aws:dynamodb:us-east-1:222222222222:table/books";
    let of_table = "https://222222222222.ddb.eu-west-1.amazonaws.com/";
    let of_caller = "https://123456789012.ddb.eu-west-1.amazonaws.com/";
    let of_region = "https://dynamodb.eu-west-1.amazonaws.com/";
    for (table, mode, expected) in [
        (arn, AccountIdEndpointMode::Preferred, of_table),
        (elsewhere, AccountIdEndpointMode::Preferred, of_caller),
        ("books", AccountIdEndpointMode::Preferred, of_caller),
        (arn, AccountIdEndpointMode::Disabled, of_region),
    ] {
        let credentials = Credentials::new("AKIDEXAMPLE", "secret").with_account_id("123456789012");
        let (kept, builder) = configured("eu-west-1");
        let builder = builder.credentials(credentials).account_id_endpoint_mode(mode);
        let dynamodb = client(builder, services::DYNAMODB);
        dynamodb.send(batch(table)).await.expect_err("it is refused");
        assert_eq!(kept.taken(), (expected.to_owned(), "eu-west-1 dynamodb".to_owned()), "{table}");
        dynamodb.send(import(table)).await.expect_err("it is refused");
        assert_eq!(kept.taken(), (expected.to_owned(), "eu-west-1 dynamodb".to_owned()), "{table}");
    }
    let (kept, builder) = configured("eu-west-1");
    let nothing = ImportTable { table_creation_parameters: None };
    client(builder, services::DYNAMODB).send(nothing).await.expect_err("it is refused");
    assert_eq!(kept.taken().0, of_region);
}

#[tokio::test]
async fn a_list_that_is_the_same_in_every_request_reaches_the_rules() {
    const RULES: EndpointRules = EndpointRules::new(
        &["zone = Zones[1]"],
        &["https://{zone}.example.com", "https://nowhere.example.com"],
        &[[0, -1, -2]],
    )
    .call_parameters(&["Zones"]);
    let (kept, builder) = configured("eu-west-1");
    let maps = client(builder, Service::new("maps").endpoint_rules(&RULES));
    maps.send(ListMaps {}).await.expect_err("it is refused");
    assert_eq!(kept.taken().0, "https://south.example.com/maps");
}

#[tokio::test]
async fn fips_and_dual_stack_hosts_are_those_of_the_service() {
    for (region, fips, dual_stack, host) in [
        ("us-east-1", false, false, "eks.us-east-1.amazonaws.com"),
        ("us-east-1", true, false, "fips.eks.us-east-1.amazonaws.com"),
        ("us-east-1", false, true, "eks.us-east-1.api.aws"),
        ("us-east-1", true, true, "eks-fips.us-east-1.api.aws"),
        ("us-gov-west-1", true, false, "eks.us-gov-west-1.amazonaws.com"),
        ("fips-us-east-1", false, false, "fips.eks.us-east-1.amazonaws.com"),
    ] {
        let (kept, builder) = configured(region);
        let eks = client(builder.use_fips(fips).use_dual_stack(dual_stack), services::EKS);
        eks.send(ListClusters {}).await.expect_err("it is refused");
        assert_eq!(kept.taken().0, format!("https://{host}/clusters"));
    }
}

/// A transport that fails, or answers with this status and this error code.
#[derive(Clone, Copy)]
enum Failing {
    Unresolved,
    TimedOut,
    Answers(u16, &'static str),
}

impl Transport for Failing {
    fn send(&self, _: http::Request<Body>) -> TransportFuture<'_> {
        Box::pin(std::future::ready(match self {
            Self::Unresolved => Err(TransportError::unresolved("no address for the name")),
            Self::TimedOut => Err(TransportError::timeout("no answer")),
            Self::Answers(status, code) => {
                let response = http::Response::builder().status(*status);
                let response = response.header("x-amzn-errortype", *code).body(Body::empty());
                Ok(response.expect("a response"))
            }
        }))
    }
}

#[tokio::test]
async fn error_lines_say_why_the_endpoint_was_chosen_where_that_may_be_the_cause() {
    let error = async |service: Service, fips: bool, transport: Failing| {
        let (_, builder) = configured("us-east-1");
        let client = client(builder.use_fips(fips).transport(transport), service);
        let error = client.send(ListClusters {}).await.expect_err("it fails").to_string();
        error.split_once(" [").map(|(_, rest)| rest.to_owned()).unwrap_or_default()
    };
    let eks = "host fips.eks.us-east-1.amazonaws.com";
    for (transport, expected) in [
        (
            Failing::Unresolved,
            format!("{eks} (rule: FIPS variant of EKS), 1 attempt, not retryable]"),
        ),
        (
            Failing::Answers(403, "SignatureDoesNotMatch"),
            format!("{eks} (rule: FIPS variant of EKS), 1 attempt, not retryable]; the secret"),
        ),
        (
            Failing::Answers(301, "PermanentRedirect"),
            format!("{eks} (rule: FIPS variant of EKS), 1 attempt, not retryable]"),
        ),
        (Failing::Answers(404, "NotFoundException"), format!("{eks}, 1 attempt, not retryable]")),
        (Failing::TimedOut, format!("{eks}, 1 ")),
    ] {
        let line = error(services::EKS, true, transport).await;
        assert!(line.starts_with(&expected), "{line}");
    }
    let line = error(services::LAMBDA, false, Failing::Unresolved).await;
    let expected = "host lambda.us-east-1.amazonaws.com (from the region), 1 attempt";
    assert!(line.starts_with(expected), "{line}");

    // One client's own URL needs no explanation.
    let (_, builder) = configured("us-east-1");
    let own = client(builder.transport(Failing::Unresolved), services::EKS)
        .with_endpoint_url("https://eks.example.com");
    let line = own.expect("a URL").send(ListClusters {}).await.expect_err("it fails").to_string();
    assert!(line.contains("[host eks.example.com, 1 attempt"), "{line}");
}

#[tokio::test]
async fn a_scheme_that_is_not_here_is_an_error_before_anything_is_sent() {
    let (kept, builder) = configured("us-east-1");
    let config = builder.build().expect("a configuration");
    let events = Client::new(&config, services::EVENTBRIDGE);
    let entries = || vec![Entry { detail: "{}".into() }];
    let put = PutEvents { endpoint_id: Some("abc 123".into()), entries: entries() };
    let error = events.send(put).await.expect_err("a space").to_string();
    assert!(error.contains("EndpointId must be a valid host label"), "{error}");
    events.send(PutEvents { endpoint_id: None, entries: entries() }).await.expect_err("refused");
    assert_eq!(kept.taken().0, "https://events.us-east-1.amazonaws.com/");
}
