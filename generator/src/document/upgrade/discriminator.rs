//! Discriminators whose values are not the names of the definitions.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::{Upgrade, refer};
use crate::diagnostic::{Code, Pointer};
use crate::document::reference::{self, Refused};
use crate::document::tree::{Members, Tree};

/// How definitions say the value that means them.
const VALUES: &[&str] = &["x-discriminator-value", "x-ms-discriminator-value"];

/// The definitions that say their values, with their places.
type Named<'t> = Vec<(Pointer, &'t str)>;

impl Upgrade<'_, '_> {
    /// Gives the discriminators of bases the values that those say who extend them.
    pub(super) fn discriminators(&mut self) {
        let before = Rc::clone(&self.before);
        let mut named = Named::new();
        collect(&before, &Pointer::root(), &mut named);
        let mut mappings: HashMap<Pointer, Members> = HashMap::new();
        let mut order = Vec::new();
        for (place, value) in named {
            let (mut seen, mut next) = (HashSet::new(), vec![place.clone()]);
            while let Some(at) = next.pop().filter(|at| seen.insert(at.clone())) {
                let Some(schema) = before.at(&at) else { continue };
                next.extend(parents(&before, schema));
                if schema.child("discriminator").and_then(Tree::as_str).is_none() {
                    continue;
                }
                let mapping = mappings.entry(at.clone()).or_insert_with(|| {
                    order.push(at.clone());
                    Members::new()
                });
                let target = refer(&place);
                let text = target.reference().unwrap_or_default();
                if mapping.insert(value.to_owned(), Tree::from(text)).is_some() {
                    let message = format!("another schema has the value `{value}` too; this one counts");
                    self.check.as_read.warning(Code::Discriminator, &place, message);
                }
            }
        }
        for at in order {
            let Some((mapping, Tree::Object(schema))) = mappings.remove(&at).zip(self.tree.at_mut(&at)) else {
                continue;
            };
            let Some(name) = schema.get("discriminator").cloned() else { continue };
            let members = [("propertyName".to_owned(), name), ("mapping".to_owned(), Tree::Object(mapping))];
            schema.insert("discriminator".to_owned(), Tree::Object(members.into_iter().collect()));
        }
    }
}

/// Looks for schemas that say their values.
fn collect<'t>(tree: &'t Tree, at: &Pointer, named: &mut Named<'t>) {
    match tree {
        Tree::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| collect(item, &at.child(index), named));
        }
        Tree::Object(members) => {
            if let Some(value) = VALUES.iter().find_map(|key| members.get(*key)?.as_str()) {
                named.push((at.clone(), value));
            }
            members.iter().for_each(|(key, value)| collect(value, &at.child(key), named));
        }
        _ => {}
    }
}

/// What a schema extends.
fn parents(before: &Tree, schema: &Tree) -> Vec<Pointer> {
    let Some(Tree::Array(all)) = schema.child("allOf") else { return Vec::new() };
    let references = all.iter().filter_map(Tree::reference);
    references.filter_map(|text| reference::follow(before, text, &Refused::new()).ok()).collect()
}
