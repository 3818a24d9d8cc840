//! The document as untyped values, which keep what JSON's and YAML's own value types lose or refuse.

use indexmap::IndexMap;
use serde::de::{Deserialize, DeserializeSeed, Deserializer};

use super::read::{Reading, Seed};
use crate::diagnostic::Pointer;

/// The members of an object, in the document's order.
pub type Members = IndexMap<String, Tree>;

/// A value of a document.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Tree {
    /// No value.
    #[default]
    Null,
    /// A truth value.
    Bool(bool),
    /// An integer of up to 128 bits.
    Integer(i128),
    /// An integer beyond 128 bits, as its digits.
    BigInteger(String),
    /// Another number; always finite.
    Float(f64),
    /// A text.
    String(String),
    /// A list.
    Array(Vec<Self>),
    /// Named values.
    Object(Members),
}

impl Tree {
    /// The value that a pointer leads to.
    pub fn at(&self, pointer: &Pointer) -> Option<&Self> {
        pointer.tokens().try_fold(self, |tree, token| tree.child(&token))
    }

    /// The value that a pointer leads to, to be changed.
    pub(super) fn at_mut(&mut self, pointer: &Pointer) -> Option<&mut Self> {
        pointer.tokens().try_fold(self, |tree, token| match tree {
            Self::Object(members) => members.get_mut(&token),
            Self::Array(items) => items.get_mut(index(&token)?),
            _ => None,
        })
    }

    /// A member of an object by its name, or of a list by its index.
    pub fn child(&self, token: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => members.get(token),
            Self::Array(items) => items.get(index(token)?),
            _ => None,
        }
    }

    /// The members, if it is an object.
    pub fn as_object(&self) -> Option<&Members> {
        match self {
            Self::Object(members) => Some(members),
            _ => None,
        }
    }

    /// The text, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The target, if it is a reference.
    pub fn reference(&self) -> Option<&str> {
        self.as_object()?.get("$ref")?.as_str()
    }

    /// The target, if it is a reference in the place of a callback.
    pub fn callback_reference(&self) -> Option<&str> {
        self.child("$ref")?.child(super::grammar::CALLBACK)?.as_str()
    }

    /// An object without members.
    pub(super) fn empty_object() -> Self {
        Self::Object(Members::new())
    }

    /// Whether something is nested in it deeper than so many levels.
    pub(super) fn is_deeper_than(&self, levels: usize) -> bool {
        let Some(levels) = levels.checked_sub(1) else {
            return true;
        };
        match self {
            Self::Array(items) => items.iter().any(|item| item.is_deeper_than(levels)),
            Self::Object(members) => members.values().any(|value| value.is_deeper_than(levels)),
            _ => false,
        }
    }

    /// How many values there are in it, itself included.
    pub(super) fn size(&self) -> usize {
        1 + match self {
            Self::Array(items) => items.iter().map(Self::size).sum(),
            Self::Object(members) => members.values().map(Self::size).sum(),
            _ => 0,
        }
    }

    /// What it is, in a message.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Integer(_) | Self::BigInteger(_) => "an integer",
            Self::Float(_) => "a number",
            Self::String(_) => "a string",
            Self::Array(_) => "a list",
            Self::Object(_) => "an object",
        }
    }

    /// The same as a value of `serde_json`; what that cannot hold is null.
    pub(super) fn to_json(&self) -> serde_json::Value {
        serde_json::Value::deserialize(self).unwrap_or_default()
    }

    /// The number as a float, if it is one that a float can come near to.
    pub(super) fn as_f64(&self) -> Option<f64> {
        let number = match self {
            Self::Integer(integer) => *integer as f64,
            Self::BigInteger(text) => text.parse().ok()?,
            Self::Float(float) => *float,
            _ => return None,
        };
        number.is_finite().then_some(number)
    }
}

/// An index into a list; RFC 6901 allows for no leading zero.
fn index(token: &str) -> Option<usize> {
    if token.len() > 1 && token.starts_with('0') || !token.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    token.parse().ok()
}

impl From<&str> for Tree {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

impl From<bool> for Tree {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Seed(&mut Reading::default()).deserialize(deserializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_lead_through_objects_and_lists() {
        let tree: Tree = serde_json::from_str(r#"{"a/b": [10, {"~": true}]}"#).unwrap();
        assert_eq!(tree.at(&Pointer::parse("/a~1b/1/~0")), Some(&Tree::Bool(true)));
        assert_eq!(tree.at(&Pointer::parse("/a~1b/01")), None);
        assert_eq!(tree.at(&Pointer::parse("/a~1b/+1")), None);
        assert_eq!(tree.at(&Pointer::root()), Some(&tree));
    }
}
