//! Limits the size of the generated code, because every build of a user compiles it.

use proc_macro2::{TokenStream, TokenTree};

use crate::model::Role;

/// The number of tokens. A pair of brackets counts as two.
fn count(tokens: TokenStream) -> usize {
    let tokens = tokens.into_iter().map(|token| match token {
        TokenTree::Group(group) => 2 + count(group.stream()),
        _ => 1,
    });
    tokens.sum()
}

/// The number of tokens that the derive adds to an item.
fn expansion(role: Role, arguments: &str, item: &str) -> usize {
    let item = format!("#[__declared({}({arguments}))] {item}", role.attribute());
    let item: TokenStream = item.parse().expect("it is Rust");
    let expansion = super::derive(item);
    assert!(!expansion.to_string().contains("compile_error"), "{expansion}");
    count(expansion)
}

fn members(count: usize) -> String {
    (0..count).map(|i| format!("member_{i}: Option<String>,")).collect()
}

#[test]
fn expansions_stay_small() {
    let get = r#"method = "GET", uri = "/restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}/integration/responses/{statusCode}", output = IntegrationResponse, error = GetIntegrationResponseError"#;
    let labels =
        "rest_api_id: String, resource_id: String, http_method: String, status_code: String";
    let post = r#"method = "POST", uri = "/things""#;
    for (what, most, tokens) in [
        (
            "an operation with four labels",
            300,
            expansion(Role::Operation, get, &format!("struct X {{ {labels} }}")),
        ),
        (
            "a paginated operation",
            540,
            expansion(
                Role::Operation,
                &format!(
                    "{post}, output = Out, paginated(input_token = member_0, output_token = next, \
                     items = list.items: Vec<Item>, page_size = member_1, more = is_truncated)"
                ),
                "struct X { member_0: Option<String>, member_1: Option<i32> }",
            ),
        ),
        ("an operation without members", 150, expansion(Role::Operation, post, "struct X {}")),
        (
            "an operation with ten members in its body",
            320,
            expansion(Role::Operation, post, &format!("struct X {{ {} }}", members(10))),
        ),
        (
            "an error enum of four exceptions",
            560,
            expansion(Role::Error, "", "enum X { A(A), B(B), C(C), D(D), Other(ServiceError) }"),
        ),
        ("an exception", 310, expansion(Role::Error, "", "struct X { message: Option<String> }")),
        ("a structure without members", 300, expansion(Role::Structure, "", "struct X {}")),
        (
            "a structure of ten members",
            720,
            expansion(Role::Structure, "", &format!("struct X {{ {} }}", members(10))),
        ),
        (
            "an output of ten members",
            690,
            expansion(Role::Output, "", &format!("struct X {{ {} }}", members(10))),
        ),
        (
            "a union of three members",
            520,
            expansion(Role::Union, "", "enum X { A(A), B(B), C(C), Unknown(String, Document) }"),
        ),
        (
            "an enum of ten values",
            560,
            expansion(Role::Enum, "", "enum X { A, B, C, D, E, F, G, H, I, J, Unknown(String) }"),
        ),
    ] {
        println!("{what}: {tokens} tokens, at most {most}");
        assert!(tokens <= most, "{what}: {tokens} tokens, at most {most}");
        // A limit that is far above the size would not notice growth.
        assert!(tokens * 10 > most * 9, "{what}: {tokens} tokens; lower the limit of {most}");
    }
}
