//! Parameters that stay parameters: what 2.0 says of their values beside their names is a schema in 3.0.

use std::rc::Rc;

use super::collection::{self, Place, Written};
use super::{Places, Upgrade, later};
use crate::diagnostic::{Code, Pointer};
use crate::document::tree::{Members, Tree};

/// What a parameter or a header says of its value that is of a schema in 3.0.
const OF_SCHEMA: &[&str] = &[
    "additionalProperties",
    "allOf",
    "default",
    "discriminator",
    "enum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "items",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "nullable",
    "pattern",
    "properties",
    "readOnly",
    "title",
    "type",
    "uniqueItems",
    "x-isnullable",
    "x-nullable",
];

/// What a parameter is that is none in 3.0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Body,
    Form,
}

/// A parameter that is a part of the request's body.
#[derive(Clone, Debug)]
pub(super) struct Given {
    pub(super) kind: Kind,
    pub(super) name: String,
    /// Where the operation or the path lists it.
    pub(super) written: Pointer,
    /// Where it is, if that is a reference.
    pub(super) place: Pointer,
    pub(super) members: Members,
}

/// What a parameter is that is none in 3.0; none for others.
pub(super) fn kind(parameter: &Tree) -> Option<Kind> {
    let place = parameter.child("in")?.as_str()?;
    if place.eq_ignore_ascii_case("body") {
        Some(Kind::Body)
    } else if ["formData", "form"].iter().any(|form| place.eq_ignore_ascii_case(form)) {
        Some(Kind::Form)
    } else {
        None
    }
}

impl Upgrade<'_, '_> {
    /// The parameters of an operation or of a path: those that stay, and those that are the body.
    pub(super) fn parameter_list(&mut self, places: Places<'_>, list: &Tree) -> (Tree, Vec<Given>) {
        let before = Rc::clone(&self.before);
        let (to, written) = (places.to.child("parameters"), places.from.child("parameters"));
        let Some((from, Tree::Array(items))) = Self::read(&before, &written, list) else {
            return (list.clone(), Vec::new());
        };
        if from != written {
            self.copied(&to, &from);
        }
        let (mut kept, mut given) = (Vec::new(), Vec::new());
        for (index, item) in items.iter().enumerate() {
            let written = from.child(index);
            let found = Self::read(&before, &written, item);
            if let Some((place, value @ Tree::Object(members))) = &found
                && let Some(kind) = kind(value)
            {
                let name = members.get("name").and_then(Tree::as_str).unwrap_or_default().to_owned();
                given.push(Given { kind, name, written, place: place.clone(), members: members.clone() });
                continue;
            }
            let to = to.child(kept.len());
            kept.push(match (item, found) {
                (Tree::Object(_), Some((place, Tree::Object(target)))) if item.reference().is_some() => {
                    self.moved(&to, &written);
                    if self.is_elsewhere(&place) {
                        let made = self.parameter(Places { to: &place, from: &place }, target);
                        self.set(&place, made);
                    }
                    item.clone()
                }
                (Tree::Object(members), _) if item.reference().is_none() => {
                    self.moved(&to, &written);
                    Tree::Object(self.parameter(Places { to: &to, from: &written }, members))
                }
                _ => {
                    self.moved(&to, &written);
                    item.clone()
                }
            });
        }
        (Tree::Array(kept), given)
    }

    /// A parameter in the path, the query or a header.
    pub(super) fn parameter(&mut self, places: Places<'_>, before: &Members) -> Members {
        let place = match before.get("in").and_then(Tree::as_str).unwrap_or_default() {
            place if place.eq_ignore_ascii_case("query") => Place::Query,
            place if place.eq_ignore_ascii_case("path") => Place::Path,
            _ => Place::Header,
        };
        self.valued(places, before, place)
    }

    /// A header of a response.
    pub(super) fn header(&mut self, places: Places<'_>, before: &Members) -> Members {
        self.valued(places, before, Place::Header)
    }

    /// A parameter or a header with a schema.
    fn valued(&mut self, places: Places<'_>, before: &Members, place: Place) -> Members {
        self.later(before, later::PARAMETER, places.from);
        let mut after: Members = before.clone();
        after.retain(|key, _| key != "collectionFormat" && !OF_SCHEMA.contains(&key.as_str()));
        if let Some(example) = after.shift_remove("x-example")
            && !after.contains_key("example")
        {
            after.insert("example".to_owned(), example);
        }
        if before.contains_key("schema") || before.contains_key("content") {
            return after;
        }
        let to = places.to.child("schema");
        let (schema, written) = self.value(Places { to: &to, from: places.from }, before, place);
        if let Written::Styled { style, explode } = written {
            let (usual, exploded) = if place == Place::Query { ("form", true) } else { ("simple", false) };
            if style != usual {
                after.insert("style".to_owned(), Tree::from(style));
            }
            if explode != exploded || style != usual {
                after.insert("explode".to_owned(), Tree::Bool(explode));
            }
        }
        after.insert("schema".to_owned(), schema);
        after
    }

    /// What is said of a value beside its name as a schema, and how a list is written.
    pub(super) fn value(&mut self, places: Places<'_>, before: &Members, place: Place) -> (Tree, Written) {
        self.moved_into(places);
        let of_schema = |key: &str| OF_SCHEMA.contains(&key);
        let mut schema: Members = before.clone();
        schema.retain(|key, _| of_schema(key));
        if !schema.contains_key("type") {
            self.untyped(&mut schema, places.from);
        }
        let written = collection::written(self.check, &mut schema, before, place, places.from);
        if let Some(Tree::Object(items)) = schema.get_mut("items") {
            collection::items(self.check, items, &places.from.child("items"));
        }
        if schema.get("type").and_then(Tree::as_str) == Some("file") {
            file(&mut schema);
        }
        (Tree::Object(schema), written)
    }

    /// What is beside a name is in a schema now.
    fn moved_into(&mut self, places: Places<'_>) {
        self.copied(places.to, places.from);
        self.forward.entry(places.from.child("items")).or_insert_with(|| places.to.child("items"));
    }

    /// A value without a type.
    fn untyped(&mut self, schema: &mut Members, at: &Pointer) {
        let has = |key: &str| schema.contains_key(key);
        let meant = match () {
            () if has("items") => "array",
            () if has("properties") || has("additionalProperties") => "object",
            () if has("allOf") => return,
            () => "string",
        };
        let message = format!("a `type` is missing; `{meant}` is assumed");
        self.check.as_read.warning(Code::MissingField, at, message);
        schema.insert("type".to_owned(), Tree::from(meant));
    }
}

/// A file is bytes.
pub(super) fn file(schema: &mut Members) {
    schema.insert("type".to_owned(), Tree::from("string"));
    schema.insert("format".to_owned(), Tree::from("binary"));
}
