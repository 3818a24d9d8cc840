//! Discriminators: which values of a property mean which schema.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;
use openapiv3::{Discriminator, ReferenceOr, Schema};
use serde_json::Value;

use super::all_of::{Choice, Merged, Part};
use super::home::Home;
use super::keywords::keywords;
use super::kinds::Kinds;
use super::schema::not_null;
use super::union::Member;
use super::{Lowering, naming};
use crate::diagnostic::{Code, Pointer};
use crate::document::Tree;
use crate::document::downgrade::DEFAULT_MAPPING;
use crate::model::{Shape, Specific, Tag, Type, Union, UnionVariant};

/// How many schemas a schema is looked for in that others extend.
const GENERATIONS: usize = 16;

/// How many schemas within each other are looked into.
const DEPTH: usize = 4;

/// The properties that tell schemas apart, by the schemas' places.
type Tags = HashMap<Pointer, Vec<String>>;

impl Lowering<'_> {
    /// Finds who extends whom, and which schemas a discriminator tells apart: before any type is decided, since both
    /// concern schemas elsewhere.
    pub(super) fn discriminators(&mut self) {
        let mut tags = HashMap::new();
        self.find_tags(self.document.tree(), &mut tags);
        self.tags = self.with_inner(tags);
        let schemas = Pointer::root().child("components").child("schemas");
        let components = self.document.openapi.components.as_ref();
        for (wire, item) in components.into_iter().flat_map(|components| &components.schemas) {
            let ReferenceOr::Item(schema) = item else { continue };
            let mut bases = Vec::new();
            self.bases(schema, DEPTH, &mut bases);
            for base in bases {
                self.children.entry(base).or_default().push(schemas.child(wire));
            }
        }
    }

    /// The schemas that a schema extends by `allOf`, also by one that is written within another.
    fn bases(&self, schema: &Schema, depth: usize, out: &mut Vec<Pointer>) {
        for member in &keywords(schema).all_of {
            match (member, self.document.place(member)) {
                (_, Some(base)) if !out.contains(&base) => out.push(base),
                (ReferenceOr::Item(inner), None) if depth > 0 => self.bases(inner, depth - 1, out),
                _ => {}
            }
        }
    }

    /// The same for the members of unions that are members themselves.
    fn with_inner(&self, mut tags: Tags) -> Tags {
        let mut next: Vec<(Pointer, String)> =
            tags.iter().flat_map(|(place, names)| names.iter().map(|name| (place.clone(), name.clone()))).collect();
        while let Some((place, property)) = next.pop() {
            let Some(schema) = self.document.tree().at(&place) else { continue };
            for inner in self.members_of(schema) {
                let known = tags.entry(inner.clone()).or_default();
                if !known.contains(&property) {
                    known.push(property.clone());
                    next.push((inner, property.clone()));
                }
            }
        }
        // The order in which they were found is not that of the document.
        tags.values_mut().for_each(|names| names.sort());
        tags
    }

    /// The places that the members of a schema's `oneOf` and `anyOf` lead to.
    fn members_of(&self, schema: &Tree) -> Vec<Pointer> {
        let unions = ["oneOf", "anyOf"].into_iter().filter_map(|keyword| schema.child(keyword));
        let items = unions.flat_map(|union| match union {
            Tree::Array(items) => items.as_slice(),
            _ => &[],
        });
        items.filter_map(referred).filter_map(|text| self.document.find(text)).collect()
    }

    /// Notes the property by which the members of a `oneOf` or `anyOf` are told apart, by their places.
    fn find_tags(&self, tree: &Tree, out: &mut Tags) {
        match tree {
            Tree::Array(items) => items.iter().for_each(|item| self.find_tags(item, out)),
            Tree::Object(members) => {
                let property = members
                    .get("discriminator")
                    .and_then(|discriminator| discriminator.child("propertyName"))
                    .and_then(Tree::as_str);
                if let Some(property) = property {
                    for place in self.members_of(tree) {
                        let known = out.entry(place).or_default();
                        if !known.iter().any(|name| name == property) {
                            known.push(property.to_owned());
                        }
                    }
                }
                members.values().for_each(|member| self.find_tags(member, out));
            }
            _ => {}
        }
    }

    /// Whether a schema is a base that a discriminator tells those apart by who extend it.
    pub(super) fn is_base(&mut self, at: &Pointer) -> bool {
        if !self.children.contains_key(at) {
            return false;
        }
        let Some(schema) = self.schema_of(at) else { return false };
        let own = keywords(&schema);
        discriminator(&schema, DEPTH).is_some() && own.one_of.is_empty() && own.any_of.is_empty()
    }

    /// Tells of a discriminator that has nobody to tell apart.
    fn childless(&mut self, at: &Pointer, schema: &Schema) {
        let own = keywords(schema);
        let listed = discriminator(schema, DEPTH).is_some_and(|discriminator| !discriminator.mapping.is_empty());
        if listed && own.one_of.is_empty() && own.any_of.is_empty() && !self.children.contains_key(at) {
            let message = "no schema extends this one by `allOf`: its discriminator tells nothing apart, and values are \
                           read as this schema alone";
            self.diagnostics.warning(Code::Discriminator, at, message);
        }
    }

    /// The type of a base: one of those who extend it, or the base itself.
    pub(super) fn base(&mut self, at: &Pointer, schema: &openapiv3::Schema, home: &Home) -> Option<Type> {
        if !home.named || !self.is_base(at) {
            self.childless(at, schema);
            return None;
        }
        let discriminator = discriminator(schema, DEPTH)?;
        let merged = self.merged(at, schema, home);
        let mut places = Vec::new();
        self.descendants(at, &mut places);
        let mut scope = naming::Scope::new(&home.place, &["Unknown"], self.given);
        let mapped = self.mapped(at, &discriminator);
        let mut variants = Vec::new();
        for place in scope.in_order(places, Pointer::as_str) {
            let Some((home, schema)) = self.home_of(&place).zip(self.schema_of(&place)) else { continue };
            let ty = not_null(self.schema_at(&place, &schema, &home));
            let tags = self.named_tags(&mapped, &place);
            variants.push(self.told(scope.name(place.as_str(), home.name.clone(), "Value"), ty, tags));
        }
        // Values of the base itself, where its own name is no other's.
        let own = home.within("allOf", "Base");
        let own = self.claim_name(at, &own);
        let fields = self.fields(at, &merged, &own);
        let base = self.define(at, &own, &merged.docs, Shape::Struct(fields));
        let tags = self.named_tags(&mapped, at);
        variants.push(self.told(scope.name(at.as_str(), home.name.clone(), "Base"), base, tags));
        scope.keep(&mut self.now);
        let mut seen: Vec<Tag> = Vec::new();
        for variant in &mut variants {
            variant.tags.retain(|tag| !seen.contains(tag));
            seen.extend(variant.tags.iter().cloned());
        }
        variants.retain(|variant| !variant.tags.is_empty());
        let tag = Some(discriminator.property_name);
        let union = Union { variants, tag, keeps_unknown: true, vacant: None, primitive: false };
        Some(self.define(at, home, &merged.docs, Shape::Union(union)))
    }

    fn told(&self, name: String, ty: Type, tags: Vec<Tag>) -> UnionVariant {
        UnionVariant { name, ty, kinds: vec!["object"], tags, rank: (Specific::Object, 0), description: String::new() }
    }

    /// All who extend a schema, those who extend its children among them.
    fn descendants(&self, at: &Pointer, out: &mut Vec<Pointer>) {
        for child in self.children.get(at).into_iter().flatten() {
            if child != at && !out.contains(child) && out.len() < 4096 {
                out.push(child.clone());
                self.descendants(child, out);
            }
        }
    }

    /// Whether a schema extends another one by `allOf`, through whatever others.
    pub(super) fn extends(&self, at: &Pointer, base: &Pointer) -> bool {
        let mut next = vec![base];
        let mut seen = HashSet::new();
        for _ in 0..GENERATIONS {
            let children: Vec<&Pointer> = next.iter().filter_map(|place| self.children.get(*place)).flatten().collect();
            if children.contains(&at) {
                return true;
            }
            next = children.into_iter().filter(|child| seen.insert((*child).clone())).collect();
        }
        false
    }

    /// The values of a `mapping`, by the places that they lead to.
    fn mapped(&mut self, at: &Pointer, discriminator: &Discriminator) -> Vec<(Pointer, String)> {
        let schemas = Pointer::root().child("components").child("schemas");
        let mut places = Vec::new();
        for (value, target) in &discriminator.mapping {
            let by_name = schemas.child(target);
            let known = self.document.tree().at(&by_name).is_some();
            let place = if known { self.document.find(&format!("#{by_name}")) } else { self.document.find(target) };
            match place.filter(|place| self.document.tree().at(place).is_some()) {
                Some(place) => places.push((place, value.clone())),
                None => {
                    let message = format!("`{value}` is mapped to `{target}`, which is no schema of this document");
                    self.diagnostics.warning(Code::Discriminator, &mapping_at(at, value), message);
                }
            }
        }
        // The first of several values of a schema is the one that is written.
        let several =
            |(index, (place, _)): &(usize, &(Pointer, String))| places[..*index].iter().any(|(one, _)| one == place);
        if !places.iter().enumerate().any(|one| several(&one)) {
            return places;
        }
        let mut scope = naming::Scope::new(&format!("{at} mapping"), &[], self.given);
        let ordered = scope.in_order(places, |(_, value)| value);
        for (_, value) in &ordered {
            scope.name(value, naming::type_name(value), "Value");
        }
        scope.keep(&mut self.now);
        ordered
    }

    /// The values that mean a schema: those of the mapping, else its own name.
    fn named_tags(&self, mapped: &[(Pointer, String)], place: &Pointer) -> Vec<Tag> {
        let listed = mapped.iter().filter(|(target, _)| target == place);
        let mut tags: Vec<Tag> = listed.map(|(_, value)| Tag::String(value.clone())).collect();
        if tags.is_empty() {
            tags.extend(component(place).map(Tag::String));
        }
        tags
    }

    /// The property that tells the members of a union apart, and for each member the values that mean it.
    pub(super) fn tell_apart(&mut self, choice: &Choice, members: &mut [Member]) -> Option<String> {
        match choice.discriminator.clone() {
            Some(discriminator) => {
                let mapped = self.mapped(&choice.at, &discriminator);
                let property = discriminator.property_name;
                for member in members.iter_mut().filter(|member| member.is_object()) {
                    let place = member.place.clone();
                    let mut tags = place.as_ref().map(|place| self.named_tags(&mapped, place)).unwrap_or_default();
                    for value in self.values_of(&member.merged, &property, GENERATIONS).unwrap_or_default() {
                        if !tags.contains(&value) {
                            tags.push(value);
                        }
                    }
                    member.tags = tags;
                }
                self.tell_indirect(choice, &mapped, members);
                self.tell_default(choice, &discriminator.extensions, members);
                Some(property)
            }
            None => self.implied_tag(members),
        }
    }

    /// The member that is meant where the tag tells none is the one without values
    /// ([OpenAPI 3.2.0, section 4.25](https://spec.openapis.org/oas/v3.2.0#discriminator-object)).
    fn tell_default(&mut self, choice: &Choice, said: &IndexMap<String, Value>, members: &mut [Member]) {
        let Some(target) = said.get(DEFAULT_MAPPING).and_then(Value::as_str) else { return };
        let by_name = Pointer::root().child("components").child("schemas").child(target);
        let place = match self.document.tree().at(&by_name) {
            Some(_) => self.document.find(&format!("#{by_name}")),
            None => self.document.find(target),
        };
        match members.iter_mut().find(|member| place.is_some() && member.place == place) {
            Some(member) => member.tags.clear(),
            None => {
                let at = choice.at.child("discriminator").child("defaultMapping");
                let message =
                    format!("`{target}` is no member of this `{}`; what the tag does not tell is kept", choice.keyword);
                self.diagnostics.warning(Code::Discriminator, &at, message);
            }
        }
    }

    /// Gives the values of a mapping that lead to no member themselves to the member that they lead to in the end: a union
    /// or a base of what is mapped.
    fn tell_indirect(&mut self, choice: &Choice, mapped: &[(Pointer, String)], members: &mut [Member]) {
        for (place, value) in mapped {
            let tag = Tag::String(value.clone());
            if members.iter().any(|member| member.tags.contains(&tag) || member.place.as_ref() == Some(place)) {
                continue;
            }
            let inner = members.iter_mut().filter(|member| member.is_object()).find(|member| {
                member.place.as_ref().is_some_and(|at| self.extends(place, at) || self.holds(at, place))
            });
            if let Some(member) = inner {
                member.tags.push(tag);
            } else {
                let message = format!("`{value}` is mapped to a schema that is no member of this `{}`", choice.keyword);
                self.diagnostics.warning(Code::Discriminator, &mapping_at(&choice.at, value), message);
            }
        }
    }

    /// Whether a schema is a member of the union at a place, or of one within it.
    fn holds(&self, at: &Pointer, place: &Pointer) -> bool {
        let (mut next, mut seen) = (vec![at.clone()], HashSet::new());
        while let Some(at) = next.pop() {
            let inner: Vec<Pointer> =
                self.document.tree().at(&at).map(|schema| self.members_of(schema)).unwrap_or_default();
            if inner.contains(place) {
                return true;
            }
            next.extend(inner.into_iter().filter(|member| seen.insert(member.clone())));
        }
        false
    }

    /// A property that every object requires, of which each lists other values.
    pub(super) fn implied_tag(&mut self, members: &mut [Member]) -> Option<String> {
        let objects: Vec<usize> = (0..members.len()).filter(|index| members[*index].is_object()).collect();
        let first = *objects.first().filter(|_| objects.len() > 1)?;
        for property in self.candidates(&members[first].merged, GENERATIONS) {
            let mut lists = Vec::new();
            for index in &objects {
                let merged = &members[*index].merged;
                // A union asks for it in its members.
                if merged.choices.is_empty() && !merged.required.contains(&property) {
                    break;
                }
                match self.values_of(merged, &property, GENERATIONS) {
                    Some(values) if !values.is_empty() => lists.push(values),
                    _ => break,
                }
            }
            let mut seen: Vec<&Tag> = Vec::new();
            let disjoint = lists.iter().all(|list| {
                let fresh = list.iter().all(|tag| !seen.contains(&tag));
                seen.extend(list);
                fresh
            });
            if lists.len() == objects.len() && disjoint {
                for (index, tags) in objects.into_iter().zip(lists) {
                    members[index].tags = tags;
                }
                return Some(property);
            }
        }
        None
    }

    /// The properties that a schema requires, also where it is a union itself.
    fn candidates(&mut self, merged: &Merged, depth: usize) -> Vec<String> {
        let mut names: Vec<String> =
            merged.required.iter().filter(|name| merged.properties.contains_key(*name)).cloned().collect();
        let inner = merged.choices.first().and_then(|choice| choice.members.first()).cloned();
        if let Some(part) = inner.filter(|_| depth > 0) {
            let member = self.merged_member(&part.at, Merged::default(), &part);
            names.extend(self.candidates(&member, depth - 1));
        }
        names
    }

    /// The values that a property may have, if they are listed; for a union those of all its members.
    fn values_of(&mut self, merged: &Merged, property: &str, depth: usize) -> Option<Vec<Tag>> {
        if let Some(parts) = merged.properties.get(property) {
            let merged = self.merged_parts(&parts.clone());
            return merged.enumeration.map(|values| values.iter().map(tag_of).collect());
        }
        let choice = merged.choices.first().filter(|_| depth > 0)?.clone();
        let mut all = Vec::new();
        for part in &choice.members {
            all.extend(self.part_values(part, property, depth - 1)?);
        }
        Some(all)
    }
}

impl Lowering<'_> {
    fn part_values(&mut self, part: &Part, property: &str, depth: usize) -> Option<Vec<Tag>> {
        let key = (self.leads(part)?, property.to_owned());
        if let Some(known) = self.tag_values.get(&key) {
            return known.clone();
        }
        self.tag_values.insert(key.clone(), None);
        let member = self.merged_member(&part.at, Merged::default(), part);
        let values = self.values_of(&member, property, depth);
        self.tag_values.insert(key, values.clone());
        values
    }
}

/// What a member of a union refers to, also where something is beside the reference.
fn referred(item: &Tree) -> Option<&str> {
    item.reference().or_else(|| match item.child("allOf") {
        Some(Tree::Array(all)) => all.iter().find_map(Tree::reference).filter(|_| all.len() == 1),
        _ => None,
    })
}

/// The discriminator of a schema, also where it is in a member of its `allOf`.
fn discriminator(schema: &Schema, depth: usize) -> Option<Discriminator> {
    let inner = || {
        keywords(schema).all_of.iter().find_map(|member| match member {
            ReferenceOr::Item(inner) if depth > 0 => discriminator(inner, depth - 1),
            _ => None,
        })
    };
    schema.schema_data.discriminator.clone().or_else(inner)
}

fn mapping_at(at: &Pointer, value: &str) -> Pointer {
    at.child("discriminator").child("mapping").child(value)
}

fn tag_of(value: &Value) -> Tag {
    match value {
        Value::String(text) => Tag::String(text.clone()),
        other => Tag::Raw(other.to_string()),
    }
}

/// The name of a schema among the components.
pub(super) fn component(place: &Pointer) -> Option<String> {
    let tokens: Vec<String> = place.tokens().collect();
    match tokens.as_slice() {
        [components, schemas, name] if components == "components" && schemas == "schemas" => Some(name.clone()),
        _ => None,
    }
}

impl Member {
    /// Whether its values are objects and nothing else.
    pub(super) fn is_object(&self) -> bool {
        self.kinds == Kinds::OBJECT
    }
}

/// A part whose schema is somewhere else.
pub(super) fn is_reference(part: &Part) -> bool {
    matches!(part.item, ReferenceOr::Reference { .. })
}
