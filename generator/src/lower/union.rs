//! `oneOf` and `anyOf`: one type where the members agree, else an enum and how its variants are told apart.

use indexmap::IndexSet;
use serde_json::Value;

use super::all_of::{Chain, Choice, Merged, Part, Rest};
use super::discriminator::is_reference;
use super::docs::Docs;
use super::home::Home;
use super::kinds::Kinds;
use super::schema::not_null;
use super::{Lowering, naming};
use crate::diagnostic::{Code, Pointer};
use crate::model::{Shape, Specific, Tag, Type, Union, UnionVariant};

/// The most variants of a union within a union; beyond them nobody would tell them apart by their names.
const MOST: usize = 256;

/// How many unions within each other are combined with those beside them.
const DEPTH: usize = 4;

/// One of the schemas that a value may have.
#[derive(Clone)]
pub(super) struct Member {
    /// Its place, and how to get its type: by itself, or by what it says together with what is beside the union.
    pub(super) at: Pointer,
    pub(super) alone: Option<Part>,
    /// Where a reference leads.
    pub(super) place: Option<Pointer>,
    pub(super) merged: Merged,
    pub(super) kinds: Kinds,
    /// What a reader would call it, and the items of a list.
    pub(super) title: Option<String>,
    pub(super) items: Option<String>,
    pub(super) tags: Vec<Tag>,
}

impl Member {
    /// Whether it is in a list of the schema at a place itself, and not of one that this extends.
    fn stands_in(&self, at: &Pointer) -> bool {
        let mut tokens: Vec<String> = self.at.within(at).iter().flat_map(Pointer::tokens).collect();
        tokens.truncate(tokens.len().saturating_sub(2));
        self.at.is_within(at) && tokens.chunks(2).all(|pair| pair.first().is_some_and(|keyword| keyword == "allOf"))
    }
}

impl Lowering<'_> {
    /// The type of a schema with a `oneOf` or an `anyOf`, and of whatever is beside it.
    pub(super) fn choice(&mut self, at: &Pointer, base: Merged, home: &Home) -> Type {
        if base.choices.len() == 1 {
            return self.one_choice(at, base, home);
        }
        if self.combined == DEPTH {
            return self.untyped(at, "so many unions at once");
        }
        self.combined += 1;
        let ty = self.one_choice(at, base, home);
        self.combined -= 1;
        ty
    }

    /// The type of the first of a schema's unions, each of its members with what is beside it.
    fn one_choice(&mut self, at: &Pointer, mut base: Merged, home: &Home) -> Type {
        let choice = base.choices.remove(0);
        // What says of itself that it is what it says adds nothing.
        let counts = |part: &&Part| !self.is_null(part) && self.leads(part).as_ref() != Some(at);
        let parts: Vec<Part> = choice.members.iter().filter(counts).cloned().collect();
        let own: Vec<Merged> = parts.iter().map(|part| self.merged_member(at, Merged::default(), part)).collect();
        if own.iter().all(only_requires) {
            // Which properties a value must have at least changes no type.
            requirements(&mut base.docs, &choice, &own);
            if own.iter().any(|own| own.told_kinds() != Kinds::ANY) && base.kinds == Kinds::ANY {
                base.kinds = Kinds::OBJECT;
            }
            return self.typed(at, base, home);
        }
        let combinations: usize =
            base.choices.iter().map(|choice| choice.members.len()).product::<usize>() * parts.len();
        if !base.choices.is_empty() && combinations > MOST {
            return self.untyped(at, "so many unions at once");
        }
        let docs = base.docs.clone();
        let beside = !base.choices.is_empty() || !base.items.is_empty() || matches!(base.rest, Rest::Schema(_));
        let mut members = Vec::new();
        for (part, own) in parts.into_iter().zip(own) {
            let title = self.title(&part);
            // Who extends the schema of the union has what is beside it already.
            let extends = self.leads(&part).is_some_and(|place| self.extends(&place, at));
            let adds = beside || !(extends || covers(&own, &base));
            let merged = if adds {
                let beside = Merged { docs: Docs::default(), ..base.clone() };
                self.merged_member(at, beside, &part)
            } else {
                Merged { kinds: own.kinds.and(base.kinds), ..own }
            };
            let kinds = self.kinds(&merged);
            let items = match merged.items.as_slice() {
                [items] => self.title(items).or_else(|| Some(called(self.kinds_of(items)))),
                _ => None,
            };
            let at = part.at.clone();
            let place = self.leads(&part).filter(|place| !place.is_within(&at));
            members.push(Member {
                at,
                alone: (!adds).then_some(part),
                place,
                merged,
                kinds,
                title,
                items,
                tags: Vec::new(),
            });
        }
        let tag = self.tell_apart(&choice, &mut members);
        // The tag is written also where the member's own schema does not describe it.
        for member in members.iter_mut().filter(|member| choice.discriminator.is_some() && member.is_object()) {
            member.merged.tags.extend(tag.clone());
        }
        self.agree(at, &docs, &choice, members, tag, home)
    }

    /// The type of schemas of which a value has one, where they have no places of their own.
    pub(super) fn union_of(&mut self, at: &Pointer, docs: &Docs, members: Vec<Merged>, home: &Home) -> Type {
        let members = members.into_iter().map(|merged| {
            let kinds = merged.kinds;
            let at = at.child("type").child(name_of(kinds));
            let merged = Merged { docs: Docs::default(), ..merged };
            Member { at, alone: None, place: None, merged, kinds, title: None, items: None, tags: Vec::new() }
        });
        let members = members.collect();
        self.distinct(at, docs, members, None, home)
    }

    /// A schema as one of those of which a value has one.
    pub(super) fn member(&mut self, part: Part) -> Member {
        let merged = self.merged_member(&part.at, Merged::default(), &part);
        let kinds = self.kinds(&merged);
        let at = part.at.clone();
        Member { at, alone: Some(part), place: None, merged, kinds, title: None, items: None, tags: Vec::new() }
    }

    pub(super) fn merged_member(&mut self, at: &Pointer, beside: Merged, part: &Part) -> Merged {
        let mut merged = beside;
        self.merge_part(&mut merged, part, &mut Chain { owner: Some(at.clone()), places: Vec::new() });
        merged
    }

    /// Finds the one type that the members agree on, if there is one.
    fn agree(
        &mut self,
        at: &Pointer,
        docs: &Docs,
        choice: &Choice,
        members: Vec<Member>,
        tag: Option<String>,
        home: &Home,
    ) -> Type {
        let mut members = super::agree::scalars(members);
        match members.as_slice() {
            [] => return self.untyped(at, "a union of nothing"),
            [_] => {
                let Member { alone, merged, .. } = members.remove(0);
                return match alone {
                    Some(part) if is_reference(&part) => not_null(self.schema(&part.at, &part.item, home)),
                    _ => self.typed(at, Merged { docs: docs.clone().or(merged.docs), ..merged }, home),
                };
            }
            _ => {}
        }
        if choice.keyword == "anyOf" && tag.is_none() {
            let inline = members.iter().all(|member| member.place.is_none());
            let untold = keys(&members).iter().all(Vec::is_empty);
            match super::agree::some_of_these(&members) {
                Some(some) if inline || untold => {
                    return self.object(at, &Merged { docs: docs.clone(), ..some }, home);
                }
                Some(_) => {
                    let message =
                        "a value may be several of these at once: it is read as the one that keeps most of it";
                    self.diagnostics.note(Code::AmbiguousUnion, at, message);
                }
                None => {}
            }
        }
        self.distinct(at, docs, members, tag, home)
    }

    /// An enum of the members.
    pub(super) fn distinct(
        &mut self,
        at: &Pointer,
        docs: &Docs,
        members: Vec<Member>,
        tag: Option<String>,
        home: &Home,
    ) -> Type {
        let home = self.claim(at, home);
        let is_object = |member: &Member| member.kinds.and(Kinds::OBJECT) != Kinds::NONE;
        let keeps_unknown =
            tag.is_some() && members.iter().filter(|member| is_object(member)).all(|member| !member.tags.is_empty());
        let identities = self.identities(&members);
        let mut scope = naming::Scope::new(&home.place, &["Unknown"], self.given);
        let names: Vec<String> = names(&members, tag.as_deref())
            .into_iter()
            .zip(&identities)
            .map(|(name, identity)| scope.name(identity, naming::type_name(&name), "Value"))
            .collect();
        scope.keep(&mut self.now);
        let inner = members.iter().zip(identities).zip(&names).map(|((member, identity), name)| {
            let home = home.within(&member.part(&identity), name);
            if member.stands_in(at) { home } else { home.of_other() }
        });
        let inner = inner.collect();
        let variants = self.variants(&members, names, inner);
        if let [only] = variants.as_slice() {
            let ty = only.ty.clone();
            return self.define(at, &home, docs, Shape::Alias(ty));
        }
        self.undecided(at, &members, tag.as_deref());
        let union = Union { variants, tag, keeps_unknown, vacant: None, primitive: false };
        self.define(at, &home, docs, Shape::Union(union))
    }

    /// The variants of members. The same type twice is one variant, told by either.
    fn variants(&mut self, members: &[Member], names: Vec<String>, homes: Vec<Home>) -> Vec<UnionVariant> {
        let mut variants: Vec<UnionVariant> = Vec::new();
        for (((member, name), home), keys) in members.iter().zip(names).zip(homes).zip(keys(members)) {
            let ty = match &member.alone {
                Some(part) => self.schema(&part.at, &part.item, &home),
                None => self.with_beside(member, &home),
            };
            let ty = not_null(ty);
            let kinds: Vec<&'static str> =
                if member.kinds == Kinds::ANY { Vec::new() } else { member.kinds.each().map(name_of).collect() };
            if let Some(same) = variants.iter_mut().find(|variant| variant.ty == ty) {
                let more: Vec<_> = kinds.into_iter().filter(|kind| !same.kinds.contains(kind)).collect();
                same.kinds.extend(more);
                if !(same.tags.is_empty() || member.tags.is_empty()) {
                    let more: Vec<_> = member.tags.iter().filter(|tag| !same.tags.contains(tag)).cloned().collect();
                    same.tags.extend(more);
                }
                continue;
            }
            let documented = matches!(ty, Type::Named(_));
            variants.push(UnionVariant {
                name,
                ty,
                kinds,
                tags: member.tags.clone(),
                rank: rank(member),
                description: described(member.merged.docs.of_field(documented), &keys),
            });
        }
        variants
    }

    /// The type of a member with what is beside its union.
    fn with_beside(&mut self, member: &Member, home: &Home) -> Type {
        let mut merged = member.merged.clone();
        merged.move_into(&member.at, home);
        self.typed(&member.at, merged, home)
    }

    /// Marks the unions whose every variant is written as one text.
    pub(super) fn primitives(&mut self) {
        for index in 0..self.definitions.len() {
            let primitive = self.has_display(&Type::Named(self.definitions[index].name.clone()));
            if let Shape::Union(union) = &mut self.definitions[index].shape {
                union.primitive = primitive;
            }
        }
    }

    /// Tells where only what is lost decides.
    fn undecided(&mut self, at: &Pointer, members: &[Member], tag: Option<&str>) {
        let keys = keys(members);
        let open = members.iter().zip(keys).filter(|(member, keys)| member.is_object() && keys.is_empty()).count();
        if tag.is_none() && open > 1 {
            let message = "nothing tells these objects apart for certain: a value is read as the first one that has a \
                           place for most of it";
            self.diagnostics.note(Code::AmbiguousUnion, at, message);
        }
    }

    /// Whether a schema allows for nothing but `null`.
    fn is_null(&mut self, part: &Part) -> bool {
        let Some((_, schema)) = self.target(&part.at, &part.item) else { return false };
        let own = super::keywords::keywords(&schema);
        own.typ.as_deref() == Some("null")
            || (!own.enumeration.is_empty() && own.enumeration.iter().all(Value::is_null))
            || (schema.schema_data.nullable && *own == openapiv3::AnySchema::default())
    }

    /// What a reader would call a member: what it is called where it is, else its title.
    fn title(&mut self, part: &Part) -> Option<String> {
        let (_, schema) = self.target(&part.at, &part.item)?;
        let place = self.leads(part)?;
        if place != part.at
            && let Some(home) = self.home_of(&place).filter(|home| home.named)
        {
            return Some(home.name);
        }
        schema.schema_data.title.clone().filter(|title| title.chars().any(char::is_alphanumeric) && title.len() <= 48)
    }

    /// The types of JSON that a value may have, where unions say so too.
    pub(super) fn kinds(&mut self, merged: &Merged) -> Kinds {
        let told = merged.told_kinds();
        if told != Kinds::ANY || merged.choices.is_empty() {
            return told;
        }
        let mut kinds = Kinds::ANY;
        for choice in &merged.choices {
            let mut one = Kinds::NONE;
            for part in &choice.members {
                one = one.or(self.kinds_of(part));
            }
            kinds = kinds.and(one);
        }
        if kinds == Kinds::NONE { Kinds::ANY } else { kinds }
    }

    fn kinds_of(&mut self, part: &Part) -> Kinds {
        if self.is_null(part) {
            return Kinds::NONE;
        }
        let Some((place, _)) = self.target(&part.at, &part.item) else { return Kinds::ANY };
        if let Some(known) = self.kinds.get(&place) {
            return *known;
        }
        // What says of itself that it is what it says adds nothing.
        self.kinds.insert(place.clone(), Kinds::NONE);
        let merged = self.merged_member(&part.at, Merged::default(), part);
        let kinds = self.kinds(&merged);
        self.kinds.insert(place, kinds);
        kinds
    }
}

/// What a variant is, where its schema does not say so: an object that others are told from by its keys.
fn described(text: String, keys: &[String]) -> String {
    if !text.is_empty() || keys.is_empty() {
        return text;
    }
    let keys: Vec<String> = keys.iter().take(4).map(|key| format!("`{}`", key.replace('`', "'"))).collect();
    format!("An object with {}.", keys.join(" and "))
}

/// Whether a schema says nothing but which properties are required or that its values are objects.
fn only_requires(merged: &Merged) -> bool {
    let object = matches!(merged.told_kinds(), Kinds::ANY | Kinds::OBJECT);
    object
        && merged.properties.is_empty()
        && merged.choices.is_empty()
        && merged.enumeration.is_none()
        && !matches!(merged.rest, Rest::Schema(_))
        && (merged.kinds == Kinds::ANY || !merged.required.is_empty())
}

fn requirements(docs: &mut Docs, choice: &Choice, own: &[Merged]) {
    let lists: Vec<String> = own
        .iter()
        .filter(|own| !own.required.is_empty())
        .map(|own| own.required.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" and "))
        .collect();
    if !lists.is_empty() && lists.len() <= 12 {
        let what = if choice.keyword == "oneOf" { "exactly one of these is given" } else { "one of these is given" };
        docs.note(format!("{what}: {}", lists.join(", or ")));
    }
}

/// Whether a member says all that is said of properties beside its union.
fn covers(member: &Merged, beside: &Merged) -> bool {
    beside.properties.keys().all(|name| member.properties.contains_key(name))
        && beside.required.iter().all(|name| member.required.contains(name))
}

/// The keys that each member's values have and not all others' do.
fn keys(members: &[Member]) -> Vec<Vec<String>> {
    let objects: Vec<&IndexSet<String>> = members
        .iter()
        .filter(|member| member.kinds.contains(Kinds::OBJECT))
        .map(|member| &member.merged.required)
        .collect();
    let shared = |key: &String| objects.iter().all(|required| required.contains(key));
    members
        .iter()
        .map(|member| {
            if member.is_object() && member.tags.is_empty() {
                member.merged.required.iter().filter(|key| !shared(key)).cloned().collect()
            } else {
                Vec::new()
            }
        })
        .collect()
}

/// What variants are called: by their own names, by what tells them apart, by their types.
fn names(members: &[Member], property: Option<&str>) -> Vec<String> {
    let lone = |index: usize, kinds: Kinds| {
        members.iter().enumerate().all(|(other, member)| other == index || member.kinds.and(kinds) == Kinds::NONE)
    };
    let keys = keys(members);
    members
        .iter()
        .enumerate()
        .map(|(index, member)| {
            if let Some(title) = &member.title {
                return title.clone();
            }
            match (member.tags.first(), property) {
                (Some(Tag::String(text)), _) if !text.is_empty() => return text.clone(),
                (Some(Tag::Raw(json)), Some(property)) => return format!("{property} {json}"),
                _ => {}
            }
            if member.kinds == Kinds::STRING
                && !lone(index, Kinds::STRING)
                && let Some(format) = member.merged.format.as_ref().filter(|_| member.merged.enumeration.is_none())
            {
                return format.clone();
            }
            let others = || members.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, other)| other);
            let lone_key =
                || keys[index].iter().find(|key| !others().any(|other| other.merged.required.contains(*key)));
            let own = || lone_key().or_else(|| keys[index].first()).or_else(|| own_property(members, index));
            match (&member.items, own()) {
                (Some(items), _) if !lone(index, Kinds::ARRAY) => format!("array of {items}"),
                (_, Some(key)) if !lone(index, Kinds::OBJECT) => format!("with {key}"),
                _ => called(member.kinds),
            }
        })
        .collect()
}

/// The first property of an object that no other one has.
fn own_property(members: &[Member], index: usize) -> Option<&String> {
    let others = || members.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, member)| &member.merged);
    let mut properties = members[index].merged.properties.keys();
    properties.find(|key| !others().any(|other| other.properties.contains_key(*key)))
}

/// What a reader would call values of some types of JSON.
pub(super) fn called(kinds: Kinds) -> String {
    if kinds == Kinds::ANY {
        return "value".to_owned();
    }
    kinds.each().map(name_of).collect::<Vec<_>>().join(" or ")
}

fn name_of(kinds: Kinds) -> &'static str {
    match kinds {
        Kinds::STRING => "string",
        Kinds::INTEGER => "integer",
        Kinds::NUMBER => "number",
        Kinds::BOOLEAN => "boolean",
        Kinds::ARRAY => "array",
        Kinds::OBJECT => "object",
        _ => "value",
    }
}

/// How specific a member is: what fewer values fit is tried first. Of objects those that require more come first.
fn rank(member: &Member) -> (Specific, usize) {
    let merged = &member.merged;
    let specific = match member.kinds {
        Kinds::STRING => match (&merged.enumeration, &merged.format) {
            (None, Some(_)) => Specific::Format,
            (Some(_), _) => Specific::Listed,
            (None, None) => Specific::Any,
        },
        Kinds::INTEGER | Kinds::BOOLEAN => Specific::Format,
        Kinds::ARRAY if !merged.items.is_empty() => Specific::Format,
        Kinds::NUMBER | Kinds::ARRAY => Specific::Any,
        Kinds::OBJECT if merged.properties.is_empty() => Specific::AnyObject,
        Kinds::OBJECT => Specific::Object,
        _ => Specific::Mixed,
    };
    (specific, usize::MAX - merged.required.len())
}
