//! The calls: so many at a time, page after page, and again where API Gateway asks to wait.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use aws_operation::{Client, Error, Items, PaginatedItems, Retry};
use tokio::task::JoinSet;

use crate::operations::{GetMethod, GetResources, GetRestApi, GetRestApiError, GetRestApis};
use crate::operations::{Method, Resource, RestApi};

/// The most that API Gateway returns at once.
const PAGE: u32 = 500;

/// How often a call is made while API Gateway says that there are too many.
const ATTEMPTS: u32 = 6;

/// API Gateway, with so many calls under way at most. Clones share the bound.
#[derive(Debug, Clone)]
pub struct Gateway {
    client: Client,
}

/// All that could be read of a REST API.
#[derive(Debug)]
pub struct Inventory {
    /// The REST API itself.
    pub api: RestApi,
    /// Its resources, by path.
    pub resources: Vec<Resource>,
    /// Methods by the id of their resource and their verb; `None` where reading one failed.
    pub methods: BTreeMap<(String, String), Option<Method>>,
    /// What failed, a line each.
    pub problems: Vec<String>,
}

impl Gateway {
    pub fn new(client: Client, concurrency: usize) -> Self {
        let retry = Retry::standard().max_attempts(ATTEMPTS);
        Self { client: client.with_retry(retry).with_concurrency_limit(concurrency) }
    }

    /// The REST APIs of the account in the region, and what ended the list early.
    pub async fn rest_apis(&self) -> (Vec<RestApi>, Option<String>) {
        all(self.client.items(GetRestApis::default()).page_size(PAGE)).await
    }

    pub async fn rest_api(&self, id: &str) -> Result<RestApi, Error<GetRestApiError>> {
        self.client.send(GetRestApi { rest_api_id: id.to_owned() }).await
    }

    /// Reads the resources of a REST API, then all their methods at once. A method comes with its
    /// integration, and both with their responses.
    pub async fn inventory(self, api: RestApi) -> Inventory {
        let id = api.id.clone().unwrap_or_default();
        let of_api =
            format!("of {} ({id})", api.name.as_deref().unwrap_or("an API without a name"));
        let list = GetResources { rest_api_id: id.clone(), ..GetResources::default() };
        let (mut resources, problem) = all(self.client.items(list).page_size(PAGE)).await;
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

/// All items of a list, and what ended it early.
async fn all<O, T>(mut items: Items<O>) -> (Vec<T>, Option<String>)
where
    O: PaginatedItems<Items = Vec<T>>,
{
    let mut read = Vec::new();
    while let Some(item) = items.next().await {
        match item {
            Ok(item) => read.push(item),
            Err(error) => return (read, Some(error.to_string())),
        }
    }
    (read, None)
}
