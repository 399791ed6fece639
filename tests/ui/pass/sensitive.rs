//! What is sensitive is in no `Debug`.

use aws_operation::{ServiceError, aws_error, aws_operation, aws_output};

#[aws_operation(method = "POST", uri = "/keys")]
#[derive(Clone, Debug)]
struct CreateKey {
    name: String,
    #[sensitive]
    value: String,
}

/// Without a derived `Debug`, the macro adds none, and the field types need none.
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

#[derive(Debug, serde::Deserialize)]
struct Text {
    text: String,
}

#[aws_error]
#[derive(Debug)]
enum KeyError {
    Named {
        name: String,
        #[sensitive]
        value: String,
    },
    Inner(#[sensitive] Text),
    Shown(Text),
    Unit,
    Other(ServiceError),
}

fn main() {
    let (name, value) = ("n".to_owned(), "hidden".to_owned());
    let key = CreateKey { name: name.clone(), value: value.clone() };
    assert_eq!(format!("{:?}", key.clone()), r#"CreateKey { name: "n", value: [redacted] }"#);
    let _ = CreateOtherKey { name: Name, value: value.clone() };
    let key = Key { name: name.clone(), value: value.clone() };
    assert_eq!(format!("{key:?}"), r#"Key { name: "n", value: [redacted] }"#);
    let other = value.clone();
    let key = Conditional { name: name.clone(), value: value.clone(), other }.clone();
    let shown = r#"Conditional { name: "n", value: [redacted], other: [redacted] }"#;
    assert_eq!(format!("{key:?}"), shown);
    let error = KeyError::Named { name, value: value.clone() };
    assert_eq!(format!("{error:?}"), r#"Named { name: "n", value: [redacted] }"#);
    assert_eq!(format!("{:?}", KeyError::Inner(Text { text: value })), "Inner([redacted])");
    let shown = KeyError::Shown(Text { text: "s".into() });
    assert_eq!(format!("{shown:?}"), r#"Shown(Text { text: "s" })"#);
    assert_eq!(format!("{:?}", KeyError::Unit), "Unit");
}
