//! The token of a session, in the file that `aws sso login` writes and all programs share.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use ring::rand::{SecureRandom as _, SystemRandom};
use zeroize::{Zeroize as _, Zeroizing};

use crate::files;
use crate::types::{Document, Timestamp, hex};
use crate::wire::protocol::memory::MAX_MEMORY;
use crate::wire::protocol::{Payload, json};

/// A session's token, and the values to renew it.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub access_token: Zeroizing<String>,
    pub expires_at: SystemTime,
    pub renewal: Option<Renewal>,
}

/// The input of CreateToken.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Renewal {
    pub client_id: String,
    pub client_secret: Zeroizing<String>,
    pub refresh_token: Zeroizing<String>,
    /// When the client registration of `aws sso login` expires.
    pub registration_expires_at: Option<SystemTime>,
}

/// The token file of a session.
pub(super) struct Cache {
    path: PathBuf,
}

/// Why there is no token.
pub(super) enum NoToken {
    /// The file does not exist: the user has not signed in.
    Missing,
    /// The file is not valid. Contains the problem.
    Wrong(String),
}

impl Cache {
    /// The token file in this folder for the session with this name or start URL.
    pub(super) fn new(folder: &Path, name: &str) -> Self {
        let name = hex(digest(&SHA1_FOR_LEGACY_USE_ONLY, name.as_bytes()).as_ref());
        Self { path: folder.join(format!("{name}.json")) }
    }

    pub(super) fn shown(&self) -> String {
        self.path.display().to_string()
    }

    pub(super) fn load(&self) -> Result<Token, NoToken> {
        let wrong = |why: &str| NoToken::Wrong(format!("{}: {why}", self.shown()));
        if !self.path.exists() {
            return Err(NoToken::Missing);
        }
        let document = self.document().map_err(|why| wrong(&why))?;
        let text = |name: &str| document.text(name);
        let access_token = text("accessToken").ok_or_else(|| wrong("it has no accessToken"))?;
        let expires_at = text("expiresAt").ok_or_else(|| wrong("it has no expiresAt"))?;
        let expires_at = time(&expires_at).ok_or_else(|| wrong("its expiresAt is not a time"))?;
        let renewal = match (text("clientId"), text("clientSecret"), text("refreshToken")) {
            (Some(client_id), Some(client_secret), Some(refresh_token)) => Some(Renewal {
                client_id: client_id.to_string(),
                client_secret,
                refresh_token,
                registration_expires_at: text("registrationExpiresAt").and_then(|text| time(&text)),
            }),
            _ => None,
        };
        Ok(Token { access_token, expires_at, renewal })
    }

    /// Writes a new token to the file, and keeps its other members. A concurrent reader sees either
    /// the complete old file or the complete new file.
    pub(super) fn store(&self, token: &Token) -> Result<(), String> {
        let mut document = self.document()?;
        let expires_at = Timestamp::from(token.expires_at).epoch_seconds();
        let expires_at = Timestamp::from_epoch_seconds(expires_at).to_string();
        document.set("accessToken", &token.access_token);
        document.set("expiresAt", &expires_at);
        if let Some(renewal) = &token.renewal {
            document.set("refreshToken", &renewal.refresh_token);
        }
        let json = match json::payload(&document.0).map_err(|error| error.to_string())? {
            Payload::Document(json) => Zeroizing::new(json),
            _ => return Err("it is not an object".to_owned()),
        };
        self.replace(&json).map_err(|error| error.to_string())
    }

    /// Writes a temporary file that only its owner can read, then renames it.
    fn replace(&self, json: &[u8]) -> io::Result<()> {
        let mut random = [0; 8];
        SystemRandom::new().fill(&mut random).map_err(|_| io::Error::other("no random numbers"))?;
        let beside = self.path.with_extension(format!("{}.tmp", hex(&random)));
        let write = || {
            let mut options = OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let mut file = options.open(&beside)?;
            file.write_all(json)?;
            file.sync_all()?;
            drop(file);
            fs::rename(&beside, &self.path)
        };
        write().inspect_err(|_| drop(fs::remove_file(&beside)))
    }

    fn document(&self) -> Result<Wiped, String> {
        let text = files::read(&self.path.to_string_lossy(), files::MAX_TOKEN_BYTES);
        let text = text.map_err(|why| why.to_string())?;
        match json::from_slice::<Document>(text.as_bytes(), MAX_MEMORY) {
            Ok(document @ Document::Object(_)) => Ok(Wiped(document)),
            Ok(document) => {
                drop(Wiped(document));
                Err("it is not a JSON object".to_owned())
            }
            Err(error) => Err(error.to_string()),
        }
    }
}

/// The file's document. It is wiped on drop.
struct Wiped(Document);

impl Wiped {
    fn text(&self, name: &str) -> Option<Zeroizing<String>> {
        let text = self.0.get(name)?.as_str()?;
        (!text.is_empty()).then(|| Zeroizing::new(text.to_owned()))
    }

    fn set(&mut self, name: &str, text: &str) {
        if let Document::Object(members) = &mut self.0 {
            let old = members.insert(name.to_owned(), Document::from(text));
            drop(old.map(Wiped));
        }
    }
}

impl Drop for Wiped {
    fn drop(&mut self) {
        wipe(&mut self.0);
    }
}

fn wipe(document: &mut Document) {
    match document {
        Document::String(text) => text.zeroize(),
        Document::Array(items) => items.iter_mut().for_each(wipe),
        Document::Object(members) => members.values_mut().for_each(wipe),
        _ => {}
    }
}

fn time(text: &str) -> Option<SystemTime> {
    text.parse::<Timestamp>().ok().map(SystemTime::from)
}
