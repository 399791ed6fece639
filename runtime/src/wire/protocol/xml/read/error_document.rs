//! [`ErrorDocument`]: the body of an error, in each form that services use.

use super::tree::{NONE, Tree};
use super::{Error, parser};

/// The body of an error.
///
/// | protocol | the error's element | the request id |
/// | --- | --- | --- |
/// | restXml, awsQuery | `ErrorResponse/Error` | `ErrorResponse/RequestId` |
/// | S3 | `Error` | `Error/RequestId` |
/// | ec2Query | `Response/Errors/Error` | `Response/RequestID` |
pub(crate) struct ErrorDocument<'de> {
    tree: Tree<'de>,
    error: u32,
}

impl<'de> ErrorDocument<'de> {
    /// Parses an error body that may take `memory` bytes.
    pub(crate) fn new(body: &'de [u8], memory: usize) -> Result<Self, Error> {
        let tree = parser::parse(body, memory)?;
        let error = error(&tree)?;
        Ok(Self { tree, error })
    }

    pub(crate) fn code(&self) -> Option<String> {
        self.text(self.error, &["Code"])
    }

    pub(crate) fn message(&self) -> Option<String> {
        self.text(self.error, &["Message", "message"])
    }

    pub(crate) fn request_id(&self) -> Option<String> {
        let names = &["RequestId", "RequestID", "requestId"];
        self.text(self.error, names).or_else(|| self.text(self.tree.root(), names))
    }

    /// The second request id of S3.
    pub(crate) fn extended_request_id(&self) -> Option<String> {
        self.text(self.error, &["HostId"])
    }

    fn text(&self, node: u32, names: &[&str]) -> Option<String> {
        let found = child(&self.tree, node, names)?;
        let text = self.tree.content(found);
        let text = text.trim_ascii();
        let is_text = !self.tree.has_elements(found) && !text.is_empty();
        is_text.then(|| text.to_owned())
    }
}

/// Finds the element with an error's code, message and members.
pub(super) fn error(tree: &Tree<'_>) -> Result<u32, Error> {
    let root = tree.root();
    if tree.name(root) == "Error" {
        return Ok(root);
    }
    let list = child(tree, root, &["Errors"]).unwrap_or(root);
    child(tree, list, &["Error"])
        .ok_or_else(|| Error::new("the document has no element `Error`").at(tree.offset(root)))
}

/// The first child element with one of these names.
fn child(tree: &Tree<'_>, node: u32, names: &[&str]) -> Option<u32> {
    debug_assert!(node != NONE, "the document has a root");
    tree.children(node).find(|child| names.contains(&tree.name(*child)))
}
