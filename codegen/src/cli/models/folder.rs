//! Models in a folder and its subfolders.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::names::{Named, plain, without_version};
use crate::cli::progress::Progress;
use crate::{Error, Model};

/// The maximum depth of folders that are searched. In a checkout of api-models-aws, models are three
/// folders deep.
const DEPTH: u32 = 6;

/// A model in a file, with the names of its service.
#[derive(Debug)]
pub struct ModelFile {
    pub path: PathBuf,
    file: String,
    service: ServiceTrait,
    version: String,
}

impl Named for ModelFile {
    fn file(&self) -> &str {
        &self.file
    }
    fn service_id(&self) -> &str {
        &self.service.sdk_id
    }
    fn endpoint_prefix(&self) -> &str {
        &self.service.endpoint_prefix
    }
    fn version(&self) -> &str {
        &self.version
    }
}

/// The parts of a model that name its service. The other parts are skipped.
#[derive(Deserialize)]
struct Head {
    shapes: HashMap<String, HeadShape>,
}

#[derive(Deserialize)]
struct HeadShape {
    #[serde(rename = "type")]
    kind: String,
    version: Option<String>,
    #[serde(default)]
    traits: HeadTraits,
}

#[derive(Default, Deserialize)]
struct HeadTraits {
    #[serde(rename = "aws.api#service")]
    service: Option<ServiceTrait>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct ServiceTrait {
    sdk_id: String,
    endpoint_prefix: String,
}

/// The models in the files of a folder that have this name. If no file has the name, all models.
pub fn models(folder: &Path, name: &str) -> Result<Vec<ModelFile>, Error> {
    let files = files(folder)?;
    let wanted = plain(without_version(name));
    let is_named = |path: &&PathBuf| plain(without_version(&file_name(path))) == wanted;
    let named: Vec<ModelFile> =
        files.iter().filter(is_named).filter_map(|path| read(path).ok()?).collect();
    if !named.is_empty() {
        return Ok(named);
    }
    let mut progress = Progress::new("reading models");
    let mut models = Vec::new();
    for (path, number) in files.iter().zip(1..) {
        progress.show(&format!("reading models ({number} of {})", files.len()));
        models.extend(read(path).ok().flatten());
    }
    Ok(models)
}

/// The model in a file.
pub fn identify(path: &Path) -> Result<ModelFile, Error> {
    match read(path) {
        Ok(Some(model)) => Ok(model),
        Ok(None) => {
            // The parser of the whole model gives a precise error.
            Model::load(path)?;
            Err(Error::new(format!("{} has no service; use a complete model", path.display())))
        }
        Err(error) => Err(Error::new(format!("cannot read {}: {error}", path.display()))),
    }
}

/// The JSON files in a folder and its subfolders, sorted.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut files = Vec::new();
    let mut open = vec![(folder.to_owned(), 0)];
    while let Some((folder, depth)) = open.pop() {
        let entries = fs::read_dir(&folder)
            .map_err(|error| Error::new(format!("cannot read {}: {error}", folder.display())))?;
        for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
            if file_name(&path).starts_with('.') {
                continue;
            }
            if path.is_dir() {
                if depth < DEPTH {
                    open.push((path, depth + 1));
                }
            } else if path.extension().is_some_and(|extension| extension == "json") {
                files.push(path);
            }
        }
    }
    files.sort_unstable();
    Ok(files)
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The names of the service in a model. `None` if the file is not a model of a service.
fn read(path: &Path) -> std::io::Result<Option<ModelFile>> {
    let bytes = fs::read(path)?;
    let Ok(head) = serde_json::from_slice::<Head>(&bytes) else { return Ok(None) };
    let service = head.shapes.into_values().find(|shape| shape.kind == "service");
    Ok(service.map(|shape| ModelFile {
        path: path.to_owned(),
        file: file_name(path),
        service: shape.traits.service.unwrap_or_default(),
        version: shape.version.unwrap_or_default(),
    }))
}
