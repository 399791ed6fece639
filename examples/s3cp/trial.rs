//! A trial without an AWS account: copies a file to a server on this machine and back.

use std::env;
use std::error::Error;
use std::fs;
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process;

use aws_operation::{Client, Config, Credentials, services};
use ring::digest::{Context, SHA256};

use super::arguments::{Object, Settings};
use super::copy;
use super::local::LocalServer;
use super::operations::{CreateBucket, DeleteBucket, DeleteObject};

const FILE_SIZE: u64 = 64 * 1024 * 1024;
const ACCESS_KEY_ID: &str = "AKIDEXAMPLE";
const SECRET_ACCESS_KEY: &str = "secret";

pub async fn run(settings: &Settings) -> Result<(), Box<dyn Error>> {
    writeln!(
        io::stdout(),
        "Copying a file to SeaweedFS on this machine and back.\n\
         To copy your own files, add arguments; `--help` lists them."
    )?;
    let server = LocalServer::start(ACCESS_KEY_ID, SECRET_ACCESS_KEY)?;
    let endpoint = server.endpoint();
    writeln!(io::stdout(), "SeaweedFS verifies signatures and checksums at {endpoint}.\n")?;
    let folder = Folder::create()?;
    let config = Config::builder()
        .region("us-east-1")
        .credentials(Credentials::new(ACCESS_KEY_ID, SECRET_ACCESS_KEY))
        .endpoint_url(endpoint)
        .build()?;
    let s3 = Client::new(&config, services::S3);

    let (original, copied) = (folder.0.join("original.bin"), folder.0.join("copied.bin"));
    let object = Object { bucket: "trial".to_owned(), key: "folder/a file + 1%.bin".to_owned() };
    write(&original)?;
    s3.send(CreateBucket { bucket: object.bucket.clone() }).await?;
    copy::upload(&s3, &original, &object, settings).await?;
    copy::list(&s3, &Object { key: "folder/".to_owned(), ..object.clone() }).await?;
    copy::download(&s3, &object, &copied, settings).await?;
    if digest(&original)? != digest(&copied)? {
        return Err("the copy differs from the original".into());
    }
    writeln!(io::stdout(), "The copy is equal to the original.")?;
    let Object { bucket, key } = object;
    s3.send(DeleteObject { bucket: bucket.clone(), key }).await?;
    s3.send(DeleteBucket { bucket }).await?;
    writeln!(io::stdout(), "The object, the bucket and both files are removed.")?;
    Ok(())
}

/// A folder that is removed when this value is dropped.
struct Folder(PathBuf);

impl Folder {
    fn create() -> Result<Self, Box<dyn Error>> {
        let path = env::temp_dir().join(format!("s3cp-{}", process::id()));
        fs::create_dir(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Writes a file in which no two parts are equal.
fn write(path: &Path) -> Result<(), Box<dyn Error>> {
    let mut file = BufWriter::new(fs::File::create(path)?);
    for number in 0..FILE_SIZE / 8 {
        file.write_all(&number.wrapping_mul(0x9E37_79B9_7F4A_7C15).to_le_bytes())?;
    }
    Ok(file.flush()?)
}

fn digest(path: &Path) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut context = Context::new(&SHA256);
    context.update(&fs::read(path)?);
    Ok(context.finish().as_ref().to_owned())
}
