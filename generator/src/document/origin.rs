//! Where the parts of a tree came from: which file, and where in it.

use std::collections::{BTreeMap, HashMap};

use super::LeftOut;
use super::overlay::Traces;
use super::source::Source;
use crate::diagnostic::{Diagnostics, Pointer};

/// The member of the root under which the files that references lead into are, each by its name.
pub(super) const FILES: &str = "x-oasmith-files";

/// What stands somewhere else than it was read, by where it stands: everything under the one place was under the other.
#[derive(Clone, Debug, Default)]
pub(super) struct Moves(BTreeMap<Pointer, Pointer>);

impl Moves {
    /// Notes that what is at a place now came from another place, which may have been moved before.
    pub(super) fn moved(&mut self, to: &Pointer, from: &Pointer) {
        let from = self.origin(from);
        if from != *to {
            self.0.insert(to.clone(), from);
        }
    }

    /// The same of a copy: what moved within the other place moved within this one.
    pub(super) fn copied(&mut self, to: &Pointer, from: &Pointer) {
        // A place sorts before those within it, though names that go on as its own does may be between.
        let after = self.0.range(from..).take_while(|(place, _)| place.as_str().starts_with(from.as_str()));
        let inner = |(place, was): (&Pointer, &Pointer)| Some((place.within(from)?.under(to), was.clone()));
        let inner: Vec<_> = after.filter_map(inner).collect();
        self.moved(to, from);
        self.0.extend(inner.into_iter().filter(|(place, _)| place != to));
    }

    /// Notes where what is at a place was when the tree was read.
    pub(super) fn stood(&mut self, to: &Pointer, from: &Pointer) {
        // What is where it was has to be noted if what holds it is not.
        self.0.insert(to.clone(), from.clone());
    }

    /// Notes that what is at a place came from where it is to be found by now, wherever that which holds it is moved later.
    pub(super) fn stays(&mut self, at: &Pointer) {
        self.0.insert(at.clone(), self.origin(at));
    }

    /// Notes that an object's member has another name now.
    pub(super) fn renamed(&mut self, to: &Pointer, from: &Pointer) {
        let inner: Vec<_> = self.0.keys().filter(|at| *at != from).filter_map(|at| at.within(from)).collect();
        for inner in inner {
            self.moved(&inner.under(to), &inner.under(from));
        }
        self.moved(to, from);
    }

    /// Where what is at a place was when the tree was read.
    pub(super) fn origin(&self, at: &Pointer) -> Pointer {
        if self.0.is_empty() {
            return at.clone();
        }
        let mut outer = Some(at.clone());
        while let Some(place) = outer {
            if let Some((from, inner)) = self.0.get(&place).zip(at.within(&place)) {
                return inner.under(from);
            }
            outer = place.split().map(|(outer, _)| outer);
        }
        at.clone()
    }
}

/// A place in one of the files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Origin {
    pub(super) file: usize,
    pub(super) pointer: Pointer,
}

/// The files of a document and what leads from its tree to them. The first file is the document's own, then come overlays.
#[derive(Clone, Debug, Default)]
pub(super) struct Origins {
    pub(super) files: Vec<Source>,
    /// What overlays put into the document's own file, and what they moved there.
    pub(super) overlaid: Traces,
    /// The files of which the trees are under [`FILES`], by their names there.
    pub(super) bundled: HashMap<String, usize>,
    /// What was moved while the tree was made one of OpenAPI 3.0.
    pub(super) moves: Moves,
    /// The indices of the items that were left out of lists, by the lists' places.
    pub(super) left_out: LeftOut,
    /// What became one of the components after that.
    pub(super) hoisted: Moves,
    /// What was moved by the repairs of the whole document, at last.
    pub(super) repaired: Moves,
}

impl Origins {
    /// Those of a document in one file.
    pub(super) fn new(source: Source) -> Self {
        Self { files: vec![source], ..Self::default() }
    }

    /// Where what is at a place of the tree is written.
    pub(super) fn of(&self, at: &Pointer) -> Origin {
        match self.with_overlays(at) {
            Origin { file: 0, pointer } => self.overlaid.origin(&pointer),
            origin => origin,
        }
    }

    /// Where what is at a place of the tree came from, in the document's own file as overlays left it.
    fn with_overlays(&self, at: &Pointer) -> Origin {
        let pointer = self.moves.origin(&self.with_left_out(&self.hoisted.origin(&self.repaired.origin(at))));
        let mut tokens = pointer.tokens();
        let named = (tokens.next().as_deref() == Some(FILES)).then(|| tokens.next()).flatten();
        let inner = || tokens.fold(Pointer::root(), |inner, token| inner.child(token));
        let found = named.as_ref().and_then(|name| self.bundled.get(name)).map(|file| (*file, inner()));
        let (file, pointer) = found.unwrap_or((0, pointer.clone()));
        Origin { file, pointer }
    }

    /// A place in lists that still have the items that were left out.
    fn with_left_out(&self, pointer: &Pointer) -> Pointer {
        if self.left_out.is_empty() {
            return pointer.clone();
        }
        let mut whole = Pointer::root();
        for token in pointer.tokens() {
            let moved = self.left_out.get(&whole).zip(token.parse::<usize>().ok());
            whole = match moved {
                Some((left_out, index)) => {
                    whole.child(left_out.iter().fold(index, |index, gone| index + usize::from(*gone <= index)))
                }
                None => whole.child(token),
            };
        }
        whole
    }

    /// Makes the pointers of diagnostics into the tree pointers into the files. A fix is one of the document's own
    /// file, and of another overlay after those that were applied.
    pub(super) fn settle(&self, diagnostics: &mut Diagnostics) {
        for diagnostic in diagnostics.iter_mut().filter(|diagnostic| diagnostic.file.is_none()) {
            let Origin { file, pointer } = self.of(&diagnostic.pointer);
            diagnostic.file = Some(file);
            diagnostic.pointer = pointer;
            let Some(fix) = &mut diagnostic.fix else { continue };
            let mut is_own = true;
            for action in &mut fix.actions {
                let Origin { file, pointer } = self.with_overlays(&action.target);
                is_own &= file == 0;
                action.target = pointer;
            }
            if !is_own {
                diagnostic.fix = None;
            }
        }
    }

    /// Gives each diagnostic its place, or that of the nearest part of its file that holds it.
    pub(super) fn locate(&self, diagnostics: &mut Diagnostics) {
        self.settle(diagnostics);
        for (index, source) in self.files.iter().enumerate() {
            source.locate(diagnostics, index);
        }
    }

    /// How the numbers, truth values and plain texts at these places of the tree are written.
    pub(super) fn scalars(&self, pointers: &[Pointer]) -> Vec<(Pointer, String)> {
        let mut by_file: HashMap<usize, Vec<(Pointer, Pointer)>> = HashMap::new();
        for pointer in pointers {
            let Origin { file, pointer: origin } = self.of(pointer);
            by_file.entry(file).or_default().push((origin, pointer.clone()));
        }
        let mut out = Vec::new();
        for (file, pairs) in by_file {
            let Some(source) = self.files.get(file) else { continue };
            let origins: Vec<Pointer> = pairs.iter().map(|(origin, _)| origin.clone()).collect();
            let texts: HashMap<Pointer, String> = source.scalars(&origins).into_iter().collect();
            let text = |(origin, at): (Pointer, Pointer)| Some((at, texts.get(&origin)?.clone()));
            out.extend(pairs.into_iter().filter_map(text));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_moved_twice_leads_to_where_it_was_first() {
        let pointer = Pointer::parse;
        let mut moves = Moves::default();
        moves.moved(&pointer("/components/schemas"), &pointer("/definitions"));
        moves.moved(&pointer("/b"), &pointer("/components/schemas/A/items"));
        assert_eq!(moves.origin(&pointer("/b/0")).as_str(), "/definitions/A/items/0");
        assert_eq!(moves.origin(&pointer("/components/schemas")).as_str(), "/definitions");
        assert_eq!(moves.origin(&pointer("/components/responses/x")).as_str(), "/components/responses/x");
        assert_eq!(moves.origin(&pointer("/bb")).as_str(), "/bb");
    }

    #[test]
    fn what_moved_within_a_part_moved_within_its_copy() {
        let pointer = Pointer::parse;
        let mut moves = Moves::default();
        moves.stood(&pointer("/a/new"), &pointer("/a/old"));
        moves.stood(&pointer("/a/new/x"), &pointer("/y"));
        moves.stood(&pointer("/a.b/new"), &pointer("/z"));
        moves.copied(&pointer("/c"), &pointer("/a"));
        for (place, was) in [("/c/new/x/1", "/y/1"), ("/c/new/2", "/a/old/2"), ("/c/own", "/a/own"), ("/c.b", "/c.b")] {
            assert_eq!(moves.origin(&pointer(place)).as_str(), was);
        }
    }
}
