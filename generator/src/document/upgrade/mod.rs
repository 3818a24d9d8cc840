//! Swagger 2.0 becomes OpenAPI 3.0 ([OpenAPI 2.0](https://spec.openapis.org/oas/v2.0.html)).
//!
//! What 2.0 keeps elsewhere than 3.0 is put where 3.0 has it, all of it from the root: operations need what parameters and
//! responses of other places are, and references have to lead to where parts are in the end. Schemas are made ones of 3.0
//! where the grammar comes upon them. Invariant: everything that moved is noted with where it was read, and what 2.0 allows
//! for has no diagnostic unless 3.0 cannot say it.

mod body;
mod collection;
mod discriminator;
mod form;
mod later;
mod media;
mod operation;
mod parameter;
mod path;
mod references;
mod response;
mod schema;
mod security;
mod server;
mod shared;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use indexmap::IndexMap;

use super::grammar::Check;
use super::reference::{self, Refused};
use super::tree::{Members, Tree};
use crate::diagnostic::{Code, Pointer};
pub(super) use schema::schema;

/// Makes a document of Swagger 2.0 one of OpenAPI 3.0 but for its schemas.
pub(super) fn document(check: &mut Check<'_>, root: &mut Members) {
    let before = Rc::new(Tree::Object(std::mem::take(root)));
    let mut tree = Tree::clone(&before);
    if let Tree::Object(members) = &mut tree {
        members.shift_remove("swagger");
        members.shift_insert(0, "openapi".to_owned(), Tree::from("3.0.3"));
    }
    let mut upgrade = Upgrade {
        check,
        before,
        tree,
        forward: HashMap::new(),
        done: HashSet::new(),
        produced: IndexMap::new(),
        media: media::Media::default(),
    };
    upgrade.whole();
    if let Tree::Object(members) = upgrade.tree {
        *root = members;
    }
}

/// The making of a document.
struct Upgrade<'c, 'd> {
    check: &'c mut Check<'d>,
    /// The document as it was read. References of parts that are still to be looked at lead into it.
    before: Rc<Tree>,
    /// The document as it is by now.
    tree: Tree,
    /// Where parts are in the end, by where they were.
    forward: HashMap<Pointer, Pointer>,
    /// Parts that only references lead to, which are made ones of 3.0 where they are.
    done: HashSet<Pointer>,
    /// The responses that references lead to, with the media types of the operations that have them.
    produced: IndexMap<Pointer, Vec<String>>,
    /// What all operations read and write that say nothing of it.
    media: media::Media,
}

/// Where a part goes, and where it was read.
#[derive(Clone, Copy)]
struct Places<'p> {
    to: &'p Pointer,
    from: &'p Pointer,
}

impl Upgrade<'_, '_> {
    fn whole(&mut self) {
        let root = Pointer::root();
        let before = Rc::clone(&self.before);
        let Some(members) = before.as_object() else { return };
        self.later(members, later::ROOT, &root);
        self.media = self.media(members, &root);
        self.servers(members);
        self.paths(members);
        self.parameters(members);
        self.responses(members);
        self.security(members);
        self.definitions(members);
        self.produced_elsewhere();
        self.refer_forward();
        if let Tree::Object(members) = &mut self.tree {
            for key in ["consumes", "produces", "host", "basePath", "schemes", "x-ms-parameterized-host"] {
                members.shift_remove(key);
            }
        }
    }

    /// What a value of the document as it was is, with its place: itself, or what its reference leads to.
    fn read<'t>(before: &'t Tree, at: &Pointer, value: &'t Tree) -> Option<(Pointer, &'t Tree)> {
        match value.reference() {
            None => Some((at.clone(), value)),
            Some(text) => {
                let place = reference::follow(before, text, &Refused::new()).ok()?;
                before.at(&place).map(|value| (place, value))
            }
        }
    }

    /// The members of a section of the document, such as `parameters`, which may be a reference, with its place.
    fn section<'t>(before: &'t Tree, name: &str) -> Option<(Pointer, &'t Members)> {
        let (place, value) = Self::read(before, &Pointer::root().child(name), before.child(name)?)?;
        value.as_object().map(|members| (place, members))
    }

    /// Notes that a part is somewhere else than it was, and references to it have to follow.
    fn moved(&mut self, to: &Pointer, from: &Pointer) {
        if to != from {
            self.forward.entry(from.clone()).or_insert_with(|| to.clone());
        }
        self.copied(to, from);
    }

    /// Notes where a part was read.
    fn copied(&mut self, to: &Pointer, from: &Pointer) {
        self.check.moves.stood(to, from);
    }

    /// The section of the components with a name, which may have members already.
    fn components(&mut self, section: &str) -> Option<&mut Members> {
        let Tree::Object(members) = &mut self.tree else { return None };
        let components = members.entry("components".to_owned()).or_insert_with(Tree::empty_object);
        let Tree::Object(components) = components else { return None };
        match components.entry(section.to_owned()).or_insert_with(Tree::empty_object) {
            Tree::Object(members) => Some(members),
            _ => None,
        }
    }

    /// Takes a section out of the root.
    fn take_section(&mut self, name: &str) -> Option<Tree> {
        match &mut self.tree {
            Tree::Object(members) => members.shift_remove(name),
            _ => None,
        }
    }

    /// Puts a part of the document among the components.
    fn put(&mut self, section: &str, name: &str, from: &Pointer, part: Tree) {
        let to = component(section, name);
        let is_free = self.components(section).is_some_and(|members| !members.contains_key(name));
        if is_free {
            self.moved(&to, from);
            self.components(section).and_then(|members| members.insert(name.to_owned(), part));
        } else {
            let message = format!("`components` has a part of this name already, in `{section}`; this one is left out");
            self.check.as_read.warning(Code::DuplicateKey, from, message);
        }
    }

    /// Whether a part is made one of 3.0 where it is, because no section of the document has it: parts of other files, and
    /// what documents keep under names of their own. It is the first time then.
    fn is_elsewhere(&mut self, place: &Pointer) -> bool {
        const SECTIONS: &[&str] = &["paths", "x-ms-paths", "parameters", "responses", "definitions"];
        if place.tokens().next().is_none_or(|first| SECTIONS.contains(&first.as_str())) {
            return false;
        }
        let mut outer = Some(place.clone());
        while let Some(at) = outer {
            if self.done.contains(&at) {
                return false;
            }
            outer = at.split().map(|(outer, _)| outer);
        }
        self.done.insert(place.clone())
    }
}

/// The place of a component.
fn component(section: &str, name: &str) -> Pointer {
    Pointer::root().child("components").child(section).child(name)
}

/// An object of one member.
fn object(key: &str, value: Tree) -> Tree {
    Tree::Object(Members::from_iter([(key.to_owned(), value)]))
}

/// A reference to a place.
fn refer(to: &Pointer) -> Tree {
    object("$ref", Tree::String(reference::to(to)))
}
