//! [`Memory`]: limits how much memory a decoded body may take.

use std::cell::Cell;

use super::error::Error;

/// How many bytes list items and map entries may take by default: 512 MiB.
pub(crate) const MAX_MEMORY: usize = 512 * 1024 * 1024;

/// How many entries a `BTreeMap` reserves memory for with its first entry: those of one node.
pub(crate) const NODE: usize = 11;

/// The memory that may still be taken.
pub(crate) struct Memory(Cell<usize>);

impl Memory {
    pub(crate) fn new(bytes: usize) -> Self {
        Self(Cell::new(bytes))
    }

    /// Counts the memory of the next item or entry before it is read.
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
