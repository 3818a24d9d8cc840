//! What of the client is wanted, where not all of it is.
//!
//! A model is cut down after all is decided, so that what is left is what the whole client has: no name, no type and no
//! constructor depends on what else is selected.

mod prune;
mod reach;
mod site;

use std::collections::HashSet;
use std::fmt;

use crate::diagnostic::{Diagnostic, Diagnostics, Pointer, Setting, similar};
use crate::document::Document;
use crate::model::Model;
use crate::settings::{Selector, SelectorKind};
use site::Site;

/// What a client has not because it was not selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// How many operations, of how many.
    pub operations: (usize, usize),
    /// How many types, of how many.
    pub types: (usize, usize),
    /// How many webhooks, of how many.
    pub webhooks: (usize, usize),
}

impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operations, types, webhooks } = self;
        write!(f, "{} of {} operations, {} of {} types", operations.0, operations.1, types.0, types.1)?;
        if webhooks.1 > 0 {
            write!(f, ", {} of {} webhooks", webhooks.0, webhooks.1)?;
        }
        Ok(())
    }
}

/// Leaves in a client what is selected and what that needs, and of the diagnostics those that are about it. Selectors that
/// select nothing are refused with what they may have meant.
pub(crate) fn select(
    document: &Document,
    selectors: &[Selector],
    may_miss: bool,
    model: &mut Model,
    diagnostics: &mut Diagnostics,
) -> Result<Option<LeftOut>, Diagnostics> {
    if selectors.is_empty() {
        return Ok(None);
    }
    let mut sites = site::sites(document);
    let mut types = HashSet::new();
    let mut refused = Diagnostics::default();
    for selector in selectors {
        let is_found = match selector.kind {
            SelectorKind::Type => Ok(mark_types(&selector.value, model, &mut types)),
            _ => site::mark(selector, &mut sites),
        };
        match is_found {
            Ok(true) => {}
            Ok(false) => refused.push(nothing(selector, &sites, model)),
            Err(message) => refused.push(refusal(selector, message)),
        }
    }
    if refused.has_errors() && !may_miss {
        return Err(refused);
    }
    let whole = count(model);
    prune::prune(model, &sites, types);
    reach::reach(document, &sites, model, diagnostics);
    let ((operations, webhooks), rest) = ((whole.0, whole.2), count(model));
    Ok(Some(LeftOut {
        operations: (operations - rest.0, operations),
        types: (whole.1 - rest.1, whole.1),
        webhooks: (webhooks - rest.2, webhooks),
    }))
}

/// How many operations, types and webhooks there are.
fn count(model: &Model) -> (usize, usize, usize) {
    let operations = model.apis.iter().map(|api| api.operations.len()).sum();
    (operations, model.types.len(), model.received().count())
}

/// Notes the types of a name; whether there are any.
fn mark_types(name: &str, model: &Model, types: &mut HashSet<String>) -> bool {
    let place = Pointer::root().child("components").child("schemas").child(name);
    let found = model.types.iter().filter(|definition| definition.name == name || definition.pointer == place.as_str());
    let found: Vec<String> = found.map(|definition| definition.name.clone()).collect();
    let is_found = !found.is_empty();
    types.extend(found);
    is_found
}

/// Why a selector is refused.
fn nothing(selector: &Selector, sites: &[Site], model: &Model) -> Diagnostic {
    let wanted = selector.value.as_str();
    let (what, known): (_, Vec<&str>) = match selector.kind {
        SelectorKind::Tag => ("no operation has the tag", sites.iter().flat_map(Site::groups).collect()),
        SelectorKind::Operation => ("no operation is", sites.iter().flat_map(Site::names).collect()),
        SelectorKind::Path => {
            ("no operation has the path", sites.iter().filter_map(|site| site.path.as_deref()).collect())
        }
        SelectorKind::Type => {
            let names = model.types.iter().map(|definition| definition.name.as_str());
            ("no type is", names.collect())
        }
    };
    let start = selector.kind.as_str();
    let error = refusal(selector, format!("`{selector}` selects nothing: {what} `{wanted}`"));
    match similar(wanted, known.into_iter()) {
        Some(meant) => error.help(format!("did you mean `{start}:{meant}`?")),
        None => error.help("`oasmith inspect` tells what there is"),
    }
}

fn refusal(selector: &Selector, message: String) -> Diagnostic {
    Diagnostic::of_setting(Setting::value(["only", &selector.to_string()]), message)
}

#[cfg(test)]
mod tests;
