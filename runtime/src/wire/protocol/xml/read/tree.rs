//! A parsed document. Its elements are in one vector; their texts are slices of the input.

use std::borrow::Cow;

use super::text;
use crate::wire::protocol::memory::Memory;

/// No node. The document itself has this index, and it is never a child or sibling.
pub(super) const NONE: u32 = 0;

/// An element. Its children are a linked list. Children with the same name have a second list.
#[derive(Clone, Copy, Default)]
pub(super) struct Node {
    /// The local name, as an index into the tree's names.
    pub(super) name: u32,
    /// The position of its content in the input. The end is 0 while the element is open.
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) first_child: u32,
    pub(super) next: u32,
    /// The next sibling of the same name.
    pub(super) next_same: u32,
    /// Its first attribute, as an index into the tree's attributes.
    pub(super) attributes: u32,
    pub(super) attribute_count: u8,
    pub(super) flags: u8,
}

/// The name has a prefix.
pub(super) const PREFIXED: u8 = 1;
/// An earlier sibling has the same name.
pub(super) const REPEATED: u8 = 2;
/// The content is not plain text: it has references, carriage returns, CDATA, comments or
/// processing instructions.
pub(super) const MARKED_UP: u8 = 4;
/// The content has child elements.
pub(super) const HAS_ELEMENTS: u8 = 8;

/// An attribute other than a namespace declaration and `xsi:nil`.
pub(super) struct Attribute<'de> {
    /// The name with its prefix.
    pub(super) name: &'de str,
    pub(super) start: u32,
    pub(super) end: u32,
    /// The value has no references, and no white space except spaces.
    pub(super) plain: bool,
}

pub(super) struct Tree<'de> {
    pub(super) text: &'de str,
    pub(super) names: Vec<&'de str>,
    pub(super) nodes: Vec<Node>,
    pub(super) attributes: Vec<Attribute<'de>>,
    /// The memory that elements, list items and map entries may still take.
    pub(super) memory: Memory,
}

impl<'de> Tree<'de> {
    /// The node whose only child is the root element.
    pub(super) fn document(&self) -> u32 {
        NONE
    }

    pub(super) fn root(&self) -> u32 {
        self.node(NONE).first_child
    }

    /// An empty element. The parser adds it as the last node.
    pub(super) fn empty(&self) -> u32 {
        self.nodes.len() as u32 - 1
    }

    #[inline]
    pub(super) fn node(&self, node: u32) -> &Node {
        &self.nodes[node as usize]
    }

    /// An element's local name.
    #[inline]
    pub(super) fn name(&self, node: u32) -> &'de str {
        self.names[self.node(node).name as usize]
    }

    pub(super) fn is_repeated(&self, node: u32) -> bool {
        self.node(node).flags & REPEATED != 0
    }

    pub(super) fn is_prefixed(&self, node: u32) -> bool {
        self.node(node).flags & PREFIXED != 0
    }

    pub(super) fn has_elements(&self, node: u32) -> bool {
        self.node(node).flags & HAS_ELEMENTS != 0
    }

    /// Whether an element has neither child elements nor text.
    pub(super) fn is_empty(&self, node: u32) -> bool {
        !self.has_elements(node) && self.content(node).trim_ascii().is_empty()
    }

    /// The offset of an element's content in the input.
    pub(super) fn offset(&self, node: u32) -> usize {
        self.node(node).start as usize
    }

    pub(super) fn children(&self, node: u32) -> impl Iterator<Item = u32> + '_ {
        let first = self.node(node).first_child;
        std::iter::successors(Some(first), |child| Some(self.node(*child).next))
            .take_while(|child| *child != NONE)
    }

    /// The text of an element without child elements.
    #[inline]
    pub(super) fn content(&self, node: u32) -> Cow<'de, str> {
        let Node { start, end, flags, .. } = *self.node(node);
        let raw = self.slice(start, end);
        if flags & MARKED_UP == 0 { Cow::Borrowed(raw) } else { Cow::Owned(text::content(raw)) }
    }

    pub(super) fn attribute_value(&self, attribute: u32) -> Cow<'de, str> {
        let Attribute { start, end, plain, .. } = self.attributes[attribute as usize];
        let raw = self.slice(start, end);
        if plain { Cow::Borrowed(raw) } else { Cow::Owned(text::attribute(raw)) }
    }

    fn slice(&self, start: u32, end: u32) -> &'de str {
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }
}
