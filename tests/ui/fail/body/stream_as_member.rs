use aws_operation::{ByteStream, Client, aws_operation, aws_output};

#[aws_operation(method = "PUT", uri = "/films/{id}", output = Film)]
struct PutFilm {
    id: String,
    film: ByteStream,
    preview: Option<ByteStream>,
}

#[aws_output]
struct Film {
    film: ByteStream,
}

fn main() {}

fn call(client: &Client) {
    drop(client.send(PutFilm { id: String::new(), film: "".into(), preview: None }));
}
