//! What of a document is wanted.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A part of a document that is wanted: a client has what its selectors want, and what that needs.
///
/// ```
/// # use oasmith::Selector;
/// assert_eq!("path:/v1/**".parse(), Ok(Selector::path("/v1/**")));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Selector {
    pub(crate) kind: SelectorKind,
    pub(crate) value: String,
}

/// What a selector goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SelectorKind {
    Tag,
    Operation,
    Path,
    Type,
}

impl SelectorKind {
    const ALL: [Self; 4] = [Self::Tag, Self::Operation, Self::Path, Self::Type];

    /// What a selector begins with.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Tag => "tag",
            Self::Operation => "op",
            Self::Path => "path",
            Self::Type => "type",
        }
    }
}

impl Selector {
    /// The operations and the webhooks that have a tag. Operations without a tag are those of `default`.
    pub fn tag(name: impl Into<String>) -> Self {
        Self { kind: SelectorKind::Tag, value: name.into() }
    }

    /// An operation by its `operationId` or by its method and path, `GET /pets`; or a webhook by its name.
    pub fn operation(id: impl Into<String>) -> Self {
        Self { kind: SelectorKind::Operation, value: id.into() }
    }

    /// The operations of the paths that a pattern matches, `/v1/**`: `*` stands for anything within a segment, `**` for any
    /// segments, and all else, braces among it, for itself.
    pub fn path(glob: impl Into<String>) -> Self {
        Self { kind: SelectorKind::Path, value: glob.into() }
    }

    /// A type, by the name of its schema among the components or by its name in Rust.
    pub fn schema(name: impl Into<String>) -> Self {
        Self { kind: SelectorKind::Type, value: name.into() }
    }
}

impl FromStr for Selector {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let kind = |start: &str| SelectorKind::ALL.into_iter().find(|kind| kind.as_str() == start);
        match text.split_once(':').map(|(start, value)| (kind(start), value)) {
            Some((Some(kind), value)) if !value.is_empty() => Ok(Self { kind, value: value.to_owned() }),
            _ => Err(format!("`{text}` selects nothing: it is `tag:T`, `op:ID`, `path:GLOB` or `type:T`")),
        }
    }
}

impl TryFrom<String> for Selector {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Selector> for String {
    fn from(selector: Selector) -> Self {
        selector.to_string()
    }
}

impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind.as_str(), self.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selectors_are_told_by_what_they_begin_with() {
        for text in ["tag:My pets", "op:listPets", "op:GET /pets/{id}", "path:/v1/**", "type:a:b"] {
            assert_eq!(text.parse::<Selector>().map(|selector| selector.to_string()).as_deref(), Ok(text));
        }
        for text in ["pets", "tags:pets", "tag:", ":pets", ""] {
            let refused = text.parse::<Selector>().unwrap_err();
            assert!(refused.contains(&format!("`{text}`")) && refused.contains("path:GLOB"), "{refused}");
        }
    }
}
