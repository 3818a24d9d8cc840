//! What has another name and is plainly the same.

use std::collections::{HashMap, HashSet};

use super::names::{Said, is_renamed};
use super::relation::Relation;
use super::{Differ, matching};
use crate::model::{Definition, Field, Model, Payload, Shape, Struct, Type};

/// Types that were taken for each other while two are compared.
type Assumed<'a> = Vec<(&'a Definition, &'a Definition)>;

/// How many types within each other are looked into.
const DEPTH: usize = 64;

impl<'a> Differ<'a> {
    /// Pairs types that are gone with new ones of the same shape that stand where they stood. Two candidates are told apart by
    /// their names; where they are not, nothing is a rename.
    pub(super) fn renames(&mut self, old: Vec<&'a Definition>, new: Vec<&'a Definition>) {
        if old.is_empty() || new.is_empty() {
            return;
        }
        let renamed = |name: &str| self.types.get(name).map_or_else(|| name.to_owned(), |name| (*name).to_owned());
        let (before, after) = (sites(self.old.model, renamed), sites(self.new.model, str::to_owned));
        let stands = |left: &Definition, right: &Definition| match (
            before.get(left.name.as_str()),
            after.get(right.name.as_str()),
        ) {
            (Some(before), Some(after)) => before.iter().any(|site| after.contains(site)),
            (None, None) => strsim::jaro_winkler(&left.name, &right.name) > 0.8,
            _ => false,
        };
        for left in old {
            if self.types.contains_key(left.name.as_str()) || !is_telling(&left.shape) {
                continue;
            }
            let candidates = new.iter().copied().filter(|right| !self.types_back.contains_key(right.name.as_str()));
            let mut found: Vec<(f64, Assumed<'a>)> = candidates
                .filter(|right| stands(left, right))
                .filter_map(|right| {
                    let mut assumed = vec![(left, right)];
                    let alike = self.alike(left, right, &mut assumed, 0);
                    alike.then(|| (strsim::jaro_winkler(&left.name, &right.name), assumed))
                })
                .collect();
            found.sort_by(|(one, _), (other, _)| other.total_cmp(one));
            let is_plain = match found.as_slice() {
                [_] => true,
                [(best, _), (next, _), ..] => best - next > 0.05,
                [] => false,
            };
            if is_plain {
                let assumed = found.swap_remove(0).1;
                assumed.into_iter().for_each(|(left, right)| self.same_type(left, right));
            }
        }
    }

    /// Whether two types are the same up to their names. Types within them that may be renamed too are taken for each other.
    fn alike(&self, old: &'a Definition, new: &'a Definition, assumed: &mut Assumed<'a>, depth: usize) -> bool {
        if depth > DEPTH {
            return false;
        }
        match (&old.shape, &new.shape) {
            (Shape::Struct(before), Shape::Struct(after)) => {
                let rest = match (&before.additional_properties, &after.additional_properties) {
                    (Some(before), Some(after)) => self.alike_types(&before.ty, &after.ty, assumed, depth),
                    (None, None) => true,
                    _ => false,
                };
                rest && before.fields.len() == after.fields.len()
                    && before.fields.iter().all(|field| {
                        after.fields.iter().find(|other| other.wire == field.wire).is_some_and(|other| {
                            field.presence == other.presence && self.alike_types(&field.ty, &other.ty, assumed, depth)
                        })
                    })
            }
            (Shape::StringEnum(before), Shape::StringEnum(after)) => {
                before.len() == after.len() && before.iter().zip(after).all(|(one, other)| one.wire == other.wire)
            }
            (Shape::IntegerEnum(before), Shape::IntegerEnum(after)) => {
                before.len() == after.len() && before.iter().zip(after).all(|(one, other)| one.wire == other.wire)
            }
            (Shape::Union(before), Shape::Union(after)) => {
                before.tag == after.tag
                    && before.variants.len() == after.variants.len()
                    && before
                        .variants
                        .iter()
                        .zip(&after.variants)
                        .all(|(one, other)| self.alike_types(&one.ty, &other.ty, assumed, depth))
            }
            (Shape::Alias(before), Shape::Alias(after)) | (Shape::Newtype(before), Shape::Newtype(after)) => {
                self.alike_types(before, after, assumed, depth)
            }
            _ => false,
        }
    }

    fn alike_types(&self, old: &Type, new: &Type, assumed: &mut Assumed<'a>, depth: usize) -> bool {
        match (old, new) {
            (Type::Named(old), Type::Named(new)) => {
                if self.types.contains_key(old.as_str()) || self.types_back.contains_key(new.as_str()) {
                    return self.is_same(old, new);
                }
                let known = |(left, right): &(&Definition, &Definition)| (left.name == *old, right.name == *new);
                match assumed.iter().map(known).find(|(left, right)| *left || *right) {
                    Some((left, right)) => left && right,
                    None => match (self.old.definition(old), self.new.definition(new)) {
                        (Some(left), Some(right)) => {
                            assumed.push((left, right));
                            self.alike(left, right, assumed, depth + 1)
                        }
                        _ => false,
                    },
                }
            }
            (Type::Array(old), Type::Array(new))
            | (Type::Map(old), Type::Map(new))
            | (Type::Nullable(old), Type::Nullable(new))
            | (Type::Boxed(old), Type::Boxed(new)) => self.alike_types(old, new, assumed, depth),
            (Type::FixedArray(old, before), Type::FixedArray(new, after)) => {
                before == after && self.alike_types(old, new, assumed, depth)
            }
            (old, new) => old == new,
        }
    }

    /// The properties that are gone and the new ones that they plainly are, of these two structs.
    pub(super) fn renamed_fields<'f>(
        &self,
        (gone, before): (&[&'f Field], &Struct),
        (new, after): (&[&'f Field], &Struct),
    ) -> Vec<(&'f Field, &'f Field)> {
        let said = |field: &'f Field, object: &Struct| {
            let is_said = |other: &&Field| other.description.trim() == field.description.trim();
            let shared = object.fields.iter().filter(is_said).count();
            Said { wire: &field.wire, description: &field.description, shared }
        };
        let is_like = |old: &&'f Field, new: &&'f Field| {
            old.presence == new.presence
                && old.direction == new.direction
                && self.relation(&old.ty, &new.ty) == Relation::Same
                && is_renamed(&said(old, before), &said(new, after))
        };
        pairs(gone, new, is_like)
    }
}

/// Where types stand: what uses each, by its own name and by what it is there. Names of types go through a function.
fn sites(model: &Model, name: impl Fn(&str) -> String) -> HashMap<&str, HashSet<String>> {
    let mut sites = HashMap::new();
    for definition in &model.types {
        let owner = name(&definition.name);
        match &definition.shape {
            Shape::Struct(object) => {
                for field in &object.fields {
                    note(&field.ty, &format!("{owner}.{}", field.wire), &mut sites);
                }
                if let Some(rest) = &object.additional_properties {
                    note(&rest.ty, &format!("{owner}.."), &mut sites);
                }
            }
            Shape::Union(union) => union.variants.iter().for_each(|variant| note(&variant.ty, &owner, &mut sites)),
            Shape::Alias(ty) | Shape::Newtype(ty) => note(ty, &owner, &mut sites),
            Shape::StringEnum(_) | Shape::IntegerEnum(_) => {}
        }
    }
    for operation in matching::all(model) {
        let request = format!("{} {}", operation.method, operation.path);
        for parameter in &operation.parameters {
            note(&parameter.ty, &format!("{request} {}", parameter.wire), &mut sites);
        }
        for ty in operation.bodies.iter().flat_map(|body| body.kind.types()) {
            note(ty, &format!("{request} body"), &mut sites);
        }
        for ty in operation.payloads().filter_map(Payload::ty) {
            note(ty, &format!("{request} response"), &mut sites);
        }
    }
    for webhook in model.received() {
        webhook.types().for_each(|ty| note(ty, &webhook.wire, &mut sites));
    }
    for header in &model.headers {
        note(&header.ty, &header.wire, &mut sites);
    }
    sites
}

/// Notes all types that a type names.
fn note<'m>(ty: &'m Type, site: &str, sites: &mut HashMap<&'m str, HashSet<String>>) {
    match ty {
        Type::Named(name) => {
            sites.entry(name).or_default().insert(site.to_owned());
        }
        Type::Array(inner)
        | Type::FixedArray(inner, _)
        | Type::Map(inner)
        | Type::Nullable(inner)
        | Type::Boxed(inner) => note(inner, site, sites),
        _ => {}
    }
}

/// The pairs of which each has no other candidate.
pub(super) fn pairs<T: Copy>(gone: &[T], new: &[T], is_like: impl Fn(&T, &T) -> bool) -> Vec<(T, T)> {
    let mut out = Vec::new();
    for old in gone {
        let mut candidates = new.iter().filter(|candidate| is_like(old, candidate));
        let (Some(found), None) = (candidates.next(), candidates.next()) else { continue };
        if gone.iter().filter(|other| is_like(other, found)).count() == 1 {
            out.push((*old, *found));
        }
    }
    out
}

/// Whether a shape is one that two types do not have by chance.
fn is_telling(shape: &Shape) -> bool {
    match shape {
        Shape::Struct(object) => !object.fields.is_empty(),
        Shape::StringEnum(variants) => variants.len() > 1,
        Shape::IntegerEnum(variants) => variants.len() > 1,
        Shape::Union(union) => union.variants.len() > 1,
        Shape::Alias(_) | Shape::Newtype(_) => false,
    }
}
