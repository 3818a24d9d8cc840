//! The parameters that are a form: together they are the properties of an object.

use super::collection::{Place, Written};
use super::media::{self, MULTIPART, Media, URLENCODED};
use super::parameter::Given;
use super::{Places, Upgrade, later};
use crate::diagnostic::{Code, Pointer};
use crate::document::tree::{Members, Tree};

impl Upgrade<'_, '_> {
    /// The body that the parameters of a form make. `from` is where they are listed.
    pub(super) fn form(&mut self, to: &Pointer, from: &Pointer, given: &[&Given], media: &Media) -> Tree {
        self.copied(to, from);
        let has_file = given.iter().any(|one| is_file(&one.members));
        let mut content = Members::new();
        for media_type in media_types(media, has_file) {
            let place = to.child("content").child(&media_type);
            // Each says the same of what is wrong with a parameter; it is told once.
            let form = self.form_content(&place, given);
            content.insert(media_type, form);
        }
        let mut body = Members::new();
        if given.iter().any(|one| is_required(one)) {
            body.insert("required".to_owned(), Tree::Bool(true));
        }
        body.insert("content".to_owned(), Tree::Object(content));
        Tree::Object(body)
    }

    /// The form as one of its media types has it.
    fn form_content(&mut self, to: &Pointer, given: &[&Given]) -> Tree {
        let at = to.child("schema");
        let (mut properties, mut required, mut encoding) = (Members::new(), Vec::new(), Members::new());
        for one in given {
            if one.name.is_empty() {
                let message = "a parameter needs a `name`; it is left out";
                self.check.as_read.warning(Code::MissingField, &one.place, message);
                continue;
            }
            let place = at.child("properties").child(&one.name);
            let places = Places { to: &place, from: &one.place };
            let (property, written) = self.form_property(places, &one.members);
            if let Written::Styled { style, explode } = written
                && (style, explode) != ("form", true)
            {
                let said = [("style", Tree::from(style)), ("explode", Tree::Bool(explode))];
                let said = said.into_iter().map(|(key, value)| (key.to_owned(), value));
                encoding.insert(one.name.clone(), Tree::Object(said.collect()));
            }
            if is_required(one) {
                required.push(Tree::from(one.name.as_str()));
            }
            properties.insert(one.name.clone(), property);
        }
        let mut schema = Members::from_iter([("type".to_owned(), Tree::from("object"))]);
        schema.insert("properties".to_owned(), Tree::Object(properties));
        if !required.is_empty() {
            schema.insert("required".to_owned(), Tree::Array(required));
        }
        let mut content = Members::from_iter([("schema".to_owned(), Tree::Object(schema))]);
        if !encoding.is_empty() {
            content.insert("encoding".to_owned(), Tree::Object(encoding));
        }
        Tree::Object(content)
    }

    fn form_property(&mut self, places: Places<'_>, before: &Members) -> (Tree, Written) {
        let (schema, written) = match before.get("schema") {
            Some(schema) => {
                self.later(before, later::PARAMETER, places.from);
                self.copied(places.to, &places.from.child("schema"));
                (schema.clone(), Written::Plainly)
            }
            None => self.value(places, before, Place::Form),
        };
        let Tree::Object(mut schema) = schema else { return (schema, written) };
        for (key, value) in before {
            match key.as_str() {
                "description" => schema.insert(key.clone(), value.clone()),
                "x-example" => schema.insert("example".to_owned(), value.clone()),
                key if key.starts_with("x-") => schema.insert(key.to_owned(), value.clone()),
                _ => None,
            };
        }
        (Tree::Object(schema), written)
    }
}

/// The media types of a form: files are in parts. Where nothing fitting is said, the plain one is meant.
fn media_types(media: &Media, has_file: bool) -> Vec<String> {
    let is_form = |name: &&String| media::is(name, MULTIPART) || (!has_file && media::is(name, URLENCODED));
    let found: Vec<String> = media.consumes.iter().filter(is_form).cloned().collect();
    match found.as_slice() {
        [] if has_file => vec![MULTIPART.to_owned()],
        [] => vec![URLENCODED.to_owned()],
        _ => found,
    }
}

fn is_file(parameter: &Members) -> bool {
    let is_file = |tree: Option<&Tree>| tree.and_then(Tree::as_str) == Some("file");
    is_file(parameter.get("type")) || is_file(parameter.get("items").and_then(|items| items.child("type")))
}

fn is_required(parameter: &Given) -> bool {
    matches!(parameter.members.get("required"), Some(Tree::Bool(true)))
        || parameter.members.get("required").and_then(Tree::as_str) == Some("true")
}
