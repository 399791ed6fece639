//! The program `inventory` with moto: everything that it prints.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use aws_operation::{Client, Config, Credentials, Operation, services};
use aws_operation_codegen::{Docs, Generator};
use aws_operation_tests::apigateway::*;
use aws_operation_tests::server::{self, Server};
use aws_operation_tests::{ACCESS_KEY, REGION, SECRET_KEY};

/// An empty API Gateway, and a client to fill it with.
struct Account {
    moto: Server,
    client: Client,
}

impl Account {
    fn new() -> Self {
        let moto = server::moto();
        let config = Config::builder()
            .region(REGION)
            .credentials(Credentials::new(ACCESS_KEY, SECRET_KEY))
            .endpoint_url(moto.endpoint())
            .build()
            .expect("a valid configuration");
        Self { client: Client::new(&config, services::API_GATEWAY), moto }
    }

    async fn send<O: Operation>(&self, operation: O) -> O::Output {
        match self.client.send(operation).await {
            Ok(output) => output,
            Err(error) => panic!("{error}"),
        }
    }

    /// Creates a REST API. Returns its id and the id of its root resource.
    async fn api(&self, name: &str) -> (String, String) {
        let create = CreateRestApi { name: name.into(), ..CreateRestApi::default() };
        let id = self.send(create).await.id;
        let list = GetResources { rest_api_id: id.clone(), ..GetResources::default() };
        let root = self.send(list).await.items.remove(0).id;
        (id, root)
    }

    async fn resource(&self, api: &str, parent: &str, path_part: &str) -> String {
        let create = CreateResource {
            rest_api_id: api.into(),
            parent_id: parent.into(),
            path_part: path_part.into(),
        };
        self.send(create).await.id
    }

    async fn method(&self, api: &str, resource: &str, verb: &str, authorization: &str) {
        self.send(PutMethod {
            rest_api_id: api.into(),
            resource_id: resource.into(),
            http_method: verb.into(),
            authorization_type: authorization.into(),
            api_key_required: authorization == "AWS_IAM",
            ..PutMethod::default()
        })
        .await;
    }

    async fn integration(&self, api: &str, resource: &str, verb: &str, kind: &str, uri: &str) {
        let is_mock = kind == "MOCK";
        self.send(PutIntegration {
            rest_api_id: api.into(),
            resource_id: resource.into(),
            http_method: verb.into(),
            r#type: kind.into(),
            integration_http_method: Some("POST".into()).filter(|_| !is_mock),
            uri: Some(uri.into()).filter(|_| !is_mock),
            ..PutIntegration::default()
        })
        .await;
    }

    /// Creates a response of the method, and the integration response that becomes it.
    async fn response(&self, api: &str, resource: &str, verb: &str, status: &str, pattern: &str) {
        self.send(PutMethodResponse {
            rest_api_id: api.into(),
            resource_id: resource.into(),
            http_method: verb.into(),
            status_code: status.into(),
            ..PutMethodResponse::default()
        })
        .await;
        self.send(PutIntegrationResponse {
            rest_api_id: api.into(),
            resource_id: resource.into(),
            http_method: verb.into(),
            status_code: status.into(),
            selection_pattern: Some(pattern.to_owned()).filter(|it| !it.is_empty()),
            response_templates: Some([("application/json".to_owned(), "{}".to_owned())].into()),
            ..PutIntegrationResponse::default()
        })
        .await;
    }

    fn inventory(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_inventory"))
            .args(arguments)
            .env_clear()
            .env("AWS_ENDPOINT_URL", self.moto.endpoint())
            .env("AWS_REGION", REGION)
            .env("AWS_ACCESS_KEY_ID", ACCESS_KEY)
            .env("AWS_SECRET_ACCESS_KEY", SECRET_KEY)
            .output()
            .expect("the program runs")
    }
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("UTF-8")
}

/// The output of a program that succeeds without errors.
fn output_of(output: &Output) -> &str {
    assert_eq!((text(&output.stderr), output.status.code()), ("", Some(0)));
    text(&output.stdout)
}

#[tokio::test]
async fn the_tree_is_complete_with_any_concurrency() {
    let account = Account::new();
    let (pets, root) = account.api("pets").await;
    let list = account.resource(&pets, &root, "pets").await;
    let pet = account.resource(&pets, &list, "{pet}").await;
    let health = account.resource(&pets, &root, "health").await;
    for (resource, verb, authorization) in [
        (&list, "GET", "NONE"),
        (&list, "POST", "AWS_IAM"),
        (&pet, "GET", "NONE"),
        (&health, "ANY", "NONE"),
    ] {
        account.method(&pets, resource, verb, authorization).await;
    }
    account.integration(&pets, &list, "GET", "HTTP", "https://example.com/pets?a=b").await;
    account.response(&pets, &list, "GET", "200", "").await;
    account.response(&pets, &list, "GET", "404", r"4\d{2}").await;
    account.integration(&pets, &list, "POST", "HTTP_PROXY", "https://example.com/pets").await;
    account.integration(&pets, &health, "ANY", "MOCK", "").await;
    account.response(&pets, &health, "ANY", "200", "").await;

    let tree = format!(
        "\
pets ({pets}), EDGE
└── / ({root})
    ├── /health ({health})
    │   └── ANY, NONE
    │       ├── integration MOCK
    │       │   └── 200 otherwise, template for application/json
    │       └── response 200
    └── /pets ({list})
        ├── GET, NONE
        │   ├── integration HTTP POST https://example.com/pets?a=b
        │   │   ├── 200 otherwise, template for application/json
        │   │   └── 404 for 4\\d{{2}}, template for application/json
        │   ├── response 200
        │   └── response 404
        ├── POST, AWS_IAM, API key required
        │   └── integration HTTP_PROXY POST https://example.com/pets
        └── /pets/{{pet}} ({pet})
            └── GET, NONE
                └── no integration
"
    );
    assert_eq!(output_of(&account.inventory(&[&pets])), tree);
    assert_eq!(output_of(&account.inventory(&[&pets, "--concurrency", "1"])), tree);
    assert_eq!(output_of(&account.inventory(&["--concurrency", "8", &pets])), tree);

    // Without an id, all REST APIs are printed, in API Gateway's order.
    let (empty, its_root) = account.api("nothing\nyet").await;
    let other = format!("nothing\\nyet ({empty}), EDGE\n└── / ({its_root})\n");
    let all = account.inventory(&[]);
    let all = output_of(&all);
    assert!(all == format!("{tree}{other}") || all == format!("{other}{tree}"), "{all}");
}

#[tokio::test]
async fn for_an_unknown_id_the_existing_apis_are_listed() {
    let account = Account::new();
    let output = account.inventory(&["nowhere"]);
    assert_eq!((text(&output.stdout), output.status.code()), ("", Some(1)));
    let lines: Vec<&str> = text(&output.stderr).lines().collect();
    assert!(lines[0].starts_with("GetRestApi: NotFoundException (404): "), "{lines:?}");
    assert_eq!(lines[1..], ["there are no REST APIs in us-east-1"]);

    let (pets, _) = account.api("pets").await;
    let output = account.inventory(&["nowhere"]);
    let last = text(&output.stderr).lines().last();
    assert_eq!(last, Some(&*format!("the REST APIs in us-east-1 are pets ({pets})")));
}

#[test]
fn an_account_without_apis_and_wrong_arguments() {
    let account = Account::new();
    let output = account.inventory(&[]);
    assert_eq!((text(&output.stdout), output.status.code()), ("", Some(0)));
    assert_eq!(text(&output.stderr), "there are no REST APIs in us-east-1\n");

    let number = "`--concurrency` needs a number from 1 to 100\n";
    for (arguments, message) in [
        (&["--concurrency"][..], number),
        (&["--concurrency", "0"], number),
        (&["--concurrency", "many"], number),
        (&["--concurency", "2"], "unknown option `--concurency`\n\nusage: "),
        (&["a1", "b2"], "more than one REST_API_ID\n\nusage: "),
    ] {
        let output = account.inventory(arguments);
        let error = text(&output.stderr);
        assert!(error.starts_with(&format!("inventory: {message}")), "{error}");
        assert_eq!((text(&output.stdout), output.status.code()), ("", Some(1)));
    }
    let help = account.inventory(&["--help"]);
    assert!(output_of(&help).starts_with("usage: inventory "));
}

#[test]
fn the_operations_are_the_output_of_the_generator() {
    let vectors = env::var_os("AWS_OPERATION_VECTORS").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/vectors"),
        PathBuf::from,
    );
    let model = vectors.join("../models/api-gateway-2015-07-09.json");
    if !model.exists() {
        println!("skipped, because there is no {}", model.display());
        assert_ne!(env::var("CI").as_deref(), Ok("true"), "CI needs the model");
        return;
    }
    let generated = Generator::new(model)
        .operations(["GetRestApis", "GetRestApi", "GetResources", "GetMethod"])
        .docs(Docs::None)
        .generate()
        .unwrap_or_else(|error| panic!("{error}"));
    // To update the file, run the command at its beginning.
    assert_eq!(include_str!("../inventory/operations.rs"), generated.text);
}
