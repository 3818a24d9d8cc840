//! Which parts of a document are selected: what is said of the others helps nobody.

use std::collections::{HashMap, HashSet};

use super::site::Site;
use crate::diagnostic::{Code, Diagnostics, Pointer};
use crate::document::{Document, Tree};
use crate::model::{Coverage, Model};

/// Parts of a document by their places, and whether something that is selected leads there.
struct Parts<'a> {
    document: &'a Document,
    parts: HashMap<Pointer, bool>,
}

/// Forgets the diagnostics about what is in no selected part, and counts no schema there. Those about the document as a whole,
/// or about a setting, stay.
pub(super) fn reach(document: &Document, sites: &[Site], model: &mut Model, diagnostics: &mut Diagnostics) {
    let mut parts = Parts { document, parts: HashMap::new() };
    parts.list(sites);
    let mut places = Vec::new();
    for site in sites.iter().filter(|site| site.is_selected) {
        places.push(site.at.clone());
        for item in &site.items {
            parts.parts.insert(item.clone(), true);
            places.extend(["parameters", "servers"].map(|shared| item.child(shared)));
        }
        places.extend(schemes(document, &site.at));
    }
    places.extend(model.types.iter().map(|definition| Pointer::parse(&definition.pointer)));
    places.extend(model.received().map(|webhook| Pointer::parse(&webhook.pointer)));
    parts.follow(places);
    let mut origins: HashMap<_, bool> = HashMap::new();
    for (place, is_reached) in &parts.parts {
        *origins.entry(document.origin(place)).or_default() |= *is_reached;
    }
    diagnostics.retain(|diagnostic| {
        let file = diagnostic.file.unwrap_or_default();
        diagnostic.setting.is_some() || is_reached(&diagnostic.pointer, |place| origins.get(&(file, place)).copied())
    });
    model.described.retain(|place| is_reached(place, |place| parts.parts.get(&place).copied()));
    let untyped = diagnostics.iter().filter(|diagnostic| diagnostic.code == Code::UntypedSchema).count();
    model.coverage = Coverage { schemas: model.described.len(), untyped };
}

/// Whether something leads to the nearest part that holds a place. What is about a whole file is about all of it.
fn is_reached(at: &Pointer, part: impl Fn(Pointer) -> Option<bool>) -> bool {
    let mut place = at.clone();
    while let Some((outer, _)) = place.split() {
        if let Some(is_reached) = part(place) {
            return is_reached;
        }
        place = outer;
    }
    true
}

/// The schemes that an operation asks for.
fn schemes(document: &Document, at: &Pointer) -> Vec<Pointer> {
    let own = document.tree().at(at).and_then(|operation| operation.child("security"));
    let alternatives = match own.or_else(|| document.tree().child("security")) {
        Some(Tree::Array(alternatives)) => alternatives.as_slice(),
        _ => &[],
    };
    let names = alternatives.iter().filter_map(Tree::as_object).flat_map(|one| one.keys());
    let schemes = Pointer::root().child("components").child("securitySchemes");
    names.map(|name| schemes.child(name)).collect()
}

impl Parts<'_> {
    /// All that could be left out.
    fn list(&mut self, sites: &[Site]) {
        for site in sites {
            self.parts.insert(site.at.clone(), false);
            self.parts.extend(site.items.iter().map(|item| (item.clone(), false)));
        }
        let components = Pointer::root().child("components");
        let kinds = self.document.tree().at(&components).and_then(Tree::as_object);
        for (kind, of_kind) in kinds.into_iter().flatten() {
            let at = components.child(kind);
            let names = of_kind.as_object().into_iter().flat_map(|of_kind| of_kind.keys());
            self.parts.extend(names.map(|name| (at.child(name), false)));
        }
        self.parts.extend(self.document.bundled().map(|file| (file, false)));
    }

    /// Notes what is at some places, and what that leads to.
    fn follow(&mut self, mut places: Vec<Pointer>) {
        let mut seen = HashSet::new();
        while let Some(place) = places.pop() {
            if !seen.insert(place.clone()) {
                continue;
            }
            places.extend(self.document.references_in(&place));
            self.parts.insert(place, true);
        }
    }
}
