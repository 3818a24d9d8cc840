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

use super::tree::Tree;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Pointer, Severity};
pub(super) use trace::{Origin, Traces};

/// Does what an overlay says to a document. `name` is the document's, `file` the overlay's number in `traces`. Whether all of it
/// could be done; the diagnostics point into the overlay.
pub(super) fn apply(
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
