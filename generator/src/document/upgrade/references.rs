//! References follow what moved.

use std::collections::HashMap;

use super::Upgrade;
use crate::diagnostic::Pointer;
use crate::document::reference::{self, Refused};
use crate::document::tree::Tree;

impl Upgrade<'_, '_> {
    /// Makes every reference lead to where its target is in the end, those of other files too.
    pub(super) fn refer_forward(&mut self) {
        let forward = std::mem::take(&mut self.forward);
        rewrite(&mut self.tree, &forward);
    }
}

fn rewrite(tree: &mut Tree, forward: &HashMap<Pointer, Pointer>) {
    match tree {
        Tree::Array(items) => items.iter_mut().for_each(|item| rewrite(item, forward)),
        Tree::Object(members) => {
            for (key, value) in members.iter_mut() {
                match (key.as_str(), &mut *value) {
                    ("$ref", Tree::String(text)) => put(text, forward),
                    ("mapping", Tree::Object(mapping)) => {
                        for target in mapping.values_mut() {
                            match target {
                                Tree::String(text) => put(text, forward),
                                other => rewrite(other, forward),
                            }
                        }
                    }
                    _ => rewrite(value, forward),
                }
            }
        }
        _ => {}
    }
}

fn put(text: &mut String, forward: &HashMap<Pointer, Pointer>) {
    let Some(place) = reference::local(text, &Refused::new()).ok() else { return };
    let mut outer = Some(place.clone());
    while let Some(at) = outer {
        if let Some((to, inner)) = forward.get(&at).zip(place.within(&at)) {
            *text = reference::to(&inner.under(to));
            return;
        }
        outer = at.split().map(|(outer, _)| outer);
    }
}
