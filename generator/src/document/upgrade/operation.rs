//! Operations.

use std::rc::Rc;

use super::media::{Media, or_json};
use super::parameter::{Given, Kind};
use super::{Places, Upgrade, later};
use crate::diagnostic::Code;
use crate::document::tree::{Members, Tree};

impl Upgrade<'_, '_> {
    /// An operation. `shared` are the body and the form that its path gives all its operations.
    pub(super) fn operation(&mut self, places: Places<'_>, before: &Members, shared: &[Given]) -> Members {
        self.later(before, later::OPERATION, places.from);
        let media = self.media(before, places.from);
        let mut after = before.clone();
        for key in ["consumes", "produces", "schemes"] {
            after.shift_remove(key);
        }
        let mut given = Vec::new();
        if let Some(list) = before.get("parameters") {
            let (kept, own) = self.parameter_list(places, list);
            after.insert("parameters".to_owned(), kept);
            given = own;
        }
        let body = self.request_body(places, &combined(shared, given), &media);
        if let Some(body) = body {
            if before.contains_key("requestBody") {
                let message = "there is a parameter for the body already; this is left out";
                let at = places.from.child("requestBody");
                self.check.as_read.warning(Code::ContradictorySchema, &at, message);
            }
            after.insert("requestBody".to_owned(), body);
        }
        if let Some(servers) = self.own_servers(before, places) {
            after.insert("servers".to_owned(), servers);
        }
        if let Some(responses) = before.get("responses") {
            let responses = self.answers(places, responses, &media);
            after.insert("responses".to_owned(), responses);
        }
        after
    }

    /// The responses of an operation.
    fn answers(&mut self, places: Places<'_>, responses: &Tree, media: &Media) -> Tree {
        let before = Rc::clone(&self.before);
        let (to, written) = (places.to.child("responses"), places.from.child("responses"));
        let Some((from, Tree::Object(members))) = Self::read(&before, &written, responses) else {
            return responses.clone();
        };
        if from != written {
            self.copied(&to, &from);
        }
        let mut after = Members::new();
        for (status, response) in members {
            let (to, from) = (to.child(status), from.child(status));
            let made = match response {
                _ if status.starts_with("x-") => response.clone(),
                Tree::Object(_) if response.reference().is_some() => {
                    if let Some((place, _)) = Self::read(&before, &from, response) {
                        let known = self.produced.entry(place).or_default();
                        for one in or_json(&media.produces) {
                            if !known.contains(&one) {
                                known.push(one);
                            }
                        }
                    }
                    response.clone()
                }
                Tree::Object(members) => {
                    Tree::Object(self.response(Places { to: &to, from: &from }, members, &media.produces))
                }
                other => other.clone(),
            };
            after.insert(status.clone(), made);
        }
        Tree::Object(after)
    }

    /// The body of a request: of the parameter that is the body, or of those that are a form.
    fn request_body(&mut self, places: Places<'_>, given: &[Given], media: &Media) -> Option<Tree> {
        let to = places.to.child("requestBody");
        let mut bodies = given.iter().filter(|one| one.kind == Kind::Body);
        let forms: Vec<&Given> = given.iter().filter(|one| one.kind == Kind::Form).collect();
        let Some(body) = bodies.next() else {
            return (!forms.is_empty()).then(|| self.form(&to, &places.from.child("parameters"), &forms, media));
        };
        for other in bodies {
            let message = "an operation has one body at most; this one is left out";
            self.check.as_read.warning(Code::ContradictorySchema, &other.written, message);
        }
        for form in forms {
            let message = "an operation has either a body or a form; this is left out, as there is a body";
            self.check.as_read.warning(Code::ContradictorySchema, &form.written, message);
        }
        Some(self.body_of(&to, body, media))
    }
}

/// What the path and the operation give, where the latter's counts.
fn combined(shared: &[Given], own: Vec<Given>) -> Vec<Given> {
    let replaced = |one: &Given| {
        own.iter().any(|other| other.kind == one.kind && (one.kind == Kind::Body || other.name == one.name))
    };
    let mut all: Vec<Given> = shared.iter().filter(|one| !replaced(one)).cloned().collect();
    all.extend(own);
    all
}
