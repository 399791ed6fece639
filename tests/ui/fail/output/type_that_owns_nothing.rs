use aws_operation::{Client, aws_operation};

#[aws_operation(method = "GET", uri = "/a", output = &str, error = &'static str)]
struct Reference {}

#[aws_operation(method = "GET", uri = "/b", output = impl std::fmt::Debug)]
struct Opaque {}

#[aws_operation(method = "GET", uri = "/c", output = _)]
struct Inferred {}

#[aws_operation(method = "GET", uri = "/d", output = [u8], error = dyn std::error::Error)]
struct Unsized {}

#[aws_operation(method = "GET", uri = "/{e}", output = std::borrow::Cow<'a, str>)]
struct Borrowed<'a> {
    e: &'a str,
}

fn main() {}

fn call(client: &Client) {
    drop(client.send(Reference {}));
    drop(client.send(Opaque {}));
    drop(client.send(Inferred {}));
    drop(client.send(Unsized {}));
    drop(client.send(Borrowed { e: "" }));
}
