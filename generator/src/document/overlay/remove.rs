//! What is taken out of a document.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::trace::Traces;
use crate::diagnostic::Pointer;
use crate::document::tree::Tree;

/// What goes from an object or list: names of members, or indices of items.
#[derive(Default)]
pub(super) struct Removal {
    names: HashSet<String>,
    indices: BTreeSet<usize>,
}

impl Removal {
    /// Whether a member goes.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// Takes the items out of a list.
    pub(super) fn thin<T>(&self, items: &mut Vec<T>) {
        let mut index = 0;
        items.retain(|_| {
            index += 1;
            !self.indices.contains(&(index - 1))
        });
    }

    /// The index that an item has after the removal; none for one that goes.
    pub(super) fn moved(&self, index: usize) -> Option<usize> {
        (!self.indices.contains(&index)).then(|| index - self.indices.range(..index).count())
    }
}

/// The places by the objects and lists that hold them. All of them are below the root.
pub(super) fn grouped(places: &[Pointer]) -> BTreeMap<Pointer, Removal> {
    let mut removals: BTreeMap<Pointer, Removal> = BTreeMap::new();
    for (parent, token) in places.iter().filter_map(Pointer::split) {
        let removal = removals.entry(parent).or_default();
        removal.indices.extend(token.parse::<usize>());
        removal.names.insert(token);
    }
    removals
}

/// Takes parts out of a document, those within others first, so that their places are still right.
pub(super) fn remove(tree: &mut Tree, removals: &BTreeMap<Pointer, Removal>, traces: &mut Traces) {
    // A pointer sorts before those under it.
    for (place, removal) in removals.iter().rev() {
        match tree.at_mut(place) {
            Some(Tree::Object(members)) => {
                for name in &removal.names {
                    traces.forget(&place.child(name));
                }
                members.retain(|name, _| !removal.has(name));
            }
            Some(Tree::Array(items)) => {
                traces.shift(place, removal, items.len());
                removal.thin(items);
            }
            _ => {}
        }
    }
}
