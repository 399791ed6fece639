//! Converts field names to wire names. The cases have the names that serde gives them.

/// How a wire name is made from a field's name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Case {
    Lower,
    Upper,
    Pascal,
    Camel,
    Snake,
    ScreamingSnake,
    Kebab,
    ScreamingKebab,
}

pub const CASES: [(&str, Case); 8] = [
    ("lowercase", Case::Lower),
    ("UPPERCASE", Case::Upper),
    ("PascalCase", Case::Pascal),
    ("camelCase", Case::Camel),
    ("snake_case", Case::Snake),
    ("SCREAMING_SNAKE_CASE", Case::ScreamingSnake),
    ("kebab-case", Case::Kebab),
    ("SCREAMING-KEBAB-CASE", Case::ScreamingKebab),
];

impl Case {
    /// The wire name of a field whose name is in snake case. Underscores at the end are dropped:
    /// they only distinguish a name from a keyword, as in `type_`.
    pub fn apply(self, field: &str) -> String {
        let words: Vec<&str> = field.split('_').filter(|word| !word.is_empty()).collect();
        match self {
            Self::Lower | Self::Snake => words.join("_").to_lowercase(),
            Self::Upper | Self::ScreamingSnake => words.join("_").to_uppercase(),
            Self::Kebab => words.join("-").to_lowercase(),
            Self::ScreamingKebab => words.join("-").to_uppercase(),
            Self::Pascal => words.iter().map(|word| capitalized(word)).collect(),
            Self::Camel => {
                let pascal = Self::Pascal.apply(field);
                let mut chars = pascal.chars();
                chars
                    .next()
                    .map_or(String::new(), |first| first.to_lowercase().chain(chars).collect())
            }
        }
    }
}

impl Case {
    /// The wire name of a variant whose name is in Pascal case. The result is the same as serde's.
    pub fn apply_to_variant(self, variant: &str) -> String {
        let lower_first = |text: &str| {
            let mut chars = text.chars();
            chars.next().map_or(String::new(), |first| first.to_lowercase().chain(chars).collect())
        };
        let snake = || {
            let mut name = String::new();
            for (i, c) in variant.char_indices() {
                if i > 0 && c.is_uppercase() {
                    name.push('_');
                }
                name.extend(c.to_lowercase());
            }
            name
        };
        match self {
            Self::Pascal => variant.to_owned(),
            Self::Lower => variant.to_lowercase(),
            Self::Upper => variant.to_uppercase(),
            Self::Camel => lower_first(variant),
            Self::Snake => snake(),
            Self::ScreamingSnake => snake().to_uppercase(),
            Self::Kebab => snake().replace('_', "-"),
            Self::ScreamingKebab => snake().to_uppercase().replace('_', "-"),
        }
    }
}

fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

/// The field name that a wire name suggests: `restApiId` is `rest_api_id`, `DBInstance` is
/// `db_instance`.
pub fn field_name(wire: &str) -> String {
    let chars: Vec<char> = wire.chars().collect();
    let mut name = String::new();
    for (i, c) in chars.iter().enumerate() {
        if !c.is_alphanumeric() {
            name.push('_');
            continue;
        }
        let after_lower = i > 0 && !chars[i - 1].is_uppercase() && chars[i - 1].is_alphanumeric();
        let before_lower = chars.get(i + 1).is_some_and(|next| next.is_lowercase());
        let after_upper = i > 0 && chars[i - 1].is_uppercase();
        if c.is_uppercase() && (after_lower || (after_upper && before_lower)) {
            name.push('_');
        }
        name.extend(c.to_lowercase());
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_are_serdes() {
        for (case, name) in [
            (Case::Camel, "restApiId"),
            (Case::Pascal, "RestApiId"),
            (Case::Snake, "rest_api_id"),
            (Case::ScreamingSnake, "REST_API_ID"),
            (Case::Kebab, "rest-api-id"),
            (Case::ScreamingKebab, "REST-API-ID"),
        ] {
            assert_eq!(case.apply("rest_api_id"), name);
        }
        assert_eq!(Case::Camel.apply("type_"), "type");
        assert_eq!(Case::Camel.apply("sha256_sum"), "sha256Sum");
    }

    #[test]
    fn cases_of_variants_are_serdes() {
        for (case, name) in [
            (Case::Pascal, "EdgeOptimized"),
            (Case::Camel, "edgeOptimized"),
            (Case::Snake, "edge_optimized"),
            (Case::ScreamingSnake, "EDGE_OPTIMIZED"),
            (Case::Kebab, "edge-optimized"),
            (Case::ScreamingKebab, "EDGE-OPTIMIZED"),
            (Case::Lower, "edgeoptimized"),
            (Case::Upper, "EDGEOPTIMIZED"),
        ] {
            assert_eq!(case.apply_to_variant("EdgeOptimized"), name);
        }
        assert_eq!(Case::ScreamingSnake.apply_to_variant("T2Micro"), "T2_MICRO");
    }

    #[test]
    fn wire_names_suggest_field_names() {
        for (wire, field) in [
            ("restApiId", "rest_api_id"),
            ("DBInstance", "db_instance"),
            ("x-amz-id", "x_amz_id"),
            ("ARN", "arn"),
        ] {
            assert_eq!(field_name(wire), field);
        }
    }
}
