//! Finds the model of a service by its name: in a folder, in a file, or in an index of published
//! models, which are downloaded once.

mod cache;
mod checksum;
mod cli_names;
mod download;
mod folder;
mod index;
mod names;

use std::path::{Path, PathBuf};

use folder::ModelFile;
use index::Published;
use names::Named;

use crate::Error;

/// The environment variable that replaces the option `--models`.
const VARIABLE: &str = "AWS_OPERATION_MODELS";

/// Where models are found.
#[derive(Debug)]
pub enum Models {
    /// A folder, with its subfolders.
    Folder(PathBuf),
    /// A model.
    File(PathBuf),
    /// The models of an index.
    Published(Published),
}

/// The model of a service.
#[derive(Debug)]
pub struct Found {
    /// The file, which may be in the cache.
    pub path: PathBuf,
    /// The service's `sdkId`, such as `Secrets Manager`. Empty if the file was chosen by its name.
    pub service_id: String,
    /// Notes for the user about the choice.
    pub notes: Vec<String>,
}

impl Found {
    /// The model in this file, chosen by the file's name.
    pub fn file(path: PathBuf) -> Self {
        Self { path, service_id: String::new(), notes: Vec::new() }
    }
}

impl Models {
    /// The place that the option names, or else the environment variable, or else the models that
    /// AWS publishes.
    ///
    /// # Errors
    ///
    /// The place does not exist, or its index cannot be read.
    pub fn open(option: Option<&str>) -> Result<Self, Error> {
        let variable = std::env::var(VARIABLE).ok().filter(|place| !place.is_empty());
        let Some(place) = option.map(str::to_owned).or(variable) else {
            return Ok(Self::Published(Published::built_in()?));
        };
        if place.contains("://") {
            return Ok(Self::Published(Published::at(&place)?));
        }
        let path = PathBuf::from(&place);
        match std::fs::metadata(&path) {
            Ok(metadata) if metadata.is_dir() => Ok(Self::Folder(path)),
            Ok(_) => Ok(Self::File(path)),
            Err(error) => Err(Error::new(format!(
                "cannot read the models in {place}: {error}; name a folder with `--models DIR`"
            ))),
        }
    }

    /// The model of the service with this name: its `sdkId`, its name in AWS's command line, its
    /// endpoint prefix, or the name of the model's file. Case and punctuation are ignored.
    ///
    /// # Errors
    ///
    /// No service has the name, several have it, or the model cannot be read.
    pub fn find(&self, name: &str) -> Result<Found, Error> {
        match self {
            Self::Folder(folder) => {
                let models = folder::models(folder, name)?;
                let (chosen, notes) = choose(name, &models, folder)?;
                Ok(Found { path: chosen.path.clone(), service_id: chosen.name(), notes })
            }
            Self::File(path) => {
                let models = [folder::identify(path)?];
                let (chosen, notes) = choose(name, &models, path)?;
                Ok(Found { path: path.clone(), service_id: chosen.name(), notes })
            }
            Self::Published(published) => published.find(name),
        }
    }

    /// The model in the file with this name, such as `s3-2006-03-01.json`, or else the newest model
    /// of the service in the file's name.
    ///
    /// # Errors
    ///
    /// There is no such model, or it cannot be read.
    pub fn find_file(&self, file: &str) -> Result<Found, Error> {
        let found = match self {
            Self::Folder(folder) => {
                let mut files = folder::files(folder)?.into_iter();
                files.find(|path| is_named(path, file)).map(Found::file)
            }
            Self::File(_) => None,
            Self::Published(published) => published.find_file(file)?,
        };
        found.map_or_else(|| self.find(names::without_version(file)), Ok)
    }
}

/// The model among those of a folder or file.
fn choose<'a>(
    name: &str,
    models: &'a [ModelFile],
    place: &Path,
) -> Result<(&'a ModelFile, Vec<String>), Error> {
    let advice = if models.is_empty() {
        "a model is a file such as `s3-2006-03-01.json` of github.com/aws/api-models-aws"
    } else {
        ""
    };
    names::choose(name, models, &place.display().to_string(), advice)
}

/// Whether an argument is a file rather than the name of a service.
pub fn is_path(name: &str) -> bool {
    name.ends_with(".json") || name.contains(['/', '\\']) || Path::new(name).exists()
}

fn is_named(path: &Path, file: &str) -> bool {
    path.file_name().is_some_and(|name| name == file)
}
