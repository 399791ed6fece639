//! `aws-operation list`: the operations of a service, in columns.

use std::path::PathBuf;

use super::arguments::List;
use super::models::{Models, is_path};
use super::note;
use crate::model::{Model, ShapeId};
use crate::nearest::suggestion;
use crate::{Error, docs, escape, select, traits};

/// An operation as the list shows it.
struct Row {
    name: String,
    method: String,
    uri: String,
    summary: String,
}

/// The maximum width of a column, in characters.
const WIDEST: usize = 200;

/// The list as text.
pub fn run(arguments: &List) -> Result<String, Error> {
    let model = Model::load(&path(arguments)?)?;
    let services = select::services(&model, arguments.service.as_deref())?;
    let mut rows: Vec<Row> =
        services.iter().flat_map(|service| &service.operations).map(|id| row(&model, id)).collect();
    if let Some(word) = &arguments.filter {
        let names: Vec<String> = rows.iter().map(|row| row.name.clone()).collect();
        let lower = word.to_lowercase();
        rows.retain(|row| {
            row.name.to_lowercase().contains(&lower) || row.uri.to_lowercase().contains(&lower)
        });
        if rows.is_empty() {
            let nearest = suggestion(word, names.iter().map(String::as_str));
            let hint = if nearest.is_empty() {
                "; omit `--filter` to list all operations"
            } else {
                &nearest
            };
            return Err(Error::new(format!("no operation has `{word}` in its name or URI{hint}")));
        }
    }
    let widest = |column: fn(&Row) -> &String| {
        rows.iter().map(|row| shown(column(row)).chars().count()).max().unwrap_or_default()
    };
    let (name, method, uri) =
        (widest(|row| &row.name), widest(|row| &row.method), widest(|row| &row.uri));
    // The operations of most protocols have no method and no URI.
    let has_http = rows.iter().any(|row| !row.method.is_empty());
    let line = |row: &Row| {
        let http = if has_http {
            format!("  {:method$}  {:uri$}", shown(&row.method), shown(&row.uri))
        } else {
            String::new()
        };
        let line = format!("{:name$}{http}  {}", row.name, row.summary);
        format!("{}\n", line.trim_end())
    };
    Ok(rows.iter().map(line).collect())
}

/// The model file: the one that is named, or that of the service with this name.
fn path(arguments: &List) -> Result<PathBuf, Error> {
    let (name, models) = (&arguments.service_or_model, arguments.models.models.as_deref());
    if models.is_none() && is_path(name) {
        return Ok(PathBuf::from(name));
    }
    let found = Models::open(models)?.find(name)?;
    note(&found.notes);
    Ok(found.path)
}

/// The text of a cell; `-` if it is empty.
fn shown(text: &str) -> &str {
    if text.is_empty() { "-" } else { text }
}

/// The row of an operation, with text that a terminal can show.
fn row(model: &Model, id: &ShapeId) -> Row {
    let traits = model.shape(id).map(|shape| &shape.traits);
    let http = |key: &str| {
        let value = traits.and_then(|traits| traits.get(traits::HTTP)?.get(key)?.as_str());
        escape::cut(value.unwrap_or_default(), WIDEST)
    };
    let documentation = traits.and_then(|traits| traits.text(traits::DOCUMENTATION));
    Row {
        name: escape::cut(id.name(), WIDEST),
        method: http("method"),
        uri: http("uri"),
        summary: escape::line(&docs::summary(&docs::to_markdown(
            documentation.unwrap_or_default(),
        ))),
    }
}
