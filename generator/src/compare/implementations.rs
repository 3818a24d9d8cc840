//! What types implement: what they have by themselves, and what the settings have them derive.

use super::{Code, Differ, Place, rules};
use crate::model::{Definition, Shape};

impl Differ<'_> {
    pub(super) fn implementations(&mut self, place: &Place, old: &Definition, new: &Definition) {
        let are_structs = matches!((&old.shape, &new.shape), (Shape::Struct(_), Shape::Struct(_)));
        if are_structs {
            match (has(old, "Default"), has(new, "Default")) {
                (false, true) => self.tell(&rules::DEFAULT_IMPL_ADDED, place, Code::none()),
                (true, false) => self.tell(&rules::DEFAULT_IMPL_REMOVED, place, Code::none()),
                _ => {}
            }
        }
        let only = |one: &Definition, other: &Definition| {
            let is_told = |path: &str| are_structs && Definition::derived(path) == "Default";
            let paths = one.derives.iter().filter(|path| !has(other, Definition::derived(path)) && !is_told(path));
            paths.cloned().collect::<Vec<_>>().join(", ")
        };
        let (gone, added) = (only(old, new), only(new, old));
        if !gone.is_empty() {
            self.tell(&rules::DERIVE_REMOVED, place, Code::before(format!("#[derive({gone})]")));
        }
        if !added.is_empty() {
            self.tell(&rules::DERIVE_ADDED, place, Code::after(format!("#[derive({added})]")));
        }
    }
}

/// Whether a type implements what is derived by a name.
fn has(definition: &Definition, name: &str) -> bool {
    definition.has_itself(name) || definition.derives.iter().any(|path| Definition::derived(path) == name)
}
