//! Places of a document that are called otherwise now, as far as their shapes make it plain.

use std::collections::{HashMap, HashSet};
use std::ops::Bound;

use crate::model::Names;

/// The least number of members by which a type is known again.
const LEAST: usize = 2;

/// A part of the document that is at another place than when the client was generated before.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Renamed {
    /// Where a type was, as in [`model::Definition::place`](crate::model::Definition::place); of an operation, the method and path
    /// that it had.
    pub from: String,
    /// Where it is.
    pub to: String,
    /// The Rust name that it had.
    pub old_name: String,
    /// The Rust name that it has.
    pub new_name: String,
}

/// The types and operations that are elsewhere by now.
pub(crate) fn renames(old: &Names, new: &Names) -> Vec<Renamed> {
    let mut found = Search::new(Names::TYPES, old, new).types();
    found.extend(Search::new(Names::OPERATIONS, old, new).operations());
    found
}

/// What is gone and what is new among the parts of one kind, by place, with their names.
struct Search<'a> {
    old: &'a Names,
    new: &'a Names,
    gone: Vec<(&'a str, &'a str)>,
    fresh: Vec<(&'a str, &'a str)>,
}

impl<'a> Search<'a> {
    fn new(kind: &str, old: &'a Names, new: &'a Names) -> Self {
        let only = |one: &'a Names, other: &Names| {
            let others = other.0.get(kind);
            let parts = one.0.get(kind).into_iter().flatten();
            let parts = parts.filter(|(place, _)| !others.is_some_and(|others| others.contains_key(*place)));
            let mut parts: Vec<_> = parts.map(|(place, name)| (place.as_str(), name.as_str())).collect();
            // A place comes before those inside it.
            parts.sort_unstable();
            parts
        };
        let (gone, fresh) = (only(old, new), only(new, old));
        Self { old, new, gone, fresh }
    }

    /// A type is known again by where it is inside one that is, by its name, or by its members, with what these are made of, if no
    /// other has the same.
    fn types(&self) -> Vec<Renamed> {
        let by_name: HashMap<&str, &str> = self.fresh.iter().map(|(place, name)| (*name, *place)).collect();
        let names: HashMap<&str, &str> = self.fresh.iter().copied().collect();
        let (before, after) = (by_members(self.old, &self.gone), by_members(self.new, &self.fresh));
        let mut found: Vec<Renamed> = Vec::new();
        let mut taken = HashSet::new();
        for &(from, old_name) in &self.gone {
            let outer = found.iter().rev().find_map(|outer| {
                let inner = from.strip_prefix(outer.from.as_str()).filter(|inner| inner.starts_with('/'))?;
                names.get_key_value(format!("{}{inner}", outer.to).as_str()).map(|(place, _)| *place)
            });
            let by_shape = || {
                let members = members(self.old, from)?;
                let [_] = before.get(&members)?[..] else { return None };
                let [to] = after.get(&members)?[..] else { return None };
                Some(to)
            };
            let to = outer.or_else(|| by_name.get(old_name).copied()).or_else(by_shape);
            let Some(to) = to.filter(|to| taken.insert(*to)) else { continue };
            let new_name = names.get(to).copied().unwrap_or_default();
            found.push(Renamed::new(from, to, old_name, new_name));
        }
        found
    }

    /// An operation is known again by its name: many have the same parameters.
    fn operations(&self) -> Vec<Renamed> {
        let by_name: HashMap<&str, &str> = self.fresh.iter().map(|(place, name)| (*name, *place)).collect();
        let moved = |(from, name): &(&str, &str)| Some(Renamed::new(from, by_name.get(name)?, name, name));
        self.gone.iter().filter_map(moved).collect()
    }
}

impl Renamed {
    fn new(from: &str, to: &str, old_name: &str, new_name: &str) -> Self {
        let [from, to, old_name, new_name] = [from, to, old_name, new_name].map(str::to_owned);
        Self { from, to, old_name, new_name }
    }
}

/// What a type is made of: the parts of each place from its own on, by what they are called in the document.
type Made<'a> = Vec<(&'a str, Vec<&'a str>)>;

/// What the members of a type are called in the document, and those of what they hold: the values of a property that tells types
/// apart are among them. None where they are too few to tell it from others.
fn members<'a>(names: &'a Names, place: &str) -> Option<Made<'a>> {
    let from = (Bound::Included(place), Bound::Unbounded);
    let below = names.0.range::<str, _>(from).take_while(|(other, _)| other.starts_with(place));
    let inside = |other: &'a String| other.strip_prefix(place).filter(|rest| rest.is_empty() || rest.starts_with('/'));
    let made: Made<'a> = below
        .filter_map(|(other, parts)| {
            let mut parts: Vec<&str> = parts.keys().map(String::as_str).collect();
            parts.sort_unstable();
            Some((inside(other)?, parts))
        })
        .collect();
    let is_telling = made.first().is_some_and(|(rest, own)| rest.is_empty() && own.len() >= LEAST);
    is_telling.then_some(made)
}

/// The places of types by what they are made of.
fn by_members<'a>(names: &'a Names, parts: &[(&'a str, &'a str)]) -> HashMap<Made<'a>, Vec<&'a str>> {
    let mut places: HashMap<Made<'_>, Vec<&str>> = HashMap::new();
    for (place, _) in parts {
        if let Some(members) = members(names, place) {
            places.entry(members).or_default().push(place);
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names in lines such as `types /components/schemas/Pet Pet`, or with bars between the words.
    fn names(lines: &[&str]) -> Names {
        let mut names = Names::default();
        for line in lines {
            let mut words = line.split(if line.contains('|') { '|' } else { ' ' }).map(str::to_owned);
            let [of, part, name] = [(); 3].map(|()| words.next().unwrap());
            names.0.entry(of).or_default().insert(part, name);
        }
        names
    }

    fn told(old: &[&str], new: &[&str]) -> Vec<String> {
        let found = renames(&names(old), &names(new));
        found.iter().map(|one| format!("{} {} -> {} {}", one.old_name, one.from, one.new_name, one.to)).collect()
    }

    #[test]
    fn a_type_with_the_same_members_is_known_again_and_so_is_what_it_holds() {
        let old = ["types /s/Pet Pet", "types /s/Pet/properties/tag PetTag", "/s/Pet id id", "/s/Pet tag tag"];
        let new = ["types /s/Dog Dog", "types /s/Dog/properties/tag DogTag", "/s/Dog tag tag", "/s/Dog id id"];
        let expected = ["Pet /s/Pet -> Dog /s/Dog", "PetTag /s/Pet/properties/tag -> DogTag /s/Dog/properties/tag"];
        assert_eq!(told(&old, &new), expected);
    }

    #[test]
    fn a_type_of_the_same_name_is_known_again() {
        let old = ["types /paths/a Pet", "/paths/a id id"];
        assert_eq!(told(&old, &["types /s/Pet Pet", "/s/Pet name name"]), ["Pet /paths/a -> Pet /s/Pet"]);
    }

    #[test]
    fn what_is_not_plain_is_not_told() {
        let pet = ["types /s/Pet Pet", "/s/Pet id id", "/s/Pet tag tag"];
        // Two that it could be.
        let two = ["types /s/A A", "types /s/B B", "/s/A id id", "/s/A tag tag", "/s/B id id", "/s/B tag tag"];
        assert!(told(&pet, &two).is_empty());
        assert!(told(&two, &pet).is_empty());
        // Another that was there before.
        let both = [&pet[..], &["types /s/Dog Dog", "/s/Dog id id", "/s/Dog tag tag"]].concat();
        assert!(told(&both, &both[3..]).is_empty());
        // One with another tag, and one that holds something else.
        let tagged = |kind: &str, tag: &str| {
            let at = format!("/s/{kind}");
            let lines = [format!("types {at} {kind}"), format!("{at} type type"), format!("{at} name name")];
            lines.into_iter().chain([format!("{at}/properties/type {tag} {tag}")]).collect::<Vec<_>>()
        };
        fn words(lines: &[String]) -> Vec<&str> {
            lines.iter().map(String::as_str).collect()
        }
        let (cat, invoice, lion) = (tagged("Cat", "cat"), tagged("Invoice", "invoice"), tagged("Lion", "cat"));
        assert!(told(&words(&cat), &words(&invoice)).is_empty());
        assert!(told(&words(&cat), &words(&invoice[..3])).is_empty());
        assert_eq!(told(&words(&cat), &words(&lion)), ["Cat /s/Cat -> Lion /s/Lion"]);
        // Too few members.
        assert!(told(&["types /s/A A", "/s/A id id"], &["types /s/B B", "/s/B id id"]).is_empty());
    }

    #[test]
    fn an_operation_of_the_same_name_is_known_again() {
        let old = ["operations|GET /pets|list_pets", "operations|GET /dogs|list_dogs"];
        let new = ["operations|GET /v2/pets|list_pets", "operations|GET /dogs|list_dogs"];
        assert_eq!(told(&old, &new), ["list_pets GET /pets -> list_pets GET /v2/pets"]);
    }
}
