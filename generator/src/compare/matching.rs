//! Which operation and which type of the new model is which of the old one.

use std::collections::{HashMap, HashSet};

use super::{Differ, Pairs};
use crate::model::{Definition, Model, Operation};

/// All operations of a model.
pub(super) fn all(model: &Model) -> impl Iterator<Item = &Operation> {
    model.apis.iter().flat_map(|api| &api.operations)
}

/// The operations that are in both models: by method and path, then by name.
pub(super) fn operations<'a>(old: &'a Model, new: &'a Model) -> Pairs<'a> {
    let mut pairs = Pairs::new();
    let (mut left, mut right): (Vec<&Operation>, Vec<&Operation>) = (all(old).collect(), all(new).collect());
    take(&mut left, &mut right, &mut pairs, |operation| (operation.method.clone(), operation.path.clone()));
    take(&mut left, &mut right, &mut pairs, |operation| (operation.method.clone(), blank(&operation.path)));
    take(&mut left, &mut right, &mut pairs, |operation| operation.name.clone());
    pairs
}

/// Pairs what has the same key, and takes it from both sides.
fn take<'a, T, K: Eq + std::hash::Hash>(
    left: &mut Vec<&'a T>,
    right: &mut Vec<&'a T>,
    pairs: &mut Vec<(&'a T, &'a T)>,
    key: impl Fn(&T) -> K,
) {
    let mut known: HashMap<K, &'a T> = HashMap::new();
    for one in right.iter() {
        known.entry(key(one)).or_insert(one);
    }
    let mut taken: HashSet<*const T> = HashSet::new();
    left.retain(|old| match known.remove(&key(old)) {
        Some(new) => {
            pairs.push((old, new));
            taken.insert(std::ptr::from_ref(new));
            false
        }
        None => true,
    });
    right.retain(|new| !taken.contains(&std::ptr::from_ref(*new)));
}

/// The place of a type, or its name where the place counts members of a list: others come between them.
fn stable(definition: &Definition) -> &str {
    let mut parts = definition.place.split('/');
    let mut counts = false;
    while let Some(part) = parts.next() {
        let is_list = matches!(part, "oneOf" | "anyOf" | "allOf");
        counts |= is_list && parts.clone().next().is_some_and(|next| next.parse::<usize>().is_ok());
    }
    if counts { &definition.name } else { &definition.place }
}

/// A template of a path without the names of its parameters.
fn blank(path: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for character in path.chars() {
        match character {
            '{' => {
                inside = true;
                out.push_str("{}");
            }
            '}' => inside = false,
            other if !inside => out.push(other),
            _ => {}
        }
    }
    out
}

/// The names of the parameters of a path's template, in its order.
pub(super) fn names(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|rest| rest.split('}').next())
}

impl<'a> Differ<'a> {
    /// Finds out which types are the same: by their names, by their places, and where a rename is plain.
    pub(super) fn pair_types(&mut self, operations: &Pairs<'a>) {
        let moved: Vec<(&str, &str)> = operations
            .iter()
            .map(|(old, new)| (old.pointer.as_str(), new.pointer.as_str()))
            .filter(|(old, new)| old != new)
            .collect();
        let (mut left, mut right): (Vec<&Definition>, Vec<&Definition>) =
            (self.old.model.types.iter().collect(), self.new.model.types.iter().collect());
        let mut pairs = Vec::new();
        // What code calls by one name is one type to it.
        take(&mut left, &mut right, &mut pairs, |definition| definition.name.clone());
        take(&mut left, &mut right, &mut pairs, |definition| stable(definition).to_owned());
        let new_place = |definition: &Definition| {
            let place = stable(definition);
            let inside = |rest: &str| rest.is_empty() || rest.starts_with('/');
            let found = moved.iter().find_map(|(old, new)| {
                place.strip_prefix(old).filter(|rest| inside(rest)).map(|rest| format!("{new}{rest}"))
            });
            found.unwrap_or_else(|| place.to_owned())
        };
        if !moved.is_empty() {
            let old: HashSet<*const Definition> = left.iter().map(|one| std::ptr::from_ref(*one)).collect();
            take(&mut left, &mut right, &mut pairs, |definition| {
                if old.contains(&std::ptr::from_ref(definition)) {
                    new_place(definition)
                } else {
                    stable(definition).to_owned()
                }
            });
        }
        for (old, new) in pairs {
            self.same_type(old, new);
        }
        self.renames(left, right);
    }

    /// Takes a new type for an old one.
    pub(super) fn same_type(&mut self, old: &'a Definition, new: &'a Definition) {
        self.types.insert(&old.name, &new.name);
        self.types_back.insert(&new.name, &old.name);
    }
}
