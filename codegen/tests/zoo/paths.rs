// Made by aws-operation 0.1.0 from a.paths#Paths (2026-01-01):
//
//     aws-operation generate paths.json --all
//
// Run it again rather than editing this file.
//
//     checksum cb706be42496d76a

use std::collections::BTreeMap;

use aws_operation::{EndpointRules, Service};

use aws_operation::{aws_enum, aws_operation, aws_structure};

/// The endpoint rules of `Paths`.
#[rustfmt::skip]
const PATHS_ENDPOINT_RULES: EndpointRules = EndpointRules::new(
    &[
        "isSet(List)",
        "isSet(Own)",
        "isSet(Static)",
        "isSet(Structure)",
        "isSet(Function)",
        "isSet(TooDeep)",
        "isSet(Nowhere)",
        "isSet(Index)",
        "isSet(Type)",
        "isSet(SelectFlattened)",
        "isSet(Recursive)",
        "isSet(SelectNested)",
        "isSet(Select)",
        "isSet(Values)",
        "isSet(ListOfListsTwice)",
        "isSet(ListOfLists)",
        "isSet(SparseList)",
        "isSet(OfMap)",
        "isSet(KeysOfEnum)",
        "isSet(Keys)",
        "isSet(FlattenedTwice)",
        "isSet(Flattened)",
        "isSet(Selected)",
        "isSet(Wildcard)",
        "isSet(Kind)",
        "isSet(Flag)",
        "isSet(Deep)",
        "isSet(Optional)",
        "isSet(Scalar)",
    ],
    &[
        "https://paths.example.com",
        "https://list.example.com",
        "https://own.example.com",
        "https://static.example.com",
        "https://structure.example.com",
        "https://function.example.com",
        "https://toodeep.example.com",
        "https://nowhere.example.com",
        "https://index.example.com",
        "https://type.example.com",
        "https://selectflattened.example.com",
        "https://recursive.example.com",
        "https://selectnested.example.com",
        "https://select.example.com",
        "https://values.example.com",
        "https://listofliststwice.example.com",
        "https://listoflists.example.com",
        "https://sparselist.example.com",
        "https://ofmap.example.com",
        "https://keysofenum.example.com",
        "https://keys.example.com",
        "https://flattenedtwice.example.com",
        "https://flattened.example.com",
        "https://selected.example.com",
        "https://wildcard.example.com",
        "https://kind.example.com",
        "https://flag.example.com",
        "https://deep.example.com",
        "https://optional.example.com",
        "https://scalar.example.com",
    ],
    &[
        [0, -2, -1], [1, -3, 0], [2, -4, 1], [3, -5, 2], [4, -6, 3], [5, -7, 4], [6, -8, 5],
        [7, -9, 6], [8, -10, 7], [9, -11, 8], [10, -12, 9], [11, -13, 10], [12, -14, 11],
        [13, -15, 12], [14, -16, 13], [15, -17, 14], [16, -18, 15], [17, -19, 16], [18, -20, 17],
        [19, -21, 18], [20, -22, 19], [21, -23, 20], [22, -24, 21], [23, -25, 22], [24, -26, 23],
        [25, -27, 24], [26, -28, 25], [27, -29, 26], [28, -30, 27],
    ],
)
.call_parameters(&["Deep", "Flag", "Flattened", "FlattenedTwice", "Function", "Index", "Keys", "KeysOfEnum", "Kind", "List", "ListOfLists", "ListOfListsTwice", "Nowhere", "OfMap", "Optional", "Own", "Recursive", "Scalar", "Select", "SelectFlattened", "SelectNested", "Selected", "SparseList", "Static", "Structure", "TooDeep", "Type", "Values", "Wildcard"]);

pub const PATHS: Service = Service::new("paths")
    .service_id("Paths")
    .endpoint_prefix("paths")
    .endpoint_rules(&PATHS_ENDPOINT_RULES)
    .target_prefix("Paths");

#[aws_operation(protocol = "awsJson1_0", rename_all = "PascalCase",
    static_context_params(List = ["a", "b"], Static = "fixed"),
    operation_context_params(
        Deep = Self::deep,
        Flag = Self::flag,
        Flattened = Self::flattened,
        FlattenedTwice = Self::flattened_twice,
        Keys = Self::keys,
        KeysOfEnum = Self::keys_of_enum,
        Kind = Self::kind,
        ListOfLists = Self::list_of_lists,
        ListOfListsTwice = Self::list_of_lists_twice,
        OfMap = Self::of_map,
        Optional = Self::optional,
        Recursive = Self::recursive,
        Scalar = Self::scalar,
        Select = Self::select,
        SelectFlattened = Self::select_flattened,
        SelectNested = Self::select_nested,
        Selected = Self::selected,
        SparseList = Self::sparse_list,
        Type = Self::r#type,
        Values = Self::values,
        Wildcard = Self::wildcard,
    ))]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Do {
    pub name: String,
    pub label: Option<String>,
    pub nested: Option<Nested>,
    pub items: Vec<Item>,
    pub sparse: Option<Vec<Option<String>>>,
    pub lists: Option<Vec<Vec<String>>>,
    pub table: Option<BTreeMap<String, Item>>,
    #[body("values")]
    pub values: Option<Vec<String>>,
    #[body("type")]
    pub r#type: Option<String>,
    #[context_param("Own")]
    pub owner: Option<String>,
    pub other: Option<String>,
}

impl Do {
    /// The endpoint parameter `Deep`.
    fn deep(&self) -> Option<&str> {
        let nested = self.nested.as_ref()?;
        Some(nested.name.as_str())
    }

    /// The endpoint parameter `Flag`.
    fn flag(&self) -> Option<bool> {
        let nested = self.nested.as_ref()?;
        let flag = nested.flag.as_ref()?;
        Some(*flag)
    }

    /// The endpoint parameter `Flattened`.
    fn flattened(&self) -> Vec<&str> {
        let mut values = Vec::new();
        for item in &self.items {
            if let Some(names) = &item.names {
                for item in names {
                    values.push(item.as_str());
                }
            }
        }
        values
    }

    /// The endpoint parameter `FlattenedTwice`.
    fn flattened_twice(&self) -> Vec<&str> {
        let mut values = Vec::new();
        for item in &self.items {
            if let Some(names) = &item.names {
                for item in names {
                    values.push(item.as_str());
                }
            }
        }
        values
    }

    /// The endpoint parameter `Keys`.
    fn keys(&self) -> Option<Vec<&str>> {
        let table = self.table.as_ref()?;
        let mut values = Vec::new();
        for key in table.keys() {
            values.push(key.as_str());
        }
        Some(values)
    }

    /// The endpoint parameter `KeysOfEnum`.
    fn keys_of_enum(&self) -> Option<Vec<&str>> {
        let nested = self.nested.as_ref()?;
        let by_kind = nested.by_kind.as_ref()?;
        let mut values = Vec::new();
        for key in by_kind.keys() {
            values.push(key.as_str());
        }
        Some(values)
    }

    /// The endpoint parameter `Kind`.
    fn kind(&self) -> Option<&str> {
        let nested = self.nested.as_ref()?;
        let kind = nested.kind.as_ref()?;
        Some(kind.as_str())
    }

    /// The endpoint parameter `ListOfLists`.
    fn list_of_lists(&self) -> Option<Vec<&str>> {
        let lists = self.lists.as_ref()?;
        let mut values = Vec::new();
        for item in lists {
            for item in item {
                values.push(item.as_str());
            }
        }
        Some(values)
    }

    /// The endpoint parameter `ListOfListsTwice`.
    fn list_of_lists_twice(&self) -> Option<Vec<&str>> {
        let lists = self.lists.as_ref()?;
        let mut values = Vec::new();
        for item in lists {
            for item in item {
                values.push(item.as_str());
            }
        }
        Some(values)
    }

    /// The endpoint parameter `OfMap`.
    fn of_map(&self) -> Option<Vec<&str>> {
        let table = self.table.as_ref()?;
        let mut values = Vec::new();
        for value in table.values() {
            if let Some(get) = &value.get {
                values.push(get.table_name.as_str());
            }
        }
        Some(values)
    }

    /// The endpoint parameter `Optional`.
    fn optional(&self) -> Option<&str> {
        let label = self.label.as_ref()?;
        Some(label.as_str())
    }

    /// The endpoint parameter `Recursive`.
    fn recursive(&self) -> Option<Vec<&str>> {
        let nested = self.nested.as_ref()?;
        let items = nested.items.as_ref()?;
        let mut values = Vec::new();
        for item in items {
            if let Some(more) = &item.more {
                for item in more {
                    if let Some(get) = &item.get {
                        values.push(get.table_name.as_str());
                    }
                }
            }
        }
        Some(values)
    }

    /// The endpoint parameter `Scalar`.
    fn scalar(&self) -> &str {
        self.name.as_str()
    }

    /// The endpoint parameter `Select`.
    fn select(&self) -> Vec<&str> {
        let mut values = vec![self.name.as_str()];
        if let Some(label) = &self.label {
            values.push(label.as_str());
        }
        values
    }

    /// The endpoint parameter `SelectFlattened`.
    fn select_flattened(&self) -> Vec<&str> {
        let mut values = Vec::new();
        for item in &self.items {
            if let Some(get) = &item.get {
                values.push(get.table_name.as_str());
            }
        }
        if let Some(value) = &self.values {
            for item in value {
                values.push(item.as_str());
            }
        }
        if let Some(lists) = &self.lists {
            for item in lists {
                for item in item {
                    values.push(item.as_str());
                }
            }
        }
        values
    }

    /// The endpoint parameter `SelectNested`.
    fn select_nested(&self) -> Option<Vec<&str>> {
        let nested = self.nested.as_ref()?;
        let mut values = vec![nested.name.as_str()];
        if let Some(kind) = &nested.kind {
            values.push(kind.as_str());
        }
        Some(values)
    }

    /// The endpoint parameter `Selected`.
    fn selected(&self) -> Vec<&str> {
        let mut values = Vec::new();
        for item in &self.items {
            if let Some(get) = &item.get {
                values.push(get.table_name.as_str());
            }
            if let Some(put) = &item.put {
                values.push(put.table_name.as_str());
            }
        }
        values
    }

    /// The endpoint parameter `SparseList`.
    fn sparse_list(&self) -> Option<Vec<&str>> {
        let sparse = self.sparse.as_ref()?;
        let mut values = Vec::new();
        for item in sparse.iter().flatten() {
            values.push(item.as_str());
        }
        Some(values)
    }

    /// The endpoint parameter `Type`.
    fn r#type(&self) -> Option<&str> {
        let r#type = self.r#type.as_ref()?;
        Some(r#type.as_str())
    }

    /// The endpoint parameter `Values`.
    fn values(&self) -> Option<Vec<&str>> {
        let value = self.values.as_ref()?;
        let mut values = Vec::new();
        for item in value {
            values.push(item.as_str());
        }
        Some(values)
    }

    /// The endpoint parameter `Wildcard`.
    fn wildcard(&self) -> Vec<&str> {
        let mut values = Vec::new();
        for item in &self.items {
            if let Some(get) = &item.get {
                values.push(get.table_name.as_str());
            }
        }
        values
    }
}

#[aws_structure(rename_all = "PascalCase")]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Inner {
    pub table_name: String,
}

#[aws_structure(rename_all = "PascalCase")]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Item {
    pub get: Option<Inner>,
    pub put: Option<Inner>,
    pub names: Option<Vec<String>>,
    pub more: Option<Vec<Item>>,
}

#[aws_enum(rename_all = "lowercase")]
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Big,
    Small,
    /// A value that is not in the model.
    Unknown(String),
}

#[aws_structure(rename_all = "PascalCase")]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Nested {
    pub name: String,
    pub flag: Option<bool>,
    pub kind: Option<Kind>,
    pub items: Option<Vec<Item>>,
    pub by_kind: Option<BTreeMap<Kind, String>>,
}
