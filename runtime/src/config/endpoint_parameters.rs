//! The parameters of endpoint rules that a configuration sets: flags and choices from the
//! environment and the profile.

use crate::endpoint::{ACCOUNT_ID_MODE, PATH_STYLE};
use crate::endpoint_rules::Value;
use crate::profile::{Setting, Settings};

/// Whether hosts contain the account id of the credentials, for services that support it, such as
/// DynamoDB.
///
/// Source: AWS SDKs and Tools Reference Guide, "Account-based endpoints".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum AccountIdEndpointMode {
    /// They contain it if the credentials have an account id.
    Preferred,
    /// They contain it. A call is an error if the credentials have no account id.
    Required,
    /// They do not contain it.
    Disabled,
}

impl AccountIdEndpointMode {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Preferred => "preferred",
            Self::Required => "required",
            Self::Disabled => "disabled",
        }
    }
}

/// A parameter that is true or false.
struct Flag {
    parameter: &'static str,
    variable: &'static str,
    key: &'static str,
    /// Its key in the profile's `s3` section.
    s3: &'static str,
}

const fn flag([parameter, variable, key, s3]: [&'static str; 4]) -> Flag {
    Flag { parameter, variable, key, s3 }
}

/// Source: AWS SDKs and Tools Reference Guide, "Amazon S3 access points", "Amazon S3 Multi-Region
/// Access Points", "S3 Express One Zone session authentication"; botocore's `s3` section.
const FLAGS: [Flag; 5] = [
    flag(["S3::Accelerate", "", "", "use_accelerate_endpoint"]),
    flag(["S3::UseArnRegion", "AWS_S3_USE_ARN_REGION", "s3_use_arn_region", "use_arn_region"]),
    flag([
        "S3Control::UseArnRegion",
        "AWS_S3_USE_ARN_REGION",
        "s3_use_arn_region",
        "use_arn_region",
    ]),
    flag([
        "S3::DisableMultiRegionAccessPoints",
        "AWS_S3_DISABLE_MULTIREGION_ACCESS_POINTS",
        "s3_disable_multiregion_access_points",
        "",
    ]),
    flag([
        "DisableS3ExpressSessionAuth",
        "AWS_S3_DISABLE_EXPRESS_SESSION_AUTH",
        "s3_disable_express_session_auth",
        "",
    ]),
];

/// A setting with a fixed set of values, and the parameter that it sets.
struct Choice {
    variable: &'static str,
    key: &'static str,
    /// Its key in the profile's `s3` section.
    s3: &'static str,
    parameter: &'static str,
    /// The valid values, and the parameter's value for each; `None` if the rules decide.
    words: &'static [(&'static str, Option<Value<'static>>)],
}

const MODES: [(&str, Option<Value<'static>>); 3] = [
    ("preferred", Some(Value::text("preferred"))),
    ("required", Some(Value::text("required"))),
    ("disabled", Some(Value::text("disabled"))),
];

const REGIONAL: [(&str, Option<Value<'static>>); 2] =
    [("regional", None), ("legacy", Some(Value::Bool(true)))];

const CHOICES: [Choice; 4] = [
    Choice {
        variable: "AWS_ACCOUNT_ID_ENDPOINT_MODE",
        key: "account_id_endpoint_mode",
        s3: "",
        parameter: ACCOUNT_ID_MODE,
        words: &MODES,
    },
    Choice {
        variable: "AWS_STS_REGIONAL_ENDPOINTS",
        key: "sts_regional_endpoints",
        s3: "",
        parameter: "STS::UseGlobalEndpoint",
        words: &REGIONAL,
    },
    Choice {
        variable: "AWS_S3_US_EAST_1_REGIONAL_ENDPOINT",
        key: "s3_us_east_1_regional_endpoint",
        s3: "us_east_1_regional_endpoint",
        parameter: "S3::UseGlobalEndpoint",
        words: &REGIONAL,
    },
    Choice {
        variable: "",
        key: "",
        s3: "addressing_style",
        parameter: PATH_STYLE,
        words: &[
            ("auto", None),
            ("path", Some(Value::Bool(true))),
            ("virtual", Some(Value::Bool(false))),
        ],
    },
];

/// The parameters of the configuration: from the code; otherwise from the environment; otherwise
/// from the profile.
///
/// # Errors
///
/// Settings with invalid values.
pub(super) fn of(
    settings: &Settings<'_>,
    in_code: &[(&'static str, Value<'static>)],
) -> Result<Vec<(&'static str, Value<'static>)>, Vec<String>> {
    let mut parameters = in_code.to_vec();
    let mut problems = Vec::new();
    let is_in_code = |name| in_code.iter().any(|(of, _)| *of == name);
    for Flag { parameter, variable, key, s3 } in FLAGS {
        let setting = find(settings, variable, key, s3).filter(|_| !is_in_code(parameter));
        match setting.map(|setting| setting.truth()) {
            Some(Ok(value)) => parameters.push((parameter, value.into())),
            Some(Err(problem)) => problems.push(problem),
            None => {}
        }
    }
    for Choice { variable, key, s3, parameter, words } in &CHOICES {
        let Some(setting) = find(settings, variable, key, s3) else { continue };
        if is_in_code(parameter) {
            continue;
        }
        match words.iter().find(|(word, _)| setting.value.eq_ignore_ascii_case(word)) {
            Some((_, value)) => parameters.extend(value.clone().map(|value| (*parameter, value))),
            None => {
                let words: Vec<_> = words.iter().map(|(word, _)| format!("`{word}`")).collect();
                let (origin, value) = (setting.origin, setting.value);
                problems
                    .push(format!("{origin} is {value:?}; it must be one of {}", words.join(", ")));
            }
        }
    }
    problems.dedup();
    if problems.is_empty() { Ok(parameters) } else { Err(problems) }
}

/// The variable; otherwise the profile's key; otherwise the key in its `s3` section. An empty name
/// is skipped.
fn find(settings: &Settings<'_>, variable: &str, key: &str, s3: &str) -> Option<Setting> {
    let named = |name: &str| !name.is_empty();
    let variable = Some(variable).filter(|it| named(it)).and_then(|it| settings.in_variable(it));
    let key = || Some(key).filter(|it| named(it)).and_then(|it| settings.in_profile(it));
    let nested = || Some(s3).filter(|it| named(it)).and_then(|it| settings.nested("s3", it));
    variable.or_else(key).or_else(nested)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::{ProfileFile, Profiles, Variables};

    type Parameters = Result<Vec<(&'static str, Value<'static>)>, Vec<String>>;

    fn read(
        text: &str,
        set: &[(&str, &str)],
        in_code: &[(&'static str, Value<'static>)],
    ) -> Parameters {
        let profiles = Profiles::read(Some(ProfileFile { path: "config", text }), None);
        let profiles = profiles.unwrap_or_default();
        let find = |name: &str| {
            let found = set.iter().find(|(variable, _)| *variable == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        of(&Settings::new(Variables::new(&find), &profiles, "default"), in_code)
    }

    #[test]
    fn code_wins_over_the_environment_and_the_environment_over_the_profile() {
        let text = "[default]\ns3_use_arn_region = false\nsts_regional_endpoints = legacy\ns3 =\n  \
                    addressing_style = path\n  use_accelerate_endpoint = true\n  use_arn_region = false";
        let expected = vec![
            ("S3::Accelerate", Value::Bool(true)),
            ("S3::UseArnRegion", Value::Bool(true)),
            ("S3Control::UseArnRegion", Value::Bool(true)),
            ("STS::UseGlobalEndpoint", Value::Bool(true)),
            ("S3::ForcePathStyle", Value::Bool(true)),
        ];
        let variable = [("AWS_S3_USE_ARN_REGION", "True")];
        assert_eq!(read(text, &variable, &[]), Ok(expected));

        let in_code = [("S3::ForcePathStyle", Value::Bool(false))];
        let text = "[default]\ns3 =\n  addressing_style = path";
        assert_eq!(read(text, &[], &in_code), Ok(in_code.to_vec()));
        assert_eq!(read("[default]\ns3 =\n  addressing_style = auto", &[], &[]), Ok(vec![]));
        let mode = [("AWS_ACCOUNT_ID_ENDPOINT_MODE", "required")];
        let expected = vec![("Auth::AccountIdEndpointMode", Value::text("required"))];
        assert_eq!(read("", &mode, &[]), Ok(expected));
    }

    #[test]
    fn a_word_that_is_none_of_a_setting_is_an_error_that_lists_them() {
        let text = "[default]\ns3 =\n  addressing_style = host\n  use_accelerate_endpoint = yes";
        assert_eq!(
            read(text, &[("AWS_ACCOUNT_ID_ENDPOINT_MODE", "on")], &[]),
            Err(vec![
                "`use_accelerate_endpoint` in `s3` of the profile `default` (config, line 2) is neither \
                 true nor false; set it to one of them"
                    .to_owned(),
                "AWS_ACCOUNT_ID_ENDPOINT_MODE is \"on\"; it must be one of `preferred`, \
                 `required`, `disabled`"
                    .to_owned(),
                "`addressing_style` in `s3` of the profile `default` (config, line 2) is \"host\"; \
                 it must be one of `auto`, `path`, `virtual`"
                    .to_owned(),
            ])
        );
    }
}
