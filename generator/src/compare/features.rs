//! The crate's features of cargo, and what is there with each; and whether types can be held against constraints.

use std::collections::{BTreeSet, HashMap};

use super::{Code, Differ, Pairs, Place, Side, Ways, rules};
use crate::Modules;
use crate::model::{Definition, Model};

impl<'a> Differ<'a> {
    pub(super) fn features(&mut self, operations: &Pairs<'a>) {
        let place = Place::new("", "Client", Ways::default());
        match (self.old.model.validate, self.new.model.validate) {
            (false, true) => self.tell(&rules::VALIDATE_ADDED, &place, Code::after(VALIDATE)),
            (true, false) => self.tell(&rules::VALIDATE_REMOVED, &place, Code::before(VALIDATE)),
            _ => {}
        }
        let owned = |offered: BTreeSet<&str>| offered.into_iter().map(str::to_owned).collect();
        let before: Option<BTreeSet<String>> = self.old.signatures.offered().map(owned);
        let after: Option<BTreeSet<String>> = self.new.signatures.offered().map(owned);
        match (&before, &after) {
            (None, Some(_)) => self.tell(&rules::API_LEFT_TO_FEATURES, &place, Code::none()),
            (Some(_), None) => self.tell(&rules::API_ALWAYS_THERE, &place, Code::none()),
            _ => {}
        }
        let none = BTreeSet::new();
        let (old, new) = (before.as_ref().unwrap_or(&none), after.as_ref().unwrap_or(&none));
        let at = |name: &str| place.child(&["features", name], format!("feature {name}"));
        for name in old.difference(new) {
            self.tell(&rules::FEATURE_REMOVED, &at(name), Code::none());
        }
        for name in new.difference(old) {
            self.tell(&rules::FEATURE_ADDED, &at(name), Code::none());
        }
        if before.is_some() && after.is_some() {
            self.operations_of_features(operations, (old, new));
            self.types_of_features((old, new));
        }
    }

    /// Operations that another feature has. Of a feature that is gone that is told.
    fn operations_of_features(&mut self, operations: &Pairs<'a>, (_, new): (&BTreeSet<String>, &BTreeSet<String>)) {
        let (before, after) = (modules(self.old.model), modules(self.new.model));
        for (was, is) in operations {
            let (Some(was), Some(module)) = (before.get(was.pointer.as_str()), after.get(is.pointer.as_str())) else {
                continue;
            };
            let (was, now) = (self.old.signatures.feature(was), self.new.signatures.feature(module));
            if let (Some(was), Some(now)) = (was, now)
                && was != now
                && new.contains(was)
            {
                let code = Code::both(shown([was]), shown([now])).instead(format!("ask for the feature `{now}` too"));
                let place = Place::new(&is.pointer, is.plain_name(), Ways::default());
                self.tell(&rules::FEATURE_LEFT, &place, code);
            }
        }
    }

    /// Types that fewer features have. Who asks for no feature at all has nothing to call, and is not thought of.
    fn types_of_features(&mut self, (old, new): (&BTreeSet<String>, &BTreeSet<String>)) {
        let with = |side: &Side<'_>, definition: &Definition, all: &BTreeSet<String>| {
            // What is in one file with all is always there.
            let features = side.signatures.features_of(definition).filter(|_| side.model.modules == Modules::Files);
            features.cloned().unwrap_or_else(|| all.clone())
        };
        for definition in &self.old.model.types {
            let name = self.types.get(definition.name.as_str());
            let Some(other) = name.and_then(|name| self.new.definition(name)) else { continue };
            let was = with(&self.old, definition, old);
            let is = with(&self.new, other, new);
            // All that may be chosen on both sides: with those that are on by default all are.
            if was.intersection(old).any(|feature| new.contains(feature) && !is.contains(feature)) {
                let code = Code::both(shown(was.iter().map(String::as_str)), shown(is.iter().map(String::as_str)));
                let place = Place::new(&other.pointer, &other.name, Ways::default());
                self.tell(&rules::FEATURE_LEFT, &place, code);
            }
        }
    }
}

const VALIDATE: &str = "pub fn validate(&self) -> Result<(), Invalid>";

/// The modules of operations, by their places.
fn modules(model: &Model) -> HashMap<&str, &str> {
    model
        .apis
        .iter()
        .flat_map(|api| api.operations.iter().map(|operation| (operation.pointer.as_str(), api.module.as_str())))
        .collect()
}

/// Features as a manifest asks for them.
fn shown<'f>(features: impl IntoIterator<Item = &'f str>) -> String {
    let names: Vec<String> = features.into_iter().map(|feature| format!("{feature:?}")).collect();
    format!("features = [{}]", names.join(", "))
}
