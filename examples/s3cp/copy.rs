//! Uploads, downloads and lists.

use std::error::Error;
use std::io::{self, Write as _};
use std::path::Path;

use aws_operation::{ByteStream, Client, s3};

use super::arguments::{Object, Settings};
use super::operations::ListObjectsV2;
use super::progress::{new_bar, show_on};

pub async fn upload(
    client: &Client,
    file: &Path,
    object: &Object,
    settings: &Settings,
) -> Result<(), Box<dyn Error>> {
    let body = ByteStream::from_path(file).await?;
    let bar = new_bar();
    let mut upload =
        s3::upload(client, &*object.bucket, &*object.key, body).on_progress(show_on(&bar));
    if let Some(bytes) = settings.part_size {
        upload = upload.part_size(bytes);
    }
    if let Some(parts) = settings.concurrency {
        upload = upload.concurrency(parts);
    }
    let uploaded = upload.await;
    bar.finish_and_clear();
    let uploaded = uploaded?;
    let parts = match uploaded.parts {
        0 => String::new(),
        parts => format!(" in {parts} parts"),
    };
    let bytes = uploaded.bytes;
    Ok(writeln!(io::stdout(), "{} -> {object}: {bytes} bytes{parts}", file.display())?)
}

pub async fn download(
    client: &Client,
    object: &Object,
    file: &Path,
    settings: &Settings,
) -> Result<(), Box<dyn Error>> {
    let bar = new_bar();
    let mut download =
        s3::download(client, &*object.bucket, &*object.key).on_progress(show_on(&bar));
    if let Some(bytes) = settings.part_size {
        download = download.part_size(bytes);
    }
    if let Some(parts) = settings.concurrency {
        download = download.concurrency(parts);
    }
    let downloaded = download.to_path(file).await;
    bar.finish_and_clear();
    let bytes = downloaded?.bytes;
    Ok(writeln!(io::stdout(), "{object} -> {}: {bytes} bytes", file.display())?)
}

/// Prints the folders and objects directly below a prefix, one per line.
pub async fn list(client: &Client, prefix: &Object) -> Result<(), Box<dyn Error>> {
    let mut pages = client.pages(ListObjectsV2 {
        bucket: prefix.bucket.clone(),
        prefix: Some(prefix.key.clone()).filter(|key| !key.is_empty()),
        delimiter: Some("/".to_owned()),
        continuation_token: None,
    });
    while let Some(page) = pages.next().await {
        let page = page?;
        let mut out = io::stdout().lock();
        for folder in page.common_prefixes {
            writeln!(out, "{:>20} {:>14} {}", "", "folder", folder.prefix)?;
        }
        for object in page.contents {
            let modified = object.last_modified.map(|it| it.to_string()).unwrap_or_default();
            writeln!(out, "{modified:>20} {:>14} {}", object.size, object.key)?;
        }
    }
    Ok(())
}
