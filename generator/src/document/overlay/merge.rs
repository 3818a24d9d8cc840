//! How what an action brings goes into a part of the document.

use super::read::Version;
use crate::diagnostic::Pointer;
use crate::document::tree::Tree;

/// What one action does to the parts that it selects.
pub(super) struct Merge {
    version: Version,
    /// Whether the value was copied from elsewhere in the document, so that only the action is in the overlay.
    copied: bool,
    /// The parts that came into the document, by their places there and in the overlay.
    pub(super) put: Vec<(Pointer, Pointer)>,
    /// The places of parts that something of another kind took.
    pub(super) replaced: Vec<Pointer>,
    /// What did not fit.
    pub(super) clashes: Vec<Clash>,
}

/// A value that is of another kind than what is there.
pub(super) struct Clash {
    pub(super) place: Pointer,
    pub(super) from: Pointer,
    pub(super) message: String,
    /// Whether there is a way out all the same, as version 1.0 leaves it open.
    pub(super) is_open: bool,
}

impl Merge {
    pub(super) fn new(version: Version, copied: bool) -> Self {
        Self { version, copied, put: Vec::new(), replaced: Vec::new(), clashes: Vec::new() }
    }

    /// Merges a value into a part that an action selects (section "Action Object"): into a list it is appended.
    pub(super) fn bring(&mut self, target: &mut Tree, value: &Tree, place: &Pointer, from: &Pointer) {
        match (target, value) {
            (Tree::Array(items), value) if !matches!(value, Tree::Array(_)) => {
                self.put.push((place.child(items.len()), from.clone()));
                items.push(value.clone());
            }
            (target, value) if Kind::of(target) != Kind::of(value) => {
                let message = format!("{} cannot be merged into {}", value.kind(), target.kind());
                self.clash(place, from, message, false);
            }
            (target, value) => self.merge(target, value, place, from),
        }
    }

    /// Merges by the recursive steps of version 1.1, which version 1.0 only outlines.
    fn merge(&mut self, target: &mut Tree, value: &Tree, place: &Pointer, from: &Pointer) {
        match (target, value) {
            (Tree::Object(members), Tree::Object(brought)) => {
                for (name, value) in brought {
                    let (place, from) = (place.child(name), self.part(from, name));
                    match members.get_mut(name) {
                        Some(member) => self.merge(member, value, &place, &from),
                        None => {
                            members.insert(name.clone(), value.clone());
                            self.put.push((place, from));
                        }
                    }
                }
            }
            (Tree::Array(items), Tree::Array(brought)) => {
                for (index, item) in brought.iter().enumerate() {
                    self.put.push((place.child(items.len()), self.part(from, index)));
                    items.push(item.clone());
                }
            }
            (target, value) => {
                if Kind::of(target) != Kind::of(value) {
                    let kinds = format!("{} meets {}, and they cannot be merged", value.kind(), target.kind());
                    match self.version {
                        Version::V1_1 => return self.clash(place, from, kinds, false),
                        // An empty line of an overlay that mirrors the document, as in the specification's examples.
                        Version::V1_0 if matches!(value, Tree::Null) => {
                            return self.clash(place, from, format!("{kinds}; what is there stays"), true);
                        }
                        Version::V1_0 => {
                            self.clash(place, from, format!("{kinds}; it takes the place of what was there"), true);
                            self.replaced.push(place.clone());
                        }
                    }
                }
                *target = value.clone();
                self.put.push((place.clone(), from.clone()));
            }
        }
    }

    /// The place in the overlay of a part of what is at a place.
    fn part(&self, from: &Pointer, token: impl std::fmt::Display) -> Pointer {
        if self.copied { from.clone() } else { from.child(token) }
    }

    fn clash(&mut self, place: &Pointer, from: &Pointer, message: String, is_open: bool) {
        self.clashes.push(Clash { place: place.clone(), from: from.clone(), message, is_open });
    }
}

/// What can be merged with what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Object,
    List,
    Primitive,
}

impl Kind {
    /// The kind of a value.
    pub(super) fn of(tree: &Tree) -> Self {
        match tree {
            Tree::Object(_) => Self::Object,
            Tree::Array(_) => Self::List,
            _ => Self::Primitive,
        }
    }
}
