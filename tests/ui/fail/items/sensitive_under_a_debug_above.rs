use aws_operation::{Client, aws_operation};

#[derive(Debug)]
#[aws_operation(method = "POST", uri = "/apikeys")]
struct CreateApiKey {
    name: String,
    #[sensitive]
    value: String,
}

#[derive(Debug)]
#[aws_operation(method = "POST", uri = "/apikeys")]
struct Generic<'a, T: serde::Serialize> {
    name: &'a str,
    #[sensitive]
    value: T,
}

/// `Debug` by hand is another one, too.
#[aws_operation(method = "POST", uri = "/apikeys")]
struct ByHand {
    #[sensitive]
    value: String,
}

impl std::fmt::Debug for ByHand {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.value)
    }
}

fn main() {}

fn call(client: &Client) {
    drop(client.send(CreateApiKey { name: String::new(), value: String::new() }));
}
