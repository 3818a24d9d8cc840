//! An overlay is read from its tree.

use super::query::Query;
use crate::diagnostic::similar;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Pointer, Severity};
use crate::document::tree::{Members, Tree};

/// The version of the specification that an overlay follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    V1_0,
    V1_1,
}

/// The Overlay Object.
pub(super) struct Overlay<'a> {
    pub(super) version: Version,
    pub(super) extends: Option<&'a str>,
    pub(super) actions: Vec<Action<'a>>,
}

/// An Action Object.
pub(super) struct Action<'a> {
    /// Its place in the overlay.
    pub(super) at: Pointer,
    /// The text of `target`.
    pub(super) text: &'a str,
    pub(super) target: Query,
    pub(super) change: Change<'a>,
}

/// What an action does.
pub(super) enum Change<'a> {
    Update(&'a Tree),
    Copy(Query),
    Remove,
    Nothing,
}

/// Reads an overlay; what is wrong with it is told at its place.
pub(super) fn read<'a>(tree: &'a Tree, diagnostics: &mut Diagnostics) -> Option<Overlay<'a>> {
    let root = Pointer::root();
    let Some(members) = tree.as_object() else {
        diagnostics.error(Code::WrongType, &root, format!("an overlay is an object; this is {}", tree.kind()));
        return None;
    };
    let version = version(members, diagnostics)?;
    let mut reader = Reader { version, diagnostics };
    reader.unknown(members, &["overlay", "info", "extends", "actions"], &root, Severity::Error);
    reader.info(members.get("info"));
    let extends = reader.text(members, "extends", &root, Severity::Error);
    let actions = reader.actions(members.get("actions"));
    (!diagnostics.has_errors()).then_some(Overlay { version, extends, actions })
}

fn version(members: &Members, diagnostics: &mut Diagnostics) -> Option<Version> {
    let at = Pointer::root().child("overlay");
    let text = match members.get("overlay") {
        Some(Tree::String(text)) => text.clone(),
        // `1.0` is a number to YAML.
        Some(Tree::Float(number)) => {
            diagnostics.note(Code::WrongType, &at, "the version is a number; it should be a string such as \"1.0.0\"");
            format!("{number:?}")
        }
        Some(other) => {
            let message = format!("the version of an overlay is a string such as \"1.0.0\"; this is {}", other.kind());
            diagnostics.error(Code::WrongType, &at, message);
            return None;
        }
        None => {
            let message = "this is no overlay: the field `overlay` is missing";
            let error = Diagnostic::new(Code::MissingField, Severity::Error, &Pointer::root(), message);
            diagnostics.push(error.help("an overlay begins with `overlay: 1.0.0` or `overlay: 1.1.0`"));
            return None;
        }
    };
    // Patch versions make no difference (section "Versions").
    match text.splitn(3, '.').take(2).collect::<Vec<_>>().as_slice() {
        ["1", "0"] => Some(Version::V1_0),
        ["1", "1"] => Some(Version::V1_1),
        _ => {
            let error = Diagnostic::new(
                Code::UnsupportedVersion,
                Severity::Error,
                &at,
                format!("overlays of version `{text}` are not read"),
            );
            diagnostics.push(error.help("give an overlay of version 1.0 or 1.1"));
            None
        }
    }
}

struct Reader<'d> {
    version: Version,
    diagnostics: &'d mut Diagnostics,
}

impl Reader<'_> {
    /// The Info Object says nothing that changes the document: what is wrong with it is a warning.
    fn info(&mut self, info: Option<&Tree>) {
        let at = Pointer::root().child("info");
        match info {
            Some(Tree::Object(members)) => {
                self.unknown(members, &["title", "version", "description"], &at, Severity::Warning);
                for name in ["title", "version"] {
                    if self.text(members, name, &at, Severity::Warning).is_none() && !members.contains_key(name) {
                        let message = format!("the overlay's info has no `{name}`");
                        self.diagnostics.warning(Code::MissingField, &at, message);
                    }
                }
                self.text(members, "description", &at, Severity::Warning);
            }
            Some(other) => {
                let message = format!("`info` is an object; this is {}", other.kind());
                self.diagnostics.warning(Code::WrongType, &at, message);
            }
            None => {
                let message = "the overlay has no `info`, with a `title` and a `version`";
                self.diagnostics.warning(Code::MissingField, &Pointer::root(), message);
            }
        }
    }

    fn actions<'a>(&mut self, actions: Option<&'a Tree>) -> Vec<Action<'a>> {
        let at = Pointer::root().child("actions");
        match actions {
            Some(Tree::Array(items)) => {
                if items.is_empty() {
                    self.diagnostics.warning(Code::OverlayAction, &at, "the overlay has no action");
                }
                items.iter().enumerate().filter_map(|(index, item)| self.action(item, at.child(index))).collect()
            }
            Some(other) => {
                let message = format!("`actions` is a list; this is {}", other.kind());
                self.diagnostics.error(Code::WrongType, &at, message);
                Vec::new()
            }
            None => {
                let message = "the overlay has no `actions`";
                self.diagnostics.error(Code::MissingField, &Pointer::root(), message);
                Vec::new()
            }
        }
    }

    fn action<'a>(&mut self, tree: &'a Tree, at: Pointer) -> Option<Action<'a>> {
        let Some(members) = tree.as_object() else {
            self.diagnostics.error(Code::WrongType, &at, format!("an action is an object; this is {}", tree.kind()));
            return None;
        };
        let copies = self.version == Version::V1_1;
        let known = ["target", "description", "update", "remove", "copy"];
        self.unknown(members, known.get(..if copies { 5 } else { 4 }).unwrap_or_default(), &at, Severity::Error);
        self.text(members, "description", &at, Severity::Warning);
        if !members.contains_key("target") {
            self.diagnostics.error(Code::MissingField, &at, "the action has no `target`");
        }
        let text = self.text(members, "target", &at, Severity::Error);
        let target = text.and_then(|text| self.query(text, &at.child("target")));
        let change = self.change(members, &at)?;
        Some(Action { text: text?, target: target?, change, at })
    }

    fn change<'a>(&mut self, members: &'a Members, at: &Pointer) -> Option<Change<'a>> {
        let remove = match members.get("remove") {
            None | Some(Tree::Bool(false)) => false,
            Some(Tree::Bool(true)) => true,
            Some(other) => {
                let message = format!("`remove` is true or false; this is {}", other.kind());
                self.diagnostics.error(Code::WrongType, &at.child("remove"), message);
                return None;
            }
        };
        let update = members.get("update");
        let copy = members.get("copy").filter(|_| self.version == Version::V1_1);
        if remove {
            for name in ["update", "copy"].into_iter().filter(|name| members.contains_key(*name)) {
                let message = format!("`{name}` has no effect beside `remove: true`");
                let warning = Diagnostic::new(Code::OverlayAction, Severity::Warning, &at.child(name), message);
                self.diagnostics.push(warning.help("make two actions of it: remove first, then update what holds it"));
            }
            return Some(Change::Remove);
        }
        match (update, copy) {
            (Some(_), Some(_)) => {
                let message = "an action has `update` or `copy`, not both";
                let error = Diagnostic::new(Code::OverlayAction, Severity::Error, &at.child("copy"), message);
                self.diagnostics.push(error.help("make two actions of it"));
                None
            }
            (Some(value), None) => Some(Change::Update(value)),
            (None, Some(_)) => {
                let text = self.text(members, "copy", at, Severity::Error)?;
                Some(Change::Copy(self.query(text, &at.child("copy"))?))
            }
            (None, None) => {
                let message = "the action does nothing: it has neither `update` nor `remove: true`";
                self.diagnostics.warning(Code::OverlayAction, at, message);
                Some(Change::Nothing)
            }
        }
    }

    fn query(&mut self, text: &str, at: &Pointer) -> Option<Query> {
        match Query::parse(text) {
            Ok(query) => Some(query),
            Err(reason) => {
                let message = format!("`{text}` is no JSONPath: {reason}");
                let error = Diagnostic::new(Code::OverlayQuery, Severity::Error, at, message);
                self.diagnostics.push(error.help(
                    "write it as RFC 9535 has it: `$.paths['/pets'].get`; names of other characters than letters, digits and \
                     `_` stand in brackets, such as `['x-internal']`",
                ));
                None
            }
        }
    }

    /// A field that is a text, if it is there.
    fn text<'a>(&mut self, members: &'a Members, name: &str, at: &Pointer, severity: Severity) -> Option<&'a str> {
        let value = members.get(name)?;
        if value.as_str().is_none() {
            let message = format!("`{name}` is a string; this is {}", value.kind());
            self.diagnostics.push(Diagnostic::new(Code::WrongType, severity, &at.child(name), message));
        }
        value.as_str()
    }

    /// Tells of fields that are not known; extensions are free.
    fn unknown(&mut self, members: &Members, known: &[&str], at: &Pointer, severity: Severity) {
        for name in members.keys().filter(|name| !known.contains(&name.as_str()) && !name.starts_with("x-")) {
            let message = format!("overlays have no field `{name}` here");
            let diagnostic = Diagnostic::new(Code::UnknownField, severity, &at.child(name), message);
            self.diagnostics.push(match similar(name, known.iter().copied()) {
                _ if name == "copy" => diagnostic.help("say `overlay: 1.1.0`, which has it"),
                Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
                None => diagnostic.help(format!("there are {}", known.join(", "))),
            });
        }
    }
}
