//! The Rust names of the parts of a document.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// The Rust names that the parts of a document have, by the place of what they are part of and then by what they are called
/// there: the properties of a schema, the parameters of an operation. Types are parts of [`Names::TYPES`] and operations of
/// [`Names::OPERATIONS`]. The examples of the crate's documentation are parts of [`Names::EXAMPLES`], by the names of the operations that
/// they call.
///
/// Parts are in the order of the generated code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Names(pub BTreeMap<String, IndexMap<String, String>>);

impl Names {
    /// What types are parts of.
    pub const TYPES: &str = "types";
    /// What operations are parts of.
    pub const OPERATIONS: &str = "operations";
    /// What examples are parts of.
    pub const EXAMPLES: &str = "examples";

    /// The names of the parts that others have too.
    pub(crate) fn of_those_in(&self, others: &Self) -> Self {
        let both = self.0.iter().filter_map(|(place, parts)| {
            let others = others.0.get(place)?;
            let parts = parts.iter().filter(|(part, _)| others.contains_key(*part));
            Some((place.clone(), parts.map(|(part, name)| (part.clone(), name.clone())).collect()))
        });
        Self(both.collect())
    }

    /// Whether others have these names, in this order.
    pub(crate) fn agrees(&self, others: &Self) -> bool {
        self.0.iter().all(|(place, parts)| {
            let others = others.0.get(place).into_iter().flatten();
            others.filter(|(part, _)| parts.contains_key(*part)).eq(parts)
        })
    }
}
