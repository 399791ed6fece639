use aws_operation::aws_output;

#[aws_output]
struct Imported {
    name: String,
}

#[aws_operation(method = "GET", uri = "/", output = Imported)]
struct Get;

#[aws_structure]
struct Point {
    #[header("x")]
    x: i32,
}

#[aws_error]
enum GetError {
    A,
}

#[aws_union]
enum Block {
    A,
}

#[aws_enum]
enum Kind {
    #[value("a")]
    A,
}

#[derive(serde::Deserialize)]
struct Plain {
    #[header("ETag")]
    tag: String,
}

fn main() {}
