//! The command line.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

pub const USAGE: &str = "usage: s3cp FILE s3://BUCKET/KEY
       s3cp s3://BUCKET/KEY FILE
       s3cp ls s3://BUCKET[/PREFIX]
       s3cp                          copies a file to a local server and back, without an AWS account

options: --endpoint-url URL   the URL of a server other than S3, such as MinIO
         --part-size MIB      the size of a part in MiB; the default is 8
         --concurrency N      the number of parts copied at once; the default is 8";

pub struct Arguments {
    pub task: Task,
    pub endpoint_url: Option<String>,
    pub settings: Settings,
}

pub enum Task {
    Help,
    Upload {
        file: PathBuf,
        object: Object,
    },
    Download {
        object: Object,
        file: PathBuf,
    },
    List(Object),
    /// Without arguments: a copy to a local server and back.
    Trial,
}

/// The settings of a copy in parts. `None` means the default of `aws_operation::s3`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Settings {
    /// The size of a part in bytes.
    pub part_size: Option<u64>,
    pub concurrency: Option<usize>,
}

/// The address of an object, or of all objects whose keys begin with `key`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    pub bucket: String,
    pub key: String,
}

impl FromStr for Object {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let rest = text.strip_prefix("s3://").unwrap_or_default();
        let (bucket, key) = rest.split_once('/').unwrap_or((rest, ""));
        if bucket.is_empty() {
            return Err(format!("`{text}` is not s3://BUCKET/KEY"));
        }
        Ok(Self { bucket: bucket.to_owned(), key: key.to_owned() })
    }
}

impl fmt::Display for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "s3://{}/{}", self.bucket, self.key)
    }
}

impl Arguments {
    pub fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut endpoint_url = None;
        let mut settings = Settings::default();
        let mut words = Vec::new();
        while let Some(argument) = arguments.next() {
            let mut value =
                || arguments.next().ok_or_else(|| format!("`{argument}` needs a value\n\n{USAGE}"));
            match argument.as_str() {
                "--endpoint-url" => endpoint_url = Some(value()?),
                "--part-size" => {
                    let mebibytes: u64 = number(&argument, &value()?)?;
                    settings.part_size = Some(mebibytes.saturating_mul(1024 * 1024));
                }
                "--concurrency" => settings.concurrency = Some(number(&argument, &value()?)?),
                "--help" | "-h" => return Ok(Self { task: Task::Help, endpoint_url, settings }),
                option if option.starts_with("--") => {
                    return Err(format!("unknown option `{option}`\n\n{USAGE}"));
                }
                _ => words.push(argument),
            }
        }
        let task = task(&words)?;
        Ok(Self { task, endpoint_url, settings })
    }
}

fn task(words: &[String]) -> Result<Task, String> {
    let is_remote = |word: &str| word.starts_with("s3://");
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        [] => Ok(Task::Trial),
        ["ls", prefix] => Ok(Task::List(prefix.parse()?)),
        [from, to] if is_remote(from) && !is_remote(to) => {
            let object: Object = from.parse()?;
            if object.key.is_empty() || object.key.ends_with('/') {
                return Err(format!("the key is missing in `{from}`"));
            }
            let mut file = PathBuf::from(to);
            if file.is_dir() {
                file.push(object.key.rsplit('/').next().unwrap_or_default());
            }
            Ok(Task::Download { object, file })
        }
        [from, to] if is_remote(to) && !is_remote(from) => {
            let mut object: Object = to.parse()?;
            let file = PathBuf::from(from);
            if object.key.is_empty() || object.key.ends_with('/') {
                let name = file.file_name().ok_or_else(|| format!("`{from}` is not a file"))?;
                object.key += &name.to_string_lossy();
            }
            Ok(Task::Upload { file, object })
        }
        [from, to] if is_remote(from) && is_remote(to) => {
            Err(format!("copies from S3 to S3 are not supported\n\n{USAGE}"))
        }
        [_, _] => Err(format!("one of the two must be s3://BUCKET/KEY\n\n{USAGE}")),
        _ => Err(format!("wrong number of arguments\n\n{USAGE}")),
    }
}

fn number<T: FromStr>(option: &str, text: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("`{option} {text}`: invalid number"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Arguments, String> {
        Arguments::parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn the_order_of_arguments_selects_upload_or_download() {
        let Ok(Arguments { task: Task::Upload { file, object }, .. }) =
            parse("film.mp4 s3://films/2026/")
        else {
            panic!("an upload")
        };
        assert_eq!(
            (file, object.to_string()),
            ("film.mp4".into(), "s3://films/2026/film.mp4".into())
        );

        let Ok(Arguments { task: Task::Download { file, object }, settings, .. }) =
            parse("s3://films/a/b.mp4 --part-size 16 --concurrency 2 b.mp4")
        else {
            panic!("a download")
        };
        assert_eq!((file, object.to_string()), ("b.mp4".into(), "s3://films/a/b.mp4".into()));
        let (part_size, concurrency) = (Some(16 * 1024 * 1024), Some(2));
        assert_eq!(settings, Settings { part_size, concurrency });
    }

    #[test]
    fn a_list_needs_no_key() {
        for (line, expected) in
            [("ls s3://films", "s3://films/"), ("ls s3://films/a", "s3://films/a")]
        {
            let Ok(Arguments { task: Task::List(prefix), .. }) = parse(line) else {
                panic!("a list")
            };
            assert_eq!(prefix.to_string(), expected);
        }
    }

    #[test]
    fn wrong_arguments_are_explained() {
        for (line, expected) in [
            ("a b", "one of the two must be s3://BUCKET/KEY"),
            ("ls", "wrong number of arguments"),
            ("s3://a/b s3://a/c", "copies from S3 to S3 are not supported"),
            ("a s3://", "`s3://` is not s3://BUCKET/KEY"),
            ("ls films", "`films` is not s3://BUCKET/KEY"),
            ("s3://films/ a", "the key is missing in `s3://films/`"),
            ("a s3://b/c --part-size x", "`--part-size x`: invalid number"),
            ("a s3://b/c --parts 3", "unknown option `--parts`"),
            ("a s3://b/c --endpoint-url", "`--endpoint-url` needs a value"),
        ] {
            let Err(error) = parse(line) else { panic!("{line} is accepted") };
            assert!(error.starts_with(expected), "{line}: {error}");
        }
    }
}
