//! What the document keeps at its root for all operations, which is among the components in 3.0.

use std::rc::Rc;

use super::parameter::{Kind, kind};
use super::{Places, Upgrade, component, refer};
use crate::diagnostic::Pointer;
use crate::document::tree::{Members, Tree};

impl Upgrade<'_, '_> {
    /// The parameters. A body is a request body, and the parameters of a form are in the operations that have them.
    pub(super) fn parameters(&mut self, root: &Members) {
        let before = Rc::clone(&self.before);
        let Some((place, parameters)) = Self::section(&before, "parameters") else { return };
        if !root.contains_key("parameters") {
            return;
        }
        self.take_section("parameters");
        let section = Pointer::root().child("parameters");
        self.forward.insert(section.clone(), Pointer::root().child("components").child("parameters"));
        for (name, parameter) in parameters {
            let from = place.child(name);
            let found = Self::read(&before, &from, parameter);
            let kind = found.as_ref().and_then(|(_, value)| kind(value));
            let to = component(if kind == Some(Kind::Body) { "requestBodies" } else { "parameters" }, name);
            let made = match (parameter, kind) {
                (_, Some(Kind::Form)) => continue,
                (Tree::Object(members), None) if parameter.reference().is_none() => {
                    Tree::Object(self.parameter(Places { to: &to, from: &from }, members))
                }
                (Tree::Object(members), Some(Kind::Body)) if parameter.reference().is_none() => {
                    let consumes = self.media.consumes.clone();
                    Tree::Object(self.body(&to, &from, members, &consumes, true))
                }
                (Tree::Object(_), Some(Kind::Body)) => {
                    let consumes = self.media.consumes.clone();
                    match found {
                        Some((place, Tree::Object(members))) => {
                            Tree::Object(self.body(&to, &place, members, &consumes, false))
                        }
                        _ => continue,
                    }
                }
                (other, _) => other.clone(),
            };
            if kind == Some(Kind::Body) {
                self.forward.insert(section.child(name), to);
                self.put("requestBodies", name, &from, made);
            } else {
                self.put("parameters", name, &from, made);
            }
        }
    }

    /// The responses. What one carries may have whatever media type an operation produces that has it.
    pub(super) fn responses(&mut self, root: &Members) {
        let before = Rc::clone(&self.before);
        let Some((place, responses)) = Self::section(&before, "responses") else { return };
        if !root.contains_key("responses") {
            return;
        }
        self.take_section("responses");
        let section = Pointer::root().child("responses");
        self.forward.insert(section, Pointer::root().child("components").child("responses"));
        for (name, response) in responses {
            let from = place.child(name);
            let to = component("responses", name);
            let made = match response {
                Tree::Object(members) if response.reference().is_none() => {
                    let produces = self.produced.get(&from).unwrap_or(&self.media.produces).clone();
                    Tree::Object(self.response(Places { to: &to, from: &from }, members, &produces))
                }
                other => other.clone(),
            };
            self.put("responses", name, &from, made);
        }
    }

    /// The responses that references lead to elsewhere.
    pub(super) fn produced_elsewhere(&mut self) {
        let before = Rc::clone(&self.before);
        for (place, produces) in std::mem::take(&mut self.produced) {
            let Some(Tree::Object(members)) = before.at(&place) else { continue };
            if self.is_elsewhere(&place) {
                let made = self.response(Places { to: &place, from: &place }, members, &produces);
                self.set(&place, made);
            }
        }
    }

    /// The definitions are the schemas.
    pub(super) fn definitions(&mut self, root: &Members) {
        self.discriminators();
        if !root.contains_key("definitions") {
            return;
        }
        let from = Pointer::root().child("definitions");
        let to = Pointer::root().child("components").child("schemas");
        let before = Rc::clone(&self.before);
        let Some(mut definitions) = self.take_section("definitions") else { return };
        // Those of another file stay there, and have the names that they have here.
        if let Some((place, members)) = Self::section(&before, "definitions").filter(|(place, _)| *place != from) {
            let refer = |name: &String| (name.clone(), refer(&place.child(name)));
            definitions = Tree::Object(members.keys().map(refer).collect());
        }
        let has_schemas = root.get("components").is_some_and(|components| components.child("schemas").is_some());
        match definitions {
            Tree::Object(members) if has_schemas => {
                for (name, schema) in members {
                    self.put("schemas", &name, &from.child(&name), schema);
                }
            }
            whole => {
                self.moved(&to, &from);
                // There are components with schemas after this.
                let _ = self.components("schemas");
                if let Some(place) = self.tree.at_mut(&to) {
                    *place = whole;
                }
            }
        }
    }
}
