//! `allOf`: what several schemas say together about one value.

use std::borrow::Borrow;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use indexmap::{IndexMap, IndexSet};
use openapiv3::{AdditionalProperties, AnySchema, Discriminator, ReferenceOr, Schema};
use serde_json::Value;

use super::constraints::Bounds;
use super::enumeration::Said;
use super::home::Home;
use super::keywords::{keywords, with_all};
use super::kinds::Kinds;
use super::{Lowering, docs};
use crate::diagnostic::{Code, Pointer};
use crate::model::Constraint;

/// How many schemas that extend each other are followed: stacks end.
const DEEPEST: usize = 256;

/// A schema inside another one, and the home of the type that it may need.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) at: Pointer,
    pub(super) item: ReferenceOr<Rc<Schema>>,
    pub(super) home: Home,
}

/// The schemas that were looked at, by their place: each is copied once, whoever comes upon it.
#[derive(Default)]
pub(super) struct Schemas(HashMap<Pointer, Rc<Schema>>);

impl Schemas {
    /// What an item of a schema says in its place.
    pub(super) fn part<S: Borrow<Schema>>(&mut self, at: Pointer, item: &ReferenceOr<S>, home: Home) -> Part {
        let item = match item {
            ReferenceOr::Item(schema) => ReferenceOr::Item(self.known(&at, schema.borrow())),
            ReferenceOr::Reference { reference } => ReferenceOr::Reference { reference: reference.clone() },
        };
        Part { at, item, home }
    }

    /// What was looked at in a place.
    pub(super) fn at(&self, at: Pointer, home: Home) -> Option<Part> {
        let item = ReferenceOr::Item(self.0.get(&at)?.clone());
        Some(Part { at, item, home })
    }

    fn known(&mut self, at: &Pointer, schema: &Schema) -> Rc<Schema> {
        if let Some(known) = self.0.get(at) {
            return known.clone();
        }
        let schema = Rc::new(with_all(schema.clone()));
        self.0.insert(at.clone(), schema.clone());
        schema
    }
}

/// What is said of the properties that are not listed.
#[derive(Clone, Debug, Default)]
pub(super) enum Rest {
    #[default]
    Unsaid,
    Forbidden,
    Any,
    Schema(Vec<Part>),
}

/// A `oneOf` or an `anyOf`.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    /// The schema that it is in.
    pub(super) at: Pointer,
    pub(super) keyword: &'static str,
    pub(super) members: Vec<Part>,
    pub(super) discriminator: Option<Discriminator>,
}

/// What a schema and all members of its `allOf` say together.
#[derive(Clone, Debug)]
pub(super) struct Merged {
    /// The types of JSON that are allowed; all of them where nothing says so.
    pub(super) kinds: Kinds,
    pub(super) format: Option<String>,
    pub(super) enumeration: Option<Vec<Value>>,
    /// What is said of single ones of these values.
    pub(super) said: Vec<Said>,
    /// The schemas of each property: more than one where several members describe it.
    pub(super) properties: IndexMap<String, Vec<Part>>,
    pub(super) required: IndexSet<String>,
    pub(super) rest: Rest,
    pub(super) items: Vec<Part>,
    pub(super) min_items: Option<usize>,
    pub(super) max_items: Option<usize>,
    pub(super) minimum: Option<f64>,
    pub(super) maximum: Option<f64>,
    pub(super) choices: Vec<Choice>,
    /// Whether there are keywords that say something about strings, and about numbers, where no `type` does.
    pub(super) of_strings: bool,
    pub(super) of_numbers: bool,
    pub(super) of_objects: bool,
    pub(super) constraints: Vec<Constraint>,
    /// The schemas that are merged already, and the properties that tell the object from others of a union.
    pub(super) seen: HashSet<Pointer>,
    pub(super) tags: Vec<String>,
    pub(super) docs: docs::Docs,
    /// What cannot hold at once.
    pub(super) contradiction: Option<String>,
}

impl Default for Merged {
    fn default() -> Self {
        Self {
            kinds: Kinds::ANY,
            format: None,
            enumeration: None,
            said: Vec::new(),
            properties: IndexMap::new(),
            required: IndexSet::new(),
            rest: Rest::Unsaid,
            items: Vec::new(),
            min_items: None,
            max_items: None,
            minimum: None,
            maximum: None,
            choices: Vec::new(),
            of_strings: false,
            of_numbers: false,
            of_objects: false,
            constraints: Vec::new(),
            seen: HashSet::new(),
            tags: Vec::new(),
            docs: docs::Docs::default(),
            contradiction: None,
        }
    }
}

impl Merged {
    /// The types of JSON that the keywords are about, where no `type` says more.
    pub(super) fn told_kinds(&self) -> Kinds {
        if self.kinds != Kinds::ANY {
            return self.kinds;
        }
        if let Some(values) = &self.enumeration {
            return values.iter().map(Kinds::of).fold(Kinds::NONE, Kinds::or);
        }
        let array = !self.items.is_empty() || self.min_items.is_some() || self.max_items.is_some();
        match (self.of_objects, array, self.of_strings, self.of_numbers) {
            (true, false, _, _) => Kinds::OBJECT,
            (false, true, _, _) => Kinds::ARRAY,
            (false, false, true, false) => Kinds::STRING,
            (false, false, false, true) => Kinds::NUMBER,
            _ => Kinds::ANY,
        }
    }

    /// Moves what a schema has inside it to another home of that schema.
    pub(super) fn move_into(&mut self, at: &Pointer, home: &Home) {
        let moved = |part: &mut Part, place: &Pointer| {
            let inside = place.within(at).and_then(|inside| home.same().inside(inside.tokens()));
            part.home = inside.unwrap_or_else(|| part.home.clone());
        };
        let rest = if let Rest::Schema(parts) = &mut self.rest { parts.as_mut_slice() } else { &mut [] };
        let properties = self.properties.values_mut().flatten();
        for part in properties.chain(&mut self.items).chain(rest) {
            let place = part.at.clone();
            moved(part, &place);
        }
        for Choice { at, members, .. } in &mut self.choices {
            members.iter_mut().for_each(|part| moved(part, at));
        }
    }

    fn take(&mut self, at: &Pointer, keywords: &AnySchema, bounds: &Bounds, home: &Home, schemas: &mut Schemas) {
        self.contradict(keywords);
        self.kind(keywords);
        self.values(keywords);
        for (name, property) in &keywords.properties {
            let part = schemas.part(at.child("properties").child(name), property, home.property(name));
            self.properties.entry(name.clone()).or_default().push(part);
        }
        self.required.extend(keywords.required.iter().cloned());
        for constraint in super::constraints::of(keywords, bounds) {
            if !self.constraints.contains(&constraint) {
                self.constraints.push(constraint);
            }
        }
        match &keywords.additional_properties {
            None => {}
            Some(AdditionalProperties::Any(false)) => self.rest = Rest::Forbidden,
            Some(AdditionalProperties::Any(true)) => {
                if matches!(self.rest, Rest::Unsaid) {
                    self.rest = Rest::Any;
                }
            }
            Some(AdditionalProperties::Schema(values)) => {
                let at = at.child("additionalProperties");
                let part = schemas.part(at, &**values, home.values());
                match &mut self.rest {
                    Rest::Unsaid | Rest::Any => self.rest = Rest::Schema(vec![part]),
                    Rest::Schema(parts) => parts.push(part),
                    Rest::Forbidden => {}
                }
            }
        }
        if let Some(items) = &keywords.items {
            self.items.push(schemas.part(at.child("items"), items, home.items()));
        }
        self.minimum = tighter(self.minimum, keywords.minimum, f64::max);
        self.maximum = tighter(self.maximum, keywords.maximum, f64::min);
        self.min_items = self.min_items.max(keywords.min_items);
        self.max_items = tighter(self.max_items, keywords.max_items, usize::min);
    }

    /// Forgets what a later schema contradicts: who says something else of what a base says means to replace it. One that
    /// says nothing but another type is a mistake.
    fn contradict(&mut self, keywords: &AnySchema) {
        let kinds = keywords.typ.as_deref().and_then(Kinds::named).unwrap_or(Kinds::ANY);
        let types = self.kinds.and(kinds) == Kinds::NONE && self.kinds != Kinds::NONE && kinds != Kinds::NONE;
        let is_other = |value: &Value| self.enumeration.as_ref().is_some_and(|others| !others.contains(value));
        let values = self.enumeration.as_ref().is_some_and(|others| !others.is_empty())
            && !keywords.enumeration.is_empty()
            && keywords.enumeration.iter().all(is_other);
        if types {
            self.contradiction.get_or_insert("schemas of different types".to_owned());
        } else if values {
            self.contradiction.get_or_insert("`enum`s without a common value".to_owned());
        }
        if (types && !super::schema::says_type_only(keywords)) || values {
            let (docs, contradiction) = (std::mem::take(&mut self.docs), self.contradiction.take());
            let (seen, tags) = (std::mem::take(&mut self.seen), std::mem::take(&mut self.tags));
            *self = Self { docs, contradiction, seen, tags, ..Self::default() };
        }
    }

    fn kind(&mut self, keywords: &AnySchema) {
        if let Some(kinds) = keywords.typ.as_deref().and_then(Kinds::named) {
            let both = self.kinds.and(kinds);
            if both != Kinds::NONE || kinds == Kinds::NONE {
                self.kinds = both;
            }
        }
        if keywords.format.is_some() {
            self.format.clone_from(&keywords.format);
        }
        self.of_strings |= keywords.pattern.is_some()
            || keywords.min_length.is_some()
            || keywords.max_length.is_some()
            || keywords.format.as_deref().is_some_and(super::scalar::is_of_strings);
        self.of_numbers |= keywords.minimum.is_some() || keywords.maximum.is_some() || keywords.multiple_of.is_some();
        self.of_objects |= !keywords.properties.is_empty()
            || !keywords.required.is_empty()
            || keywords.additional_properties.is_some()
            || keywords.min_properties.is_some()
            || keywords.max_properties.is_some();
    }

    fn values(&mut self, keywords: &AnySchema) {
        if keywords.enumeration.is_empty() {
            return;
        }
        let mut values: Vec<Value> = keywords.enumeration.iter().filter(|value| !value.is_null()).cloned().collect();
        if let Some(others) = &self.enumeration {
            values.retain(|value| others.contains(value));
        }
        self.enumeration = Some(values);
    }
}

/// The schemas that are being merged, each within the one before.
#[derive(Default)]
pub(super) struct Chain {
    /// The schema whose union has what is merged as a member.
    pub(super) owner: Option<Pointer>,
    /// Those that extend each other by `allOf`.
    pub(super) places: Vec<Pointer>,
}

impl Chain {
    fn contains(&self, place: &Pointer) -> bool {
        self.owner.as_ref() == Some(place) || self.places.contains(place)
    }

    /// Whether what is merged stands in the place itself.
    fn is_short(&self) -> bool {
        self.places.len() + usize::from(self.owner.is_some()) == 1
    }
}

fn tighter<T>(one: Option<T>, other: Option<T>, tighter: fn(T, T) -> T) -> Option<T> {
    match (one, other) {
        (Some(one), Some(other)) => Some(tighter(one, other)),
        (one, other) => one.or(other),
    }
}

impl Lowering<'_> {
    /// What a schema and all members of its `allOf` say together.
    pub(super) fn merged(&mut self, at: &Pointer, schema: &Schema, home: &Home) -> Merged {
        let mut merged = Merged::default();
        self.merge(&mut merged, at, schema, home, &mut Chain { owner: None, places: vec![at.clone()] });
        merged
    }

    /// What schemas that are valid together say.
    pub(super) fn merged_parts(&mut self, parts: &[Part]) -> Merged {
        let mut merged = Merged::default();
        for part in parts {
            self.merge_part(&mut merged, part, &mut Chain { owner: None, places: vec![part.at.clone()] });
        }
        merged
    }

    /// Adds a schema to what is known.
    pub(super) fn merge_part(&mut self, merged: &mut Merged, part: &Part, chain: &mut Chain) {
        let Some((place, schema)) = self.target(&part.at, &part.item) else { return };
        if place == part.at {
            return self.merge(merged, &place, &schema, &part.home, chain);
        }
        if chain.places.len() > DEEPEST {
            let message = "more than 256 `allOf`s one within the other; what is deeper is left out";
            self.diagnostics.warning(Code::ContradictorySchema, &part.at, message);
            return;
        }
        if chain.contains(&place) {
            let message = "this `allOf` contains itself; the repetition says nothing more";
            self.diagnostics.note(Code::CyclicReference, &part.at, message);
            return;
        }
        // What was said once adds nothing the second time.
        if !merged.seen.insert(place.clone()) {
            return;
        }
        let home = self.home_of(&place).unwrap_or_else(|| part.home.of_other());
        chain.places.push(place.clone());
        self.merge(merged, &place, &schema, &home, chain);
        chain.places.pop();
    }

    fn merge(&mut self, merged: &mut Merged, at: &Pointer, schema: &Schema, home: &Home, chain: &mut Chain) {
        let keywords = keywords(schema);
        let bounds = self.bounds(at, &keywords);
        for (index, item) in keywords.all_of.iter().enumerate() {
            let at = at.child("allOf").child(index);
            let part = self.schemas.part(at, item, home.same());
            self.merge_part(merged, &part, chain);
        }
        // What a schema says itself counts more than what it extends, and so comes last.
        merged.docs.take(&schema.schema_data, &keywords, &bounds, chain.is_short());
        merged.take(at, &keywords, &bounds, home, &mut self.schemas);
        for (keyword, items) in [("oneOf", &keywords.one_of), ("anyOf", &keywords.any_of)] {
            let leads = |item: &ReferenceOr<Schema>, within: &[Pointer]| {
                self.document.place(item).is_some_and(|place| within.contains(&place))
            };
            // A base that lists those who extend it says nothing about them.
            if items.is_empty() || items.iter().any(|item| leads(item, &chain.places)) {
                continue;
            }
            // A member that is the union around it says nothing: its other members say what there is.
            let own = items.iter().enumerate().filter(|(_, item)| !leads(item, chain.owner.as_slice()));
            let members =
                own.map(|(index, item)| self.schemas.part(at.child(keyword).child(index), item, home.same())).collect();
            let discriminator = schema.schema_data.discriminator.clone();
            merged.choices.push(Choice { at: at.clone(), keyword, members, discriminator });
        }
    }

    /// The schema of an item, with its place: itself, or what its reference leads to.
    pub(super) fn target<S: Borrow<Schema>>(
        &mut self,
        at: &Pointer,
        item: &ReferenceOr<S>,
    ) -> Option<(Pointer, Rc<Schema>)> {
        match item {
            ReferenceOr::Item(schema) => Some((at.clone(), self.schemas.known(at, schema.borrow()))),
            ReferenceOr::Reference { reference } => {
                if let Some(place) = self.document.place(item)
                    && let Some(known) = self.schemas.0.get(&place)
                {
                    return Some((place, known.clone()));
                }
                let item = ReferenceOr::<Schema>::Reference { reference: reference.clone() };
                let (place, schema) = self.document.resolve::<Schema>(at, &item, self.diagnostics)?;
                let schema = Rc::new(with_all(schema));
                self.schemas.0.insert(place.clone(), schema.clone());
                Some((place, schema))
            }
        }
    }

    /// The schema at a place.
    pub(super) fn schema_of(&mut self, at: &Pointer) -> Option<Rc<Schema>> {
        if let Some(known) = self.schemas.0.get(at) {
            return Some(known.clone());
        }
        let schema = Rc::new(with_all(self.document.get::<Schema>(at)?));
        self.schemas.0.insert(at.clone(), schema.clone());
        Some(schema)
    }
}
