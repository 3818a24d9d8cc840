//! Where types live and what they would be called: by their own place in the document, whoever comes upon them first.

use super::{Lowering, naming};
use crate::diagnostic::Pointer;

/// Where a type that a schema needs would live and what it would be called.
#[derive(Clone, Debug)]
pub(super) struct Home {
    /// The Rust name.
    pub(super) name: String,
    /// The module under `types`.
    pub(super) module: String,
    /// Whether the name is taken for this very schema.
    pub(super) named: bool,
    /// What it is in the document, by names alone: [`Definition::place`](crate::model::Definition::place).
    pub(super) place: String,
}

impl Home {
    /// The home of a schema inside this one, called by what it is there.
    pub(super) fn inline(&self, part: &str) -> Self {
        self.within(&escaped(part), &naming::type_name(part))
    }

    /// The home of a schema inside this one, by what it is there and by a name that is one already.
    pub(super) fn within(&self, part: &str, name: &str) -> Self {
        let place = format!("{}/{part}", self.place);
        Self { name: format!("{}{name}", self.name), module: self.module.clone(), named: false, place }
    }

    /// The home of a property's schema.
    pub(super) fn property(&self, wire: &str) -> Self {
        let properties = Self { place: format!("{}/properties", self.place), ..self.clone() };
        properties.inline(wire)
    }

    /// The home of the schema of a list's items.
    pub(super) fn items(&self) -> Self {
        self.within("items", "Item")
    }

    /// The home of the schema of a map's values.
    pub(super) fn values(&self) -> Self {
        self.within("additionalProperties", "Value")
    }

    /// The home of what stands for this one's schema.
    pub(super) fn same(&self) -> Self {
        Self { named: false, ..self.clone() }
    }

    pub(super) fn root(name: String, named: bool, place: &str) -> Self {
        Self { module: naming::module(&name), name, named, place: place.to_owned() }
    }
}

impl Lowering<'_> {
    /// The home of a schema among the components or inside one of them.
    pub(super) fn home_of(&self, place: &Pointer) -> Option<Home> {
        let mut tokens = place.tokens();
        let (components, kind, name) = (tokens.next()?, tokens.next()?, tokens.next()?);
        if components != "components" {
            return None;
        }
        let at = Pointer::root().child("components").child(&kind).child(&name);
        let (name, named) = match kind.as_str() {
            "schemas" => (self.components.get(&name)?.clone(), true),
            "responses" => (ending(&name, "Response"), false),
            "requestBodies" => (ending(&name, "Body"), false),
            "parameters" => (ending(&name, "Parameter"), false),
            _ => return None,
        };
        let mut home = Home::root(name, named, at.as_str());
        if kind != "schemas" {
            // What lies between is no part of a name: a media type, `schema`.
            tokens.by_ref().find(|token| token == "schema");
        }
        while let Some(keyword) = tokens.next() {
            home = match keyword.as_str() {
                "properties" => home.property(&tokens.next()?),
                "items" => home.items(),
                "additionalProperties" => home.values(),
                "allOf" => tokens.next().map(|_| home.same())?,
                "oneOf" | "anyOf" => home.inline(&format!("variant {}", tokens.next()?)),
                _ => return None,
            };
        }
        Some(home)
    }
}

/// A token of a JSON Pointer (RFC 6901, section 3).
pub(super) fn escaped(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1")
}

/// A name of a type that ends with a word.
pub(super) fn ending(name: &str, word: &str) -> String {
    let name = naming::type_name(name);
    if name.ends_with(word) { name } else { format!("{name}{word}") }
}
