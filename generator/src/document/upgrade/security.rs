//! Security definitions become security schemes.

use std::rc::Rc;

use super::{Upgrade, component, later};
use crate::diagnostic::{Code, Pointer};
use crate::document::tree::{Members, Tree};

/// The flows of OAuth 2.0 by their names in 2.0, and in 3.0.
const FLOWS: &[(&str, &str)] = &[
    ("implicit", "implicit"),
    ("password", "password"),
    ("application", "clientCredentials"),
    ("accessCode", "authorizationCode"),
];

impl Upgrade<'_, '_> {
    pub(super) fn security(&mut self, root: &Members) {
        let before = Rc::clone(&self.before);
        if !root.contains_key("securityDefinitions") {
            return;
        }
        let Some((place, definitions)) = Self::section(&before, "securityDefinitions") else { return };
        self.take_section("securityDefinitions");
        for (name, definition) in definitions {
            let from = place.child(name);
            let scheme = match definition {
                Tree::Object(members) if definition.reference().is_none() => {
                    self.scheme(&component("securitySchemes", name), &from, members)
                }
                other => other.clone(),
            };
            self.put("securitySchemes", name, &from, scheme);
        }
    }

    fn scheme(&mut self, to: &Pointer, from: &Pointer, before: &Members) -> Tree {
        self.later(before, later::SECURITY_SCHEME, from);
        let mut after = before.clone();
        match before.get("type").and_then(Tree::as_str) {
            Some("basic") => {
                after.insert("type".to_owned(), Tree::from("http"));
                after.insert("scheme".to_owned(), Tree::from("basic"));
            }
            Some("oauth2") if !before.contains_key("flows") => {
                let mut flow = Members::new();
                for key in ["authorizationUrl", "tokenUrl", "refreshUrl", "scopes"] {
                    flow.extend(after.shift_remove(key).map(|value| (key.to_owned(), value)));
                }
                let name = self.flow(before, from);
                after.shift_remove("flow");
                self.copied(&to.child("flows").child(name), from);
                after.insert("flows".to_owned(), super::object(name, Tree::Object(flow)));
            }
            _ => {}
        }
        Tree::Object(after)
    }

    /// The name of a flow in 3.0. It is told by its URLs where nothing is said of it.
    fn flow(&mut self, scheme: &Members, at: &Pointer) -> &'static str {
        let said = scheme.get("flow");
        let text = said.and_then(Tree::as_str).unwrap_or_default();
        if let Some((_, name)) = FLOWS.iter().find(|(known, _)| *known == text) {
            return name;
        }
        let meant =
            FLOWS.iter().find(|(known, name)| known.eq_ignore_ascii_case(text) || name.eq_ignore_ascii_case(text));
        let name = match (meant, scheme.contains_key("authorizationUrl"), scheme.contains_key("tokenUrl")) {
            (Some((_, name)), ..) => name,
            (None, true, true) => "authorizationCode",
            (None, true, false) => "implicit",
            (None, false, _) => "clientCredentials",
        };
        let known = FLOWS.iter().find(|(_, later)| *later == name).map_or(name, |(known, _)| known);
        match said {
            Some(_) => {
                let message = format!("there is no flow `{text}`; it is read as `{known}`");
                self.check.as_read.warning(Code::WrongType, &at.child("flow"), message);
            }
            None => {
                let message = format!("a `flow` is missing; `{known}` is assumed, which the URLs fit");
                self.check.as_read.warning(Code::MissingField, at, message);
            }
        }
        name
    }
}
