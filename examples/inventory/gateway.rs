//! The calls to API Gateway, with pagination, retries and a concurrency limit.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use aws_operation::{Client, Error, Items, PaginatedItems, Retry};
use tokio::task::JoinSet;

use crate::operations::{GetMethod, GetResources, GetRestApi, GetRestApiError, GetRestApis};
use crate::operations::{Method, Resource, RestApi};

/// The largest page that API Gateway returns.
const PAGE_SIZE: u32 = 500;

/// The maximum number of attempts of a call. It is larger than the default, because API Gateway often
/// throttles.
const MAX_ATTEMPTS: u32 = 6;

/// A client of API Gateway with a concurrency limit. Clones share the limit.
#[derive(Debug, Clone)]
pub struct Gateway {
    client: Client,
}

/// The parts of a REST API that could be read.
#[derive(Debug)]
pub struct Inventory {
    pub api: RestApi,
    /// The resources, sorted by path.
    pub resources: Vec<Resource>,
    /// The methods by resource id and HTTP method. `None` means that reading the method failed.
    pub methods: BTreeMap<(String, String), Option<Method>>,
    /// The errors, each with the part that could not be read.
    pub problems: Vec<String>,
}

impl Gateway {
    pub fn new(client: Client, concurrency: usize) -> Self {
        // With the rules of 2026, retries after other errors than throttling wait 50 ms instead of 1 s.
        let retry = Retry::standard().max_attempts(MAX_ATTEMPTS).rules_2026(true);
        Self { client: client.with_retry(retry).with_concurrency_limit(concurrency) }
    }

    /// Lists the REST APIs of the account in the region. If a page fails, returns the items before it and
    /// the error.
    pub async fn rest_apis(&self) -> (Vec<RestApi>, Option<String>) {
        read_all(self.client.items(GetRestApis::default()).page_size(PAGE_SIZE)).await
    }

    pub async fn rest_api(&self, id: &str) -> Result<RestApi, Error<GetRestApiError>> {
        self.client.send(GetRestApi { rest_api_id: id.to_owned() }).await
    }

    /// Reads the resources of a REST API, then all their methods at once. The output of GetMethod contains
    /// the integration and all responses.
    pub async fn inventory(self, api: RestApi) -> Inventory {
        let id = api.id.clone().unwrap_or_default();
        let of_api =
            format!("of {} ({id})", api.name.as_deref().unwrap_or("an API without a name"));
        let list = GetResources { rest_api_id: id.clone(), ..GetResources::default() };
        let (mut resources, problem) = read_all(self.client.items(list).page_size(PAGE_SIZE)).await;
        resources.sort_by(|a, b| a.path.cmp(&b.path));
        let mut problems: Vec<String> =
            problem.map(|problem| format!("resources {of_api}: {problem}")).into_iter().collect();

        let mut calls = JoinSet::new();
        for resource in &resources {
            let resource_id = resource.id.clone().unwrap_or_default();
            for verb in resource.resource_methods.iter().flat_map(BTreeMap::keys) {
                let key = (resource_id.clone(), verb.clone());
                let path = resource.path.clone().unwrap_or_default();
                let operation = GetMethod {
                    rest_api_id: id.clone(),
                    resource_id: resource_id.clone(),
                    http_method: verb.clone(),
                };
                let gateway = self.clone();
                calls.spawn(async move { (path, key, gateway.client.send(operation).await) });
            }
        }
        let mut methods = BTreeMap::new();
        let mut failed = BTreeMap::new();
        for (path, key, method) in calls.join_all().await {
            let method = method.map_err(|error| {
                let verb = &key.1;
                failed.insert((path, verb.clone()), error.to_string());
            });
            methods.insert(key, method.ok());
        }
        problems.extend(
            failed.iter().map(|((path, verb), error)| format!("{verb} {path} {of_api}: {error}")),
        );
        Inventory { api, resources, methods, problems }
    }
}

/// The items of all pages. If a page fails, returns the items before it and the error.
async fn read_all<O, T>(mut items: Items<O>) -> (Vec<T>, Option<String>)
where
    O: PaginatedItems<Items = Vec<T>>,
{
    let mut all = Vec::new();
    while let Some(item) = items.next().await {
        match item {
            Ok(item) => all.push(item),
            Err(error) => return (all, Some(error.to_string())),
        }
    }
    (all, None)
}
