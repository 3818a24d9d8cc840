//! Where each part of a document with overlays is written.

use std::collections::BTreeMap;

use super::remove::Removal;
use crate::diagnostic::Pointer;
use crate::document::origin::Origin;

/// Where the parts of a document are written that are not where they were in its own file: by their places, what is within them is within
/// their origins. What was copied from one place of the document to another is told where the overlay says so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::document) struct Traces(BTreeMap<Pointer, Origin>);

impl Traces {
    /// Where a part is written.
    pub(in crate::document) fn origin(&self, place: &Pointer) -> Origin {
        let mut outer = place.clone();
        let mut within = Vec::new();
        loop {
            if let Some(Origin { file, pointer }) = self.0.get(&outer) {
                let pointer = within.iter().rev().fold(pointer.clone(), |pointer, token| pointer.child(token));
                return Origin { file: *file, pointer };
            }
            let Some((parent, token)) = outer.split() else {
                return Origin { file: 0, pointer: place.clone() };
            };
            within.push(token);
            outer = parent;
        }
    }

    /// The places of the parts that are not where they were.
    #[cfg(test)]
    pub(super) fn places(&self) -> impl Iterator<Item = &Pointer> {
        self.0.keys()
    }

    /// Notes where a part is written that is new, or that was of one value and is.
    pub(super) fn put(&mut self, place: &Pointer, origin: Origin) {
        self.0.insert(place.clone(), origin);
    }

    /// Forgets a part and what is within it.
    pub(super) fn forget(&mut self, place: &Pointer) {
        for inner in self.within(place) {
            self.0.remove(&inner);
        }
        self.0.remove(place);
    }

    /// Notes what becomes of a list of so many items when some of them go.
    pub(super) fn shift(&mut self, list: &Pointer, removal: &Removal, items: usize) {
        let mut shifted = BTreeMap::new();
        for index in 0..items {
            if let Some(moved) = removal.moved(index).filter(|moved| *moved != index) {
                shifted.insert(list.child(moved), self.origin(&list.child(index)));
            }
        }
        let outer = list.tokens().count();
        for place in self.within(list) {
            let mut tokens = place.tokens().skip(outer);
            let index = tokens.next().and_then(|token| token.parse().ok());
            if let Some(origin) = self.0.remove(&place)
                && let Some(moved) = index.and_then(|index| removal.moved(index))
            {
                shifted.insert(tokens.fold(list.child(moved), |place, token| place.child(token)), origin);
            }
        }
        self.0.append(&mut shifted);
    }

    /// The parts within a part that are noted.
    fn within(&self, place: &Pointer) -> Vec<Pointer> {
        // `0` follows `/`.
        let (from, to) = (format!("{place}/"), format!("{place}0"));
        self.0.range(Pointer::parse(&from)..Pointer::parse(&to)).map(|(place, _)| place.clone()).collect()
    }
}
