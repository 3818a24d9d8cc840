//! Paths and their items.

use std::rc::Rc;

use super::parameter::Given;
use super::{Places, Upgrade, later};
use crate::diagnostic::{Code, Pointer};
use crate::document::tree::{Members, Tree};

/// The methods of 2.0; 3.0 has one more.
const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace"];

impl Upgrade<'_, '_> {
    /// The paths, and those with queries that are kept apart from them.
    pub(super) fn paths(&mut self, root: &Members) {
        let before = Rc::clone(&self.before);
        let to = Pointer::root().child("paths");
        let mut paths = Members::new();
        let is_list = |name: &str| root.get(name).is_some_and(|value| value.as_object().is_none());
        for name in ["paths", "x-ms-paths"] {
            if is_list(name) {
                // The grammar says what is the matter.
                continue;
            }
            let Some((from, items)) = Self::section(&before, name) else { continue };
            for (path, item) in items {
                let (to, from) = (to.child(path), from.child(path));
                if paths.contains_key(path) {
                    let message = format!("`paths` has `{path}` already; this one is left out");
                    self.check.as_read.warning(Code::DuplicateKey, &from, message);
                    continue;
                }
                self.moved(&to, &from);
                let item = if path.starts_with("x-") { item.clone() } else { self.item(&to, &from, item) };
                paths.insert(path.clone(), item);
            }
        }
        if root.get("x-ms-paths").is_some_and(|value| value.as_object().is_some()) {
            self.take_section("x-ms-paths");
        }
        if let Tree::Object(members) = &mut self.tree
            && !is_list("paths")
            && (members.contains_key("paths") || !paths.is_empty())
        {
            members.insert("paths".to_owned(), Tree::Object(paths));
        }
    }

    /// A path item, or a reference to one: that is put in its place later.
    fn item(&mut self, to: &Pointer, from: &Pointer, item: &Tree) -> Tree {
        let before = Rc::clone(&self.before);
        let Tree::Object(members) = item else { return item.clone() };
        if item.reference().is_some() {
            if let Some((place, Tree::Object(target))) = Self::read(&before, from, item)
                && self.is_elsewhere(&place)
            {
                let made = self.path_item(Places { to: &place, from: &place }, target);
                self.set(&place, made);
            }
            // What may be beside the reference is of this path.
            if members.len() == 1 {
                return item.clone();
            }
        }
        Tree::Object(self.path_item(Places { to, from }, members))
    }

    /// A path item. Bodies and forms for all its operations are those of each.
    fn path_item(&mut self, places: Places<'_>, before: &Members) -> Members {
        self.later(before, later::PATH_ITEM, places.from);
        let mut after = before.clone();
        let shared = match before.get("parameters") {
            Some(list) => {
                let (kept, given) = self.parameter_list(places, list);
                after.insert("parameters".to_owned(), kept);
                given
            }
            None => Vec::new(),
        };
        for (method, operation) in before.iter().filter(|(key, _)| METHODS.contains(&key.as_str())) {
            let (to, from) = (places.to.child(method), places.from.child(method));
            let operation = self.method(Places { to: &to, from: &from }, operation, &shared);
            after.insert(method.clone(), operation);
        }
        after
    }

    fn method(&mut self, places: Places<'_>, operation: &Tree, shared: &[Given]) -> Tree {
        let before = Rc::clone(&self.before);
        let Tree::Object(members) = operation else { return operation.clone() };
        if operation.reference().is_some() {
            if let Some((place, Tree::Object(target))) = Self::read(&before, places.from, operation)
                && self.is_elsewhere(&place)
            {
                let made = self.operation(Places { to: &place, from: &place }, target, shared);
                self.set(&place, made);
            }
            return operation.clone();
        }
        Tree::Object(self.operation(places, members, shared))
    }

    /// Puts a part where it was.
    pub(super) fn set(&mut self, place: &Pointer, part: Members) {
        if let Some(value) = self.tree.at_mut(place) {
            *value = Tree::Object(part);
        }
    }
}
