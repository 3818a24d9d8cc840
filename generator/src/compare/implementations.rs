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
        let is_ordered = |one: &Definition| has(one, "PartialOrd") || has(one, "Ord");
        if is_ordered(old) && is_ordered(new) && is_reordered(&old.shape, &new.shape) {
            self.tell(&rules::COMPARISON_CHANGED, place, Code::none());
        }
    }
}

/// Whether a type implements what is derived by a name.
fn has(definition: &Definition, name: &str) -> bool {
    definition.has_itself(name) || definition.derives.iter().any(|path| Definition::derived(path) == name)
}

/// Whether derived comparison, which goes by the parts in their order, has another result for what both have.
fn is_reordered(old: &Shape, new: &Shape) -> bool {
    match (old, new) {
        // A property counts before all that come after it.
        (Shape::Struct(old), Shape::Struct(new)) => {
            let both = old.fields.iter().zip(&new.fields);
            both.into_iter().any(|(one, other)| one.wire != other.wire && one.name != other.name)
        }
        (Shape::StringEnum(old), Shape::StringEnum(new)) => is_shuffled(old, new, |value| &value.wire),
        (Shape::IntegerEnum(old), Shape::IntegerEnum(new)) => is_shuffled(old, new, |value| &value.wire),
        (Shape::Union(old), Shape::Union(new)) => is_shuffled(&old.variants, &new.variants, |variant| &variant.name),
        _ => false,
    }
}

/// Whether what is in both is in another order.
fn is_shuffled<T, K: PartialEq>(old: &[T], new: &[T], key: impl Fn(&T) -> &K) -> bool {
    let within = |one: &T, others: &[T]| others.iter().any(|other| key(other) == key(one));
    let kept = old.iter().filter(|one| within(one, new));
    !kept.map(&key).eq(new.iter().filter(|one| within(one, old)).map(&key))
}
