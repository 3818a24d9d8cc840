//! [Overlays](https://spec.openapis.org/overlay/latest.html): what is changed in a document before it is read.
//!
//! An overlay is read, and its actions are done to the untyped tree one after the other, each to the result of the one
//! before. Invariant: nothing is changed without a trace that tells where in which file each part of the result is
//! written; diagnostics of this folder point into the overlay.

mod action;
mod merge;
mod mirror;
mod query;
mod read;
mod remove;
mod trace;

use std::path::{Path, PathBuf};

use super::origin::Origins;
use super::source::Source;
use super::tree::Tree;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Pointer, Severity};
pub(super) use trace::Traces;

/// Applies overlays from files, one after the other. Whether all of them could be applied; those after one that could not are
/// read no more.
pub(super) fn overlay(
    tree: &mut Tree,
    paths: &[PathBuf],
    origins: &mut Origins,
    diagnostics: &mut Diagnostics,
) -> bool {
    let name =
        origins.files.first().and_then(|own| own.name.file_name()).map(|name| name.to_string_lossy().into_owned());
    for path in paths {
        let file = origins.files.len();
        let mut told = Diagnostics::default();
        let overlay = read_file(path, origins, &mut told);
        let is_done = overlay
            .is_some_and(|overlay| apply(tree, &overlay, name.as_deref(), file, &mut origins.overlaid, &mut told));
        for diagnostic in told.iter_mut() {
            diagnostic.file = Some(file);
        }
        told.iter().for_each(|diagnostic| diagnostics.push(diagnostic.clone()));
        if !is_done {
            return false;
        }
    }
    true
}

/// The tree of a file, which becomes one of the document's.
fn read_file(path: &Path, origins: &mut Origins, diagnostics: &mut Diagnostics) -> Option<Tree> {
    let Some(mut source) = Source::read(path, diagnostics) else {
        let start = || Place::new(path, 1, 1);
        for diagnostic in diagnostics.iter_mut() {
            diagnostic.place.get_or_insert_with(start);
        }
        return None;
    };
    let tree = super::tree_of(&mut source, diagnostics);
    origins.files.push(source);
    tree
}

/// Does what an overlay says to a document. `name` is the document's, `file` the overlay's number in `traces`. Whether all of it
/// could be done; the diagnostics point into the overlay.
fn apply(
    tree: &mut Tree,
    overlay: &Tree,
    name: Option<&str>,
    file: usize,
    traces: &mut Traces,
    diagnostics: &mut Diagnostics,
) -> bool {
    let mut found = Diagnostics::default();
    if let Some(overlay) = read::read(overlay, &mut found) {
        extends(overlay.extends, name, &mut found);
        action::act(tree, &overlay, file, traces, &mut found);
    }
    found.iter().for_each(|diagnostic| diagnostics.push(diagnostic.clone()));
    !found.has_errors()
}

/// Tells where an overlay was made for another document (`extends`), as far as the names of the files tell.
fn extends(extends: Option<&str>, name: Option<&str>, diagnostics: &mut Diagnostics) {
    let (Some(text), Some(name)) = (extends, name) else {
        return;
    };
    let path = text.split(['?', '#']).next().unwrap_or_default();
    let last = path.rsplit(['/', '\\']).next().unwrap_or_default();
    if last != name {
        let message = format!("this overlay is for `{text}`, and it is applied to `{name}`");
        let diagnostic =
            Diagnostic::new(Code::OverlayExtends, Severity::Warning, &Pointer::root().child("extends"), message);
        diagnostics.push(diagnostic.help("leave `extends` out where an overlay is for several documents"));
    }
}

#[cfg(test)]
mod tests;
