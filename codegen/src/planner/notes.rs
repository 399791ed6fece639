//! Notes about features that the runtime does not support or handles differently.

use serde_json::Value;

use super::Planner;
use crate::model::{Member, Reference, Shape, ShapeId};
use crate::plan::Operation;
use crate::traits;

impl<'a> Planner<'a> {
    pub(super) fn note_operation(&mut self, id: &ShapeId, shape: &'a Shape, plan: &Operation) {
        let name = id.name();
        for (needs, feature) in [(plan.checksum_required, "md5"), (plan.gzip, "gzip")] {
            if needs {
                self.note(format!("`{name}`: it needs the feature `{feature}` of `aws-operation`"));
            }
        }
        for error in self.catalog.missing_errors(shape) {
            self.note(format!(
                "`{name}`: its error `{error}` is not in the model; it is decoded as an unmodelled \
                 error"
            ));
        }
        if shape.traits.has(traits::REQUEST_COMPRESSION) && !plan.gzip {
            self.note(format!(
                "`{name}`: {} without gzip is not supported; the body is not compressed",
                traits::REQUEST_COMPRESSION
            ));
        }
        let schemes: Vec<&str> =
            self.auth(shape).into_iter().flatten().filter_map(Value::as_str).collect();
        if !schemes.is_empty() && !schemes.contains(&traits::SIGV4) {
            self.note(format!(
                "`{name}`: it authenticates with {}, which is not supported; its requests are \
                 signed with SigV4 instead",
                schemes.join(" or ")
            ));
        }
        let discovered = shape.traits.get(traits::CLIENT_DISCOVERED_ENDPOINT);
        if discovered.and_then(|it| it.get("required")) == Some(&Value::Bool(true)) {
            self.note_discovery(name);
        }
        self.note_streams(name, "input", &shape.input);
        self.note_streams(name, "output", &shape.output);
    }

    /// The operation can only be called at an endpoint that another operation returns.
    fn note_discovery(&mut self, name: &str) {
        let discovery = self.service().shape.traits.get(traits::CLIENT_ENDPOINT_DISCOVERY);
        let by = discovery.and_then(|it| it.get("operation")).and_then(Value::as_str);
        let by = by.and_then(|id| id.split_once('#')).map_or("DescribeEndpoints", |(_, name)| name);
        self.note(format!(
            "`{name}`: it requires endpoint discovery, which is not supported; call `{by}`, and then \
             `{name}` with `Client::with_endpoint_url` at the address that it returns"
        ));
    }

    fn note_streams(&mut self, operation: &str, which: &str, of: &Option<Reference>) {
        let model = self.catalog.model;
        let shape = of.as_ref().and_then(|of| model.shape(&of.target));
        for (name, member) in shape.into_iter().flat_map(|shape| &shape.members) {
            if self.catalog.is_stream_of_bytes(member) && !self.is_payload(member) {
                self.note(format!(
                    "`{operation}`: its {which} `{name}` is a stream of bytes; it is buffered in \
                     memory"
                ));
            }
        }
    }

    fn is_payload(&self, member: &Member) -> bool {
        self.protocol.is_rest() && member.traits.has(traits::HTTP_PAYLOAD)
    }

    /// Whether an operation is sent without a signature, because it needs no authentication.
    pub(super) fn is_unsigned(&self, shape: &Shape) -> bool {
        shape.traits.has(traits::OPTIONAL_AUTH)
            || self.auth(shape).is_some_and(|schemes| schemes.is_empty())
    }

    /// The schemes of the trait `auth`, on the operation or else on the service.
    fn auth<'b>(&self, shape: &'b Shape) -> Option<&'b Vec<Value>>
    where
        'a: 'b,
    {
        let of = |shape: &'b Shape| shape.traits.get(traits::AUTH).and_then(Value::as_array);
        of(shape).or_else(|| of(self.service().shape))
    }
}
