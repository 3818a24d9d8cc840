//! References follow what moved.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::Upgrade;
use crate::diagnostic::Pointer;
use crate::document::reference::{self, Refused};
use crate::document::tree::Tree;
use crate::document::visit;

impl Upgrade<'_, '_> {
    /// Makes every reference lead to where its target is in the end, those of other files too.
    pub(super) fn refer_forward(&mut self) {
        let forward = std::mem::take(&mut self.forward);
        let components = components(&self.tree);
        let forward = Forward { forward, components };
        let before = Rc::clone(&self.before);
        visit::rewrite(&mut self.tree, |text| {
            let place = reference::local(text, &Refused::new()).ok()?;
            // What leads nowhere is told as it was written.
            reference::place(&before, text, &Refused::new()).ok()?;
            Some(reference::to(&forward.leads(&place)?))
        });
    }
}

/// Where references lead now.
struct Forward {
    forward: HashMap<Pointer, Pointer>,
    components: HashSet<Pointer>,
}

/// The places of all components.
fn components(tree: &Tree) -> HashSet<Pointer> {
    let at = Pointer::root().child("components");
    let sections = tree.child("components").and_then(Tree::as_object).into_iter().flatten();
    let places = sections.flat_map(|(section, members)| {
        let at = at.child(section);
        members.as_object().into_iter().flatten().map(move |(name, _)| at.child(name))
    });
    places.collect()
}

impl Forward {
    /// Where what was at a place is now, unless it is a component that there is not: its reference stays as it was written.
    fn leads(&self, place: &Pointer) -> Option<Pointer> {
        let mut outer = Some(place.clone());
        while let Some(at) = outer {
            if let Some((to, inner)) = self.forward.get(&at).zip(place.within(&at)) {
                let now = inner.under(to);
                let tokens: Vec<String> = now.tokens().take(3).collect();
                let component = tokens.iter().fold(Pointer::root(), |at, token| at.child(token));
                let is_gone = tokens.len() == 3 && tokens.first().is_some_and(|first| first == "components");
                return Some(now).filter(|_| !is_gone || self.components.contains(&component));
            }
            outer = at.split().map(|(outer, _)| outer);
        }
        None
    }
}
