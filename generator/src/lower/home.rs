//! Where types live and what they would be called: by their own place in the document, whoever comes upon them first.

use std::collections::HashMap;

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
    /// Whether what has the schema in its place says so, and not somebody who refers to it.
    pub(super) own: bool,
}

/// The homes of inline schemas, by their places. Whoever refers to one may come before what it is inside, and only that
/// knows its home.
pub(super) type Homes = HashMap<Pointer, Home>;

impl Home {
    /// The home of a schema inside this one, called by what it is there.
    pub(super) fn inline(&self, part: &str) -> Self {
        self.within(&escaped(part), &naming::type_name(part))
    }

    /// The home of a schema inside this one, by what it is there and by a name that is one already.
    pub(super) fn within(&self, part: &str, name: &str) -> Self {
        let place = format!("{}/{part}", self.place);
        Self { name: format!("{}{name}", self.name), module: self.module.clone(), named: false, place, own: self.own }
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

    /// This home as that of a schema which is somewhere else.
    pub(super) fn of_other(&self) -> Self {
        Self { own: false, ..self.clone() }
    }

    pub(super) fn root(name: String, named: bool, place: &str) -> Self {
        Self { module: naming::module(&name), name, named, place: place.to_owned(), own: true }
    }

    /// The home of a schema inside this one, by the keywords that lead to it; none where they lead to no schema.
    pub(super) fn inside(self, mut tokens: impl Iterator<Item = String>) -> Option<Self> {
        let mut home = self;
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

impl Lowering<'_> {
    /// The home of a schema that somebody refers to: what it has in its place, as far as that is known, else by the keywords
    /// that lead to it from what is known around it, or from the components.
    pub(super) fn home_of(&self, place: &Pointer) -> Option<Home> {
        if let Some(home) = self.known_home(place) {
            return Some(home);
        }
        let mut outer = place.split();
        while let Some((at, _)) = outer {
            if let Some(home) = self.known_home(&at) {
                return within(home, place.within(&at)?.tokens());
            }
            outer = at.split();
        }
        self.home_among_components(place)
    }

    /// The home that a schema was found to have in its place.
    fn known_home(&self, place: &Pointer) -> Option<Home> {
        let home = self.homes.get(place)?;
        // A schema may stand for one of the components, and what that is called is decided anew.
        if home.named { self.home_among_components(&Pointer::parse(&home.place)) } else { Some(home.clone()) }
    }

    /// The home of a schema in its place, by somebody who may only refer to what it is inside.
    pub(super) fn home_in_place(&self, at: &Pointer, home: &Home) -> Home {
        let known = if home.own { self.home_of(at) } else { self.known_home(at) };
        known.unwrap_or_else(|| home.clone())
    }

    /// Notes the home that a schema has in its place.
    pub(super) fn keep_home(&mut self, at: &Pointer, home: &Home) {
        if home.own && !self.owned.contains_key(at) {
            self.owned.insert(at.clone(), home.clone());
        }
    }

    /// The homes of schemas in their places, where one was taken for another's before that was known.
    pub(super) fn mistaken_homes(&mut self) -> Option<Homes> {
        let is_mistaken = |(at, home): (&Pointer, &Home)| {
            let used = self.used.get(at);
            used.is_some_and(|used| !used.own || (&used.place, &used.name) != (&home.place, &home.name))
        };
        self.owned.iter().any(is_mistaken).then(|| std::mem::take(&mut self.owned))
    }

    /// The home of a schema among the components or inside one of them.
    fn home_among_components(&self, place: &Pointer) -> Option<Home> {
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
        let home = Home::root(name, named, at.as_str());
        if kind != "schemas" {
            // What lies between is no part of a name: a media type, `schema`.
            tokens.by_ref().find(|token| token == "schema");
        }
        within(home, tokens)
    }
}

/// The home of a schema inside one whose home is known, for somebody who refers to it.
fn within(home: Home, tokens: impl Iterator<Item = String>) -> Option<Home> {
    let tokens: Vec<String> = tokens.collect();
    let part = match tokens.as_slice() {
        [] => return Some(home),
        // By itself it is not the schema that it is a part of.
        [.., keyword, index] if keyword == "allOf" && index.parse::<usize>().is_ok() => Some(format!("allOf/{index}")),
        _ => None,
    };
    let home = home.of_other().inside(tokens.into_iter())?;
    Some(part.map_or_else(|| home.clone(), |part| home.within(&part, "Inline")))
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
