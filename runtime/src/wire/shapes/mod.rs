//! What structures, unions and enums under our attributes share: the half of their serde impls
//! that does not depend on the type.

pub(crate) mod open_enum;
pub(crate) mod structure;
pub(crate) mod union;
