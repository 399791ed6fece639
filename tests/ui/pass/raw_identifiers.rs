//! `r#type` is `type` wherever a name is sent or shown.

use aws_operation::{
    Operation, ServiceError, aws_error, aws_operation, aws_output, encode, services,
};

#[aws_operation(method = "POST", uri = "/{type}", output = r#struct, error = r#enum)]
#[derive(Debug)]
struct r#Match {
    r#type: String,
    #[query]
    r#in: String,
    r#fn: String,
    #[idempotency_token]
    r#loop: Option<String>,
    #[sensitive]
    r#mod: String,
}

#[aws_output]
#[allow(non_camel_case_types)]
struct r#struct {
    r#type: String,
    #[header("x-in")]
    r#in: String,
}

#[aws_error]
#[allow(non_camel_case_types)]
#[derive(Debug)]
enum r#enum {
    r#static {
        r#type: String,
        #[sensitive]
        r#in: String,
    },
    r#true,
    r#dyn(ServiceError),
}

fn main() {
    let operation = r#Match {
        r#type: "a".into(),
        r#in: "b".into(),
        r#fn: "c".into(),
        r#loop: None,
        r#mod: "d".into(),
    };
    assert_eq!(<r#Match as Operation>::METADATA.name, "Match");
    let endpoint = "https://apigateway.eu-west-1.amazonaws.com".parse().unwrap();
    let request =
        encode(&operation, &services::API_GATEWAY, &endpoint, &mut || "e".into()).unwrap().request;
    assert_eq!(request.uri().path(), "/a");
    assert_eq!(request.uri().query(), Some("in=b"));
    assert_eq!(request.body(), r#"{"fn":"c","loop":"e","mod":"d"}"#);
    let debug = format!("{operation:?}");
    assert!(debug.starts_with("Match { type: \"a\""), "{debug}");
    assert!(debug.ends_with("mod: [redacted] }"), "{debug}");
    let error = r#enum::r#static { r#type: "a".into(), r#in: "b".into() };
    assert_eq!(error.to_string(), "static");
    assert_eq!(format!("{error:?}"), "static { type: \"a\", in: [redacted] }");
}
