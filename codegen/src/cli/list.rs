//! `aws-operation list`: the operations of a model in columns.

use super::List;
use crate::model::{Model, ShapeId};
use crate::nearest::suggestion;
use crate::{Error, docs, select, traits};

/// An operation as the list shows it.
struct Row<'a> {
    name: &'a str,
    method: &'a str,
    uri: &'a str,
    summary: String,
}

/// The list as text.
pub fn run(arguments: &List) -> Result<String, Error> {
    let model = Model::load(&arguments.model)?;
    let services = select::services(&model, arguments.service.as_deref())?;
    let mut rows: Vec<Row<'_>> =
        services.iter().flat_map(|service| &service.operations).map(|id| row(&model, id)).collect();
    if let Some(word) = &arguments.filter {
        let names: Vec<&str> = rows.iter().map(|row| row.name).collect();
        let lower = word.to_lowercase();
        rows.retain(|row| {
            row.name.to_lowercase().contains(&lower) || row.uri.to_lowercase().contains(&lower)
        });
        if rows.is_empty() {
            let nearest = suggestion(word, names);
            let hint =
                if nearest.is_empty() { "; without `--filter`, all are shown" } else { &nearest };
            return Err(Error::new(format!("no operation has `{word}` in its name or URI{hint}")));
        }
    }
    let widest = |column: for<'r> fn(&'r Row<'_>) -> &'r str| {
        rows.iter().map(|row| column(row).chars().count()).max().unwrap_or_default()
    };
    let (name, method, uri) =
        (widest(|row| row.name), widest(|row| row.method), widest(|row| row.uri));
    let line = |row: &Row<'_>| {
        let line = format!(
            "{:name$}  {:method$}  {:uri$}  {}",
            row.name, row.method, row.uri, row.summary
        );
        format!("{}\n", line.trim_end())
    };
    Ok(rows.iter().map(line).collect())
}

fn row<'a>(model: &'a Model, id: &'a ShapeId) -> Row<'a> {
    let traits = model.shape(id).map(|shape| &shape.traits);
    let http = |key: &str| {
        traits.and_then(|traits| traits.get(traits::HTTP)?.get(key)?.as_str()).unwrap_or("-")
    };
    let documentation = traits.and_then(|traits| traits.text(traits::DOCUMENTATION));
    Row {
        name: id.name(),
        method: http("method"),
        uri: http("uri"),
        summary: docs::summary(&docs::to_markdown(documentation.unwrap_or_default())),
    }
}
