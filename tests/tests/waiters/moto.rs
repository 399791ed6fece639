//! Waiters with moto: a table that is created and deleted during the waits, and a cluster that moto
//! makes available after some calls.

use std::sync::LazyLock;
use std::time::Duration;

use aws_operation::{
    Client, Config, Credentials, Service, Waiter, aws_operation, aws_structure, services,
};
use aws_operation_tests::paused::Checked;
use aws_operation_tests::server::{self, Server};
use aws_operation_tests::{ACCESS_KEY, REGION, SECRET_KEY};

/// Runs the cases whose names contain the filter's word. Returns how many passed and how many failed.
pub fn run(filter: Option<&str>) -> Result<(usize, usize), String> {
    let chosen = |name: &str| filter.is_none_or(|word| name.contains(word));
    let names = ["moto_tables", "moto_clusters"].map(chosen);
    if !names.contains(&true) {
        return Ok((0, 0));
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    let moto = server::moto();
    let (mut passed, mut failed) = (0, 0);
    let mut count = |name: &str, result: Checked| match result {
        Ok(()) => passed += 1,
        Err(wrong) => {
            println!("{name} failed: {wrong}");
            failed += 1;
        }
    };
    if names[0] {
        count("moto_tables", runtime.block_on(tables(&moto)));
    }
    if names[1] {
        count("moto_clusters", runtime.block_on(clusters(&moto)));
    }
    Ok((passed, failed))
}

fn client(moto: &Server, service: Service) -> Result<Client, Box<dyn std::error::Error>> {
    let credentials = Credentials::new(ACCESS_KEY, SECRET_KEY);
    let config = Config::builder().region(REGION).credentials(credentials);
    Ok(Client::new(&config.endpoint_url(moto.endpoint()).build()?, service))
}

fn check(holds: bool, what: &str) -> Checked {
    if holds { Ok(()) } else { Err(what.into()) }
}

const SHORT: Duration = Duration::from_millis(50);
const LONG: Duration = Duration::from_millis(200);
const MINUTE: Duration = Duration::from_secs(60);

#[aws_operation(protocol = "awsJson1_0", rename_all = "PascalCase")]
struct CreateTable {
    table_name: String,
    attribute_definitions: Vec<Attribute>,
    key_schema: Vec<Key>,
    billing_mode: String,
}

#[aws_structure(rename_all = "PascalCase")]
struct Attribute {
    attribute_name: String,
    attribute_type: String,
}

#[aws_structure(rename_all = "PascalCase")]
struct Key {
    attribute_name: String,
    key_type: String,
}

#[aws_operation(protocol = "awsJson1_0", rename_all = "PascalCase")]
struct DeleteTable {
    table_name: String,
}

#[aws_operation(protocol = "awsJson1_0", rename_all = "PascalCase", output = DescribeTableOutput)]
#[derive(Clone)]
struct DescribeTable {
    table_name: String,
}

#[aws_structure(rename_all = "PascalCase")]
struct DescribeTableOutput {
    table: Table,
}

#[aws_structure(rename_all = "PascalCase")]
struct Table {
    table_name: String,
    table_status: String,
}

static TABLE_EXISTS: LazyLock<Waiter<DescribeTable>> = LazyLock::new(|| {
    Waiter::<DescribeTable>::new("TableExists")
        .delays(SHORT, LONG)
        .success_when("the table is active", |_, output| output.table.table_status == "ACTIVE")
        .retry_on("ResourceNotFoundException")
});

static TABLE_NOT_EXISTS: LazyLock<Waiter<DescribeTable, Option<DescribeTableOutput>>> =
    LazyLock::new(|| {
        Waiter::new("TableNotExists").delays(SHORT, LONG).success_on("ResourceNotFoundException")
    });

async fn tables(moto: &Server) -> Checked {
    let client = client(moto, services::DYNAMODB)?;
    let orders = DescribeTable { table_name: "orders".into() };

    // An error that no acceptor matches.
    let strict = Waiter::new("TableExists").success_on_success();
    let error = client.wait(orders.clone(), &strict).at_most(MINUTE).await.err();
    let error = error.ok_or("a table that does not exist")?;
    check(!error.is_timeout() && error.attempts() == 1, &error.to_string())?;
    let code = error.last().and_then(|last| last.err()?.code());
    check(code == Some("ResourceNotFoundException"), &error.to_string())?;

    // The wait begins before the table exists.
    let wait = client.wait(orders.clone(), &TABLE_EXISTS).at_most(MINUTE);
    let wait = tokio::spawn(wait);
    tokio::time::sleep(LONG).await;
    check(!wait.is_finished(), "the wait is over before the table exists")?;
    let create = CreateTable {
        table_name: "orders".into(),
        attribute_definitions: vec![Attribute {
            attribute_name: "id".into(),
            attribute_type: "S".into(),
        }],
        key_schema: vec![Key { attribute_name: "id".into(), key_type: "HASH".into() }],
        billing_mode: "PAY_PER_REQUEST".into(),
    };
    client.send(create).await?;
    check(wait.await??.table.table_name == "orders", "another table")?;

    // The wait begins before the table is deleted.
    let wait = tokio::spawn(client.wait(orders, &TABLE_NOT_EXISTS).at_most(MINUTE));
    tokio::time::sleep(LONG).await;
    check(!wait.is_finished(), "the wait is over before the table is deleted")?;
    client.send(DeleteTable { table_name: "orders".into() }).await?;
    check(wait.await??.is_none(), "a table that was deleted")
}

#[aws_operation(protocol = "awsJson1_1", rename_all = "PascalCase")]
struct CreateCluster {
    cluster_name: String,
    node_type: String,
    replication_factor: i32,
    iam_role_arn: String,
}

#[aws_operation(protocol = "awsJson1_1", rename_all = "PascalCase", output = DescribeClustersOutput)]
struct DescribeClusters {
    cluster_names: Vec<String>,
}

#[aws_structure(rename_all = "PascalCase")]
struct DescribeClustersOutput {
    clusters: Vec<Cluster>,
}

#[aws_structure(rename_all = "PascalCase")]
struct Cluster {
    cluster_name: String,
    status: String,
}

/// moto makes a cluster available after it was described this many times.
const DESCRIBED: u32 = 7;

async fn clusters(moto: &Server) -> Checked {
    let client = client(moto, Service::new("dax").target_prefix("AmazonDAXV3"))?;
    let transition = serde_json::json!({
        "model_name": "dax::cluster",
        "transition": { "progression": "manual", "times": DESCRIBED },
    });
    let request = http::Request::post("/moto-api/state-manager/set-transition");
    let request = request.header("content-type", "application/json");
    client.send_http(request.body(transition.to_string().into())?).await?;

    let create = CreateCluster {
        cluster_name: "cache".into(),
        node_type: "dax.t3.small".into(),
        replication_factor: 1,
        iam_role_arn: "arn:aws:iam::123456789012:role/dax".into(),
    };
    client.send(create).await?;
    let available = Waiter::<DescribeClusters>::new("ClusterAvailable")
        .delays(SHORT, LONG)
        .success_when("every cluster is available", |input, output| {
            output.clusters.len() == input.cluster_names.len()
                && output.clusters.iter().all(|cluster| cluster.status == "available")
        })
        .failure_when("a cluster is deleted", |_, output| {
            output.clusters.iter().any(|cluster| cluster.status == "deleted")
        });
    let describe = || DescribeClusters { cluster_names: vec!["cache".into()] };
    // A failure acceptor matches the first state.
    let impatient = available.clone().failure_when("a cluster is being created", |_, output| {
        output.clusters.iter().any(|cluster| cluster.status == "creating")
    });
    let error = client.wait(describe(), &impatient).at_most(MINUTE).await.err();
    let error = error.ok_or("available too early")?;
    check(error.acceptor() == Some("a cluster is being created"), &error.to_string())?;
    check(error.attempts() == 1, &error.to_string())?;

    let output = client.wait(describe(), &available).at_most(MINUTE).await?;
    check(output.clusters.iter().all(|it| it.cluster_name == "cache"), "another cluster")
}
