//! [`Node`](super::node::Node) for generated types. Each line maps a field to a member.
//!
//! This file is compiled and tested here, and copied into each generated crate. The macros name the
//! types as `operations::…`, and everything else by the imports of the module.

/// `Node` for structures.
macro_rules! structures {
    ($($name:ident { $($member:literal => $field:ident,)* } $($events:literal => $stream:ident)?)*) => {$(
        impl Node for operations::$name {
            fn from_node(node: &Value) -> Result<Self, String> {
                #[allow(unused_mut, reason = "a structure without members")]
                let mut built = Self::default();
                for (member, value) in members(node, stringify!($name))? {
                    match member.as_str() {
                        $($member => set(&mut built.$field, member, value)?,)*
                        _ => return Err(no_member(stringify!($name), member, value)),
                    }
                }
                Ok(built)
            }

            fn to_node(&self) -> Value {
                #[allow(unused_mut, reason = "a structure without members")]
                let mut members = Map::new();
                $(add(&mut members, $member, &self.$field);)*
                Value::Object(members)
            }

            $(fn take_events(&mut self) -> Option<(&'static str, Value)> {
                Some(($events, events(&mut self.$stream)))
            })?
        }
    )*};
}

/// `Node` for the enums of event streams: an object with one member. The first events are documents, the
/// others have members of their own.
macro_rules! event_unions {
    ($($name:ident {
        $($documents:literal => $document:ident,)*
    } {
        $($events:literal => $event:ident { $($member:literal => $field:ident,)* },)*
    } $unknown:ident)*) => {$(
        impl Node for operations::$name {
            fn from_node(node: &Value) -> Result<Self, String> {
                let (event, value) = only_member(node, stringify!($name))?;
                Ok(match event {
                    $($documents => Self::$document(Node::from_node(value)?),)*
                    $($events => {
                        let members = members(value, event)?;
                        let known: &[&str] = &[$($member),*];
                        if let Some((name, value)) =
                            members.iter().find(|(name, _)| !known.contains(&name.as_str()))
                        {
                            return Err(no_member(event, name, value));
                        }
                        Self::$event { $($field: member(members, $member)?,)* }
                    })*
                    _ => return Err(no_member(stringify!($name), event, value)),
                })
            }

            fn to_node(&self) -> Value {
                let (event, value) = match self {
                    $(Self::$document(value) => ($documents, value.to_node()),)*
                    $(Self::$event { $($field),* } => {
                        #[allow(unused_mut, reason = "an event without members")]
                        let mut members = Map::new();
                        $(add(&mut members, $member, $field);)*
                        ($events, Value::Object(members))
                    })*
                    Self::$unknown(event) => ("an event that is not in the model", event.to_node()),
                };
                Value::Object(Map::from_iter([(event.to_owned(), value)]))
            }
        }
    )*};
}

/// `Node` for unions: an object with one member. `"unit"` marks a member of the unit type.
macro_rules! unions {
    ($($name:ident { $($member:literal => $variant:ident $($unit:literal)?,)* } $unknown:ident)*) => {$(
        impl Node for operations::$name {
            fn from_node(node: &Value) -> Result<Self, String> {
                let (member, value) = only_member(node, stringify!($name))?;
                Ok(match member {
                    $($member => unions!(@from $variant value $($unit)?),)*
                    _ => Self::$unknown(member.to_owned(), Node::from_node(value)?),
                })
            }

            fn to_node(&self) -> Value {
                let (member, value) = match self {
                    $(unions!(@pattern $variant value $($unit)?) => {
                        ($member, unions!(@to value $($unit)?))
                    })*
                    Self::$unknown(member, value) => (member.as_str(), value.to_node()),
                };
                Value::Object(Map::from_iter([(member.to_owned(), value)]))
            }
        }
    )*};
    (@from $variant:ident $value:ident) => { Self::$variant(Node::from_node($value)?) };
    (@from $variant:ident $value:ident $unit:literal) => { Self::$variant };
    (@pattern $variant:ident $value:ident) => { Self::$variant($value) };
    (@pattern $variant:ident $value:ident $unit:literal) => { Self::$variant };
    (@to $value:ident) => { $value.to_node() };
    (@to $value:ident $unit:literal) => { Value::Object(Map::new()) };
}

/// `Node` for string enums, by their values.
macro_rules! text_enums {
    ($($name:ident)*) => {$(
        impl Node for operations::$name {
            fn from_node(node: &Value) -> Result<Self, String> {
                String::from_node(node).map(Self::from)
            }

            fn to_node(&self) -> Value {
                Value::from(self.as_str())
            }
        }

        impl Key for operations::$name {
            fn from_key(key: &str) -> Self {
                Self::from(key)
            }

            fn key(&self) -> String {
                self.as_str().to_owned()
            }
        }
    )*};
}

/// `Node` for integer enums, by their values.
macro_rules! int_enums {
    ($($name:ident)*) => {$(
        impl Node for operations::$name {
            fn from_node(node: &Value) -> Result<Self, String> {
                i32::from_node(node).map(Self::from)
            }

            fn to_node(&self) -> Value {
                Value::from(self.value())
            }
        }
    )*};
}

/// `Exception` for error enums of operations, by the absolute names of the shapes.
macro_rules! errors {
    ($($name:ident { $($shape:literal => $variant:ident($ty:ident),)* } $other:ident)*) => {$(
        impl Exception for operations::$name {
            fn exception(&self) -> Option<(&'static str, Value)> {
                match self {
                    $(Self::$variant(members) => Some(($shape, members.to_node())),)*
                    Self::$other(_) => None,
                }
            }

            fn normal(shape: &str, node: &Value) -> Option<Result<Value, String>> {
                match shape {
                    $($shape => Some(normal::<operations::$ty>(node)),)*
                    _ => None,
                }
            }
        }
    )*};
}

pub(crate) use {errors, event_unions, int_enums, structures, text_enums, unions};
