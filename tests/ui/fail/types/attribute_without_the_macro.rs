use serde::Serialize;

#[derive(Serialize)]
struct CreateRestApi {
    #[query]
    name: String,
}

fn main() {}
