//! Endpoint URLs and variants from the environment and the profile, in the order of precedence.

use crate::endpoint::Variant;
use crate::error::Line;
use crate::profile::{Section, Setting, Settings};
use crate::service::Service;

/// The first configured endpoint URL, with its origin. The order is: the URL in code,
/// `AWS_ENDPOINT_URL_<SERVICE>`, `AWS_ENDPOINT_URL`, the profile's `services` section, the
/// profile's `endpoint_url`. All except the first are ignored if the code, the environment or the
/// profile says so.
///
/// # Errors
///
/// The profile names a `services` section that does not exist, or a flag is neither true nor false.
///
/// Source: AWS SDKs and Tools Reference Guide, "Service-specific endpoints".
pub fn configured_url(
    service: &Service,
    settings: &Settings<'_>,
    in_code: Option<&str>,
    ignore_in_code: Option<bool>,
) -> Result<Option<Setting>, String> {
    if let Some(url) = in_code {
        let origin = "`endpoint_url`".to_owned();
        return Ok(Some(Setting { value: url.to_owned(), origin }));
    }
    let name = service.environment_name();
    let found = configured_urls(&[&name], settings, ignore_in_code);
    found.into_iter().find(|it| it.is_of(&name)).map(|it| it.url).transpose()
}

/// A configured URL, or what is wrong with it.
pub(crate) struct Configured {
    /// The service's name in `AWS_ENDPOINT_URL_<SERVICE>`; `None` for all services.
    pub service: Option<String>,
    pub url: Result<Setting, String>,
}

impl Configured {
    fn is_of(&self, name: &str) -> bool {
        self.service.as_deref().is_none_or(|service| service == name)
    }
}

/// All URLs in the environment and the profile, in the order of precedence. `services` are the
/// services that have a variable.
pub(crate) fn configured_urls(
    services: &[&str],
    settings: &Settings<'_>,
    ignore_in_code: Option<bool>,
) -> Vec<Configured> {
    let mut found = Vec::new();
    let mut add = |service: Option<&str>, url: Option<Result<Setting, String>>| {
        let service = service.map(str::to_ascii_uppercase);
        found.extend(url.map(|url| Configured { service, url }));
    };
    let ignore = match ignore_in_code {
        Some(ignore) => Ok(Some(ignore)),
        None => {
            settings.flag("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls")
        }
    };
    if matches!(ignore, Ok(Some(true))) {
        return found;
    }
    let of_all = settings.in_variable("AWS_ENDPOINT_URL");
    // A missing section is an error only if no setting with higher precedence exists.
    let needs_section = of_all.is_none() && ignore.is_ok();
    add(None, ignore.err().map(Err));
    for service in services {
        let variable = format!("AWS_ENDPOINT_URL_{service}");
        add(Some(service), settings.in_variable(&variable).map(Ok));
    }
    add(None, of_all.map(Ok));
    let exists = |name: &str| settings.profiles().services(name).is_some();
    let section = settings.profile().and_then(|it| Some((it, it.reference("services", exists)?)));
    if let Some((profile, section)) = section {
        let name = Line::name(section);
        let services = settings.profiles().services(section);
        if services.is_none() && needs_section {
            add(
                None,
                Some(Err(format!(
                    "{} is `{name}`, but there is no `[services {name}]`; add it to the config \
                     file, or remove the property",
                    profile.origin("services")
                ))),
            );
        }
        let properties = services.into_iter().flat_map(Section::properties);
        for (key, _) in properties {
            let url = services.and_then(|services| services.sub_property(key, "endpoint_url"));
            let url = url.map(|url| Setting {
                value: url.value().to_owned(),
                origin: format!("`{key}` in `[services {name}]` ({})", url.place()),
            });
            add(Some(key), url.map(Ok));
        }
    }
    add(None, settings.in_profile("endpoint_url").map(Ok));
    found
}

impl Variant {
    /// The variant that is set in code; otherwise by `AWS_USE_FIPS_ENDPOINT` and
    /// `AWS_USE_DUALSTACK_ENDPOINT`; otherwise in the profile.
    ///
    /// # Errors
    ///
    /// A flag is neither true nor false.
    pub fn choose(
        settings: &Settings<'_>,
        fips: Option<bool>,
        dual_stack: Option<bool>,
    ) -> Result<Self, String> {
        let choose = |in_code: Option<bool>, variable, key| match in_code {
            Some(value) => Ok(value),
            None => settings.flag(variable, key).map(Option::unwrap_or_default),
        };
        Ok(Self {
            fips: choose(fips, "AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint")?,
            dual_stack: choose(dual_stack, "AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::{ProfileFile, Profiles, Variables};
    use crate::services::API_GATEWAY;

    fn configured(text: &str, set: &[(&str, &str)]) -> Result<Option<Setting>, String> {
        let profiles = Profiles::read(Some(ProfileFile { path: "config", text }), None);
        let find = |name: &str| {
            let found = set.iter().find(|(variable, _)| *variable == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        let profiles = profiles.unwrap_or_default();
        let settings = Settings::new(Variables::new(&find), &profiles, "default");
        configured_url(&API_GATEWAY, &settings, None, None)
    }

    #[test]
    fn a_url_comes_with_who_said_it() {
        let text = "[default]\nservices = dev\n[services dev]\napi_gateway =\n  endpoint_url = u";
        let said = configured(text, &[]);
        let expected = Setting {
            value: "u".to_owned(),
            origin: "`api_gateway` in `[services dev]` (config, line 4)".to_owned(),
        };
        assert_eq!(said, Ok(Some(expected)));
    }

    #[test]
    fn a_services_section_that_there_is_not_is_an_error_only_where_it_counts() {
        let text = "[default]\nservices = dev";
        assert_eq!(
            configured(text, &[]),
            Err("`services` of the profile `default` (config, line 2) is `dev`, but there is no \
                 `[services dev]`; add it to the config file, or remove the property"
                .to_owned())
        );
        let variable = [("AWS_ENDPOINT_URL", "u")];
        assert_eq!(
            configured(text, &variable).map(|url| url.map(|it| it.value)),
            Ok(Some("u".into()))
        );
        let ignored = [("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true")];
        assert_eq!(configured(text, &ignored), Ok(None));
        let unclear = [("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "yes"), ("AWS_ENDPOINT_URL", "u")];
        assert!(configured(text, &unclear).is_err());
    }

    #[test]
    fn code_wins_over_the_variable_and_the_variable_over_the_profile() {
        let text = "[default]\nuse_fips_endpoint = true\nuse_dualstack_endpoint = true";
        let profiles = Profiles::read(Some(ProfileFile { path: "config", text }), None);
        let profiles = profiles.unwrap_or_default();
        let find = |name: &str| (name == "AWS_USE_FIPS_ENDPOINT").then(|| "false".to_owned());
        let settings = Settings::new(Variables::new(&find), &profiles, "default");
        for (fips, dual_stack, expected) in
            [(None, None, (false, true)), (Some(true), Some(false), (true, false))]
        {
            let variant = Variant::choose(&settings, fips, dual_stack);
            assert_eq!(variant.map(|it| (it.fips, it.dual_stack)), Ok(expected));
        }
    }
}
