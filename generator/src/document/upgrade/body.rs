//! The parameter that is the body of a request.

use super::media::{Media, or_json};
use super::parameter::Given;
use super::{Upgrade, component, later, refer};
use crate::diagnostic::{Code, Pointer};
use crate::document::tree::{Members, Tree};

impl Upgrade<'_, '_> {
    /// The body of an operation: the shared one, where it has the media types of the operation.
    pub(super) fn body_of(&mut self, to: &Pointer, body: &Given, media: &Media) -> Tree {
        let mut tokens = body.place.tokens();
        let (section, name) = (tokens.next(), tokens.next());
        let is_shared = body.place != body.written && section.as_deref() == Some("parameters");
        if let Some(name) = name
            && is_shared
            && or_json(&media.consumes) == or_json(&self.media.consumes)
        {
            self.copied(to, &body.written);
            return refer(&component("requestBodies", &name));
        }
        let is_own = body.place == body.written;
        Tree::Object(self.body(to, &body.place, &body.members, &media.consumes, is_own))
    }

    /// A request body. `moved` says whether it is here alone.
    pub(super) fn body(
        &mut self,
        to: &Pointer,
        from: &Pointer,
        before: &Members,
        consumes: &[String],
        moved: bool,
    ) -> Members {
        self.copied(to, from);
        let fields: Vec<&str> = later::PARAMETER.iter().copied().filter(|field| *field != "schema").collect();
        self.later(before, &fields, from);
        let mut after = Members::new();
        for (key, value) in before {
            match key.as_str() {
                "description" | "required" => {
                    after.insert(key.clone(), value.clone());
                }
                key if key.starts_with("x-") && !matches!(key, "x-nullable" | "x-isnullable") => {
                    after.insert(key.to_owned(), value.clone());
                }
                _ => {}
            }
        }
        let (schema, at) = self.body_schema(from, before);
        let mut content = Members::new();
        for media_type in or_json(consumes) {
            let place = to.child("content").child(&media_type).child("schema");
            if moved && content.is_empty() {
                self.moved(&place, &at);
            } else {
                self.copied(&place, &at);
            }
            content.insert(media_type, super::object("schema", schema.clone()));
        }
        after.insert("content".to_owned(), Tree::Object(content));
        after
    }

    /// The schema of a body, and where it is.
    fn body_schema(&mut self, from: &Pointer, before: &Members) -> (Tree, Pointer) {
        if let Some(schema) = before.get("schema") {
            return (schema.clone(), from.child("schema"));
        }
        let mut schema = before.clone();
        schema.retain(|key, _| {
            !matches!(key.as_str(), "collectionFormat" | "description" | "in" | "name" | "required")
                && !key.starts_with("x-")
        });
        let message = if schema.is_empty() {
            "a body needs a `schema`; any value is allowed"
        } else {
            "a body needs a `schema`; what is said beside it is read as one"
        };
        self.check.as_read.warning(Code::MissingField, from, message);
        (Tree::Object(schema), from.clone())
    }
}
