//! Checks that run on every model: names follow Smithy's grammar, and no name occurs twice.

use std::collections::HashSet;

use serde_json::Value;

use crate::Error;
use crate::model::{Member, Model, Reference, Shape, Traits};
use crate::shape_id::{check_identifier, check_shape_id};

/// Checks the names in a model.
pub fn check(model: &Model) -> Result<(), Error> {
    let mut seen = HashSet::new();
    for (id, shape) in &model.shapes {
        // A trait can also be applied to a member: `a.b#Structure$member`.
        let root = match id.as_str().split_once('$') {
            Some((root, member)) if shape.kind == "apply" => {
                valid(check_identifier(member), id.as_str())?;
                root
            }
            _ => id.as_str(),
        };
        valid(check_shape_id(root), id.as_str())?;
        if !seen.insert(id) && shape.kind != "apply" {
            return Err(Error::new(format!("duplicate shape `{id}` in the model; remove one")));
        }
        check_shape(shape).map_err(|error| error.at(format_args!("`{id}`")))?;
    }
    Ok(())
}

fn check_shape(shape: &Shape) -> Result<(), Error> {
    check_traits(&shape.traits)?;
    let mut seen = HashSet::new();
    for (name, member) in &shape.members {
        valid(check_identifier(name), name)?;
        if !seen.insert(name) {
            return Err(Error::new(format!("duplicate member `{name}`; remove one")));
        }
        check_member(member).map_err(|error| error.at(format_args!("member `{name}`")))?;
    }
    for member in [&shape.member, &shape.key, &shape.value].into_iter().flatten() {
        check_member(member)?;
    }
    let lists = [&shape.errors, &shape.operations, &shape.resources];
    let references: Vec<&Reference> =
        lists.into_iter().flatten().chain(&shape.input).chain(&shape.output).collect();
    for reference in references {
        valid(check_shape_id(reference.target.as_str()), reference.target.as_str())?;
    }
    for (id, name) in shape.rest.get("rename").and_then(Value::as_object).into_iter().flatten() {
        valid(check_shape_id(id), id)?;
        let name = name.as_str().unwrap_or_default();
        valid(check_identifier(name), name)?;
    }
    Ok(())
}

fn check_member(member: &Member) -> Result<(), Error> {
    valid(check_shape_id(member.target.as_str()), member.target.as_str())?;
    check_traits(&member.traits)
}

fn check_traits(traits: &Traits) -> Result<(), Error> {
    traits.ids().try_for_each(|id| valid(check_shape_id(id), id))
}

fn valid(checked: Result<(), &'static str>, name: &str) -> Result<(), Error> {
    checked.map_err(|rule| {
        let shown = crate::escape::cut(name, 100);
        Error::new(format!("invalid name `{shown}`; {rule}"))
    })
}
