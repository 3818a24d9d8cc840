//! What an original says, all in all, about a place in a value: every schema that could hold there.

use serde_json::{Map, Value};

use crate::values::discriminator::Discriminator;
use crate::values::json::Json;
use crate::values::original::{Original, list, reference};

/// The schemas at a place.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope<'a> {
    schemas: Vec<&'a Value>,
    /// Whether one of them is of objects of which nothing is known.
    free: bool,
}

impl<'a> Scope<'a> {
    /// The schemas at pointers, which hold together.
    pub(super) fn at(original: &'a Original, pointers: &[&str], value: &Json) -> Self {
        let mut scope = Self::default();
        let mut group = Group::default();
        for pointer in pointers {
            if let Some(schema) = original.at(pointer) {
                scope.gather(original, schema, Some(pointer), value, &mut group);
            }
        }
        scope.free |= group.is_free();
        scope
    }

    /// The schemas, those that they refer to, and the members of their unions.
    pub(super) fn new(original: &'a Original, schemas: &[&'a Value], value: &Json) -> Self {
        let mut scope = Self::default();
        let mut group = Group::default();
        schemas.iter().for_each(|schema| scope.gather(original, schema, None, value, &mut group));
        scope.free |= group.is_free();
        scope
    }

    fn gather(
        &mut self,
        original: &'a Original,
        schema: &'a Value,
        own: Option<&str>,
        value: &Json,
        group: &mut Group,
    ) {
        if self.schemas.iter().any(|known| std::ptr::eq(*known, schema)) {
            return;
        }
        self.schemas.push(schema);
        group.add(schema);
        if let Some((pointer, target)) = reference(schema).and_then(|text| original.target(text)) {
            self.gather(original, target, Some(&pointer), value, group);
        }
        for member in list(schema, "allOf") {
            self.gather(original, member, None, value, group);
        }
        for keyword in ["oneOf", "anyOf"] {
            for member in list(schema, keyword) {
                let mut inner = Group::default();
                self.gather(original, member, None, value, &mut inner);
                self.free |= inner.is_free();
            }
        }
        if let Some(discriminator) = Discriminator::of(original, schema)
            && let Some(Json::String(tag)) = value.member(discriminator.property)
        {
            let meaning = discriminator.meanings(own).into_iter().find(|meaning| meaning.tag == *tag);
            if let Some((pointer, target)) =
                meaning.and_then(|one| Some((one.pointer.clone(), original.at(&one.pointer)?)))
            {
                self.gather(original, target, Some(&pointer), value, group);
            }
        }
    }

    /// Whether a member has a name in the original.
    pub(super) fn describes(&self, name: &str) -> bool {
        self.schemas.iter().any(|schema| {
            let properties = schema.get("properties").and_then(Value::as_object);
            properties.is_some_and(|properties| properties.contains_key(name))
                || list(schema, "required").iter().any(|required| required == name)
                || schema.get("discriminator").is_some_and(|one| one["propertyName"] == name)
        })
    }

    /// Whether the members that have no names in the original are to be kept.
    pub(super) fn keeps_others(&self) -> bool {
        let stated =
            |schema: &&Value| matches!(schema.get("additionalProperties"), Some(Value::Bool(true) | Value::Object(_)));
        self.free || self.schemas.iter().any(stated)
    }

    /// The schemas of a member.
    pub(super) fn member(&self, name: &str) -> Vec<&'a Value> {
        let of = |schema: &&'a Value| {
            let properties: Option<&'a Map<String, Value>> = schema.get("properties").and_then(Value::as_object);
            properties.and_then(|properties| properties.get(name)).or_else(|| schema.get("additionalProperties"))
        };
        self.schemas.iter().filter_map(of).collect()
    }

    pub(super) fn items(&self) -> Vec<&'a Value> {
        self.schemas.iter().filter_map(|schema| schema.get("items")).collect()
    }

    pub(super) fn has_format(&self, format: &str) -> bool {
        self.schemas.iter().any(|schema| schema.get("format").and_then(Value::as_str) == Some(format))
    }
}

/// Schemas that hold together.
#[derive(Default)]
struct Group {
    knows: bool,
}

impl Group {
    fn add(&mut self, schema: &Value) {
        let keywords = ["properties", "additionalProperties", "oneOf", "anyOf", "discriminator"];
        self.knows |=
            keywords.iter().any(|keyword| schema.get(keyword).is_some()) || !list(schema, "required").is_empty();
    }

    /// Whether any object will do.
    fn is_free(&self) -> bool {
        !self.knows
    }
}
