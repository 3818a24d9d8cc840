//! The types of JSON that a schema allows for.

use serde_json::Value;

/// A set of JSON's types; whole numbers count as one of their own within the numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kinds(u8);

impl Kinds {
    pub(super) const BOOLEAN: Self = Self(1);
    pub(super) const INTEGER: Self = Self(2);
    /// Whole numbers and others.
    pub(super) const NUMBER: Self = Self(2 | 4);
    pub(super) const STRING: Self = Self(8);
    pub(super) const ARRAY: Self = Self(16);
    pub(super) const OBJECT: Self = Self(32);
    pub(super) const NONE: Self = Self(0);
    /// All but `null`, which every schema says on its own.
    pub(super) const ANY: Self = Self(63);

    /// The types that `type` names; none for what is no type.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "boolean" => Self::BOOLEAN,
            "integer" => Self::INTEGER,
            "number" => Self::NUMBER,
            "string" => Self::STRING,
            "array" => Self::ARRAY,
            "object" => Self::OBJECT,
            "null" => Self::NONE,
            _ => return None,
        })
    }

    /// The type of a value.
    pub(super) fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::NONE,
            Value::Bool(_) => Self::BOOLEAN,
            // `1.0` is a whole number (JSON Schema Validation, section 6.1.1).
            Value::Number(number) if number.as_f64().is_some_and(|number| number.fract() != 0.0) => Self::NUMBER,
            Value::Number(_) => Self::INTEGER,
            Value::String(_) => Self::STRING,
            Value::Array(_) => Self::ARRAY,
            Value::Object(_) => Self::OBJECT,
        }
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(super) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) fn contains(self, other: Self) -> bool {
        self.and(other) == other
    }

    /// The types one by one, in an order for readers; a number is one type, whole or not.
    pub(super) fn each(self) -> impl Iterator<Item = Self> {
        let all = [Self::STRING, Self::NUMBER, Self::INTEGER, Self::BOOLEAN, Self::ARRAY, Self::OBJECT];
        all.into_iter()
            .filter(move |kind| self.contains(*kind) && !(*kind == Self::INTEGER && self.contains(Self::NUMBER)))
    }
}
