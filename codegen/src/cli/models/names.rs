//! Finds a service among models by its name.

use super::cli_names;
use crate::Error;
use crate::nearest::suggestion;

/// The maximum number of services that a message lists.
const LISTED: usize = 12;

/// The minimum length of a name for which a message lists the services that contain it.
const MIN_PART: usize = 3;

/// A model with the names of its service.
pub trait Named {
    /// The name of the model's file.
    fn file(&self) -> &str;
    /// The service's `sdkId`. Empty if the model has none.
    fn service_id(&self) -> &str;
    /// The prefix of the service's endpoints.
    fn endpoint_prefix(&self) -> &str;
    /// The service's version: a date.
    fn version(&self) -> &str;

    /// The service's name for a user.
    fn name(&self) -> String {
        match self.service_id() {
            "" => without_version(self.file()).to_owned(),
            id => id.to_owned(),
        }
    }
}

/// The letters and digits of a name, in lower case.
pub fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_ascii_alphanumeric()).map(|c| c.to_ascii_lowercase()).collect()
}

/// The name of a model's file without `.json` and the date of the version:
/// `api-gateway-2015-07-09.json` becomes `api-gateway`.
pub fn without_version(file: &str) -> &str {
    let stem = file.strip_suffix(".json").unwrap_or(file);
    let date = |c: char| c.is_ascii_digit() || c == '-';
    match stem.len().checked_sub("-2015-07-09".len()).and_then(|at| stem.split_at_checked(at)) {
        Some((name, version)) if !name.is_empty() && version.chars().all(date) => name,
        _ => stem,
    }
}

/// The newest model of the service with this name, and notes about the choice. `place` is where the
/// models are, and `advice` is for the error if no service is similar.
pub fn choose<'a, M: Named>(
    name: &str,
    models: &'a [M],
    place: &str,
    advice: &str,
) -> Result<(&'a M, Vec<String>), Error> {
    let wanted = plain(without_version(name));
    let by_name = |model: &&M| {
        plain(model.service_id()) == wanted || plain(without_version(model.file())) == wanted
    };
    let mut found: Vec<&M> = models.iter().filter(by_name).collect();
    if let (true, Some(id)) = (found.is_empty(), cli_names::service_id(&wanted)) {
        found = models.iter().filter(|model| plain(model.service_id()) == plain(id)).collect();
    }
    if found.is_empty() {
        found = models.iter().filter(|model| plain(model.endpoint_prefix()) == wanted).collect();
    }
    found.retain(|_| !wanted.is_empty());
    let mut services: Vec<String> = found.iter().map(|model| model.name()).collect();
    services.sort_unstable();
    services.dedup();
    match &services[..] {
        [] => return Err(unknown(name, models, place, advice)),
        [_] => {}
        _ => {
            return Err(Error::new(format!(
                "several services are named `{name}`: {}; use one of these names",
                quoted(&services)
            )));
        }
    }
    // If two files have the same version, a user probably added the one without the version in its
    // name.
    let is_dated =
        |model: &M| without_version(model.file()).len() + ".json".len() != model.file().len();
    let key = |model: &&M| {
        (std::cmp::Reverse(model.version().to_owned()), is_dated(model), model.file().to_owned())
    };
    found.sort_by_key(key);
    let Some((first, others)) = found.split_first() else {
        return Err(unknown(name, models, place, advice));
    };
    let same = others.iter().filter(|other| other.version() == first.version());
    let notes = same.map(|other| {
        format!(
            "{place} has two models of version {}; used {}, not {}",
            first.version(),
            first.file(),
            other.file()
        )
    });
    Ok((first, notes.collect()))
}

fn unknown<M: Named>(name: &str, models: &[M], place: &str, advice: &str) -> Error {
    let mut names: Vec<String> = models.iter().map(Named::name).collect();
    names.sort_unstable();
    names.dedup();
    let files = models.iter().map(|model| without_version(model.file()));
    let all = names.iter().map(String::as_str).chain(files).chain(cli_names::names());
    let nearest = suggestion(name, all);
    let similar = containing(name, &names);
    let hint = match names.len() {
        _ if !nearest.is_empty() => nearest,
        _ if !similar.is_empty() => format!("; similar services are {}", quoted(&similar)),
        _ if !advice.is_empty() => format!("; {advice}"),
        ..=LISTED => format!("; the services are {}", quoted(&names)),
        count => format!(
            "; it has models of {count} services; name the service first, as in `s3 GetObject`"
        ),
    };
    Error::new(format!("no model of a service `{name}` in {place}{hint}"))
}

/// The services whose names contain this name. Empty if they are too many for a message.
fn containing(name: &str, services: &[String]) -> Vec<String> {
    let part = plain(name);
    let similar = services.iter().filter(|service| plain(service).contains(&part));
    let similar: Vec<String> = similar.cloned().collect();
    if part.len() < MIN_PART || similar.len() > LISTED { Vec::new() } else { similar }
}

fn quoted(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::{Named, choose, without_version};

    struct Model(&'static str, &'static str, &'static str, &'static str);

    impl Named for Model {
        fn file(&self) -> &str {
            self.0
        }
        fn service_id(&self) -> &str {
            self.1
        }
        fn endpoint_prefix(&self) -> &str {
            self.2
        }
        fn version(&self) -> &str {
            self.3
        }
    }

    const MODELS: [Model; 8] = [
        Model("api-gateway-2015-07-09.json", "API Gateway", "apigateway", "2015-07-09"),
        Model("apigatewayv2-2018-11-29.json", "ApiGatewayV2", "apigateway", "2018-11-29"),
        Model("cloudwatch-logs-2014-03-28.json", "CloudWatch Logs", "logs", "2014-03-28"),
        Model("elastic-load-balancing-2012-06-01.json", "ELB", "elb", "2012-06-01"),
        Model("elastic-load-balancing-v2-2015-12-01.json", "ELB v2", "elb", "2015-12-01"),
        Model("cloudfront-2019-03-26.json", "CloudFront", "cloudfront", "2019-03-26"),
        Model("cloudfront-2020-05-31.json", "CloudFront", "cloudfront", "2020-05-31"),
        Model("cloudfront.json", "CloudFront", "cloudfront", "2020-05-31"),
    ];

    #[test]
    fn a_service_is_found_by_each_of_its_names() {
        for (name, file) in [
            ("API Gateway", "api-gateway-2015-07-09.json"),
            ("apigateway", "api-gateway-2015-07-09.json"),
            ("api_gateway", "api-gateway-2015-07-09.json"),
            ("api-gateway-2015-07-09.json", "api-gateway-2015-07-09.json"),
            ("ApiGatewayV2", "apigatewayv2-2018-11-29.json"),
            ("logs", "cloudwatch-logs-2014-03-28.json"),
            ("elastic-load-balancing", "elastic-load-balancing-2012-06-01.json"),
            ("CLOUDFRONT", "cloudfront.json"),
        ] {
            let (model, _) =
                choose(name, &MODELS, "m", "").map_err(|error| error.to_string()).expect(name);
            assert_eq!(model.0, file, "{name}");
        }
        let (_, notes) = choose("cloudfront", &MODELS, "m", "").map_err(|_| ()).expect("a model");
        assert_eq!(
            notes,
            ["m has two models of version 2020-05-31; used cloudfront.json, not \
              cloudfront-2020-05-31.json"]
        );
    }

    #[test]
    fn a_name_of_no_service_or_of_several_is_an_error() {
        for (name, expected) in [
            ("elb", None),
            (
                "",
                Some(
                    "no model of a service `` in m; the services are `API Gateway`, \
                `ApiGatewayV2`, `CloudFront`, `CloudWatch Logs`, `ELB`, `ELB v2`",
                ),
            ),
            (
                "cloudfrnt",
                Some("no model of a service `cloudfrnt` in m; did you mean `CloudFront`?"),
            ),
        ] {
            let error =
                choose(name, &MODELS, "m", "").map(|_| ()).err().map(|error| error.to_string());
            assert_eq!(error.as_deref(), expected, "{name}");
        }
        let several = choose("elb", &MODELS[4..5], "m", "").map(|(model, _)| model.0);
        assert_eq!(several.ok(), Some("elastic-load-balancing-v2-2015-12-01.json"));
        let both = [Model("a.json", "A", "same", "1"), Model("b.json", "B", "same", "1")];
        let error = choose("same", &both, "m", "").map(|_| ()).err().map(|error| error.to_string());
        assert_eq!(
            error.as_deref(),
            Some("several services are named `same`: `A`, `B`; use one of these names")
        );
    }

    #[test]
    fn only_a_date_is_a_version() {
        for (file, expected) in [
            ("s3-2006-03-01.json", "s3"),
            ("s3.json", "s3"),
            ("wafv2", "wafv2"),
            ("-2006-03-01.json", "-2006-03-01"),
            ("ä-2006-03-01", "ä"),
        ] {
            assert_eq!(without_version(file), expected);
        }
    }
}
