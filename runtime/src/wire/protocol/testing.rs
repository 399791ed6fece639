//! Declares structures with facts as generated code does, for the formats' tests.

/// Declares a structure. Each member has a field, a type, a wire name and facts.
macro_rules! structure {
    ($name:ident = $type_name:literal { $($field:ident: $type:ty = $wire:literal $(, $facts:literal)?;)* }) => {
        #[derive(Debug, Default, Clone, PartialEq)]
        struct $name {
            $($field: $type,)*
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                #[allow(unused_imports, reason = "a structure may have no members")]
                use serde::ser::SerializeStruct as _;
                #[allow(unused_mut, reason = "a structure may have no members")]
                let mut structure = serializer.serialize_struct($type_name, 0)?;
                $(
                    let value = &self.$field;
                    $(let value = &crate::wire::protocol::with_facts::WithFacts(
                        value,
                        concat!("$aws_operation::Xml\n", $facts),
                    );)?
                    structure.serialize_field($wire, value)?;
                )*
                structure.end()
            }
        }

        impl<'de> crate::wire::shapes::structure::Structure<'de> for $name {
            const NAME: &'static str = stringify!($name);
            const NAMES: &'static [&'static str] = &[$($wire),*];

            fn from_members<A: serde::de::MapAccess<'de>>(
                members: &mut crate::wire::shapes::structure::StructureReader<'de, A>,
            ) -> Option<Self> {
                $(let mut $field: Option<$type> = None;)*
                while let Some(index) = members.next_member() {
                    $(if Self::NAMES[index] == $wire {
                        crate::wire::protocol::testing::read!($field, members $(, $facts)?);
                    })*
                }
                members.end()?;
                Some(Self {
                    $($field: match $field {
                        Some(value) => value,
                        None => members.missing(stringify!($field))?,
                    },)*
                })
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::wire::shapes::structure::deserialize_structure(deserializer)
            }
        }
    };
}

macro_rules! read {
    ($slot:ident, $members:ident) => {
        $members.read_slot(&mut $slot)
    };
    ($slot:ident, $members:ident, $facts:literal) => {
        $members.read_slot_with_facts(&mut $slot, concat!("$aws_operation::Xml\n", $facts))
    };
}

pub(crate) use {read, structure};
