//! Converts names to identifiers that Rust and its lints accept.

use super::words::words;

/// Keywords of edition 2024 that can be raw identifiers.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// The name of the field for a member: `restApiId` becomes `rest_api_id`, and `type` becomes
/// `r#type`.
///
/// If the name begins with a digit, `n` (for "number") is put before it. A name without letters and
/// digits becomes `member`.
pub fn field(name: &str) -> String {
    let name = words(name).join("_");
    match name.as_str() {
        "" => "member".to_owned(),
        // These keywords cannot be raw identifiers.
        "self" | "super" | "crate" => name + "_",
        keyword if KEYWORDS.contains(&keyword) => format!("r#{keyword}"),
        _ => numbered(name, "n"),
    }
}

/// The name of the variant for a member of an enum or union: `T2_MICRO` becomes `T2Micro`.
///
/// An underscore between digits is kept, as in `X86_64`. If the name begins with a digit, `N` is
/// put before it. A name without letters and digits becomes empty.
pub fn variant(name: &str) -> String {
    match camel(words(name).iter().map(|word| capitalized(word))) {
        name if name == "Self" => "Self_".to_owned(),
        name => numbered(name, "N"),
    }
}

/// The name of the variant for a value without a name: `t2.micro` becomes `T2Micro`.
///
/// `position` is the position of the value in the model, from 1. A value without letters and digits
/// is named by its position.
pub fn value_variant(value: &str, position: usize) -> String {
    match (variant(value), value) {
        (name, "") if name.is_empty() => "Empty".to_owned(),
        (name, _) if name.is_empty() => format!("Value{position}"),
        (name, _) => name,
    }
}

/// The name of the type for a shape: the shape's name, with a capital first and without
/// underscores.
pub fn type_name(name: &str) -> String {
    let segments =
        name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|segment| !segment.is_empty());
    match camel(segments.map(capitalized)) {
        name if name.is_empty() => "Shape".to_owned(),
        name if name == "Self" => "Self_".to_owned(),
        name => numbered(name, "N"),
    }
}

/// The name of the constant for a service: `API Gateway` becomes `API_GATEWAY`, as in
/// `AWS_ENDPOINT_URL_API_GATEWAY`.
pub fn constant(service_id: &str) -> String {
    let words: Vec<String> = service_id
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_uppercase)
        .collect();
    match words.join("_") {
        name if name.is_empty() => "SERVICE".to_owned(),
        name => numbered(name, "N"),
    }
}

/// The name of the module for a service: `API Gateway` becomes `api_gateway`. A keyword gets an
/// underscore at its end, because the module also names a file, and `mod.rs` has another meaning.
#[cfg(feature = "cli")]
pub fn module(service_id: &str) -> String {
    let name = constant(service_id).to_lowercase();
    if is_identifier(&name) { name } else { name + "_" }
}

/// Whether a module can have this name without `r#`.
#[cfg(feature = "cli")]
pub fn is_identifier(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && !KEYWORDS.contains(&name)
        && !["_", "self", "super", "crate"].contains(&name)
}

fn camel(words: impl Iterator<Item = String>) -> String {
    let mut name = String::new();
    for word in words {
        if name.ends_with(|c: char| c.is_ascii_digit())
            && word.starts_with(|c: char| c.is_ascii_digit())
        {
            name.push('_');
        }
        name.push_str(&word);
    }
    name
}

fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

fn numbered(name: String, prefix: &str) -> String {
    if name.starts_with(|c: char| c.is_ascii_digit()) { format!("{prefix}{name}") } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_snake_case_and_no_keywords() {
        for (name, expected) in [
            ("restApiId", "rest_api_id"),
            ("x-amz-foo", "x_amz_foo"),
            ("KMSKeyARNs", "kms_key_arns"),
            ("type", "r#type"),
            ("Match", "r#match"),
            ("gen", "r#gen"),
            ("self", "self_"),
            ("Self", "self_"),
            ("super", "super_"),
            ("crate", "crate_"),
            ("_", "member"),
            ("1", "n1"),
            ("24hours", "n24hours"),
            ("_foo", "foo"),
            ("foo_1", "foo_1"),
        ] {
            assert_eq!(field(name), expected, "{name}");
        }
    }

    #[cfg(feature = "cli")]
    #[test]
    fn a_module_has_the_name_of_the_service() {
        for (service_id, expected) in [
            ("API Gateway", "api_gateway"),
            ("S3", "s3"),
            ("Mod", "mod_"),
            ("crate", "crate_"),
            ("3D", "n3d"),
            ("../etc", "etc"),
            ("", "service"),
        ] {
            assert_eq!(module(service_id), expected, "{service_id}");
        }
    }

    #[test]
    fn variants_are_upper_camel_case() {
        for (name, expected) in [
            ("SCREAMING_SNAKE", "ScreamingSnake"),
            ("T2_MICRO", "T2Micro"),
            ("X86_64", "X86_64"),
            ("nodejs4_3_edge", "Nodejs4_3Edge"),
            ("fooBar", "FooBar"),
            ("mySQLEngine", "MySqlEngine"),
            ("IPV4", "Ipv4"),
            ("self", "Self_"),
            ("4XX", "N4Xx"),
            ("type", "Type"),
            ("-", ""),
        ] {
            assert_eq!(variant(name), expected, "{name}");
        }
    }

    #[test]
    fn every_value_has_a_variant() {
        for (value, expected) in [
            ("t2.micro", "T2Micro"),
            ("", "Empty"),
            (">=", "Value3"),
            ("a b", "AB"),
            ("é", "Value3"),
        ] {
            assert_eq!(value_variant(value, 3), expected, "{value}");
        }
    }

    #[test]
    fn types_keep_their_acronyms() {
        for (name, expected) in [
            ("DBInstance", "DBInstance"),
            ("__listOf__string", "ListOfString"),
            ("foo_bar", "FooBar"),
            ("Version1_2", "Version1_2"),
            ("Self", "Self_"),
            ("_", "Shape"),
        ] {
            assert_eq!(type_name(name), expected, "{name}");
        }
    }

    #[test]
    fn constants_are_the_environments() {
        for (name, expected) in [
            ("API Gateway", "API_GATEWAY"),
            ("EKS", "EKS"),
            ("DynamoDB", "DYNAMODB"),
            ("ApiGatewayV2", "APIGATEWAYV2"),
            ("", "SERVICE"),
        ] {
            assert_eq!(constant(name), expected, "{name}");
        }
    }
}
