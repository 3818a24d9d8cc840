//! Names given before, of what is still there. A member of a union is known by what it says; one that says more by now is
//! the same one where no other is meant.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::home::escaped;
use super::naming;
use crate::model::{Definition, Model, Names, Shape, Tag, Type, Union};

/// What types of JSON are called.
const KINDS: [&str; 7] = ["object", "array", "string", "integer", "number", "boolean", "value"];

/// The names that parts were given before, of those that are still there.
pub(super) fn kept(given: &Names, model: &Model) -> Names {
    let is_of_union = |definition: &&Definition| given.0.contains_key(&definition.place);
    let mut unions: Vec<(&str, &Union)> = Vec::new();
    for definition in model.types.iter().filter(is_of_union) {
        if let Shape::Union(union) = &definition.shape {
            unions.push((&definition.place, union));
        }
    }
    // One comes before those inside it.
    unions.sort_unstable_by_key(|(place, _)| *place);
    let mut moved = None;
    for (place, union) in unions {
        let given = moved.as_ref().unwrap_or(given);
        let pairs = pairs(&gone(place, given, model), &fresh(place, union, given, model));
        if !pairs.is_empty() {
            let mut next = given.clone();
            pairs.iter().for_each(|(old, new)| rename(&mut next, place, old, new));
            moved = Some(next);
        }
    }
    moved.as_ref().unwrap_or(given).of_those_in(&model.names)
}

/// A member of a union that is there only before or only after.
#[derive(Clone)]
struct Member {
    /// What it is among the members, and its place if it has a type there.
    part: String,
    place: Option<String>,
    name: String,
    /// What its type of JSON is called, if that is known.
    kind: Option<String>,
    /// Whether a property's value tells it from the others.
    tagged: bool,
    /// What its properties or values are called.
    members: BTreeSet<String>,
    /// What those of the types inside it are called, by where these are in it.
    inside: BTreeSet<(String, String)>,
}

impl Member {
    fn new(of: &str, (part, name): (&String, &String), names: &Names) -> Self {
        let types = names.0.get(Names::TYPES);
        let is_there =
            |place: &String| types.is_some_and(|types| types.contains_key(place)) || names.0.contains_key(place);
        let places = ["oneOf", "anyOf", "type"].map(|keyword| format!("{of}/{keyword}/{}", escaped(part)));
        let place = places.into_iter().find(is_there);
        let members = place.as_ref().and_then(|place| names.0.get(place)).into_iter().flat_map(IndexMap::keys);
        let inside = place.iter().flat_map(|place| {
            let inner = format!("{place}/");
            let scopes = names.0.range(inner.clone()..).take_while(move |(scope, _)| scope.starts_with(&inner));
            scopes.flat_map(move |(scope, parts)| {
                let scope = scope.strip_prefix(place.as_str()).unwrap_or_default();
                parts.keys().map(move |part| (scope.to_owned(), part.clone()))
            })
        });
        let inside = inside.collect();
        let kind = part.split(' ').next().filter(|word| KINDS.contains(word)).map(str::to_owned);
        let members = members.cloned().collect();
        Self { part: part.clone(), name: name.clone(), kind, tagged: false, members, inside, place }
    }

    /// Whether it may be another one, which is there after.
    fn fits(&self, new: &Self) -> bool {
        let kinds = self.kind.is_none() || new.kind.is_none() || self.kind == new.kind;
        // Of members that a value tells apart one that has another value is another.
        kinds && (!new.tagged || self.kind.is_some())
    }

    fn common(&self, new: &Self) -> usize {
        self.members.intersection(&new.members).count()
    }

    fn has_the_same(&self, new: &Self) -> bool {
        self.fits(new) && !self.members.is_empty() && self.members == new.members
    }

    fn is_the_same(&self, new: &Self) -> bool {
        self.has_the_same(new) && self.inside == new.inside
    }

    fn has_most_of(&self, new: &Self) -> bool {
        self.fits(new) && self.common(new) * 2 > self.members.len().max(new.members.len())
    }

    /// Whether its name is not wrong for another one, where no others are left.
    fn can_be(&self, new: &Self) -> bool {
        let says_kind = self.kind.as_ref().is_some_and(|kind| naming::type_name(kind) == self.name);
        let without = self.members.is_empty() && new.members.is_empty();
        self.common(new) > 0 || (without && says_kind && self.kind == new.kind)
    }
}

/// The members of a union that are not there any more.
fn gone(place: &str, given: &Names, model: &Model) -> Vec<Member> {
    let now = model.names.0.get(place);
    let gone = given.0.get(place).into_iter().flatten();
    let gone = gone.filter(|(part, _)| !now.is_some_and(|now| now.contains_key(*part)));
    let members = gone.map(|part| Member::new(place, part, given));
    let types = given.0.get(Names::TYPES);
    // What a reference leads to is not told from others by what it says.
    let is_component =
        |part: &str| types.is_some_and(|types| types.contains_key(&format!("/components/schemas/{}", escaped(part))));
    members.filter(|member| member.place.is_some() || !is_component(&member.part)).collect()
}

/// The members of a union that were not there before.
fn fresh(place: &str, union: &Union, given: &Names, model: &Model) -> Vec<Member> {
    let before = given.0.get(place);
    let fresh = model.names.0.get(place).into_iter().flatten();
    let fresh = fresh.filter(|(part, _)| !before.is_some_and(|before| before.contains_key(*part)));
    let member = |(part, name): (&String, &String)| {
        let mut member = Member::new(place, (part, name), &model.names);
        let variant = union.variants.iter().find(|variant| variant.name == *name)?;
        let is_elsewhere = matches!(variant.ty, Type::Named(_)) && member.place.is_none();
        if let [kind] = variant.kinds[..] {
            member.kind = Some(kind.to_owned());
        }
        member.tagged = matches!(variant.tags.first(), Some(Tag::String(text) | Tag::Raw(text)) if text == part);
        (!is_elsewhere).then_some(member)
    };
    fresh.filter_map(member).collect()
}

/// Which of those that are gone are which of those that are new, as far as it is plain.
fn pairs(gone: &[Member], fresh: &[Member]) -> Vec<(Member, Member)> {
    let (mut gone, mut fresh) = (gone.to_vec(), fresh.to_vec());
    let mut pairs = Vec::new();
    let steps: [fn(&Member, &Member) -> bool; 4] =
        [Member::is_the_same, Member::has_the_same, Member::has_most_of, Member::fits];
    for is_same in steps {
        let mut found: Vec<(Member, Member)> = Vec::new();
        for old in &gone {
            let mut meant = fresh.iter().filter(|new| is_same(old, new));
            if let (Some(new), None) = (meant.next(), meant.next())
                && gone.iter().filter(|other| is_same(other, new)).count() == 1
            {
                found.push((old.clone(), new.clone()));
            }
        }
        gone.retain(|one| found.iter().all(|(old, _)| old.part != one.part));
        fresh.retain(|one| found.iter().all(|(_, new)| new.part != one.part));
        pairs.extend(found.into_iter().filter(|(old, new)| old.has_most_of(new) || old.can_be(new)));
    }
    pairs
}

/// Gives the names of a member and of all within it to another one.
fn rename(names: &mut Names, of: &str, old: &Member, new: &Member) {
    if let Some(parts) = names.0.get_mut(of) {
        *parts =
            std::mem::take(parts).into_iter().map(|(part, name)| (moved(part, &old.part, &new.part), name)).collect();
    }
    let (Some(from), Some(to)) = (&old.place, &new.place) else { return };
    if let Some(types) = names.0.get_mut(Names::TYPES) {
        *types = std::mem::take(types).into_iter().map(|(place, name)| (moved(place, from, to), name)).collect();
    }
    names.0 = std::mem::take(&mut names.0).into_iter().map(|(place, parts)| (moved(place, from, to), parts)).collect();
}

/// A place, or where it is by now if it is one that moved or is within it.
fn moved(place: String, from: &str, to: &str) -> String {
    match place.strip_prefix(from) {
        Some(rest) if rest.is_empty() || rest.starts_with('/') => format!("{to}{rest}"),
        _ => place,
    }
}
