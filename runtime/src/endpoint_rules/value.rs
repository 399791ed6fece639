//! [`Value`]: a value of a parameter or of a rules function.

use std::borrow::Cow;

use crate::types::Partition;

/// A value of a rule set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value<'a> {
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Integer(usize),
    /// A text.
    Text(Cow<'a, str>),
    /// A list of texts.
    List(Vec<Cow<'a, str>>),
    /// The value of `aws.partition`.
    Partition(&'static Partition),
    /// The value of `aws.parseArn`.
    Arn(Arn<'a>),
    /// The value of `parseURL`.
    Url(Url<'a>),
}

/// The parts of an ARN.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arn<'a> {
    pub(super) partition: &'a str,
    pub(super) service: &'a str,
    pub(super) region: &'a str,
    pub(super) account_id: &'a str,
    pub(super) resource: Vec<&'a str>,
}

/// The parts of a URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Url<'a> {
    pub(super) scheme: &'a str,
    pub(super) authority: &'a str,
    /// The path with its leading slash, or empty.
    pub(super) path: &'a str,
    pub(super) is_ip: bool,
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text.into())
    }
}

impl From<bool> for Value<'_> {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl Value<'_> {
    /// A text.
    pub const fn text(text: &'static str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }

    /// The same value with borrowed texts, so that functions can split them.
    pub(crate) fn borrow(&self) -> Value<'_> {
        match self {
            Self::Text(text) => Value::Text(Cow::Borrowed(text)),
            Self::List(items) => {
                Value::List(items.iter().map(|item| Cow::Borrowed(&**item)).collect())
            }
            other => other.clone(),
        }
    }
}

impl<'a> Value<'a> {
    /// An attribute of the value, such as `name` of a partition or `region` of an ARN.
    pub(super) fn attribute(&self, name: &str) -> Option<Self> {
        Some(match self {
            Self::Partition(partition) => match name {
                "name" => partition.id.into(),
                "dnsSuffix" => partition.dns_suffix.into(),
                "dualStackDnsSuffix" => partition.dual_stack_dns_suffix.into(),
                "implicitGlobalRegion" => partition.global_region.into(),
                // All partitions support both.
                "supportsFIPS" | "supportsDualStack" => true.into(),
                _ => return None,
            },
            Self::Arn(arn) => match name {
                "partition" => arn.partition.into(),
                "service" => arn.service.into(),
                "region" => arn.region.into(),
                "accountId" => arn.account_id.into(),
                "resourceId" => {
                    Self::List(arn.resource.iter().map(|part| Cow::Borrowed(*part)).collect())
                }
                _ => return None,
            },
            Self::Url(url) => match name {
                "scheme" => url.scheme.into(),
                "authority" => url.authority.into(),
                "path" => url.path.into(),
                "normalizedPath" => match url.path.ends_with('/') {
                    true => url.path.into(),
                    false => Self::Text(format!("{}/", url.path).into()),
                },
                "isIp" => url.is_ip.into(),
                _ => return None,
            },
            _ => return None,
        })
    }

    /// An item of a list.
    pub(super) fn item(&self, index: usize) -> Option<Self> {
        match self {
            Self::List(items) => items.get(index).cloned().map(Self::Text),
            _ => None,
        }
    }
}
