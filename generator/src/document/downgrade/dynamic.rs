//! `$dynamicRef`: templates of schemas, and who fills them in
//! ([JSON Schema Core, section 8.2.3.2](https://json-schema.org/draft/2020-12/json-schema-core#section-8.2.3.2)).
//!
//! A schema that refers to a template and says what the template's anchors mean for it gets a copy of the template, in which
//! each `$dynamicRef` leads to what the anchor means. What is left leads where a `$ref` would.

use std::collections::BTreeMap;

use crate::diagnostic::Pointer;
use crate::document::reference::{self, Refused};
use crate::document::tree::{Members, Tree};

/// How many templates within each other are filled in, and how many schemas are written for all of them.
const DEPTH: usize = 16;
const MOST: usize = 100_000;

/// What anchors mean, by their names.
type Bound = BTreeMap<String, Pointer>;

/// Fills in the templates of a document.
pub(super) fn bind(tree: &mut Tree) {
    if !has(tree, "$dynamicRef") {
        return;
    }
    fill(tree);
    let mut anchors = BTreeMap::new();
    named(tree, &Pointer::root(), &mut anchors);
    settle(tree, &anchors);
}

/// Gives the users of templates their copies.
fn fill(tree: &mut Tree) {
    let original = tree.clone();
    let mut users = Vec::new();
    find(&original, &Pointer::root(), &mut users);
    let mut size = 0;
    for (at, bound) in users {
        let Some(Tree::Object(user)) = original.at(&at) else { continue };
        let Some(text) = user.get("$ref").and_then(Tree::as_str) else { continue };
        let Ok(place) = reference::follow(&original, text, &Refused::new()) else { continue };
        let Some(template) = original.at(&place).filter(|_| place != at) else { continue };
        let mut copy = Copy { original: &original, bound: &bound, within: vec![(place.clone(), at.clone())], size };
        if !copy.asks(template, DEPTH, &mut vec![place]) {
            continue;
        }
        let mut filled = template.clone();
        copy.fill(&mut filled, &at, DEPTH);
        size = copy.size;
        if size > MOST {
            return;
        }
        if let (Some(Tree::Object(user)), Tree::Object(filled)) = (tree.at_mut(&at), filled) {
            put(user, filled);
        }
    }
}

/// Puts a template in the place of the reference to it. What stands beside the reference counts more.
fn put(user: &mut Members, template: Members) {
    user.shift_remove("$ref");
    let clash = |key: &String| key != "$defs" && user.contains_key(key) && !is_about(key);
    if template.keys().any(clash) {
        let all = user.entry("allOf".to_owned()).or_insert_with(|| Tree::Array(Vec::new()));
        if let Tree::Array(all) = all {
            all.push(Tree::Object(template));
        }
        return;
    }
    for (key, value) in template {
        match (user.get_mut(&key), value) {
            (Some(Tree::Object(own)), Tree::Object(more)) if key == "$defs" => {
                for (name, schema) in more {
                    own.entry(name).or_insert(schema);
                }
            }
            (Some(_), _) => {}
            (None, value) => {
                user.insert(key, value);
            }
        }
    }
}

/// The places of dynamic anchors, by their names.
fn named(tree: &Tree, at: &Pointer, out: &mut BTreeMap<String, Vec<Pointer>>) {
    match tree {
        Tree::Array(items) => items.iter().enumerate().for_each(|(index, item)| named(item, &at.child(index), out)),
        Tree::Object(members) => {
            if let Some(name) = members.get("$dynamicAnchor").and_then(Tree::as_str) {
                out.entry(name.to_owned()).or_default().push(at.clone());
            }
            members.iter().for_each(|(key, value)| named(value, &at.child(key), out));
        }
        _ => {}
    }
}

/// Makes what is left lead somewhere: to the one anchor of its name, wherever that is, else to every value.
fn settle(tree: &mut Tree, anchors: &BTreeMap<String, Vec<Pointer>>) {
    match tree {
        Tree::Array(items) => items.iter_mut().for_each(|item| settle(item, anchors)),
        Tree::Object(members) => {
            let text = members.get("$dynamicRef").and_then(Tree::as_str);
            if let Some(name) = text.and_then(|text| text.strip_prefix('#')).filter(|name| !name.starts_with('/')) {
                let one = anchors.get(name).filter(|places| places.len() == 1).and_then(|places| places.first());
                let text = one.map(|place| Tree::String(reference::to(place)));
                members.shift_remove("$dynamicRef");
                members.extend(text.map(|text| ("$dynamicRef".to_owned(), text)));
            }
            members.values_mut().for_each(|value| settle(value, anchors));
        }
        _ => {}
    }
}

/// Whether a keyword is about the schema itself, not about its values.
fn is_about(key: &str) -> bool {
    key.starts_with('$') || matches!(key, "title" | "description" | "example" | "examples" | "deprecated" | "default")
}

/// Whether a keyword is somewhere within.
fn has(tree: &Tree, key: &str) -> bool {
    match tree {
        Tree::Array(items) => items.iter().any(|item| has(item, key)),
        Tree::Object(members) => members.contains_key(key) || members.values().any(|value| has(value, key)),
        _ => false,
    }
}

/// Finds the schemas that refer to another and say what anchors mean.
fn find(tree: &Tree, at: &Pointer, out: &mut Vec<(Pointer, Bound)>) {
    match tree {
        Tree::Array(items) => items.iter().enumerate().for_each(|(index, item)| find(item, &at.child(index), out)),
        Tree::Object(members) => {
            if members.get("$ref").is_some_and(|text| text.as_str().is_some()) {
                let bound = anchors(members, at);
                if !bound.is_empty() {
                    out.push((at.clone(), bound));
                }
            }
            members.iter().for_each(|(key, value)| find(value, &at.child(key), out));
        }
        _ => {}
    }
}

/// What a schema says that anchors mean: itself, or one of its definitions.
fn anchors(members: &Members, at: &Pointer) -> Bound {
    let anchor = |schema: &Members| schema.get("$dynamicAnchor").and_then(Tree::as_str).map(str::to_owned);
    let mut bound: Bound = anchor(members).map(|name| (name, at.clone())).into_iter().collect();
    if let Some(Tree::Object(definitions)) = members.get("$defs") {
        for (key, schema) in definitions {
            if let Some(name) = schema.as_object().and_then(anchor) {
                bound.insert(name, at.child("$defs").child(key));
            }
        }
    }
    bound
}

/// A copy of a template for one of its users.
struct Copy<'a> {
    original: &'a Tree,
    bound: &'a Bound,
    /// The templates that are being copied, and where each copy will stand.
    within: Vec<(Pointer, Pointer)>,
    size: usize,
}

impl Copy<'_> {
    /// Where a `$dynamicRef` leads to for this user.
    fn meaning(&self, text: &str) -> Option<&Pointer> {
        let anchor = match text.strip_prefix('#').filter(|fragment| !fragment.starts_with('/')) {
            Some(anchor) => Some(anchor.to_owned()),
            None => {
                let place = reference::place(self.original, text, &Refused::new()).ok()?;
                let target = self.original.at(&place)?;
                target.child("$dynamicAnchor").and_then(Tree::as_str).map(str::to_owned)
            }
        };
        self.bound.get(&anchor?)
    }

    /// Whether a schema, or one that it refers to, asks for what is bound.
    fn asks(&self, tree: &Tree, depth: usize, seen: &mut Vec<Pointer>) -> bool {
        match tree {
            Tree::Array(items) => items.iter().any(|item| self.asks(item, depth, seen)),
            Tree::Object(members) => {
                let dynamic = members.get("$dynamicRef").and_then(Tree::as_str);
                if dynamic.is_some_and(|text| self.meaning(text).is_some()) {
                    return true;
                }
                let place =
                    tree.reference().and_then(|text| reference::follow(self.original, text, &Refused::new()).ok());
                if let Some(place) = place.filter(|place| depth > 0 && !seen.contains(place)) {
                    seen.push(place.clone());
                    if self.original.at(&place).is_some_and(|target| self.asks(target, depth - 1, seen)) {
                        return true;
                    }
                }
                members.values().any(|value| self.asks(value, depth, seen))
            }
            _ => false,
        }
    }

    /// Fills in what is to stand at a place.
    fn fill(&mut self, tree: &mut Tree, at: &Pointer, depth: usize) {
        self.size += 1;
        match tree {
            Tree::Array(items) => {
                items.iter_mut().enumerate().for_each(|(index, item)| self.fill(item, &at.child(index), depth));
            }
            Tree::Object(members) => {
                let dynamic = members.get("$dynamicRef").and_then(Tree::as_str);
                if let Some(place) = dynamic.and_then(|text| self.meaning(text)) {
                    let text = reference::to(place);
                    members.shift_remove("$dynamicRef");
                    members.insert("$ref".to_owned(), Tree::String(text));
                }
                // A copy is called by its user's name alone.
                members.shift_remove("$dynamicAnchor");
                self.inner(members, at, depth);
                for (key, value) in members.iter_mut() {
                    self.fill(value, &at.child(key), depth);
                }
            }
            _ => {}
        }
    }

    /// A template within a template is filled in too.
    fn inner(&mut self, members: &mut Members, at: &Pointer, depth: usize) {
        let Some(text) = members.get("$ref").and_then(Tree::as_str).map(str::to_owned) else { return };
        let Ok(place) = reference::follow(self.original, &text, &Refused::new()) else { return };
        if let Some((_, copy)) = self.within.iter().find(|(template, _)| *template == place) {
            let text = reference::to(copy);
            members.insert("$ref".to_owned(), Tree::String(text));
            return;
        }
        let Some(template) = self.original.at(&place) else { return };
        if depth == 0 || self.size > MOST || !self.asks(template, DEPTH, &mut vec![place.clone()]) {
            return;
        }
        let mut filled = template.clone();
        self.within.push((place, at.clone()));
        self.fill(&mut filled, at, depth - 1);
        self.within.pop();
        if let Tree::Object(filled) = filled {
            put(members, filled);
        }
    }
}
