//! The index of published models: where each model is, and its checksum. Models are downloaded once
//! and then read from the cache.

use serde::Deserialize;

use super::Found;
use super::cache::Cache;
use super::checksum::{GIT_BLOB_LENGTH, SHA256_LENGTH, checksum};
use super::download::{download, folder_url, without_secrets};
use super::names::{self, Named};
use crate::Error;

/// The index of the models that AWS publishes, at one commit. `codegen/index/make.py` makes it.
const BUILT_IN: &str = include_str!("../../../index/models.json");

/// The name of the index below the URL of a folder of models.
const FILE: &str = "index.json";

/// The advice for a service that is not in the index of this build.
const NEWER: &str = "for a service that is newer than this build, clone \
    github.com/aws/api-models-aws and name the folder with `--models DIR`";

/// An index of models.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Index {
    /// The URL of the folder that has the models. Ignored in an index that is read from a URL.
    #[serde(default)]
    source: String,
    models: Vec<Entry>,
}

/// A model of an index. It has one of the checksums.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Entry {
    service_id: String,
    endpoint_prefix: String,
    version: String,
    /// The path below the folder of the index. The default is the path in a checkout of
    /// api-models-aws.
    path: String,
    /// The SHA-256 of the file, in hexadecimal.
    sha256: String,
    /// The ID of the file as a Git blob, in hexadecimal.
    git_blob: String,
}

impl Entry {
    /// The path of the model of a service in a checkout of api-models-aws.
    fn default_path(&self) -> String {
        let (name, version) = (self.service_id.to_lowercase().replace(' ', "-"), &self.version);
        format!("{name}/service/{version}/{name}-{version}.json")
    }

    /// The checksum of the file. `None` if the index has none, two, or an invalid one.
    fn checksum(&self) -> Option<&str> {
        let (sum, length) = match (self.sha256.as_str(), self.git_blob.as_str()) {
            (sum, "") => (sum, SHA256_LENGTH),
            ("", sum) => (sum, GIT_BLOB_LENGTH),
            _ => return None,
        };
        let is_hex = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
        (sum.len() == length && sum.chars().all(is_hex)).then_some(sum)
    }
}

impl Named for Entry {
    fn file(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }
    fn service_id(&self) -> &str {
        &self.service_id
    }
    fn endpoint_prefix(&self) -> &str {
        &self.endpoint_prefix
    }
    fn version(&self) -> &str {
        &self.version
    }
}

impl Index {
    /// Parses an index. `place` is the index's name in messages.
    fn parse(text: &str, place: &str) -> Result<Self, Error> {
        let invalid = |why: &dyn std::fmt::Display| {
            Error::new(format!("{place} is not an index of models: {why}; make it with make.py"))
        };
        let mut index: Self = serde_json::from_str(text).map_err(|error| invalid(&error))?;
        for entry in &mut index.models {
            if entry.path.is_empty() {
                entry.path = entry.default_path();
            }
            if entry.checksum().is_none() {
                return Err(invalid(&format_args!("the checksum of {} is invalid", entry.path)));
            }
            let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
            let is_name =
                |part: &str| !part.is_empty() && !part.starts_with('.') && part.chars().all(plain);
            if !entry.path.split('/').all(is_name) || !entry.path.ends_with(".json") {
                return Err(invalid(&format_args!("the path {} is invalid", entry.path)));
            }
        }
        Ok(index)
    }
}

/// The models of an index, and the cache of the downloaded ones.
#[derive(Debug)]
pub struct Published {
    index: Index,
    /// The URL of the folder that has the models.
    source: String,
    /// Whether this is the index of this build.
    is_built_in: bool,
    cache: Cache,
    notes: Vec<String>,
}

impl Published {
    /// The models that AWS publishes, by the index of this build.
    pub fn built_in() -> Result<Self, Error> {
        let index = Index::parse(BUILT_IN, "the index of this build")?;
        let source = folder_url(&index.source)?;
        Ok(Self { index, source, is_built_in: true, cache: Cache::open()?, notes: Vec::new() })
    }

    /// The models of the index at a URL. If the server cannot be reached, the stored index is used.
    pub fn at(url: &str) -> Result<Self, Error> {
        let source = folder_url(url)?;
        let cache = Cache::open()?;
        let url = format!("{source}{FILE}");
        let shown = without_secrets(&url);
        let (index, notes) = match download(&url, FILE) {
            Ok(bytes) => {
                let text = String::from_utf8(bytes)
                    .map_err(|_| Error::new(format!("{shown} is not UTF-8")))?;
                let index = Index::parse(&text, &shown)?;
                cache.put_index(&source, &text)?;
                (index, Vec::new())
            }
            Err(error) => {
                let Some(text) = cache.index(&source) else { return Err(error) };
                let index = Index::parse(&text, &format!("{error}; the stored index"))?;
                (index, vec![format!("{error}; used the stored index")])
            }
        };
        Ok(Self { index, source, is_built_in: false, cache, notes })
    }

    /// The model of the service with this name, from the cache or else downloaded.
    pub fn find(&self, name: &str) -> Result<Found, Error> {
        let (place, advice) = match self.is_built_in {
            true => ("the index of this build".to_owned(), NEWER),
            false => (without_secrets(&self.source), ""),
        };
        let (entry, notes) = names::choose(name, &self.index.models, &place, advice)?;
        self.get(entry, notes)
    }

    /// The model in the file with this name. `None` if the index does not have it.
    pub fn find_file(&self, file: &str) -> Result<Option<Found>, Error> {
        let entry = self.index.models.iter().find(|entry| entry.file() == file);
        entry.map(|entry| self.get(entry, Vec::new())).transpose()
    }

    /// A model, from the cache or else downloaded.
    fn get(&self, entry: &Entry, notes: Vec<String>) -> Result<Found, Error> {
        let sum = entry.checksum().unwrap_or_default();
        let path = match self.cache.get(sum, entry.file()) {
            Some(path) => path,
            None => self.download(entry, sum)?,
        };
        let notes = self.notes.iter().cloned().chain(notes).collect();
        Ok(Found { path, service_id: entry.name(), notes })
    }

    /// Downloads a model, checks it and stores it.
    fn download(&self, entry: &Entry, sum: &str) -> Result<std::path::PathBuf, Error> {
        let url = format!("{}{}", self.source, entry.path);
        let bytes = download(&url, entry.file()).map_err(|error| {
            Error::new(format!("{error}; without a network, name a folder with `--models DIR`"))
        })?;
        let actual = checksum(&bytes, sum);
        let text = String::from_utf8(bytes).ok().filter(|_| actual == sum);
        let Some(text) = text else {
            let remedy = match self.is_built_in {
                true => "run the command again, or name a folder of models with `--models DIR`",
                false => "make the index of the server again with make.py",
            };
            return Err(Error::new(format!(
                "{} has the checksum {actual}, but the index has {sum}; nothing was stored; {remedy}",
                without_secrets(&url),
            )));
        };
        self.cache.put(sum, entry.file(), &text)
    }
}

#[cfg(test)]
mod tests;
