//! Types: those that are new or gone, and what is of another kind.

use super::relation::{Relation, keeps};
use super::{Code, Differ, Place, SCHEMA, rules};
use crate::model::{Definition, Shape, Type};

impl<'a> Differ<'a> {
    /// What changed about types.
    pub(super) fn types(&mut self) {
        let (old, new) = (self.old.model, self.new.model);
        for definition in &old.types {
            let Some(name) = self.types.get(definition.name.as_str()).copied() else {
                let place = Place::new(&definition.pointer, &definition.name, self.old.ways(&definition.name));
                let code = Code::before(self.old.signatures.definition(definition));
                self.tell(&rules::TYPE_REMOVED, &place, code);
                continue;
            };
            if let Some(other) = self.new.definition(name) {
                self.definition(definition, other);
            }
        }
        for definition in &new.types {
            if !self.types_back.contains_key(definition.name.as_str()) {
                let place = Place::new(&definition.pointer, &definition.name, self.new.ways(&definition.name));
                let code = Code::after(self.new.signatures.definition(definition));
                self.tell(&rules::TYPE_ADDED, &place, code);
            }
        }
    }

    fn definition(&mut self, old: &'a Definition, new: &'a Definition) {
        let ways = self.old.ways(&old.name).or(self.new.ways(&new.name));
        let place = Place::new(&new.pointer, &new.name, ways);
        if old.name != new.name {
            let code = Code::both(self.old.signatures.definition(old), self.new.signatures.definition(new));
            let code = code.instead(format!("write `{}` for `{}`", new.name, old.name));
            self.tell(&rules::TYPE_RENAMED, &place, code);
        }
        self.described(&place, (&old.description, old.deprecated), (&new.description, new.deprecated));
        self.implementations(&place, old, new);
        match (&old.shape, &new.shape) {
            (Shape::Struct(before), Shape::Struct(after)) => {
                self.object(&place, before, after);
                self.constraints(&place, &old.constraints, &new.constraints);
            }
            (Shape::StringEnum(before), Shape::StringEnum(after)) => {
                self.values(&place, before, after, (old.closed, new.closed), |text| text.clone());
            }
            (Shape::IntegerEnum(before), Shape::IntegerEnum(after)) => {
                self.values(&place, before, after, (old.closed, new.closed), i64::to_string);
            }
            (Shape::Union(before), Shape::Union(after)) => {
                self.union(&place, before, after);
                self.constraints(&place, &old.constraints, &new.constraints);
            }
            (Shape::Alias(before), Shape::Alias(after)) | (Shape::Newtype(before), Shape::Newtype(after)) => {
                let code = Code::both(self.old.signatures.definition(old), self.new.signatures.definition(new));
                let asked = self.beside((before, after), &old.constraints, &new.constraints);
                self.of_type(&place, (before, after), asked.fits, &|| code.clone());
                self.constraints(&place, &asked.old, &asked.new);
            }
            _ => self.other_kind(&place, old, new),
        }
    }

    /// A type that is something else than it was.
    fn other_kind(&mut self, place: &Place, old: &Definition, new: &Definition) {
        let relation = match (&old.shape, &new.shape) {
            // Values of whatever an alias stands for.
            (Shape::Alias(before) | Shape::Newtype(before), Shape::Alias(after) | Shape::Newtype(after)) => {
                self.relation(before, after)
            }
            (Shape::Alias(before) | Shape::Newtype(before), _) => self.relation_of_kind(before, new, true),
            (_, Shape::Alias(after) | Shape::Newtype(after)) => self.relation_of_kind(after, old, false),
            _ => Relation::Other,
        };
        let rule = match relation {
            Relation::Same => &rules::TYPE_REPRESENTED,
            other => SCHEMA.rule(other).unwrap_or(&rules::TYPE_CHANGED),
        };
        let code = Code::both(self.old.signatures.definition(old), self.new.signatures.definition(new));
        self.tell(rule, place, code);
    }

    /// How a listed type relates to what stood in its place.
    fn relation_of_kind(&self, other: &Type, listed: &Definition, is_new: bool) -> Relation {
        let resolved = if is_new { self.old.resolve(other) } else { self.new.resolve(other) };
        let narrower = matches!(
            (&listed.shape, resolved),
            (_, Type::Json)
                | (Shape::StringEnum(_), Type::String)
                | (Shape::IntegerEnum(_), Type::Integer(_) | Type::Number | Type::F64)
        );
        match (narrower, is_new) {
            (true, true) => Relation::Narrower,
            (true, false) if keeps(listed, resolved) => Relation::Kept,
            (true, false) => Relation::Wider,
            (false, _) => Relation::Other,
        }
    }
}
