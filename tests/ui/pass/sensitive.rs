//! What is sensitive is in no `Debug`, whether one was derived or not.

use aws_operation::{ServiceError, aws_error, aws_operation, aws_output};

#[aws_operation(method = "POST", uri = "/keys")]
#[derive(Clone, Debug)]
struct CreateKey {
    name: String,
    #[sensitive]
    value: String,
}

/// Its types need no `Debug`, as none was derived.
#[aws_operation(method = "POST", uri = "/keys")]
struct CreateOtherKey {
    name: Name,
    #[sensitive]
    value: String,
}

#[derive(serde::Serialize)]
struct Name;

#[aws_output]
#[derive(Debug)]
struct Key {
    name: String,
    #[sensitive]
    value: String,
}

/// What is sensitive under a condition only is shown otherwise; so is what is under a false one.
#[aws_output]
#[cfg_attr(all(), derive(Clone, Debug))]
#[cfg_attr(any(), derive(Missing))]
struct Conditional {
    #[cfg_attr(any(), sensitive)]
    name: String,
    #[cfg_attr(all(), body("value"), sensitive)]
    value: String,
    #[cfg(all())]
    #[sensitive]
    other: String,
}

#[aws_error]
#[derive(Debug)]
enum KeyError {
    Named {
        name: String,
        #[sensitive]
        value: String,
    },
    Inner(#[sensitive] String),
    Shown(String),
    Unit,
    Other(ServiceError),
}

fn main() {
    let (name, value) = ("n".to_owned(), "hidden".to_owned());
    let key = CreateKey { name: name.clone(), value: value.clone() };
    assert_eq!(format!("{:?}", key.clone()), r#"CreateKey { name: "n", value: [redacted] }"#);
    let key = CreateOtherKey { name: Name, value: value.clone() };
    assert_eq!(format!("{key:?}"), "CreateOtherKey { .. }");
    let key = Key { name: name.clone(), value: value.clone() };
    assert_eq!(format!("{key:?}"), r#"Key { name: "n", value: [redacted] }"#);
    let other = value.clone();
    let key = Conditional { name: name.clone(), value: value.clone(), other }.clone();
    let shown = r#"Conditional { name: "n", value: [redacted], other: [redacted] }"#;
    assert_eq!(format!("{key:?}"), shown);
    let error = KeyError::Named { name, value: value.clone() };
    assert_eq!(format!("{error:?}"), r#"Named { name: "n", value: [redacted] }"#);
    assert_eq!(format!("{:?}", KeyError::Inner(value)), "Inner([redacted])");
    assert_eq!(format!("{:?}", KeyError::Shown("s".into())), r#"Shown("s")"#);
    assert_eq!(format!("{:?}", KeyError::Unit), "Unit");
}
