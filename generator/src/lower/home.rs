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
}

impl Home {
    /// The home of a schema inside this one.
    pub(super) fn inline(&self, part: &str) -> Self {
        self.suffixed(&naming::type_name(part))
    }

    /// The home of a schema inside this one, by a name that is one already.
    pub(super) fn suffixed(&self, name: &str) -> Self {
        Self { name: format!("{}{name}", self.name), module: self.module.clone(), named: false }
    }

    /// The home of what stands for this one's schema.
    pub(super) fn same(&self) -> Self {
        Self { named: false, ..self.clone() }
    }

    pub(super) fn root(name: String, named: bool) -> Self {
        Self { module: naming::module(&name), name, named }
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
        let mut home = match kind.as_str() {
            "schemas" => Home::root(self.components.get(&name)?.clone(), true),
            "responses" => Home::root(ending(&name, "Response"), false),
            "requestBodies" => Home::root(ending(&name, "Body"), false),
            "parameters" => Home::root(ending(&name, "Parameter"), false),
            _ => return None,
        };
        if kind != "schemas" {
            // What lies between is no part of a name: a media type, `schema`.
            tokens.by_ref().find(|token| token == "schema");
        }
        while let Some(keyword) = tokens.next() {
            home = match keyword.as_str() {
                "properties" => home.inline(&tokens.next()?),
                "items" => home.suffixed("Item"),
                "additionalProperties" => home.suffixed("Value"),
                "allOf" => tokens.next().map(|_| home.same())?,
                "oneOf" | "anyOf" => home.inline(&format!("variant {}", tokens.next()?)),
                _ => return None,
            };
        }
        Some(home)
    }
}

/// A name of a type that ends with a word.
pub(super) fn ending(name: &str, word: &str) -> String {
    let name = naming::type_name(name);
    if name.ends_with(word) { name } else { format!("{name}{word}") }
}
