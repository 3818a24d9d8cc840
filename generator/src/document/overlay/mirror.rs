//! The document as JSONPath sees it.

use std::collections::BTreeMap;

use serde_json::{Number, Value};

use super::remove::Removal;
use crate::diagnostic::Pointer;
use crate::document::tree::Tree;

/// A copy of the document as JSON that queries are held against. It is made once, and what an action changes is changed in it
/// too: a large document is copied once, however many actions there are.
pub(super) struct Mirror(Value);

impl Mirror {
    /// The copy of a document.
    pub(super) fn new(tree: &Tree) -> Self {
        Self(value(tree))
    }

    /// What is queried.
    pub(super) fn value(&self) -> &Value {
        &self.0
    }

    /// Takes over what was put into the document at these places, in the order in which it was done.
    pub(super) fn put<'a>(&mut self, tree: &Tree, places: impl Iterator<Item = &'a Pointer>) {
        for place in places {
            let Some((parent, token)) = place.split() else {
                self.0 = value(tree);
                continue;
            };
            let (Some(part), Some(holder)) = (tree.at(place), self.0.pointer_mut(parent.as_str())) else {
                continue;
            };
            match holder {
                Value::Object(members) => {
                    members.insert(token, value(part));
                }
                Value::Array(items) => match token.parse::<usize>().ok().and_then(|index| items.get_mut(index)) {
                    Some(item) => *item = value(part),
                    None => items.push(value(part)),
                },
                _ => {}
            }
        }
    }

    /// Takes out what was taken out of the document.
    pub(super) fn remove(&mut self, removals: &BTreeMap<Pointer, Removal>) {
        for (place, removal) in removals.iter().rev() {
            match self.0.pointer_mut(place.as_str()) {
                Some(Value::Object(members)) => members.retain(|name, _| !removal.has(name)),
                Some(Value::Array(items)) => removal.thin(items),
                _ => {}
            }
        }
    }
}

fn value(tree: &Tree) -> Value {
    match tree {
        Tree::Null => Value::Null,
        Tree::Bool(value) => Value::Bool(*value),
        Tree::Integer(integer) => Value::Number(
            Number::from_i128(*integer)
                .or_else(|| Number::from_f64(*integer as f64))
                .unwrap_or_else(|| Number::from(0)),
        ),
        Tree::BigInteger(_) => tree.as_f64().and_then(Number::from_f64).map_or(Value::Null, Value::Number),
        Tree::Float(float) => Number::from_f64(*float).map_or(Value::Null, Value::Number),
        Tree::String(text) => Value::String(text.clone()),
        Tree::Array(items) => Value::Array(items.iter().map(value).collect()),
        Tree::Object(members) => members.iter().map(|(name, member)| (name.clone(), value(member))).collect(),
    }
}
