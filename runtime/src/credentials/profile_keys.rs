//! [`ProfileKeys`]: keys in a profile that other programs may replace.

use std::sync::{Mutex, PoisonError};

use super::plan::{Source, keys};
use crate::files;
use crate::profile::{FileKind, MAX_FILE_BYTES, Place, ProfileFile, Profiles};
use crate::types::{Credentials, CredentialsFuture, ProvideCredentials};

/// The keys of a profile. If a service rejects them as expired, the file is read again, so that
/// this process need not be restarted after a new login or a key rotation.
pub(super) struct ProfileKeys {
    profile: String,
    /// The file and the line of the keys.
    place: Place,
    state: Mutex<State>,
}

struct State {
    current: Credentials,
    refused: bool,
}

impl ProfileKeys {
    pub(super) fn new(profile: &str, place: &Place, current: Credentials) -> Self {
        let state = Mutex::new(State { current, refused: false });
        Self { profile: profile.to_owned(), place: place.clone(), state }
    }

    /// Reads the keys from the file again. `None` if the file has no keys.
    fn read(&self) -> Option<Credentials> {
        let path = self.place.file();
        let text = files::read(path, MAX_FILE_BYTES).ok()?;
        let file = Some(ProfileFile { path, text: &text });
        let profiles = match self.place.kind() {
            FileKind::Config => Profiles::read(file, None),
            FileKind::Credentials => Profiles::read(None, file),
        };
        match keys(profiles.ok()?.profile(&self.profile)?) {
            Ok(Some(Source::Keys { credentials, .. })) => Some(credentials),
            _ => None,
        }
    }
}

impl ProvideCredentials for ProfileKeys {
    fn credentials(&self) -> CredentialsFuture<'_> {
        // A poisoned lock has complete credentials.
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if std::mem::take(&mut state.refused) {
            // If the file cannot be read, the old keys are kept. The service's error then tells
            // what is wrong.
            if let Some(credentials) = self.read() {
                state.current = credentials;
            }
        }
        let credentials = state.current.clone();
        Box::pin(std::future::ready(Ok(credentials)))
    }

    fn refused(&self, credentials: &Credentials) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.refused |= state.current == *credentials;
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::task::{Context, Poll, Waker};

    use super::*;

    fn write(path: &str, id: &str) {
        let text = format!(
            "[default]\nregion = eu-west-1\n[profile dev]\naws_access_key_id = {id}\n\
             aws_secret_access_key = secret\naws_session_token = token\n\
             aws_account_id = 123456789012\n"
        );
        fs::write(path, text).expect("it is written");
    }

    fn ask(keys: &ProfileKeys) -> Credentials {
        match keys.credentials().as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(Ok(credentials)) => credentials,
            other => panic!("keys are at hand: {other:?}"),
        }
    }

    #[test]
    fn keys_that_were_refused_are_read_again() {
        let path = std::env::temp_dir().join(format!("profile-keys-{}", std::process::id()));
        let path = path.to_str().expect("a path of ASCII");
        write(path, "FIRST");
        let text = fs::read_to_string(path).expect("it is there");
        let profiles = Profiles::read(Some(ProfileFile { path, text: &text }), None);
        let profiles = profiles.expect("it is understood");
        let property = profiles.profile("dev").and_then(|dev| dev.get("aws_access_key_id"));
        let place = property.expect("it is there").place();
        let first = Credentials::new("FIRST", "secret")
            .with_session_token("token")
            .with_account_id("123456789012");
        let keys = ProfileKeys::new("dev", place, first.clone());

        write(path, "SECOND");
        assert_eq!(ask(&keys), first, "nobody refused them");
        keys.refused(&Credentials::new("OTHER", "secret"));
        assert_eq!(ask(&keys), first, "others were refused");
        keys.refused(&first);
        let second = ask(&keys);
        assert_eq!(second.access_key_id(), "SECOND");
        assert_eq!(second.session_token(), Some("token"));

        // A missing or incomplete file does not remove the keys.
        for text in [None, Some("[profile dev]\naws_access_key_id = THIRD\n"), Some("rubbish")] {
            match text {
                Some(text) => fs::write(path, text).expect("it is written"),
                None => fs::remove_file(path).expect("it was there"),
            }
            keys.refused(&second);
            assert_eq!(ask(&keys), second, "{text:?}");
        }
        write(path, "THIRD");
        keys.refused(&second);
        assert_eq!(ask(&keys).access_key_id(), "THIRD");
        fs::remove_file(path).expect("it is there");
    }
}
