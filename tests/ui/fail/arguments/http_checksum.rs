use aws_operation::{ByteStream, Client, aws_operation};

#[aws_operation(method = "PUT", uri = "/a", http_checksum)]
struct NoWords {}

#[aws_operation(method = "PUT", uri = "/a", http_checksum())]
struct NoWordsInside {}

#[aws_operation(method = "PUT", uri = "/a", http_checksum(requests))]
struct Misspelt {}

#[aws_operation(method = "PUT", uri = "/a", http_checksum(crc32))]
struct Unknown {}

#[aws_operation(method = "PUT", uri = "/a", http_checksum(required))]
struct Alone {}

#[aws_operation(method = "PUT", uri = "/a", http_checksum(request, request))]
struct Twice {}

#[aws_operation(method = "PUT", uri = "/a", http_checksum = "request")]
struct Text {}

fn main() {}

fn call(client: &Client) {
    drop(client.send(NoWords {}));
    drop(client.send(Text {}));
    let _: ByteStream = "".into();
}
