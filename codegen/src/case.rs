//! The cases of `rename_all`, and which case needs the fewest attributes in a struct or enum.

/// A case that `rename_all` accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

/// The default for fields and for a union's tags.
pub const FIELDS: Case = Case::Camel;
/// The default for an enum's values.
pub const VALUES: Case = Case::ScreamingSnake;

impl Case {
    /// The case's name in `rename_all`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Lower => "lowercase",
            Self::Upper => "UPPERCASE",
            Self::Pascal => "PascalCase",
            Self::Camel => "camelCase",
            Self::Snake => "snake_case",
            Self::ScreamingSnake => "SCREAMING_SNAKE_CASE",
            Self::Kebab => "kebab-case",
            Self::ScreamingKebab => "SCREAMING-KEBAB-CASE",
        }
    }

    /// The case with this name in `rename_all`; `default` if there is no name.
    pub fn of(word: Option<&str>, default: Self) -> Self {
        VALUE_CASES.into_iter().find(|case| Some(case.word()) == word).unwrap_or(default)
    }

    /// The wire name that the macros derive from a field's name.
    pub fn of_field(self, field: &str) -> String {
        let field = field.strip_prefix("r#").unwrap_or(field);
        let words = || field.split('_').filter(|word| !word.is_empty());
        let pascal = || words().map(|word| with_first(word, char::to_ascii_uppercase)).collect();
        match self {
            Self::Pascal => pascal(),
            Self::Camel => with_first(&pascal(), char::to_ascii_lowercase),
            Self::Lower | Self::Snake => words().collect::<Vec<_>>().join("_").to_lowercase(),
            Self::Upper | Self::ScreamingSnake => {
                words().collect::<Vec<_>>().join("_").to_uppercase()
            }
            Self::Kebab => words().collect::<Vec<_>>().join("-").to_lowercase(),
            Self::ScreamingKebab => words().collect::<Vec<_>>().join("-").to_uppercase(),
        }
    }

    /// The wire name that serde and the macros derive from a variant's name. Each capital begins a
    /// word.
    pub fn of_variant(self, variant: &str) -> String {
        let snake = || {
            let mut snake = String::new();
            for (i, c) in variant.char_indices() {
                if i > 0 && c.is_uppercase() {
                    snake.push('_');
                }
                snake.push(c.to_ascii_lowercase());
            }
            snake
        };
        match self {
            Self::Pascal => variant.to_owned(),
            Self::Lower => variant.to_ascii_lowercase(),
            Self::Upper => variant.to_ascii_uppercase(),
            Self::Camel => with_first(variant, char::to_ascii_lowercase),
            Self::Snake => snake(),
            Self::ScreamingSnake => snake().to_ascii_uppercase(),
            Self::Kebab => snake().replace('_', "-"),
            Self::ScreamingKebab => snake().to_ascii_uppercase().replace('_', "-"),
        }
    }
}

/// All cases, in the order in which they are tried for an enum.
const VALUE_CASES: [Case; 8] = [
    Case::ScreamingSnake,
    Case::Pascal,
    Case::Lower,
    Case::Camel,
    Case::Snake,
    Case::Kebab,
    Case::Upper,
    Case::ScreamingKebab,
];

/// The case in which the fewest of these fields need an attribute for their wire name.
pub fn for_fields<'a>(
    names: impl Iterator<Item = (&'a str, &'a str)> + Clone,
) -> Option<&'static str> {
    fewest(&[Case::Camel, Case::Pascal], |case| {
        names.clone().filter(|(field, wire)| case.of_field(field) != *wire).count()
    })
}

/// The case in which the fewest of these union variants need an attribute for their tag.
pub fn for_tags<'a>(
    names: impl Iterator<Item = (&'a str, &'a str)> + Clone,
) -> Option<&'static str> {
    fewest(&[Case::Camel, Case::Pascal], |case| misses(case, names.clone()))
}

/// A variant or a field of an event stream's enum, and its wire name.
#[derive(Clone, Copy)]
pub enum Named<'a> {
    Variant(&'a str, &'a str),
    Field(&'a str, &'a str),
}

/// The case in which the fewest of these variants and fields need an attribute for their wire name.
pub fn for_events<'a>(names: impl Iterator<Item = Named<'a>> + Clone) -> Option<&'static str> {
    let is_missed = |case: Case, name: Named<'_>| match name {
        Named::Variant(variant, wire) => case.of_variant(variant) != wire,
        Named::Field(field, wire) => case.of_field(field) != wire,
    };
    fewest(&[Case::Camel, Case::Pascal], |case| {
        names.clone().filter(|name| is_missed(case, *name)).count()
    })
}

/// The case in which the fewest of these enum variants need an attribute for their value.
pub fn for_values<'a>(
    names: impl Iterator<Item = (&'a str, &'a str)> + Clone,
) -> Option<&'static str> {
    fewest(&VALUE_CASES, |case| misses(case, names.clone()))
}

fn misses<'a>(case: Case, names: impl Iterator<Item = (&'a str, &'a str)>) -> usize {
    names.filter(|(variant, wire)| case.of_variant(variant) != *wire).count()
}

/// The first case with the fewest misses. `None` if that is the first of all cases, which is the
/// default.
fn fewest(cases: &[Case], misses: impl Fn(Case) -> usize) -> Option<&'static str> {
    let best = cases.iter().copied().min_by_key(|case| misses(*case));
    best.filter(|best| Some(best) != cases.first()).map(Case::word)
}

fn with_first(word: &str, change: impl Fn(&char) -> char) -> String {
    let mut chars = word.chars();
    chars
        .next()
        .map_or(String::new(), |first| std::iter::once(change(&first)).chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_become_what_the_macros_make_of_them() {
        for (field, camel, pascal) in [
            ("rest_api_id", "restApiId", "RestApiId"),
            ("r#type", "type", "Type"),
            ("self_", "self", "Self"),
            ("sha256_sum", "sha256Sum", "Sha256Sum"),
            ("x86_64", "x8664", "X8664"),
        ] {
            assert_eq!(Case::Camel.of_field(field), camel);
            assert_eq!(Case::Pascal.of_field(field), pascal);
        }
    }

    #[test]
    fn variants_become_what_serde_makes_of_them() {
        for (case, value) in [
            (Case::Lower, "t2micro"),
            (Case::Upper, "T2MICRO"),
            (Case::Pascal, "T2Micro"),
            (Case::Camel, "t2Micro"),
            (Case::Snake, "t2_micro"),
            (Case::ScreamingSnake, "T2_MICRO"),
            (Case::Kebab, "t2-micro"),
            (Case::ScreamingKebab, "T2-MICRO"),
        ] {
            assert_eq!(case.of_variant("T2Micro"), value);
        }
        assert_eq!(Case::ScreamingSnake.of_variant("X86_64"), "X86_64");
    }

    #[test]
    fn the_case_is_the_one_that_needs_the_fewest_attributes() {
        let fields = |names: &[(&'static str, &'static str)]| for_fields(names.iter().copied());
        assert_eq!(fields(&[("foo", "foo"), ("bar", "Bar")]), None);
        assert_eq!(fields(&[("foo", "Foo"), ("url", "URL")]), Some("PascalCase"));
        let values = |names: &[(&'static str, &'static str)]| for_values(names.iter().copied());
        assert_eq!(values(&[("FooBar", "FOO_BAR")]), None);
        assert_eq!(values(&[("FooBar", "foo-bar"), ("Foo", "foo")]), Some("kebab-case"));
        assert_eq!(values(&[("FooBar", "foo bar"), ("Foo", "FOO")]), None);
        assert_eq!(values(&[("Foo", "foo")]), Some("lowercase"));
        assert_eq!(values(&[]), None);
    }
}
