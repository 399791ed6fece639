//! The part of the serde impls of structures, unions and enums that does not depend on their type.

pub(crate) mod open_enum;
pub(crate) mod structure;
pub(crate) mod union;
