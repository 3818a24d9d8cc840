//! What would mend a document for good.

use serde::{Serialize, Serializer};

use super::Pointer;

/// What an overlay does to mend a document ([OpenAPI Overlay 1.0](https://spec.openapis.org/overlay/v1.0.0)).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Fix {
    /// The overlay's actions, in their order.
    pub actions: Vec<Action>,
}

/// An action of an overlay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Action {
    /// What it is about, as a JSON Pointer; it is printed as the JSONPath that an overlay needs.
    #[serde(serialize_with = "as_json_path")]
    pub target: Pointer,
    /// What it does.
    #[serde(flatten)]
    pub change: Change,
}

/// What an action does to its target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// Merges a value into it.
    Update(serde_json::Value),
    /// Takes it out of what holds it; always `true`.
    Remove(bool),
}

fn as_json_path<S: Serializer>(pointer: &Pointer, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&pointer.json_path())
}

impl Fix {
    /// Sets a member of the object at a place.
    pub fn set(object: &Pointer, key: &str, value: impl Into<serde_json::Value>) -> Self {
        Self::default().and_set(object, key, value)
    }

    /// Takes out what is at a place.
    pub fn remove(at: &Pointer) -> Self {
        Self::default().and_remove(at)
    }

    /// The same, and then sets a member of the object at a place.
    pub fn and_set(mut self, object: &Pointer, key: &str, value: impl Into<serde_json::Value>) -> Self {
        let update = serde_json::Value::Object([(key.to_owned(), value.into())].into_iter().collect());
        self.actions.push(Action { target: object.clone(), change: Change::Update(update) });
        self
    }

    /// The same, and then takes out what is at a place.
    pub fn and_remove(mut self, at: &Pointer) -> Self {
        self.actions.push(Action { target: at.clone(), change: Change::Remove(true) });
        self
    }
}
