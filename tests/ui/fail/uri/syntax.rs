use aws_operation::{Client, aws_operation};

#[aws_operation(method = "GET", uri = "restapis/{restApiId}")]
struct NoLeadingSlash {
    rest_api_id: String,
    name: String,
}

#[aws_operation(method = "GET", uri = "/restapis/{restApiId")]
struct NotClosed {
    rest_api_id: String,
}

#[aws_operation(method = "GET", uri = "/restapis/{}")]
struct NoName {
    rest_api_id: String,
}

#[aws_operation(method = "GET", uri = "/restapis/{restApiId}/{stageName}.json")]
struct NotTheWholeSegment {
    rest_api_id: String,
    stage_name: Option<String>,
}

#[aws_operation(method = "GET", uri = "/restapis#{restApiId}")]
struct Fragment {
    #[label]
    rest_api_id: String,
}

#[aws_operation(method = "GET", uri = "/restapis?id={restApiId}")]
struct LabelInTheQuery {
    rest_api_id: String,
}

#[aws_operation(method = "GET", uri = "/restapis/./../{restApiId}")]
struct Dots {
    rest_api_id: String,
}

#[aws_operation(method = "GET", uri = "https://api.example.com/restapis/{restApiId}?a=b")]
struct Url {
    rest_api_id: String,
}

fn main() {}

fn call(client: &Client) {
    drop(client.send(NoLeadingSlash { rest_api_id: String::new(), name: String::new() }));
    drop(client.send(NotClosed { rest_api_id: String::new() }));
    drop(client.send(NotTheWholeSegment { rest_api_id: String::new(), stage_name: None }));
}
