//! Defects of real documents that only a view of the whole document shows, one rule a file.
//!
//! The tree has the shape of OpenAPI 3.0 by now: what is local to one object was mended by [`super::grammar`]. A rule
//! tells of places as they are before it; what it takes out of lists or renames is done after it. Invariant: every change
//! has its diagnostic, and what is used in several places is changed for none of the others.

mod alike;
mod operation_ids;
mod parameters;
mod path_parameters;
mod path_query;
mod references;
mod relocate;
mod security;
mod site;

pub(super) use references::references;

use super::origin::Origins;
use super::reference::{self, Refused};
use super::tree::{Members, Tree};
use crate::diagnostic::{Diagnostic, Diagnostics, Fix, Pointer};

/// The rules, in an order in which each finds what it needs.
const RULES: &[fn(&mut Repair<'_>)] = &[
    parameters::repeated,
    path_query::path_query,
    path_parameters::path_parameters,
    operation_ids::operation_ids,
    security::security,
    alike::alike,
];

/// The tree and what the rules have to say about it.
struct Repair<'a> {
    tree: &'a mut Tree,
    refused: &'a Refused,
    diagnostics: &'a mut Diagnostics,
    origins: &'a mut Origins,
    /// Where references lead into paths, as soon as that is asked for.
    targets: Option<Vec<Pointer>>,
    /// The places that were references before.
    owned: Vec<Pointer>,
    /// What is to be taken out of lists and objects when the rule is done, in the order of the rule.
    removals: Vec<Pointer>,
    /// The paths that are to be called otherwise when the rule is done.
    renames: Vec<(String, String)>,
}

/// Mends a tree. `origins` gets to know what was moved.
pub(super) fn repair(tree: &mut Tree, refused: &Refused, origins: &mut Origins, diagnostics: &mut Diagnostics) {
    let mut repair = Repair {
        tree,
        refused,
        diagnostics,
        origins,
        targets: None,
        owned: Vec::new(),
        removals: Vec::new(),
        renames: Vec::new(),
    };
    repair.copies();
    for rule in RULES {
        rule(&mut repair);
        repair.settle();
    }
}

impl Repair<'_> {
    /// Notes the paths that are what others are too: references to them are put in place by now.
    fn copies(&mut self) {
        let paths = Pointer::root().child("paths");
        let Some(Tree::Object(members)) = self.tree.at(&paths) else { return };
        let places = members.keys().map(|path| paths.child(path));
        self.owned = places.filter(|at| self.origins.of(at).pointer != *at).collect();
    }

    /// What is at a place.
    fn at(&self, at: &Pointer) -> Option<&Tree> {
        self.tree.at(at)
    }

    /// The members of the object at a place.
    fn object(&self, at: &Pointer) -> Option<&Members> {
        self.tree.at(at)?.as_object()
    }

    /// The text at a place.
    fn text(&self, at: &Pointer) -> Option<&str> {
        self.tree.at(at)?.as_str()
    }

    /// The place itself, or where the reference there leads.
    fn resolved(&self, at: &Pointer) -> Option<Pointer> {
        match self.tree.at(at)?.reference() {
            None => Some(at.clone()),
            Some(text) => reference::follow(self.tree, text, self.refused).ok(),
        }
    }

    /// Sets a member of the object at a place.
    fn set(&mut self, at: &Pointer, key: &str, value: impl Into<Tree>) {
        if let Some(Tree::Object(members)) = self.tree.at_mut(at) {
            members.insert(key.to_owned(), value.into());
        }
    }

    /// Takes a member out of the object at a place.
    fn unset(&mut self, at: &Pointer, key: &str) {
        if let Some(Tree::Object(members)) = self.tree.at_mut(at) {
            members.shift_remove(key);
        }
    }

    /// Puts an item at the end of the list that is a member of the object at a place.
    fn append(&mut self, at: &Pointer, key: &str, item: Tree) {
        let Some(Tree::Object(members)) = self.tree.at_mut(at) else { return };
        match members.get_mut(key) {
            Some(Tree::Array(items)) => items.push(item),
            _ => {
                members.insert(key.to_owned(), Tree::Array(vec![item]));
            }
        }
    }

    /// Makes what a reference at a place leads to the place's own, so that it can be changed for this place alone.
    fn own(&mut self, at: &Pointer) {
        let Some(target) = self.resolved(at).filter(|target| target != at) else { return };
        let Some(value) = self.tree.at(&target).cloned() else { return };
        self.replace(at, value);
        // What was said so far is about the reference.
        self.origins.settle(self.diagnostics);
        self.origins.repaired.moved(at, &target);
        self.owned.push(at.clone());
        self.targets = None;
    }

    /// Puts something else in a place.
    fn replace(&mut self, at: &Pointer, value: Tree) {
        if let Some(place) = self.tree.at_mut(at) {
            *place = value;
        }
    }

    /// Adds a diagnostic. What would be mended for others too has no fix.
    fn tell(&mut self, mut diagnostic: Diagnostic) {
        let is_shared = |target: &Pointer| self.owned.iter().any(|owned| target.is_within(owned));
        if diagnostic.fix.iter().flat_map(|fix| &fix.actions).any(|action| is_shared(&action.target)) {
            diagnostic.fix = None;
        }
        self.diagnostics.push(diagnostic);
    }

    /// Takes something out of its list or object when the rule is done.
    fn remove(&mut self, at: &Pointer) {
        if !self.removals.contains(at) {
            self.rescue(at);
            self.removals.push(at.clone());
        }
    }

    /// Whether there is such a path, or will be.
    fn has_path(&self, path: &str) -> bool {
        let paths = self.object(&Pointer::root().child("paths"));
        paths.is_some_and(|paths| paths.contains_key(path)) || self.renames.iter().any(|(_, to)| to == path)
    }

    /// Calls a path otherwise when the rule is done.
    fn rename(&mut self, path: &str, to: &str) {
        self.renames.push((path.to_owned(), to.to_owned()));
    }

    /// What would call a path otherwise for good; none where it is much.
    fn renaming(&self, path: &str, to: &str) -> Option<Fix> {
        let paths = Pointer::root().child("paths");
        let at = paths.child(path);
        let item = self.tree.at(&at).filter(|item| item.size() <= LARGEST_FIX)?;
        if self.removals.iter().any(|removed| removed.is_within(&at)) {
            return None;
        }
        let renamed = serde_json::Map::from_iter([(to.to_owned(), item.to_json())]);
        Some(Fix::remove(&at).and_set(&Pointer::root(), "paths", renamed))
    }

    /// Does what waited for the end of a rule.
    fn settle(&mut self) {
        self.origins.settle(self.diagnostics);
        let mut removals: Vec<_> = std::mem::take(&mut self.removals).iter().filter_map(Pointer::split).collect();
        // What comes later in a list goes first, so that the places of the others are still right.
        removals.sort_by_key(|(_, token)| std::cmp::Reverse(token.parse::<usize>().ok()));
        for (from, token) in removals {
            match self.tree.at_mut(&from) {
                Some(Tree::Object(members)) => {
                    members.shift_remove(&token);
                }
                Some(Tree::Array(items)) => {
                    let Some(index) = token.parse().ok().filter(|index| *index < items.len()) else { continue };
                    items.remove(index);
                    for index in index..items.len() {
                        self.origins.repaired.moved(&from.child(index), &from.child(index + 1));
                    }
                    self.relocate(|target| shifted(target, &from, index));
                }
                _ => {}
            }
        }
        let at = Pointer::root().child("paths");
        for (path, to) in std::mem::take(&mut self.renames) {
            let Some(Tree::Object(paths)) = self.tree.at_mut(&at) else { return };
            let Some(index) = paths.get_index_of(&path) else { continue };
            let Some(item) = paths.shift_remove(&path) else { continue };
            paths.shift_insert(index.min(paths.len()), to.clone(), item);
            let (from, to) = (at.child(path), at.child(to));
            self.origins.repaired.renamed(&to, &from);
            self.relocate(|target| target.within(&from).map(|inner| inner.under(&to)));
        }
    }
}

/// Where what is after an item of a list is when the item is gone.
fn shifted(target: &Pointer, list: &Pointer, gone: usize) -> Option<Pointer> {
    let inner = target.within(list)?;
    let mut tokens = inner.tokens();
    let index = tokens.next()?.parse::<usize>().ok().filter(|index| *index > gone)?;
    Some(tokens.fold(list.child(index - 1), |place, token| place.child(token)))
}

/// The most values that a fix holds.
const LARGEST_FIX: usize = 300;

#[cfg(test)]
mod tests;
