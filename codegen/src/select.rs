//! [`Selection`]: selects a service, operations and a protocol, and finds them in a model.

use std::collections::HashSet;

use serde_json::Value;

use crate::model::{Model, Shape, ShapeId};
use crate::nearest::suggestion;
use crate::{Error, Protocol};

/// Selects the service, the operations and the protocol to generate.
///
/// ```
/// use aws_operation_codegen::Selection;
///
/// let some = Selection::operations(["GetRestApi", "GetRestApis"]);
/// let all = Selection::all().service("com.amazonaws.apigateway#BackplaneControlService");
/// let cbor = Selection::all().protocol("rpcv2Cbor");
/// # let _ = (some, all, cbor);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    operations: Vec<String>,
    all: bool,
    service: Option<String>,
    protocol: Option<String>,
}

impl Selection {
    /// Every operation of the service.
    pub fn all() -> Self {
        Self { all: true, ..Self::default() }
    }

    /// The operations with these names.
    pub fn operations(names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { operations: names.into_iter().map(Into::into).collect(), ..Self::default() }
    }

    /// Sets the service, by the name of its shape, with or without the namespace. Needed only for a
    /// model with several services.
    #[must_use]
    pub fn service(mut self, name: impl Into<String>) -> Self {
        self.service = Some(name.into());
        self
    }

    /// Sets the protocol, by its name, such as `awsQuery`. The default is the first protocol of
    /// [`Protocol::ALL`] that the service supports.
    #[must_use]
    pub fn protocol(mut self, name: impl Into<String>) -> Self {
        self.protocol = Some(name.into());
        self
    }

    pub(crate) fn add(&mut self, name: String) {
        self.operations.push(name);
    }

    pub(crate) fn add_all(&mut self) {
        self.all = true;
    }

    /// Combines the operations of two selections. The service and the protocol are those of this
    /// selection, or those of `other` if this one has none.
    #[cfg(feature = "cli")]
    pub(crate) fn and(mut self, other: &Self) -> Self {
        self.operations.extend(other.operations.iter().cloned());
        self.all |= other.all;
        self.service = self.service.or_else(|| other.service.clone());
        self.protocol = self.protocol.or_else(|| other.protocol.clone());
        self
    }

    pub(crate) fn is_all(&self) -> bool {
        self.all
    }

    /// The names without duplicates, in alphabetical order.
    pub(crate) fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.operations.iter().map(String::as_str).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    pub(crate) fn service_name(&self) -> Option<&str> {
        self.service.as_deref()
    }

    pub(crate) fn protocol_name(&self) -> Option<&str> {
        self.protocol.as_deref()
    }
}

/// A service and all its operations, including those of its resources, in alphabetical order.
#[derive(Debug, Clone)]
pub struct Chosen<'a> {
    pub id: &'a ShapeId,
    pub shape: &'a Shape,
    pub operations: Vec<&'a ShapeId>,
}

/// The lifecycle operations of a resource.
const LIFECYCLE: [&str; 6] = ["create", "put", "read", "update", "delete", "list"];

/// The services with this name, or all services if there is no name.
pub fn services<'a>(model: &'a Model, name: Option<&str>) -> Result<Vec<Chosen<'a>>, Error> {
    let all = || model.shapes.iter().filter(|(_, shape)| shape.kind == "service");
    let services: Vec<Chosen<'_>> = all()
        .filter(|(id, _)| name.is_none_or(|name| id.as_str() == name || id.name() == name))
        .map(|(id, shape)| Chosen { id, shape, operations: operations_of(model, shape) })
        .collect();
    match name {
        _ if !services.is_empty() => Ok(services),
        Some(name) if all().next().is_some() => {
            let ids = all().map(|(id, _)| if name.contains('#') { id.as_str() } else { id.name() });
            let nearest = suggestion(name, ids);
            let hint = if nearest.is_empty() {
                format!("; it has {}", listed(all().map(|(id, _)| id)))
            } else {
                nearest
            };
            Err(Error::new(format!("no service `{name}` in the model{hint}")))
        }
        _ => Err(Error::new("the model has no service; use one that describes a whole service")),
    }
}

/// The only service with this name, or the only service of the model if there is no name.
pub fn service<'a>(model: &'a Model, name: Option<&str>) -> Result<Chosen<'a>, Error> {
    let mut services = services(model, name)?;
    match services.pop() {
        Some(service) if services.is_empty() => Ok(service),
        last => {
            let names = listed(services.iter().chain(&last).map(|service| service.id));
            Err(Error::new(format!(
                "the model has several services: {names}; name one with `--service`"
            )))
        }
    }
}

fn listed<'a>(ids: impl Iterator<Item = &'a ShapeId>) -> String {
    let names: Vec<String> = ids.map(|id| format!("`{id}`")).collect();
    names.join(", ")
}

/// The selected operations of a service, in alphabetical order.
pub fn operations<'a>(
    service: &Chosen<'a>,
    selection: &Selection,
) -> Result<Vec<&'a ShapeId>, Error> {
    let known = || service.operations.iter().map(|id| id.name());
    let mut unknown = selection.names();
    unknown.retain(|name| !known().any(|known| known == *name));
    if !unknown.is_empty() {
        return Err(Error::all(unknown.iter().map(|name| {
            let nearest = suggestion(name, known());
            let hint = if nearest.is_empty() {
                "; `aws-operation list` shows all operations"
            } else {
                &nearest
            };
            Error::new(format!("no operation `{name}` in {}{hint}", service.id.namespace()))
        })));
    }
    if service.operations.is_empty() {
        return Err(Error::new(format!(
            "`{}` has no operations; use a complete model",
            service.id
        )));
    }
    if selection.all {
        return Ok(service.operations.clone());
    }
    if selection.operations.is_empty() {
        return Err(Error::new("no operation selected; use `--operation NAME` or `--all`"));
    }
    let names = selection.names();
    Ok(service.operations.iter().copied().filter(|id| names.contains(&id.name())).collect())
}

/// The protocol to generate for: the one with this name, or the first that the service supports.
pub fn protocol(service: &Chosen<'_>, name: Option<&str>) -> Result<Protocol, Error> {
    let spoken = protocols(service);
    let Some(name) = name else {
        return spoken.first().copied().ok_or_else(|| speaks_none(service));
    };
    let Some(protocol) = Protocol::named(name) else {
        let nearest = suggestion(name, Protocol::ALL.map(Protocol::name));
        let hint = if nearest.is_empty() {
            format!("; the protocols are {}", names(&Protocol::ALL))
        } else {
            nearest
        };
        return Err(Error::new(format!("unknown protocol `{name}`{hint}")));
    };
    if spoken.is_empty() {
        return Err(speaks_none(service));
    }
    if !spoken.contains(&protocol) {
        return Err(Error::new(format!(
            "`{}` does not support {protocol}; it supports {}",
            service.id,
            names(&spoken)
        )));
    }
    Ok(protocol)
}

/// The protocols that the service supports, in the order of [`Protocol::ALL`].
fn protocols(service: &Chosen<'_>) -> Vec<Protocol> {
    let speaks = |protocol: &Protocol| service.shape.traits.has(protocol.id());
    Protocol::ALL.into_iter().filter(speaks).collect()
}

fn speaks_none(service: &Chosen<'_>) -> Error {
    Error::new(format!(
        "`{}` uses none of the supported protocols: {}",
        service.id,
        names(&Protocol::ALL)
    ))
}

fn names(protocols: &[Protocol]) -> String {
    protocols.iter().map(|protocol| protocol.name()).collect::<Vec<_>>().join(", ")
}

fn operations_of<'a>(model: &'a Model, service: &'a Shape) -> Vec<&'a ShapeId> {
    let mut operations: Vec<ShapeId> = Vec::new();
    let mut seen: HashSet<&ShapeId> = HashSet::new();
    let mut open = vec![service];
    while let Some(shape) = open.pop() {
        operations.extend(shape.operations.iter().map(|reference| reference.target.clone()));
        let target = |value: &Value| value.get("target").and_then(Value::as_str).map(ShapeId::new);
        operations.extend(LIFECYCLE.iter().filter_map(|key| target(shape.rest.get(*key)?)));
        if let Some(collection) = shape.rest.get("collectionOperations").and_then(Value::as_array) {
            operations.extend(collection.iter().filter_map(target));
        }
        for resource in &shape.resources {
            if seen.insert(&resource.target) {
                open.extend(model.shape(&resource.target));
            }
        }
    }
    let mut known: Vec<&ShapeId> = operations.iter().filter_map(|id| model.id(id)).collect();
    known.sort_unstable_by_key(|id| (id.name(), id.namespace()));
    known.dedup();
    known
}
