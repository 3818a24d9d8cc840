//! The actions of an overlay are done.

use super::merge::{Clash, Kind, Merge};
use super::mirror::Mirror;
use super::query::Query;
use super::read::{Action, Change, Overlay, Version};
use super::remove;
use super::trace::Traces;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Pointer, Severity};
use crate::document::origin::Origin;
use crate::document::tree::Tree;

/// The most that an overlay may bring into a document: a value counts one, and one more for every 64 bytes of text.
const MOST: usize = 1_000_000;

/// The deepest that anything may be nested after it.
const DEEPEST: usize = 128;

/// Does the actions one after the other.
pub(super) fn act(
    tree: &mut Tree,
    overlay: &Overlay<'_>,
    file: usize,
    traces: &mut Traces,
    diagnostics: &mut Diagnostics,
) {
    let mirror = Mirror::new(tree);
    let mut run = Run { tree, mirror, version: overlay.version, file, traces, room: MOST, is_full: false, diagnostics };
    for action in &overlay.actions {
        let Some(places) = run.places(&action.target, &action.at.child("target")) else { return };
        if places.is_empty() {
            run.unmatched(action);
            continue;
        }
        match &action.change {
            Change::Remove => run.remove(action, &places),
            Change::Update(value) => run.merge(action, value, &action.at.child("update"), &places, false),
            Change::Copy(query) => run.copy(action, query, &places),
            Change::Nothing => {}
        }
        if run.is_full {
            return;
        }
    }
}

/// A document while an overlay is applied to it.
struct Run<'a> {
    tree: &'a mut Tree,
    mirror: Mirror,
    version: Version,
    file: usize,
    traces: &'a mut Traces,
    /// How much may still be put into the document.
    room: usize,
    is_full: bool,
    diagnostics: &'a mut Diagnostics,
}

impl Run<'_> {
    /// The places that a query selects.
    fn places(&mut self, query: &Query, at: &Pointer) -> Option<Vec<Pointer>> {
        let places = query.places(self.mirror.value());
        if places.is_none() {
            let message = "this comes to the same parts of the document on more ways than can be followed";
            let error = Diagnostic::new(Code::OverlayQuery, Severity::Error, at, message);
            self.diagnostics.push(error.help("go to all parts by `..*` once"));
        }
        places
    }

    fn unmatched(&mut self, action: &Action<'_>) {
        let message = format!("`{}` selects nothing in the document; the action does nothing", action.text);
        let diagnostic =
            Diagnostic::new(Code::OverlayUnmatched, Severity::Warning, &action.at.child("target"), message);
        let help =
            "leave the action out, or follow the change of the document: actions see what those before them left";
        self.diagnostics.push(diagnostic.help(help));
    }

    fn remove(&mut self, action: &Action<'_>, places: &[Pointer]) {
        let at = action.at.child("target");
        if places.contains(&Pointer::root()) {
            let message = "the whole document cannot be removed";
            self.diagnostics.error(Code::OverlayAction, &at, message);
            return;
        }
        // Version 1.0 speaks of objects and lists only; its own examples remove texts as well.
        let removals = remove::grouped(places);
        remove::remove(self.tree, &removals, self.traces);
        self.mirror.remove(&removals);
    }

    fn copy(&mut self, action: &Action<'_>, query: &Query, places: &[Pointer]) {
        let from = action.at.child("copy");
        let Some(sources) = self.places(query, &from) else { return };
        let [source] = sources.as_slice() else {
            let message = format!("`copy` selects one part of the document; this selects {}", sources.len());
            self.diagnostics.error(Code::OverlayAction, &from, message);
            return;
        };
        if let Some(value) = self.tree.at(source).cloned() {
            self.merge(action, &value, &from, places, true);
        }
    }

    fn merge(&mut self, action: &Action<'_>, value: &Tree, from: &Pointer, places: &[Pointer], copied: bool) {
        if !self.fits(action, value, places) || !self.has_room(value, from, places) {
            return;
        }
        let mut merge = Merge::new(self.version, copied);
        for place in places {
            if let Some(target) = self.tree.at_mut(place) {
                merge.bring(target, value, place, from);
            }
        }
        for place in &merge.replaced {
            self.traces.forget(place);
        }
        for (place, pointer) in &merge.put {
            self.traces.put(place, Origin { file: self.file, pointer: pointer.clone() });
        }
        self.mirror.put(self.tree, merge.put.iter().map(|(place, _)| place));
        self.tell(&merge.clashes);
    }

    /// Whether what is selected can be updated.
    fn fits(&mut self, action: &Action<'_>, value: &Tree, places: &[Pointer]) -> bool {
        let at = action.at.child("target");
        if self.version == Version::V1_0 {
            if let Some(value) = self.primitive(places) {
                let message = format!("`{}` selects {}, which Overlay 1.0 cannot update", action.text, value.kind());
                let error = Diagnostic::new(Code::OverlayAction, Severity::Error, &at, message);
                let help = "select the object that holds it and update that, or say `overlay: 1.1.0`";
                self.diagnostics.push(error.help(help));
                return false;
            }
            let lists = places.iter().any(|place| matches!(self.tree.at(place), Some(Tree::Array(_))));
            if lists && matches!(value, Tree::Array(_)) {
                let message =
                    "Overlay 1.0 appends one entry to a list; each item of this list is appended, as in Overlay 1.1";
                let note = Diagnostic::new(Code::OverlayAction, Severity::Note, &action.at.child("update"), message);
                self.diagnostics.push(note.help("say `overlay: 1.1.0`"));
            }
            return true;
        }
        let mut kinds: Vec<_> = places.iter().filter_map(|place| self.tree.at(place)).map(Kind::of).collect();
        kinds.dedup();
        if kinds.len() > 1 {
            let message = format!("`{}` selects values of several kinds; they cannot be updated together", action.text);
            let error = Diagnostic::new(Code::OverlayAction, Severity::Error, &at, message);
            self.diagnostics
                .push(error.help("select objects only, or lists only, or texts, numbers and the like only"));
        }
        kinds.len() <= 1
    }

    /// Whether the document stays within what is read.
    fn has_room(&mut self, value: &Tree, from: &Pointer, places: &[Pointer]) -> bool {
        let deepest = places.iter().map(|place| place.tokens().count()).max().unwrap_or_default();
        let more = worth(value).saturating_mul(places.len());
        if more > self.room || value.is_deeper_than(DEEPEST.saturating_sub(deepest)) {
            let message = "the document becomes too large or nested too deeply by this";
            self.diagnostics.error(Code::TooLarge, from, message);
            self.is_full = true;
            return false;
        }
        self.room -= more;
        true
    }

    /// The first of these places' values that is neither an object nor a list.
    fn primitive(&self, places: &[Pointer]) -> Option<&Tree> {
        let mut values = places.iter().filter_map(|place| self.tree.at(place));
        values.find(|value| Kind::of(value) == Kind::Primitive)
    }

    /// Tells what did not fit, each part of the overlay once.
    fn tell(&mut self, clashes: &[Clash]) {
        let mut told: Vec<&Pointer> = Vec::new();
        for Clash { place, from, message, is_open } in clashes {
            if told.contains(&from) {
                continue;
            }
            told.push(from);
            let more = match clashes.iter().filter(|other| other.from == *from).count() {
                1 => String::new(),
                count => format!(" and {} more", count - 1),
            };
            let severity = if *is_open { Severity::Note } else { Severity::Error };
            let at = if place.as_str().is_empty() { "the document" } else { place.as_str() };
            let diagnostic = Diagnostic::new(Code::OverlayAction, severity, from, format!("{message} (at {at}{more})"));
            self.diagnostics
                .push(diagnostic.help("let an action before remove what is there, and put the other in its place"));
        }
    }
}

fn worth(value: &Tree) -> usize {
    match value {
        Tree::String(text) => 1 + text.len() / 64,
        Tree::Array(items) => items.iter().fold(1, |sum: usize, item| sum.saturating_add(worth(item))),
        Tree::Object(members) => {
            members.iter().fold(1, |sum: usize, (name, value)| sum.saturating_add(1 + name.len() / 64 + worth(value)))
        }
        _ => 1,
    }
}
