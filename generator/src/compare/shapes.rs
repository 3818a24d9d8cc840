//! Enums and unions: what values and kinds of values there are.

use super::relation::Relation;
use super::{Code, Differ, Place, SCHEMA, rules};
use crate::model::{Tag, Union, UnionVariant, Variant};

/// Whether two variants are the same.
type IsSame<'a> = dyn Fn(&UnionVariant, &UnionVariant) -> bool + 'a;

impl Differ<'_> {
    /// The values of an enum.
    pub(super) fn values<T: PartialEq>(
        &mut self,
        place: &Place,
        old: &[Variant<T>],
        new: &[Variant<T>],
        closed: (bool, bool),
        shown: impl Fn(&T) -> String,
    ) {
        let at = |variant: &Variant<T>| {
            place.child(&["enum", &shown(&variant.wire)], format!("{}::{}", place.of, variant.name))
        };
        let has = |variants: &[Variant<T>], wire: &T| variants.iter().any(|variant| variant.wire == *wire);
        // What code calls alike is the same value, written in another way.
        let rewritten = |before: &Variant<T>, after: &Variant<T>| {
            before.name == after.name && !has(new, &before.wire) && !has(old, &after.wire)
        };
        for before in old {
            if let Some(after) = new.iter().find(|after| after.wire == before.wire) {
                self.renamed(&at(after), &before.name, &after.name);
            } else if let Some(after) = new.iter().find(|after| rewritten(before, after)) {
                let code = Code::both(shown(&before.wire), shown(&after.wire));
                self.tell(&rules::ENUM_VALUE_REWRITTEN, &at(after), code);
            } else {
                let code = Code::before(format!("{}::{}", place.of, before.name));
                self.tell(&rules::ENUM_VALUE_REMOVED, &at(before), code);
            }
        }
        let is_known = |after: &Variant<T>| has(old, &after.wire) || old.iter().any(|before| rewritten(before, after));
        for after in new.iter().filter(|after| !is_known(after)) {
            let code = Code::after(format!("{}::{}", place.of, after.name));
            let rule = if closed.0 { &rules::ENUM_VALUE_ADDED_CLOSED } else { &rules::ENUM_VALUE_ADDED };
            self.tell(rule, &at(after), code);
        }
        let unknown = || format!("{}::Unknown", place.of);
        match closed {
            (false, true) => self.tell(&rules::ENUM_CLOSED, place, Code::before(unknown())),
            (true, false) => self.tell(&rules::ENUM_OPENED, place, Code::after(unknown())),
            (true, true) => {
                let numbered = |variants: &[Variant<T>]| -> Vec<(String, bool)> {
                    variants.iter().map(|variant| (variant.name.clone(), true)).collect()
                };
                self.numbers(place, &numbered(old), &numbered(new));
            }
            (false, false) => {}
        }
    }

    /// The numbers of an enum's variants, where none carries anything: each variant by its name and whether it carries nothing.
    pub(super) fn numbers(&mut self, place: &Place, old: &[(String, bool)], new: &[(String, bool)]) {
        let is_castable = |variants: &[(String, bool)]| !variants.is_empty() && variants.iter().all(|(_, unit)| *unit);
        if !is_castable(old) || new.is_empty() {
            return;
        }
        if !is_castable(new) {
            return self.tell(&rules::VARIANT_NUMBERS_CHANGED, place, Code::before("as isize"));
        }
        let moved = old.iter().enumerate().find_map(|(before, (name, _))| {
            let after = new.iter().position(|(other, _)| other == name)?;
            (before != after).then(|| Code::both(format!("{name} = {before}"), format!("{name} = {after}")))
        });
        if let Some(code) = moved {
            self.tell(&rules::VARIANT_NUMBERS_CHANGED, place, code);
        }
    }

    pub(super) fn union(&mut self, place: &Place, old: &Union, new: &Union) {
        let pairs = self.variants(old, new);
        for (before, after) in &pairs {
            let at = variant_place(place, after);
            self.renamed(&at, &before.name, &after.name);
            if self.relation(&before.ty, &after.ty) != Relation::Same {
                let code = Code::both(self.variant(before, false), self.variant(after, true));
                self.differing(&SCHEMA, &at, (&before.ty, &after.ty), || code);
            }
            self.described(&at, &before.description, &after.description);
            if old.tag.is_some() && old.tag == new.tag {
                self.tags(&at, old, &pairs, (before, after));
            }
        }
        if old.tag.is_none() && new.tag.is_none() && is_swapped(old, new, &pairs) {
            self.tell(&rules::UNION_ORDER_CHANGED, place, Code::none());
        }
        for before in old.variants.iter().filter(|before| !pairs.iter().any(|(known, _)| known.name == before.name)) {
            let code = Code::before(self.variant(before, false));
            self.tell(&rules::UNION_VARIANT_REMOVED, &variant_place(place, before), code);
        }
        for after in new.variants.iter().filter(|after| !pairs.iter().any(|(_, known)| known.name == after.name)) {
            let rule =
                if old.keeps_unknown { &rules::UNION_VARIANT_ADDED } else { &rules::UNION_VARIANT_ADDED_UNKNOWN };
            let code = Code::after(self.variant(after, true));
            self.tell(rule, &variant_place(place, after), code);
        }
        if old.tag != new.tag {
            self.tell(&rules::UNION_TAG_CHANGED, place, Code::none());
        }
        match (old.keeps_unknown, new.keeps_unknown) {
            (false, true) => self.tell(&rules::UNION_UNKNOWN_ADDED, place, Code::none()),
            (true, false) => self.tell(&rules::UNION_UNKNOWN_REMOVED, place, Code::none()),
            _ => {}
        }
        match (old.primitive, new.primitive) {
            (false, true) => self.tell(&rules::UNION_TEXT_ADDED, place, Code::none()),
            (true, false) => self.tell(&rules::UNION_TEXT_REMOVED, place, Code::none()),
            _ => {}
        }
    }

    /// The variants that are in both: by name where the type is the same, by name, then by type.
    fn variants<'u>(&self, old: &'u Union, new: &'u Union) -> Vec<(&'u UnionVariant, &'u UnionVariant)> {
        let same = |before: &UnionVariant, after: &UnionVariant| self.relation(&before.ty, &after.ty) == Relation::Same;
        let named = |before: &UnionVariant, after: &UnionVariant| before.name == after.name;
        let both = |before: &UnionVariant, after: &UnionVariant| named(before, after) && same(before, after);
        let mut pairs: Vec<(&UnionVariant, &UnionVariant)> = Vec::new();
        let steps: [&IsSame<'_>; 3] = [&both, &named, &same];
        for is_like in steps {
            for before in &old.variants {
                if pairs.iter().any(|(known, _)| known.name == before.name) {
                    continue;
                }
                let free = |after: &&UnionVariant| !pairs.iter().any(|(_, known)| known.name == after.name);
                if let Some(after) = new.variants.iter().filter(free).find(|after| is_like(before, after)) {
                    pairs.push((before, after));
                }
            }
        }
        pairs
    }

    fn variant(&self, variant: &UnionVariant, is_new: bool) -> String {
        let side = if is_new { &self.new } else { &self.old };
        format!("{}({})", variant.name, side.signatures.ty(&variant.ty))
    }

    /// The values of the tag that mean a variant. Several variants may share one.
    fn tags(
        &mut self,
        place: &Place,
        old: &Union,
        pairs: &[(&UnionVariant, &UnionVariant)],
        (before, after): (&UnionVariant, &UnionVariant),
    ) {
        let from_another =
            |tag: &&Tag| old.variants.iter().any(|other| other.name != before.name && other.tags.contains(tag));
        let to_another = |tag: &&Tag| {
            let gets = |(was, is): &(&UnionVariant, &UnionVariant)| is.tags.contains(tag) && !was.tags.contains(tag);
            pairs.iter().any(|pair| pair.1.name != after.name && gets(pair))
        };
        let is_new = |tag: &&Tag| !before.tags.contains(tag);
        let (moved, added): (Vec<&Tag>, Vec<&Tag>) = after.tags.iter().filter(is_new).partition(from_another);
        let is_gone = |tag: &&Tag| !after.tags.contains(tag) && !to_another(tag);
        let gone: Vec<&Tag> = before.tags.iter().filter(is_gone).collect();
        if !moved.is_empty() {
            self.tell(&rules::UNION_TAG_VALUE_MOVED, place, Code::after(shown(&moved)));
        }
        if !gone.is_empty() {
            self.tell(&rules::UNION_TAG_VALUE_REMOVED, place, Code::before(shown(&gone)));
        }
        if !added.is_empty() {
            self.tell(&rules::UNION_TAG_VALUE_ADDED, place, Code::after(shown(&added)));
        }
    }
}

fn shown(tags: &[&Tag]) -> String {
    let shown = tags.iter().map(|tag| match tag {
        Tag::String(text) => format!("{text:?}"),
        Tag::Raw(json) => json.clone(),
    });
    shown.collect::<Vec<_>>().join(", ")
}

/// Whether two variants that a value may fit alike, of which the first one counts, have changed places.
fn is_swapped(old: &Union, new: &Union, pairs: &[(&UnionVariant, &UnionVariant)]) -> bool {
    let position = |of: &Union, variant: &UnionVariant| of.variants.iter().position(|other| other.name == variant.name);
    let alike = |one: &UnionVariant, other: &UnionVariant| {
        let any = one.kinds.is_empty() || other.kinds.is_empty();
        one.rank == other.rank && (any || one.kinds.iter().any(|kind| other.kinds.contains(kind)))
    };
    pairs.iter().enumerate().any(|(index, (before, after))| {
        pairs[index + 1..].iter().any(|(other_before, other_after)| {
            let (was, is) = (
                position(old, before) < position(old, other_before),
                position(new, after) < position(new, other_after),
            );
            alike(before, other_before) && alike(after, other_after) && was != is
        })
    })
}

fn variant_place(place: &Place, variant: &UnionVariant) -> Place {
    place.child(&[&variant.name], format!("{}::{}", place.of, variant.name))
}
