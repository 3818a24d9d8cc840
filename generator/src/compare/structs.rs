//! Structs: their properties, and how they are made.

use serde_json::Value;

use super::relation::Relation;
use super::{Code, Differ, Place, SCHEMA, Ways, rules};
use crate::model::{Direction, Field, Presence, Struct, Type};

impl Differ<'_> {
    pub(super) fn object(&mut self, place: &Place, old: &Struct, new: &Struct) {
        self.fields(place, old, new);
        self.rest(place, old, new);
        self.makers(place, old, new);
    }

    /// How it is made: by whom, and from what in which order.
    fn makers(&mut self, place: &Place, old: &Struct, new: &Struct) {
        let place = place.clone().with_ways(ways(new));
        match (old.in_requests, new.in_requests) {
            (false, true) => {
                let code = Code::after(self.new.signatures.maker(new));
                return self.tell(&rules::TYPE_ENTERED_REQUESTS, &place, code);
            }
            (true, false) => {
                let code = Code::before(self.old.signatures.maker(old));
                return self.tell(&rules::TYPE_LEFT_REQUESTS, &place, code);
            }
            (false, false) => return,
            (true, true) => {}
        }
        let code = |differ: &Self| Code::both(differ.old.signatures.maker(old), differ.new.signatures.maker(new));
        match (&old.builder, &new.builder) {
            (None, Some(_)) => {
                let code = code(self).instead(format!("begin with `{}::builder()`", place.of));
                self.tell(&rules::BUILDER_ADDED, &place, code);
            }
            (Some(_), None) => {
                let code = code(self).instead(format!("call `{}::new`", place.of));
                self.tell(&rules::BUILDER_REMOVED, &place, code);
            }
            _ => {
                if let (Some(one), Some(other)) = (&old.builder, &new.builder) {
                    self.renamed(&place, one, other);
                }
                let order = |object: &Struct, other: &Struct| -> Vec<String> {
                    let stays = |field: &&Field| {
                        let other = other.fields.iter().find(|other| other.wire == field.wire);
                        field.is_argument() && other.is_some_and(Field::is_argument)
                    };
                    object.fields.iter().filter(stays).map(|field| field.wire.clone()).collect()
                };
                if order(old, new) != order(new, old) {
                    self.tell(&rules::PROPERTY_ORDER_CHANGED, &place, code(self));
                }
            }
        }
    }

    fn fields(&mut self, place: &Place, old: &Struct, new: &Struct) {
        let has = |object: &Struct, wire: &str| object.fields.iter().any(|field| field.wire == wire);
        let gone: Vec<&Field> = old.fields.iter().filter(|field| !has(new, &field.wire)).collect();
        let added: Vec<&Field> = new.fields.iter().filter(|field| !has(old, &field.wire)).collect();
        let renamed = self.renamed_fields((&gone, old), (&added, new));
        for (before, after) in &renamed {
            let at = field_place(place, after, ways(old).or(ways(new)));
            let code = Code::both(self.old.signatures.field(before), self.new.signatures.field(after));
            if before.name == after.name {
                self.tell(&rules::PROPERTY_KEY_CHANGED, &at, Code::both(&before.wire, &after.wire));
            } else {
                let code = code.instead(format!("write `{}` for `{}`", after.name, before.name));
                self.tell(&rules::PROPERTY_RENAMED, &at, code);
            }
            self.same_field(&at, before, after, ways(old).or(ways(new)));
        }
        for field in gone.iter().filter(|field| !renamed.iter().any(|(before, _)| before.wire == field.wire)) {
            let at = field_place(place, field, ways(old));
            let code = Code::before(self.old.signatures.field(field));
            let rule =
                if field.is_argument() { &rules::PROPERTY_REMOVED_REQUIRED } else { &rules::PROPERTY_REMOVED_OPTIONAL };
            self.tell(rule, &at, code);
        }
        for field in added.iter().filter(|field| !renamed.iter().any(|(_, after)| after.wire == field.wire)) {
            let at = field_place(place, field, ways(new));
            let code = Code::after(self.new.signatures.field(field));
            let is_argument = field.is_argument();
            let rule = if is_argument { &rules::PROPERTY_ADDED_REQUIRED } else { &rules::PROPERTY_ADDED_OPTIONAL };
            self.tell(rule, &at, code);
        }
        for after in &new.fields {
            let Some(before) = old.fields.iter().find(|field| field.wire == after.wire) else { continue };
            let at = field_place(place, after, ways(old).or(ways(new)));
            self.renamed(&at, &before.name, &after.name);
            self.same_field(&at, before, after, ways(old).or(ways(new)));
        }
    }

    /// A property of a struct whose values go these ways.
    fn same_field(&mut self, place: &Place, old: &Field, new: &Field, ways: Ways) {
        let (before, after) = ((&old.description, old.deprecated), (&new.description, new.deprecated));
        // Most are as they were, and code is slow to write.
        if self.is_untouched(old, new) {
            return self.described(place, before, after);
        }
        let (was, is) = (self.old.signatures.field(old), self.new.signatures.field(new));
        let code = || Code::both(was.clone(), is.clone());
        let asked = self.beside((&old.ty, &new.ty), &old.constraints, &new.constraints);
        self.of_type(place, (&old.ty, &new.ty), asked.fits, &code);
        self.presence(place, old, new, &code);
        self.direction(&place.clone().with_ways(ways), old, new, &code);
        self.default(place, old, new);
        self.constraints(place, &asked.old, &asked.new);
        self.described(place, before, after);
    }

    /// Tells of a type that differs; `fits` where lists of a fixed length are among those that stand there on the other side.
    pub(super) fn of_type(&mut self, place: &Place, types: (&Type, &Type), fits: bool, code: &dyn Fn() -> Code) {
        match self.relation(types.0, types.1) {
            _ if fits => {
                self.differing(&SCHEMA, place, types, code);
            }
            Relation::Same => self.tell(&rules::CONSTRAINT_CHANGED, place, code()),
            _ => self.tell(&rules::TYPE_CHANGED, place, code()),
        }
    }

    fn is_untouched(&self, old: &Field, new: &Field) -> bool {
        let said = |field: &Field| (field.presence, field.expected, field.direction);
        said(old) == said(new)
            && (&old.default, &old.meant) == (&new.default, &new.meant)
            && old.constraints == new.constraints
            && self.relation(&old.ty, &new.ty) == Relation::Same
    }

    fn presence(&mut self, place: &Place, old: &Field, new: &Field, code: &dyn Fn() -> Code) {
        match (old.presence, new.presence) {
            (Presence::Nullable, Presence::Optional) => {
                return self.tell(&rules::PROPERTY_NULL_BECAME_ABSENT, place, code());
            }
            (Presence::Optional, Presence::Nullable) => {
                return self.tell(&rules::PROPERTY_ABSENT_BECAME_NULL, place, code());
            }
            _ => {}
        }
        match (old.is_argument(), new.is_argument()) {
            (false, true) => self.tell(&rules::PROPERTY_BECAME_REQUIRED, place, code()),
            (true, false) => self.tell(&rules::PROPERTY_BECAME_OPTIONAL, place, code()),
            _ if old.expected && !new.expected => self.tell(&rules::PROPERTY_NOT_PROMISED, place, code()),
            _ if !old.expected && new.expected => self.tell(&rules::PROPERTY_PROMISED, place, code()),
            _ => {}
        }
        let nullable = |field: &Field| matches!(field.presence, Presence::Nullable | Presence::OptionalNullable);
        // Any JSON has null among its values anyway.
        let any = |field: &Field| field.presence == Presence::OptionalJson;
        match (nullable(old), nullable(new)) {
            _ if any(old) || any(new) => {}
            (false, true) => self.tell(&rules::PROPERTY_BECAME_NULLABLE, place, code()),
            (true, false) => self.tell(&rules::PROPERTY_BECAME_NOT_NULLABLE, place, code()),
            _ => {}
        }
    }

    fn direction(&mut self, place: &Place, old: &Field, new: &Field, code: &dyn Fn() -> Code) {
        let (was, is) = (set(old.direction), set(new.direction));
        let (lost, got) = (place.ways.and(was).without(is), place.ways.and(is).without(was));
        // Who sets what goes the other way alone is nothing to anybody.
        if lost != Ways::default() {
            self.tell(&rules::PROPERTY_WITHHELD, place, code());
        } else if got != Ways::default() {
            self.tell(&rules::PROPERTY_SHARED, place, code());
        }
    }

    fn default(&mut self, place: &Place, old: &Field, new: &Field) {
        let constant = |field: &Field| format!("DEFAULT_{}", field.name.trim_start_matches("r#").to_uppercase());
        match (&old.default, &new.default) {
            (None, Some(_)) => self.tell(&rules::DEFAULT_ADDED, place, Code::after(constant(new))),
            (Some(_), None) => self.tell(&rules::DEFAULT_REMOVED, place, Code::before(constant(old))),
            (Some(before), Some(after)) if before != after && !self.is_same_default(before, after) => {
                let code = Code::both(
                    format!("{} = {}", constant(old), shown(before)),
                    format!("{} = {}", constant(new), shown(after)),
                );
                self.tell(&rules::DEFAULT_CHANGED, place, code);
            }
            (None, None) => self.meant(place, old.meant.as_ref(), new.meant.as_ref()),
            _ => {}
        }
    }

    /// A default that is no constant.
    fn meant(&mut self, place: &Place, old: Option<&Value>, new: Option<&Value>) {
        match (old, new) {
            (None, Some(after)) => self.tell(&rules::DEFAULT_SAID, place, Code::after(after.to_string())),
            (Some(before), None) => self.tell(&rules::DEFAULT_UNSAID, place, Code::before(before.to_string())),
            (Some(before), Some(after)) if before != after => {
                self.tell(&rules::DEFAULT_CHANGED, place, Code::both(before.to_string(), after.to_string()));
            }
            _ => {}
        }
    }

    /// Whether a default is the same but for the names of its type and variant.
    fn is_same_default(&self, old: &crate::model::Default, new: &crate::model::Default) -> bool {
        use crate::model::Default::Variant;
        matches!((old, new), (Variant(before, one), Variant(after, other)) if self.is_same(before, after) && one == other)
    }

    fn rest(&mut self, place: &Place, old: &Struct, new: &Struct) {
        let map = |differ: &crate::emit::Signatures<'_>, rest: &crate::model::AdditionalProperties| {
            format!("pub {}: BTreeMap<String, {}>", rest.name, differ.ty(&rest.ty))
        };
        let at = place.child(&["additionalProperties"], format!("{}, other properties", place.of));
        let at = at.with_ways(ways(old).or(ways(new)));
        match (&old.additional_properties, &new.additional_properties) {
            (None, Some(after)) => {
                let code = Code::after(map(&self.new.signatures, after));
                self.tell(&rules::ADDITIONAL_PROPERTIES_ADDED, &at, code);
            }
            (Some(before), None) => {
                let code = Code::before(map(&self.old.signatures, before));
                self.tell(&rules::ADDITIONAL_PROPERTIES_REMOVED, &at, code);
            }
            (Some(before), Some(after)) => {
                let code = Code::both(map(&self.old.signatures, before), map(&self.new.signatures, after));
                self.renamed(&at, &before.name, &after.name);
                let asked = self.beside((&before.ty, &after.ty), &before.constraints, &after.constraints);
                self.of_type(&at, (&before.ty, &after.ty), asked.fits, &|| code.clone());
                self.constraints(&at, &asked.old, &asked.new);
            }
            (None, None) => {}
        }
    }
}

/// The ways of a struct's values.
fn ways(object: &Struct) -> Ways {
    Ways { requests: object.in_requests, responses: object.in_responses }
}

/// The ways that a property is set.
fn set(direction: Direction) -> Ways {
    match direction {
        Direction::Both => Ways { requests: true, responses: true },
        Direction::Responses => Ways::RESPONSES,
        Direction::Requests => Ways::REQUESTS,
    }
}

/// The place of a property, whose values go only the ways that it is set.
fn field_place(place: &Place, field: &Field, ways: Ways) -> Place {
    let used = ways.and(set(field.direction));
    // What neither way carries is a field all the same.
    let ways = if used == Ways::default() { ways } else { used };
    place.child(&["properties", &field.wire], format!("{}.{}", place.of, field.name)).with_ways(ways)
}

fn shown(default: &crate::model::Default) -> String {
    use crate::model::Default;
    match default {
        Default::Bool(value) => value.to_string(),
        Default::Integer(value) => value.to_string(),
        Default::Number(value) => value.to_string(),
        Default::String(text) => format!("{text:?}"),
        Default::Variant(owner, variant) => format!("{owner}::{variant}"),
    }
}
