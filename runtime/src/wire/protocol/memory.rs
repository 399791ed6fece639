//! [`Memory`]: how much of it a decoded body may take.

use std::cell::Cell;

use super::error::Error;

/// How many bytes the items of lists and the entries of maps may take, unless set: 512 MiB.
pub(crate) const MAX_MEMORY: usize = 512 * 1024 * 1024;

/// The entries of a node of a `BTreeMap`: its first entry makes room for so many.
pub(crate) const NODE: usize = 11;

/// The memory that may still be taken.
pub(crate) struct Memory(Cell<usize>);

impl Memory {
    pub(crate) fn new(bytes: usize) -> Self {
        Self(Cell::new(bytes))
    }

    /// Counts what the next item or entry takes, before it is read.
    #[inline]
    pub(crate) fn take(&self, bytes: usize) -> Result<(), Error> {
        match self.0.get().checked_sub(bytes) {
            Some(left) => {
                self.0.set(left);
                Ok(())
            }
            None => Err(too_large()),
        }
    }
}

#[cold]
fn too_large() -> Error {
    Error::new(
        "the decoded value takes more memory than allowed; raise `max_decoded_bytes` of the config",
    )
}
