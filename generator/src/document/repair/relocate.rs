//! References that lead into paths: what rules move or take away there is still found.

use super::Repair;
use crate::diagnostic::Pointer;
use crate::document::reference;
use crate::document::tree::Tree;
use crate::document::visit;

impl Repair<'_> {
    /// Gives what references elsewhere lead to a place of its own among the components, before what is at a place is
    /// changed or goes.
    pub(super) fn rescue(&mut self, at: &Pointer) {
        if !self.targets().iter().any(|target| target.is_within(at)) {
            return;
        }
        let Some(value) = self.tree.at(at).cloned() else { return };
        let name = value.child("name").and_then(Tree::as_str).unwrap_or("parameter").to_owned();
        let section = Pointer::root().child("components").child("parameters");
        let mut to = section.child(&name);
        let mut number = 2;
        while self.tree.at(&to).is_some() {
            to = section.child(format!("{name}{number}"));
            number += 1;
        }
        let mut holder = &mut *self.tree;
        for token in to.tokens() {
            let Tree::Object(members) = holder else { return };
            holder = members.entry(token).or_insert_with(Tree::empty_object);
        }
        *holder = value;
        self.origins.repaired.moved(&to, at);
        self.relocate(|target| target.within(at).map(|inner| inner.under(&to)));
    }

    /// Makes the references that lead into paths lead elsewhere.
    pub(super) fn relocate(&mut self, to: impl Fn(&Pointer) -> Option<Pointer>) {
        if self.targets().is_empty() {
            return;
        }
        visit::rewrite(self.tree, |text| Some(reference::to(&to(&target(text)?)?)));
        self.targets = None;
    }

    /// Where references lead into paths.
    fn targets(&mut self) -> &[Pointer] {
        let tree = &*self.tree;
        self.targets.get_or_insert_with(|| {
            let mut targets = Vec::new();
            gather(tree, &mut targets);
            targets
        })
    }
}

/// Where a reference leads, if that is into paths.
fn target(text: &str) -> Option<Pointer> {
    text.starts_with("#/paths/").then(|| reference::pointer(text)).flatten()
}

fn gather(tree: &Tree, targets: &mut Vec<Pointer>) {
    match tree {
        Tree::Array(items) => items.iter().for_each(|item| gather(item, targets)),
        Tree::Object(members) => {
            targets.extend(tree.reference().and_then(target));
            members.values().for_each(|value| gather(value, targets));
        }
        _ => {}
    }
}
